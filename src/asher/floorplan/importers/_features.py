"""Features of GeoJSON, which several formats hold: their shapes in metres, and what is said."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.errors import ShapelyError
from shapely.geometry import shape as shape_of
from shapely.geometry.base import BaseGeometry

from asher import bounds
from asher.floorplan.importers._opening import check_finite, refuse
from asher.floorplan.importers.drawing import Note

__all__ = [
    "Feature",
    "are_degrees",
    "broken_told",
    "check_degrees",
    "check_places",
    "features_of",
    "moved",
    "points_of",
    "text_of",
]

Points = NDArray[np.float64]

_WRONG = (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, ShapelyError)


@dataclass(frozen=True)
class Feature:
    """A thing with a shape."""

    shape: BaseGeometry | None  # Where it is; None where the file does not say
    said: Mapping[str, Any] = field(default_factory=dict)
    id: str = ""  # What the file calls it, or empty
    broken: bool = False  # Whether the file has a shape that is none


def features_of(path: Path, document: Any) -> list[Feature]:
    """Read the features of a GeoJSON document of any kind.

    Returns
    -------
    list of Feature
        In their order; an unreadable shape is none.

    Raises
    ------
    FloorplanError
        If it is no GeoJSON, or has more corners than a building.
    """
    found = [*_listed(document)]
    if not found:
        refuse(path, "no feature of GeoJSON", "a FeatureCollection with the rooms of a building")
    corners = sum(shapely.get_num_coordinates(each.shape) for each in found if each.shape)
    if corners > bounds.OUTLINE_POINTS:
        most = f"at most {bounds.OUTLINE_POINTS:,}: one building"
        refuse(path, f"shapes of {corners:,} corners", most)
    return found


def _listed(document: Any) -> Iterator[Feature]:
    if not isinstance(document, dict):
        return
    kind, features = document.get("type"), document.get("features")
    if isinstance(features, list):
        for each in features:
            if isinstance(each, dict):
                yield _feature(each)
    elif kind == "Feature":
        yield _feature(document)
    elif "coordinates" in document or "geometries" in document:
        yield _feature({"geometry": document})


def _feature(each: Mapping[str, Any]) -> Feature:
    said = each.get("properties")
    said = said if isinstance(said, dict) else {}
    # What programs write beside the properties, such as `feature_type` of IMDF.
    beside = {key: each[key] for key in ("feature_type", "levels") if key in each}
    name = str(each.get("id", "") or "")
    geometry = each.get("geometry")
    if geometry is None:
        return Feature(None, {**beside, **said}, name)
    try:
        shape = shape_of(geometry)
        broken = not np.isfinite(shapely.get_coordinates(shape)).all()
    except _WRONG:
        shape, broken = None, True
    return Feature(None if broken else shape, {**beside, **said}, name, broken)


def broken_told(features: Iterable[Feature]) -> Iterator[Note]:
    """Tell how many features have a shape that is none."""
    broken = [each for each in features if each.broken]
    if broken:
        names = ", ".join(each.id for each in broken[:3] if each.id)[:90]
        words = f"{len(broken)} features whose coordinates are no shape"
        yield Note("left out", "broken-shape", f"{words} ({names})" if names else words)


def points_of(features: Iterable[Feature]) -> Points:
    """All corners, shape (n, 2)."""
    found: Points = shapely.get_coordinates(
        [each.shape for each in features if each.shape is not None]
    )
    return found


def are_degrees(points: Points) -> bool:
    """Whether all points are longitudes and latitudes, by their size."""
    return bool((np.abs(points) <= [180, 90]).all())


def check_degrees(path: Path, points: Points, allowed: str) -> None:
    """Refuse points that are no longitudes and latitudes."""
    if not are_degrees(points):
        refuse(path, "coordinates that are no degrees", allowed)


def check_places(path: Path, features: Iterable[Feature]) -> None:
    """Refuse features in metres that lie nowhere, or have more corners than a building."""
    check_finite(path, [each.shape for each in features if each.shape is not None], 1.0)


def moved(
    features: Sequence[Feature], change: Callable[[Points], Points], height: float = 1.0
) -> list[Feature]:
    """Change the corners of all shapes, and their heights by a factor."""

    def changed(corners: Points) -> Points:
        flat = change(corners[:, :2])
        return np.column_stack([flat, height * corners[:, 2:]]) if corners.shape[1] > 2 else flat

    return [
        each
        if each.shape is None
        else replace(
            each, shape=shapely.transform(each.shape, changed, include_z=bool(each.shape.has_z))
        )
        for each in features
    ]


def text_of(value: Any) -> str:
    """Say a value as one line: of words by language the English ones, or else the first."""
    if isinstance(value, dict):
        value = value.get("en", next((each for each in value.values() if each), ""))
    if isinstance(value, list):
        return ";".join(text_of(each) for each in value[:100])
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else " ".join(str(value).split())[:90]
