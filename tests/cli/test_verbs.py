import json
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from asher.comparison import replications
from asher.errors import SimulationError
from asher.scenario import SHIPPED_COURSES, read_scenario
from asher.simulation.metrics import METRICS
from command import wide_asher as asher
from fakes import fake_simulate

ASHER = Path(sys.executable).parent / "asher"


@pytest.fixture
def engine(monkeypatch):
    """Runs at once, and makes reports of one line; what was asked of it is kept."""
    asked = []

    def simulate(scenario, **options):
        asked.append(options | {"courses": [c.name for c in scenario.courses_of_action]})
        return fake_simulate(scenario, **options)

    def write_report(comparison, path, *, paper, progress=None):
        path.write_text(f"report of {comparison.outcome.n}", encoding="utf-8")
        return path

    monkeypatch.setattr(replications, "_site", lambda: simulate)
    monkeypatch.setattr("asher.views.report.write_report", write_report)
    return asked


def test_help_takes_less_than_half_a_second():
    took = []
    for _ in range(3):
        start = time.perf_counter()
        shown = subprocess.run([ASHER, "--help"], capture_output=True, text=True, check=True)
        took.append(time.perf_counter() - start)
    assert min(took) < 0.5
    verbs = (
        "compare import plan check schema replay report courses replay-case incidents evidence "
        "workforce examples demo"
    )
    for verb in verbs.split():
        assert verb in shown.stdout


def test_version_is_that_of_the_package():
    from importlib.metadata import version

    assert asher("--version").output == f"asher {version('asher')}\n"


@pytest.mark.parametrize(
    ("words", "near"),
    [
        (["compre"], "compare"),
        (["compare", "borderline", "--replicatons", "5"], "--replications"),
        (["schema", "scenari"], "scenario"),
    ],
)
def test_misspelt_word_is_refused_with_a_near_one(words, near):
    done = asher(*words)
    assert done.exit_code == 2
    assert near in done.output


def test_compare_prints_tables_and_leaves_no_file_without_out(engine, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = asher("compare", "borderline", "-n", 30, "--seed", 5, "--threads", 1)
    assert done.exit_code == 0, done.output
    assert "30 replications" in done.stdout
    assert "seed 5" in done.stdout
    assert "Paired differences, every pair" in done.stdout
    assert engine[0]["threads"] == 1
    assert engine[0]["seed"] == 5
    assert list(tmp_path.iterdir()) == []


def test_compare_fills_a_results_folder(engine, tmp_path):
    done = asher("compare", "borderline", "-n", 30, "--out", tmp_path / "r")
    assert done.exit_code == 0, done.output
    names = {p.name for p in (tmp_path / "r").iterdir()}
    assert names == {"manifest.json", "blocks", "summary.json", "report.html"}
    summary = json.loads((tmp_path / "r" / "summary.json").read_text(encoding="utf-8"))
    assert summary["replications"] == 30
    assert len(summary["differences"]) == len(METRICS) * 15  # pairs of six
    manifest = json.loads((tmp_path / "r" / "manifest.json").read_text(encoding="utf-8"))
    assert set(manifest["versions"]) == {"asher", "numba", "numpy", "python"}
    assert manifest["scenario"]["title"] == summary["scenario"]
    assert str(tmp_path / "r" / "report.html") in done.stdout


def test_compare_goes_on_where_it_stood(engine, tmp_path):
    asher("compare", "borderline", "-n", 100, "--out", tmp_path)
    asher("compare", "borderline", "-n", 250, "--no-sensitivity", "--out", tmp_path)
    assert [(a["first"], a["replications"]) for a in engine] == [(0, 100), (100, 100), (200, 50)]


def test_compare_tries_what_the_answer_hangs_on_once(engine, tmp_path):
    asher("compare", "borderline", "-n", 200, "--out", tmp_path)
    ran = [a["replications"] for a in engine]
    # Two blocks, seven assumptions either way, and both sides of a dispute about its solo entry.
    assert ran == [100, 100] + 14 * [60] + 2 * [100]
    again = asher("compare", "borderline", "-n", 200, "--out", tmp_path)
    assert "The assumptions this depends on most" in again.stdout
    assert len(engine) == len(ran)


def test_compare_takes_courses_of_action_from_the_command_line(engine):
    done = asher("compare", "borderline", "-n", 10, "--courses", "solo-entry, contain-and-wait")
    assert done.exit_code == 0, done.output
    assert engine[0]["courses"] == ["solo-entry", "contain-and-wait"]


def test_compare_takes_shipped_courses_that_the_file_does_not_state(engine):
    stated = {course.name for course in read_scenario("borderline").courses_of_action}
    # Locks on classrooms, and reports from them, are refused where there are none.
    stated |= {"classroom-locks", "room-reports"}
    others = [course.name for course in SHIPPED_COURSES if course.name not in stated]
    assert others
    done = asher("compare", "borderline", "-n", 5, "--courses", ",".join(others))
    assert done.exit_code == 0, done.output
    assert engine[0]["courses"] == others


def test_compare_tells_every_unknown_course(engine):
    done = asher("compare", "borderline", "--courses", "solo-entri,solo-entry,solo-entry,nothing")
    assert done.exit_code == 2
    lines = done.stderr.splitlines()
    assert len(lines) == 3
    assert lines[0].startswith("--courses:1:1: course of action: unknown 'solo-entri'")
    assert "did you mean 'solo-entry'" in lines[0]
    assert lines[1].startswith("--courses:1:23: course of action: 'solo-entry' is named twice")
    assert engine == []


def test_compare_runs_until_the_interval_is_narrow(engine):
    done = asher("compare", "borderline", "--until", "killed +- 0.5")
    assert done.exit_code == 0, done.output
    assert 'The stopping rule "killed +- 0.5" was met at' in done.stdout
    done = asher("compare", "borderline", "--until", "killed +- 0.001", "-n", 50)
    assert "was not met at 50 replications" in done.stdout


def test_faulty_stopping_rule_is_told_before_anything_is_run(engine):
    done = asher("compare", "borderline", "--until", "kiled +- 0.5")
    assert done.exit_code == 2
    assert done.stderr.startswith("until:1:1: metric: unknown metric 'kiled'")
    assert "Traceback" not in done.output
    assert engine == []


def test_results_of_another_study_are_not_touched(engine, tmp_path):
    asher("compare", "borderline", "-n", 10, "--out", tmp_path)
    done = asher("compare", "borderline", "-n", 10, "--seed", 9, "--out", tmp_path)
    assert done.exit_code == 2
    assert "another seed" in done.stderr
    assert "Traceback" not in done.output


def test_interrupt_says_what_is_kept(engine, tmp_path, monkeypatch):
    def interrupted(scenario, **options):
        if options["first"] == 200:
            raise KeyboardInterrupt
        return fake_simulate(scenario, **options)

    monkeypatch.setattr(replications, "_site", lambda: interrupted)
    done = asher("compare", "borderline", "-n", 500, "--out", tmp_path)
    assert done.exit_code == 130
    assert f"2 blocks of 100 replications are kept in {tmp_path}" in done.stderr
    assert not (tmp_path / "summary.json").exists()

    report = asher("report", tmp_path)
    assert report.exit_code == 0, report.output
    assert "Report of 200 replications" in report.stdout


def test_failing_run_has_status_1_and_no_traceback(engine, monkeypatch):
    def failing(scenario, **options):
        raise SimulationError("the plan is larger than the world")

    monkeypatch.setattr(replications, "_site", lambda: failing)
    done = asher("compare", "borderline", "-n", 5, "--progress", "none")
    assert done.exit_code == 1
    assert done.stderr == "error: the plan is larger than the world\n"


def test_progress_goes_to_standard_error(engine):
    done = asher("compare", "borderline", "-n", 20, "--progress", "json")
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert (lines[-1]["done"], lines[-1]["total"]) == (20, 20)


def test_report_of_no_results_says_how_to_get_some(tmp_path):
    done = asher("report", tmp_path)
    assert done.exit_code == 2
    assert "not a results folder" in done.stderr


def test_schema_is_json_schema():
    jsonschema = pytest.importorskip("jsonschema")
    for of in ("scenario", "plan"):
        done = asher("schema", of)
        assert done.exit_code == 0, done.output
        document = json.loads(done.stdout)
        jsonschema.Draft202012Validator.check_schema(document)


def test_examples_are_listed_and_written_and_never_overwritten(tmp_path, monkeypatch):
    # How long a run takes is tried otherwise, which no verdict hangs on.
    monkeypatch.setattr("asher.cli.compiling.is_compiled", lambda: False)
    listed = asher("examples")
    assert listed.exit_code == 0, listed.output
    for name in (
        "borderline", "columbine", "parkland", "corridor", "door-queue", "clock-race", "pulse",
        "tree-of-life",
    ):  # fmt: skip
        assert any(line.startswith(name) for line in listed.stdout.splitlines())

    written = asher("examples", "--write", tmp_path / "mine")
    assert written.exit_code == 0, written.output
    assert (tmp_path / "mine" / "borderline.yaml").is_file()
    assert (tmp_path / "mine" / "borderline.plan.json").is_file()
    checked = asher("check", *sorted((tmp_path / "mine").iterdir()))
    assert checked.exit_code == 0, checked.output

    again = asher("examples", "--write", tmp_path / "mine")
    assert again.exit_code == 2
    assert "exists already" in again.stderr


def test_check_tells_the_faults_of_all_files_at_once(tmp_path):
    asher("examples", "--write", tmp_path)
    scenario, plan = tmp_path / "borderline.yaml", tmp_path / "corridor.plan.json"
    text = scenario.read_text(encoding="utf-8")
    scenario.write_text(text + "\nreplicatons: 5\nhorizn: 2 h\n", encoding="utf-8")
    plan.write_text(plan.read_text(encoding="utf-8").replace('"m"', '"ft"', 1), encoding="utf-8")
    done = asher("check", scenario, plan, tmp_path / "door-queue.yaml")
    assert done.exit_code == 2
    faults = done.stderr.splitlines()
    here = [line for line in faults if line.startswith(str(scenario))]
    assert len(here) == 2
    assert "did you mean 'replications'" in here[0]
    assert "did you mean 'horizon'" in here[1]
    n = len(text.splitlines())
    assert here[0].startswith(f"{scenario}:{n + 2}:1: ")
    assert any(line.startswith(str(plan)) for line in faults)
    assert done.stdout.startswith(f"{tmp_path / 'door-queue.yaml'}: a drill with")


def test_check_of_a_scenario_tells_what_is_doubtful_in_its_plan(tmp_path):
    asher("examples", "--write", tmp_path)
    plan = tmp_path / "door-queue.plan.json"
    document = json.loads(plan.read_text(encoding="utf-8"))
    for each in document["features"]:
        each["properties"].pop("main_entrance", None)
    plan.write_text(json.dumps(document), encoding="utf-8")
    done = asher("check", tmp_path / "door-queue.yaml")
    assert done.exit_code == 0
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"{plan}:1:")
    assert "warning: features: no opening is marked as main entrance" in line
    assert "course of action; 1 warning\n" in done.stdout


def test_check_of_a_missing_file_suggests_a_near_one():
    done = asher("check", "borderlin")
    assert done.exit_code == 2
    assert "did you mean 'borderline'" in done.stderr


def test_demo_prints_the_table_and_says_where_the_report_is(engine, tmp_path):
    done = asher("demo", "--out", tmp_path / "demo")
    assert done.exit_code == 0, done.output
    assert "Paired differences, every pair" in done.stdout
    assert str(tmp_path / "demo" / "report.html") in done.stdout
    assert "What to try next" in done.stdout


def test_demo_leaves_results_of_another_study_alone(engine, tmp_path):
    asher("compare", "borderline", "--seed", 77, "-n", 5, "--out", tmp_path / "demo")
    before = (tmp_path / "demo" / "manifest.json").read_bytes()
    done = asher("demo", "--out", tmp_path / "demo")
    assert done.exit_code == 0, done.output
    assert (tmp_path / "demo" / "manifest.json").read_bytes() == before
    assert (tmp_path / "demo-2" / "report.html").exists()


def test_compiling_is_told_once_and_only_where_progress_is(tmp_path, monkeypatch, capsys):
    from asher.cli import compiling
    from asher.cli.progress import ProgressMode

    kept = SimpleNamespace(stats=SimpleNamespace(cache_path=str(tmp_path)))
    monkeypatch.setattr("asher.kernels.site_step.advance", kept)
    compiling.tell_if_compiling(ProgressMode.none)
    assert capsys.readouterr().err == ""
    compiling.tell_if_compiling(ProgressMode.plain)
    assert capsys.readouterr().err == "Compiling the model (once, about a minute) ...\n"
    compiling.tell_if_compiling(ProgressMode.json)
    assert json.loads(capsys.readouterr().err) == {"what": "compiling"}
    (tmp_path / "site_step.advance-88.py311.1.nbc").touch()
    compiling.tell_if_compiling(ProgressMode.plain)
    assert capsys.readouterr().err == ""


def test_program_is_called_by_its_path_where_it_is_not_on_the_search_path(monkeypatch, tmp_path):
    from asher.cli.called import called_as

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", [str(tmp_path / ".venv" / "bin" / "asher"), "demo"])
    monkeypatch.setenv("PATH", str(tmp_path))
    assert called_as() == ".venv/bin/asher"
    (tmp_path / "asher").touch(mode=0o755)
    assert called_as() == "asher"


@pytest.mark.parametrize("columns", ["0", "00", " 0 "])
def test_no_columns_are_an_unknown_width(columns):
    def shown(columns):
        return asher("courses", columns=columns).stdout

    assert shown(columns) == shown("80")
    assert "two-officer-entry" in shown(columns)


def test_nothing_between_two_commas_names_no_course():
    from asher.cli.named_courses import _chosen

    scenario = read_scenario("clock-race")
    found, columns = _chosen(scenario, "two-officer-entry,, contain-and-wait,")
    assert [course.name for course in found] == ["two-officer-entry", "contain-and-wait"]
    assert columns == [1, 20]
    done = asher("compare", "clock-race", "--courses", " ,,", "-n", "2")
    assert done.exit_code == 2
    assert "--courses:1:1: course of action: no name; allowed: " in done.output
