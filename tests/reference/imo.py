"""IMO MSC.1/Circ.1533, Annex 3: verification tests 1 to 12."""

import numpy as np
from scipy import stats

from films import record_drill
from places import drill, group
from reference import nist, rimea
from reference.experiments import (
    DOWN,
    LEVEL,
    MEN,
    UP,
    free_speeds,
    stair_walk,
)
from reference.measures import along, filled_corridor
from reference.suite import check

nist.corridor.again(
    "IMO 1",
    title="Stated speed in a corridor",
    asks="One person at 1 m/s down a corridor 2 m wide and 40 m long.",
)


@check(
    "IMO 2",
    title="Stated speed up a stair",
    asks="One person at 1 m/s up a stair 2 m wide and 10 m long along the slope.",
    rule="10 s",
    ours=f"within 3 %, six steps of the clock; {LEVEL / UP:.2f} m/s on the level make 1 m/s up",
    given=("up", UP),
)
def _stair(direction, pace):
    time = stair_walk(direction, 10, LEVEL / pace)
    return f"{time:.2f} s", abs(time - 10) <= 0.3


_stair.again(
    "IMO 3",
    title="Stated speed down a stair",
    asks="As test 2, down.",
    ours=f"within 3 %; {LEVEL / DOWN:.2f} m/s on the level make 1 m/s down",
    given=("down", DOWN),
)


nist.maximum_flow.again(
    "IMO 4",
    "ours",
    title="Flow through an exit",
    asks="100 people in a room of 8 m x 5 m with an exit of 1 m in the middle of the 5 m wall.",
    rule="no more than 1.33 persons/s over the whole time",
)


rimea.pre_movement.again(
    "IMO 5",
    "ours",
    title="Response time",
    asks="Ten people in that room; response times uniform between 10 and 100 s.",
)


nist.corner.again(
    "IMO 6",
    asks="Twenty people come to a left-hand corner.",
)


@check(
    "IMO 7",
    title="Population demographics",
    asks="50 people of one row of table 3.4, here men of 30 to 50 years: speeds uniform between "
    "0.97 and 1.62 m/s.",
    rule="the speeds simulated agree with the table",
    ours="within these bounds, Kolmogorov-Smirnov p above 0.01",
    departs="500 single walkers instead of 50",
)
def _demographics():
    found = free_speeds(500, **MEN)
    p = float(stats.kstest(found, stats.uniform(0.97, 0.65).cdf).pvalue)
    text = f"{found.min():.3f} to {found.max():.3f} m/s, p = {p:.2f}"
    return text, found.min() >= 0.965 and found.max() <= 1.625 and p > 0.01


nist.counter_flow.again(
    "IMO 8",
    asks="Two rooms of 10 m x 10 m joined by a corridor of 10 m x 2 m; 100 men of 30 to 50 years "
    "go over while 0, 10, 50 and 100 come the other way.",
    rule="the time grows with the number who come the other way",
    ours="means of three runs; nobody is left anywhere after 15 min",
)


rimea.two_of_four_doors.again(
    "IMO 9",
    asks="1,000 people in a room of 30 m x 20 m with four doors of 1 m; then two of them closed.",
    rule="about twice as long with two doors",
    ours="1.6 to 2.4 times as long, nobody left, a quarter (+- 0.05) by each of four doors; doors "
    "7 m from the corners",
    given=(30, 20, 7),
)


rimea.assigned.again(
    "IMO 10",
    asks="23 people in twelve cabins along a corridor, each with a main or a secondary exit.",
    rule="everybody goes to the exit assigned",
    departs="cabin 3 is the passage to the main exit",
)


nist.congestion.again(
    "IMO 11",
    title="Stair",
    asks="150 men of 30 to 50 years in a room of 8 m x 5 m, a corridor of 12 m x 2 m, a stair up.",
    given=(150,),
)


def flow_at_densities():
    """Density and flow amid a corridor of 60 m x 2 m filled evenly: 1/m2 and 1/(m s)."""
    corridor = filled_corridor(60, 2)
    points = []
    for count in (60, 120, 240, 360, 480):
        film = record_drill(drill(corridor, group(count, **MEN), horizon="15 s"), interval_s=1.0)
        points.append(along(film, (20, 0, 40, 2), (3, 12)))
    return np.array(points)


@check(
    "IMO 12",
    title="Flow and density",
    asks="A corridor without obstacles at moderate and at very high density.",
    rule="the flow is generally smaller at very high density than at moderate",
    ours="60 m x 2 m; flow at 4 persons/m2 at the start below the greatest of those at 0.5 to 3",
)
def _flow_and_density():
    points = flow_at_densities()
    text = "; ".join(f"{rho:.2f}/m2 {flow:.2f}/(m s)" for rho, _, flow in points)
    return text, bool(points[-1, 2] < points[:-1, 2].max())
