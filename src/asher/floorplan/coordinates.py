"""Coordinates in a plan file, and the class of everything that has them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from itertools import chain
from typing import Annotated, Any, ClassVar, Self

import numpy as np
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, Strict
from shapely import linearrings, polygons
from shapely.geometry import Point, Polygon, shape
from shapely.geometry.base import BaseGeometry

from asher import bounds
from asher.documents.built import TellsFaults
from asher.errors import FloorplanError
from asher.strangers import find_steering


def _ring(ring: tuple[Position, ...]) -> tuple[Position, ...]:
    if ring[0] != ring[-1]:
        raise ValueError("the ring is not closed: repeat the first position at the end")
    if len(set(ring)) < 3:
        raise ValueError("the ring has fewer than three different positions")
    return ring


def _printed(name: str) -> str:
    if not name.isprintable() or name != name.strip():
        raise ValueError("printable text without spaces at its ends")
    return name


def _shown(text: str) -> str:
    if find_steering(text, lines=True):
        raise ValueError("text without control characters")
    return text


def _line(line: tuple[Position, ...]) -> tuple[Position, ...]:
    if len(set(line)) < 2:
        raise ValueError("the line has no length")
    return line


# 100 km is far more than a building: degrees, feet from a survey datum or UTM are caught early.
Coordinate = Annotated[
    float,
    Strict(),
    Field(ge=-bounds.COORDINATE_M, le=bounds.COORDINATE_M, allow_inf_nan=False),
]
# Adding zero turns -0.0 into 0.0, so that equal plans have equal digests.
Position = Annotated[
    tuple[Coordinate, Coordinate], AfterValidator(lambda at: (at[0] + 0.0, at[1] + 0.0))
]
Ring = Annotated[tuple[Position, ...], Field(min_length=4), AfterValidator(_ring)]
Rings = Annotated[tuple[Ring, ...], Field(min_length=1)]
Line = Annotated[tuple[Position, ...], Field(min_length=2), AfterValidator(_line)]
Segment = Annotated[tuple[Position, Position], AfterValidator(_line)]

Name = Annotated[str, Field(min_length=1, max_length=120), AfterValidator(_printed)]
Text = Annotated[str, Field(min_length=1, max_length=2000), AfterValidator(_shown)]
Flag = Annotated[bool, Strict()]
Number = Annotated[float, Strict(), Field(allow_inf_nan=False)]
Length = Annotated[float, Strict(), Field(gt=0, allow_inf_nan=False)]
Whole = Annotated[int, Strict()]


# By GeoJSON geometry type, the fields of an element that hold its coordinates.
Geometries = Mapping[str, tuple[str, ...]]


def _polygon(rings: Rings) -> Polygon:
    # All rings at once: a large hall has thousands of columns.
    corners = np.array([*chain.from_iterable(rings)])
    made = linearrings(corners, indices=np.repeat(np.arange(len(rings)), [*map(len, rings)]))
    return polygons(made[0], made[1:] if len(made) > 1 else None)


class Element(BaseModel, metaclass=TellsFaults):
    """One feature of a plan file: its properties, and apart from them its coordinates."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    fault_error: ClassVar = FloorplanError
    # These fields are excluded from the written properties.
    geometries: ClassVar[Geometries] = {}

    @cached_property
    def shape(self) -> BaseGeometry:
        """The place as a shapely geometry [m]; empty for an element that has none."""
        geometry = self.geometry()
        if geometry is None:
            return Point()
        if geometry["type"] == "Polygon":
            return _polygon(geometry["coordinates"])
        return shape(geometry)

    def geometry(self) -> dict[str, Any] | None:
        """Return the GeoJSON geometry.

        Returns
        -------
        dict or None
            Type and coordinates [m]; None for an element that has no place.
        """
        for name, fields in self.geometries.items():
            values = tuple(getattr(self, field) for field in fields)
            if None not in values:
                return {"type": name, "coordinates": values if len(values) > 1 else values[0]}
        return None

    def model_copy(self, **options: Any) -> Self:  # noqa: D102 - as pydantic's own
        copy = super().model_copy(**options)
        copy.__dict__.pop("shape", None)
        return copy
