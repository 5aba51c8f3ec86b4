"""Evidence is complete, consistent and found by name."""

import re
from typing import get_args

import pytest

from asher.errors import EvidenceError
from asher.evidence import Role, Statistic, load, statistic


def test_every_figure_is_a_number_with_a_source():
    rows = load()
    assert len(rows) >= 60
    for row in rows.values():
        assert all((row.source, row.quantity, row.population, row.unit)), row.id
        assert row.role in get_args(Role)
        assert isinstance(row.estimate, float)


def test_shares_lie_between_0_and_1_and_counts_below_their_totals():
    for row in load().values():
        if row.unit == "share":
            assert 0 <= row.estimate <= 1, row.id
            if row.k is not None and row.n is not None:
                assert 0 <= row.k <= row.n, row.id


def test_intervals_hold_their_figure():
    for row in load().values():
        if row.low is not None and row.high is not None and row.value is not None:
            assert row.low <= row.value <= row.high, row.id


@pytest.mark.parametrize(("prefix", "total"), [("after-police-", 184), ("before-police-", 249)])
def test_categories_of_one_count_add_up_to_its_total(prefix, total):
    parts = [row for row in load().values() if row.id.startswith(prefix)]
    assert {row.n for row in parts} == {total}
    assert sum(row.k for row in parts) == total


def test_estimate_is_count_over_total():
    assert statistic("officer-hit-given-gunfire").estimate == pytest.approx(21 / 45)


def test_a_misspelt_id_names_the_nearest():
    with pytest.raises(EvidenceError, match="did you mean walk-speed"):
        statistic("walk-sped")


def test_a_figure_without_value_or_count_is_an_error_not_a_nought():
    empty = Statistic("x", "q", "p", None, 5, None, None, None, "share", "s", "A", "input")
    with pytest.raises(EvidenceError, match="neither"):
        _ = empty.estimate


def test_no_file_of_the_project_is_named_to_a_reader():
    kept = [row for row in load().values() if re.search(r"\.(txt|csv)", row.source)]
    assert len(kept) >= 5
    for row in load().values():
        assert not re.search(r"\w{8,}\.\w+|seed", row.origin), row.id
        assert "seed" not in row.group, row.id
        assert row.origin in row.citation
    disputed = load()["shot-before-police"].origin
    assert disputed == "a document that started the project (4 percent of 106; count rounded)"


def test_rows_cannot_be_changed():
    with pytest.raises(TypeError):
        load()["walk-speed"] = statistic("specific-flow")  # type: ignore[index]


def test_data_hold_no_attacker_details():
    words = " ".join(f"{row.id} {row.quantity} {row.population}" for row in load().values()).lower()
    for word in ("weapon", "rifle", "pistol", "magazine", "years old", "male", "manifesto"):
        assert word not in words
