"""One thing in a plan that does not fit, before its place in the file is known."""

from __future__ import annotations

from dataclasses import dataclass

from asher.floorplan.coordinates import Element

__all__ = ["Remark"]


@dataclass(frozen=True)
class Remark:
    """What is wrong with an element.

    Parameters
    ----------
    element : Element, optional
        The element; None for the plan as a whole.
    part : str
        The property concerned, or ``"geometry"``.
    found, allowed, suggestion, severity : str
        See `asher.errors.Fault`.
    """

    element: Element | None
    part: str
    found: str
    allowed: str
    suggestion: str = ""
    severity: str = "error"
