"""A results folder and every page, made once; each test that changes a folder has its own copy."""

import shutil

import pytest

from asher.comparison.experiment import Experiment
from asher.comparison.results import ResultsFolder
from asher.scenario.scenario_files import read_scenario
from fakes import fake_simulate

BLOCK = 10


def run_on(folder, *, replications, simulate=fake_simulate):
    """Run a study whose incidents cost nothing into a folder, or on in it."""
    return Experiment(
        read_scenario("clock-race"), 1, ResultsFolder(folder), block_size=BLOCK, simulate=simulate
    ).run(replications=replications)


@pytest.fixture(scope="session")
def finished(tmp_path_factory):
    """A results folder with two blocks."""
    folder = tmp_path_factory.mktemp("finished")
    run_on(folder, replications=2 * BLOCK)
    return folder


@pytest.fixture
def results(finished, tmp_path):
    """A copy of it, to be tampered with."""
    return shutil.copytree(finished, tmp_path / "results")


@pytest.fixture
def elsewhere(tmp_path):
    """A file of the user's that has nothing to do with what a stranger sent."""
    path = tmp_path / "elsewhere" / "diary.txt"
    path.parent.mkdir()
    path.write_text("dear diary", encoding="utf-8")
    return path
