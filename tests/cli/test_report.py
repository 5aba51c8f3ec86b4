"""`asher report`: the report again, as paper, and the summary on one page."""

import pytest

from asher.comparison.experiment import Experiment
from asher.comparison.results import ResultsFolder
from asher.scenario import read_scenario
from command import asher
from pace import ends
from printing import printed


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    folder = ResultsFolder(tmp_path_factory.mktemp("results") / "r")
    Experiment(read_scenario("borderline"), 1, folder=folder).run(replications=5)
    return folder.path


@printed
@pytest.mark.parametrize("name", ends(["s.html", "s.pdf", "s.png"]))
def test_summary_is_written_where_it_is_asked_for(results, tmp_path, name):
    done = asher("report", results, "--summary", "--out", tmp_path / name)
    assert done.exit_code == 0, done.output
    assert (tmp_path / name).stat().st_size > 10_000
    assert f"Summary of 5 replications: {tmp_path / name}" in " ".join(done.output.split())


def test_summary_stands_in_the_folder_by_default(results):
    assert asher("report", results, "--summary").exit_code == 0
    assert (results / "summary.html").is_file()
    assert not (results / "report.html").exists()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--summary", "--out", "s.pfd"), "did you mean '.pdf'"),
        (("--out", "r.png"), "ends in .html, .pdf"),
        (("--paper", "A3"), "A3"),
    ],
)
def test_what_cannot_be_written_is_refused(results, options, said):
    done = asher("report", results, *options)
    assert done.exit_code == 2
    assert said in " ".join(done.output.split())
