"""The answer says what was found, and says plainly when nothing was."""

import re
from dataclasses import replace

import numpy as np
import pytest

from asher.comparison.comparison import Comparison
from asher.views.words.answer import answer


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def with_killed(comparison: Comparison, rows: list) -> Comparison:
    columns = dict(comparison.outcome.columns)
    columns["killed"] = np.array(rows, dtype=np.float64)
    return Comparison(comparison.scenario, replace(comparison.outcome, columns=columns))


@pytest.fixture
def two(comparison):
    return Comparison(
        comparison.scenario,
        comparison.outcome.select(courses=("contain-and-wait", "two-officer-entry")),
    )


def test_lead_gives_difference_interval_n_and_probability(two):
    base = np.tile([4.0, 6.0], 150)
    less = base - np.tile([1.0, 2.0, 3.0], 100)
    said = plain(answer(with_killed(two, [base, less])).lead)
    assert said.startswith(
        "In 300 incidents, each met by both courses of action, fewest people were killed under "
        "\u201cTwo-officer entry\u201d: 2.0"
    )
    assert "than under \u201cContain and wait\u201d (95 % interval 1.91 to 2.09)" in said
    assert said.endswith(
        "\u201cTwo-officer entry\u201d was lower in 100 %, never the same and never higher."
    )


def test_lead_names_all_that_cannot_be_told_from_the_lowest(comparison):
    base = np.tile([4.0, 6.0], 150)
    rows = [base, base - 2, base - 2 + np.tile([0.0, 0.0, 1.0, -1.0], 75), base + 1]
    said = plain(answer(with_killed(comparison, rows)).lead)
    assert "all four courses of action" in said
    assert "than under \u201cStay outside\u201d, which had the most" in said
    assert "\u201cFour-officer formation\u201d cannot be told apart from it." in said
    assert "\u201cContain and wait\u201d" not in said


def test_interval_that_spans_zero_is_said_plainly(two):
    rng = np.random.default_rng(3)
    base = rng.poisson(8, 300).astype(float)
    same_law = rng.permutation(base)
    found = answer(with_killed(two, [base, same_law]))
    assert "cannot be told apart" in found.lead
    assert "spans zero" in found.lead


def test_equal_courses_are_not_called_different(comparison):
    rows = [np.full(300, 5.0)] * 4
    found = answer(with_killed(comparison, rows))
    assert "was the same under all four, every time" in found.lead
    assert {finding.split(";")[0] for _, finding in found.against} == {
        "the same in every replication"
    }


def test_answer_names_the_risk_to_officers_and_recommends_nothing(comparison):
    found = answer(comparison)
    text = " ".join([found.lead, found.risk, found.counted, *(f for _, f in found.against)])
    assert "officers" in found.risk
    assert not re.search(r"\b(best|should|recommend\w*|optimal|choose|prefer\w*)\b", text)


def test_unfinished_and_stuck_are_counted(comparison):
    assert answer(comparison).counted == "Every replication finished and nobody was stuck."
    columns = dict(comparison.outcome.columns)
    columns["unfinished"] = np.zeros((4, 300))
    columns["unfinished"][3, :30] = 1
    changed = Comparison(comparison.scenario, replace(comparison.outcome, columns=columns))
    assert plain(answer(changed).counted).startswith(
        "Up to 10 % of replications were unfinished at the horizon (Stay outside)"
    )


def test_drill_answers_by_the_last_person_out(comparison):
    drill = Comparison(comparison.scenario.with_(hazard=None), comparison.outcome)
    found = answer(drill)
    assert found.risk == ""
    assert "last person" in found.question


def test_single_course_states_its_mean(comparison):
    one = Comparison(comparison.scenario, comparison.outcome.select(courses=("stay-outside",)))
    said = plain(answer(one).lead)
    assert said.startswith("In 300 replications of Stay outside a mean of 8.8 people were killed")
    assert answer(one).against == ()
