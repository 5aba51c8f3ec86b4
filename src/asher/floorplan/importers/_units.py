"""In which unit a drawing of lines is, by what its doors say."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from asher.floorplan.importers._opening import refuse
from asher.floorplan.importers.drawing import Note
from asher.floorplan.importers.options import UNITS_M, Options

__all__ = ["DOOR_M", "choose_unit"]

DOOR_M = (0.55, 1.35)
"""Leaves of doors are this wide [m]: so narrow that no two units fit the same drawing."""

# A building is this far across [m] (judgement), where nothing but its size tells.
_ACROSS_M = (6.0, 300.0)
_PLAIN_M = 60.0
# This share of the arcs that fit another unit must fit the stated one for it to be believed.
_BELIEVED = 0.25
# More than this share of all arcs must fit the unit that they tell: round corners fit any.
_MOST = 0.5
# Arcs that overrule the stated unit of a drawing that is as large as a building by it.
_FEW = 3


def choose_unit(
    path: Path, stated: str | None, radii: Sequence[float], across: float, options: Options
) -> tuple[float, list[Note]]:
    """Choose the unit of a drawing.

    Parameters
    ----------
    path : Path
        The file.
    stated : str, optional
        What the file says, a key of `UNITS_M`.
    radii : sequence of float
        Radii of quarter arcs, which doors draw when they swing [unit of the file].
    across : float
        How large the drawing is [unit of the file].
    options : Options
        A person's word, which counts most.

    Returns
    -------
    metres : float
        One unit [m].
    notes : list of Note
        What was assumed.

    Raises
    ------
    FloorplanError
        If a person names no such unit, or several are likely.
    """
    if options.unit is not None:
        if options.unit not in UNITS_M:
            refuse(path, f"unit {options.unit!r}", ", ".join(UNITS_M))
        return UNITS_M[options.unit], []
    fits = {unit: _fitting(radii, metres) for unit, metres in UNITS_M.items()}
    best = max(fits, key=lambda unit: fits[unit])
    if stated is not None and fits[stated] >= max(1e-9, _BELIEVED * fits[best]):
        return UNITS_M[stated], []
    if stated is not None and fits[best] < _FEW and _likely(across * UNITS_M[stated]):
        # A round wall or two are no doors.
        return UNITS_M[stated], []
    if fits[best] > _MOST * len(radii):
        low, high = (bound / UNITS_M[best] for bound in DOOR_M)
        usual = float(np.median([r for r in radii if low <= r <= high]))
        said = f"the file says {stated}, but" if stated else "the file names no unit;"
        words = f"{said} doors swing {usual:.4g} wide: read as {best}"
        return UNITS_M[best], [Note("assumed", "unit", words)]
    if stated is not None:
        return UNITS_M[stated], []
    return _by_size(path, across)


def _likely(metres: float) -> bool:
    return _ACROSS_M[0] / 2 <= metres <= 3 * _ACROSS_M[1]


def _fitting(radii: Sequence[float], metres: float) -> int:
    low, high = DOOR_M
    return sum(low <= radius * metres <= high for radius in radii)


def _by_size(path: Path, across: float) -> tuple[float, list[Note]]:
    low, high = _ACROSS_M
    likely = [unit for unit, metres in UNITS_M.items() if low <= across * metres <= high]
    # Nobody draws a building in inches to some thousands, nor one of some metres in feet.
    if "m" in likely and across <= _PLAIN_M:
        likely = ["m"]
    if "mm" in likely and across * UNITS_M["mm"] <= _PLAIN_M:
        likely = ["mm"]
    if len(likely) != 1:
        said = " or ".join(likely) if likely else "none that fits a building"
        refuse(
            path,
            f"the file names no unit, and is {across:.4g} across",
            f"name its unit (--unit); likely: {said}",
        )
    words = f"the file names no unit and shows no swing of a door: read as {likely[0]}"
    return UNITS_M[likely[0]], [Note("assumed", "unit", words)]
