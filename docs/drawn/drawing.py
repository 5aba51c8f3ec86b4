"""A small vocabulary to draw a plan with: rooms in rows along corridors, doors, stair cores.

Metres throughout; x grows to the right and y upwards. Walls have no thickness, so a room is
measured to the middle of its walls, and a door is a line on the edge of a room.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

Box = tuple[float, float, float, float]
Place = tuple[float, float]

AREA_PER_PERSON_M2 = {
    "cafeteria": 1.4,
    "classroom": 1.86,
    "food court": 1.4,
    "hall": 1.4,
    "kitchen": 18.6,
    "library": 4.65,
    "meeting room": 1.4,
    "office": 13.9,
    "shop": 5.57,
    "staff room": 1.4,
    "storage": 27.9,
    "waiting": 1.4,
}
"""Floor for each person where no seats are counted, by the use of a room (International Building
Code 2021, Table 1004.5, in m2)."""
LOADS = (
    "Capacities are areas over the occupant load factors of the International Building Code 2021, "
    "Table 1004.5, or seats where seats are fixed."
)
FICTIONAL = (
    "Fictional: drawn for ASHER by docs/make_places.py as an example of its kind; it shows no real "
    "building. Sizes are judgements of what is usual. Dedicated to the public domain (CC0 1.0)."
)


@dataclass(frozen=True)
class Room:
    """A room of a row.

    Parameters
    ----------
    name, category : str
        As a plan has them.
    width : float
        Along the corridor [m].
    door : float
        Clear width of its door to the corridor [m]; 0 for none.
    lock_s : float or None
        Time to lock that door from inside [s]; None where it has no lock.
    hinge : float
        From the start of the room to the middle of its door [m]; from its end where negative.
    glazed : bool
        Whether that door has a pane.
    """

    name: str
    category: str
    width: float
    door: float = 0.95
    lock_s: float | None = None
    hinge: float = 1.2
    glazed: bool = False


class Drawing:
    """A plan as it is drawn, element by element.

    Parameters
    ----------
    title : str
        What it shows.
    about : str
        What is particular to it, for whoever reads where it comes from.
    """

    def __init__(self, title: str, about: str) -> None:
        self.title, self.about = title, about
        self.features: dict[str, list[dict[str, Any]]] = {
            kind: []
            for kind in ("level", "space", "wall", "opening", "obstacle", "connector", "zone")
        }

    def level(self, name: str, ordinal: int, elevation_m: float) -> "Floor":
        """Add a storey, and give what draws on it."""
        self.add("level", None, None, name=name, ordinal=ordinal, elevation_m=elevation_m)
        return Floor(self, name)

    def stair(
        self, name: str, lower: "Floor", upper: "Floor", ends: tuple[Any, Any], length_m: float
    ) -> None:
        """Join two storeys; each end is (middle, width, direction) of a line as of `Floor.door`."""
        foot, head = (_line(*end) for end in ends)
        self.add(
            "connector",
            "MultiLineString",
            [foot, head],
            name=name,
            category="stair",
            level_from=lower.name,
            level_to=upper.name,
            length_m=length_m,
            width_m=ends[0][1],
        )

    def add(self, kind: str, shape: str | None, coordinates: Any, **properties: Any) -> None:
        """Add a feature."""
        geometry = None if shape is None else {"type": shape, "coordinates": _plain(coordinates)}
        properties = {"kind": kind, **properties}
        self.features[kind].append(
            {"type": "Feature", "properties": properties, "geometry": geometry}
        )

    def text(self) -> str:
        """Write the plan file: its head, and a feature a line."""
        head = {
            "type": "FeatureCollection",
            "title": self.title,
            "units": "m",
            "schematic": True,
            "source": f"{FICTIONAL} {LOADS} {self.about}",
        }
        lines = ",\n".join(
            f"    {json.dumps(each)}" for some in self.features.values() for each in some
        )
        start = json.dumps(head, indent=2).removesuffix("\n}")
        return f'{start},\n  "features": [\n{lines}\n  ]\n}}\n'


class Floor:
    """One storey of a drawing.

    Parameters
    ----------
    drawing : Drawing
        The plan.
    name : str
        Of the level.
    """

    def __init__(self, drawing: Drawing, name: str) -> None:
        self.drawing, self.name = drawing, name

    def room(self, name: str, category: str, box: Box, capacity: int | None = None) -> None:
        """Draw a rectangular room."""
        self.area(name, category, _corners(box), capacity=capacity)

    def area(
        self,
        name: str,
        category: str,
        corners: Sequence[Place],
        *,
        holes: Iterable[Box] = (),
        capacity: int | None = None,
    ) -> None:
        """Draw a room of any outline, around what is none of it; it holds what its use allows."""
        rings = [_ring(corners), *(_ring(_corners(box)) for box in holes)]
        if capacity is None and category in AREA_PER_PERSON_M2:
            size = abs(_size(corners)) - sum(abs(_size(_corners(box))) for box in holes)
            capacity = max(1, int(size / AREA_PER_PERSON_M2[category]))
        holds = {} if capacity is None else {"capacity": capacity}
        self._add("space", "Polygon", rings, name=name, category=category, **holds)

    def row(
        self, rooms: Iterable[Room], start: Place, depth: float, *, along: str = "x"
    ) -> dict[str, Box]:
        """Draw rooms side by side along a corridor, each with its door.

        Parameters
        ----------
        rooms : iterable of Room
            From the start on.
        start : (float, float)
            Where the row begins, on the wall of the corridor [m].
        depth : float
            How deep the rooms are; negative where they lie below or left of the corridor [m].
        along : {"x", "y"}
            Direction of the corridor.

        Returns
        -------
        dict of str to (float, float, float, float)
            Each room's box [m].
        """
        boxes, at = {}, start[along == "y"]
        for room in rooms:
            across = sorted((start[along == "x"], start[along == "x"] + depth))
            box = (at, across[0], at + room.width, across[1])
            if along == "y":
                box = (across[0], at, across[1], at + room.width)
            boxes[room.name] = tuple(round(each, 3) for each in box)
            self.room(room.name, room.category, box)
            if room.door:
                middle = at + (room.hinge if room.hinge > 0 else room.width + room.hinge)
                where = (middle, start[1]) if along == "x" else (start[0], middle)
                self.door(
                    f"{room.name} door",
                    where,
                    room.door,
                    along=along,
                    lock_s=room.lock_s,
                    glazed=room.glazed,
                )
            at += room.width
        return boxes

    def door(
        self,
        name: str,
        middle: Place,
        width: float,
        *,
        along: str = "x",
        lock_s: float | None = None,
        glazed: bool = False,
    ) -> None:
        """Draw a door between two rooms, on a wall that runs along x or y."""
        is_: dict[str, Any] = {"category": "door", "exterior": False}
        if lock_s is not None:
            is_ |= {"lockable": True, "lock_delay_s": lock_s}
        if glazed:
            is_["glazed"] = True
        self.opening(name, middle, width, along=along, **is_)

    def gate(self, name: str, middle: Place, width: float, *, along: str = "x") -> None:
        """Draw an opening without a door between two rooms."""
        self.opening(name, middle, width, along=along, category="gate", exterior=False)

    def way_out(
        self, name: str, middle: Place, width: float, *, along: str = "x", main: bool = False
    ) -> None:
        """Draw a door to the outside."""
        entrance = {"main_entrance": True} if main else {}
        self.opening(name, middle, width, along=along, category="door", exterior=True, **entrance)

    def opening(self, name: str, middle: Place, width: float, *, along: str, **is_: Any) -> None:
        """Draw any opening."""
        self._add("opening", "LineString", _line(middle, width, along), name=name, **is_)

    def windows(self, rooms: dict[str, Box], y: float, width: float = 2.4) -> None:
        """Draw a window in the middle of each room's wall at y."""
        for name, (x0, _, x1, _) in rooms.items():
            middle = ((x0 + x1) / 2, y)
            self.opening(
                f"{name} window", middle, width, along="x", category="window", exterior=True
            )

    def furniture(self, name: str, box: Box, height_m: float = 0.8) -> None:
        """Draw what is walked around; one sees over what is lower than 1.4 m."""
        self._add(
            "obstacle",
            "Polygon",
            [_ring(_corners(box))],
            name=name,
            height_m=height_m,
            see_over=height_m < 1.4,
        )

    def zone(self, name: str, box: Box, category: str = "spawn") -> None:
        """Mark a part of the floor, by default one where people are at the start."""
        self._add("zone", "Polygon", [_ring(_corners(box))], name=name, category=category)

    def _add(
        self, kind: str, shape: str, coordinates: Any, *, name: str, **properties: Any
    ) -> None:
        properties = {"name": name, "level": self.name, **properties}
        self.drawing.add(kind, shape, coordinates, **properties)


FLIGHTS_M = 5.6
"""Room that two flights of a stair with a landing halfway take [m]: 20 treads of 0.28 m, half of
them in each flight, and the landing."""
RISE_LENGTH_M = 8.5
"""Walking length of such a stair along its slope, for 3.6 m from floor to floor [m]."""


def core(drawing: Drawing, name: str, floors: Sequence[Floor], landing: Box, *, up: int) -> None:
    """Draw a stair core: on each storey a landing, beside which two flights lie.

    Parameters
    ----------
    drawing : Drawing
        The plan.
    name : str
        Such as ``"east stair"``; landings are called by storey and this.
    floors : sequence of Floor
        From the lowest up.
    landing : box
        The landing [m]; the flights lie above it in the plan for up = 1, below it for -1.
    up : {1, -1}
        On which side of the landing the flights lie.
    """
    x0, y0, x1, y1 = landing
    y, half = (y1 if up > 0 else y0), (x1 - x0) / 2
    width = round(half - 0.1, 3)
    for floor in floors:
        floor.room(f"{floor.name} {name} landing", "stairs", landing)
    foot, head = ((x0 + half / 2, y), width, "x"), ((x1 - half / 2, y), width, "x")
    for lower, upper in pairwise(floors):
        drawing.stair(f"{name} from {lower.name}", lower, upper, (foot, head), RISE_LENGTH_M)


def _line(middle: Place, width: float, along: str) -> list[list[float]]:
    x, y = middle
    half = width / 2
    return [[x - half, y], [x + half, y]] if along == "x" else [[x, y - half], [x, y + half]]


def _corners(box: Box) -> list[Place]:
    x0, y0, x1, y1 = box
    return [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]


def _ring(corners: Sequence[Place]) -> list[Place]:
    return [*corners, corners[0]]


def _size(corners: Sequence[Place]) -> float:
    ring = _ring(corners)
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)) / 2


def _plain(value: Any) -> Any:
    """Lists of numbers to the millimetre; whole numbers without a point."""
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    number = round(value, 3)
    return int(number) if number == int(number) else number
