"""The signs for people on a plan: one list for the replay, the stills and the legend.

Shape and fill differ, so that a sign is told apart without colour and in print: the shape says who
it is, the fill what the person does. Colours are names of custom properties that ``page.css`` sets
for light, dark and high-contrast pages.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from html import escape
from typing import Any

_CIRCLE = "M-1 0a1 1 0 1 0 2 0a1 1 0 1 0-2 0Z"
_SQUARE = "M-.95-.95H.95V.95H-.95Z"
_TRIANGLE = "M0-1.2L1.1.8H-1.1Z"
_CROSS = "M-.85-.85L.85.85M.85-.85L-.85.85"
_DIAMOND = "M0-1.3L1.3 0L0 1.3L-1.3 0Z"
_SHIELD = "M-1-1.1H1V.2Q1 .9 0 1.4Q-1 .9-1 .2Z"
_HEXAGON = "M0-1.25L1.1-.62V.62L0 1.25L-1.1.62V-.62Z"
_DOT = "M-.4 0a.4 .4 0 1 0 .8 0a.4 .4 0 1 0-.8 0Z"
_HALF_DISC = "M-1 0a1 1 0 0 0 2 0Z"
_HALF_SQUARE = "M-.95 0H.95V.95H-.95Z"
_PLUS = "M-.4-1.2H.4V-.4H1.2V.4H.4V1.2H-.4V.4H-1.2V-.4H-.4Z"
_BAR = "M-.6-.12H.6V.12H-.6Z"
_LOW_DOT = "M-.3 .2a.3 .3 0 1 0 .6 0a.3 .3 0 1 0-.6 0Z"
_LOW_BAR = "M-.5 .2H.5V.4H-.5Z"
_SMALL_TRIANGLE = "M0-.7L.65.5H-.65Z"

KINDS = {
    "occupant": "Occupants",
    "staff": "Staff",
    "guard": "On site before police",
    "officer": "Police",
    "medic": "Medics",
    "hazard": "Attacker",
}
"""Who is told apart by shape, and the words for them."""


@dataclass(frozen=True)
class Mark:
    """One sign."""

    kind: str  # Who it is, one of `KINDS`
    status: str  # What the person does; empty for every status without a sign of its own
    label: str  # Words for the legend, about one person
    count: str  # Words after a number of people: "12 hiding"
    path: str  # SVG path in a unit box, y down, filled with `fill`
    # Names of colours; ``none`` leaves it out.
    fill: str
    stroke: str
    detail: str = ""  # A path upon it in the colour of the stroke
    size: float = 1.0  # Radius as a multiple of an occupant's
    layer: int = 2  # Higher is drawn later


def _people(kind: str, shape: str, half: str) -> tuple[Mark, ...]:
    """Occupants of one kind; the fill of the shape says what they do."""
    return (
        Mark(kind, "unaware", "does not know yet", "do not know yet", shape, "paper", "unaware",
             size=0.9, layer=1),
        Mark(kind, "waiting", "knows, not moving", "know, not moving", shape, "paper", "person",
             _DOT, layer=2),
        Mark(kind, "moving", "knows, moving", "know, moving", shape, "person", "paper", layer=2),
        Mark(kind, "hiding", "hiding", "hiding", shape, "paper", "shelter", half, layer=1),
        Mark(kind, "out", "out", "out", shape, "out", "none", size=0.6, layer=0),
    )  # fmt: skip


def _cared_for(kind: str, shape: str, dot: str, bar: str) -> tuple[Mark, ...]:
    """The wounded of one kind once somebody has come to them."""
    return (
        Mark(kind, "cared", "wounded, has had care", "wounded, have had care", shape, "paper",
             "wound-edge", dot, 1.4, 4),
        Mark(kind, "carried", "being carried out", "being carried out", shape, "wound",
             "wound-edge", bar, 1.4, 5),
        Mark(kind, "brought", "wounded, brought out", "wounded, brought out", shape, "out",
             "wound-edge", "", 1.0, 1),
    )  # fmt: skip


def _helpers(kind: str, shape: str) -> tuple[Mark, ...]:
    return (
        Mark(kind, "helping", "with a wounded person", "with a wounded person", shape, "paper",
             "police", _DOT, 1.6, 6),
        Mark(kind, "carrying", "carrying", "carrying", shape, "paper", "police", _BAR, 1.6, 6),
    )  # fmt: skip


def _responders(kind: str, shape: str, fill: str, stroke: str, detail: str) -> tuple[Mark, ...]:
    return (
        Mark(kind, "", "unhurt", "unhurt", shape, fill, stroke, detail, 1.6, 6),
        Mark(kind, "wounded", "wounded", "wounded", shape, "wound", "police",
             _SMALL_TRIANGLE, 1.6, 6),
        Mark(kind, "dead", "killed", "killed", shape, "paper", "police", _CROSS, 1.6, 6),
    )  # fmt: skip


MARKS = (
    *_people("occupant", _CIRCLE, _HALF_DISC),
    Mark("occupant", "wounded", "wounded", "wounded", _TRIANGLE, "wound", "wound-edge", "", 1.4, 4),
    Mark("occupant", "dead", "killed", "killed", _CROSS, "none", "dead", "", 1.2, 3),
    *_cared_for("occupant", _TRIANGLE, _LOW_DOT, _LOW_BAR),
    *_people("staff", _SQUARE, _HALF_SQUARE),
    Mark("staff", "wounded", "wounded", "wounded", _SQUARE, "wound", "wound-edge",
         _SMALL_TRIANGLE, 1.4, 4),
    Mark("staff", "dead", "killed", "killed", _SQUARE, "paper", "dead", _CROSS, 1.3, 3),
    *_cared_for("staff", _SQUARE, _SMALL_TRIANGLE, _BAR),
    *_responders("guard", _HEXAGON, "paper", "police", _DOT),
    *_responders("officer", _SHIELD, "police", "paper", ""),
    *_helpers("officer", _SHIELD),
    Mark("medic", "", "on the way", "on the way", _PLUS, "police", "paper", "", 1.5, 6),
    *_helpers("medic", _PLUS),
    Mark("hazard", "", "active", "active", _DIAMOND, "hazard", "paper", "", 1.7, 7),
    Mark("hazard", "over", "attack over", "attack over", _DIAMOND, "paper", "hazard", "", 1.5, 5),
)  # fmt: skip
_OVER = ("wounded", "dead", "restrained", "out")
_AS_WOUNDED = ("cared", "carried", "brought")  # where a kind has no sign of its own for it


def marks_by_pair(kinds: tuple[str, ...], statuses: tuple[str, ...]) -> list[list[int]]:
    """Say which sign stands for each kind of person and status.

    Parameters
    ----------
    kinds, statuses : tuple of str
        Names in the order of their codes.

    Returns
    -------
    list of list of int, shape (n_kinds, n_statuses)
        Index into ``MARKS``; -1 where nothing is drawn.
    """
    index = {(mark.kind, mark.status): i for i, mark in enumerate(MARKS)}

    def one(kind: str, status: str) -> int:
        if status == "absent" or (kind, status) == ("hazard", "out"):
            return -1
        if kind == "hazard" and status in _OVER:
            return index[kind, "over"]
        if status == "restrained":
            status = "waiting"
        if status in _AS_WOUNDED and (kind, status) not in index:
            status = "wounded"
        return index.get((kind, status), index.get((kind, ""), -1))

    return [[one(kind, status) for status in statuses] for kind in kinds]


def mark_data() -> list[dict[str, Any]]:
    """Give the signs as plain data for the replay.

    Returns
    -------
    list of dict
        One for each of ``MARKS``, in that order.
    """
    return [asdict(mark) for mark in MARKS]


def line_svg(colour: str, *, width: float, gap: float = 0.0) -> str:
    """Draw one line of a plan alone, for a legend.

    Parameters
    ----------
    colour : str
        Name of its colour, such as ``plan-exit``.
    width : float
        Its width [px].
    gap : float
        Width of the floor between the two lines of a double line; 0 for one line [px].

    Returns
    -------
    str
        An SVG element hidden from readers of text: the words stand beside it.
    """
    dashes = ' stroke-dasharray="4 2"' if colour == "plan-stair" else ""
    line = f'<path d="M-9 0H9" stroke="var(--{colour})" stroke-width="{width:g}"{dashes}/>'
    if gap:
        line += f'<path d="M-9 0H9" stroke="var(--plan-floor)" stroke-width="{gap:g}"/>'
    return _alone(line)


def _alone(paths: str) -> str:
    """Put what is drawn about the origin into a legend."""
    return (
        '<svg class="sign" viewBox="-11 -11 22 22" width="22" height="22" aria-hidden="true">'
        f"{paths}</svg>"
    )


def point_svg() -> str:
    """Draw a collection point alone, for a legend.

    Returns
    -------
    str
        An SVG element hidden from readers of text: the words stand beside it.
    """
    return _alone(
        '<circle r="7.5" fill="none" stroke="var(--plan-collection)" stroke-width="2.5"/>'
        '<path d="M-4 0H4M0-4V4" stroke="var(--plan-collection)" stroke-width="2.5"/>'
    )


def mark_paths(mark: Mark, *, scale: float, width: float) -> str:
    """Draw a sign about the origin.

    Parameters
    ----------
    scale : float
        Radius of an occupant's.
    width : float
        Of its lines, in the same unit.

    Returns
    -------
    str
        SVG paths.
    """
    size = scale * mark.size
    lines = f'transform="scale({size:.3g})" stroke-width="{width / size:.3g}"'
    found = (
        f'<path d="{escape(mark.path)}" {lines} fill="{_colour(mark.fill)}"'
        f' stroke="{_colour(mark.stroke)}"/>'
    )
    if mark.detail:
        colour = _colour(mark.stroke)
        found += f'<path d="{mark.detail}" {lines} fill="{colour}" stroke="{colour}"/>'
    return found


def _colour(name: str) -> str:
    return name if name == "none" else f"var(--sign-{name})"


def mark_svg(mark: Mark) -> str:
    """Draw one sign alone, for a legend.

    Returns
    -------
    str
        An SVG element hidden from readers of text: the words stand beside it.
    """
    return _alone(mark_paths(mark, scale=5.2, width=1.6))
