"""Checks of the project itself, of what the suites leave open."""

import math

import numpy as np

from asher import simulate
from asher.floorplan import read_floorplan
from films import find_wall_crossings, record_drill
from places import RUN, box, drill, group, opening, people_at, plan, space, zone
from reference.experiments import DOWN, LEVEL, SPREAD, near_and_far, two_rooms, walk
from reference.measures import MOVING, corridor, wide_exit
from reference.nist import starts
from reference.suite import check


@check(
    "Own 1",
    title="A free walk covers speed times time",
    source="kinematics",
    asks="One person over 40 m at 0.5, 1.0, 1.34 and 2.0 m/s.",
    rule="40 m / speed, within a step of the clock, 0.1 m and 0.2 %",
)
def _free_walk():
    speeds = (0.5, 1.0, 1.34, 2.0)
    times = [walk(40, speed) for speed in speeds]
    text = ", ".join(f"{time:.2f} s ({40 / v:.2f})" for v, time in zip(speeds, times, strict=True))
    off = [abs(t - 40 / v) <= 0.05 + 0.1 / v + 0.08 / v for v, t in zip(speeds, times, strict=True)]
    return text, all(off)


@check(
    "Own 2",
    title="Lognormal pre-movement times",
    source="the law stated",
    asks="2,000 single people; median 60 s, 90th percentile 120 s.",
    rule="shares by 60 and 120 s, mean and standard deviation of the logarithm within five "
    "standard errors",
)
def _lognormal():
    times = starts({"median": "60 s", "p90": "120 s"}, 2000)
    shares = [np.count_nonzero(times <= limit) / 2000 for limit in (60, 120)]
    logs, sd = np.log(times / 60), math.log(2) / 1.2815515655446004
    met = all(
        abs(found - p) <= 5 * math.sqrt(p * (1 - p) / 2000)
        for found, p in zip(shares, (0.5, 0.9), strict=True)
    )
    met = met and abs(logs.mean()) <= 5 * logs.std(ddof=1) / math.sqrt(2000)
    met = met and abs(logs.std(ddof=1) - sd) <= 5 * sd / math.sqrt(4000)
    return f"{shares[0]:.3f} by 60 s (0.5), {shares[1]:.3f} by 120 s (0.9)", bool(met)


@check(
    "Own 3",
    title="One person round a corner",
    source="geometry",
    asks="One person at 1 m/s round a corner in a corridor of 2 m.",
    rule="not sooner than along the wall, not later than in the middle of the corridor plus 0.5 s",
)
def _one_round_a_corner():
    corner = plan(
        space("corridor", (0, 0), (12, 0), (12, 12), (10, 12), (10, 2), (0, 2)),
        wide_exit("exit", (10, 12), (12, 12), main_entrance=True),
    )
    walker = people_at([(0.5, 1.0)], walking_speed_m_s=1.0)
    time = simulate(drill(corner, walker), replications=1)
    seconds = float(time.columns["evacuation_time_s"][0, 0])
    shortest, middle = math.hypot(9.5, 1.0) + 10.0, 10.5 + 11.0
    text = f"{seconds:.2f} s ({shortest:.2f} s along the wall, {middle:.2f} s in the middle)"
    return text, shortest - 0.15 <= seconds <= middle + 0.5


@check(
    "Own 4",
    title="Flow through a door without a cap",
    source="laboratory flows through necks of 0.8 to 2.75 m: 1.61 to 2.74 persons/(m s), Kretz "
    "2006, Seyfried 2009, Rupprecht 2006, Mueller 1981, Daamen 2010",
    asks="100 people through doors of 0.8, 1.0, 1.2 and 2.0 m.",
    rule="within the range measured; nobody left",
)
def _door_flow():
    found, stuck = {}, 0
    for width in (0.8, 1.0, 1.2, 2.0):
        hall = plan(
            box("hall", 0, 0, 12, 12),
            opening("door", (12, 6 - width / 2), (12, 6 + width / 2), main_entrance=True),
            zone("crowd", 3, 2, 11.5, 10),
        )
        outcome = simulate(drill(hall, group(100, **SPREAD)), replications=6, seed=5)
        stuck += int(outcome.columns["stuck"].sum())
        found[width] = float(np.mean(99 / outcome.columns["evacuation_time_s"][0] / width))
    text = ", ".join(f"{width} m {each:.2f}" for width, each in found.items())
    met = stuck == 0 and min(found.values()) >= 1.61 and max(found.values()) <= 2.74
    return f"{text} persons/(m s); {stuck} stuck", met


@check(
    "Own 5",
    title="Equal streams against each other",
    source="besides NIST Verif.2.8",
    asks="10, 50 and 100 people each way through the corridor of 10 m x 2 m.",
    rule="all arrive, later than without the others",
    slow=True,
)
def _equal_streams():
    parts, met = [], True
    for each_way in (10, 50, 100):
        east = group(each_way, name="east", within="west crowd", exits="east exit")
        west = group(each_way, name="west", within="east crowd", exits="west exit")
        both = simulate(drill(two_rooms(), east, west), replications=3, seed=4)
        alone = simulate(drill(two_rooms(), east), replications=3, seed=4)
        time, free = (float(o.columns["evacuation_time_s"][0].mean()) for o in (both, alone))
        stuck = float(both.columns["stuck"].sum())
        parts.append(f"{each_way} each way {time:.0f} s ({free:.0f} s alone), {stuck:.0f} stuck")
        met = met and stuck == 0 and time > free
        met = met and bool(np.all(both.exits["east exit"][0] == each_way))
    return "; ".join(parts), met


@check(
    "Own 6",
    title="An exit closed from the start",
    source="besides NIST Verif.4.1",
    asks="20 people in a hall of 20 m x 6 m, the near exit closed at 0 s.",
    rule="nobody uses it",
)
def _closed_from_the_start():
    shut = [{"opening": "near", "at": "0 s"}]
    exits = simulate(drill(near_and_far(), group(20), closures=shut), replications=3).exits
    near, far = exits["near"].sum(), exits["far"]
    return f"{near:.0f} by the near exit, {far.min():.0f} to {far.max():.0f} by the other", bool(
        near == 0 and np.all(far == 20)
    )


@check(
    "Own 7",
    title="Down a stair and out",
    source="besides RiMEA 3",
    asks="60 people from the upper floor of a shipped plan and 20 from the lower one.",
    rule="all get out by the stair, nobody through a wall",
)
def _down_and_out():
    house = read_floorplan("two-level")
    scenario = drill(
        house, group(60, name="up", within="upper floor"), group(20, within="hall floor")
    )
    outcome = simulate(scenario, replications=5, seed=2)
    film = record_drill(scenario)
    on_stair = int(np.any((film.level == -1) & (film.status == MOVING), axis=0).sum())
    crossings = len(find_wall_crossings(film, house))
    out, stuck = outcome.columns["evacuated"], outcome.columns["stuck"].sum()
    time = float(outcome.columns["evacuation_time_s"][0].mean())
    text = f"all out after {time:.0f} s, {on_stair} over the stair, {stuck:.0f} stuck, {crossings}"
    met = np.all(out == 80) and stuck == 0 and on_stair == 60 and not crossings
    return f"{text} steps through a wall", bool(met)


@check(
    "Own 8",
    title="One person down a stair",
    source="besides RiMEA 3",
    asks="One person over the stair of 6 m of a shipped plan.",
    rule="its length over the speed on it, within 1 s",
)
def _one_down():
    house = read_floorplan("two-level")
    film = record_drill(drill(house, group(1, at_m=[[1.0, 11.0]], level="upper")))
    on_stair = (film.level[:, 0] == -1) & (film.status[:, 0] == MOVING)
    time, due = np.count_nonzero(on_stair) * 0.25, 6 / DOWN
    return f"{time:.2f} s ({due:.2f} s at {LEVEL} m/s on the level)", abs(time - due) < 1.0


@check(
    "Own 9",
    title="Frozen people thaw",
    source="the law stated",
    asks="400 single people who all freeze, in a corridor of 40 m.",
    rule="they leave later than the mean frozen time of 60 s, minus five standard errors",
)
def _frozen():
    frozen = group(1, response={**RUN, "run": 0, "freeze": 1})
    times = simulate(drill(corridor(40.5), frozen), replications=400, seed=2)
    seconds = times.columns["evacuation_time_s"][0]
    text = f"mean {seconds.mean():.0f} s, at most {seconds.max():.0f} s"
    return text, bool(seconds.mean() > 60 - 5 * 60 / 20 and seconds.max() > 2 * 40 / 1.34)
