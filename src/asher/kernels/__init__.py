"""The laws: NumPy arrays in, NumPy arrays out, compiled by Numba; nothing of the rest of ASHER."""

import errno
from pathlib import Path

# Numba takes its settings from this file, wherever the program is started, when it is imported and
# whenever it compiles. They say from which folder machine code is loaded, and what is written.
_SETTINGS = Path(".numba_config.yaml")
if _SETTINGS.exists() or _SETTINGS.is_symlink():
    raise OSError(
        errno.EPERM,
        "the compiler would take its settings from this file, and they decide what code is run; "
        "start in another folder, or remove it and set NUMBA_ variables instead",
        str(_SETTINGS),
    )
