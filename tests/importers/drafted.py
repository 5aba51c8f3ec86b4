"""An office as people draft it: walls as lines, swing doors as blocks, names as text."""

import itertools
from dataclasses import dataclass, field

import ezdxf
import numpy as np
import shapely
from shapely import affinity
from shapely.geometry import LineString, box

from asher.floorplan.importers.options import UNITS_M

ROOM_M, DEPTH_M, CORRIDOR_M = 4.0, 5.0, 2.0
CODES = {"in": 1, "ft": 2, "mm": 4, "cm": 5, "m": 6, None: 0}


@dataclass
class Office:
    """Twelve rooms on both sides of a corridor, each with a door; a double door at its west end.

    Parameters
    ----------
    inner_m, outer_m : float
        Thickness of walls [m].
    gap_doors : int
        Doors from the first that are gaps without a leaf.
    windows : bool
        Whether rooms have windows.
    door_m : float
        Width of doors [m].
    """

    inner_m: float = 0.1
    outer_m: float = 0.3
    gap_doors: int = 0
    windows: bool = False
    door_m: float = 0.9
    rooms: list = field(default_factory=list)
    doors: list = field(default_factory=list)
    panes: list = field(default_factory=list)

    def __post_init__(self):
        t, o = self.inner_m, self.outer_m
        throats = []
        long = 6 * (ROOM_M + t) - t
        south, north = DEPTH_M, DEPTH_M + t + CORRIDOR_M + t
        for column in range(6):
            x = column * (ROOM_M + t)
            self.rooms.append((f"1.{column + 1:02}", box(x, 0, x + ROOM_M, south)))
            self.rooms.append((f"2.{column + 1:02}", box(x, north, x + ROOM_M, north + DEPTH_M)))
            # Hinges left and right, leaves to both sides.
            a, b = x + 0.8, x + 0.8 + self.door_m
            throats.append(box(a, south - 0.01, b, south + t + 0.01))
            throats.append(box(a, north - t - 0.01, b, north + 0.01))
            self.doors.append(((a, south), (b, south), -1, False))
            self.doors.append(((b, north), (a, north), -1, False))
            if self.windows:
                for low, high in ((-o, 0), (north + DEPTH_M, north + DEPTH_M + o)):
                    throats.append(box(x + 1, low - 0.01, x + 2.5, high + 0.01))
                    for y in (low, low + o / 2, high):
                        self.panes.append(((x + 1, y), (x + 2.5, y)))
        self.rooms.append(("Flur", box(0, south + t, long, south + t + CORRIDOR_M)))
        middle = south + t + CORRIDOR_M / 2
        throats.append(box(-o - 0.01, middle - 0.9, 0.01, middle + 0.9))
        self.doors.append(((-o, middle - 0.9), (-o, middle), 1, True))
        self.doors.append(((-o, middle + 0.9), (-o, middle), -1, True))
        throats.append(box(long - 0.01, middle - 0.45, long + o + 0.01, middle + 0.45))
        self.doors.append(((long, middle - 0.45), (long, middle + 0.45), 1, False))
        whole = box(-o, -o, long + o, north + DEPTH_M + o)
        holes = shapely.union_all([*(room for _, room in self.rooms), *throats])
        self.walls = whole - holes
        self.doors = self.doors[self.gap_doors :]

    def count(self):
        """Rooms with the corridor, and doors."""
        return 13, 14


def draft(
    path,
    office=None,
    *,
    unit="mm",
    said="same",
    turn=0.0,
    mirror=False,
    moved=(0.0, 0.0),
    gaps_m=0.0,
    layers=("A-WALL", "A-DOOR", "A-GLAZ", "A-ANNO-TEXT"),
    as_lines=True,
    open_ends=False,
    extra=None,
    version="R2010",
    binary=False,
    frames=False,
    block="DOOR-900",
):
    """Write an office as a DXF file.

    Parameters
    ----------
    path : Path
        The file.
    office : Office, optional
        What to draw.
    unit, said : str
        Unit in which it is drawn, and that which the header says.
    turn, moved : float, (float, float)
        Angle [degrees] and place [m].
    mirror : bool
        Whether it is mirrored.
    gaps_m : float
        By how much the ends of walls miss each other at most [m].
    layers : tuple of str
        Of walls, doors, windows and texts.
    as_lines, open_ends : bool
        Whether walls are lines and not polylines; whether their ends at doors are left open.
    version, binary : str, bool
        Of the file.
    frames : bool
        Whether doors have frames, between which the leaf is narrower.
    block : str
        Name of the block of doors.
    extra : callable, optional
        Draws more: ``extra(modelspace, at)``.
    """
    office = office or Office()
    document = ezdxf.new(version)
    document.header["$INSUNITS"] = CODES[unit if said == "same" else said]
    space = document.modelspace()
    per_m = 1 / UNITS_M[unit]
    wall, door, window, text = layers
    shaken = np.random.default_rng(3)

    def at(shape):
        if mirror:
            shape = affinity.scale(shape, -1, 1, origin=(0, 0))
        shape = affinity.translate(affinity.rotate(shape, turn, origin=(0, 0)), *moved)
        return affinity.scale(shape, per_m, per_m, origin=(0, 0))

    def points(shape):
        return [tuple(p) for p in np.asarray(at(shape).coords)[:, :2]]

    for body in shapely.get_parts(office.walls):
        for ring in (body.exterior, *body.interiors):
            corners = np.asarray(ring.coords)
            if not as_lines:
                space.add_lwpolyline(points(ring)[:-1], close=True, dxfattribs={"layer": wall})
                continue
            for start, end in itertools.pairwise(corners):
                long = np.hypot(*(end - start))
                if open_ends and 0.05 < long < 0.35 and _at_door(office, start, end):
                    continue
                short = shaken.uniform(0, gaps_m / 2, 2) if gaps_m else (0, 0)
                ahead = (end - start) / long
                line = LineString([start + short[0] * ahead, end - short[1] * ahead])
                space.add_line(*points(line), dxfattribs={"layer": wall})
    for line in office.panes:
        space.add_line(*points(LineString(line)), dxfattribs={"layer": window})
    _doors(document, space, office, door, at, per_m, frames, block)
    for name, room in office.rooms:
        words = name if name == "Flur" else f"Büro {name}"
        x, y = points(LineString([room.centroid, room.centroid]))[0]
        space.add_text(words, height=0.2 * per_m, dxfattribs={"layer": text, "insert": (x, y)})
        size = f"{room.area:.1f} m2"
        space.add_text(
            size, height=0.2 * per_m, dxfattribs={"layer": text, "insert": (x, y - 0.4 * per_m)}
        )
    if extra:
        extra(space, at, per_m)
    document.saveas(path, fmt="bin" if binary else "asc")
    return path


def _at_door(office, start, end):
    """Whether a line closes the end of a wall at a door, and no corner of the building."""
    middle = shapely.Point((start + end) / 2)
    for hinge, tip, _, _ in office.doors:
        across = np.dot(np.subtract(tip, hinge), end - start)
        if abs(across) < 0.01 and any(middle.dwithin(shapely.Point(p), 0.36) for p in (hinge, tip)):
            return True
    return False


def _doors(document, space, office, layer, at, per_m, frames, name):
    block = document.blocks.new(name)
    edge = 0.05 * per_m if frames else 0.0
    r = per_m - 2 * edge
    block.add_arc((edge, 0), r, 0, 90)
    corners = [(edge, 0), (edge, r), (edge + 0.04 * r, r), (edge + 0.04 * r, 0), (edge, 0)]
    rings = [corners]
    if frames:
        deep = -0.12 * per_m
        rings.extend(
            [
                (x, 0.02 * per_m),
                (x + edge, 0.02 * per_m),
                (x + edge, deep),
                (x, deep),
                (x, 0.02 * per_m),
            ]
            for x in (0.0, per_m - edge)
        )
    for ring in rings:
        for start, end in itertools.pairwise(ring):
            block.add_line(start, end)
    for hinge, tip, side, _ in office.doors:
        line = np.asarray(at(LineString([hinge, tip])).coords)
        ahead = line[1] - line[0]
        wide = np.hypot(*ahead) / per_m
        open_end = np.asarray(
            at(LineString([hinge, np.add(hinge, _left(hinge, tip, side))])).coords
        )[1]
        rise = open_end - line[0]
        turned = ahead[0] * rise[1] - ahead[1] * rise[0] < 0
        space.add_blockref(
            name,
            line[0],
            dxfattribs={
                "layer": layer,
                "rotation": np.degrees(np.arctan2(ahead[1], ahead[0])),
                "xscale": wide,
                "yscale": -wide if turned else wide,
            },
        )


def _left(hinge, tip, side):
    x, y = np.subtract(tip, hinge)
    return np.array([-y, x]) * side
