"""The whole table of the record beside the model."""

from dataclasses import replace

import numpy as np
import pytest

from asher.calibration.predictions import on_record
from asher.calibration.record_checks import FIGURES, check_record, record_counts
from asher.simulation.parameters import parameter_names
from asher.simulation.population import simulate_population
from asher.simulation.posterior import Posterior, read_posterior


@pytest.fixture(scope="module")
def median():
    values = np.median(read_posterior().values, axis=0)
    return dict(zip(parameter_names(), values.tolist(), strict=True))


def inside(found, values, seeds):
    """Share of figures of made-up records that are inside, record after record."""
    shares = []
    for seed in seeds:
        killed, wounded = on_record(simulate_population(values, incidents=302, seed=seed))
        counts = {"killed": killed, "wounded": wounded, "casualties": killed + wounded}
        seen = [
            replace(each, observed=FIGURES[each.metric][each.figure](counts[each.metric]))
            for each in found
        ]
        shares.append(np.mean([each.inside for each in seen]))
    return np.array(shares)


def test_the_record_is_counted_as_it_stands():
    counts = record_counts()
    assert {len(each) for each in counts.values()} == {302}
    assert counts["killed"].sum() == 902
    assert np.array_equal(counts["killed"] + counts["wounded"], counts["casualties"])
    assert sum(map(len, FIGURES.values())) == 35


def test_records_that_the_model_made_are_inside_and_others_are_not(median):
    """Of 20 records; intervals that hold 0.85 of the figures would be seen, and half the rate."""
    row = np.array([[median[name] for name in parameter_names()]])
    found = check_record(Posterior(row, {}), seed=3, draws=200)
    assert all(each.lower <= each.lower_80 <= each.predicted <= each.upper_80 for each in found)
    assert 0.91 < inside(found, median, range(100, 120)).mean() < 0.99
    other = median | {"casualty_rate_per_min": 0.5 * median["casualty_rate_per_min"]}
    assert inside(found, other, range(100, 120)).mean() < 0.8


def test_the_shipped_posterior_meets_the_table_of_the_record():
    """Asked: 33 of 35 inside 95 %, 26 inside 80 %."""
    found = check_record(read_posterior(), draws=200)
    assert sum(each.inside for each in found) >= 33
    assert sum(each.inside_80 for each in found) >= 26
