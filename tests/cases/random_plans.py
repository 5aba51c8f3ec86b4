"""Random small buildings in which everybody has a way of at least 0.6 m, and crowds in them.

A building is a rectangle cut into rooms; a door in enough shared walls to join them all, more in
some; exits; furniture that stands against a wall or leaves 0.62 m all round; sometimes an upper
floor with stairs; drawn a little apart, askew, turned, mirrored or far from the origin as people
draw. Every number comes from one `random.Random`, so that hypothesis can make a failing building
smaller and a nightly run can name it by its seed.
"""

import itertools
import math
from dataclasses import dataclass, field

from shapely import affinity
from shapely.geometry import LineString, Point, Polygon
from shapely.geometry import box as rectangle

from asher.floorplan import parse_floorplan
from cases.drawing import level, on, placing, stair, turned_document
from places import box, drill, group, inner, opening, space

# A way that everybody has [m]; what stands in a room leaves it and 2 cm more.
WAY_M = 0.6
CLEAR_M = WAY_M + 0.02
SMALLEST_SIDE_M = 2.0
STOREY_M = 3.2
# Those who stand do so for longer than any run lasts.
NEVER = "48 h"


@dataclass
class Room:
    """A room of a level, and what stands in it."""

    name: str
    level: str
    outline: tuple[float, float, float, float]
    doors: list[LineString] = field(default_factory=list)
    furniture: list[Polygon] = field(default_factory=list)

    @property
    def floor(self):
        return rectangle(*self.outline)


@dataclass(frozen=True)
class Case:
    """A random building with its people.

    `within_s` is a generous time in which everybody who wants to leave has left [s]; `standing`
    the number of those who do not.
    """

    drawn: dict
    groups: tuple
    within_s: float
    people: int
    standing: int

    def scenario(self):
        """The drill, cut off at the generous time."""
        return drill(parse_floorplan(self.drawn), *self.groups, horizon=f"{self.within_s} s")


def draw_case(random):
    """Draw a building and its people.

    Parameters
    ----------
    random : random.Random
        The source of every number.

    Returns
    -------
    Case
        Buildings whose rooms cannot all be joined are drawn again.
    """
    rooms, features, levels, exits = _draw_building(random)
    apart = random.choice([0.0, 0.0, 0.02, 0.04])
    for room in rooms:
        _furnish(room, random)
    standing = [place for room in rooms for place in _stand(room, random)]
    for room in rooms:
        features.append(_space(room, apart))
        features += [
            _obstacle(f"{room.name} furniture {k}", room.level, shape, random)
            for k, shape in enumerate(room.furniture)
        ]
    how = {
        "degrees": random.choice([0.0, 0.0, 90.0, random.uniform(0, 360)]),
        "mirror": random.random() < 0.3,
        "move": random.choice([(0.0, 0.0), (0.07, 0.13), (3217.31, -812.77), (-61_000.2, 48_000)]),
    }
    groups = _draw_groups(rooms, exits, random)
    place = placing(**how)
    for k, (name, x, y) in enumerate(standing):
        extra = {"level": name} if len(levels) > 1 else {}
        where = [[round(value, 4) for value in place(x, y)]]
        groups.append(group(1, name=f"stands {k}", pre_movement=NEVER, at_m=where, **extra))
    people = sum(each["count"] for each in groups) - len(standing)
    return Case(
        drawn=turned_document(*features, levels=levels, **how),
        groups=tuple(groups),
        within_s=_generous_time(rooms, groups, people, len(levels)),
        people=people,
        standing=len(standing),
    )


def _draw_building(random):
    width, depth = random.uniform(6, 20), random.uniform(5, 16)
    rooms = _draw_rooms(random, "ground", width, depth, random.randint(2, 6))
    features = _join(rooms, random)
    exits = []
    for k in range(random.randint(1, 3)):
        line = _line_on_outline(rooms, width, depth, random, *_door_width(random))
        if line is not None:
            room, ends = line
            exits.append(f"exit {k}")
            room.doors.append(LineString(ends))
            features.append(opening(f"exit {k}", *ends, main_entrance=len(exits) == 1))
    levels = [level("ground", 0, 0.0)]
    if random.random() < 0.3 and exits:
        upper = _draw_rooms(random, "upper", width, depth, random.randint(1, 3))
        above = [on("upper", feature) for feature in _join(upper, random)]
        stairs = _draw_stairs(rooms, upper, width, depth, random)
        if stairs:
            features += above + stairs
            rooms = rooms + upper
            levels.append(level("upper", 1, STOREY_M))
    if not exits or not _are_joined(rooms, features):
        return _draw_building(random)
    return rooms, features, levels, exits


def _draw_rooms(random, name, width, depth, count):
    """Cut a rectangle into rooms, the largest first, none narrower than the smallest side."""
    parts = [(0.0, 0.0, round(width, 3), round(depth, 3))]
    for _ in range(count - 1):
        parts.sort(key=lambda part: (part[0] - part[2]) * (part[3] - part[1]))
        x0, y0, x1, y1 = parts[0]
        along = x1 - x0 if x1 - x0 > y1 - y0 else y1 - y0
        if along < 2 * SMALLEST_SIDE_M:
            break
        cut = round(random.uniform(SMALLEST_SIDE_M, along - SMALLEST_SIDE_M), 3)
        if x1 - x0 > y1 - y0:
            parts[:1] = [(x0, y0, x0 + cut, y1), (x0 + cut, y0, x1, y1)]
        else:
            parts[:1] = [(x0, y0, x1, y0 + cut), (x0, y0 + cut, x1, y1)]
    return [Room(f"{name} {k}", name, part) for k, part in enumerate(parts)]


def _door_width(random):
    """A width [m], and how far each end may lie off the wall [m]."""
    askew = random.choice([0.0, 0.0, 0.02])
    width = random.choice([WAY_M + 0.02, 0.8, 0.9, 1.0, 1.2, random.uniform(WAY_M + 0.02, 2.0)])
    return width, askew


def _join(rooms, random):
    """Doors in shared walls: a tree that joins what can be joined, and some more."""
    features, joined = [], {room.name: room.name for room in rooms}
    pairs = list(itertools.combinations(rooms, 2))
    random.shuffle(pairs)
    for a, b in pairs:
        wall = a.floor.intersection(b.floor)
        width, askew = _door_width(random)
        if wall.geom_type != "LineString" or wall.length < WAY_M + 0.1:
            continue
        if joined[a.name] == joined[b.name] and random.random() < 0.7:
            continue
        ends = _piece(wall, min(width, wall.length - 0.05), askew, random)
        line = LineString(ends)
        if any(line.distance(other) < 0.1 for other in a.doors + b.doors):
            continue
        features.append(inner(f"door {a.name} {b.name}", *ends))
        a.doors.append(line)
        b.doors.append(line)
        old, new = joined[b.name], joined[a.name]
        joined = {name: new if root == old else root for name, root in joined.items()}
    return features


def _piece(wall, width, askew, random):
    """A stretch of a wall somewhere on it, its ends a little off it."""
    start = random.choice([0.0, wall.length - width, random.uniform(0, wall.length - width)])
    ends = [wall.interpolate(at).coords[0] for at in (start, start + width)]
    (x0, y0), (x1, y1) = ends
    across = (-(y1 - y0) / width, (x1 - x0) / width)
    offs = [random.uniform(-askew, askew) for _ in ends]
    return tuple(
        (round(x + off * across[0], 4), round(y + off * across[1], 4))
        for (x, y), off in zip(ends, offs, strict=True)
    )


def _line_on_outline(rooms, width, depth, random, length, askew=0.0):
    """A line on the outer wall of a random room that keeps clear of its other doors, or None."""
    outline = rectangle(0, 0, round(width, 3), round(depth, 3)).boundary
    for _ in range(20):
        room = random.choice(rooms)
        shared = outline.intersection(room.floor.boundary)
        sides = _straight(shared)
        sides = [side for side in sides if side.length > WAY_M + 0.15]
        if not sides:
            continue
        side = random.choice(sides)
        ends = _piece(side, min(length, side.length - 0.1), askew, random)
        line = LineString(ends)
        if all(line.distance(other) > 0.1 for other in room.doors):
            return room, ends
    return None


def _straight(shape):
    """Straight pieces of lines."""
    pieces = []
    for line in getattr(shape, "geoms", [shape]):
        if line.geom_type == "LineString":
            pieces += [LineString(pair) for pair in itertools.pairwise(line.coords)]
    merged = []
    for piece in pieces:
        for k, other in enumerate(merged):
            both = piece.union(other).convex_hull
            if both.geom_type == "LineString" and piece.touches(other):
                merged[k] = both
                break
        else:
            merged.append(piece)
    return merged


def _draw_stairs(rooms, upper, width, depth, random):
    stairs = []
    for k in range(random.randint(1, 2)):
        clear = random.choice([0.8, 0.9, 1.2, random.uniform(0.7, 2.0)])
        foot = _line_on_outline(rooms, width, depth, random, clear)
        head = foot and _line_on_outline(upper, width, depth, random, math.dist(*foot[1]))
        if not head or abs(math.dist(*foot[1]) - math.dist(*head[1])) > 0.01:
            continue
        for room, ends in (foot, head):
            room.doors.append(LineString(ends))
        length = round(random.uniform(4, 10), 2)
        stairs.append(stair(f"stair {k}", foot[1], head[1], length_m=length))
    return stairs


def _are_joined(rooms, features):
    """Whether doors and stairs join every room with every other."""
    roots = {room.name: room.name for room in rooms}
    for line in {door.wkb: door for room in rooms for door in room.doors}.values():
        names = [room.name for room in rooms if any(door.equals(line) for door in room.doors)]
        for name in names[1:]:
            old, new = roots[name], roots[names[0]]
            roots = {key: new if root == old else root for key, root in roots.items()}
    grounds = {roots[room.name] for room in rooms if room.level == "ground"}
    uppers = {roots[room.name] for room in rooms if room.level == "upper"}
    return len(grounds) == 1 and len(uppers) <= 1


def _furnish(room, random):
    """Put furniture into a room that leaves a way of 0.6 m round it and to every door."""
    x0, y0, x1, y1 = room.outline
    for _ in range(random.choice([0, 0, 1, 2, 4])):
        w, d = random.uniform(0.3, 2.5), random.uniform(0.3, 1.5)
        if w >= x1 - x0 - CLEAR_M or d >= y1 - y0 - CLEAR_M:
            continue
        x, y = random.uniform(x0, x1 - w), random.uniform(y0, y1 - d)
        if random.random() < 0.4:
            x, y = random.choice([(x0, y), (x1 - w, y), (x, y0), (x, y1 - d)])
        shape = rectangle(round(x, 3), round(y, 3), round(x + w, 3), round(y + d, 3))
        if random.random() < 0.2:
            shape = affinity.rotate(shape, random.uniform(0, 90))
        if _is_clear(room, shape):
            room.furniture.append(shape)


def _stand(room, random):
    """Places of people who stand still where everybody can get round them."""
    x0, y0, x1, y1 = room.outline
    found, drawn = [], len(room.furniture)
    for _ in range(random.choice([0, 0, 0, 1, 2])):
        x, y = random.uniform(x0 + 0.3, x1 - 0.3), random.uniform(y0 + 0.3, y1 - 0.3)
        body = Point(x, y).buffer(0.25)
        if _is_clear(room, body, may_touch=False):
            room.furniture.append(body)
            found.append((room.level, x, y))
    # They stand like furniture, but are not drawn.
    del room.furniture[drawn:]
    return found


def _is_clear(room, shape, *, may_touch=True):
    """Whether a body passes everywhere between a new piece and all that is there."""
    if not room.floor.covers(shape):
        return False
    walls = _straight(room.floor.boundary)
    gaps = [shape.distance(other) for other in [*walls, *room.furniture]]
    least = 1e-9 if may_touch else -1.0
    if any(least < gap < CLEAR_M for gap in gaps):
        return False
    if any(shape.distance(door) < CLEAR_M for door in room.doors):
        return False
    free = room.floor.difference(shape)
    for piece in room.furniture:
        free = free.difference(piece)
    return free.buffer(-WAY_M / 2 + 0.005).geom_type == "Polygon"


def _space(room, apart):
    x0, y0, x1, y1 = room.outline
    half = apart / 2
    feature = box(room.name, x0 + half, y0 + half, x1 - half, y1 - half)
    return on(room.level, feature)


def _obstacle(name, level_, shape, random):
    see_over = random.random() < 0.5
    feature = space(name, *list(shape.exterior.coords)[:-1])
    feature["properties"] = {
        "kind": "obstacle",
        "name": name,
        "level": level_,
        "height_m": 1.0 if see_over else 2.5,
        "see_over": see_over,
    }
    return feature


def _draw_groups(rooms, exits, random):
    """Up to three groups of 1 to 60 people in all, some of them bound to one exit."""
    groups, left = [], random.choice([1, 2, 5, 12, 30, 60])
    for k in range(random.randint(1, 3)):
        room = random.choice(rooms)
        # Two persons/m2 of free floor at most.
        free = room.floor.area - sum(piece.area for piece in room.furniture)
        count = min(left, random.randint(1, left), int(2 * free)) if left else 0
        if not count:
            continue
        speed = random.choice([1.34, random.uniform(0.3, 2.0)])
        bound = {"exits": random.choice(exits)} if random.random() < 0.5 else {}
        groups.append(
            group(
                count,
                name=f"group {k}",
                within=room.name,
                walking_speed_m_s=round(speed, 3),
                walking_speed_sd_m_s=random.choice([0.0, round(0.15 * speed, 3)]),
                pre_movement=random.choice(["0 s", "0 s", {"median": "5 s", "p90": "15 s"}]),
                # Who may leave by one exit only has been told where it is.
                familiar_share=1 if bound else random.choice([0, 1, 1]),
                **bound,
            )
        )
        left -= count
    return groups or [group(1, name="one", within=rooms[0].name)]


def _generous_time(rooms, groups, people, levels):
    """Three times the longest way at the slowest pace, and a queue at the narrowest door [s]."""
    # A shortest way crosses each room at most once, along two of its sides at most.
    way = sum(r.outline[2] - r.outline[0] + r.outline[3] - r.outline[1] for r in rooms)
    way += 12.0 * (levels - 1) / 0.35  # up to 12 m of stair at about a third of the pace
    pace = min(
        each["walking_speed_m_s"] - 3 * each["walking_speed_sd_m_s"]
        for each in groups
        if each["pre_movement"] != NEVER
    )
    late = 60.0
    return round(3 * way / pace + late + 60.0 + people / 0.5)
