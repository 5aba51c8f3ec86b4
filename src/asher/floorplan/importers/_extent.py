"""How large a building is: what is far smaller or larger is in another unit."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from asher.errors import Fault, FloorplanError
from asher.floorplan.importers.options import UNITS_M

__all__ = ["check_extent"]

# A building is no smaller and no larger than this across [m].
_EXTENT_M = (3.0, 30_000.0)


def check_extent(shapes: Sequence[BaseGeometry], name: str) -> None:
    """Refuse what is of a size that no building has.

    Parameters
    ----------
    shapes : sequence of geometry
        Its floor [m].
    name : str
        What to call the source in faults.

    Raises
    ------
    FloorplanError
        If it is too small or too large; it names the likely unit.
    """
    fault = _fault(shapes, name)
    if fault is not None:
        raise FloorplanError([fault])


def _fault(shapes: Sequence[BaseGeometry], name: str) -> Fault | None:
    box = shapely.total_bounds([*shapes])
    if not np.isfinite(box).all() or np.abs(box).max() > 1e9:
        return Fault(name, 1, 1, "", "coordinates that are no places", "finite coordinates")
    extent = float(max(box[2] - box[0], box[3] - box[1]))
    low, high = _EXTENT_M
    if low <= extent <= high:
        return None
    likely = ["degrees"]
    if extent >= low:
        sizes = {unit: extent * metres for unit, metres in UNITS_M.items() if unit != "m"}
        likely = [unit for unit, size in sizes.items() if 6 <= size <= 600]
    hint = f"; is it in {' or '.join(likely)}? Name the unit (--unit)" if likely else ""
    across = f"{extent:,.0f}" if extent > high else f"{extent:.3g}"
    found, allowed = f"the drawing is {across} m across", f"{low:g} m to {high:,.0f} m{hint}"
    return Fault(name, 1, 1, "", found, allowed)
