"""Incidents predicted by fits that have not seen them."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import poisson

from asher.calibration import held_out, place_kinds
from asher.calibration.emulator import SHARES
from asher.calibration.held_out import HeldOut, Record, law_of, read_record, seen_without, summarise
from asher.calibration.likelihood import observed
from asher.evidence import statistic
from asher.simulation.exposure import PLACES_OF
from asher.simulation.parameters import to_normal
from asher.simulation.posterior import read_posterior
from pace import slow


@pytest.fixture(scope="module")
def record():
    return read_record()


@pytest.fixture
def few(monkeypatch):
    """The shipped posterior whatever is fitted to, so that only kinds of place are fitted here."""
    asked = []

    def sample(seen, _emulator, **_):
        asked.append(seen)
        return to_normal(read_posterior().values)[:, None, :], {}

    monkeypatch.setattr(held_out, "sample", sample)
    # Fewer values are tried, and fewer incidents run.
    few = tuple(each._replace(tried=each.tried[::4]) for each in place_kinds.NUMBERS)
    monkeypatch.setattr(place_kinds, "NUMBERS", few)
    for name, size in {"_INCIDENTS": 1000, "_LEVELS": 8, "_NODES": 12}.items():
        monkeypatch.setattr(place_kinds, name, size)
    return asked


def worse(record, chosen):
    """The same record with ten more wounded in some incidents."""
    rows = [
        replace(row, wounded=row.wounded + 10) if is_chosen else row
        for row, is_chosen in zip(record.rows, chosen.tolist(), strict=True)
    ]
    return Record(tuple(rows))


def test_halves_are_every_second_incident_of_a_kind_and_hang_on_no_outcome(record):
    for kind in set(record.kinds.tolist()):
        at = record.kinds == kind
        assert abs(int(record.is_odd[at].sum()) - int((~record.is_odd)[at].sum())) <= 1
        dates = [row.date for row, is_in in zip(record.rows, at.tolist(), strict=True) if is_in]
        order = np.argsort([date.toordinal() for date in dates], kind="stable")
        assert record.is_odd[at][order].tolist() == [k % 2 == 1 for k in range(len(dates))]
    assert np.array_equal(worse(record, record.hurt > 3).is_odd, record.is_odd)
    assert np.array_equal(record.folds["odd"], ~record.folds["even"])


def test_rows_of_the_record_are_counted_as_the_evidence_has_them(record):
    """But for the incident that is left out of fits, in which many were killed and wounded."""
    counted = record.counted(np.ones(len(record.rows), dtype=bool))
    for name, (yes, of) in counted.items():
        row = statistic(name)
        assert row.n - of in (0, 1), name
        assert row.k - yes in (0, 1), name
    parts = [record.counted(half) for half in (record.is_odd, ~record.is_odd)]
    for name, (yes, of) in counted.items():
        assert sum(part[name][0] for part in parts) == yes
        assert sum(part[name][1] for part in parts) == of


def test_only_rows_of_the_record_change_where_incidents_are_held_out(record):
    seen = observed()
    less = seen_without(seen, record, record.is_odd)
    moved = {name for name, a, b in zip(SHARES, seen.n, less.n, strict=True) if a != b}
    assert moved == set(record.counted(record.is_odd))


def test_what_is_held_out_tells_a_fit_nothing(few, record):
    """Ten more wounded in each incident that is held out changes no prediction at all."""
    study = HeldOut(observed(), None, record, 1)
    for name in ("odd", "House of Worship"):
        held = record.folds[name]
        other = HeldOut(observed(), None, worse(record, held), 1)
        law, same = study.predict(held), other.predict(held)
        unmoved = ~held & np.isin(record.kinds, list(PLACES_OF))
        assert np.array_equal(law[:, unmoved], same[:, unmoved])
        assert np.array_equal(few[-1].k, few[-2].k)
        assert not np.array_equal(other.record.hurt, record.hurt)


def test_each_fit_is_a_row_that_a_file_can_hold(few, record):
    study = HeldOut(observed(), None, record, 1)
    done = []
    rows = study.run(2, 1, done.append)
    assert rows.shape == (1, study.columns)
    assert np.isfinite(rows).all()
    assert np.array_equal(rows[0], study.predict(record.folds["even"]).ravel())
    assert done == [1]
    assert len(few) == 2


def test_a_kind_that_is_fitted_to_is_predicted_otherwise_than_by_the_others_alone(few, record):
    """Ten more wounded in each attack at houses of worship: likelier where they were seen."""
    chosen = record.kinds == "House of Worship"
    study = HeldOut(observed(), None, worse(record, chosen), 1)
    seen, unseen = (study.predict(record.folds[name]) for name in ("nothing", "House of Worship"))
    assert np.log(seen[0, chosen]).sum() > np.log(unseen[0, chosen]).sum() + 2
    assert len(few) == 2


@pytest.mark.slow
@pytest.mark.parametrize("factor", [1.0, slow(1.6)])
def test_the_transform_is_even_where_the_law_is_right(record, factor):
    """Counts of a Poisson law of mean 5 times a factor, each predicted by that of mean 5."""
    counts = np.random.default_rng(2).poisson(5.0 * factor, len(record.rows))
    rows = tuple(
        replace(row, killed=0, wounded=int(n)) for row, n in zip(record.rows, counts, strict=True)
    )
    law = np.stack([poisson.pmf(counts, 5.0), poisson.cdf(counts - 1, 5.0)])
    made_up = Record(rows)
    told = summarise(made_up, np.tile(law.ravel(), (len(made_up.folds), 1)), seed=1)
    halves = told["halves"]
    assert halves["incidents"] == np.isin(record.kinds, list(PLACES_OF)).sum()
    assert sum(halves["transform_histogram"]) == halves["incidents"]
    assert (halves["transform_p_value"] > 0.01) == (factor == 1.0)
    assert set(told["kinds"]) == set(PLACES_OF)
    # A law of two numbers that is fitted is nearly as good as the right one, and better than a
    # wrong one.
    gap = halves["log_score"] - halves["log_score_of_law"]
    assert -0.01 < gap < 0.05 if factor == 1.0 else gap < -0.2


def test_a_poisson_lognormal_law_is_found_again():
    """Of 4,000 counts: chances to within 0.01, and the tail to within a third."""
    generator = np.random.default_rng(4)
    counts = generator.poisson(np.exp(1.2 + 0.9 * generator.standard_normal(4000)))
    law = law_of(counts)
    assert law.sum() == pytest.approx(1.0, abs=1e-3)
    for count in range(8):
        assert law[count] == pytest.approx((counts == count).mean(), abs=0.015)
    assert law[20:].sum() == pytest.approx((counts >= 20).mean(), rel=0.33)
