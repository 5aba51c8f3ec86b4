"""One thing in a plan that does not fit, before its place in the file is known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from asher.errors import Word
from asher.floorplan.elements import Element, Space

__all__ = ["Remark", "named"]


@dataclass(frozen=True)
class Remark:
    """What is wrong with an element."""

    element: Element | None  # The element; None for the plan as a whole
    part: str  # The property concerned, or ``"geometry"``
    # See `asher.errors.Fault`.
    found: str
    allowed: str
    suggestion: Word = ""
    severity: str = "error"


def named(spaces: Iterable[Space]) -> str:
    """Write spaces in a row.

    Parameters
    ----------
    spaces : iterable of Space
        Which.

    Returns
    -------
    str
        Such as ``"space 'hall' and space 'bar'"``.
    """
    return " and ".join(f"space {space.name!r}" for space in spaces)
