"""A metric of one's own, from what came of the replications or from a recording of each."""

import numpy as np
import pytest

import asher
from asher.errors import SimulationError
from asher.kernels.columns import Column
from asher.simulation.metrics import ENDINGS, METRICS, Metric
from places import box, drill, group, opening, plan


def metric(**changes):
    stated = {
        "name": "half_way_s",
        "label": "Half are out",
        "kind": "time",
        "lower_is_better": True,
        "description": "From the start to the time at which half are out.",
        "of_recording": half_way,
    }
    return Metric(**{**stated, **changes})


def half_way(recording):
    out = (recording.status == 6).mean(axis=1) >= 0.5
    return recording.times_s[np.argmax(out)] if out.any() else np.nan


@pytest.fixture(scope="module")
def scenario():
    room = plan(box("room", 0, 0, 6, 6), opening("door", (6, 2.5), (6, 3.5), main_entrance=True))
    return drill(room, group(8))


def test_one_is_made_from_recordings_and_one_from_what_came(scenario):
    spread = metric(
        name="spread_s",
        of_recording=None,
        of_outcome=lambda outcome: (
            outcome.columns["evacuation_time_s"] - outcome.columns["half_way_s"]
        ),
    )
    outcome = asher.simulate(scenario, replications=3, metrics=[metric(), spread])
    half, last = outcome.columns["half_way_s"][0], outcome.columns["evacuation_time_s"][0]
    assert np.all((half > 0) & (half < last))
    assert np.allclose(outcome.columns["spread_s"][0], last - half)
    assert [each.name for each in outcome.metrics[-2:]] == ["half_way_s", "spread_s"]


def test_it_is_compared_as_any_other_and_stands_in_the_summary(scenario):
    compared = asher.compare(scenario, replications=4, metrics=[metric()])
    (course,) = compared.courses
    assert compared.metric(course, "half_way_s").n == 4
    stated = compared.summary()["courses_of_action"][course]["metrics"]
    assert set(stated) == {each.name for each in METRICS} | {"half_way_s"}


def test_it_is_cut_and_joined_with_the_others(scenario):
    outcome = asher.simulate(scenario, replications=2, metrics=[metric()])
    more = asher.simulate(scenario, replications=1, first=2, metrics=[metric()])
    joined = outcome.concatenate([more])
    assert joined.columns["half_way_s"].shape == (1, 3)
    assert joined.select(replications=[2]).find_metric("half_way_s").is_time


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": "killed"}, "metric killed: the name is taken; choose another"),
        ({"of_recording": None}, "metric half_way_s: state of_outcome or of_recording"),
        ({"of_recording": lambda _: np.inf}, "metric half_way_s: inf is not a time"),
        (
            {"kind": "flag", "of_recording": lambda _: 0.5},
            "metric half_way_s: 0.5 is not a flag",
        ),
        (
            {"of_recording": None, "of_outcome": lambda _: np.zeros(3)},
            "outcome: half_way_s has shape (3,), expected (1, 1)",
        ),
    ],
)
def test_a_metric_that_cannot_be_is_told(scenario, changes, said):
    with pytest.raises(SimulationError) as caught:
        asher.simulate(scenario, replications=1, metrics=[metric(**changes)])
    assert str(caught.value) == said


def test_an_unknown_name_is_told_with_those_of_ones_own(scenario):
    outcome = asher.simulate(scenario, replications=1, metrics=[metric()])
    with pytest.raises(SimulationError, match="did you mean half_way_s"):
        outcome.find_metric("half_way")


def test_a_law_writes_each_metric_by_its_name():
    assert [each.name.upper() for each in METRICS] == [each.name for each in Column][:-1]
    assert len(METRICS) == Column.ENDING
    assert len(set(ENDINGS)) == 9
