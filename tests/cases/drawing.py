"""Plans of several levels, and plans turned, mirrored and moved."""

import math

from asher.floorplan import parse_floorplan
from places import box, document_of, group, inner, opening, space, zone


def level(name, ordinal, elevation_m):
    """A storey."""
    return {
        "type": "Feature",
        "properties": {
            "kind": "level",
            "name": name,
            "ordinal": ordinal,
            "elevation_m": elevation_m,
        },
        "geometry": None,
    }


def stair(name, foot, head, *, length_m, levels=("ground", "upper"), category="stair"):
    """A stair or ramp; its foot and head are lines ((x, y), (x, y)), its width that of the foot."""
    ends = [[list(map(float, place)) for place in line] for line in (foot, head)]
    return {
        "type": "Feature",
        "properties": {
            "kind": "connector",
            "name": name,
            "category": category,
            "level_from": levels[0],
            "level_to": levels[1],
            "length_m": length_m,
            "width_m": round(math.dist(*foot), 6),
        },
        "geometry": {"type": "MultiLineString", "coordinates": ends},
    }


def on(name, feature):
    """The same feature on another level."""
    feature["properties"]["level"] = name
    return feature


def document(*features, levels=None):
    """A plan as its file has it, not yet checked."""
    if levels is None:
        levels = [level("ground", 0, 0.0)]
    return document_of(*levels, *features)


def storeys(floors, stairs, *, height_m, length_m):
    """A house of the levels L0, L1, ...: what stands on each, and foot and head of each stair."""
    levels = [level(f"L{k}", k, height_m * k) for k in range(len(floors))]
    features = [on(f"L{k}", each) for k, floor in enumerate(floors) for each in floor]
    for k, (foot, head) in enumerate(stairs, start=1):
        joins = (f"L{k - 1}", f"L{k}")
        features.append(stair(f"stair {k}", foot, head, length_m=length_m, levels=joins))
    return parse_floorplan(document(*features, levels=levels))


def two_levels(*features, elevation_m=3.0):
    """A plan of a ground and an upper level."""
    levels = [level("ground", 0, 0.0), level("upper", 1, elevation_m)]
    return parse_floorplan(document(*features, levels=levels))


def placed(floorplan, *, degrees=0.0, mirror=False, move=(0.0, 0.0)):
    """The same plan mirrored (x becomes -x), then turned about the origin, then moved."""
    drawn = floorplan.to_geojson()
    place = placing(degrees=degrees, mirror=mirror, move=move)
    return parse_floorplan({**drawn, "features": _turned(drawn["features"], place)})


def turned_document(*features, levels=None, **how):
    """A plan as its file has it, not yet checked, mirrored, turned and moved as by `placed`."""
    drawn = document(*features, levels=levels)
    return {**drawn, "features": _turned(drawn["features"], placing(**how))}


def _turned(features, place):
    def turned(value):
        if isinstance(value, list | tuple) and value and isinstance(value[0], int | float):
            return list(place(*value))
        return [turned(item) for item in value]

    return [
        feature
        if feature["geometry"] is None
        else {
            **feature,
            "geometry": {
                **feature["geometry"],
                "coordinates": turned(feature["geometry"]["coordinates"]),
            },
        }
        for feature in features
    ]


def placing(*, degrees=0.0, mirror=False, move=(0.0, 0.0)):
    """Where a place (x, y) of the plan comes to lie: the map that `placed` applies."""
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    sign = -1.0 if mirror else 1.0

    def place(x, y):
        x = sign * x
        return x * cos - y * sin + move[0], x * sin + y * cos + move[1]

    return place


def two_rooms(width_m, *, length_m=0.0, exits=False):
    """Two rooms side by side, joined by a door or by a corridor of the door's width.

    With exits, each room has one of its own at its far end; else the western room has the only one.
    """
    low, high = 3.0 - width_m / 2, 3.0 + width_m / 2
    east = 6.0 + length_m
    features = [
        box("west", 0, 0, 6, 6),
        box("east", east, 0, east + 6, 6),
        inner("d1", (6, low), (6, high)),
        opening("west exit", (0, 2.4), (0, 3.6), main_entrance=True),
    ]
    if length_m:
        features += [
            box("corridor", 6, low, east, high),
            inner("d2", (east, low), (east, high)),
        ]
    if exits:
        features.append(opening("east exit", (east + 6, 2.4), (east + 6, 3.6)))
    return features


def neck(width_m=1.2):
    """A room of 12 m x 12 m that empties through a neck 3 m long into another."""
    low, high = 6 - width_m / 2, 6 + width_m / 2
    return [
        space("room", (0, 0), (12, 0), (12, 12), (0, 12)),
        box("neck", 12, low, 15, high),
        box("after", 15, 0, 23, 12),
        inner("mouth", (12, low), (12, high), category="gate"),
        inner("end", (15, low), (15, high), category="gate"),
        opening("out", (23, 0), (23, 12), category="gate", main_entrance=True),
        zone("crowd", 4, 1, 11.5, 11),
    ]


def crowd(count, **changes):
    """Occupants who leave at once, with the spread of walking speeds of the evidence."""
    return group(count, walking_speed_sd_m_s=0.26, **changes)
