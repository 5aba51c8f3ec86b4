"""Supervisors among the first officers, who take command at once (R20, R15, R18), both scales."""

import math

import numpy as np
import pytest

from asher.kernels.codes import Care, Clock, When
from asher.scenario import Hazard, shipped_course
from asher.scenario.response import Response
from asher.simulation.population import run_races
from asher.simulation.site import simulate
from asher.simulation.terms import course_terms, hazard_terms, response_terms
from fakes import country_terms
from pairs import assert_raises, times
from places import FREEZE, attack, group, hall_with, offices, zone
from written import law, staged

command = law("incident.command")

HORIZON = 4 * 3600.0
N = 300


def scene(share, **terms):
    site, world, stream = staged(offices(), [(3, 1)], officers=4)
    clock = site.response.clock.copy()
    clock[Clock.UNIFIED_COMMAND] = 240.0, 0.0
    clock[Clock.RESCUE_TASK_FORCE] = 720.0, 0.0
    clock[Clock.RESCUE_STANDBY] = 400.0, 0.0
    site = site._replace(
        response=site.response._replace(supervisors=share, clock=clock, **terms),
        course=site.course._replace(unified=True, care=Care.TASK_FORCE),
    )
    world.incident.time[When.DISPATCH] = 40.0
    world.incident.officers.arrive_at[:] = 100.0, 130.0, 160.0, 400.0
    return site, world, stream


def test_the_first_supervisor_of_the_first_wave_takes_command_on_arrival():
    site, world, stream = scene(1.0)
    incident = world.incident
    assert command.supervisor_at(site.response, incident, stream) == 100.0
    command.draw_command(site.response, site.course, incident, stream)
    assert incident.time[When.COMMAND] == 100.0
    nobody = site.response._replace(supervisors=0.0)
    assert command.supervisor_at(nobody, incident, stream) == math.inf
    command.draw_command(nobody, site.course, incident, stream)
    assert incident.time[When.COMMAND] == 280.0
    # One who comes later than command is set up anyhow puts nothing off.
    incident.officers.arrive_at[:] += 1000.0
    command.draw_command(site.response, site.course, incident, stream)
    assert incident.time[When.COMMAND] == 280.0


@pytest.mark.parametrize(
    ("standby", "drawn", "sooner"), [(False, 760.0, 580.0), (True, 440.0, 260.0)]
)
def test_a_rescue_team_assembles_from_command_on(standby, drawn, sooner):
    """Of 720 s, 240 pass before there is command and 480 after it; of 400, 160."""
    for share, at in ((0.0, drawn), (1.0, sooner)):
        site, world, stream = scene(share)
        time = world.incident.time
        time[When.TASK_FORCE] = 760.0
        course = site.course._replace(standby=standby)
        for _ in range(2):  # as often as it is asked
            command.expect_rescue_team(site.response, course, world.incident, stream)
            assert time[When.TASK_FORCE] == pytest.approx(at)
    late = site.course._replace(care=Care.GIVE_CARE)
    time[When.TASK_FORCE] = 760.0
    command.expect_rescue_team(site.response, late, world.incident, stream)
    assert time[When.TASK_FORCE] == 760.0, "no team comes under another rule"


def run(*courses, n=N):
    scenario = attack(
        hall_with(zone("crowd", 4, 1, 18, 7)),
        group(40, within="crowd", response=FREEZE, pre_movement="50 min"),
        hazard={"casualty_rate_per_min": 12, "duration": "2 min", "dwell": "30 s",
            "entry": "back door", "fatal_share": 0.8},
        # Nobody but the team reaches the wounded for three hours.
        response={"officers": 1, "tactical_team_size": 0, "travel": "90 s", "late_entry": "3 min",
            "clear_space": "3 h", "turn_to_wounded": "3 h", "ambulance": "5 min",
            "care_round": "20 s", "rescue_task_force": "50 min", "unified_command": "45 min"},
        horizon="4 h",
        courses_of_action=[
            {"name": f"c{k}", "based_on": "solo-entry", **each} for k, each in enumerate(courses)
        ],
    )  # fmt: skip
    return simulate(scenario, replications=n, seed=7)


def led(share, **changes):
    return {"response": {"officer": {"supervisor_share": share}}, **changes}


TEAM = {"rescue": {"rule": "rescue-task-force"}}


@pytest.mark.slow
def test_a_supervisor_who_comes_first_brings_a_rescue_team_sooner_and_saves_lives():
    """The same 300 attacks, whose wounded the team reaches first of all."""
    outcome = run(TEAM, led(0.5, **TEAM), led(1, **TEAM))
    first = [times(outcome, "time_to_first_care_s", HORIZON, row) for row in range(3)]
    assert_raises(first[1], first[0])
    assert_raises(first[2], first[1])
    # Command after 90 s of travel instead of 45 min.
    cared = np.isfinite(outcome.columns["time_to_first_care_s"]).all(axis=0)
    assert np.median((first[0] - first[2])[cared]) == pytest.approx(2610.0, abs=20.0)
    assert_raises(outcome.columns["killed"][2], outcome.columns["killed"][0])
    assert_raises(
        outcome.columns["preventable_deaths"][2], outcome.columns["preventable_deaths"][0]
    )
    for name in ("casualties", "time_to_stop_s", "time_to_entry_s"):
        assert np.array_equal(outcome.columns[name][0], outcome.columns[name][2]), name


@pytest.mark.slow
def test_a_supervisor_changes_nothing_where_nobody_waits_for_command():
    outcome = run({}, led(1), n=60)
    for name, values in outcome.columns.items():
        assert np.array_equal(values[0], values[1], equal_nan=True), name


# As above: nobody but the team reaches the wounded.
LATE = {Clock.RESCUE_TASK_FORCE: 50, Clock.UNIFIED_COMMAND: 45, Clock.TURN_TO_WOUNDED: 180}


def country(share, care="rescue-task-force"):
    course = shipped_course("two-officer-entry")
    course = course.model_copy(update={"rescue": course.rescue.model_copy(update={"rule": care})})
    response = response_terms(Response(), is_attack=True)
    clock = response.clock.copy()
    for each, minutes in LATE.items():
        clock[each] = 60.0 * minutes, 0.0
    terms = country_terms(cleared_after=np.array([10_000.0, 0.0]))
    return run_races(
        hazard_terms(Hazard(profile="national"), entry=np.zeros(1, np.int32)),
        response._replace(supervisors=share, clock=clock),
        course_terms(course),
        terms,
        incidents=20_000,
        seed=4,
    )


@pytest.mark.slow
def test_without_a_plan_a_supervisor_brings_a_rescue_team_sooner_too():
    """Of 20,000 attacks; less than a twentieth of the deaths would be told."""
    without, with_one = country(0.0), country(1.0)
    cared = np.isfinite(without["first_care_s"]) & np.isfinite(with_one["first_care_s"])
    sooner = without["first_care_s"][cared] - with_one["first_care_s"][cared]
    assert np.mean(sooner > 600.0) > 0.9
    assert with_one["killed"].sum() < 0.95 * without["killed"].sum()
    assert np.array_equal(
        with_one["killed"] + with_one["wounded"], without["killed"] + without["wounded"]
    )
    same = [country(share, "officers-give-care").figures for share in (0.0, 1.0)]
    assert np.array_equal(*same)
