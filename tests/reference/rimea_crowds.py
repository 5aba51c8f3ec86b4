"""RiMEA 4.1.1, Annex 1: tests 11 to 16, of crowds and choices."""

import itertools
from functools import cache

import numpy as np

from asher import simulate
from films import find_wall_crossings, record_drill
from places import box, drill, group, opening, people_at, plan, space, zone
from reference.experiments import SPREAD
from reference.measures import (
    MOVING,
    OUT,
    building,
    connector,
    corridor,
    density,
    flow,
    gate,
    last_of,
    left_by,
    passed,
    wide_exit,
)
from reference.suite import check


@check(
    "RiMEA 11",
    title="Choice of the way out",
    source="A 4, test 11, p. 36",
    asks="A room of 30 m x 20 m, 1,000 people in its left part, packed as densely as possible, "
    "two exits of "
    "1 m in the same wall, one nearer.",
    rule="people prefer the nearer exit and jam there; a few use the other",
    ours="more by the nearer exit, at least one by the other, nobody left",
    departs="the share who leave a jam for a free exit is stated: 0.3",
    slow=True,
)
def _choice():
    room = plan(
        box("room", 0, 0, 30, 20),
        opening("near", (21.5, 20), (22.5, 20), main_entrance=True),
        opening("far", (27.5, 20), (28.5, 20)),
        zone("left", 0.3, 0.3, 15, 19.7),
    )
    scenario = drill(room, group(1000, rerouting_share=0.3, **SPREAD))
    outcome = simulate(scenario, replications=1, seed=11)
    near, far = (int(outcome.exits[name][0, 0]) for name in ("near", "far"))
    stuck = int(outcome.columns["stuck"].sum())
    return f"{near} by the nearer exit, {far} by the other; {stuck} stuck", near > far > 0 == stuck


THIN = "the neck of 0.2 m is an opening in a wall without thickness"


def _rooms(length, width, goal):
    """A room of 10 m x 10 m, a neck and a second room with a way out as wide as it."""
    low, high, far = 5 - width / 2, 5 + width / 2, 10 + length + goal
    features = [box("first", 0, 0, 10, 10), zone("crowd", 0.5, 0.5, 9.5, 9.5)]
    if not goal:
        exit_ = wide_exit("exit", (10, low), (10, high), main_entrance=True)
        return plan(*features, exit_)
    features.append(gate("in", (10, low), (10, high)))
    if length:
        features.append(box("neck", 10, low, 10 + length, high, category="walkway"))
        features.append(gate("out", (10 + length, low), (10 + length, high)))
    features.append(box("second", 10 + length, 0, far, 10))
    features.append(wide_exit("exit", (far, 0), (far, 10), main_entrance=True))
    return plan(*features)


@cache
def _through_a_neck(length, width, goal):
    """Mean time to clear the first room [s], mean flow [1/s], people left; three runs."""
    rooms = _rooms(length, width, goal)
    scenario = drill(rooms, group(150, **SPREAD), horizon="10 min")
    clear, flows, left = [], [], 0
    for replication in range(3):
        film = record_drill(scenario, replication=replication)
        times = passed(film, 10) if goal else left_by(film)
        left += int(np.count_nonzero(film.status[-1] != OUT))
        clear.append(last_of(times))
        flows.append(flow(times))
    return float(np.mean(clear)), float(np.mean(flows)), left


@check(
    "RiMEA 12a",
    title="Neck: place of the goal",
    source="A 4, test 12a, p. 37-38",
    asks="150 people leave a room of 10 m x 10 m by a neck of 1 m x 0.2 m; the goal lies 0 to "
    "10 m behind it.",
    rule="the time grows with the distance of the goal until it stays the same",
    ours="first room cleared: with the goal 10 m away not sooner than 5 % before that at the "
    "neck, and within 10 % of that 5 m away",
    departs=THIN,
)
def _goal():
    runs = [_through_a_neck(0.0, 1.0, goal) for goal in (0.0, 5.0, 10.0)]
    near, middle, far = (clear for clear, _, _ in runs)
    left = sum(each[2] for each in runs)
    met = left == 0 and far >= 0.95 * near and abs(far - middle) <= 0.1 * middle
    return f"{near:.1f}, {middle:.1f} and {far:.1f} s at 0, 5 and 10 m; {left} left", met


@check(
    "RiMEA 12b",
    title="Neck: its length",
    source="A 4, test 12b, p. 38-39",
    asks="As 12a, with a neck of 1 m x 0.2 m and one of 1 m x 5 m.",
    rule="the first room takes longer to clear through the longer neck",
    ours="means of three runs",
    departs=THIN,
)
def _length():
    (short, _, left), (long, _, more) = (_through_a_neck(n, 1.0, 10.0) for n in (0.0, 5.0))
    text = f"{short:.1f} s through the opening, {long:.1f} s through 5 m; {left + more} left"
    return text, left + more == 0 and long > short


@check(
    "RiMEA 12c",
    title="Neck: what a jam does",
    source="A 4, test 12c, p. 40",
    asks="Three rooms joined by two equal necks of 1 m x 0.2 m, 150 people in the first.",
    rule="the numbers in the rooms and the flows through both necks are shown; no jam before the "
    "second neck",
    ours="above 2 persons/m2 before the first neck, less than half of that behind it and before "
    "the second; nobody through a wall",
    departs=THIN,
)
def _jam():
    rooms = plan(
        box("first", 0, 0, 10, 10),
        box("second", 10, 0, 20, 10),
        box("third", 20, 0, 25, 10),
        gate("neck 1", (10, 4.5), (10, 5.5)),
        gate("neck 2", (20, 4.5), (20, 5.5)),
        wide_exit("exit", (25, 0), (25, 10), main_entrance=True),
        zone("crowd", 1, 1, 9, 9),
    )
    film = record_drill(drill(rooms, group(150, **SPREAD), horizon="10 min"))
    during = (20, 50)
    before = density(film, (8, 3, 10, 7), during)
    behind = density(film, (10, 3, 12, 7), during)
    second = density(film, (18, 3, 20, 7), during)
    one, two = (flow(passed(film, at)) for at in (10, 20))
    left = int(np.count_nonzero(film.status[-1] != OUT))
    crossings = len(find_wall_crossings(film, rooms))
    text = (
        f"{before:.2f} persons/m2 before the first neck, {behind:.2f} behind it, {second:.2f} "
        f"before the second; flows {one:.2f} and {two:.2f} persons/s; {left} left, {crossings} "
        "steps through a wall"
    )
    met = before > 2.0 and behind < 0.5 * before and second < 0.5 * before
    return text, met and left == 0 and not crossings


@check(
    "RiMEA 12d",
    title="Neck: its width",
    source="A 4, test 12d, p. 41",
    asks="As 12a, with necks of 5 m that are 0.8, 1.0 and 1.2 m wide.",
    rule="the flow grows with the width",
    ours="means of three runs",
)
def _width():
    runs = [_through_a_neck(5.0, width, 10.0) for width in (0.8, 1.0, 1.2)]
    flows, left = [each[1] for each in runs], sum(each[2] for each in runs)
    text = ", ".join(f"{each:.2f}" for each in flows)
    grows = flows[0] < flows[1] < flows[2]
    return f"{text} persons/s at 0.8, 1.0 and 1.2 m; {left} left", left == 0 and grows


def _band(direction, rho):
    """Lower and upper speed of the guideline's figure 16 [m/s], for 0.6 to 1.5 persons/m2."""
    if direction == "up":
        fast, slow = 0.18 * rho**2 - 0.55 * rho + 1.02, 0.01 * rho + 0.48
        wide, narrow = -0.14 * rho + 0.35, -0.02 * rho + 0.10
    else:
        fast, slow = 0.33 * rho**2 - 1.02 * rho + 1.39, -0.08 * rho + 0.67
        wide, narrow = -0.11 * rho + 0.29, -0.06 * rho + 0.14
    return np.minimum(fast - wide, slow - narrow), np.maximum(fast + wide, slow + narrow)


def _on_stair(direction):
    """Density and horizontal speed of everybody on a stair of 5 m x 2 m, once a second."""
    near, far = ("ground", "upper") if direction == "up" else ("upper", "ground")
    lines = (((12, 4), (12, 6)), ((17, 4), (17, 6)))
    if direction == "down":
        lines = lines[::-1]
    rooms = building(
        box("room", 0, 0, 10, 10, level=near),
        box("before", 10, 4, 12, 6, level=near, category="walkway"),
        box("behind", 17, 4, 19, 6, level=far, category="walkway"),
        gate("room exit", (10, 4), (10, 6), level=near),
        connector("stair", *lines, length=5.8, width=2.0),
        wide_exit("exit", (19, 4), (19, 6), level=far, main_entrance=True),
    )
    crowd = group(100, within="room", **SPREAD)
    film = record_drill(drill(rooms, crowd, horizon="10 min"), interval_s=1.0)
    samples = []
    for k in range(1, len(film.times_s)):
        x = film.positions_m[[k - 1, k], :, 0]
        here = (film.status[k] == MOVING) & (x > 12) & (x < 17)
        v = (x[1] - x[0])[here.all(axis=0)] / (film.times_s[k] - film.times_s[k - 1])
        samples += [(np.count_nonzero(here[1]) / 10, speed) for speed in v]
    return np.array(samples).reshape(-1, 2), int(np.count_nonzero(film.status[-1] != OUT))


@check(
    "RiMEA 13",
    title="Fundamental diagram on stairs",
    source="A 4, test 13, p. 42-43",
    asks="100 people from a room of 10 m x 10 m over a stair of 5 m x 2 m in plan (5.8 m along the "
    "slope), up and down; speed and density on its area in plan.",
    rule="the curves lie in the range of the guideline's figure 16, and down is faster than up",
    ours="at least half of the speeds at 0.6 to 1.5 persons/m2 in the range; down faster in "
    "every class of 0.2 persons/m2 with ten speeds or more",
)
def _stairs():
    inside, means, left = {}, {}, 0
    for direction in ("up", "down"):
        samples, stuck = _on_stair(direction)
        left += stuck
        rho, v = samples.T
        judged = (rho >= 0.6) & (rho <= 1.5)
        low, high = _band(direction, rho)
        fits = (v >= low) & (v <= high)
        inside[direction] = float(fits[judged].mean()) if judged.any() else 0.0
        classes = np.round(rho / 0.2).astype(int)
        means[direction] = {
            c: float(v[classes == c].mean())
            for c in np.unique(classes)
            if np.count_nonzero(classes == c) >= 10
        }
    shared = sorted(set(means["up"]) & set(means["down"]))
    faster = sum(means["down"][c] > means["up"][c] for c in shared)
    text = (
        f"in the range up {inside['up']:.2f}, down {inside['down']:.2f}; down faster in {faster} "
        f"of {len(shared)} classes; {left} left"
    )
    met = min(inside.values()) >= 0.5 and 0 < len(shared) == faster
    return text, met and left == 0


def route_house():
    """A ring on the upper floor, cut beside the start; stairs down and up again are shorter."""
    return building(
        space(
            "ring", (0, 0), (6.25, 0), (6.25, 2), (2, 2), (2, 18), (18, 18), (18, 2), (13.75, 2),
            (13.75, 0), (20, 0), (20, 20), (0, 20), level="upper", category="walkway",
        ),
        box("below", 5.5, -9, 14.5, -7, category="walkway"),
        box("start", -8, 0, 0, 2, level="upper", category="walkway"),
        gate("start gate", (0, 0), (0, 2), level="upper"),
        connector(
            "down", ((5.6, -7), (7.1, -7)), ((4.7, 0), (6.2, 0)), length=7.5, width=1.5
        ),
        connector(
            "up again", ((12.9, -7), (14.4, -7)), ((13.8, 0), (15.3, 0)), length=7.5, width=1.5
        ),
        wide_exit("exit", (20, 0), (20, 2), level="upper", main_entrance=True),
    )  # fmt: skip


@cache
def shorter_route():
    """Shares of 30 people who took the stairs, people left, seconds."""
    crowd = group(30, within="start", **SPREAD)
    film = record_drill(drill(route_house(), crowd, horizon="10 min"), interval_s=0.5)
    below = (film.positions_m[..., 1] < -1).any(axis=0)
    return float(below.mean()), int(np.count_nonzero(film.status[-1] != OUT)), film.times_s[-1]


@check(
    "RiMEA 14",
    title="Choice of the route",
    source="A 4, test 14, p. 44",
    asks="Two routes lead from start to goal on the upper floor: a long one on the level and a "
    "shorter one down a stair and up again; no lengths are given.",
    rule="the route that people take is documented: the shorter, the longer or both",
    ours="at least nine in ten by the shorter route; nobody left",
    departs="54 m on the level beside about 35 m by the stairs",
)
def _route():
    share, left, time = shorter_route()
    return f"{share:.2f} by the stairs, all out after {time:.0f} s; {left} left", (
        share >= 0.9 and left == 0
    )


def _wide(people, *corners, exit_line):
    start = zone("start", 0.3, 0.3, 19.7, 6)
    hall = plan(space("hall", *corners), wide_exit("exit", *exit_line, main_entrance=True), start)
    outcome = simulate(drill(hall, group(people, **SPREAD)), replications=2, seed=15)
    return float(outcome.columns["evacuation_time_s"].mean()), float(outcome.columns["stuck"].sum())


@check(
    "RiMEA 15",
    title="A large crowd round a corner",
    source="A 4, test 15, p. 45",
    asks="500 people start on 20 m x 6 m: straight 75.4 m, round a corner 34 m and 30 m, straight "
    "44 m, all 20 m wide.",
    rule="the time round the corner lies between those of the shortest and the longest straight",
    slow=True,
)
def _large_corner():
    n, down = 500, 6 + 34
    long, a = _wide(n, (0, 0), (20, 0), (20, 81.4), (0, 81.4), exit_line=((0, 81.4), (20, 81.4)))
    corner, b = _wide(
        n, (0, 0), (20, 0), (20, down), (-30, down), (-30, down - 20), (0, down - 20),
        exit_line=((-30, down - 20), (-30, down)),
    )  # fmt: skip
    short, c = _wide(n, (0, 0), (20, 0), (20, 50), (0, 50), exit_line=((0, 50), (20, 50)))
    text = f"{short:.1f} s over 44 m, {corner:.1f} s round the corner, {long:.1f} s over 75.4 m"
    stuck = a + b + c
    return f"{text}; {stuck:.0f} stuck", short <= corner <= long and stuck == 0


# The guideline's own data of test 16: persons/m and the 10th and 90th percentile of speed [m/s].
SINGLE_FILE = np.array(
    [
        (0.2, 0.90, 1.48), (0.4, 0.77, 1.43), (0.6, 0.65, 1.35), (0.8, 0.52, 1.20),
        (1.0, 0.38, 0.97), (1.2, 0.25, 0.72), (1.5, 0.11, 0.48), (1.8, 0.06, 0.35),
        (2.12, 0.03, 0.27), (2.4, 0.02, 0.23),
    ]
)  # fmt: skip


def _single_file(speed):
    """Density ahead and behind [1/m] and speed [m/s] of walkers in a corridor for one."""
    samples = []
    for per_m in (0.3, 0.6, 0.9, 1.2, 1.6, 2.0):
        places = [(1 + k / per_m, 0.3) for k in range(int(79 * per_m))]
        crowd = people_at(places, walking_speed_m_s=speed, **SPREAD)
        film = record_drill(drill(corridor(100, 0.6), crowd, horizon="25 s"), interval_s=1.0)
        frames = np.flatnonzero(film.times_s >= 8)
        for first, last in itertools.pairwise(frames):
            order = np.argsort(film.positions_m[first, :, 0])
            x = film.positions_m[first, order, 0]
            v = (film.positions_m[last, order, 0] - x) / (film.times_s[last] - film.times_s[first])
            gap = np.full(len(x), np.nan)
            gap[1:-1] = (x[2:] - x[:-2]) / 2
            here = (x >= 40) & (x < 55) & (gap > 0) & (film.status[last, order] == MOVING)
            samples += list(zip(1 / gap[here], v[here], strict=True))
    return np.array(samples)


@check(
    "RiMEA 16",
    title="Fundamental diagram in single file",
    source="A 4, test 16, p. 46-48",
    asks="A ring or a long corridor as wide as one person; speed over persons/m, for the usual "
    "speeds and for slower and faster people.",
    rule="the curve lies between the 10th and the 90th percentile of the data of the guideline; "
    "slower and faster people shift it down and up",
    ours="medians of classes of density: at least three quarters between the percentiles, each "
    "class lower than the one before by no less than -0.05 m/s",
    departs="a straight corridor of 100 m x 0.6 m, read over 40 to 55 m from 8 to 25 s",
    slow=True,
)
def _one_by_one():
    edges = np.concatenate([[0.1], (SINGLE_FILE[1:, 0] + SINGLE_FILE[:-1, 0]) / 2, [2.6]])
    curves = {}
    for speed in (0.9, 1.34, 1.6):
        rho, v = _single_file(speed).T
        classes = np.digitize(rho, edges) - 1
        curves[speed] = {
            c: float(np.median(v[classes == c]))
            for c in range(len(SINGLE_FILE))
            if np.count_nonzero(classes == c) >= 20
        }
    usual = curves[1.34]
    inside = [SINGLE_FILE[c, 1] <= v <= SINGLE_FILE[c, 2] for c, v in usual.items()]
    means = [np.mean([v for c, v in curve.items() if c in usual]) for curve in curves.values()]
    falls = np.all(np.diff(list(usual.values())) <= 0.05)
    text = "; ".join(f"{SINGLE_FILE[c, 0]:g}/m {v:.2f} m/s" for c, v in usual.items())
    shift = f"means {means[0]:.2f}, {means[1]:.2f}, {means[2]:.2f} m/s at 0.9, 1.34, 1.6 m/s"
    met = len(usual) >= 6 and np.mean(inside) >= 0.75 and falls and means[0] < means[1] < means[2]
    return f"{text}; {sum(inside)} of {len(inside)} in the range; {shift}", bool(met)
