"""Published results beside ours: every row has a case and a place on the page; some signs hold."""

from pathlib import Path

import numpy as np
import pytest

from reference import beside, published
from reference.beside import (
    AGREES,
    CASES,
    DIFFERS,
    HEADING,
    UNCLEAR,
    WITHIN,
    Case,
    Found,
    Runs,
    Value,
    ratio,
    section,
    size,
    verdict,
)
from tolerance import assert_share

PAGE = Path(__file__).parents[2] / "docs" / "verification.md"
ROWS = beside.published()


def test_every_row_has_one_case_and_says_where_it_comes_from():
    assert sorted(each.row.id for each in CASES) == sorted(ROWS)
    for row in ROWS.values():
        assert row.hand in {"first", "second"}
        assert row.kind in {"model", "record", "experiment"}
        assert row.source
        assert row.year.isdecimal()
        assert row.address.startswith("http")
        # A model's figure is never compared by size.
        assert bool(row.side) != bool(row.low and row.high)
        assert row.side or row.kind != "model"


def test_the_page_tells_of_every_case_and_marks_what_is_second_hand():
    text = PAGE.read_text(encoding="utf-8")
    assert text.count(HEADING) == 1
    told = text.split(HEADING)[1]
    rows = {line.split(" | ")[0].removeprefix("| "): line for line in told.splitlines()}
    named = [line for line in told.splitlines() if line.startswith("- P")]
    for each in CASES:
        line = rows[each.row.id]
        assert line.count(" | ") == 4
        assert ("*Second-hand.*" in line) == (each.row.hand == "second"), each.row.id
        assert any(word in line for word in (AGREES, WITHIN, UNCLEAR, DIFFERS)), each.row.id
        (source,) = (line for line in named if each.row.id in line.partition(":")[0])
        assert each.row.source in source
        assert each.row.address in source


@pytest.mark.parametrize(
    ("id", "value", "said"),
    [
        ("P23", (1.2, 1.1, 1.3), AGREES),
        ("P23", (1.0, 0.9, 1.1), UNCLEAR),
        ("P23", (0.8, 0.7, 0.9), DIFFERS),
        ("P23", (1.0, 1.0, 1.0), DIFFERS),
        ("P01", (0.8, 0.7, 0.9), AGREES),
        ("P13", (2.0, 1.0, 3.0), AGREES),
        ("P13", (-2.0, -3.0, -1.0), DIFFERS),
        ("P31", (0.09, 0.07, 0.11), WITHIN),
        ("P31", (0.30, 0.20, 0.40), DIFFERS),
        ("P23", (float("nan"),) * 3, UNCLEAR),
    ],
)
def test_agreement_follows_from_the_interval(id, value, said):
    assert verdict(ROWS[id], Found({"": Value(*value)})) == said


def test_a_case_agrees_only_where_all_of_its_values_do():
    good, bad = Value(0.8, 0.7, 0.9), Value(1.0, 0.9, 1.1)
    assert verdict(ROWS["P01"], Found({"here": good, "there": good})) == AGREES
    assert verdict(ROWS["P01"], Found({"here": good, "there": bad})) == UNCLEAR


def test_an_effect_of_the_same_sign_and_another_size_is_said_to_be_so():
    said = {
        (0.8, 0.7, 0.9): "smaller",
        (0.2, 0.1, 0.3): "larger",
        (0.4, 0.3, 0.5): "",
        (1.2, 1.1, 1.3): "",
    }
    for value, word in said.items():
        assert word in size(ROWS["P01"], Found({"": Value(*value)}))
    assert size(ROWS["P01"], Found({"": Value(0.4, 0.3, 0.5)})) == ""
    assert size(ROWS["P01"], Found({"": Value(1.2, 1.1, 1.3)})) == ""


@pytest.mark.slow
def test_the_interval_of_a_ratio_covers_it_and_uses_that_incidents_are_the_same():
    """Of 100 intervals about 95 hold the true ratio; fewer than 82 would be seen."""
    rng = np.random.default_rng(5)
    held, trials = 0, 100
    for _ in range(trials):
        severity = rng.gamma(1.0, 1.0, 200)
        a, b = rng.poisson(1.5 * severity), rng.poisson(2.0 * severity)
        found = ratio(a, b)
        held += found.lower <= 0.75 <= found.upper
    assert_share(held, trials, 0.94)
    once = rng.poisson(3.0, 200)
    assert ratio(once, once) == (1.0, 1.0, 1.0)
    # Another order of one of them: the same means, and what they have in common is lost.
    mixed = ratio(2 * once, rng.permutation(once))
    same = ratio(2 * once, once)
    assert same.upper - same.lower < 1e-9 < mixed.upper - mixed.lower


def test_a_row_says_the_mechanism_only_where_the_result_is_not_met():
    one = Case(ROWS["P05"], "A toy | place.", None)
    met = Found({"": Value(0.8, 0.7, 0.9)}, 10, why="Because.")
    not_met = Found({"": Value(1.2, 1.1, 1.3)}, 10, why="Because.")
    text = section([(one, met, AGREES), (one, not_met, DIFFERS)], n=10)
    first, second = (line for line in text.splitlines() if line.startswith("| P05"))
    assert "0.80 (0.70 to 0.90), n = 10" in first
    assert "A toy \\| place." in first
    assert "Because" not in first
    assert "**differs**. Because." in second
    assert "1 of 2 agree" in text


@pytest.mark.slow
def test_signs_that_the_model_meets_still_hold_with_fewer_incidents():
    """Locks, buttons, exits, posts of an officer, drills: 120 incidents of each course of action.

    A ratio within 0.1 of 1 would not be told from 1.
    """
    runs = Runs(120)
    held = {
        published.locks: AGREES,
        published.buttons: AGREES,
        published.exits: AGREES,
        published.officer_at_posts: AGREES,
        published.several_options: AGREES,
        published.officer_deaths: WITHIN,
    }
    found = [(each, each.run(runs)) for each in held]
    said = {each.row.id: verdict(each.row, one) for each, one in found}
    assert said == {each.row.id: wanted for each, wanted in held.items()}
    text = section([(each, one, said[each.row.id]) for each, one in found], n=120)
    assert all(f"| {each.row.id} |" in text for each, _ in found)
    assert "nan" not in text
