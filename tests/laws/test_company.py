"""What people do because of others: parties, help, leaving a jam; and people who come in.

Each effect is shown by paired runs, which differ in one key of one group.
"""

import numpy as np
import pytest

from asher.simulation.site import simulate
from films import record_drill
from pairs import assert_raises, times
from places import box, drill, group, inner, opening, people_at, plan, zone

HORIZON = 600.0


def run(floorplan, *groups, n=40, **changes):
    scenario = drill(floorplan, *groups, horizon="10 min", **changes)
    return simulate(scenario, replications=n, threads=1)


def evacuation(outcome):
    return times(outcome, "evacuation_time_s", HORIZON)


def hall():
    """A hall with a door at either end and a crowd nearer to the west one."""
    return plan(
        box("hall", 0, 0, 24, 8, category="lobby"),
        opening("west", (0, 3.5), (0, 4.5), main_entrance=True),
        opening("east", (24, 3.5), (24, 4.5)),
        zone("middle", 10, 1, 14, 7),
        zone("crowd", 2, 1, 8, 7),
    )


def corridor(length=30.0):
    return plan(
        box("corridor", 0, 0, length, 3, category="corridor"),
        opening("in", (0, 0.5), (0, 2.5), main_entrance=True),
        opening("out", (length, 0.5), (length, 2.5)),
    )


# People who come in.


def stream(count, inflow, **changes):
    people = group(count, **changes)
    del people["pre_movement"]
    return people | {"inflow": inflow}


def test_who_comes_in_walks_through_and_leaves_by_another_exit():
    outcome = run(corridor(), stream(30, {"opening": "in", "rate_per_s": 1.0, "from": "5 s"}))
    assert np.all(outcome.exits["out"] == 30)
    assert np.all(outcome.exits["in"] == 0)
    # The last comes in at 34 s and walks 30 m at 1.34 m/s.
    last = evacuation(outcome)
    assert np.all(last > 34 + 30 / 1.34)
    assert np.all(last < 34 + 30 / 1.34 + 5)


def test_people_are_not_there_before_their_time():
    inflow = {"opening": "in", "times": ["2 s", "6 s", "20 s"]}
    film = record_drill(drill(corridor(), stream(3, inflow)), interval_s=0.25)
    for person, at in enumerate((2.0, 6.0, 20.0)):
        there = np.isfinite(film.positions_m[:, person, 0])
        first = film.times_s[np.flatnonzero(there)[0]]
        assert at <= first <= at + 0.5
        assert film.positions_m[np.flatnonzero(there)[0], person, 0] < 0.7


def test_a_faster_stream_is_over_sooner():
    slow, fast = (
        run(corridor(), stream(30, {"opening": "in", "rate_per_s": rate})) for rate in (0.5, 2.0)
    )
    assert_raises(evacuation(fast), evacuation(slow))


def test_a_stream_too_large_for_its_door_waits_outside():
    # 60 people at once through 2 m: at 2 persons/(m s) and more they come in for some 12 s.
    flood = run(corridor(), stream(60, {"opening": "in", "rate_per_s": 1000.0}), n=5)
    assert np.all(flood.exits["out"] == 60)
    assert np.all(evacuation(flood) > 30 / 1.34 + 5)
    # With a cap of 1 person/(m s) they come in two a second, and the last after 29.5 s.
    capped = {"opening": "in", "rate_per_s": 1000.0}
    slower = run(corridor(), stream(60, capped), n=5, max_specific_flow_per_m_s=1.0)
    assert np.all(evacuation(slower) > 29.5 + 30 / 1.34 - 0.5)
    assert np.all(evacuation(slower) < 29.5 + 30 / 1.34 + 8)


def test_nobody_comes_in_by_an_opening_that_has_closed():
    inflow = {"opening": "in", "rate_per_s": 1.0}
    closures = [{"opening": "in", "at": "9.5 s"}]
    outcome = run(corridor(), stream(30, inflow), closures=closures, n=5)
    assert np.all(outcome.exits["out"] == 10)
    assert np.all(evacuation(outcome) < HORIZON)


# Parties.


def test_a_party_leaves_by_one_exit_and_people_alone_by_both():
    def run_with(**changes):
        return run(hall(), group(20, within="middle", **changes))

    alone, together = run_with(), run_with(stays_together=20)
    split = (alone.exits["west"][0] > 0) & (alone.exits["east"][0] > 0)
    assert split.mean() > 0.9
    assert np.all((together.exits["west"] == 20) | (together.exits["east"] == 20))


def gaps(stays_together):
    """Seconds between the first and the last out of a party of one slow and one fast person."""
    slow_and_fast = {
        "at_m": [[2, 1.5], [3, 1.5]],
        "walking_speed_m_s": {"values": [0.6, 1.6]},
        "walking_speed_sd_m_s": None,
        "exits": "out",
    }
    people = group(2, **slow_and_fast, **({"stays_together": 2} if stays_together else {}))
    found = []
    for replication in range(12):
        film = record_drill(drill(corridor(), people), replication=replication, interval_s=0.25)
        out = film.status == 6
        left = [film.times_s[np.argmax(out[:, person])] for person in range(2)]
        found.append(abs(left[1] - left[0]))
    return np.array(found)


def test_members_of_a_party_come_out_together():
    apart, together = gaps(stays_together=False), gaps(stays_together=True)
    # One of two draws in half of the pairs: 28 m at 0.6 and at 1.6 m/s lie 29 s apart.
    assert apart.max() > 25
    assert together.max() < 6


def test_who_is_far_ahead_waits_for_the_last():
    places = [[24, 1.5], [2, 1.5]]

    def gap(**changes):
        film = record_drill(drill(corridor(), people_at(places, exits="out", **changes)))
        out = film.status == 6
        left = [film.times_s[np.argmax(out[:, person])] for person in range(2)]
        return left[1] - left[0]

    assert gap() > 15
    assert 0 < gap(stays_together=2) < 6


def test_a_party_waits_for_who_starts_late_but_not_for_ever():
    def last(start):
        times_ = [{"start_times": ["0 s", start]}]
        people = people_at([[2, 1], [2, 2]], exits="out", stays_together=2, **times_[0])
        del people["pre_movement"]
        return run(corridor(), people, n=2)

    late = last("20 s")
    assert np.all(evacuation(late) > 20 + 28 / 1.34)
    assert np.all(evacuation(late) < 20 + 28 / 1.34 + 5)


def test_a_party_goes_on_where_one_of_it_cannot():
    # The second never starts: the first walks slowly ahead and leaves all the same.
    people = people_at([[2, 1], [2, 2]], exits="out", stays_together=2)
    del people["pre_movement"]
    outcome = run(corridor(), people | {"start_times": ["0 s", "9 min 50 s"]}, n=2)
    assert np.all(outcome.exits["out"] >= 1)


# Help.


def test_who_is_helped_is_out_sooner():
    def run_with(share):
        limited = {"mobility_limited_share": 0.3, "mobility_limited_pace": 0.3}
        return run(
            corridor(), group(20, exits="out", **limited, assisted_share=share, assisted_pace=0.8)
        )

    alone, helped = evacuation(run_with(0)), evacuation(run_with(1))
    assert_raises(helped, alone)


# Jams.


@pytest.mark.slow
def test_a_jammed_exit_is_left_for_a_free_one_by_those_who_would():
    def run_with(share):
        people = group(150, within="crowd", rerouting_share=share)
        return run(hall(), people, n=20, max_specific_flow_per_m_s=1.0)

    stay, leave = run_with(0), run_with(1)
    assert_raises(stay.exits["east"][0], leave.exits["east"][0])
    assert_raises(evacuation(leave), evacuation(stay))


def test_who_does_not_know_the_other_exit_stays_in_the_jam():
    rooms = plan(
        box("hall", 0, 0, 12, 8, category="lobby"),
        box("back room", 12, 0, 24, 8),
        inner("passage", (12, 3), (12, 5)),
        opening("west", (0, 3.5), (0, 4.5), main_entrance=True),
        opening("east", (24, 3.5), (24, 4.5)),
        zone("crowd", 2, 1, 8, 7),
    )
    outcomes = [
        run(rooms, group(120, within="crowd", rerouting_share=1, familiar_share=share), n=10)
        for share in (0, 1)
    ]
    unfamiliar, familiar = outcomes
    assert np.all(unfamiliar.exits["east"] == 0)
    assert np.all(familiar.exits["east"] > 0)


def test_a_jammed_party_leaves_as_one():
    people = group(150, within="crowd", rerouting_share=1, stays_together=10)
    outcome = run(hall(), people, n=10, max_specific_flow_per_m_s=1.0)
    assert np.all(outcome.exits["east"] + outcome.exits["west"] == 150)
    assert outcome.exits["east"].sum() > 0
    assert np.all(outcome.exits["east"] % 10 == 0)


@pytest.mark.parametrize("changes", [{}, {"stays_together": 5}, {"rerouting_share": 0.5}], ids=str)
def test_everybody_is_out_in_the_end(changes):
    outcome = run(hall(), group(100, **changes), n=5)
    assert np.all(outcome.columns["evacuated"] == 100)
