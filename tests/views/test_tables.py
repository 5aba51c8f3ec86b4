"""Tables hold every figure with its interval, and count what did not end well."""

import re

import numpy as np
import pytest

from asher.scenario import read_scenario
from asher.scenario.sources import assumptions
from asher.simulation.metrics import ENDINGS
from asher.views.figures.courses import courses_figure, differences_figure, endings_figure
from asher.views.figures.panels import NARROW, WIDE
from asher.views.figures.timeline import timeline_figure
from asher.views.sections.assumptions import assumptions_table
from asher.views.tables import (
    courses_table,
    endings_table,
    minutes_table,
    pairs_table,
    reference_table,
)
from asher.views.words.measures import ENDINGS_SHOWN

FIGURES = (courses_figure, differences_figure, timeline_figure, endings_figure)


def rows_of(table):
    return {row.head: row for _, rows in table.groups for row in rows}


def test_courses_table_counts_n_unfinished_and_stuck(comparison):
    rows = rows_of(courses_table(comparison))
    assert [cell.main for cell in rows["Incidents (n)"].cells] == ["300"] * 4
    assert {"Unfinished", "Stuck", "Killed", "Officers killed", "Time to entry"} <= set(rows)
    assert all(len(row.cells) == 4 for row in rows.values())


def test_time_that_never_came_is_not_given_a_median(comparison):
    entry = rows_of(courses_table(comparison))["Time to entry"].cells[3]
    assert entry.main == "never came"
    assert rows_of(minutes_table(comparison))["Entry"].cells[3].main == "never came"


def test_event_never_seen_has_an_upper_bound(comparison):
    cell = rows_of(courses_table(comparison))["Officers killed"].cells[3]
    assert "not seen" in cell.note
    assert "below" in cell.note


def test_every_pair_stands_once(comparison):
    (_, rows), *others = pairs_table(comparison).groups
    assert len(rows) == 6
    assert [len(group) for _, group in others] == [6, 6]
    assert all(len(group) == 3 for _, group in reference_table(comparison).groups)


def test_reading_follows_the_interval(comparison):
    for _, rows in reference_table(comparison).groups:
        for row in rows:
            low, high = row.cells[1].main.split(" to ")
            reading = row.cells[3].main
            if reading == "lower":
                assert low.startswith("\u2212")
                assert not high.startswith("+")
            if reading == "spans zero":
                assert not (low.startswith("+") and high.startswith("+"))


def test_endings_add_up_and_all_have_a_sign(comparison):
    assert {ending.name for ending in ENDINGS_SHOWN} == set(ENDINGS)
    signs = [row.sign for row in rows_of(endings_table(comparison)).values()]
    assert [sign.code for sign in signs] == list("ABCDEFGH")[: len(signs)]
    shown = {sign.name for sign in signs}
    for course in comparison.courses:
        shares = comparison.ending_shares(course)
        assert np.isclose(sum(shares[name] for name in shown), 1.0)


def test_every_assumption_has_a_ground(comparison):
    rows = rows_of(assumptions_table(comparison.scenario))
    assert len(rows) > 40
    assert all(row.cells[1].main or row.cells[1].note for row in rows.values())


def test_what_groups_share_stands_once():
    scenario = read_scenario("borderline")
    rows = rows_of(assumptions_table(scenario))
    assert rows["occupants[0\u20137].walking_speed_m_s"].note == "all 8"
    assert rows["occupants[0\u20137].pre_movement"].note == "all 8"
    assert rows["occupants[0\u20136].response.run"].note == "all but staff"
    assert rows["occupants[7].familiar_share"].note == "staff"
    # Nothing is lost: every number of every group is in one row.
    members = 0
    for head in rows:
        if head.startswith("occupants"):
            for run in head[len("occupants[") : head.index("]")].split(", "):
                first, _, last = run.partition("\u2013")
                members += int(last or first) - int(first) + 1
    assert members == sum(item.where.startswith("occupants") for item in assumptions(scenario))


@pytest.fixture(scope="module")
def drawn(comparison):
    return {
        (figure, width): figure(comparison, width=width)
        for figure in FIGURES
        for width in (WIDE, NARROW)
    }


@pytest.mark.parametrize("figure", FIGURES)
def test_figure_is_byte_equal_and_says_what_it_shows(comparison, drawn, figure):
    svg = drawn[figure, NARROW]
    assert svg == figure(comparison, width=NARROW)
    assert svg.startswith("<svg")
    words = svg.split("</desc>")[0]
    assert 'role="img"' in words
    assert "<title" in words
    assert "Two-officer entry" in words


def test_parts_of_a_figure_carry_no_role_of_their_own(drawn):
    for svg in drawn.values():
        assert svg.count("role=") == 1


def test_ids_of_figures_do_not_clash(drawn):
    found = [found for svg in drawn.values() for found in re.findall(r'\bid="([^"]+)"', svg)]
    assert len(found) == len(set(found))
