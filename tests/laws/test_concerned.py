"""Whom the laws leave out of a tick: only those for whom they have nothing left to do."""

import numpy as np
import pytest

from asher.kernels.codes import Amount, Phase, Status, Tally, Until, When
from asher.kernels.columns import N_COLUMNS
from asher.kernels.site_step import advance, choose_course, start_replication, summarise
from asher.kernels.streams import Stream
from asher.simulation.arrays import build_site, build_world
from places import attack, drill, group, offices
from written import law, started

word = law("incident.word")

STATED = {
    "within": "crowd",
    "pre_movement": {"median": "6 s", "p90": "60 s"},
    "response": {"run": 0.4, "hide": 0.4, "resist": 0.1, "freeze": 0.1},
}
PEOPLE = (
    group(20, **STATED, mobility_limited_share=0.3, assisted_share=0.8),
    group(20, **STATED, name="parties", stays_together=3),
)


def places_of_people(world):
    """All that is known of people and of the incident, as bytes."""
    return b"".join(
        np.ascontiguousarray(each).tobytes() for each in (world.people, *world.incident)
    )


def run(site, replication, *, with_everybody):
    """Run a replication tick by tick, if asked with everybody on the list in each of them."""
    world, stream = build_world(site), Stream(np.uint64(3), replication)
    start_replication(site, world, stream)
    now = advance(site, world, stream, (0.0, 1), int(Until.FIRST_SHOT))
    fewest = world.crowd.scratch.n_concerned
    for until in (Until.ARRIVAL, Until.END):
        if until == Until.END:
            choose_course(site, world, stream)
        while True:
            if with_everybody:
                world.crowd.concerned[:] = np.arange(len(world.crowd.concerned))
                world.crowd.scratch.n_concerned = len(world.crowd.concerned)
            following = advance(site, world, stream, (now, 1), int(until))
            if following == now:
                break
            now = following
            fewest = min(fewest, world.crowd.scratch.n_concerned)
    row = np.zeros(N_COLUMNS + len(site.routes.openings))
    summarise(site, world, stream, row)
    return now, row.tobytes(), places_of_people(world), fewest


@pytest.mark.parametrize("course", ["contain-and-wait", "two-officer-entry"])
def test_who_is_settled_may_be_left_out_of_every_tick(course):
    site, _ = build_site(attack(offices(), *PEOPLE, courses_of_action=[course]))
    fewest = []
    for replication in range(6):
        left_out = run(site, replication, with_everybody=False)
        assert left_out[:3] == run(site, replication, with_everybody=True)[:3]
        fewest.append(left_out[3])
    assert min(fewest) < 20, "else nothing is shown"


def test_in_a_drill_too():
    site, _ = build_site(drill(offices(), *PEOPLE))
    left_out = run(site, 0, with_everybody=False)
    assert left_out[:3] == run(site, 0, with_everybody=True)[:3]
    assert left_out[3] < 40


def test_nobody_is_told_and_nobody_calls_once_it_is_over_and_police_know():
    site, world, _ = started(attack(offices(), *PEOPLE))
    tally, time, amount = world.incident.tally, world.incident.time, world.incident.amount
    world.people.status[:40] = Status.WAITING
    world.incident.occupants.notice_at[:20] = 0.0
    amount[Amount.ALARM_AFTER_S] = np.inf

    def counted(phase, told_at):
        tally[Tally.PHASE], time[When.TOLD] = phase, told_at
        word.count_word(site.response, world, 60.0)
        return tally[Tally.UNTOLD], amount[Amount.WORD_PER_S] > 0.0, amount[Amount.CALL_PACE] > 0.0

    assert counted(Phase.ACTIVE, 30.0) == (20, True, False)
    assert counted(Phase.ENDED, np.inf) == (0, False, True), "somebody may still call"
    assert counted(Phase.ENDED, 30.0) == (0, False, False)
    amount[Amount.ALARM_AFTER_S] = 5.0
    counted(Phase.ENDED, 30.0)
    assert time[When.ALARM] == 65.0, "nor does an alarm wait that nobody has pressed"
