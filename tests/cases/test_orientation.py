"""A plan turned, mirrored or moved is the same plan: people leave it at the same times."""

import functools

import numpy as np
import pytest

from cases.drawing import crowd, neck, placed
from cases.verdicts import leaving_times, run
from films import record_drill
from pace import ends, slow
from places import box, drill, inner, obstacle, opening, people_at, plan, zone
from tolerance import assert_mean

PAIRS = 200
PLACINGS = {
    "turned by 17 degrees": {"degrees": 17},
    "turned by 30 degrees": {"degrees": 30},
    "turned by 45 degrees": {"degrees": 45},
    "turned by 90 degrees": {"degrees": 90},
    "turned by 180 degrees": {"degrees": 180},
    "mirrored": {"mirror": True},
    "mirrored and turned by 30 degrees": {"mirror": True, "degrees": 30},
    "moved by 0.07 m": {"move": (0.07, 0.07)},
    "moved by 90 km": {"move": (90_000.0, -90_000.0)},
}


def venue():
    """A hall with a table, a corridor and a side room; two exits at opposite ends."""
    return [
        box("hall", 0, 0, 14, 10),
        box("corridor", 14, 4, 24, 6),
        box("side", 14, 6, 20, 12),
        inner("hc", (14, 4.4), (14, 5.6)),
        inner("sc", (17, 6), (18, 6)),
        opening("main", (24, 4.5), (24, 5.5), main_entrance=True),
        opening("back", (0, 7), (0, 8)),
        obstacle("table", 5, 4, 8, 5, see_over=True),
        zone("z", 1, 1, 13, 9),
        zone("zs", 15, 7, 19, 11),
    ]


def scenario_of(name, **placing):
    if name == "neck":
        return drill(placed(plan(*neck()), **placing), crowd(20, within="crowd"))
    groups = (crowd(20, name="a", within="z"), crowd(8, name="b", within="zs"))
    return drill(placed(plan(*venue()), **placing), *groups)


@functools.cache
def drawn_as_it_stands(name):
    outcome = run(scenario_of(name), replications=PAIRS)
    assert np.all(outcome.columns["stuck"] == 0)
    return outcome.columns["evacuation_time_s"][0], outcome.exits


@pytest.mark.statistical
@pytest.mark.parametrize("name", ["neck", slow("venue")])
@pytest.mark.parametrize("how", ends(PLACINGS))
def test_the_evacuation_time_does_not_hang_on_how_a_plan_lies(name, how):
    before, exits = drawn_as_it_stands(name)
    outcome = run(scenario_of(name, **PLACINGS[how]), replications=PAIRS)
    assert np.all(outcome.columns["stuck"] == 0)
    # Starts are drawn in the plan's own coordinates, so pairs need not be the same incident; the
    # difference of independent means is at most as sharp as that of pairs.
    assert_mean(outcome.columns["evacuation_time_s"][0] - before, 0.0, z=4.0)
    for exit_, people in exits.items():
        assert_mean(outcome.exits[exit_][0] - people[0], 0.0, z=4.0)


@pytest.mark.slow
@pytest.mark.statistical
@pytest.mark.parametrize("degrees", [slow(0), 30, slow(90)])
@pytest.mark.parametrize("mirror", [False, slow(True)])
def test_the_high_side_of_a_door_is_no_later_than_the_low_side(degrees, mirror):
    # The room is its own mirror image about the middle of the door; seen from each person, only
    # the side differs. The mean leaving time of those who start above is that of those below.
    features = neck()[:-1]
    sides = [zone("low side", 6, 1, 11.5, 5.5), zone("high side", 6, 6.5, 11.5, 11)]
    drawn = placed(plan(*features, *sides), degrees=degrees, mirror=mirror)
    scenario = drill(
        drawn,
        crowd(25, name="low", within="low side"),
        crowd(25, name="high", within="high side"),
    )
    differences = []
    for replication in range(60):
        left = leaving_times(record_drill(scenario, replication=replication))
        differences.append(left[25:].mean() - left[:25].mean())
    assert_mean(differences, 0.0, z=4.0)


@pytest.mark.slow
def test_a_mirror_image_of_the_people_leaves_at_the_same_times():
    # Exact places and no spread of speeds: what is left to chance is how ties are broken.
    rng = np.random.default_rng(5)
    differences = []
    for _ in range(60):
        places = np.column_stack([rng.uniform(4, 11, 16), rng.uniform(1, 11, 16)])
        mirrored = np.column_stack([places[:, 0], 12 - places[:, 1]])
        both = [drill(plan(*neck()), people_at(at.tolist())) for at in (places, mirrored)]
        low, high = (run(each, replications=1).columns["evacuation_time_s"][0, 0] for each in both)
        differences.append(high - low)
    assert_mean(differences, 0.0, z=4.0)
