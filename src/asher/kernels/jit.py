"""The one decorator through which a law is compiled and its machine code kept."""

import functools
import hashlib
import os
import tempfile
from pathlib import Path

import numba
from numba.core import config


def _source_hash():
    """Hash of every kernel source: Numba does not look at the files of a kernel's callees."""
    digest = hashlib.sha256(f"{numba.__version__}".encode())
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _cache_folder():
    """Folder for this version of the laws: Numba's own, the user's cache, or a temporary one."""
    chosen = config.CACHE_DIR or os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    folder = Path(chosen) / "asher" / _source_hash()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        folder = Path(tempfile.gettempdir()) / f"asher-{os.getuid()}" / _source_hash()
        folder.mkdir(parents=True, exist_ok=True)
    return str(folder)


_FOLDER = None if config.DISABLE_JIT else _cache_folder()


def kernel(function=None, *, inline=False, entry=False):
    """Compile `function`, and keep the machine code of an entry until a kernel source changes.

    Parameters
    ----------
    function : callable
        A plain module-level function (Numba cannot cache closures) that allocates nothing: Numba
        refuses to compile one that does.
    inline : bool
        Copy the machine code into every caller, for what is called for each person in each step.
    entry : bool
        Python calls it. The others have no way in from Python, which halves the time to compile;
        their machine code is kept in that of the entries.

    Returns
    -------
    callable
        The compiled law, or `function` itself under ``NUMBA_DISABLE_JIT=1``.

    Notes
    -----
    Numba reads its cache folder while it decorates; it is set for that moment only, so the
    settings of other packages stay as they are. Reference counts are off: with them, handing the
    many arrays of a floor from law to law costs four times what the laws cost. A division by zero
    gives inf or nan, as in NumPy: kernels do not raise.
    """
    if function is None:
        return functools.partial(kernel, inline=inline, entry=entry)
    if config.DISABLE_JIT:
        return function
    before = config.CACHE_DIR
    config.CACHE_DIR = _FOLDER
    try:
        return numba.njit(
            cache=entry,
            nogil=True,
            error_model="numpy",
            forceinline=inline,
            no_cfunc_wrapper=True,
            no_cpython_wrapper=not entry,
            _nrt=False,
        )(function)
    finally:
        config.CACHE_DIR = before
