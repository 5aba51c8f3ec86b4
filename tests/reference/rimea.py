"""RiMEA 4.1.1, Annex 1: tests 1 to 9, of single components and functions."""

import math
from functools import cache

import numpy as np
from scipy import stats

from asher import simulate
from films import find_wall_crossings, record_drill
from places import box, drill, group, inner, opening, plan, space, zone
from reference.experiments import (
    DOWN,
    LEVEL,
    LONGEST,
    SHORTEST,
    SPREAD,
    UP,
    four_doors,
    free_speeds,
    is_normal,
    stair_walk,
    start_times,
    twelve_rooms,
    walk,
)
from reference.measures import OUT, along, building, connector, filled_corridor, gate, wide_exit
from reference.suite import check


@check(
    "RiMEA 1",
    title="Stated speed in a corridor",
    source="A 2, test 1, p. 29",
    asks="One person at 1.33 m/s walks 40 m down a corridor 2 m wide.",
    rule="26 to 34 s",
    ours="also within 1 % of 40 m / 1.33 m/s = 30.08 s",
)
def _corridor():
    time = walk(40, 1.33)
    return f"{time:.2f} s", 26 <= time <= 34 and abs(time - 40 / 1.33) < 0.01 * 40 / 1.33


@check(
    "RiMEA 2",
    title="Stated speed up a stair",
    source="A 2, test 2, p. 29",
    asks="One person up a stair 2 m wide and 10 m long along the slope, at the speed stated.",
    rule="the considerations of test 1 apply, with distance, time and speed adjusted",
    ours=f"10 m / {UP} m/s within the band of test 1, 86 to 113 %",
    given=("up", UP),
)
def _stair(direction, on_stair):
    time, due = stair_walk(direction, 10, LEVEL), 10 / on_stair
    text = f"{time:.2f} s ({SHORTEST * due:.1f} to {LONGEST * due:.1f} s)"
    return text, SHORTEST * due <= time <= LONGEST * due


_stair.again(
    "RiMEA 3",
    title="Stated speed down a stair",
    source="A 2, test 3, p. 29",
    asks="As test 2, down.",
    ours=f"10 m / {DOWN} m/s within the band of test 1, 86 to 113 %",
    given=("down", DOWN),
)


@check(
    "RiMEA 4",
    title="Fundamental diagram in a corridor",
    source="A 2, test 4, p. 29-30",
    asks="A corridor of 1,000 m x 10 m filled with 0.5, 1, 2, 3, 4, 5 and 6 persons/m2; mean "
    "speed in the middle over 60 s after 10 s.",
    rule="the diagram is measured and shown; no limit is stated",
    ours="speed falls with density, flow rises to one maximum and falls; the maximum lies between "
    "1.1 and 1.8 persons/(m s), the range measured in corridors, at 0.8 to 3 persons/m2",
    departs="corridor of 100 m x 4 m, measured over 45 to 55 m from 10 to 30 s: the ends have no "
    "effect there yet; 5.6 instead of 6 persons/m2: more do not fit between the walls",
    slow=True,
)
def _fundamental_diagram():
    corridor = filled_corridor(100, 4)
    points = []
    for per_m2 in (0.5, 1.0, 2.0, 3.0, 4.0, 5.0, 5.6):
        crowd = group(round(per_m2 * 400), **SPREAD)
        film = record_drill(drill(corridor, crowd, horizon="30 s"), interval_s=1.0)
        points.append(along(film, (45, 0, 55, 4), (10, 30)))
    rho, v, flow = np.array(points).T
    peak = int(flow.argmax())
    text = "; ".join(f"{a:.1f}/m2 {b:.2f} m/s {c:.2f}/(m s)" for a, b, c in points)
    shaped = 0 < peak < len(flow) - 1 and np.all(np.diff(v) < 0)
    shaped = shaped and np.all(np.diff(flow[: peak + 1]) > 0) and np.all(np.diff(flow[peak:]) < 0)
    return text, bool(shaped and 1.1 <= flow[peak] <= 1.8 and 0.8 <= rho[peak] <= 3.0)


@check(
    "RiMEA 5",
    title="Pre-movement time",
    source="A 2, test 5, p. 30",
    asks="Ten people in a room of 8 m x 5 m with an exit of 1 m in the middle of the 5 m wall; "
    "pre-movement times uniform between 10 and 100 s.",
    rule="everyone starts at the stated time",
    ours="stated times kept within 0.5 s; 200 drawn ones uniform by a Kolmogorov-Smirnov test "
    "(p above 0.01)",
)
def pre_movement():
    """RiMEA 5 and its like: stated times are kept, drawn ones are uniform."""
    worst, drawn = start_times()
    p = float(stats.kstest(drawn, stats.uniform(10, 90).cdf).pvalue)
    text = (
        f"stated times kept within {worst:.2f} s; {len(drawn)} drawn ones from {drawn.min():.1f} "
        f"to {drawn.max():.1f} s, Kolmogorov-Smirnov p = {p:.2f}"
    )
    within = drawn.min() >= 9.75 and drawn.max() <= 100.5
    return text, worst <= 0.5 and within and p > 0.01


@check(
    "RiMEA 6",
    title="Round a corner",
    source="A 2, test 6, p. 30-31",
    asks="Twenty people, spread over 6 m, round a left turn in a corridor 2 m wide with arms of "
    "10 m.",
    rule="all get around it without passing through a wall",
    given=(6.0,),
)
@cache
def corner(stretch):
    """Twenty people round a left turn in a corridor of 2 m with arms of 10 m."""
    corner = plan(
        space("corridor", (0, 0), (12, 0), (12, 12), (10, 12), (10, 2), (0, 2)),
        wide_exit("exit", (10, 12), (12, 12), main_entrance=True),
        zone("start", 0.2, 0.2, stretch, 1.8),
    )
    film = record_drill(drill(corner, group(20, **SPREAD), horizon="3 min"))
    out = int(np.count_nonzero(film.status[-1] == OUT))
    crossings = find_wall_crossings(film, corner)
    return f"{out} of 20 out, {len(crossings)} steps through a wall", out == 20 and not crossings


@check(
    "RiMEA 7",
    title="Demographic parameters",
    source="A 2, test 7, p. 31",
    asks="Adults with walking speeds from the guideline's figure (Weidmann 1993); 50 people.",
    rule="simulated speeds agree with the stated distribution",
    ours="normal, 1.34 m/s with standard deviation 0.26 m/s; mean and standard deviation within "
    "five standard errors",
    departs="1,000 single walkers instead of 50",
)
def _demographics():
    speeds = free_speeds(1000, walking_speed_m_s=1.34, walking_speed_sd_m_s=0.26)
    return is_normal(speeds, 1.34, 0.26)


def _storey(name, rows):
    """Four rows of rooms of 2 m x 3 m along two corridors, a hall at their east end."""
    features = [
        box(f"{name} corridor A", 0, 3, 22, 5, level=name, category="walkway"),
        box(f"{name} corridor B", 0, 11, 22, 13, level=name, category="walkway"),
    ]
    bands = ((0, 3, 3), (5, 8, 5), (8, 11, 11), (13, 16, 13))
    for row, ((low, high, wall), count) in enumerate(zip(bands, rows, strict=True)):
        for k in range(count):
            room = f"{name} {row + 1}.{k + 1}"
            features.append(box(room, 2 * k, low, 2 * k + 2, high, level=name))
            door = ((2 * k + 0.5, wall), (2 * k + 1.5, wall))
            features.append(inner(f"door {room}", *door, level=name))
    features.append(gate(f"{name} A", (22, 3), (22, 5), level=name))
    features.append(gate(f"{name} B", (22, 11), (22, 13), level=name))
    return features


def _three_storeys():
    hall = ((22, 3), (24, 3), (24, 13), (22, 13))
    first = ((22, 3), (24, 3), (24, 6), (28, 6), (28, 4), (30, 4), (30, 8), (24, 8), (24, 13))
    second = ((22, 3), (24, 3), (24, 8), (30, 8), (30, 12), (28, 12), (28, 10), (24, 10), (24, 13))
    return building(
        *_storey("ground", (9, 8, 8, 11)),
        *_storey("first", (11, 8, 8, 11)),
        *_storey("second", (11, 8, 8, 11)),
        space("ground hall", *hall, category="lobby"),
        space("first hall", *first, (22, 13), level="first", category="lobby"),
        space("second hall", *second, (22, 13), level="second", category="lobby"),
        connector(
            "stair 1", ((24, 4), (24, 6)), ((28, 4), (28, 6)), length=5.0, width=2.0,
            levels=("ground", "first"),
        ),
        connector(
            "stair 2", ((24, 10), (24, 12)), ((28, 10), (28, 12)), length=5.0, width=2.0,
            levels=("first", "second"),
        ),
        opening("exit", (22, 13), (24, 13), category="gate", main_entrance=True),
        levels=(("ground", 0.0), ("first", 3.0), ("second", 6.0)),
    )  # fmt: skip


@check(
    "RiMEA 8",
    title="Parameter study",
    source="A 3, test 8, p. 31-32",
    asks="Three storeys of rooms of 2 m x 3 m with four people each, 448 in all, one stair from "
    "storey to storey, one exit; speeds of 0.5, 0.75 and 1.0 m/s, then one mean with a wider "
    "spread.",
    rule="the effect of the parameters on the total time is shown; no limit is stated",
    ours="nobody is left, and faster people get out sooner",
    departs="the routes from corridors to stairs are drawn straight",
    slow=True,
)
def _parameter_study():
    house = _three_storeys()
    rooms = [each for each in house.spaces if each.category == "room"]
    crowds = {
        speed: [group(4, name=r.name, within=r.name, walking_speed_m_s=speed) for r in rooms]
        for speed in (0.5, 0.75, 1.0)
    }
    crowds["1.0 +- 0.2"] = [each | {"walking_speed_sd_m_s": 0.2} for each in crowds[1.0]]
    times, stuck = {}, 0.0
    for label, groups in crowds.items():
        outcome = simulate(drill(house, *groups, horizon="1 h"), replications=1, seed=8)
        times[label] = float(outcome.columns["evacuation_time_s"][0, 0])
        stuck += float(outcome.columns["stuck"].sum())
    text = "; ".join(f"{label} m/s: {time:.0f} s" for label, time in times.items())
    falls = times[0.5] > times[0.75] > times[1.0]
    return f"{text}; {stuck:.0f} stuck", falls and stuck == 0 and math.isfinite(times["1.0 +- 0.2"])


@check(
    "RiMEA 9",
    title="A crowd leaves a large room",
    source="A 4, test 9, p. 34",
    asks="1,000 people in a room of 20 m x 20 m with four doors of 1 m, 2 m from the corners; "
    "then two of them closed.",
    rule="about twice as long with two doors; a footnote says that missing this excludes no "
    "program",
    ours="1.6 to 2.4 times as long, nobody left, a quarter (+- 0.05) by each of four doors",
    slow=True,
    given=(20, 20, 2),
)
def two_of_four_doors(width, depth, offset):
    """RiMEA 9 and IMO 9: with two of four doors closed it takes about twice as long."""
    four, shares, stuck = four_doors(width, depth, offset, ())
    two, _, more = four_doors(width, depth, offset, ("north west", "north east"))
    text = (
        f"four doors {four:.0f} s, two doors {two:.0f} s, {two / four:.2f} times as long; "
        f"{stuck + more:.0f} stuck; shares by door {min(shares.values()):.2f} to "
        f"{max(shares.values()):.2f}"
    )
    even = all(abs(share - 0.25) < 0.05 for share in shares.values())
    return text, stuck + more == 0 and 1.6 <= two / four <= 2.4 and even


@check(
    "RiMEA 10",
    title="Assigned ways out",
    source="A 4, test 10, p. 35",
    asks="23 people in twelve rooms along a corridor; rooms 1 to 4 and 7 to 10 leave by the main "
    "exit, 5, 6, 11 and 12 by the secondary one.",
    rule="everyone leaves by the assigned exit",
    departs="room 3 is the passage to the main exit",
)
def assigned():
    """RiMEA 10 and its like: people leave by the exit of their room."""
    exits, stuck = twelve_rooms()
    main, secondary = exits["main"], exits["secondary"]
    text = (
        f"main exit {main.min():.0f} to {main.max():.0f} (15), secondary {secondary.min():.0f} to "
        f"{secondary.max():.0f} (8) in {len(main)} runs; {stuck:.0f} stuck"
    )
    return text, bool(np.all(main == 15) and np.all(secondary == 8) and stuck == 0)
