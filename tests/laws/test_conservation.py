"""Nobody is created or lost, nobody passes a wall or a locked door."""

import numpy as np
import pytest

from asher.simulation.site import simulate
from films import find_wall_crossings, record_drill
from places import (
    HIDE,
    attack,
    box,
    drill,
    group,
    inner,
    obstacle,
    offices,
    opening,
    people_at,
    plan,
    wall,
    zone,
)

MIXED = {
    "within": "crowd",
    "walking_speed_sd_m_s": 0.26,
    "pre_movement": {"median": "6 s", "p90": "20 s"},
    "response": {"run": 0.5, "hide": 0.3, "resist": 0.05, "freeze": 0.15},
    "familiar_share": 0.5,
}
COURSES = [
    "contain-and-wait",
    "two-officer-entry",
    "four-officer-formation",
    "solo-entry",
    "stay-outside",
]


def accounted_for(outcome):
    columns = outcome.columns
    places = ("evacuated", "sheltered", "hiding_in_place", "stuck", "killed", "wounded")
    return sum(columns[name] for name in places)


def test_every_occupant_is_accounted_for_in_every_replication():
    scenario = attack(offices(), group(25, **MIXED), courses_of_action=COURSES)
    outcome = simulate(scenario, replications=40)
    assert np.all(accounted_for(outcome) == 25)
    assert np.all(outcome.columns["casualties"] > -1)
    assert np.all(
        outcome.columns["killed"] + outcome.columns["wounded"] == outcome.columns["casualties"]
    )
    by_exit = sum(outcome.exits.values())
    assert np.all(by_exit == outcome.columns["evacuated"])


@pytest.mark.parametrize("horizon", ["5 s", "20 s", "70 s"])
def test_those_who_are_cut_off_at_the_horizon_are_accounted_for(horizon):
    scenario = attack(offices(), group(25, **MIXED), horizon=horizon)
    outcome = simulate(scenario, replications=20)
    assert np.all(accounted_for(outcome) == 25)
    if horizon == "5 s":
        assert np.all(outcome.columns["unfinished"] == 1)


@pytest.mark.parametrize(("starts", "unfinished"), [("1 h", 1), ("3 min", 0)])
def test_who_was_to_start_after_the_horizon_is_cut_off(starts, unfinished):
    scenario = drill(offices(), group(5, pre_movement=starts), horizon="10 min")
    columns = simulate(scenario, replications=5).columns
    assert np.all(columns["unfinished"] == unfinished)
    assert np.all(columns["stuck"] == 5 * unfinished)


def test_a_place_with_nobody_in_it_is_over_at_once():
    columns = simulate(drill(offices(), group(0)), replications=5).columns
    assert np.all(columns["unfinished"] == 0)
    assert np.all(columns["evacuated"] == 0)


def test_nobody_passes_a_wall_an_obstacle_or_a_locked_door():
    floorplan = plan(
        box("hall", 0, 0, 12, 8),
        box("vault", 12, 0, 18, 8),
        wall((4, 2), (4, 8)),
        obstacle("pillar", 7, 3, 8, 4, see_over=False),
        obstacle("counter", 9, 5, 11, 6, see_over=True),
        opening("exit", (0, 5), (0, 6), main_entrance=True),
        inner("vault door", (12, 3.5), (12, 4.5)),
        opening("vault exit", (18, 3.5), (18, 4.5)),
        zone("crowd", 4.5, 0.5, 11.5, 7.5),
    )
    scenario = drill(
        floorplan,
        group(40, within="crowd", walking_speed_sd_m_s=0.26),
        closures=[{"opening": "vault door", "at": "0 s"}],
    )
    for replication in range(3):
        film = record_drill(scenario, replication=replication)
        assert not find_wall_crossings(film, floorplan)
        assert np.all(film.status[-1] == 6)
        x = film.positions_m[:, :, 0]
        assert np.nanmax(np.where(film.status == 2, x, 0.0)) < 12, "somebody is in the vault"
        on_pillar = (np.abs(x - 7.5) < 0.5) & (np.abs(film.positions_m[:, :, 1] - 3.5) < 0.5)
        assert not on_pillar.any()


def test_the_finder_of_wall_crossings_finds_one():
    floorplan = plan(box("room", 0, 0, 4, 4), opening("exit", (0, 1), (0, 2), main_entrance=True))
    film = record_drill(drill(floorplan, people_at([(2, 2)])))
    assert not find_wall_crossings(film, floorplan)
    film.positions_m[1:, 0] = (2.0, 6.0)
    film.level[1:] = 0
    assert find_wall_crossings(film, floorplan) == [(1, 0)]


def test_nobody_in_an_attack_passes_a_wall():
    floorplan = offices()
    scenario = attack(floorplan, group(25, **MIXED), courses_of_action=["solo-entry"])
    for replication in range(4):
        film = record_drill(scenario, replication=replication)
        assert not find_wall_crossings(film, floorplan)


def test_the_hazard_never_enters_a_room_that_is_locked():
    # Those in the offices lock them as soon as they notice; the hazard looks for a way everywhere.
    floorplan = offices(lock_delay_s=0.0)
    hiding = {"response": HIDE, "walking_speed_m_s": 2.0}
    people = people_at([(3, 9), (13, 9), (3, 11), (13, 11)], **hiding)
    scenario = attack(
        floorplan,
        people,
        people_at([(8, 4)], name="met"),  # there the attack begins
        hazard={"duration": "10 min", "dwell": "2 s", "casualty_rate_per_min": 0},
        courses_of_action=["stay-outside"],
    )
    for replication in range(5):
        film = record_drill(scenario, replication=replication)
        locked = [event.time_s for event in film.events if event.kind == "locked"]
        assert len(locked) == 2, film.events
        after = film.times_s >= max(locked)
        x, y = film.positions_m[after, -1, 0], film.positions_m[after, -1, 1]
        in_office = (y > 8.0) & ((x < 6) | (x > 10))
        assert not in_office.any()
        assert np.all(film.status[-1, :4] == 3)
        assert np.any(y > 8.0), "it never left the hall, so the locks were not put to the test"
