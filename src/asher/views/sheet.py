"""What sheets of plans have in common: the step of a grid, and the names of its columns."""

from __future__ import annotations

__all__ = ["column_letters", "grid_step"]

_STEPS = (1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0)
_LINES = 16


def grid_step(extent: float) -> float:
    """Distance between the lines of a grid over some extent, in the same unit.

    Returns
    -------
    float
        1, 2 or 5 times a power of ten, so that there are at most 16 lines.

    Examples
    --------
    >>> grid_step(30.0), grid_step(240.0)
    (2.0, 20.0)
    """
    return next((step for step in _STEPS if extent / step <= _LINES), extent / _LINES)


def column_letters(at: int) -> str:
    """Name of a column of a grid, counted from 0: A to Z, then AA.

    Returns
    -------
    str
        Letters.

    Examples
    --------
    >>> column_letters(0), column_letters(25), column_letters(26)
    ('A', 'Z', 'AA')
    """
    letters = ""
    while at >= 0:
        letters = chr(ord("A") + at % 26) + letters
        at = at // 26 - 1
    return letters
