"""What a comparison hangs on: one assumption at a time, on the same incidents, kept at once."""

import json

import numpy as np
import pytest

import asher
from asher.comparison.experiment import Experiment
from asher.comparison.reading import read_results
from asher.comparison.results import ResultsFolder
from asher.comparison.sensitivity import ASSUMPTIONS, effects, incidents_for
from asher.errors import ResultsError
from fakes import fake_simulate


@pytest.fixture(scope="module")
def scenario():
    return asher.read_scenario("borderline")


def longer_is_worse(scenario, **given):
    """The first course of action kills by the minute of the attack's own duration."""
    outcome = fake_simulate(scenario, **given)
    minutes = scenario.hazard.duration.median_s / 60.0
    outcome.columns["killed"][:] = 1.0
    outcome.columns["killed"][0] = minutes
    return outcome


def run(scenario):
    return longer_is_worse(scenario, replications=30, seed=1, first=0, threads=None, progress=None)


def test_only_what_moves_the_difference_has_an_effect(scenario):
    found = {each.assumption: each for each in effects(scenario, run)}
    assert set(found) == {assumption.name for assumption in ASSUMPTIONS}
    minutes = scenario.hazard.duration.median_s / 60.0
    duration = found.pop("duration")
    assert duration.halved == pytest.approx(1.0 - minutes / 2)
    assert duration.doubled == pytest.approx(1.0 - minutes * 2)
    assert duration.mean == pytest.approx(-1.5 * minutes)
    assert duration.is_clear
    assert not any(each.is_clear for each in found.values())


def test_every_assumption_changes_the_scenario_and_halving_undoes_doubling(scenario):
    """Would catch an assumption that names a field the laws do not read from there."""
    for assumption in ASSUMPTIONS:
        doubled = assumption.scaled(scenario, 2.0)
        assert doubled.digest != scenario.digest
        assert assumption.scaled(doubled, 0.5) == scenario


def test_what_was_found_is_not_run_again(scenario):
    known = list(effects(scenario, run))[:3]
    ran = []
    again = list(
        effects(scenario, lambda changed: ran.append(changed) or run(changed), known=known)
    )
    assert len(ran) == 2 * (len(ASSUMPTIONS) - 3)
    assert again[:3] == known


@pytest.mark.slow
def test_they_are_kept_in_the_folder_and_read_with_the_results(scenario, tmp_path):
    folder = ResultsFolder(tmp_path / "r")
    experiment = Experiment(scenario, 1, folder=folder, simulate=longer_is_worse)
    comparison = experiment.run(replications=400)
    assert comparison.effects == ()
    tried = experiment.try_assumptions(comparison)
    assert len(tried.effects) == len(ASSUMPTIONS)
    assert {each.n for each in tried.effects} == {incidents_for(400)} == {60}
    assert read_results(folder.path).effects == tried.effects

    # Of another number of replications they are other incidents.
    experiment.run(replications=1000)
    assert read_results(folder.path).effects == ()

    kept = json.loads(folder.effects_path.read_text())
    folder.effects_path.write_text(json.dumps(kept | {"replications": "many"}))
    with pytest.raises(ResultsError, match="replications"):
        read_results(folder.path)


def test_few_replications_or_one_course_are_not_tried(scenario):
    experiment = Experiment(scenario, 1, simulate=longer_is_worse)
    few = experiment.run(replications=50)
    assert experiment.try_assumptions(few) is few


@pytest.mark.slow
def test_the_site_scale_answers_to_every_assumption(scenario):
    """Each assumption moves something in 15 incidents; would catch one that no law reads."""

    def differ(assumption, first):
        quarter, fourfold = (
            asher.simulate(assumption.scaled(scenario, factor), first=first, replications=3, seed=1)
            for factor in (0.25, 4.0)
        )
        return any(
            not np.array_equal(quarter.columns[name], fourfold.columns[name], equal_nan=True)
            for name in quarter.columns
        )

    for assumption in ASSUMPTIONS:
        # Three at a time: most move something in the first.
        assert any(differ(assumption, first) for first in range(0, 15, 3)), assumption.name
