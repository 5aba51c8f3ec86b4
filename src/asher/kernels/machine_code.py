"""Where machine code is kept between runs: a folder of one's own, or one for this process.

Whoever can write to that folder decides what code runs, since the compiler keeps its work as
pickles. So nothing is read from a folder that is not the user's own.

What is kept depends on what the sources say, not on where they are: an installation finds the
machine code of another one of the same version.
"""

import atexit
import contextlib
import functools
import hashlib
import os
import pickle
import shutil
import stat
import sys
import tempfile
from pathlib import Path

from numba.core import caching

KEPT = 3
"""Versions of the laws whose machine code is kept (judgement: some 50 MB each)."""


class Folder:
    """The folder of one version of the laws.

    Attributes
    ----------
    path : str or None
        It; None where not even a temporary one can be made: nothing is kept then.
    note : str
        Why the machine code is kept for this process only, in a sentence; empty where it stays.
    """

    def __init__(self, chosen, version):
        base, self.note = _base(chosen)
        if not self.note:
            self.note = _why_not_own(base)
        if not self.note:
            path = base / version
            try:
                path.mkdir(mode=0o700, exist_ok=True)
                os.utime(path)
                with tempfile.TemporaryFile(dir=path):
                    pass
            except OSError as error:
                self.note = f"{path} cannot be written ({error.strerror})"
            else:
                self.path = str(path)
                _prune(base)
                return
        self.path = _private()


def _base(chosen):
    """The folder that holds those of all versions, and why there is none."""
    base = Path("asher")
    try:
        place = Path(chosen or os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
        base = place.absolute() / "asher"
        base.mkdir(mode=0o700, parents=True, exist_ok=True)
    except RuntimeError:
        return None, "there is no home folder"
    except OSError as error:
        return None, f"{base} cannot be made ({error.strerror})"
    return base, ""


def _why_not_own(base):
    """Why a folder is not one's own.

    Returns
    -------
    str
        A clause; empty where it is.

    Notes
    -----
    Whoever can rename a folder above it can put another in its place, so those count too, but for
    folders from which only the owner of a file can move it (`/tmp`).
    """
    if not hasattr(os, "geteuid"):  # Windows: what lies in a profile is its user's own
        return ""
    if base.is_symlink():
        return f"{base} is a link"
    me = os.geteuid()
    own = base.lstat()
    if own.st_uid != me:
        return f"{base} belongs to another user"
    if own.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        return f"others can write to {base}"
    for above in Path(os.path.realpath(base)).parents:
        found = above.stat()
        if found.st_uid not in (0, me):
            return f"{above}, in which it lies, belongs to another user"
        if found.st_mode & (stat.S_IWGRP | stat.S_IWOTH) and not found.st_mode & stat.S_ISVTX:
            return f"others can write to {above}, in which it lies"
    with contextlib.suppress(OSError):
        base.chmod(0o700)
    return ""


def _private():
    """A folder for this process, which goes with it; None where none can be made."""
    try:
        path = tempfile.mkdtemp(prefix="asher-")
    except OSError:
        return None
    owner = os.getpid()

    def remove():
        if os.getpid() == owner:  # not in a fork
            shutil.rmtree(path, ignore_errors=True)

    atexit.register(remove)
    return path


def _prune(base):
    """Remove all but the newest versions."""
    with contextlib.suppress(OSError):
        versions = [path for path in base.iterdir() if path.is_dir() and not path.is_symlink()]
        for path in sorted(versions, key=lambda each: each.stat().st_mtime, reverse=True)[KEPT:]:
            shutil.rmtree(path, ignore_errors=True)


class _Files(caching.IndexDataCacheFile):
    """The compiler's files, with a checksum: what is not whole is not there."""

    def _save_data(self, name, data):
        self._put(self._data_path(name), data)

    def _load_data(self, name):
        return self._get(self._data_path(name))

    def _save_index(self, overloads):
        self._put(self._index_path, (self._version, self._source_stamp, overloads))

    def _load_index(self):
        found = self._get(self._index_path)
        if found is None or found[:2] != (self._version, self._source_stamp):
            return {}
        return found[2]

    def _put(self, path, data):
        text = self._dump(data)
        with self._open_for_write(path) as file:
            file.write(hashlib.sha256(text).digest() + text)

    def _get(self, path):
        try:
            whole = Path(path).read_bytes()
        except OSError:
            return None
        text = whole[32:]
        return pickle.loads(text) if hashlib.sha256(text).digest() == whole[:32] else None


class _Place(caching._CacheLocator):
    """Where the machine code of one law is: in the folder of the version, wherever its source is.

    Numba would take the folder of the source into the name. Then each installation of the same
    laws would compile them again.
    """

    def __init__(self, function, folder):
        self._py_file = function.__code__.co_filename  # named in a warning of Numba's
        self._folder = Path(folder)

    def get_cache_path(self):
        return str(self._folder)

    def get_source_stamp(self):
        """The version: its name is a hash of all sources."""
        return self._folder.name

    def get_disambiguator(self):
        """Nothing: a module has one law of a name."""
        return ""


class _Law(caching.CompileResultCacheImpl):
    """Numba's way of writing and reading machine code, under the full name of the law."""

    def __init__(self, function, folder):
        self._lineno = function.__code__.co_firstlineno
        self._locator = _Place(function, folder)
        name = f"{function.__module__}.{function.__qualname__}"
        self._filename_base = self.get_filename_base(name, getattr(sys, "abiflags", ""))


class Kept(caching.FunctionCache):
    """Machine code of one law: what cannot be read is compiled anew, what cannot be written is not.

    Parameters
    ----------
    function : callable
        The law.
    folder : str or Path
        The folder of a version of the laws (`Folder.path`).
    """

    def __init__(self, function, folder):
        self._impl_class = functools.partial(_Law, folder=folder)
        super().__init__(function)
        self._cache_file = _Files(
            self._cache_path, self._impl.filename_base, self._impl.locator.get_source_stamp()
        )

    def save_overload(self, sig, data):
        """Keep what was compiled, where there is room."""
        with contextlib.suppress(OSError):
            super().save_overload(sig, data)
