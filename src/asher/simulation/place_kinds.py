"""How attacks at a kind of place compare with those of the country."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import ArrayLike, NDArray

KIND_OF: dict[str, str] = {
    "government": "Government",
    "hospital": "Health Care",
    "nightclub": "Commerce",
    "open-space": "Open Space",
    "school": "Education",
    "workplace": "Commerce",
    "worship": "House of Worship",
}
"""The kind of place of the record that a profile of the hazard is of."""
COLUMNS = (
    "kind", "draw", "rate_factor", "rate_log_sd_factor", "at_once_shift", "more_at_once_factor",
)  # fmt: skip


def at_kind_of_place(
    profile: str, values: Mapping[str, float], draw: int | None = None
) -> dict[str, float]:
    """Carry the numbers of the country over to a kind of place.

    Parameters
    ----------
    profile : str
        Of a hazard.
    values : mapping of str to float
        Parameters of the country, by name.
    draw : int, optional
        Number of the draw that an incident meets; left out: the medians.

    Returns
    -------
    dict of str to float
        The same parameters; where the profile has a kind, other rates and spreads, another share at
        once and another number who come with the first.
    """
    found = dict(values)
    kind = KIND_OF.get(profile)
    if kind is None:
        return found
    table = place_kinds()[kind]
    rate, log_sd, shift, more = (
        np.median(table, axis=0) if draw is None else table[draw % len(table)]
    ).tolist()
    found["casualty_rate_per_min"] *= rate
    found["casualty_rate_log_sd"] *= log_sd
    found["casualty_at_once_share"] = float(shifted(values["casualty_at_once_share"], shift))
    found["more_casualties_at_once"] *= more
    return found


def shifted(share: float, shift: ArrayLike) -> NDArray[np.float64]:
    """Shift the log odds of a share.

    Parameters
    ----------
    share : float
        In (0, 1).
    shift : array-like of float
        To be added to its log odds.

    Returns
    -------
    ndarray of float64
        Shares; the shape of `shift`.
    """
    odds: NDArray[np.float64] = share / (1.0 - share) * np.exp(shift)
    return odds / (1.0 + odds)


@cache
def place_kinds() -> dict[str, NDArray[np.float64]]:
    """Read the draws of each kind of place.

    Returns
    -------
    dict of str to ndarray of float64, shape (n_draws, 4)
        Factor on the rate, factor on its spread, shift of the log odds of casualties at once,
        factor on how many come with the first; as ``place_kinds.csv`` of the package has them.
    """
    file = resources.files("asher") / "data" / "place_kinds.csv"
    found: dict[str, list[list[float]]] = {}
    with file.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            found.setdefault(row["kind"], []).append([float(row[name]) for name in COLUMNS[2:]])
    return {kind: np.array(rows) for kind, rows in found.items()}
