"""Experiments that several suites ask for alike; each is run once."""

import math
from functools import cache

import numpy as np

from asher import simulate
from films import record_drill
from places import box, drill, group, inner, opening, people_at, plan, zone
from reference.measures import (
    OUT,
    building,
    connector,
    corridor,
    density,
    gate,
    last_of,
    left_by,
    passed,
    room_and_exit,
    spawn,
    started,
    wide_exit,
)

# Free speed on a stair along the slope of a walker with 1.34 m/s on the level: the movement law.
LEVEL, UP, DOWN = 1.34, 0.60, 0.78
# The band that RiMEA 1 gives a walk of 30.08 s, as a share of it.
SHORTEST, LONGEST = 26 / 30.08, 34 / 30.08
SPREAD = {"walking_speed_sd_m_s": 0.26}


def speeds(**law):
    """Free speeds by a law of their own instead of a mean and a standard deviation."""
    return {"walking_speed_m_s": law, "walking_speed_sd_m_s": None}


# IMO, table 3.4: males 30 to 50 years old, uniform.
MEN = speeds(low=0.97, high=1.62)


@cache
def walk(length, speed):
    """Time of one person down a corridor 2 m wide [s]."""
    walker = people_at([(0.5, 1.0)], walking_speed_m_s=speed)
    outcome = simulate(drill(corridor(length + 0.5), walker), replications=1)
    return float(outcome.columns["evacuation_time_s"][0, 0])


def stair(length, *, width=2.0, before=1.0, after=1.0, slope_deg=30.0):
    """A straight stair with a level stretch as wide before and behind, way out at either end."""
    run = length * math.cos(math.radians(slope_deg))
    foot, head = before, before + run
    return building(
        box("foot", 0, 0, foot, width),
        box("head", head, 0, head + after, width, level="upper"),
        connector(
            "stair",
            ((foot, 0), (foot, width)),
            ((head, 0), (head, width)),
            length=length,
            width=width,
        ),
        wide_exit("low exit", (0, 0), (0, width), main_entrance=True),
        wide_exit("high exit", (head + after, 0), (head + after, width), level="upper"),
        levels=(("ground", 0.0), ("upper", length * math.sin(math.radians(slope_deg)))),
    )


@cache
def stair_walk(direction, length, speed):
    """Time of one person on a stair [s], for a free speed on the level."""
    place = stair(length)
    away = length * math.cos(math.radians(30.0))
    if direction == "up":
        walker = people_at([(0.5, 1.0)], level="ground", exits="high exit")
    else:
        walker = people_at([(1.5 + away, 1.0)], level="upper", exits="low exit")
    outcome = simulate(drill(place, walker | {"walking_speed_m_s": speed}), replications=1)
    # The level part of the way: 0.5 m to the stair and 1 m behind it.
    return float(outcome.columns["evacuation_time_s"][0, 0]) - 1.5 / speed


@cache
def start_times():
    """Ten people in a room with stated times and with uniform ones: worst gap [s], draws [s]."""
    room = plan(*room_and_exit(), zone("crowd", 0.5, 0.5, 6.5, 4.5))
    stated = [10.0 * k for k in range(1, 11)]
    listed = group(10, start_times=[f"{at:g} s" for at in stated], pre_movement=None)
    film = record_drill(drill(room, listed, horizon="3 min"), interval_s=0.25)
    worst = float(np.max(np.abs(np.sort(started(film)) - stated)))
    drawn = group(10, pre_movement={"low": "10 s", "high": "100 s"})
    scenario = drill(room, drawn, horizon="3 min")
    films = [record_drill(scenario, replication=k, interval_s=0.25) for k in range(20)]
    return worst, np.concatenate([started(each) for each in films])


def free_speeds(n, seed=3, **changes):
    """Speeds of single walkers over 40 m [m/s]."""
    walker = people_at([(0.5, 1.0)], **changes)
    times = simulate(drill(corridor(40.5), walker), replications=n, seed=seed)
    return 40 / times.columns["evacuation_time_s"][0]


def is_normal(speeds, mean, sd):
    """Whether mean and standard deviation lie within five standard errors; with words."""
    n = len(speeds)
    found_mean, found_sd = float(speeds.mean()), float(speeds.std(ddof=1))
    text = f"mean {found_mean:.3f} m/s ({mean:g}), sd {found_sd:.3f} m/s ({sd:g}), n = {n}"
    met = abs(found_mean - mean) <= 5 * found_sd / math.sqrt(n)
    # The clock counts whole steps of 0.05 s: 1/600 of the walk.
    return text, met and abs(found_sd - sd) <= 5 * sd / math.sqrt(2 * n)


@cache
def capped_flow(width, people, cap):
    """Mean flow of a crowd out of the room of 8 m x 5 m [1/s], one a replication; stuck in all."""
    room = plan(*room_and_exit(width), zone("crowd", 0.3, 0.3, 7.7, 4.7))
    options = {} if cap is None else {"max_specific_flow_per_m_s": cap}
    scenario = drill(room, group(people, **SPREAD), horizon="10 min", **options)
    outcome = simulate(scenario, replications=4, seed=5)
    return (people - 1) / outcome.columns["evacuation_time_s"][0], outcome.columns["stuck"].sum()


def near_and_far(*more):
    """A hall of 20 m x 6 m with an exit at either end."""
    return plan(
        box("hall", 0, 0, 20, 6),
        opening("near", (0, 2.5), (0, 3.5), main_entrance=True),
        opening("far", (20, 2.5), (20, 3.5)),
        *more,
    )


@cache
def two_rooms():
    """Two rooms of 10 m x 10 m joined by a corridor of 10 m x 2 m."""
    return plan(
        box("west", 0, 0, 10, 10),
        box("corridor", 10, 4, 20, 6, category="walkway"),
        box("east", 20, 0, 30, 10),
        gate("west gate", (10, 4), (10, 6)),
        gate("east gate", (20, 4), (20, 6)),
        opening("west exit", (0, 4), (0, 6), main_entrance=True),
        opening("east exit", (30, 4), (30, 6)),
        zone("west crowd", 0.3, 0.3, 3.6, 9.7),
        zone("east crowd", 26.4, 0.3, 29.7, 9.7),
    )


@cache
def time_against(against):
    """Mean time until 100 people are over against others [s], and people left, in three runs."""
    crowds = [group(100, name="eastward", within="west crowd", exits="east exit", **MEN)]
    if against:
        other = {"name": "westward", "within": "east crowd", "exits": "west exit"}
        crowds.append(group(against, **other, **MEN))
    scenario = drill(two_rooms(), *crowds, horizon="15 min")
    times, left = [], 0
    for replication in range(3):
        film = record_drill(scenario, replication=replication, interval_s=0.5)
        times.append(last_of(passed(film, 20)[:100]))
        left += int(np.count_nonzero(film.status[-1][: 100 + against] != OUT))
    return float(np.mean(times)), left


@cache
def four_doors(width, depth, offset, closed):
    """Mean time until 1000 people have left by doors of 1 m [s], shares by door, stuck."""
    room = plan(
        box("room", 0, 0, width, depth),
        opening("south west", (offset, 0), (offset + 1, 0), main_entrance=True),
        opening("south east", (width - offset - 1, 0), (width - offset, 0)),
        opening("north west", (offset, depth), (offset + 1, depth)),
        opening("north east", (width - offset - 1, depth), (width - offset, depth)),
        zone("crowd", 0.5, 0.5, width - 0.5, depth - 0.5),
    )
    shut = [{"opening": name, "at": "0 s"} for name in closed]
    scenario = drill(room, group(1000, **SPREAD), closures=shut)
    outcome = simulate(scenario, replications=16, seed=6)
    shares = {name: float(left.mean()) / 1000 for name, left in outcome.exits.items()}
    return (
        float(outcome.columns["evacuation_time_s"].mean()),
        shares,
        float(outcome.columns["stuck"].sum()),
    )


@cache
def twelve_rooms():
    """Twelve rooms along a corridor of 1 m, each with its exit: who left where, stuck."""
    widths = (1.5, 1.5, 1.2, 1.5, 1.5, 1.5)
    ends = np.concatenate([[0.0], np.cumsum(widths)])
    features = [box("corridor", 0, 5, 8.7, 6, category="walkway")]
    crowds = []
    for k in range(12):
        column, north = k % 6, k < 6
        x0, x1 = float(ends[column]), float(ends[column + 1])
        low, high, wall = (6, 11, 6) if north else (0, 5, 5)
        name = f"room {k + 1}"
        features.append(box(name, x0, low, x1, high))
        door = (x0 + 0.3, x0 + 1.2) if k != 2 else (x0, x1)
        features.append(inner(f"door {k + 1}", (door[0], wall), (door[1], wall)))
        assigned = "secondary" if k + 1 in {5, 6, 11, 12} else "main"
        crowds.append(group(1 if k == 2 else 2, name=name, within=name, exits=assigned))
    features.append(opening("main", (3.0, 11), (4.2, 11), main_entrance=True))
    features.append(opening("secondary", (8.7, 5.05), (8.7, 5.95)))
    outcome = simulate(drill(plan(*features), *crowds), replications=10, seed=1)
    return {k: v[0] for k, v in outcome.exits.items()}, float(outcome.columns["stuck"].sum())


@cache
def before_a_stair(people):
    """A room of 8 m x 5 m, a corridor of 12 m x 2 m and a stair up: densities [1/m2], stuck."""
    rooms = building(
        box("room", 0, 0, 5, 8),
        box("corridor", 5, 3, 17, 5, category="walkway"),
        box("above", 22, 3, 25, 5, level="upper", category="walkway"),
        gate("room exit", (5, 3), (5, 5)),
        connector("stair", ((17, 3), (17, 5)), ((22, 3), (22, 5)), length=5.8, width=2.0),
        wide_exit("exit", (25, 3), (25, 5), level="upper", main_entrance=True),
        spawn("crowd", 0.3, 0.3, 4.7, 7.7),
    )
    crowd = group(people, within="crowd", **MEN)
    film = record_drill(drill(rooms, crowd, horizon="10 min"), interval_s=0.5)
    last = min(last_of(passed(film, 5)), 120.0)
    during = (15.0, max(last - 5.0, 16.0))
    found = (
        density(film, (3, 3, 5, 5), during),
        density(film, (9, 3, 13, 5), during),
        density(film, (15, 3, 17, 5), during),
    )
    return found, int(np.count_nonzero(np.isnan(left_by(film))))
