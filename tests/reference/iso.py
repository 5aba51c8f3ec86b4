"""ISO 20414:2020: verification tests 1 to 19."""

import numpy as np

from films import record_drill
from places import box, drill, group
from reference import nist, rimea
from reference.experiments import DOWN, LEVEL, SPREAD, UP, stair_walk
from reference.imo import flow_at_densities
from reference.measures import OUT, building, connector, flow, passed, spawn, wide_exit
from reference.rimea_crowds import shorter_route
from reference.suite import check, not_possible

rimea.pre_movement.again(
    "ISO 1",
    "ours",
    title="Pre-movement times",
    asks="Ten people in a room of 8 m x 5 m with an exit of 1 m and times of a distribution.",
    rule="start times follow the stated distribution",
)


nist.corridor.again("ISO 2")


@check(
    "ISO 3",
    title="Speed on stairs",
    asks="One person on a stair of 10 m, by the factor of speed of the program.",
    rule="the time follows from the speed on the stair",
    ours=f"at {LEVEL} m/s on the level 10 m / {UP} m/s up and 10 m / {DOWN} m/s down, within 3 %",
)
def _stairs():
    up, down = stair_walk("up", 10, LEVEL), stair_walk("down", 10, LEVEL)
    met = abs(up * UP / 10 - 1) <= 0.03 and abs(down * DOWN / 10 - 1) <= 0.03
    return f"{up:.2f} s up ({10 / UP:.2f}), {down:.2f} s down ({10 / DOWN:.2f})", met


nist.corner.again("ISO 4", asks="Twenty people round a left turn in a corridor 2 m wide.")


nist.demographics.again("ISO 5", title="Demographics")


nist.counter_flow.again(
    "ISO 6",
    "asks",
    ours="means of three runs; nobody is left anywhere after 15 min",
)


nist.disability.again("ISO 7", "asks", title="Overtaking people with movement disabilities")


nist.assigned.again("ISO 8", "asks", departs="")


nist.closing_exit.again("ISO 9", "asks", "ours", rule="the exit that closed is not used")


nist.congestion.again(
    "ISO 10",
    title="Congestion before a stair",
    asks="150 people in a room of 8 m x 5 m, a corridor of 2 m, a stair up.",
    ours="mean density there above that in mid-corridor",
    given=(150,),
)


nist.maximum_flow.again("ISO 11", "ours", asks="100 people through an exit of 1 m.")


@check(
    "ISO 12",
    title="Flow on stairs",
    asks="100 people from a room over a stair 1.0, 1.2, 1.4, 1.6 and 1.8 m wide.",
    rule="the flow grows with the width",
    ours="up, stair of 4.24 m along the slope: a straight line through the means of three runs "
    "rises, and the widest passes more than the narrowest; nobody left",
    slow=True,
)
def _stair_flow():
    widths, flows, left = (1.0, 1.2, 1.4, 1.6, 1.8), [], 0
    for width in widths:
        low, high = 5 - width / 2, 5 + width / 2
        rooms = building(
            box("room", 0, 0, 8, 10),
            box("above", 11, low, 13, high, level="upper", category="walkway"),
            connector(
                "stair", ((8, low), (8, high)), ((11, low), (11, high)), length=4.24, width=width
            ),
            wide_exit("exit", (13, low), (13, high), level="upper", main_entrance=True),
            spawn("crowd", 0.3, 0.3, 7.7, 9.7),
        )
        scenario = drill(rooms, group(100, within="crowd", **SPREAD), horizon="10 min")
        films = [record_drill(scenario, replication=k, interval_s=0.5) for k in range(3)]
        flows.append(np.mean([flow(passed(film, 11)) for film in films]))
        left += sum(int(np.count_nonzero(film.status[-1] != OUT)) for film in films)
    text = ", ".join(f"{each:.2f}" for each in flows)
    rises = np.polyfit(widths, flows, 1)[0] > 0 and flows[-1] > flows[0]
    return f"{text} persons/s at 1.0 to 1.8 m; {left} left", bool(rises and left == 0)


@check(
    "ISO 13",
    title="Flow, density and speed in a corridor",
    asks="A corridor of 60 m x 2 m with 60, 120, 240, 360 and 480 people; speed, density and flow "
    "in its middle third.",
    rule="the relation agrees with the assumptions of the program",
    ours="speed falls with density and stays below 1.30 m/s, the mean free speed stated; the flow "
    "rises, then falls",
)
def _corridor_stream():
    rho, v, per_m = flow_at_densities().T
    peak = int(per_m.argmax())
    text = "; ".join(
        f"{a:.2f}/m2 {b:.2f} m/s {c:.2f}/(m s)" for a, b, c in zip(rho, v, per_m, strict=True)
    )
    return text, bool(np.all(np.diff(v) < 0) and v.max() <= 1.30 and 0 < peak < len(per_m) - 1)


nist.groups.again(
    "ISO 14",
    asks="As NIST Verif.2.9, with 1.55, 0.8 and 0.5 m/s.",
    given=(1.55, 0.8, 0.5),
)


not_possible(
    "ISO 15", "Social influence on the choice of exit", "as NIST Verif.3.2: nobody imitates others"
)


nist.affiliation.again("ISO 16", "asks", "ours", departs="")


@check(
    "ISO 17",
    title="Route by the layout",
    asks="Two routes lead from start to goal: a long one on the upper floor and a shorter one "
    "down a stair, along "
    "a corridor and up again.",
    rule="people take the shorter route",
    ours="at least nine in ten, nobody left",
)
def _route():
    share, left, _ = shorter_route()
    return f"{share:.2f} by the stairs; {left} left", share >= 0.9 and left == 0


not_possible("ISO 18", "Walking speed in smoke", "there is no smoke")
not_possible("ISO 19", "Incapacitation by toxic gases", "there are no gases")
