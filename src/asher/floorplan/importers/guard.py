"""A reader in a process of its own: what crashes, hangs or fills the memory there ends only it."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import threading
import traceback
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

from asher import bounds
from asher.errors import AsherError, Fault, FloorplanError
from asher.floorplan.importers.drawing import Backdrop, Drawing
from asher.floorplan.importers.options import Options

__all__ = ["read_apart"]

_HOUSE = __name__.rpartition(".")[0]
# Nothing of a document is garbage while it is read, nor of a module: looking for some takes up to a
# third of the time, and that process ends with it. The search path comes first, then what can only
# be unpickled with it.
_CHILD = (
    "import gc, pickle, sys; gc.disable(); sys.path[:], work = pickle.load(sys.stdin.buffer); "
    f"from {__name__} import _work; _work(work)"
)
_LATE, _FULL = "late", "full"
_EXITS = {70: _FULL}
_WATCH_S = 0.1


def read_apart(importer_name: str, path: Path, options: Options) -> Drawing | Backdrop:
    """Read a file in a process of its own, within limits of memory and time.

    Parameters
    ----------
    importer_name : str
        Name of a module of this folder, such as ``"ifc"``.
    path : Path
        The file.
    options : Options
        What the file does not say.

    Returns
    -------
    Drawing or Backdrop
        What its `read` returned.

    Raises
    ------
    AsherError
        Whatever of ours its `read` raised, such as a `FloorplanError` or a `MissingExtraError`; a
        `FloorplanError` too if the reader crashed, took too long or needed too much memory.
    """
    work = (f"{_HOUSE}.{importer_name}", path, options, bounds.READING_S, bounds.READING_BYTES)
    child = subprocess.Popen(
        [sys.executable, "-I", f"-Xutf8={sys.flags.utf8_mode}", "-c", _CHILD],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        # A thread a core, each with its own memory, helps no reader.
        env=os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
    )
    told: bytes | None = None
    try:
        with suppress(subprocess.TimeoutExpired):
            asked = pickle.dumps((sys.path, pickle.dumps(work)))
            told, _ = child.communicate(asked, timeout=bounds.READING_S)
    finally:
        # Also when this process is interrupted.
        child.kill()
        child.communicate()
    return _result(path, child.returncode, told)


def _result(path: Path, status: int, told: bytes | None) -> Drawing | Backdrop:
    if status != 0 or not told:
        raise _failed(path, _LATE if told is None else _reason(status))
    result, trace = pickle.loads(told)  # of our own process
    if isinstance(result, AsherError):
        raise result from (RuntimeError(trace) if trace else None)
    if isinstance(result, str):
        raise _failed(path, result) from RuntimeError(trace)
    drawn: Drawing | Backdrop = result
    return drawn


def _reason(status: int) -> str:
    if -status == getattr(signal, "SIGXCPU", None):
        return _LATE
    if status in _EXITS:
        return _EXITS[status]
    with suppress(ValueError):
        return f"the reader crashed ({signal.Signals(-status).name})"
    return f"the reader crashed (status {status})"


def _failed(path: Path, reason: str) -> FloorplanError:
    smaller = "a smaller file: one building, without furniture and terrain"
    if reason == _LATE:
        found, allowed = f"not read after {bounds.READING_S:g} s", smaller
    elif reason == _FULL:
        found, allowed = f"needs more than {bounds.READING_BYTES // 2**20:,} MB to read", smaller
    else:
        found = f"damaged: {reason}"
        allowed = "a whole file; open it in the program that made it, and save it again"
    return FloorplanError([Fault(str(path), 1, 1, "", found, allowed)])


# What follows runs in the process of the reader.


def _work(work: bytes) -> None:
    """Read what the parent asks for, and hand over what came of it."""
    pipe = os.fdopen(os.dup(1), "wb")
    # What a library prints is not part of the answer.
    os.dup2(2, 1)
    # An interrupt is for the process that started this one: it ends it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    name, path, options, seconds, size = pickle.loads(work)
    _limit(seconds, size)
    try:
        answer = pickle.dumps(_read(name, path, options))
    except MemoryError:
        answer = pickle.dumps((_FULL, ""))
    with pipe:
        pipe.write(answer)
    # Libraries may crash or wait for threads on their way out.
    os._exit(0)


def _read(name: str, path: Path, options: Options) -> tuple[Any, str]:
    """Read the file; give a word in place of a drawing if nothing can come of it."""
    try:
        return import_module(name).read(path, options), ""
    except MemoryError:
        raise
    except AsherError as error:
        return error, traceback.format_exc()
    except OSError as error:
        return f"the file cannot be read ({error.strerror or error})", traceback.format_exc()
    except RecursionError:
        return "the file is nested too deeply", traceback.format_exc()
    except Exception as error:  # noqa: BLE001 - what a library makes of a damaged file is its own
        words = " ".join(str(error).split())[:200]
        return f"the reader failed ({type(error).__name__}: {words})", traceback.format_exc()


def _limit(seconds: float, size: int) -> None:
    """Set what the system enforces, and watch over what it does not."""
    try:
        import resource
    except ImportError:  # Windows: the time alone is limited, by the parent
        return
    for name, most in (
        ("RLIMIT_CORE", 0),
        ("RLIMIT_CPU", int(seconds) + 1),
        # Memory that can be written; the address space also counts what is only reserved.
        ("RLIMIT_DATA", size),
    ):
        with suppress(ValueError, OSError):
            resource.setrlimit(getattr(resource, name), (most, most))
    parent = os.getppid()

    def watch() -> None:
        pause = threading.Event()
        while not pause.wait(_WATCH_S):
            if _most_memory() > size:
                os._exit(next(status for status, word in _EXITS.items() if word == _FULL))
            if os.getppid() != parent:
                os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _most_memory() -> int:
    """Most memory that this process has had [bytes].

    Where the system tells, not `ru_maxrss`: that begins with what who started the process had.
    """
    import resource

    with suppress(OSError, ValueError, IndexError):
        said = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
        return int(said.split("VmHWM:")[1].split()[0]) * 1024
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
