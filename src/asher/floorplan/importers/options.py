"""What a person may say about a file that is to be imported."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["UNITS_M", "Options"]

UNITS_M = {"m": 1.0, "cm": 0.01, "mm": 0.001, "ft": 0.3048, "in": 0.0254}
"""Units of length that may be named, in metres."""


@dataclass(frozen=True)
class Options:
    """What the file does not say, or says wrongly."""

    unit: str | None = None  # Key of `UNITS_M`, or ``"degrees"``; overrules the file
    scale: str = ""  # Scale of a picture or a page, such as ``"1:100"`` or ``"door 0.9 m"``
    page: int = 1  # Page of a document, counted from 1
    storey_height_m: float = 3.5  # From floor to floor where the file has no heights [m]
    door_width_m: float = 0.9  # Clear width of doors without one [m]
    # What is narrower than this parts rooms of a walkable area that has none [m].
    neck_m: float = 1.0
    # Role (``wall``, ``door``, ``room``, ``text``, ``stair``, ``ignore``) by name of a layer, for
    # drawings whose layers are named otherwise.
    layers: dict[str, str] = field(default_factory=dict)
    # Layers, or the layout, of each storey by its name, the lowest first, for drawings that have
    # several; may hold wildcards.
    levels: dict[str, str] = field(default_factory=dict)
    assume_doors: bool = False  # Give rooms that nothing leads to a door onto a room beside them
    strict: bool = False  # Refuse instead of mending
