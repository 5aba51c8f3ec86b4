"""How the casualty rate at a kind of place compares with that of the country."""

from __future__ import annotations

import csv
import math
from functools import cache
from importlib import resources

import numpy as np

KIND_OF: dict[str, str] = {
    "nightclub": "Commerce",
    "school": "Education",
    "workplace": "Commerce",
    "worship": "House of Worship",
}
"""The kind of place of the record that a profile of the hazard is of."""


def rate_factor(profile: str, draw: int | None = None) -> float:
    """Return the factor of a profile on the casualty rate of the country.

    Parameters
    ----------
    profile : str
        Of a hazard.
    draw : int, optional
        Number of the draw of calibrated numbers that an incident meets; left out: as stated.

    Returns
    -------
    float
        The posterior median [-], or that of one draw: lognormal about it, the same for all
        profiles of a kind of place. 1 for the country itself.
    """
    kind = KIND_OF.get(profile)
    if kind is None:
        return 1.0
    factor, log_sd = factors()[kind]
    if draw is None:
        return factor
    z = np.random.default_rng((draw, sorted(factors()).index(kind))).standard_normal()
    return factor * math.exp(log_sd * float(z))


@cache
def factors() -> dict[str, tuple[float, float]]:
    """Read the factor of each kind of place, and the standard deviation of its logarithm.

    Returns
    -------
    dict of str to tuple of float
        By kind of place, as ``place_kinds.csv`` of the package has them.
    """
    file = resources.files("asher") / "data" / "place_kinds.csv"
    with file.open(encoding="utf-8") as lines:
        return {
            row["kind"]: (float(row["factor"]), float(row["log_sd"]))
            for row in csv.DictReader(lines)
        }
