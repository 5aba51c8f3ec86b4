"""What the suites measure on recordings: times, densities, speeds and flows."""

import itertools
import math

import numpy as np

from films import count_within
from places import _feature, box, building_of, inner, opening, plan, zone

WAITING, MOVING, HIDING, OUT = 1, 2, 3, 6


def building(*features, levels=(("ground", 0.0), ("upper", 3.0))):
    """A plan of some levels."""
    heads = [
        _feature("level", name, None, None, ordinal=number, elevation_m=height)
        for number, (name, height) in enumerate(levels)
    ]
    return building_of(*heads, *features)


def connector(name, foot, head, *, length, width, levels=("ground", "upper"), category="stair"):
    """A stair or a ramp from a line on the lower level to one on the upper."""
    lines = [[list(point) for point in line] for line in (foot, head)]
    return _feature(
        "connector",
        name,
        "MultiLineString",
        lines,
        category=category,
        level_from=levels[0],
        level_to=levels[1],
        length_m=length,
        width_m=width,
    )


def spawn(name, x0, y0, x1, y1, level="ground"):
    """A zone on any level in which people start."""
    ring = [[[x0, y0], [x1, y0], [x1, y1], [x0, y1], [x0, y0]]]
    return _feature("zone", name, "Polygon", ring, level=level, category="spawn")


def gate(name, start, end, **properties):
    """An opening as wide as the way, between two spaces."""
    return inner(name, start, end, category="gate", **properties)


def wide_exit(name, start, end, **properties):
    """A way out as wide as the corridor that leads to it."""
    return opening(name, start, end, **{"category": "gate", **properties})


def corridor(length, width=2, *zones):
    """A corridor whose way out is as wide as it."""
    way_out = wide_exit("exit", (length, 0), (length, width), main_entrance=True)
    return plan(box("corridor", 0, 0, length, width), way_out, *zones)


def filled_corridor(length, width):
    """A corridor in which people start from wall to wall."""
    crowd = zone("crowd", 0.15, 0.15, round(length - 0.15, 2), round(width - 0.15, 2))
    return corridor(length, width, crowd)


def left_by(film):
    """Time at which each person was first out [s]; NaN for who never was."""
    out = film.status == OUT
    times = film.times_s[np.argmax(out, axis=0)]
    return np.where(out.any(axis=0), times, math.nan)


def passed(film, x):
    """Time of the first frame in which each person is at `x` or beyond [s]; NaN for never."""
    there = film.positions_m[..., 0] >= x
    return np.where(there.any(axis=0), film.times_s[np.argmax(there, axis=0)], math.nan)


def last_of(times):
    """The latest of some times [s]; infinite where one never came."""
    return math.inf if np.isnan(times).any() else float(np.max(times))


def started(film):
    """Time at which each person had gone 5 cm [s]."""
    away = np.linalg.norm(film.positions_m - film.positions_m[0], axis=2)
    return np.where((away > 0.05).any(axis=0), film.times_s[np.argmax(away > 0.05, axis=0)], np.nan)


def density(film, rectangle, during):
    """Mean number of people in a rectangle over a stretch of time, per area [1/m2]."""
    x0, y0, x1, y1 = rectangle
    frames = np.flatnonzero((film.times_s >= during[0]) & (film.times_s <= during[1]))
    counts = [count_within(film, k, x0, y0, x1, y1) for k in frames]
    return float(np.mean(counts)) / ((x1 - x0) * (y1 - y0)) if counts else 0.0


def along(film, rectangle, during):
    """Density, mean speed in x and flow in a rectangle of a stream: 1/m2, m/s, 1/(m s)."""
    x0, y0, x1, y1 = rectangle
    frames = np.flatnonzero((film.times_s >= during[0]) & (film.times_s <= during[1]))
    speeds, counts = [], []
    for first, last in itertools.pairwise(frames):
        x, y = (film.positions_m[[first, last], :, axis] for axis in (0, 1))
        here = film.status[last] == MOVING
        here &= (x[0] >= x0) & (x[0] < x1) & (y[0] >= y0) & (y[0] < y1)
        if here.any():
            speeds.append((x[1] - x[0])[here] / (film.times_s[last] - film.times_s[first]))
            counts.append(np.count_nonzero(here))
    rho = float(np.sum(counts)) / max(len(frames) - 1, 1) / ((x1 - x0) * (y1 - y0))
    v = float(np.mean(np.concatenate(speeds))) if speeds else math.nan
    return rho, v, rho * v


def flow(times):
    """Mean flow between the first and the last of some crossings [1/s]."""
    times = np.sort(times[np.isfinite(times)])
    return (len(times) - 1) / (times[-1] - times[0]) if len(times) > 1 else 0.0


def room_and_exit(width=1.0, **properties):
    """The room of RiMEA 5, NIST 1.1 and IMO 4: 8 m x 5 m, an exit amid one of the short walls."""
    place = ((8, 2.5 - width / 2), (8, 2.5 + width / 2))
    return box("room", 0, 0, 8, 5), opening("exit", *place, main_entrance=True, **properties)
