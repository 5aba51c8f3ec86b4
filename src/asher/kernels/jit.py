"""The one decorator through which a law is compiled and its machine code kept."""

import functools
import hashlib
import os
from pathlib import Path

import numba
from numba.core import config

from .linking import EntryCompiler, LinkedCompiler, widen_arguments
from .machine_code import Folder, Kept


def _source_hash():
    """Hash of every kernel source: Numba does not look at the files of a kernel's callees."""
    digest = hashlib.sha256(f"{numba.__version__}".encode())
    here = Path(__file__).parent
    for path in sorted(here.rglob("*.py")):
        digest.update(path.relative_to(here).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


FOLDER = None if config.DISABLE_JIT else Folder(os.environ.get("NUMBA_CACHE_DIR"), _source_hash())
"""Where the machine code of the laws is kept; None where they are not compiled."""
_FOLDER = None if FOLDER is None else FOLDER.path


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
        Python calls it. The others have no way in from Python and no machine code of their own,
        which makes compiling two and a half times as fast; it is in that of the entries.

    Returns
    -------
    callable
        The compiled law, or `function` itself under ``NUMBA_DISABLE_JIT=1``.

    Notes
    -----
    Reference counts are off: with them, handing the many arrays of a floor from law to law costs
    four times what the laws cost. A division by zero gives inf or nan, as in NumPy: kernels do not
    raise.
    """
    if function is None:
        return functools.partial(kernel, inline=inline, entry=entry)
    if config.DISABLE_JIT:
        return function
    law = numba.njit(
        nogil=True,
        error_model="numpy",
        forceinline=inline,
        no_cfunc_wrapper=True,
        no_cpython_wrapper=not entry,
        _nrt=False,
        pipeline_class=EntryCompiler if entry else LinkedCompiler,
    )(function)
    widen_arguments(law)
    if entry and _FOLDER is not None:
        law._cache = Kept(function, _FOLDER)
    return law
