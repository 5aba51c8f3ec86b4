import dataclasses

import numpy as np
import pytest

from asher.errors import SimulationError
from asher.simulation.metrics import ENDINGS, METRICS, find_metric
from fakes import fake_scenario, fake_simulate


def outcome(*, first=0, n=6, seed=3, **changes):
    return fake_simulate(
        fake_scenario(**changes), replications=n, seed=seed, first=first, threads=1, progress=None
    )


def test_unit_of_a_metric_follows_from_its_kind():
    units = {"count": "count", "time": "s", "span": "s", "flag": "share", "level": "share"}
    for metric in METRICS:
        assert metric.unit == units[metric.kind]
        assert metric.name.endswith("_s") == (metric.unit == "s")
        assert metric.description.endswith(".")


def test_endings_fit_their_column():
    assert len(set(ENDINGS)) == len(ENDINGS) < np.iinfo(np.int8).max


def test_joined_outcomes_are_sorted_by_replication():
    late, early = outcome(first=6, n=4), outcome(first=0, n=6)
    joined = late.concatenate([early])
    whole = outcome(n=10)
    assert joined.replications.tolist() == list(range(10))
    for name, column in whole.columns.items():
        assert np.array_equal(joined.columns[name], column, equal_nan=True)
    assert np.array_equal(joined.ending, whole.ending)
    assert np.array_equal(joined.exits["main entrance"], whole.exits["main entrance"])


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (outcome(first=6, seed=4), "different scenarios, seeds"),
        (outcome(first=6, mean_killed=(1.0, 2.0, 3.0)), "different scenarios, seeds"),
        (outcome(first=5), "is in both"),
    ],
)
def test_outcomes_that_do_not_belong_together_are_not_joined(other, said):
    with pytest.raises(SimulationError, match=said):
        outcome().concatenate([other])


def test_selection_keeps_the_order_asked_for():
    whole = outcome(first=10, n=6)
    part = whole.select(courses=["outside", "wait"], replications=[15, 11])
    assert part.courses == ("outside", "wait")
    assert part.replications.tolist() == [15, 11]
    assert part.values("wait", "killed").tolist() == [
        whole.values("wait", "killed")[5],
        whole.values("wait", "killed")[1],
    ]
    assert np.isnan(part.values("outside", "time_to_entry_s")).all()


def test_selection_of_what_is_not_there_is_refused():
    with pytest.raises(SimulationError, match="replication 99"):
        outcome().select(replications=[99])
    with pytest.raises(SimulationError, match="did you mean wait"):
        outcome().select(courses=["wayt"])


def test_columns_must_be_complete_and_of_one_shape():
    whole = outcome()
    fewer = {name: column for name, column in whole.columns.items() if name != "killed"}
    with pytest.raises(SimulationError, match="killed"):
        dataclasses.replace(whole, columns=fewer)
    with pytest.raises(SimulationError, match="ending has shape"):
        dataclasses.replace(whole, ending=whole.ending[:, :2])


def test_unknown_metric_is_refused_with_a_near_one():
    with pytest.raises(SimulationError, match="did you mean time_to_stop_s"):
        find_metric("time_to_stop")
