"""The signs for people on a plan: one list for the replay, the stills and the legend.

Shape, fill and colour all differ, so that a sign is told apart without colour and in print.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from html import escape
from typing import Any

_CIRCLE = "M-1 0a1 1 0 1 0 2 0a1 1 0 1 0-2 0Z"
_SQUARE = "M-.9-.9H.9V.9H-.9Z"
_TRIANGLE = "M0-1.2L1.1.8H-1.1Z"
_CROSS = "M-.85-.85L.85.85M.85-.85L-.85.85"
_DIAMOND = "M0-1.3L1.3 0L0 1.3L-1.3 0Z"
_SHIELD = "M-1-1.1H1V.2Q1 .9 0 1.4Q-1 .9-1 .2Z"


@dataclass(frozen=True)
class Mark:
    """One sign.

    Parameters
    ----------
    key : str
        ``role-status``, or ``role`` alone for every status without a sign of its own.
    label : str
        Words for the legend.
    path : str
        SVG path in a unit box, y down.
    fill, stroke : str
        Colours; ``none`` leaves it out.
    size : float
        Radius as a multiple of an occupant's.
    layer : int
        Higher is drawn later.
    """

    key: str
    label: str
    path: str
    fill: str
    stroke: str
    size: float
    layer: int


MARKS = (
    Mark("occupant-moving", "Occupant, moving", _CIRCLE, "#0b63a5", "none", 1.0, 2),
    Mark("occupant-waiting", "Occupant, not moving", _CIRCLE, "#ffffff", "#0b63a5", 0.9, 1),
    Mark("occupant-hiding", "Occupant, hiding", _SQUARE, "#ffffff", "#00664f", 1.0, 1),
    Mark("occupant-wounded", "Occupant, wounded", _TRIANGLE, "#e08214", "#5a2f00", 1.3, 4),
    Mark("occupant-dead", "Occupant, dead", _CROSS, "none", "#000000", 1.1, 3),
    Mark("occupant-out", "Occupant, out", _CIRCLE, "#c3c9cf", "none", 0.6, 0),
    Mark("officer", "Officer, unhurt", _SHIELD, "#14233c", "#ffffff", 1.6, 6),
    Mark("officer-wounded", "Officer, wounded", _SHIELD, "#e08214", "#14233c", 1.6, 6),
    Mark("officer-dead", "Officer, killed", f"{_SHIELD}{_CROSS}", "#ffffff", "#14233c", 1.6, 6),
    Mark("hazard", "Hazard, active", _DIAMOND, "#a3003c", "#ffffff", 1.6, 7),
    Mark("hazard-stopped", "Hazard, over", _DIAMOND, "#ffffff", "#a3003c", 1.5, 5),
)
_OVER = ("wounded", "dead", "restrained", "out")


def marks_by_pair(roles: tuple[str, ...], statuses: tuple[str, ...]) -> list[list[int]]:
    """Say which sign stands for each role and status.

    Parameters
    ----------
    roles, statuses : tuple of str
        Names in the order of a recording's codes.

    Returns
    -------
    list of list of int, shape (n_roles, n_statuses)
        Index into ``MARKS``; -1 where nothing is drawn.
    """
    index = {mark.key: i for i, mark in enumerate(MARKS)}

    def one(role: str, status: str) -> int:
        if status == "absent" or (role, status) == ("hazard", "out"):
            return -1
        if role == "hazard" and status in _OVER:
            return index["hazard-stopped"]
        if role == "occupant" and status == "restrained":
            return index["occupant-waiting"]
        return index.get(f"{role}-{status}", index.get(role, -1))

    return [[one(role, status) for status in statuses] for role in roles]


def mark_data() -> list[dict[str, Any]]:
    """Give the signs as plain data for the replay.

    Returns
    -------
    list of dict
        One for each of ``MARKS``, in that order.
    """
    return [asdict(mark) for mark in MARKS]


def line_svg(colour: str, *, width: float) -> str:
    """Draw one line of a plan alone, for a legend.

    Parameters
    ----------
    colour : str
        Its colour.
    width : float
        Its width [px].

    Returns
    -------
    str
        An SVG element hidden from readers of text: the words stand beside it.
    """
    return (
        '<svg class="sign" viewBox="-11 -11 22 22" width="22" height="22" aria-hidden="true">'
        f'<path d="M-9 0H9" stroke="{colour}" stroke-width="{width:g}"/></svg>'
    )


def mark_svg(mark: Mark) -> str:
    """Draw one sign alone, for a legend.

    Returns
    -------
    str
        An SVG element hidden from readers of text: the words stand beside it.
    """
    scale = 5.2 * mark.size
    return (
        '<svg class="sign" viewBox="-11 -11 22 22" width="22" height="22" aria-hidden="true">'
        f'<path d="{escape(mark.path)}" transform="scale({scale:g})" fill="{mark.fill}"'
        f' stroke="{mark.stroke}" stroke-width="1.6" vector-effect="non-scaling-stroke"/></svg>'
    )
