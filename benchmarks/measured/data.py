"""What people were measured to do, as `measured_movement.csv` of the package tells it."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

_NUMBER = re.compile(r"(width_m|density_per_m2|density_per_m)=([\d.]+)")
_RANGE = re.compile(r"^([\d.]+) to ([\d.]+)$")


@dataclass(frozen=True, eq=False)
class Series:
    """One source's values over width or density, in rising order."""

    source: str
    axis: str
    at: NDArray[np.float64]
    value: NDArray[np.float64]
    low: NDArray[np.float64]  # 10th percentile over people, NaN where it is not known
    high: NDArray[np.float64]  # 90th percentile over people


@dataclass(frozen=True)
class Figure:
    """One measured figure with its range; where only a range is known, its middle is `value`."""

    source: str
    condition: str
    value: float
    low: float
    high: float


@cache
def rows() -> tuple[dict[str, str], ...]:
    """All rows of the file."""
    text = files("asher").joinpath("data/measured_movement.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


@cache
def series(quantity: str, axis: str) -> dict[str, Series]:
    """Each source's series of a quantity over one axis, by source."""
    found: dict[str, list[tuple[float, float, float, float]]] = {}
    for row in rows():
        match = _NUMBER.search(row["condition"])
        if row["quantity"] != quantity or match is None or match[1] != axis:
            continue
        p10 = re.search(r"p10=([\d.]+)", row["spread"])
        p90 = re.search(r"p90=([\d.]+)", row["spread"])
        spread = [float(p[1]) if p else np.nan for p in (p10, p90)]
        found.setdefault(row["source"], []).append((float(match[2]), float(row["value"]), *spread))
    return {name: Series(name, axis, *np.array(sorted(points)).T) for name, points in found.items()}


@cache
def figures(quantity: str) -> tuple[Figure, ...]:
    """The figures of a quantity that hang on no axis."""
    found = []
    for row in rows():
        if row["quantity"] != quantity or _NUMBER.search(row["condition"]):
            continue
        match = _RANGE.match(row["spread"])
        low, high = (float(match[1]), float(match[2])) if match else (np.nan, np.nan)
        value = float(row["value"]) if row["value"] else 0.5 * (low + high)
        found.append(Figure(row["source"], row["condition"], value, low, high))
    return tuple(found)


def mean_of(several: list[Series], at: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean of several sources, interpolated at equal places; NaN where one of them has no data."""
    return np.mean([interpolated(one.at, one.value, at) for one in several], axis=0)


def interpolated(
    at: NDArray[np.float64], value: NDArray[np.float64], wanted: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Linear interpolation that gives NaN outside of what is known."""
    return np.interp(wanted, at, value, left=np.nan, right=np.nan)
