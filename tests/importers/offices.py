"""Drawings of an office on two storeys, as a source may hold it: thick walls, turned, mirrored."""

from shapely import affinity
from shapely.geometry import LineString, Point, box

from asher.floorplan.importers.drawing import Area, Doorway, Drawing, Storey

ROOM_M, DEPTH_M, CORRIDOR_M = 4.0, 5.0, 2.0
DOOR_M, EXIT_M = 0.9, 1.2


def office(wall_m=0.2, *, turn=0.0, mirror=False, points=False, columns=6, storeys=2, moved=(0, 0)):
    """Draw rooms on both sides of a corridor, a stairwell at its end, and an exit below.

    Parameters
    ----------
    wall_m : float
        Thickness of walls [m].
    turn : float
        Angle by which it is turned about its corner [degrees].
    mirror, points : bool
        Whether it is mirrored; whether doors are points without a direction.
    columns, storeys : int
        Rooms on each side, and storeys.
    moved : (float, float)
        Where its corner lies [m].

    Returns
    -------
    Drawing
        With ``storeys * (2 * columns + 2)`` areas and a door for each of them but the corridor.
    """
    t = wall_m
    areas, doorways = [], []

    def placed(shape):
        if mirror:
            shape = affinity.scale(shape, -1, 1, origin=(0, 0))
        return affinity.translate(affinity.rotate(shape, turn, origin=(0, 0)), *moved)

    def room(storey, x, y, wide, deep, name, category):
        shape = placed(box(x, y, x + wide, y + deep))
        areas.append(Area(storey, shape, name, category, id=name))

    def door(storey, start, end, **more):
        line = LineString([start, end])
        place = line.interpolate(0.5, normalized=True) if points else line
        width = line.length if points else None
        doorways.append(Doorway(storey, placed(Point(place) if points else place), width, **more))

    south, north = DEPTH_M + t / 2, DEPTH_M + CORRIDOR_M + 1.5 * t
    for storey in range(storeys):
        for column in range(columns):
            x = column * (ROOM_M + t)
            room(storey, x, 0, ROOM_M, DEPTH_M, f"S{storey}{column}", "office")
            room(storey, x, north + t / 2, ROOM_M, DEPTH_M, f"N{storey}{column}", "office")
            for y in (south, north):
                door(storey, (x + 1, y), (x + 1 + DOOR_M, y))
        long = columns * (ROOM_M + t) - t
        room(storey, 0, DEPTH_M + t, long, CORRIDOR_M, f"C{storey}", "corridor")
        room(storey, long + t, DEPTH_M + t, 5, CORRIDOR_M, f"T{storey}", "stairs")
        middle, x = DEPTH_M + t + CORRIDOR_M / 2, long + t / 2
        door(storey, (x, middle - DOOR_M / 2), (x, middle + DOOR_M / 2))
    door(0, (-t / 2, middle - EXIT_M / 2), (-t / 2, middle + EXIT_M / 2))
    floors = tuple(Storey(f"level {at}") for at in range(storeys))
    return Drawing("office", "drawn by a test", floors, tuple(areas), tuple(doorways))
