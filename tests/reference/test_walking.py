"""Movement standards for one person or a few: RiMEA 1, 6 and 7; NIST TN 1822 2.1 and 2.3."""
# ruff: noqa: T201 - the numbers of the standards are printed; pytest -rP shows them

import math

import numpy as np
import pytest

from asher.simulation.site import simulate
from films import find_wall_crossings, record_drill
from places import RUN, box, drill, group, opening, people_at, plan, space
from tolerance import assert_mean, assert_share


@pytest.fixture(scope="module")
def corridor():
    return plan(
        box("corridor", 0, 0, 40.5, 2),
        opening("exit", (40.5, 0), (40.5, 2), category="gate", main_entrance=True),
    )


@pytest.fixture(scope="module")
def corner():
    """A corridor of 2 m that turns left after 12 m: RiMEA 6."""
    return plan(
        space("corridor", (0, 0), (12, 0), (12, 12), (10, 12), (10, 2), (0, 2)),
        opening("exit", (10, 12), (12, 12), category="gate", main_entrance=True),
    )


def test_rimea_1_prescribed_speed_is_kept_in_a_corridor(corridor):
    # RiMEA 1: 40 m at 1.33 m/s take 26 to 34 s. On paper: 30.08 s.
    scenario = drill(corridor, people_at([(0.5, 1.0)], walking_speed_m_s=1.33))
    time = simulate(scenario, replications=1).columns["evacuation_time_s"][0, 0]
    print(f"RiMEA 1: {time:.2f} s (26 to 34 s; 40 m / 1.33 m/s = 30.08 s)")
    assert 26 <= time <= 34
    assert abs(time - 40 / 1.33) < 0.01 * 40 / 1.33


@pytest.mark.parametrize("speed", [0.5, 1.0, 1.34, 2.0])
def test_free_walk_covers_speed_times_time(corridor, speed):
    scenario = drill(corridor, people_at([(0.5, 1.0)], walking_speed_m_s=speed))
    time = simulate(scenario, replications=1).columns["evacuation_time_s"][0, 0]
    # A step and half a cell of the grid that says where the floor ends.
    assert abs(time - 40 / speed) <= 0.05 + 0.1 / speed + 0.002 * 40 / speed


def test_rimea_7_walking_speeds_follow_the_stated_law(corridor):
    # RiMEA 7: the population's speeds follow the stated distribution: mean 1.34, sd 0.26 m/s.
    walker = people_at([(0.5, 1.0)], walking_speed_sd_m_s=0.26)
    times = simulate(drill(corridor, walker), replications=1000, seed=3)
    speeds = 40 / times.columns["evacuation_time_s"][0]
    sd = speeds.std(ddof=1)
    print(f"RiMEA 7: mean {speeds.mean():.3f} m/s (1.34), sd {sd:.3f} m/s (0.26), n = 1000")
    assert_mean(speeds, 1.34)
    caught = 5 * 0.26 / math.sqrt(2 * len(speeds))
    assert abs(sd - 0.26) <= caught, f"sd {sd:.4f}; effects above {caught:.3f} are caught"


def test_nist_2_1_pre_movement_times_follow_the_stated_law(corridor):
    # TN 1822 Verif.1.1 / 2.1: the drawn times reproduce the stated distribution.
    waiting = {"pre_movement": {"median": "60 s", "p90": "120 s"}}
    beside_exit = people_at([(40.3, 1.0)], walking_speed_m_s=2.0, **waiting)
    outcome = simulate(drill(corridor, beside_exit), replications=2000, seed=3)
    times = outcome.columns["evacuation_time_s"][0] - 0.15
    shares = [np.count_nonzero(times <= limit) for limit in (60, 120)]
    print(f"NIST 2.1: {shares[0] / 2000:.3f} by 60 s (0.5), {shares[1] / 2000:.3f} by 120 s (0.9)")
    assert_share(shares[0], 2000, 0.5)
    assert_share(shares[1], 2000, 0.9)
    log_sd = math.log(2) / 1.2815515655446004
    assert_mean(np.log(times / 60), 0.0)
    caught = 5 * log_sd / math.sqrt(2 * 2000)
    assert abs(np.log(times).std(ddof=1) - log_sd) <= caught, f"above {caught:.3f} is caught"


def test_rimea_6_nobody_walks_through_the_wall_at_a_corner(corner):
    # RiMEA 6: 20 people, 6 m of the corridor; all turn the corner without passing a wall.
    places = [(0.4 + 0.6 * column, 0.3 + 0.47 * row) for column in range(5) for row in range(4)]
    film = record_drill(drill(corner, people_at(places, walking_speed_sd_m_s=0.26)))
    out = np.count_nonzero(film.status[-1] == 6)
    crossings = find_wall_crossings(film, corner)
    print(f"RiMEA 6: {out} of 20 out, {len(crossings)} steps through a wall")
    assert out == 20
    assert not crossings


def test_nist_2_3_one_person_turns_a_corner_at_the_stated_speed(corner):
    # TN 1822 2.3: walking round a corner takes neither less than the shortest way nor much more.
    scenario = drill(corner, people_at([(0.5, 1.0)], walking_speed_m_s=1.0))
    time = simulate(scenario, replications=1).columns["evacuation_time_s"][0, 0]
    # Clear of the inner corner by nothing at all, and by a metre (the middle of the corridor).
    shortest = math.hypot(9.5, 1.0) + 10.0
    middle = 10.5 + 11.0
    print(f"NIST 2.3: {time:.2f} s ({shortest:.2f} s at the wall, {middle:.2f} s in the middle)")
    assert shortest - 0.15 <= time <= middle + 0.5


def test_people_who_all_freeze_never_leave_before_they_thaw(corridor):
    frozen = {"response": {**RUN, "run": 0, "freeze": 1}}
    outcome = simulate(drill(corridor, group(1, **frozen)), replications=400, seed=2)
    walk = 40 / 1.34
    times = outcome.columns["evacuation_time_s"][0]
    # Mean time frozen 60 s; the mean way is half the corridor.
    assert times.mean() > 60 - 5 * 60 / math.sqrt(400)
    assert times.max() > 2 * walk
