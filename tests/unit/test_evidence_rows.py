"""Published figures carry the right interval, and conflicts stay visible."""

import math

import pytest

from asher.comparison.intervals import share_interval
from asher.errors import EvidenceError, RecordsError
from asher.evidence import conflicts as known
from asher.evidence import load
from asher.record.evidence_rows import evidence_rows, poisson_interval


@pytest.fixture(scope="module")
def rows():
    return {row.statistic.id: row for row in evidence_rows()}


def test_every_figure_is_listed_in_order(rows):
    assert list(rows) == list(load())


def test_every_count_has_its_interval(rows):
    for row in rows.values():
        one = row.statistic
        if one.k is not None and one.n:
            assert row.lower <= one.estimate <= row.upper, one.id
            assert row.method == ("wilson" if one.unit == "share" else "poisson")
    assert rows["duration-2min"].lower == share_interval(23, 63)[1]


def test_moments_come_from_the_shipped_record(rows):
    for id in ("killed-mean", "killed-variance", "wounded-mean", "wounded-variance"):
        row = rows[id]
        assert row.method == "bootstrap"
        assert row.lower < row.statistic.estimate < row.upper
    # killed-zero counts, and keeps its own interval.
    assert rows["killed-zero"].method == "wilson"


def test_what_a_source_states_is_not_taken_for_an_interval(rows):
    stated = {id: rows[id].stated for id in ("walk-speed", "rtf-command", "arrival-median")}
    assert stated == {
        "walk-speed": "standard deviation",
        "rtf-command": "90th percentile",
        "arrival-median": "range",
    }
    assert all(math.isnan(rows[id].lower) for id in stated)
    assert rows["walk-speed"].document()["lower"] is None


@pytest.mark.parametrize("k", [0, 1, 9, 28])
def test_poisson_interval_has_its_tails(k):
    from scipy.stats import poisson

    lower, upper = poisson_interval(k)
    assert poisson.cdf(k, upper) == pytest.approx(0.025)
    assert poisson.sf(k - 1, lower) == pytest.approx(0.025 if k else 1.0)


def test_word_and_role_select():
    found = evidence_rows(word="Blair PERF")
    assert {row.statistic.id for row in found} == {"solo-active-shot", "solo-active-share"}
    found = evidence_rows(role="sensitivity")
    assert [row.statistic.id for row in found] == ["armed-citizen-disputed"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"word": "walk-sped"}, "did you mean 'walk-speed'"),
        ({"word": "bystandar"}, "did you mean 'bystander'"),
        ({"word": "triage", "role": "context"}, "of the role 'context'"),
    ],
)
def test_word_that_nothing_speaks_of_is_refused(options, said):
    with pytest.raises(EvidenceError, match=said):
        evidence_rows(**options)


def test_conflicts_of_the_documents_are_kept():
    by_row = {id: one for one in known.conflicts() for id in one.rows}
    assert by_row["over-before-police"] is by_row["over-before-police-fbi"]
    assert "underway-at-arrival-2010" in by_row["over-before-police"].opposite
    assert by_row["armed-citizen-fbi"] is by_row["armed-citizen-disputed"]
    # Rows of the role sensitivity are in dispute by definition.
    for row in load().values():
        assert row.role != "sensitivity" or row.id in by_row


def test_rows_in_conflict_say_so(rows):
    assert rows["armed-citizen-fbi"].questions == ("How many attacks do armed citizens end?",)
    assert rows["walk-speed"].questions == ()


def test_damaged_conflicts_are_told_with_their_place(monkeypatch, tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "conflicts.yaml").write_text(
        "- question: Which?\n  rows: [walk-speed]\n  oposite: []\n  why: x\n  treated: y\n"
    )
    monkeypatch.setattr(known.resources, "files", lambda _: tmp_path)
    with pytest.raises(RecordsError) as caught:
        known.conflicts.__wrapped__()
    places = [(fault.line, fault.column) for fault in caught.value.faults]
    assert (2, 9) in places
    assert (3, 3) in places
