"""The answer says of every course of action what was found, and says plainly when nothing was."""

import re
from dataclasses import replace

import numpy as np
import pytest

from asher.comparison.comparison import Comparison
from asher.comparison.effect import Effect
from asher.views.words.answer import answer
from command import asher


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def with_columns(comparison: Comparison, **columns: list) -> Comparison:
    new = {name: np.array(rows, dtype=np.float64) for name, rows in columns.items()}
    outcome = replace(comparison.outcome, columns=comparison.outcome.columns | new)
    return replace(comparison, outcome=outcome)


@pytest.fixture
def two(comparison):
    names = ("contain-and-wait", "two-officer-entry")
    return replace(comparison, outcome=comparison.outcome.select(courses=names))


def test_every_course_stands_against_the_first_in_one_line(comparison):
    base = np.tile([4.0, 6.0], 150)
    rows = [base, base - np.tile([0.0, 1.0, 2.0], 100), base, base + 1]
    hit = [np.zeros(300)] * 4
    said = answer(with_columns(comparison, killed=rows, officers_killed=hit, officers_wounded=hit))
    assert plain(said.baseline) == (
        "Under \u201cContain and wait\u201d, the baseline, an attack leaves 5.00 people killed "
        "(4.89 to 5.12) and 0.000 officers hit (0.000 to 0.013), on average over 300 simulated "
        "attacks. "
        "Brackets hold 95 % intervals. Compared with it:"
    )
    assert [title for title, _ in said.against] == [
        "Two-officer entry",
        "Four-officer formation",
        "Stay outside",
    ]
    no_change = "the same number of officers hit in every attack"
    assert [plain(finding) for _, finding in said.against] == [
        f"1.00 fewer people killed per attack (0.91 to 1.10); {no_change}. Fewer killed in 67 of "
        "100 attacks, the same in 33, more in 0.",
        f"the same number of people killed in every attack; {no_change}.",
        f"1.0 more people killed per attack (1.0 to 1.0); {no_change}. Fewer killed in 0 of 100 "
        "attacks, the same in 0, more in 100.",
    ]


def test_the_baseline_does_not_change_with_what_differs(two):
    """Would catch a headline that compares the best with the worst."""
    rng = np.random.default_rng(3)
    base = rng.poisson(8, 300).astype(float)
    for rows in ([base, rng.permutation(base)], [base + 3, base], [base, base + 3]):
        found = answer(with_columns(two, killed=rows))
        assert "\u201cContain and wait\u201d, the baseline" in found.baseline
        assert [title for title, _ in found.against] == ["Two-officer entry"]


def test_interval_that_spans_zero_is_no_clear_change(two):
    base = np.random.default_rng(3).poisson(8, 300).astype(float)
    same_law = np.random.default_rng(4).permutation(base)
    ((_, said),) = answer(with_columns(two, killed=[base, same_law])).against
    assert re.match(
        r"no clear change in people killed \([\d.]+ fewer to [\d.]+ more per attack\);", plain(said)
    )


def test_officers_are_told_with_their_direction(two):
    none, more = np.zeros(300), np.tile([0.0, 1.0], 150)
    columns = {"officers_killed": [none, none], "officers_wounded": [none, more]}
    ((_, said),) = answer(with_columns(two, **columns)).against
    assert "0.50 more officers hit per attack (0.44 to 0.56)" in plain(said)


def test_it_is_said_where_those_hit_are_people_on_site(two):
    none, more = np.zeros(300), np.tile([0.0, 1.0], 150)
    ((_, said),) = answer(with_columns(two, on_site_hit=[none, more])).against
    words = "0.50 more on-site staff hit per attack (0.44 to 0.56), counted among the killed"
    assert words in plain(said)
    ((_, said),) = answer(with_columns(two, on_site_hit=[more, more])).against
    assert "on-site" not in said


@pytest.mark.parametrize(("share", "is_said"), [(0.84, True), (0.2, False)])
def test_why_nothing_differs_stands_where_nothing_does(two, share, is_said):
    base = np.full(300, 5.0)
    over = [np.arange(300) < share * 300] * 2
    said = answer(with_columns(two, killed=[base, base], ended_before_police=over)).why
    assert (
        "84\u00a0% of attacks (79\u00a0% to 88\u00a0%) are over before the first" in said
    ) == is_said
    differs = with_columns(two, killed=[base, base - 1], ended_before_police=over)
    assert answer(differs).why == ""


def test_it_says_how_rare_such_an_attack_is(comparison):
    said = plain(answer(comparison).rarity)
    assert re.search(
        r"about [\d.]+ a year at .+ \([\d.]+ to [\d.]+; \d+ recorded from 2014 to 2018\)", said
    )
    # What it says to ask is a command that answers.
    asked = re.search(r"asher (expect --place \S+ --places) N,", said)[1]
    assert asher(*asked.split(), 100_000).exit_code == 0


def test_three_strongest_assumptions_by_their_effect(two):
    def effect(name, mean, half=0.1):
        halved = -1.0
        ends = mean - half, mean + half
        return Effect(
            assumption=name, course="two-officer-entry", halved=halved, doubled=halved + mean,
            mean=mean, lower=ends[0], upper=ends[1], n=50,
        )  # fmt: skip

    assert "are not known" in answer(two).hangs_on
    found = (effect("call", -0.4), effect("duration", -2.0), effect("travel", 0.05))
    said = plain(answer(replace(two, effects=found)).hangs_on)
    assert said == (
        "The assumptions this depends on most (3 tried, each halved and doubled on 50 of the same "
        "attacks): how long an attack lasts if nobody ends it (\u201cTwo-officer entry\u201d: 1.00 "
        "fewer killed when halved, 3.00 fewer killed when doubled; a change of 1.90 to 2.10); how "
        "long "
        "until somebody calls (\u201cTwo-officer entry\u201d: 1.00 fewer killed when halved, 1.40 "
        "fewer killed when doubled; a change of 0.30 to 0.50); how long the first officer takes "
        "to arrive "
        "(\u201cTwo-officer entry\u201d: 1.00 fewer killed when halved, 0.95 fewer killed when "
        "doubled; "
        "a change of 0.05 fewer to 0.15 more, not clear on 50 attacks)."
    )
    none = replace(two, effects=(effect("travel", 0.05),))
    assert "none is clear on so few" in answer(none).hangs_on


def test_answer_recommends_nothing(comparison):
    found = answer(comparison)
    text = " ".join([found.baseline, found.why, found.rarity, *(f for _, f in found.against)])
    assert not re.search(r"\b(best|should|recommend\w*|optimal|choose|prefer\w*)\b", text)


def test_unfinished_and_stuck_are_counted(comparison):
    every = "Every attack was over within the horizon and nobody was stuck."
    assert answer(comparison).counted == every
    unfinished = np.zeros((4, 300))
    unfinished[3, :30] = 1
    assert plain(answer(with_columns(comparison, unfinished=unfinished)).counted).startswith(
        "Up to 10 % of attacks were not over at the horizon (Stay outside)"
    )


def test_drill_answers_by_the_last_person_out(comparison):
    times = [np.full(300, 200.0), np.full(300, 180.0), np.full(300, 200.0), np.full(300, np.nan)]
    drill = replace(
        with_columns(comparison, evacuation_time_s=times),
        scenario=comparison.scenario.with_(hazard=None),
    )
    found = answer(drill)
    assert found.why == found.rarity == ""
    assert "last person" in found.question
    assert "the last person was out after 3 min 20 s on average over 300 drills" in plain(
        found.baseline
    )
    assert plain(found.against[0][1]).startswith(
        "the last person out 20 s sooner on average (0:20 to 0:20). Sooner in 100 of 100 drills"
    )


def test_single_course_states_its_mean(comparison):
    one = replace(comparison, outcome=comparison.outcome.select(courses=("stay-outside",)))
    said = answer(one)
    assert plain(said.baseline).startswith(
        "Under \u201cStay outside\u201d an attack leaves 8.8 people killed ("
    )
    assert said.against == ()
    assert said.hangs_on == ""
