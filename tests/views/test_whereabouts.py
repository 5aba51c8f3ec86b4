"""Who was where when is what the recording says, for every course of action alike."""

import math
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from asher.simulation.metrics import ENDINGS
from asher.simulation.recording import STATUSES
from asher.views.figures.panels import NARROW, WIDE
from asher.views.figures.whereabouts import ROWS, whereabouts_figure
from asher.views.playback.whereabouts import PLACES, last_time, thinned, whereabouts
from asher.views.sections.timelines import whereabouts_table
from asher.views.words.measures import ENDINGS_SHOWN
from views.hall import N_PEOPLE, fake_record, make_scenario

LAST = slice(1, 2)
TITLES = {"contain-and-wait": "Contain and wait", "two-officer-entry": "Two-officer entry"}


@pytest.fixture(scope="module")
def found():
    scenario = make_scenario()
    return [whereabouts(fake_record(scenario, course=name, replication=4)) for name in TITLES]


def small(statuses, times=(0.0, 10.0, 20.0, 30.0), roles=(0, 1, 1, 2), stop=20.0):
    """A recording written by hand: a row of words per frame, a word per person."""
    return SimpleNamespace(
        course="two-officer-entry",
        replication=0,
        times_s=np.array(times),
        status=np.array([[STATUSES.index(word) for word in row] for row in statuses], np.uint8),
        role=np.array(roles, np.uint8),
        milestones={"time_to_stop_s": stop},
    )


def test_a_recording_written_by_hand_is_read_word_by_word():
    one = whereabouts(
        small(
            [
                ("waiting", "waiting", "absent", "waiting"),
                ("moving", "wounded", "absent", "moving"),
                ("wounded", "wounded", "moving", "moving"),
                ("dead", "wounded", "moving", "out"),
            ]
        )
    )
    assert one.occupants_hit == (20.0,)
    assert one.officers_hit == (10.0,)
    assert one.officers_in == (20.0,)
    assert one.on_site == 1
    assert [(s.start, s.end, s.is_moving) for s in one.attacker] == [
        (0.0, 10.0, False),
        (10.0, 20.0, True),
    ]
    assert one.at(9.9) == {"hit": 0, "hiding": 0, "inside": 1, "out": 0}
    assert one.at(25.0) == {"hit": 1, "hiding": 0, "inside": 0, "out": 0}


def test_an_attack_that_goes_on_lasts_to_the_last_frame():
    rows = [("waiting", "absent", "absent", "moving")] * 4
    one = whereabouts(small(rows, stop=math.nan))
    assert [(s.start, s.end, s.is_moving) for s in one.attacker] == [(0.0, 30.0, True)]
    assert one.officers_in == ()


def test_nobody_is_counted_twice_or_lost(found):
    occupants = N_PEOPLE - 7
    for one in found:
        assert (one.counts.sum(axis=1) == occupants).all()
        assert one.at(600.0)["hit"] == len(one.occupants_hit) == 9
        assert len(one.officers_in) == 6
        for _, counts in thinned(one, until=600.0):
            assert sum(counts) == occupants


def test_stretches_of_the_attacker_follow_one_another_up_to_the_end_of_the_attack(found):
    for one in found:
        ends = [0.0, *(s.end for s in one.attacker)]
        assert [s.start for s in one.attacker] == ends[:-1]
        assert ends[-1] == one.time("time_to_stop_s")


def test_axis_reaches_every_moment(found):
    last = last_time(found)
    for one in found:
        assert all(time <= last for time in (*one.officers_in, *one.occupants_hit))
        assert one.time("time_to_entry_s") <= last


def test_table_holds_the_times_of_the_recording_and_the_ending_of_the_outcome(found, comparison):
    table = whereabouts_table(found, TITLES, outcome=comparison.outcome)
    rows = {row.head: row.cells for _, group in table.groups[:2] for row in group}
    assert [cell.main for cell in rows["Arrival"]] == ["5:20", "3:20"]
    assert [cell.main for cell in rows["Last rescue"]] == ["never came"] * 2
    assert [cell.main for cell in rows["Occupants hit"]] == ["9", "9"]
    assert rows["Officers inside"][1].note.startswith("3:20, 3:28, 3:36")
    column = comparison.outcome.replications.tolist().index(4)
    for cell, name in zip(rows["Ending"], TITLES, strict=True):
        known = ENDINGS[comparison.outcome.ending[comparison.outcome.course_index(name), column]]
        assert cell.main == next(s.label for s in ENDINGS_SHOWN if s.name == known)


def test_places_in_the_table_add_up_to_the_occupants(found, comparison):
    table = whereabouts_table(found, TITLES, outcome=comparison.outcome)
    assert len(table.groups) == 6
    for _, rows in table.groups[2:]:
        assert len(rows) == len(PLACES)
        for column in range(2):
            assert sum(int(row.cells[column].main) for row in rows) == N_PEOPLE - 7


def test_a_cut_picture_keeps_the_axis_of_the_whole(found):
    late = {**found[0].milestones, "time_to_last_rescue_s": 1800.0}
    part = whereabouts_figure([replace(found[0], milestones=late), found[1]], TITLES, only=LAST)
    assert part.count(">Two-officer entry<") == 1
    assert ">Contain and wait<" not in part
    assert ">30<" in part
    assert ">30<" not in whereabouts_figure(found, TITLES, only=LAST)


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_picture_has_a_panel_for_each_course_and_says_what_it_shows(found, width):
    svg = whereabouts_figure(found, TITLES, width=width)
    assert svg == whereabouts_figure(found, TITLES, width=width)
    words = svg.split("</desc>")[0]
    for title in TITLES.values():
        assert title in words
        assert svg.split("</desc>")[1].count(f">{title}<") == 1
    assert "Arrival 3:20" in words
    for row in ROWS:
        assert svg.count(f">{row}<") == 2
