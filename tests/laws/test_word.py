"""How word of an attack spreads: by voice, by telephone and by staff (R13).

Paired tests compare the same incidents; a mean difference counts when it is more than five of its
standard errors from zero, which is the smallest effect it would catch.
"""

import math

import numpy as np
import pytest

from asher.kernels.codes import Amount, Phase, Status, Tally
from asher.simulation.site import simulate
from pairs import assert_raises
from places import (
    NOBODY_TELLS,
    attack,
    box,
    frozen,
    inner,
    met,
    opening,
    people_at,
    plan,
)
from tolerance import assert_share
from written import law, started

word = law("incident.word")

WAYS = ("voice", "telephone", "staff")
STAYS = {
    "entry": "main entrance", "dwell": "50 min", "duration": "3 min", "casualty_rate_per_min": 0,
}  # fmt: skip
VOICE, TELEPHONE, STAFF = 1.2, 0.6, 0.3


def by(**rates):
    """Rates of the ways that are named; by the others nobody is told."""
    return NOBODY_TELLS | {f"word_by_{way}_per_min": rate for way, rate in rates.items()}


def rooms(loud_db=130.0):
    """A hall, a room where every shot is heard, and one where none is."""
    return plan(
        box("hall", 0, 0, 6, 4),
        box("quiet", 6, 0, 12, 4, noise_db=50),
        box("loud", 0, 4, 6, 24, noise_db=loud_db),
        opening("main entrance", (0, 1), (0, 3)),
        inner("quiet door", (6, 1.5), (6, 2.5)),
        inner("loud door", (1.5, 4), (2.5, 4)),
    )


def stays(count, within, **changes):
    """People who stay beyond the horizon: who walks off is seen by others, who then know."""
    return frozen(count, name=within, within=within, pre_movement="3 h", **changes)


def never_knew(response, *, n=200, floorplan=None, staff=0.0, quiet=1, loud=1):
    groups = [stays(loud, "loud", staff_share=staff), met("hall")]
    if quiet:
        groups.insert(0, stays(quiet, "quiet", staff_share=staff))
    scenario = attack(
        floorplan or rooms(), *groups, hazard=STAYS, response=response,
        courses_of_action=["stay-outside"],
    )  # fmt: skip
    return simulate(scenario, replications=n, seed=5).columns["never_knew"][0]


def scene():
    """Two who know and one who does not in one room, one of each in another; nobody in sight."""
    at = [(7, 1), (8, 1), (9, 1), (1, 10), (2, 10)]
    rates = by(voice=VOICE, telephone=TELEPHONE, staff=STAFF)
    site, world, _ = started(attack(rooms(), people_at(at), response=rates))
    world.people.status[:5] = Status.WAITING
    occupants = world.incident.occupants
    occupants.notice_at[:5] = 4.0, 4.0, math.inf, 4.0, math.inf
    occupants.seen_at[:5] = -math.inf
    occupants.is_staff[:5] = 0
    return site, world, world.people.space[2], world.people.space[4]


def per_min(site, world, space, now=20.0):
    word.count_word(site.response, world, now)
    return 60.0 * word.word_per_s(site.response, world.incident, space)


def test_a_person_is_told_by_those_around_by_telephone_and_by_staff():
    site, world, three, two = scene()
    occupants = world.incident.occupants
    called = TELEPHONE * 3 / 5
    assert per_min(site, world, three) == pytest.approx(VOICE * 2 / 3 + called)
    assert per_min(site, world, two) == pytest.approx(VOICE * 1 / 2 + called)
    # One of two who are staff knows, wherever that is.
    occupants.is_staff[[0, 2]] = 1
    assert per_min(site, world, two) == pytest.approx(VOICE * 1 / 2 + called + STAFF * 1 / 2)


def test_who_is_in_sight_speaks_and_does_not_telephone():
    site, world, three, two = scene()
    occupants = world.incident.occupants
    occupants.is_staff[[0, 3]] = 1
    occupants.seen_at[:2] = 20.0
    told = TELEPHONE * 1 / 5 + STAFF * 1 / 2
    assert per_min(site, world, three) == pytest.approx(VOICE * 2 / 3 + told)
    assert per_min(site, world, two) == pytest.approx(VOICE * 1 / 2 + told)


def test_who_is_out_telephones_and_who_is_hiding_speaks():
    site, world, three, _ = scene()
    world.people.status[0], world.people.status[1] = Status.OUT, Status.HIDING
    told = VOICE * 1 / 2 + TELEPHONE * 3 / 5
    assert per_min(site, world, three) == pytest.approx(told)


def test_word_spreads_until_it_is_over_and_to_nobody_who_knows():
    site, world, *_ = scene()
    incident = world.incident
    before = incident.occupants.word_left[:5].copy()
    rates = [per_min(site, world, space) for space in world.people.space[[2, 4]]]
    word.advance_word(site.response, world, 30.0)
    after = incident.occupants.word_left[:5]
    np.testing.assert_allclose((before - after)[[2, 4]], np.array(rates) * 0.5)
    assert np.array_equal(before[[0, 1, 3]], after[[0, 1, 3]])
    incident.occupants.word_left[[2, 4]] = 3.0, 2.0
    due = [20.0 + 60.0 * left / rate for left, rate in zip((3.0, 2.0), rates, strict=True)]
    incident.amount[Amount.CALL_PACE] = 0.0
    assert word.time_to_next_word(site.response, world, 20.0) == pytest.approx(min(due))
    incident.tally[Tally.PHASE] = Phase.ENDED
    word.count_word(site.response, world, 20.0)
    incident.amount[Amount.CALL_PACE] = 0.0
    word.advance_word(site.response, world, 30.0)
    assert incident.occupants.word_left[2] == 3.0
    assert word.time_to_next_word(site.response, world, 20.0) == math.inf


@pytest.mark.slow
@pytest.mark.parametrize(
    ("rates", "staff", "per_min"),
    [({"telephone": 0.3}, 0, 0.1), ({"telephone": 3}, 0, 1.0), ({"staff": 0.5}, 1, 0.25)],
)
def test_who_hears_nothing_is_told_within_the_time_stated(rates, staff, per_min):
    # One of two staff knows from the first shot on, and of three people one knows out of sight.
    unaware = never_knew(by(**rates), n=1000, staff=staff)
    # Shares off by more than 0.08 are caught.
    assert_share(int(unaware.sum()), 1000, math.exp(-per_min * 3.0))


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_word_by_each_way_leaves_fewer_who_never_knew(way):
    # Some hear in the room, most do not; word spreads for three minutes.
    def unaware(rate):
        return never_knew(
            by(**{way: rate}), n=120, floorplan=rooms(loud_db=85.0), staff=1, quiet=0, loud=12
        )

    none, some, more = unaware(0), unaware(0.5), unaware(2)
    assert_raises(some, none)
    assert_raises(more, some)


@pytest.mark.slow
def test_a_voice_reaches_nobody_in_another_room_and_staff_tell_nothing_where_there_are_none():
    alone = never_knew(NOBODY_TELLS)
    assert alone.tobytes() == never_knew(by(voice=60)).tobytes()
    assert alone.tobytes() == never_knew(by(staff=60)).tobytes()
    assert_raises(never_knew(by(staff=60), staff=1), alone)
