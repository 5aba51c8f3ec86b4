"""A plan while it is being put together from a drawing: rooms that grow, ways and flights."""

from __future__ import annotations

from dataclasses import dataclass, field

import shapely
from shapely.geometry import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from asher.floorplan.importers.drawing import (
    Doorway,
    Drawing,
    Kind,
    Marker,
    Note,
    Solid,
    Stair,
)
from asher.floorplan.importers.options import Options

__all__ = ["Flight", "Room", "Way", "Work", "corners_to", "polygons_of"]

# Corners of rooms that have taken the floor of doorways lie on a grid of this [m].
_GRID_M = 1e-4
# A door or a stair of a plan is on its wall if it is this near [m].
_AS_PLANNED_M = 1e-3


@dataclass(eq=False)
class Room:
    """A space to be; its floor changes as doorways are cut through walls."""

    storey: int  # Position in the drawing's storeys
    shape: Polygon  # Its floor [m]
    # As of `Area`; names become unique in the end.
    name: str
    category: str
    id: str
    capacity: int | None = None  # Occupant load
    tongues: list[Polygon] = field(default_factory=list)

    def take_tongues(self) -> None:
        """Join the floor of doorways to that of the room, of all at once."""
        if self.tongues:
            # Those of a corridor with a hundred doors lie apart: as one shape they take a quarter.
            tongues = shapely.multipolygons(self.tongues)
            if not tongues.is_valid:
                tongues = shapely.union_all(self.tongues, grid_size=_GRID_M)
            self.shape = polygons_of(shapely.union(self.shape, tongues, grid_size=_GRID_M))[0]
            self.tongues = []

    @property
    def called(self) -> str:
        """How notes name it."""
        return f"{self.category} {self.name!r}" if self.name else f"a {self.category}"


@dataclass(eq=False)
class Way:
    """An opening to be, and the one or two rooms on whose boundary it lies."""

    line: LineString
    rooms: tuple[Room, ...]
    doorway: Doorway
    main_entrance: bool = False


@dataclass(eq=False)
class Flight:
    """A stair or ramp to be; foot and head lie on the boundaries of two rooms."""

    foot: LineString
    head: LineString
    rooms: tuple[Room, Room]
    stair: Stair
    width_m: float
    length_m: float


@dataclass(eq=False)
class Work:
    """Everything of a drawing on its way to a plan."""

    drawing: Drawing  # The source
    options: Options  # What a person said
    rooms: list[Room] = field(default_factory=list)
    ways: list[Way] = field(default_factory=list)
    flights: list[Flight] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    heights_m: list[float] = field(default_factory=list)
    solids: list[Solid] = field(default_factory=list)
    markers: list[Marker] = field(default_factory=list)

    def keep_used(self) -> None:
        """Drop what stands on storeys that have no room left."""
        used = {room.storey for room in self.rooms}
        self.solids = [solid for solid in self.solids if solid.storey in used]
        self.markers = [marker for marker in self.markers if marker.storey in used]

    def note(
        self,
        kind: Kind,
        code: str,
        words: str,
        storey: int | None = None,
        at: BaseGeometry | None = None,
        amount_m: float | None = None,
    ) -> None:
        """Write down what was done, and where."""
        name = "" if storey is None else self.drawing.storeys[storey].name
        place = None
        if at is not None and not at.is_empty:
            point = at.representative_point()
            place = (round(point.x, 2), round(point.y, 2))
        amount = None if amount_m is None else round(amount_m, 3)
        self.notes.append(Note(kind, code, words, name, place, amount))

    def as_planned(self, drawn: BaseGeometry, fitted: LineString | None) -> LineString | None:
        """The line that was fitted to a wall; of a plan, the line that is there already."""
        if fitted is None or not self.drawing.planned or not isinstance(drawn, LineString):
            return fitted
        return drawn if fitted.hausdorff_distance(drawn) <= _AS_PLANNED_M else fitted

    def on(self, storey: int) -> list[Room]:
        """The rooms of a storey."""
        return [room for room in self.rooms if room.storey == storey]


def polygons_of(shape: BaseGeometry) -> list[Polygon]:
    """The polygons of any geometry, largest first."""
    parts = shapely.get_parts(shape)
    flat = [p for part in parts for p in shapely.get_parts(part)]
    found = [part for part in flat if part.geom_type == "Polygon" and not part.is_empty]
    return sorted(found, key=lambda part: -part.area)


def corners_to(shape: Polygon, digits: int) -> Polygon:
    """Round the corners of a polygon to digits, to up to four more where fewer spoil it."""
    for more in range(digits, digits + 5):
        rounded = shapely.transform(shape, lambda xy, n=more: xy.round(n))
        if rounded.equals_exact(shape):
            return shape
        if rounded.is_valid and rounded.geom_type == "Polygon":
            return rounded
    return shape
