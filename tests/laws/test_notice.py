"""Who notices an attack, by ear, by word or by announcement, and who calls (R13).

Paired tests compare the same incidents; a mean difference counts when it is more than five of its
standard errors from zero, which is the smallest effect it would catch.
"""

import math

import numpy as np
import pytest

from asher.kernels.codes import Amount, Status, Tally, When
from asher.scenario.checks import find_mismatches
from asher.scenario.sound import NOISE_DB, Sound
from asher.simulation.arrays import build_site
from asher.simulation.site import simulate
from pairs import assert_raises
from places import (
    FREEZE,
    NOBODY_TELLS,
    RUN,
    attack,
    box,
    building_of,
    drill,
    group,
    inner,
    met,
    offices,
    opening,
    people_at,
    plan,
)
from tolerance import assert_share
from written import law, started

perception = law("incident.perception")
word = law("incident.word")

STAYS = {"entry": "main entrance", "dwell": "50 min", "casualty_rate_per_min": 0}


def frozen(count, within, **changes):
    """People who stay put, so that nobody learns of anything from seeing others walk."""
    return group(count, within=within, response=FREEZE, pre_movement="3 h", **changes)


def row_of_rooms(doors, *, noise_db=55.0, length=20.0):
    """An entrance hall, and a room behind so many closed doors, with lobbies between these."""
    features = [box("hall", 0, 0, 6, 4), opening("main entrance", (0, 1), (0, 3))]
    x, before = 6.0, "hall"
    for number in range(doors):
        wide = length if number == doors - 1 else 2.0
        name = "room" if number == doors - 1 else f"lobby {number}"
        features.append(box(name, x, 0, x + wide, 4, noise_db=noise_db))
        features.append(inner(f"door {before}", (x, 1.5), (x, 2.5)))
        x, before = x + wide, name
    return plan(*features)


def storeys(many):
    """A hall, and one room over another above it, which no stair joins."""
    levels = [
        {
            "type": "Feature",
            "properties": {
                "kind": "level", "name": name, "ordinal": number, "elevation_m": 4 * number,
            },
            "geometry": None,
        }
        for number, name in enumerate(["ground", *[f"level {k}" for k in range(1, many + 1)]])
    ]  # fmt: skip
    features = [box("hall", 0, 0, 10, 10), opening("main entrance", (0, 4), (0, 6))]
    for k in range(1, many + 1):
        where = {"level": f"level {k}"}
        features.append(box("room" if k == many else f"room {k}", 0, 0, 10, 10, **where))
        features.append(opening(f"ladder {k}", (10, 4), (10, 6), **where))
    return building_of(*levels, *features)


def never_knew(floorplan, *, n=120, count=12, response=(), **changes):
    scenario = attack(
        floorplan,
        frozen(count, "room"),
        frozen(1, within="hall", name="met"),  # there the attack begins
        hazard={**STAYS, "duration": "3 min"},
        response={**NOBODY_TELLS, **dict(response)},
        courses_of_action=["stay-outside"],
        **changes,
    )
    return simulate(scenario, replications=n, seed=5).columns["never_knew"][0]


def lost_between(floorplan):
    """What sound from the hall loses on its way to each space [dB], by name."""
    site, world, _ = started(attack(floorplan, group(1, within="hall")))
    perception.lose_sound(site.routes, world.search, 0)
    names = [space.name for space in floorplan.spaces]
    return dict(zip(names, world.search.spaces.lost_db.tolist(), strict=False))


def test_sound_loses_what_doors_walls_and_floors_take():
    assert lost_between(row_of_rooms(2)) == {"hall": 0.0, "lobby 0": 15.0, "room": 30.0}
    assert lost_between(storeys(2)) == {
        "hall": 0.0,
        "room 1": Sound().floor_loss_db,
        "room": 2 * Sound().floor_loss_db,
    }
    # Four doors take more than the one wall between the hall and the room behind it.
    bent = plan(
        box("hall", 0, 0, 6, 4),
        box("room", 6, 0, 12, 4),
        box("a", 0, 4, 4, 6),
        box("b", 4, 4, 8, 6),
        box("c", 8, 4, 12, 6),
        opening("main entrance", (0, 1), (0, 3)),
        inner("1", (1, 4), (2, 4)),
        inner("2", (4, 4.5), (4, 5.5)),
        inner("3", (8, 4.5), (8, 5.5)),
        inner("4", (10, 4), (11, 4)),
    )
    assert lost_between(bent)["room"] == Sound().wall_loss_db


def test_a_space_has_the_noise_of_its_category_unless_the_plan_states_it():
    floorplan = plan(
        box("club", 0, 0, 6, 4, category="dance floor"),
        box("office", 6, 0, 12, 4, category="office", noise_db=42.5),
        box("other", 12, 0, 18, 4, category="something else"),
        opening("main entrance", (0, 1), (0, 3)),
        inner("1", (6, 1), (6, 2)),
        inner("2", (12, 1), (12, 2)),
    )
    site, _ = build_site(drill(floorplan, group(1)))
    assert site.routes.spaces.noise_db.tolist() == [NOISE_DB["dance floor"], 42.5, 55.0]


@pytest.mark.slow
def test_as_many_know_a_shot_by_its_sound_as_the_dose_response_says():
    # From 108 to 112 m, behind one door: 99 dB arrive, which is 30 or 40 above the noise.
    far = plan(
        box("hall", 0, 0, 106, 4),
        box("room", 106, 0, 110, 4, noise_db=69.2),
        opening("main entrance", (0, 1), (0, 3)),
        inner("door", (106, 1.5), (106, 2.5)),
    )
    for response, share in (({}, 0.5), ({"recognition_db": 20}, 0.8413)):
        unaware = never_knew(far, n=200, count=8, response=response)
        # Shares off by more than 0.06 are caught.
        assert_share(1600 - int(unaware.sum()), 1600, share)


@pytest.mark.slow
def test_noise_a_door_and_a_floor_more_keep_people_from_knowing():
    quiet, loud = (never_knew(row_of_rooms(1, noise_db=level)) for level in (50.0, 100.0))
    assert_raises(quiet, loud)
    assert quiet.max() == 0.0
    assert_raises(never_knew(row_of_rooms(2)), never_knew(row_of_rooms(4)))
    assert_raises(never_knew(storeys(1)), never_knew(storeys(2)))


def leaves_at(recognition, *, at=(12, 2), pre_movement="0 s", **changes):
    """When one person in a room behind a closed door is out, by replication [s]."""
    floorplan = plan(
        box("hall", 0, 0, 6, 4),
        box("room", 6, 0, 16, 4),
        opening("main entrance", (0, 1), (0, 3)),
        opening("room exit", (16, 1), (16, 3)),
        inner("door", (6, 1.5), (6, 2.5)),
    )
    scenario = attack(
        floorplan,
        frozen(1, within="hall", name="met"),
        people_at([at], pre_movement=pre_movement),
        hazard={**STAYS, "duration": "6 min"},
        response={**NOBODY_TELLS, "recognition": recognition, **changes.pop("response", {})},
        courses_of_action=[{"name": "tried", "based_on": "stay-outside", **changes}],
    )
    columns = simulate(scenario, replications=12, seed=5).columns
    return [columns[f"safe_by_{minute}min"][0] for minute in (1, 2, 3)]


def test_who_hears_a_shot_and_sees_nothing_leaves_after_the_time_of_recognition():
    """On a plan, to the minute; a clock that is left out or drawn twice would be caught."""
    for recognition, safe_by in (("0 s", (1, 1, 1)), ("58 s", (0, 1, 1)), ("118 s", (0, 0, 1))):
        for column, safe in zip(leaves_at(recognition), safe_by, strict=True):
            assert np.all(column == safe), recognition
    # Who sees it does not wonder, and who is trained to act wonders for a shorter time.
    assert np.all(leaves_at("118 s", at=(2, 2))[0] == 1)
    trained = leaves_at(
        "118 s", guidance="run-hide-fight", response={"guidance_share": 1, "guidance_pace": 0.5}
    )
    assert np.all(trained[0] == 0)
    assert np.all(trained[1] == 1)
    # The time to start comes on top.
    assert np.all(leaves_at("58 s", pre_movement="70 s")[1] == 0)


def test_the_clock_of_recognition_runs_once_and_tells_the_next_event():
    site, world, stream = started(
        attack(offices(), people_at([(12, 10)], pre_movement="3 s"), response=NOBODY_TELLS)
    )
    occupants = world.incident.occupants
    occupants.recognises_after[0] = 40.0
    see_or_hear, advance = (
        law("incident.occupants").see_or_hear, law("incident.occupants").advance_notice
    )  # fmt: skip
    see_or_hear(site, world, 0, 1.0)
    assert occupants.recognises_at[0] == 41.0
    see_or_hear(site, world, 0, 1.2)
    assert occupants.recognises_at[0] == 41.0
    assert law("site_step").time_to_next_event(site, world, stream, 2.0) <= 41.0
    for tick in range(4):
        world.incident.tally[Tally.TICKS] = tick
        advance(site, world, stream, 40.9)
    assert occupants.notice_at[0] == math.inf
    for tick in range(4):
        world.incident.tally[Tally.TICKS] = tick
        advance(site, world, stream, 41.0)
    assert occupants.notice_at[0] == 44.0


def test_slower_recognition_costs_lives():
    """In 200 pairs, where people sit out of sight; five standard errors, as in every pair."""
    quick, slow = (
        simulate(
            attack(
                halls(50.0),
                *[group(8, name=f"g{k}", within=f"hall {k}", response=RUN) for k in range(6)],
                hazard={"dwell": "8 s", "duration": "5 min", "casualty_rate_per_min": 12.0},
                response={**NOBODY_TELLS, "recognition": recognition},
                courses_of_action=["stay-outside"],
            ),
            replications=200,
            seed=9,
        ).columns["casualties"][0]
        for recognition in ("5 s", "60 s")
    )
    assert_raises(quick, slow)


def halls(noise_db):
    """Six halls along a corridor, each with its own exit."""
    features = [
        box("corridor", 0, 0, 72, 4, noise_db=noise_db),
        opening("main entrance", (0, 1), (0, 3), main_entrance=True),
    ]
    for k in range(6):
        x = 12.0 * k
        features += [
            box(f"hall {k}", x, 4, x + 12, 14, noise_db=noise_db),
            inner(f"door {k}", (x + 5, 4), (x + 7, 4)),
            opening(f"exit {k}", (x + 5, 14), (x + 7, 14)),
        ]
    return plan(*features)


@pytest.mark.slow
def test_an_announcement_saves_people_where_shots_are_not_heard_and_none_where_they_are():
    def told_and_untold(noise_db):
        scenario = attack(
            halls(noise_db),
            *[
                group(8, name=f"g{k}", within=f"hall {k}", response=RUN, pre_movement="10 s")
                for k in range(6)
            ],
            hazard={"dwell": "8 s", "duration": "5 min", "casualty_rate_per_min": 12.0},
            response={**NOBODY_TELLS, "call_from_outside": "10 s", "public_address": "5 s"},
            courses_of_action=[
                {"name": "told", "based_on": "stay-outside", "notice": {"public_address": True}},
                "stay-outside",
            ],
        )
        return simulate(scenario, replications=300, seed=9).columns["casualties"]

    told, untold = told_and_untold(105.0)
    assert_raises(told, untold)
    told_quiet, untold_quiet = told_and_untold(50.0)
    # Where everybody knows from the first shot on, an announcement comes too late to matter.
    assert abs((untold_quiet - told_quiet).mean()) < 0.1 * (untold - told).mean()
    assert_raises(untold_quiet, untold)


def calls(count, *, call="30 s", outside="10 min", within="east office", **changes):
    scenario = attack(
        offices(),
        frozen(count, within),
        met("hall"),
        hazard={**STAYS, "duration": "5 min"},
        response={**NOBODY_TELLS, "call": call, "call_from_outside": outside},
        **changes,
    )
    return simulate(scenario, replications=40, seed=3).columns["time_to_call_s"][0]


@pytest.mark.slow
def test_nobody_calls_who_is_in_sight_and_more_who_know_call_sooner():
    # Everybody sees the hazard for the five minutes that it lasts: after that they call.
    seen = calls(3, within="crowd", call="0 s")
    assert np.all((seen >= 300.0) & (seen < 303.0))
    # Outside they call at last, whoever knows inside.
    assert np.all(calls(3, within="crowd", outside="2 min") == 120.0)
    one, four, many = calls(1), calls(4), calls(12)
    assert np.all((one >= 60.0) & (one < 62.0))
    assert_raises(four, one)
    assert_raises(many, four)
    assert np.all((many >= 30.0) & (many < 32.0))


@pytest.mark.slow
def test_an_alarm_button_is_pressed_once_somebody_knows():
    alarm = {"name": "button", "based_on": "two-officer-entry", "notice": {"alarm_button": True}}
    assert_raises(calls(3, courses_of_action=[alarm]), calls(3))
    # Nobody knows, so nobody presses it: nobody hears, and nobody can be met.
    scenario = attack(
        storeys(12), frozen(4, "room"), hazard=STAYS, courses_of_action=[alarm],
        response={**NOBODY_TELLS, "call_from_outside": "90 s"},
    )  # fmt: skip
    assert np.all(simulate(scenario, replications=10).columns["time_to_call_s"] == 90.0)


def test_dispatch_learns_the_space_that_callers_heard_shots_from_and_none_from_outside():
    _, world, _ = started(attack(offices(), people_at([(12, 10)])))
    incident = world.incident
    incident.time[When.CALL], incident.time[When.TOLD] = 10.0, math.inf
    incident.time[When.ENTRY] = 100.0
    incident.radios.known_space[0], incident.tally[Tally.HEARD_SPACE] = -1, 2
    incident.amount[Amount.CALL_AFTER_S], incident.amount[Amount.CALLING_S] = 30.0, 29.0
    word.advance_calls(incident, 20.0)
    assert incident.radios.known_space[0] == -1
    incident.amount[Amount.CALLING_S] = 30.0
    # Nobody who knows is out of sight: nobody calls.
    word.advance_calls(incident, 20.5)
    assert incident.time[When.TOLD] == math.inf
    incident.amount[Amount.CALL_PACE] = 1.0
    word.advance_calls(incident, 21.0)
    assert incident.time[When.TOLD] == 21.0
    assert incident.time[When.CALL] == 10.0
    assert incident.radios.known_space[0] == 2


def test_the_clock_of_a_call_stands_still_while_all_who_know_are_in_sight():
    site, world, _ = started(attack(offices(), people_at([(12, 10), (13, 10), (14, 10)])))
    incident, people = world.incident, world.people
    occupants, amount = incident.occupants, incident.amount
    people.status[:3] = Status.WAITING
    occupants.notice_at[:3] = 4.0, 4.0, math.inf
    occupants.seen_at[:3] = 20.0, 20.0, -math.inf
    incident.time[When.TOLD] = math.inf
    word.count_word(site.response, world, 20.0)
    assert amount[Amount.CALL_PACE] == 0.0
    word.count_word(site.response, world, 22.0)
    assert amount[Amount.CALL_PACE] == pytest.approx(0.5 + 0.5 * math.log10(2))
    # Those who are out call from there.
    occupants.seen_at[:3] = 22.0
    people.status[1] = Status.OUT
    word.count_word(site.response, world, 22.0)
    assert amount[Amount.CALL_PACE] == pytest.approx(0.5)


def test_louder_places_and_heavier_doors_keep_people_from_knowing():
    usual = never_knew(row_of_rooms(4, noise_db=None))
    for sound in ({"door_loss_db": 25}, {"other_noise_db": 75}, {"noise_db": {"room": 75}}):
        assert_raises(usual, never_knew(row_of_rooms(4, noise_db=None), sound=sound))


def test_a_place_that_states_how_it_sounds_usually_has_the_same_results():
    floorplan = row_of_rooms(4, noise_db=None)
    stated = Sound().model_dump() | {"noise_db": {"room": 55.0}}
    usual, same = (never_knew(floorplan, n=20, **each) for each in ({}, {"sound": stated}))
    assert usual.tobytes() == same.tobytes()


def test_a_place_where_one_caller_is_enough_calls_sooner():
    scenario = attack(
        offices(), frozen(1, "west office"), hazard={**STAYS, "duration": "10 min"},
        response={"call": "60 s", "call_from_outside": "20 min", **NOBODY_TELLS},
        courses_of_action=[
            {"name": "usual", "based_on": "stay-outside"},
            {"name": "at-once", "based_on": "stay-outside", "response": {"sole_caller_pace": 1}},
        ],
    )  # fmt: skip
    usual, at_once = simulate(scenario, replications=200, seed=5).columns["time_to_call_s"]
    calls = usual < 1200
    assert calls.sum() > 50
    # Alone, the clock of 60 s runs at half its pace.
    np.testing.assert_allclose((usual - at_once)[calls], 60.0, atol=2.0)


def test_a_noise_of_a_category_that_no_space_has_is_refused():
    stated = {"sound": {"noise_db": {"rom": 60}}}
    (fault,) = find_mismatches(stated, row_of_rooms(1))
    assert (fault.keys, fault.suggestion) == (("sound", "noise_db", "rom"), "room")
