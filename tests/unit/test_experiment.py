import json
import os
import shutil
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import numpy as np
import pytest

from asher.comparison.experiment import Experiment
from asher.comparison.outcome_file import OutcomeForm
from asher.comparison.reading import read_results
from asher.comparison.results import ResultsFolder
from asher.comparison.stopping import parse_rule
from asher.errors import ResultsError, SimulationError
from asher.runs.claims import locked
from asher.runs.identity import Identity
from asher.scenario import read_scenario
from asher.simulation.metrics import METRICS
from fakes import Dying, fake_scenario, fake_simulate
from pace import ends

STAMP = ("identity", "first", "checksum")


def experiment(folder=None, **changes):
    options = {"seed": 7, "block_size": 20, "simulate": fake_simulate, **changes}
    scenario = options.pop("scenario", None) or fake_scenario()
    return Experiment(scenario, folder=folder and ResultsFolder(folder), **options)


def refuses_to_run(scenario, **options):
    raise AssertionError(f"run again: {options}")


def files(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def same(a, b):
    return (
        a.courses == b.courses
        and np.array_equal(a.replications, b.replications)
        and all(
            np.array_equal(a.columns[m.name], b.columns[m.name], equal_nan=True) for m in METRICS
        )
        and np.array_equal(a.ending, b.ending)
        and a.exits.keys() == b.exits.keys()
        and all(np.array_equal(a.exits[name], b.exits[name]) for name in a.exits)
    )


@pytest.mark.parametrize("block_size", [1, 7, 20, 1000])
def test_size_of_the_blocks_changes_nothing(block_size):
    whole = experiment().run(replications=50)
    assert same(whole.outcome, experiment(block_size=block_size).run(replications=50).outcome)


def test_folder_holds_whole_files_only_and_gives_the_same(tmp_path):
    kept = experiment(tmp_path).run(replications=50)
    assert files(tmp_path) == [
        "blocks/00000.parquet",
        "blocks/00001.parquet",
        "blocks/00002.parquet",
        "manifest.json",
        "summary.json",
    ]
    assert same(kept.outcome, experiment().run(replications=50).outcome)
    assert json.loads((tmp_path / "summary.json").read_text(encoding="utf-8")) == kept.summary()


def test_replications_that_kill_their_workers_are_counted_and_in_no_figure(tmp_path):
    whole = experiment().run(replications=100).outcome
    others = np.setdiff1d(np.arange(100), np.arange(40, 60))
    found = experiment(tmp_path, executor=Dying(47)).run(replications=100)
    assert same(found.outcome, whole.select(replications=others))
    assert found.failed == ((40, 20),)
    assert found.summary()["failed"] == [{"seed": 7, "first": 40, "replications": 20}]
    # A resumed run, a run cut short and the folder read back say the same.
    again = experiment(tmp_path, simulate=refuses_to_run).run(replications=100)
    assert again.summary() == found.summary()
    assert json.loads((tmp_path / "summary.json").read_text(encoding="utf-8")) == found.summary()
    (tmp_path / "summary.json").unlink()
    # Without it nobody has said how many replications the last block was to have.
    assert experiment(tmp_path).run(replications=30).failed == ()


def test_every_block_failing_is_an_error_that_says_so(tmp_path):
    with pytest.raises(SimulationError, match=r"every block killed .*seed 7"):
        experiment(tmp_path, executor=Dying(*range(100))).run(replications=60)


def test_rule_is_judged_by_what_did_not_fail(tmp_path):
    rule = parse_rule("killed +- 1", courses=["wait", "enter", "outside"])
    found = experiment(tmp_path, executor=Dying(10)).run(replications=2000, rule=rule)
    assert found.stopping.met
    assert found.stopping.replications == found.outcome.n
    assert found.n_failed == 20
    assert found.outcome.replications[0] == 20


def test_block_is_read_back_as_it_was_written(tmp_path):
    scenario = fake_scenario()
    block = fake_simulate(scenario, replications=20, seed=7, first=40, threads=1, progress=None)
    # A database takes names that differ by case alone for one, and numbers the second.
    for n, name in enumerate(('Bob\'s "side" door', "exit", "Exit", "EXIT", "Exit (2)", "exit_1")):
        block.exits[name] = np.arange(60.0).reshape(3, 20) + n
    keeper = ResultsFolder(tmp_path).keeper(Identity({"seed": 7}))
    keeper.write(2, 40, block)
    assert same(keeper.read(2, 40), block)
    assert keeper.read(3, 60) is None


NAMES = [
    "it's",
    "run[A]",
    "r*",
    "q?x",
    "killed=9",
    "[!a]",
    "**",
    "{a,b}",
    "back\\slash",
    "ünï",
    "~",
]


@pytest.fixture(scope="module")
def others(tmp_path_factory):
    """A folder with four runs of another scenario."""
    folder = tmp_path_factory.mktemp("others")
    for other in ("runA", "r2", "qax", "a"):
        experiment(folder / other, scenario=fake_scenario(mean_killed=(99.0, 99.0, 99.0))).run(
            replications=5
        )
    return folder


@pytest.mark.parametrize("name", ends(NAMES))
def test_name_of_a_folder_is_taken_as_it_is_written(others, tmp_path, name):
    """Not as a pattern that another folder answers to, nor as a column."""
    shutil.copytree(others, tmp_path, dirs_exist_ok=True)
    first = experiment(tmp_path / name).run(replications=5)
    again = experiment(tmp_path / name, simulate=refuses_to_run).run(replications=5)
    assert same(again.outcome, first.outcome)


def test_block_of_another_run_or_with_another_number_is_not_taken(tmp_path):
    block = fake_simulate(
        fake_scenario(), replications=20, seed=7, first=40, threads=1, progress=None
    )
    keeper = ResultsFolder(tmp_path).keeper(Identity({"seed": 7}))
    keeper.write(2, 40, block)
    with pytest.raises(ResultsError, match="belongs to another run"):
        ResultsFolder(tmp_path).keeper(Identity({"seed": 8})).read(2, 40)
    with pytest.raises(ResultsError, match="belongs to another run"):
        keeper.read(2, 60)
    other = fake_simulate(
        fake_scenario(), replications=20, seed=8, first=40, threads=1, progress=None
    )
    stamp = OutcomeForm().read(keeper.path(2))[1]
    OutcomeForm().write(keeper.path(2), other, {key: stamp[key] for key in STAMP})
    with pytest.raises(ResultsError, match="checksum"):
        keeper.read(2, 40)


def test_block_is_a_table_anyone_can_read(tmp_path):
    import duckdb

    experiment(tmp_path).run(replications=20)
    rows = duckdb.sql(
        "SELECT course_of_action, count(*), count(time_to_entry_s), any_value(ending), "
        f"sum(\"out_by:main entrance\") FROM '{tmp_path}/blocks/*.parquet' GROUP BY 1 ORDER BY 1"
    ).fetchall()
    assert rows == [
        ("enter", 20, 20, "left", 20.0),
        ("outside", 20, 0, "left", 20.0),
        ("wait", 20, 20, "left", 20.0),
    ]


def test_blocks_that_stand_are_not_run_again(tmp_path):
    first = experiment(tmp_path).run(replications=50)
    again = experiment(tmp_path, simulate=refuses_to_run).run(replications=50)
    assert again.summary() == first.summary()


def test_more_replications_run_only_those_that_are_missing(tmp_path):
    ran = []

    def counting(scenario, **options):
        ran.append((options["first"], options["replications"]))
        return fake_simulate(scenario, **options)

    experiment(tmp_path).run(replications=50)
    more = experiment(tmp_path, simulate=counting).run(replications=75)
    assert ran == [(50, 10), (60, 15)]
    assert same(more.outcome, experiment().run(replications=75).outcome)


def test_fewer_replications_are_those_asked_for(tmp_path):
    experiment(tmp_path).run(replications=50)
    fewer = experiment(tmp_path, simulate=refuses_to_run).run(replications=30)
    assert same(fewer.outcome, experiment().run(replications=30).outcome)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"seed": 8}, r"\(another seed\): seed 7, now 8"),
        ({"block_size": 21}, ": block size 20, now 21"),
        ({"scenario": fake_scenario(mean_killed=(1.0, 2.0, 3.0))}, "another scenario"),
        ({"scenario": fake_scenario(courses=("wait", "enter"))}, "courses of action"),
    ],
)
def test_another_study_is_refused_and_nothing_is_changed(tmp_path, changes, said):
    experiment(tmp_path).run(replications=20)
    before = {name: (tmp_path / name).read_bytes() for name in files(tmp_path)}
    with pytest.raises(SimulationError, match=said):
        experiment(tmp_path, **changes).run(replications=40)
    assert {name: (tmp_path / name).read_bytes() for name in files(tmp_path)} == before


def test_an_edited_scenario_is_refused_with_what_was_edited(tmp_path):
    before = read_scenario("clock-race")
    after = before.with_(occupants={"count": 7, "key_share": 0.5}, horizon="9 min")
    experiment(tmp_path, scenario=before).run(replications=20)
    with pytest.raises(ResultsError) as caught:
        experiment(tmp_path, scenario=after).run(replications=20)
    n = before.occupants[0].count
    assert f"(another scenario): occupants[0].count {n}, now 7, occupants[0].key" in str(
        caught.value
    )
    assert 'horizon "4 h", now "9 min"' in str(caught.value)
    assert "choose another folder (--out), or --fresh to start again" in str(caught.value)
    # Words have no effect.
    experiment(tmp_path, scenario=before.with_(title="Edited")).run(replications=20)


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        (99, "made by ASHER 9.9, a newer version, in file format 99; .* update ASHER; or run"),
        (1, "made by ASHER 9.9, an older version, in file format 1; .* use that version; or run"),
        ("x", 'format: found "x"; allowed: 2. The file is damaged; run the comparison again'),
        (True, "format: found true; allowed: 2. The file is damaged"),
        (None, "format: found null; allowed: 2. The file is damaged"),
    ],
)
def test_results_in_another_file_format_are_told_by_their_age(tmp_path, stated, said):
    experiment(tmp_path).run(replications=20)
    path = tmp_path / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest |= {"format": stated, "versions": {"asher": "9.9"}}
    path.write_text(json.dumps(manifest), encoding="utf-8")
    for use in (lambda: read_results(tmp_path), lambda: experiment(tmp_path).run(replications=40)):
        with pytest.raises(ResultsError, match=said):
            use()


@pytest.mark.parametrize("stated", ["20", -1, 1.5, [20], True])
def test_a_summary_with_no_number_of_replications_is_told(tmp_path, stated):
    experiment(tmp_path).run(replications=20)
    path = tmp_path / "summary.json"
    path.write_text(json.dumps({"replications": stated}), encoding="utf-8")
    with pytest.raises(ResultsError, match=r"summary.json:1:18: replications: found "):
        read_results(tmp_path)


def test_blocks_without_a_manifest_are_refused(tmp_path):
    experiment(tmp_path).run(replications=20)
    (tmp_path / "manifest.json").unlink()
    with pytest.raises(SimulationError, match=r"no manifest\.json"):
        experiment(tmp_path).run(replications=20)


def test_damaged_block_is_named(tmp_path):
    experiment(tmp_path).run(replications=20)
    (tmp_path / "blocks" / "00000.parquet").write_bytes(b"PAR1")
    with pytest.raises(SimulationError, match=r"00000\.parquet.*delete it"):
        experiment(tmp_path).run(replications=20)


def test_two_runs_do_not_write_to_one_folder(tmp_path):
    with locked(tmp_path), pytest.raises(SimulationError, match="another run"):
        experiment(tmp_path).run(replications=20)
    experiment(tmp_path).run(replications=20)


def test_failing_simulation_leaves_nothing_half_written(tmp_path):
    def failing(scenario, **options):
        if options["first"] >= 20:
            raise SimulationError("the roof fell in")
        return fake_simulate(scenario, **options)

    with pytest.raises(SimulationError, match="roof"):
        experiment(tmp_path, simulate=failing).run(replications=60)
    assert files(tmp_path) == ["blocks/00000.parquet", "manifest.json"]


def test_progress_counts_up_to_the_replications_asked_for(tmp_path):
    told = []
    experiment(tmp_path).run(replications=50, progress=lambda *now: told.append(now))
    done = [now[0] for now in told]
    assert done == sorted(done)
    assert told[-1] == (50, 50)
    assert {now[1] for now in told} == {50}


def test_no_replication_is_refused():
    with pytest.raises(SimulationError, match="at least 1"):
        experiment().run(replications=0)


KILLED_RUN = textwrap.dedent("""
    import sys
    from pathlib import Path
    sys.path.insert(0, {tests!r})
    from asher.comparison.experiment import Experiment
    from asher.comparison.results import ResultsFolder
    from fakes import fake_scenario, slow_simulate
    Experiment(
        fake_scenario(), seed=7, block_size=20, simulate=slow_simulate,
        folder=ResultsFolder(Path({folder!r})),
    ).run(replications=4000)
""")


def test_killed_run_resumes_to_the_same_bytes(tmp_path):
    folder = tmp_path / "killed"
    script = KILLED_RUN.format(tests=str(Path(__file__).parents[1]), folder=str(folder))
    run = subprocess.Popen([sys.executable, "-c", script])
    limit = time.monotonic() + 60
    while not (folder / "blocks" / "00002.parquet").exists():
        assert run.poll() is None, "the run ended before it could be killed"
        assert time.monotonic() < limit, "no block was written in a minute"
        time.sleep(0.01)
    os.kill(run.pid, signal.SIGKILL)
    run.wait()

    assert not (folder / "summary.json").exists()
    stand = len(list((folder / "blocks").glob("*.parquet")))
    ran = []

    def counting(scenario, **options):
        ran.append(options["first"])
        return fake_simulate(scenario, **options)

    experiment(folder, simulate=counting).run(replications=20 * (stand + 2))
    assert ran == [20 * stand, 20 * (stand + 1)]

    whole = tmp_path / "whole"
    experiment(whole, block_size=20).run(replications=20 * (stand + 2))
    assert (folder / "summary.json").read_bytes() == (whole / "summary.json").read_bytes()
    assert files(folder) == files(whole)
