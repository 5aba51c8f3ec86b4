"""Doors to the outside that lock at the alarm (R13): who gets out, and when officers come in.

The same incidents with and without. A mean difference counts when it is more than five of its
standard errors from zero, which is the smallest effect it would catch.
"""

import math

import numpy as np
import pytest

from asher.errors import SimulationError
from asher.kernels.codes import Clock, When
from asher.scenario import CourseOfAction
from asher.scenario.combinations import find_contradictions
from asher.simulation.parameters import parameters
from asher.simulation.population import simulate_population
from asher.simulation.site import simulate
from pairs import assert_raises
from places import attack, frozen, group, offices
from written import law, started

BUTTON = {"alarm_button": True}
OUTER = {"alarm_button": True, "locks_outer_doors": True}
FIGHTS = {"suicide": 0, "surrenders": 0, "subdued": 0, "fights": 1, "barricades": 0}
GOES_ON = {"duration": "40 min", "dwell": "40 min", "on_contact": FIGHTS, "entry": "main entrance"}
TICK_S = 0.25


def course(name, **notice):
    return {"name": name, "based_on": "two-officer-entry", "notice": notice}


def run(people, *courses, n=200, hazard=GOES_ON, **response):
    scenario = attack(
        offices(),
        people,
        hazard=hazard,
        courses_of_action=list(courses or (course("button", **BUTTON), course("outer", **OUTER))),
        response={"alarm": "10 s", "lock_doors": "5 s", "outer_door": "90 s", **response},
    )
    return simulate(scenario, replications=n, seed=4).columns


def test_officers_open_an_outer_door_in_the_time_stated_and_people_are_hurt_meanwhile():
    columns = run(frozen())
    assert columns["time_to_arrival_s"][0].tobytes() == columns["time_to_arrival_s"][1].tobytes()
    later = columns["time_to_entry_s"][1] - columns["time_to_entry_s"][0]
    # The time that the door takes, to the tick.
    assert np.all(np.abs(later - 90.0) <= TICK_S)
    assert_raises(columns["casualties"][0], columns["casualties"][1])


def test_officers_who_come_before_doors_lock_lose_no_time():
    columns = run(frozen(), lock_doors="5 min", n=30)
    for name, rows in columns.items():
        # One look more at the clock, when doors lock, may shift the next by a part of a tick.
        np.testing.assert_allclose(rows[0], rows[1], rtol=1e-3, atol=TICK_S, err_msg=name)


def test_people_inside_push_the_doors_open_as_ever():
    columns = run(group(60, within="crowd"), hazard={"casualty_rate_per_min": 0.001}, n=60)
    for name in ("evacuated", "evacuation_time_s", "casualties"):
        assert columns[name][0].tobytes() == columns[name][1].tobytes(), name
    assert np.all(columns["evacuated"][1] == 60)


def test_all_officers_go_in_by_the_door_that_one_has_begun_to_open():
    scenario = attack(
        offices(),
        frozen(3),
        courses_of_action=[course("outer", **OUTER)],
        response={"officers": 2},
    )
    site, world, stream = started(scenario)
    incident, people = world.incident, world.people
    site.response.clock[Clock.OUTER_DOOR] = 90.0, 0.0
    locking, response = law("incident.locking"), law("incident.response")
    incident.time[When.ALARM] = 5.0
    site.response.clock[Clock.LOCK_DOORS] = 7.0, 0.0
    locking.lock_at_alarm(site, incident, stream, 6.0)
    names = [each.name for each in scenario.floorplan.openings]

    def shut(now):
        return [name for o, name in enumerate(names) if locking.is_shut(site, incident, o, now)]

    assert not shut(6.0)
    assert shut(12.0) == ["main entrance", "back door"]

    incident.officers.enter_at[:] = math.inf
    incident.officers.enter_at[:2] = 20.0, 60.0
    response.advance_entries(site, world, stream, 20.0)
    main, back = names.index("main entrance"), names.index("back door")
    assert incident.doorways.opens_at[main] == 110.0
    # The second is told of the east office, and goes in with the first all the same.
    incident.radios.known_space[:] = 3
    response.advance_entries(site, world, stream, 109.0)
    assert incident.doorways.opens_at[back] == math.inf
    assert np.all(people.space[3:5] == -1)
    response.advance_entries(site, world, stream, 110.0)
    assert people.x[3:5].tolist() == pytest.approx([0.3, 0.3])


def test_what_cannot_be_is_refused():
    stated = {"courses_of_action": [course("a", locks_outer_doors=True)]}
    (fault,) = find_contradictions(stated, offices())
    assert "nothing raises it" in fault.found
    # No room need lock.
    stated = {"courses_of_action": [course("a", **OUTER)]}
    assert list(find_contradictions(stated, offices(lockable=False))) == []
    values = {each.name: each.median for each in parameters()}
    with pytest.raises(SimulationError, match="locks_outer_doors needs one"):
        simulate_population(
            values, incidents=2, seed=3, course=CourseOfAction.model_validate(course("a", **OUTER))
        )
