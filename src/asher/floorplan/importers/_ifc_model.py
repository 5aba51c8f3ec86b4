"""The parts of an IFC model that a plan needs, as triangles in metres on their storeys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from asher.floorplan.importers._opening import refuse
from asher.floorplan.importers.drawing import Note

__all__ = ["Level", "Mesh", "Model", "axes_of", "holders_of", "parts_of", "polygons_in"]

# Surfaces less steep than this lie flat, as floors do [-]: sine of the slope's complement.
_FLAT = 0.1
_GRID_M, _CRACK_M = 1e-4, 2e-3
# Curves are drawn to within this [m].
_DEFLECTION_M = 0.01
# Coordinates beyond are no places on Earth [m].
_WORLD_M = 1e9
_DEPTH = 20
_MITRE = shapely.BufferJoinStyle.mitre


def polygons_in(shape: BaseGeometry) -> list[Polygon]:
    """List the polygons of any shape, largest first."""
    flat = [part for whole in shapely.get_parts(shape) for part in shapely.get_parts(whole)]
    found = [part for part in flat if isinstance(part, Polygon) and not part.is_empty]
    return sorted(found, key=lambda part: -part.area)


@dataclass(frozen=True, eq=False)
class Mesh:
    """The surface of an element."""

    points: NDArray[np.float64]  # Corners [m], of shape (n, 3)
    faces: NDArray[np.int32]  # Triangles, as indices of `points`, of shape (m, 3)

    @property
    def low(self) -> float:
        """Height of its lowest point [m]."""
        return float(self.points[:, 2].min())

    @property
    def high(self) -> float:
        """Height of its highest point [m]."""
        return float(self.points[:, 2].max())

    @cached_property
    def _corners(self) -> NDArray[np.float64]:
        """Corners of each triangle, shape (m, 3, 3)."""
        return self.points[self.faces]

    @cached_property
    def _normals(self) -> NDArray[np.float64]:
        """Unit normals, outwards if the surface is closed; zero where a triangle has no area."""
        a, b, c = self._corners.transpose(1, 0, 2)
        across = np.cross(b - a, c - a)
        if np.einsum("ij,ij->", a - self.points.mean(axis=0), across) < 0:
            across = -across
        length = np.linalg.norm(across, axis=1, keepdims=True)
        unit: NDArray[np.float64] = across / np.where(length > 0, length, 1.0)
        return unit

    @cached_property
    def plan(self) -> BaseGeometry:
        """Its outline seen from above."""
        return self.floor(np.inf)

    def floor(self, below_m: float) -> BaseGeometry:
        """The surfaces below a height that are not upright, seen from above."""
        flat = np.abs(self._normals[:, 2]) > _FLAT
        return _union(self._corners[flat & (self._corners[:, :, 2].max(axis=1) <= below_m)])

    def treads(self, least_m2: float = 0.05) -> list[tuple[float, Polygon]]:
        """Level surfaces that face upwards, with their heights, from below upwards."""
        level = self._normals[:, 2] > 0.99
        corners = self._corners[level]
        heights = corners[:, :, 2].mean(axis=1)
        order = np.argsort(heights, kind="stable")
        parts = np.split(order, np.nonzero(np.diff(heights[order]) > 0.01)[0] + 1)
        found: list[tuple[float, Polygon]] = []
        for part in parts if len(order) else []:
            height = float(heights[part].mean())
            shapes = polygons_in(_union(corners[part]))
            found.extend((height, shape) for shape in shapes if shape.area >= least_m2)
        return found


def _union(corners: NDArray[np.float64]) -> BaseGeometry:
    if not len(corners):
        return MultiPolygon()
    flat = corners[:, :, :2]
    a, b, c = flat.transpose(1, 0, 2)
    double = (b - a)[:, 0] * (c - a)[:, 1] - (b - a)[:, 1] * (c - a)[:, 0]
    closed = np.concatenate([flat, flat[:, :1]], axis=1)[np.abs(double) > 1e-9]
    # Triangles share edges that are computed twice; on a grid they are the same, but for cracks
    # where a corner of one lies on the edge of another.
    whole = shapely.union_all(shapely.polygons(closed), grid_size=_GRID_M)
    return whole.buffer(_CRACK_M, join_style=_MITRE).buffer(-_CRACK_M, join_style=_MITRE)


@dataclass(eq=False)
class Level:
    """A storey of the file."""

    name: str  # What the file calls it
    height_m: float  # Of its floor [m]
    ids: set[int]  # Entities that are this storey


@dataclass(eq=False)
class Model:
    """An opened file."""

    path: Path
    file: Any
    # By which metres of the reader are multiplied, where the file states a wrong unit.
    factor: float = 1.0
    notes: list[Note] = field(default_factory=list)
    _meshes: dict[int, Mesh] = field(default_factory=dict)

    def all(self, *classes: str) -> list[Any]:
        """Elements of some classes, in the order of the file."""
        found: dict[int, Any] = {}
        for name in classes:
            # Not every version has every class.
            try:
                entities = self.file.by_type(name)
            except RuntimeError:
                continue
            found |= {entity.id(): entity for entity in entities}
        return [found[key] for key in sorted(found)]

    def mesh(self, element: Any) -> Mesh | None:
        """The surface of an element; None where it has none."""
        return self._meshes.get(element.id())

    @cached_property
    def unit_m(self) -> float:
        """The unit of length that the file states [m]."""
        from ifcopenshell.util.unit import calculate_unit_scale

        scale = float(calculate_unit_scale(self.file))
        return scale if np.isfinite(scale) and scale > 0 else 1.0

    def load(self, elements: Iterable[Any]) -> None:
        """Work out the surfaces of elements, with openings in them filled."""
        include = [element for element in elements if element.Representation is not None]
        for key, mesh in _surfaces(self.file, include):
            if not np.isfinite(mesh.points).all() or np.abs(mesh.points).max() > _WORLD_M:
                found = f"#{key} lies beyond every place on Earth"
                refuse(self.path, found, "finite coordinates of less than a million kilometres")
            self._meshes[key] = mesh

    def rescale(self, factor: float) -> None:
        """Take all lengths by another unit."""
        self.factor = factor
        self.__dict__.pop("levels", None)
        self._meshes = {
            key: Mesh(mesh.points * factor, mesh.faces) for key, mesh in self._meshes.items()
        }

    def metres(self, length: Any) -> float | None:
        """An attribute that is a length [m]; None where there is none."""
        if not isinstance(length, int | float) or not np.isfinite(length) or length <= 0:
            return None
        return float(length) * self.unit_m * self.factor

    @cached_property
    def levels(self) -> list[Level]:
        """The storeys, from below upwards."""
        found = []
        for entity in self.all("IfcBuildingStorey"):
            height = self._height_m(entity)
            if abs(height) > _WORLD_M or not np.isfinite(height):
                refuse(self.path, f"a storey at {height:g} m", "heights of a building")
            name = entity.Name or entity.LongName or f"storey at {height:.1f} m"
            found.append(Level(name, height, {entity.id()}))
        return sorted(found, key=lambda level: level.height_m)

    def _height_m(self, storey: Any) -> float:
        from ifcopenshell.util.placement import get_local_placement

        if storey.ObjectPlacement is not None:
            z = float(get_local_placement(storey.ObjectPlacement)[2, 3])
        else:
            z = storey.Elevation or 0.0
        return z * self.unit_m * self.factor

    def level_of(self, element: Any) -> Level | None:
        """The storey that holds an element by the word of the file."""
        for holder in holders_of(element):
            for level in self.levels:
                if holder.id() in level.ids:
                    return level
        return None

    def level_at(self, height_m: float, within_m: float = np.inf) -> Level | None:
        """The storey whose floor is nearest to a height."""
        near = min(self.levels, key=lambda level: abs(level.height_m - height_m), default=None)
        if near is None or abs(near.height_m - height_m) > within_m:
            return None
        return near


def _surfaces(file: Any, include: list[Any]) -> Iterator[tuple[int, Mesh]]:
    from ifcopenshell import geom

    if not include:
        return
    settings = geom.settings()
    settings.set("use-world-coords", True)
    settings.set("disable-opening-subtractions", True)
    settings.set("mesher-linear-deflection", _DEFLECTION_M)
    reader: Any = geom.iterator(settings, file, 1, include=include)
    more = bool(reader.initialize())
    while more:
        shape = reader.get()
        points = np.frombuffer(shape.geometry.verts_buffer, np.float64).reshape(-1, 3).copy()
        faces = np.frombuffer(shape.geometry.faces_buffer, np.int32).reshape(-1, 3).copy()
        if len(points) and len(faces):
            yield shape.id, Mesh(points, faces)
        more = bool(reader.next())


def holders_of(element: Any) -> Iterator[Any]:
    """Give what holds an element, and what holds that, up to the building.

    Parameters
    ----------
    element : entity
        An element of the model.

    Yields
    ------
    entity
        A storey, a room, a wall, a stair ... that holds it.
    """
    for _ in range(_DEPTH):
        element = _holder_of(element)
        if element is None:
            return
        yield element


def _holder_of(element: Any) -> Any:
    for inverse, attribute in (
        ("ContainedInStructure", "RelatingStructure"),
        ("Decomposes", "RelatingObject"),
        ("FillsVoids", "RelatingOpeningElement"),
        ("VoidsElements", "RelatingBuildingElement"),
    ):
        for relation in getattr(element, inverse, None) or ():
            holder = getattr(relation, attribute, None)
            if holder is not None:
                return holder
    return None


def parts_of(element: Any) -> list[Any]:
    """List what an element is made of, such as the flights of a stair."""
    found = []
    for relation in getattr(element, "IsDecomposedBy", None) or ():
        found += list(relation.RelatedObjects)
    return found


def axes_of(element: Any) -> NDArray[np.float64]:
    """Give unit vectors of an element's own x and y axes on the plan, shape (2, 2)."""
    from ifcopenshell.util.placement import get_local_placement

    if element.ObjectPlacement is None:
        return np.eye(2)
    x = np.asarray(get_local_placement(element.ObjectPlacement)[:2, 0], dtype=np.float64)
    length = float(np.hypot(*x))
    if not length > 1e-6:  # upright, or not a number
        return np.eye(2)
    x = x / length
    return np.array([x, [-x[1], x[0]]])
