"""What a source file shows, before it is a floor plan: in metres, with nothing put right yet.

Every importer reads its format into a `Drawing`; `asher.floorplan.importers.assemble` turns any
drawing into a plan. A drawing keeps what the source says (also that rooms overlap or that a door
has no width), and a `Note` for all that was assumed or left out on the way.

Lengths and places are in metres. A `storey` is a position in `Drawing.storeys`; a `name` is what
the source calls a thing, or empty.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from shapely.geometry import LineString, Point, Polygon

__all__ = [
    "Area",
    "Backdrop",
    "Doorway",
    "Drawing",
    "Label",
    "Marker",
    "Note",
    "Solid",
    "Stair",
    "Storey",
    "Stroke",
]

Kind = Literal["assumed", "mended", "left out"]


@dataclass(frozen=True)
class Note:
    """One thing that an import assumed, mended or left out."""

    # What was done: a value was assumed, to be confirmed; something was put right; something of
    # the source is not in the plan.
    kind: Kind
    # One word for all notes of its sort, such as ``"door-width"``, by which they are counted.
    code: str
    words: str  # What, with its name in the source and the amount
    storey: str = ""  # Name of the storey, or empty
    place: tuple[float, float] | None = None  # Where, in coordinates of the drawing [m]
    amount_m: float | None = None  # By how much, such as the gap that was closed [m]


@dataclass(frozen=True)
class Storey:
    """A storey, counted upwards in the order of `Drawing.storeys`."""

    name: str
    elevation_m: float | None = None  # Height of its floor [m]; None where the source has none
    ordinal: int | None = None  # 0 for the ground; None where the source has none


@dataclass(frozen=True)
class Area:
    """A closed area with a floor: a room, a corridor, a stairwell."""

    storey: int
    polygon: Polygon  # Its floor [m]; may overlap others, may be invalid
    name: str = ""
    # As in a plan: ``room``, ``classroom``, ``corridor``, ``stairs``, ``elevator`` ...
    category: str = "room"
    id: str = ""  # How doorways name it (`Doorway.joins`); unique in the drawing, or empty
    capacity: int | None = None  # Occupant load
    # Whether its polygon is known to be valid: one of very many corners takes long to ask.
    valid: bool = False


@dataclass(frozen=True)
class Doorway:
    """A door, an opening without a leaf, or a window, in a wall of any thickness."""

    storey: int
    # The clear opening along the wall, or its middle where no direction is known [m].
    place: LineString | Point
    # Clear width where it is not the length of the line [m]; None where the source has none.
    width_m: float | None = None
    category: Literal["door", "gate", "window"] = "door"  # As of `asher.floorplan.Opening`
    name: str = ""
    # `Area.id` of the areas which it joins by the word of the source; empty where the source does
    # not say: then it joins what lies on its two sides.
    joins: tuple[str, ...] = ()
    exterior: bool | None = None  # Whether it leads outside by the word of the source
    # By the word of the source.
    lockable: bool | None = None
    main_entrance: bool | None = None
    lock_delay_s: float = 0.0  # Time it takes to lock it [s]
    glazed: bool = False  # Whether one sees through it when it is shut


@dataclass(frozen=True)
class Stair:
    """A stair, a ramp or an escalator between two storeys."""

    # Positions in `Drawing.storeys`.
    lower: int
    upper: int
    # Where one steps on it below and above [m].
    foot: LineString | Point
    head: LineString | Point
    category: Literal["stair", "ramp"] = "stair"  # As of `asher.floorplan.Connector`
    name: str = ""
    # Clear width, and length along the slope [m]; None where the source has none.
    width_m: float | None = None
    length_m: float | None = None


@dataclass(frozen=True)
class Solid:
    """Something to walk around inside an area: a column, a counter, a machine."""

    storey: int
    polygon: Polygon  # Its outline [m]
    name: str = ""
    height_m: float = 3.0  # Its height [m]
    see_over: bool = False  # Whether a standing person sees over it


@dataclass(frozen=True)
class Stroke:
    """A partition without thickness inside an area."""

    storey: int
    line: LineString  # Its course [m]


@dataclass(frozen=True)
class Label:
    """Text on a drawing; what stands inside an area without a name names it."""

    storey: int
    place: Point  # Its middle [m]
    text: str  # One line


@dataclass(frozen=True)
class Marker:
    """A marked place, as zones of a plan are."""

    storey: int
    place: Polygon | Point  # Where [m]
    # As of `asher.floorplan.Zone`.
    category: Literal["spawn", "post", "shelter", "assembly", "staging"]
    name: str = ""
    weight: float = 1.0  # Share of people per area relative to other spawn places [-]


@dataclass(frozen=True)
class Drawing:
    """All that a source shows [m], x to the right and y up."""

    title: str  # What it shows
    source: str  # Which file in which format, for the ``source`` of the plan
    storeys: tuple[Storey, ...]  # From below upwards
    # What is on them.
    areas: tuple[Area, ...] = ()
    doorways: tuple[Doorway, ...] = ()
    stairs: tuple[Stair, ...] = ()
    solids: tuple[Solid, ...] = ()
    strokes: tuple[Stroke, ...] = ()
    labels: tuple[Label, ...] = ()
    markers: tuple[Marker, ...] = ()
    schematic: bool = False  # Whether it is drawn to areas and exits rather than surveyed
    # Whether areas that touch each other without a wall between them are open to each other, as
    # in sources that draw walls apart from rooms.
    open_plan: bool = False
    # Whether it is a plan already, in which ways out, names and heights are as meant.
    planned: bool = False
    notes: tuple[Note, ...] = field(default=())  # What the importer assumed and left out


@dataclass(frozen=True)
class Backdrop:
    """A picture of a plan, to be traced by a person."""

    title: str  # What it shows
    source: str  # Which file, which page
    picture: bytes  # The picture as PNG
    pixels: tuple[int, int]  # Width and height
    metres_per_pixel: float | None = None  # Its scale; None until one is given
    notes: tuple[Note, ...] = field(default=())  # Where the scale comes from, and what was left out
