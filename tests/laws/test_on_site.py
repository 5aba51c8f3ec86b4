"""People on site: what they do besides engaging, on paired incidents (R7, R8, R10, R11).

Each test compares two runs of the same incidents. A mean difference counts when it is more than
five of its standard errors from zero, which is the smallest effect it would catch.
"""

import numpy as np
import pytest

from asher.scenario.courses import shipped_course
from asher.scenario.parts.on_site import OnSite
from asher.scenario.parts.setting import Around
from asher.simulation.arrays import build_site
from asher.simulation.recording import STATUSES, Frames, record
from asher.simulation.site import simulate
from pairs import assert_raises
from places import (
    FREEZE,
    NOBODY_TELLS,
    RUN,
    attack,
    box,
    group,
    hall_with,
    inner,
    met,
    opening,
    plan,
    post,
    zone,
)

pytestmark = pytest.mark.slow

FIGHTS = {"on_contact": {"suicide": 0, "surrenders": 0, "subdued": 0, "fights": 1}}
GOES_ON = {**FIGHTS, "duration": "40 min", "dwell": "40 min", "entry": "back door"}
DEAF = {"recognition_db": 100, **NOBODY_TELLS}  # people learn by seeing, and are told by guards
HORIZON = 3600.0


def course(*on_site, **parts):
    return {"based_on": "two-officer-entry", "on_site": list(on_site), **parts}


def scenario_of(*courses, floorplan, occupants, **changes):
    named = [{**each, "name": f"c{k}"} for k, each in enumerate(courses)]
    groups = [occupants] if isinstance(occupants, dict) else occupants
    return attack(floorplan, *groups, **({"courses_of_action": named} | changes))


def run(*courses, n=300, **changes):
    """Run courses of action on the same incidents; gives one row a course."""
    return simulate(scenario_of(*courses, **changes), replications=n, seed=7)


def rows(outcome, metric):
    """One row of values a course of action."""
    values = outcome.columns[metric]
    return np.where(np.isnan(values), HORIZON, values)


def assert_same(outcome, first=0, second=1):
    for name, values in outcome.columns.items():
        assert np.array_equal(values[first], values[second], equal_nan=True), name


# R7: unarmed guards.


def two_halls():
    """The attack begins in the east hall; the west hall sees of it what a gate lets through."""
    return plan(
        box("east hall", 0, 0, 20, 8, category="lobby"),
        box("west hall", -20, 0, 0, 8, category="lobby"),
        inner("gate", (0, 3.3), (0, 4.7), category="gate"),
        opening("back door", (20, 3.5), (20, 4.5)),
        opening("main entrance", (-20, 3.3), (-20, 4.7), main_entrance=True),
        zone("crowd", -12, 5.6, -1, 7.6),
        post("gate post", -2.4, 3.8, -2.0, 4.2),
        post("hidden post", -15, 6.4, -14.6, 6.8),
        post("near post", 16.0, 6.4, 16.4, 6.8),
    )


def test_a_guard_who_warns_lets_those_around_know_and_spares_them():
    guard = {"kind": "unarmed-guard", "post": "gate post", "reports": False}
    hazard = {"entry": "back door", "duration": "3 min", "dwell": "15 s"}
    outcome = run(
        course({**guard, "warns": True}), course(guard), floorplan=two_halls(), hazard=hazard,
        occupants=group(16, within="crowd", pre_movement="6 s"), response=DEAF,
    )  # fmt: skip
    assert_raises(*rows(outcome, "casualties"))
    assert_raises(*rows(outcome, "evacuated")[::-1])


def test_a_guard_who_does_not_know_warns_nobody():
    guard = {"kind": "unarmed-guard", "post": "hidden post"}
    hazard = {"entry": "back door", "duration": "20 s", "dwell": "40 min"}
    outcome = run(
        course({**guard, "warns": True}), course(guard), floorplan=two_halls(), hazard=hazard,
        occupants=[group(16, within="crowd", pre_movement="6 s"), met("east hall")],
        response=DEAF, n=40,
    )  # fmt: skip
    assert_same(outcome)


def classrooms(**lock):
    """A corridor with six classrooms; the hazard comes in by a lobby behind a closed door."""
    rooms, doors = [], []
    for k in range(6):
        x, y = 6.0 * (k % 3), 0.0 if k < 3 else 8.0
        rooms.append(box(f"room {k}", x, y, x + 6, y + 5, category="classroom", capacity=30))
        edge = 5.0 if k < 3 else 8.0
        doors.append(inner(f"door {k}", (x + 2, edge), (x + 3, edge), **lock))
    return plan(
        *rooms,
        box("corridor", 0, 5, 18, 8, category="corridor"),
        box("lobby", 18, 3, 26, 10, category="lobby"),
        *doors,
        inner("lobby door", (18, 6), (18, 7)),
        opening("main entrance", (0, 5.8), (0, 7.2), main_entrance=True),
        opening("back door", (26, 6), (26, 7)),
        post("corridor post", 0.6, 7.2, 1.0, 7.6),
    )


def locking(locks, floorplan, n):
    guard = {"kind": "unarmed-guard", "post": "corridor post"}
    pupils = group(60, within=[f"room {k}" for k in range(6)], response=FREEZE, pre_movement="1 h")
    hazard = {"entry": "back door", "duration": "5 min", "dwell": "20 s"}
    return run(
        course({**guard, "locks_doors": locks}), course({**guard, "locks_doors": False}), n=n,
        floorplan=floorplan, occupants=[pupils, met("lobby")], hazard=hazard,
        response={"travel": "10 min"},
    )  # fmt: skip


def test_a_guard_who_locks_doors_shelters_those_behind_them():
    outcome = locking(True, classrooms(lockable=True, lock_delay_s=4.0), 200)
    assert_raises(*rows(outcome, "casualties"))
    assert_raises(*rows(outcome, "sheltered")[::-1])


def test_a_guard_locks_no_door_that_does_not_lock():
    assert_same(locking(True, classrooms(), 40))


def delaying(post="near post", rate=1.0, **guard):
    guard = {"kind": "unarmed-guard", "post": post, "reports": False, **guard}
    hazard = {"entry": "back door", "duration": "3 min", "dwell": "4 s"}
    return {
        "floorplan": two_halls(),
        "hazard": hazard | {"casualty_rate_per_min": rate},
        "occupants": group(16, within="crowd", pre_movement="45 s", response=RUN),
    }, course(guard)


def test_a_guard_who_delays_the_attack_spares_others():
    setting, long = delaying(delay="60 s", delay_chance=1)
    _, never = delaying(delay="60 s", delay_chance=0)
    outcome = run(long, never, delaying()[1], **setting, n=600)
    # Those who get out are counted without the guard, who is in sight for longer.
    assert_raises(*rows(outcome, "evacuated")[1::-1])
    assert_same(outcome, 1, 2)


def test_a_guard_who_is_hit_is_counted_apart_and_among_the_casualties():
    setting, guard = delaying(rate=6.0)
    outcome = run(guard, course(), **setting, n=200)
    hit, nobody = rows(outcome, "on_site_hit")
    assert set(hit) == {0.0, 1.0}
    assert not nobody.any()
    occupants = rows(outcome, "casualties")[0] - hit
    assert np.all((occupants >= 0) & (occupants <= 16))


def test_a_guard_who_is_far_away_delays_nothing():
    setting, far = delaying(post="gate post", delay="60 s", delay_chance=1)
    setting["hazard"]["dwell"] = "40 min"
    outcome = run(far, delaying(post="gate post")[1], **setting, n=40)
    assert_same(outcome)


@pytest.mark.parametrize("rate", [0.001, 12.0])
def test_the_hazard_stays_while_the_guard_delays_it_or_until_the_guard_is_hit(rate):
    setting, delays = delaying(rate=rate, delay="40 s", delay_chance=1)
    scenario = scenario_of(delays, **setting)
    down = [STATUSES.index(name) for name in ("wounded", "dead")]
    left = []
    for k in range(40):
        seen = record(scenario, course="c0", replication=k, frames=Frames(0.5))
        guard = np.flatnonzero(seen.on_site)[0]
        hit = np.isin(seen.status[:, guard], down)
        until = seen.times_s[hit][0] if hit.any() else np.inf
        moved = np.hypot(*(seen.positions_m[:, -1] - seen.positions_m[4, -1]).T) > 0.1
        left.append((seen.times_s[moved][0] if moved.any() else np.inf, until))
    moved, until = np.array(left).T
    # It is delayed from the first second on, and its next move was due at 4 s.
    assert np.all(moved > np.minimum(until, 40.0))
    if rate < 1.0:
        assert np.all(np.isfinite(moved) & (moved < 50.0))
    else:
        assert np.mean(moved < 40.0) > 0.9


# R8: armed guards on patrol.


def three_rooms():
    """Three halls in a row, the attack in the first, and a post in the first and the last."""
    return plan(
        *(box(f"hall {k}", 20 * k, 0, 20 * k + 20, 8, category="lobby") for k in range(3)),
        *(inner(f"door {k}", (20 * k + 20, 3.5), (20 * k + 20, 4.5)) for k in range(2)),
        opening("back door", (0, 3.5), (0, 4.5)),
        opening("main entrance", (60, 3.3), (60, 4.7), main_entrance=True),
        zone("crowd", 4, 1, 18, 7),
        post("near post", 12, 6.0, 12.4, 6.4),
        post("far post", 50, 6.0, 50.4, 6.4),
    )


def guards():
    guard = {"kind": "armed-guard", "engages_share": 1, "ready": "3 s"}
    near, far = ({**guard, "post": name} for name in ("near post", "far post"))
    return near, far, {**guard, "patrol": ["hall 0", "hall 1", "hall 2"]}


def test_a_guard_on_patrol_comes_later_than_one_nearby_and_sooner_than_one_far_off():
    near, far, patrol = guards()
    outcome = run(
        course(near), course(patrol), course(far), floorplan=three_rooms(), n=300,
        hazard={**GOES_ON, "hit_chance": 0, "casualty_rate_per_min": 0.01},
        occupants=group(12, within="crowd", response=FREEZE, pre_movement="1 h"),
        officer={"hit_chance": 0.9, "hit_chance_under_fire": 0.9},
    )  # fmt: skip
    stop = rows(outcome, "time_to_stop_s")
    assert_raises(stop[0], stop[1])
    assert_raises(stop[1], stop[2])


def test_a_guard_on_patrol_starts_anywhere_along_it_and_walks_on_until_the_attack_is_known():
    patrol = guards()[2]
    away = course({**patrol, "patrol": ["hall 1", "hall 2"]})
    lone = group(1, within="hall 2", response=FREEZE, pre_movement="1 h")

    def seen(k, duration):
        # One person is shot at, and nobody else hears.
        hazard = {**GOES_ON, "duration": duration}
        scenario = scenario_of(
            away, floorplan=three_rooms(), occupants=[lone, met("hall 0")], hazard=hazard,
            response=DEAF | {"travel": "30 min"},
        )  # fmt: skip
        recording = record(scenario, course="c0", replication=k, frames=Frames(2.0))
        return recording.positions_m[:, np.flatnonzero(recording.on_site)[0], 0]

    for k in range(3):
        x = seen(k, "5 min")
        assert np.abs(np.diff(x)).max() <= 2.0 * 1.7
        assert set(x // 20) == {1.0, 2.0}
        assert np.sum(np.diff(x // 20) != 0) > 6
    begins = [seen(k, "1 s")[0] > 40.0 for k in range(100)]
    # Half of 100, within five standard errors of 0.05.
    assert abs(np.mean(begins) - 0.5) < 0.25


def test_a_guard_who_warns_lets_those_know_whom_the_way_out_leads_past():
    """People two rooms away, who hear and see nothing; the guard flees through theirs."""
    guard = {"kind": "unarmed-guard", "post": "near post", "reports": False}
    outcome = run(
        course({**guard, "warns": True}), course(guard), floorplan=three_rooms(),
        hazard={**GOES_ON, "hit_chance": 0, "casualty_rate_per_min": 0.01, "duration": "3 min"},
        occupants=group(12, within="hall 2", response=RUN, pre_movement="6 s"), response=DEAF,
    )  # fmt: skip
    assert_raises(*rows(outcome, "never_knew"))
    assert_raises(*rows(outcome, "evacuated")[::-1])


def test_what_people_on_site_would_do_changes_nothing_where_they_are_not():
    duties = (
        {"kind": "unarmed-guard", "warns": True, "locks_doors": True, "delay": "1 min"},
        {"kind": "armed-guard", "patrol": ["hall 0", "hall 1"], "warns": True},
        {"kind": "school-marshal", "store": "hall 1", "first": "shelter"},
        {"kind": "off-duty-officer", "identifies_share": 0.5},
    )
    outcome = run(
        *(course({**each, "engages_share": 0}) for each in duties), course(), n=40,
        floorplan=three_rooms(), hazard=GOES_ON, occupants=group(12, within="crowd"),
        response={"mistaken_identity_chance": 1},
    )  # fmt: skip
    for k in range(len(duties)):
        assert_same(outcome, k, len(duties))


# R10: a weapon that is locked away.


def test_a_marshal_walks_to_the_weapon_and_shelters_first_by_rule():
    place = hall_with(
        box("office", 0, 8, 6, 12, category="classroom", capacity=6),
        box("corridor", 0, -4, 60, 0, category="corridor"),
        box("far room", 54, -8, 60, -4, category="storage"),
        inner("office door", (2.5, 8), (3.5, 8), lockable=True, lock_delay_s=4.0),
        inner("corridor door", (2, 0), (3, 0)),
        inner("far door", (56, -4), (57, -4)),
        zone("crowd", 4, 1, 18, 7),
        post("post", 3.0, 5.6, 3.4, 6.0),
    )
    marshal = {"kind": "school-marshal", "engages_share": 1, "ready": "2 s", "post": "post"}
    here = {**marshal, "store": "office"}
    tried = (
        marshal, here, {**here, "first": "shelter"}, {**marshal, "store": "far room"},
        {**marshal, "store": "far room", "first": "shelter"},
    )  # fmt: skip
    outcome = run(
        *(course(each) for each in tried), floorplan=place, n=100,
        hazard={**GOES_ON, "hit_chance": 0, "casualty_rate_per_min": 0.01},
        occupants=group(12, within="crowd", response=FREEZE, pre_movement="1 h"),
        response={"call": "10 min", "call_from_outside": "10 min"},
        officer={"hit_chance": 0.9, "hit_chance_under_fire": 0.9},
    )  # fmt: skip
    stop = rows(outcome, "time_to_stop_s")
    assert_raises(stop[0], stop[1])
    assert_raises(stop[1], stop[2])
    assert_raises(stop[1], stop[3])
    assert_raises(stop[3], stop[4])
    # From the post to the store are some 63 m, walked at 1.6 m/s both ways, but for the last steps.
    assert 70 < np.median(stop[3] - stop[0]) < 85


# R11: armed people whom police meet.


def meeting(chance, person, **response):
    response = {"mistaken_identity_chance": chance, "friendly_fire_chance": 0} | response
    quiet = {**GOES_ON, "casualty_rate_per_min": 0.01, "duration": "20 min", "entry": "back door"}
    person = {"count": 4, "engages_share": 1, "ready": "3 s", "goes_out": False} | person
    person["contact_range_m"] = 0.1
    return run(
        course(person), floorplan=three_rooms(), hazard=quiet, n=300,
        occupants=group(12, within="hall 2", response=FREEZE, pre_movement="1 h"),
        response=response, officer={"hit_chance": 0, "hit_chance_under_fire": 0},
    )  # fmt: skip


def test_police_may_take_an_armed_person_whom_they_meet_for_the_attacker():
    off_duty = {"kind": "off-duty-officer"}
    never, some = meeting(0, off_duty), meeting(0.4, {**off_duty, "identifies_share": 0})
    named = meeting(0.4, {**off_duty, "identifies_share": 1})
    taken = [rows(each, "friendly_fire")[0] for each in (never, named, some)]
    assert np.all(taken[0] == 0)
    assert_raises(taken[0], taken[1])
    assert_raises(taken[1], taken[2])
    assert_raises(rows(never, "casualties")[0], rows(some, "casualties")[0])
    # Four people, met once or more.
    assert taken[2].mean() > 0.3 * 4 * 0.8


def test_nobody_is_mistaken_before_police_are_inside():
    outcome = meeting(1, {"kind": "armed-bystander"}, officers=0, tactical_team_size=0)
    assert np.all(rows(outcome, "friendly_fire") == 0)


# What does not fit is told.


@pytest.mark.parametrize(
    ("stated", "key", "word"),
    [
        ({"kind": "armed-guard", "delay": "10 s"}, "delay", "weapon"),
        ({"kind": "armed-guard", "locks_doors": True}, "locks_doors", "weapon"),
        ({"kind": "armed-guard", "store": "hall 1"}, "store", "school-marshal"),
        ({"kind": "school-marshal", "store": "hall 9"}, "store", "hall 1"),
        ({"kind": "school-marshal", "first": "shelter"}, "first", "store"),
        ({"kind": "armed-guard", "patrol": ["hall 1", "hall 9"]}, "patrol", "hall 1"),
        ({"kind": "armed-guard", "patrol": ["hall 1"]}, "patrol", "two"),
        ({"kind": "armed-bystander", "patrol": ["hall 1", "hall 2"]}, "patrol", "post"),
        ({"kind": "armed-guard", "patrol_stop": "40 s"}, "patrol_stop", "spaces of its patrol"),
    ],
)
def test_what_does_not_fit_somebody_on_site_is_told_once(stated, key, word):
    floorplan = three_rooms()
    tried = shipped_course("two-officer-entry")
    (fault,) = OnSite.model_validate(stated).find_lacking(Around(tried, floorplan, {}, floorplan))
    assert fault.keys[0] == key
    assert word in fault.found + fault.allowed


def test_whoever_fetches_a_weapon_needs_less_time_there_unless_it_is_stated():
    marshal = {"kind": "school-marshal", "post": "far post"}
    tried = [
        marshal,
        {**marshal, "store": "hall 1"},
        {**marshal, "store": "hall 1", "ready": "9 s"},
    ]
    scenario = scenario_of(
        *(course(each) for each in tried), floorplan=three_rooms(), occupants=group(2)
    )
    ready = [each.on_site[0].ready.median_s for each in scenario.courses_of_action]
    assert ready == [60.0, 15.0, 9.0]
    assert build_site(scenario)[0].course.on_site.store[0] == -1
