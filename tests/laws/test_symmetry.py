"""A plan seen in a mirror gives the same law, and sight goes both ways."""

import numpy as np
import pytest

from asher.simulation.site import simulate
from films import record_drill
from places import attack, box, drill, group, hall_with, inner, mirrored, opening, plan, zone
from tolerance import assert_same_law

N = 250


def test_a_mirrored_plan_empties_in_the_same_time():
    floorplan = plan(
        box("hall", 0, 0, 12, 8),
        box("side", 12, 0, 18, 8),
        opening("door", (0, 5), (0, 6), main_entrance=True),
        opening("side exit", (15, 0), (16, 0)),
        inner("between", (12, 3), (12, 4)),
        zone("crowd", 3, 1, 17, 7),
    )
    people = group(30, walking_speed_sd_m_s=0.26)
    left, right = (
        simulate(drill(each, people), replications=N, seed=seed)
        for each, seed in ((floorplan, 1), (mirrored(floorplan), 2))
    )
    for name in ("evacuation_time_s",):
        assert_same_law(left.columns[name][0], right.columns[name][0])
    for name in left.exits:
        assert_same_law(left.exits[name][0], right.exits[name][0])


@pytest.mark.slow
def test_an_attack_in_a_mirrored_plan_follows_the_same_law():
    # Without two corners equally far from all doors: of such the first is searched first.
    lock = {"lockable": True, "lock_delay_s": 4.0}
    floorplan = hall_with(
        box("west office", 0, 8, 6, 12, category="office"),
        box("east office", 10, 8, 16, 12, category="office"),
        inner("west door", (4, 8), (5, 8), **lock),
        inner("east door", (11, 8), (12, 8), **lock),
        zone("crowd", 2, 1, 14, 7),
        length=16,
        west=(1.3, 2.7),
        east=(5.5, 6.5),
    )
    people = group(
        20,
        within="crowd",
        pre_movement={"median": "6 s", "p90": "20 s"},
        response={"run": 0.6, "hide": 0.3, "resist": 0, "freeze": 0.1},
    )
    hazard = {"entry": "main entrance", "casualty_rate_log_sd": 1.0}
    left, right = (
        simulate(attack(each, people, hazard=hazard), replications=600, seed=seed)
        for each, seed in ((floorplan, 1), (mirrored(floorplan), 2))
    )
    for name in ("casualties", "sheltered", "evacuated", "time_to_stop_s", "officers_wounded"):
        assert_same_law(left.columns[name][0], right.columns[name][0])


def test_an_order_of_groups_changes_no_law():
    floorplan = plan(
        box("hall", 0, 0, 12, 8),
        opening("door", (0, 3.4), (0, 4.6), main_entrance=True),
        zone("crowd", 3, 1, 11, 7),
    )
    fast, slow = (group(12, name=str(speed), walking_speed_m_s=speed) for speed in (1.6, 0.9))
    times = [
        simulate(drill(floorplan, *order), replications=N, seed=seed).columns["evacuation_time_s"]
        for seed, order in enumerate(((fast, slow), (slow, fast)))
    ]
    assert_same_law(times[0][0], times[1][0])


def test_a_place_far_from_the_origin_changes_nothing_but_rounding():
    def hall(x, y):
        return plan(
            box("hall", x, y, x + 12, y + 8),
            opening("door", (x, y + 3.4), (x, y + 4.6), main_entrance=True),
            zone("crowd", x + 3, y + 1, x + 11, y + 7),
        )

    people = group(20)
    near, far = (
        simulate(drill(hall(*at), people), replications=N, seed=seed)
        for seed, at in enumerate(((0, 0), (500.0, -300.0)))
    )
    assert_same_law(near.columns["evacuation_time_s"][0], far.columns["evacuation_time_s"][0])


def test_people_start_evenly_over_the_floor():
    floorplan = plan(
        box("hall", 0, 0, 16, 8), opening("door", (0, 3.4), (0, 4.6), main_entrance=True)
    )
    scenario = drill(floorplan, group(10, pre_movement="10 s"), horizon="1 s")
    at = np.concatenate([record_drill(scenario, replication=k).positions_m[0] for k in range(60)])
    # 600 places, uniform between 0.25 m from the walls: z = 5 catches a shift of 0.95 m and 0.45 m.
    assert abs(at[:, 0].mean() - 8) < 5 * 15.5 / np.sqrt(12 * 600)
    assert abs(at[:, 1].mean() - 4) < 5 * 7.5 / np.sqrt(12 * 600)
