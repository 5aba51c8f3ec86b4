"""What a floor plan is made of, in local metres: levels, spaces, walls, openings and the rest.

Every element is closed and frozen. Its coordinates are plain nested tuples, so that plans compare,
hash and pickle; ``.shape`` gives the same as a shapely geometry. Whether the elements fit together
is a question for `asher.floorplan.repair`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from functools import cached_property
from typing import Annotated, Any, ClassVar, Literal, Self, TypeVar

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    Strict,
    model_serializer,
    model_validator,
)

from asher.documents import closest
from asher.documents.built import TellsFaults
from asher.errors import Fault, FloorplanError
from asher.floorplan.coordinates import (
    Element,
    Flag,
    Geometries,
    Length,
    Line,
    Name,
    Number,
    Position,
    Rings,
    Segment,
    Text,
    Whole,
)

__all__ = [
    "COLLECTIONS",
    "Connector",
    "Element",
    "Floorplan",
    "Heading",
    "Level",
    "Obstacle",
    "Opening",
    "Space",
    "Wall",
    "Zone",
]


class Level(Element):
    """A storey."""

    kind: Literal["level"] = "level"
    name: Name  # Unique among levels
    ordinal: Whole  # 0 for the ground, counted upwards
    elevation_m: Number  # Height of its floor above a common zero [m]


class Space(Element):
    """A room or any other area with a floor; its boundary is a wall except at openings."""

    geometries: ClassVar[Geometries] = {"Polygon": ("polygon",)}

    kind: Literal["space"] = "space"
    name: Name  # Unique among spaces and zones
    level: Name
    # What it is used for, in IMDF words such as ``room``, ``office`` or ``restroom``.
    category: Name
    capacity: Annotated[int, Strict(), Field(ge=0)] | None = None  # Occupant load
    # Level of its usual background noise [dB]; if left out, that of its category.
    noise_db: Annotated[float, Strict(), Field(ge=0, le=130, allow_inf_nan=False)] | None = None
    polygon: Rings = Field(exclude=True)  # Outer ring, then holes; each a tuple of (x, y) [m]


class Wall(Element):
    """A partition inside a space."""

    geometries: ClassVar[Geometries] = {"LineString": ("line",)}

    kind: Literal["wall"] = "wall"
    level: Name
    line: Line = Field(exclude=True)  # At least two (x, y) [m]


class Opening(Element):
    """A door, a gate (always open) or a window on the boundary of one or two spaces."""

    geometries: ClassVar[Geometries] = {"LineString": ("line",)}

    kind: Literal["opening"] = "opening"
    name: Name  # Unique among openings and connectors
    level: Name
    # A window can be seen through, and passed only once it is broken out.
    category: Literal["door", "gate", "window"]
    exterior: Flag  # True if it leads outside; then it touches one space, otherwise two
    lockable: Flag = False  # Whether it can be locked from inside
    # Time it takes to lock it [s], >= 0.
    lock_delay_s: Annotated[float, Strict(), Field(ge=0, allow_inf_nan=False)] = 0.0
    glazed: Flag = False  # Whether a door has a pane that one sees through when it is shut
    # Whether people who do not know the place come in (and so leave) by it.
    main_entrance: Flag = False
    line: Segment = Field(exclude=True)  # Its ends (x, y) [m]; its length is the clear width

    @property
    def width_m(self) -> float:
        """Clear width [m]."""
        return float(self.shape.length)

    @model_serializer(mode="wrap")
    def _written(self, write: SerializerFunctionWrapHandler) -> dict[str, Any]:
        # Glass is told of where it is: a plan without any has the digest that it always had.
        said: dict[str, Any] = write(self)
        if not self.glazed:
            said.pop("glazed", None)
        return said


class Obstacle(Element):
    """Something to walk around, such as a bar, a stage or a column."""

    geometries: ClassVar[Geometries] = {"Polygon": ("polygon",)}

    kind: Literal["obstacle"] = "obstacle"
    name: Name  # Unique among obstacles
    level: Name
    height_m: Length
    see_over: Flag  # Whether a standing person sees over it
    polygon: Rings = Field(exclude=True)  # See `Space`


class Connector(Element):
    """A stair or a ramp between two levels."""

    geometries: ClassVar[Geometries] = {"MultiLineString": ("line_from", "line_to")}

    kind: Literal["connector"] = "connector"
    name: Name  # Unique among openings and connectors
    category: Literal["stair", "ramp"]
    # Names of the levels at its foot and at its head.
    level_from: Name
    level_to: Name
    length_m: Length  # Walking length along the slope [m], > 0
    width_m: Length  # Clear width [m], > 0
    # Where one steps on it at the foot and at the head (x, y) [m]; each lies on the boundary of a
    # space of its level, exactly like an opening.
    line_from: Segment = Field(exclude=True)
    line_to: Segment = Field(exclude=True)


class Zone(Element):
    """A marked place: where people are at the start, stand guard, shelter, assemble or stage."""

    geometries: ClassVar[Geometries] = {"Polygon": ("polygon",), "Point": ("point",)}

    kind: Literal["zone"] = "zone"
    name: Name  # Unique among spaces and zones
    level: Name
    category: Literal["spawn", "post", "shelter", "assembly", "staging"]
    # Share of people per area relative to other spawn zones [-], >= 0.
    weight: Annotated[float, Strict(), Field(ge=0, allow_inf_nan=False)] = 1.0
    # Its area [m]; either this or ``point``.
    polygon: Rings | None = Field(default=None, exclude=True)
    point: Position | None = Field(default=None, exclude=True)  # Its place (x, y) [m]

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        if (self.polygon is None) == (self.point is None):
            raise ValueError("a zone has either a polygon or a point")
        return self


Named = TypeVar("Named", Space, Opening, Level, Connector, Zone)

# Kind of feature, class and attribute of Floorplan, in the order in which plans are written.
COLLECTIONS: dict[str, tuple[type[Element], str]] = {
    "level": (Level, "levels"),
    "space": (Space, "spaces"),
    "wall": (Wall, "walls"),
    "opening": (Opening, "openings"),
    "obstacle": (Obstacle, "obstacles"),
    "connector": (Connector, "connectors"),
    "zone": (Zone, "zones"),
}


class Heading(BaseModel, metaclass=TellsFaults):
    """What a plan says about itself.

    Parameters
    ----------
    title : str
        What the plan shows.
    schematic : bool
        True if it is drawn to areas and exits rather than surveyed.
    source : str
        Where it comes from.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    fault_error: ClassVar = FloorplanError

    title: Name
    schematic: Flag
    source: Text


class Floorplan(Heading):
    """A place: everything that is built, in local metres.

    Parameters
    ----------
    title, schematic, source
        See `Heading`.
    levels, spaces, walls, openings, obstacles, connectors, zones : tuple
        The elements; numbers elsewhere in the program are positions in these tuples.
    """

    levels: tuple[Level, ...] = Field(min_length=1)
    spaces: tuple[Space, ...] = Field(min_length=1)
    walls: tuple[Wall, ...] = ()
    openings: tuple[Opening, ...] = ()
    obstacles: tuple[Obstacle, ...] = ()
    connectors: tuple[Connector, ...] = ()
    zones: tuple[Zone, ...] = ()

    def __repr__(self) -> str:
        made_of = ("levels", "spaces", "openings", "connectors")
        counts = ", ".join(f"{name}: {len(getattr(self, name)):,}" for name in made_of)
        return f"<Floorplan {self.title!r}: {counts}>"

    __str__ = __repr__

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the canonical plan file, in hexadecimal; equal plans have equal digests."""
        text = json.dumps(self.to_geojson(), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def space(self, name: str) -> Space:
        """Find a space.

        Returns
        -------
        Space
            The space with this name.

        Raises
        ------
        FloorplanError
            If the plan has no such space.
        """
        return self._named(self.spaces, name, "space")

    def opening(self, name: str) -> Opening:
        """Find an opening by its name, as `space` finds a space."""
        return self._named(self.openings, name, "opening")

    def _named(self, elements: Iterable[Named], name: str, kind: str) -> Named:
        by_name = {element.name: element for element in elements}
        if name in by_name:
            return by_name[name]
        allowed, near = ", ".join(by_name), closest(name, by_name)
        found = f"the plan has no {kind} {name!r}"
        raise FloorplanError([Fault(self.title, 1, 1, "", found, allowed, near)])

    @model_serializer
    def to_geojson(self) -> dict[str, Any]:
        """Write the plan as a GeoJSON mapping, as a plan file holds it.

        Returns
        -------
        dict
            Plain values; `asher.floorplan.parse_floorplan` turns them back into an equal plan.
        """
        features = [
            {
                "type": "Feature",
                "properties": element.model_dump(exclude_none=True),
                "geometry": _plain(element.geometry()),
            }
            for _, attribute in COLLECTIONS.values()
            for element in getattr(self, attribute)
        ]
        return {
            "type": "FeatureCollection",
            "title": self.title,
            "units": "m",
            "schematic": self.schematic,
            "source": self.source,
            "features": features,
        }


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, tuple) else value
