"""The grid of a sheet: lettered columns and numbered rows, by which a place is named and found."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Grid", "letters"]

_STEPS = (1, 2, 5)


@dataclass(frozen=True)
class Grid:
    """Squares over an area; A1 is where both coordinates are least."""

    step: float  # Side of a square
    # Bounds, whole multiples of `step`.
    left: float
    low: float
    right: float
    high: float

    @classmethod
    def over(cls, bounds: tuple[float, float, float, float], *, least: float) -> Grid:
        """Lay a grid of a round step over an area.

        Parameters
        ----------
        bounds : tuple of float
            min x, min y, max x, max y.
        least : float
            Side that a square has at least, > 0.

        Returns
        -------
        Grid
            It covers the area.
        """
        step = round_step(least)
        low = [math.floor(value / step + 1e-9) * step for value in bounds[:2]]
        high = [math.ceil(value / step - 1e-9) * step for value in bounds[2:]]
        return cls(step, low[0], low[1], max(high[0], low[0] + step), max(high[1], low[1] + step))

    def columns(self) -> Iterator[tuple[float, str]]:
        """Left edge and letters of each column."""
        count = round((self.right - self.left) / self.step)
        return ((self.left + at * self.step, letters(at)) for at in range(count))

    def rows(self) -> Iterator[tuple[float, str]]:
        """Lower edge and number of each row."""
        count = round((self.high - self.low) / self.step)
        return ((self.low + at * self.step, str(at + 1)) for at in range(count))


def round_step(least: float) -> float:
    """Find the least of 1, 2, 5, 10, 20 and so on that is no less than a length.

    Parameters
    ----------
    least : float
        The length, > 0.

    Returns
    -------
    float
        A round length.

    Examples
    --------
    >>> [round_step(0.3), round_step(1.5), round_step(60)]
    [0.5, 2.0, 100.0]
    """
    power = 10.0 ** math.floor(math.log10(least))
    return next(step * power for step in (*_STEPS, 10) if step * power >= least * (1 - 1e-9))


def letters(at: int) -> str:
    """Letters of a column, counted from 0.

    Parameters
    ----------
    at : int
        Which column, >= 0.

    Returns
    -------
    str
        As spreadsheets name columns.

    Examples
    --------
    >>> [letters(0), letters(25), letters(26)]
    ['A', 'Z', 'AA']
    """
    said = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        said = chr(ord("A") + rest) + said
    return said
