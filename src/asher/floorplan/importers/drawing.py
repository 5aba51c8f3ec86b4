"""What a source file shows, before it is a floor plan: in metres, with nothing put right yet.

Every importer reads its format into a `Drawing`; `asher.floorplan.importers.assemble` turns any
drawing into a plan. A drawing keeps what the source says (also that rooms overlap or that a door
has no width), and a `Note` for all that was assumed or left out on the way.
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
    """One thing that an import assumed, mended or left out.

    Parameters
    ----------
    kind : {"assumed", "mended", "left out"}
        What was done: a value was assumed, to be confirmed; something was put right; something of
        the source is not in the plan.
    code : str
        One word for all notes of its sort, such as ``"door-width"``, by which they are counted.
    words : str
        What, with its name in the source and the amount.
    storey : str
        Name of the storey, or empty.
    place : (float, float), optional
        Where, in coordinates of the drawing [m].
    amount_m : float, optional
        By how much, such as the gap that was closed [m].
    """

    kind: Kind
    code: str
    words: str
    storey: str = ""
    place: tuple[float, float] | None = None
    amount_m: float | None = None


@dataclass(frozen=True)
class Storey:
    """A storey, counted upwards in the order of `Drawing.storeys`.

    Parameters
    ----------
    name : str
        What the source calls it.
    elevation_m : float, optional
        Height of its floor [m]; None where the source has none.
    ordinal : int, optional
        0 for the ground; None where the source has none.
    """

    name: str
    elevation_m: float | None = None
    ordinal: int | None = None


@dataclass(frozen=True)
class Area:
    """A closed area with a floor: a room, a corridor, a stairwell.

    Parameters
    ----------
    storey : int
        Position in `Drawing.storeys`.
    polygon : Polygon
        Its floor [m]; may overlap others, may be invalid.
    name : str
        What the source calls it, or empty.
    category : str
        As in a plan: ``room``, ``classroom``, ``corridor``, ``stairs``, ``elevator`` ...
    id : str
        How doorways name it (`Doorway.joins`); unique in the drawing, or empty.
    capacity : int, optional
        Occupant load.
    """

    storey: int
    polygon: Polygon
    name: str = ""
    category: str = "room"
    id: str = ""
    capacity: int | None = None


@dataclass(frozen=True)
class Doorway:
    """A door, an opening without a leaf, or a window, in a wall of any thickness.

    Parameters
    ----------
    storey : int
        Position in `Drawing.storeys`.
    place : LineString or Point
        The clear opening along the wall, or its middle where no direction is known [m].
    width_m : float, optional
        Clear width where it is not the length of the line [m]; None where the source has none.
    category : {"door", "gate", "window"}
        As of `asher.floorplan.Opening`.
    name : str
        What the source calls it, or empty.
    joins : tuple of str
        `Area.id` of the areas which it joins by the word of the source; empty where the source
        does not say: then it joins what lies on its two sides.
    exterior : bool, optional
        Whether it leads outside by the word of the source.
    lockable, main_entrance : bool, optional
        By the word of the source.
    lock_delay_s : float
        Time it takes to lock it [s].
    """

    storey: int
    place: LineString | Point
    width_m: float | None = None
    category: Literal["door", "gate", "window"] = "door"
    name: str = ""
    joins: tuple[str, ...] = ()
    exterior: bool | None = None
    lockable: bool | None = None
    main_entrance: bool | None = None
    lock_delay_s: float = 0.0


@dataclass(frozen=True)
class Stair:
    """A stair, a ramp or an escalator between two storeys.

    Parameters
    ----------
    lower, upper : int
        Positions in `Drawing.storeys`.
    foot, head : LineString or Point
        Where one steps on it below and above [m].
    category : {"stair", "ramp"}
        As of `asher.floorplan.Connector`.
    name : str
        What the source calls it, or empty.
    width_m, length_m : float, optional
        Clear width, and length along the slope [m]; None where the source has none.
    """

    lower: int
    upper: int
    foot: LineString | Point
    head: LineString | Point
    category: Literal["stair", "ramp"] = "stair"
    name: str = ""
    width_m: float | None = None
    length_m: float | None = None


@dataclass(frozen=True)
class Solid:
    """Something to walk around inside an area: a column, a counter, a machine.

    Parameters
    ----------
    storey : int
        Position in `Drawing.storeys`.
    polygon : Polygon
        Its outline [m].
    name : str
        What the source calls it, or empty.
    height_m : float
        Its height [m].
    see_over : bool
        Whether a standing person sees over it.
    """

    storey: int
    polygon: Polygon
    name: str = ""
    height_m: float = 3.0
    see_over: bool = False


@dataclass(frozen=True)
class Stroke:
    """A partition without thickness inside an area.

    Parameters
    ----------
    storey : int
        Position in `Drawing.storeys`.
    line : LineString
        Its course [m].
    """

    storey: int
    line: LineString


@dataclass(frozen=True)
class Label:
    """Text on a drawing; what stands inside an area without a name names it.

    Parameters
    ----------
    storey : int
        Position in `Drawing.storeys`.
    place : Point
        Its middle [m].
    text : str
        One line.
    """

    storey: int
    place: Point
    text: str


@dataclass(frozen=True)
class Marker:
    """A marked place, as zones of a plan are.

    Parameters
    ----------
    storey : int
        Position in `Drawing.storeys`.
    place : Polygon or Point
        Where [m].
    category : {"spawn", "post", "shelter", "assembly", "staging"}
        As of `asher.floorplan.Zone`.
    name : str
        What the source calls it, or empty.
    weight : float
        Share of people per area relative to other spawn places [-].
    """

    storey: int
    place: Polygon | Point
    category: Literal["spawn", "post", "shelter", "assembly", "staging"]
    name: str = ""
    weight: float = 1.0


@dataclass(frozen=True)
class Drawing:
    """All that a source shows [m], x to the right and y up.

    Parameters
    ----------
    title : str
        What it shows.
    source : str
        Which file in which format, for the ``source`` of the plan.
    storeys : tuple of Storey
        From below upwards.
    areas, doorways, stairs, solids, strokes, labels, markers : tuple
        What is on them.
    schematic : bool
        Whether it is drawn to areas and exits rather than surveyed.
    open_plan : bool
        Whether areas that touch each other without a wall between them are open to each other, as
        in sources that draw walls apart from rooms.
    planned : bool
        Whether it is a plan already, in which ways out, names and heights are as meant: nothing
        is left out for having no way out.
    notes : tuple of Note
        What the importer assumed and left out.
    """

    title: str
    source: str
    storeys: tuple[Storey, ...]
    areas: tuple[Area, ...] = ()
    doorways: tuple[Doorway, ...] = ()
    stairs: tuple[Stair, ...] = ()
    solids: tuple[Solid, ...] = ()
    strokes: tuple[Stroke, ...] = ()
    labels: tuple[Label, ...] = ()
    markers: tuple[Marker, ...] = ()
    schematic: bool = False
    open_plan: bool = False
    planned: bool = False
    notes: tuple[Note, ...] = field(default=())


@dataclass(frozen=True)
class Backdrop:
    """A picture of a plan, to be traced by a person.

    Parameters
    ----------
    title : str
        What it shows.
    source : str
        Which file, which page.
    picture : bytes
        The picture as PNG.
    pixels : (int, int)
        Width and height.
    metres_per_pixel : float, optional
        Its scale; None until one is given.
    notes : tuple of Note
        Where the scale comes from, and what was left out.
    """

    title: str
    source: str
    picture: bytes
    pixels: tuple[int, int]
    metres_per_pixel: float | None = None
    notes: tuple[Note, ...] = field(default=())
