"""`asher replay-case`: the table, the files, and what it refuses."""

import json
import math

import pytest

from asher.comparison import replications
from command import asher
from fakes import fake_simulate


@pytest.fixture
def engine(monkeypatch):
    """Runs at once; what was asked of it is kept."""
    asked = []

    def simulate(scenario, **options):
        asked.append(options | {"courses": [c.name for c in scenario.courses_of_action]})
        outcome = fake_simulate(scenario, **options)
        # Nobody makes a call in a quarter of the replications, and some are cut off.
        outcome.columns["time_to_call_s"][:, ::4] = math.nan
        outcome.columns["unfinished"][:, :3] = 1.0
        return outcome

    monkeypatch.setattr(replications, "_site", lambda: simulate)
    return asked


def test_table_fits_80_columns_and_tells_what_it_cannot(engine):
    done = asher("replay-case", "borderline", "-n", 20, "--seed", 7)
    assert done.exit_code == 0, done.output
    assert engine[0]["courses"] == ["as-happened"]
    assert engine[0]["seed"] == 7
    text = done.stdout
    assert max(map(len, text.splitlines())) <= 80
    assert "…" not in text
    plain = " ".join(text.replace("\u00a0", " ").split())
    for said in (
        "20 replications; seed 7",
        "(the case's own response)",
        "in 75 %",
        "Replications cut off, unfinished, at 2 h: 15 %.",
        "officers are counted apart",
        "Left out, because it is not known: Time to stop",
        "outside its 80 % interval in one of five cases",
    ):
        assert said in plain
    row = next(line for line in text.splitlines() if line.startswith("Killed "))
    assert row.split()[1] == "11"
    assert row.split()[-1] in {"inside", "outside"}


def test_figures_for_programs_are_all_that_is_printed(engine):
    done = asher("replay-case", "borderline", "-n", 8, "--json")
    assert done.exit_code == 0, done.output
    document = json.loads(done.stdout)
    assert document["role"] == "own response"
    assert document["metrics"]["killed"]["observed"] == {"low": 11, "high": 11}
    assert document["metrics"]["time_to_call_s"]["predicted"]["share"] == 0.75
    assert document["metrics"]["time_to_call_s"]["clock_stated_in_scenario"] is True


def test_files_stand_in_the_folder(engine, tmp_path):
    done = asher("replay-case", "borderline", "-n", 8, "--out", tmp_path / "a" / "b", "--json")
    assert done.exit_code == 0, done.output
    assert {path.name for path in (tmp_path / "a" / "b").iterdir()} == {"case.json", "case.html"}
    written = (tmp_path / "a" / "b" / "case.json").read_text(encoding="utf-8")
    assert json.loads(written) == json.loads(done.stdout)
    assert "case.html" in done.stderr


def test_another_course_of_action_is_said_to_be_another(engine):
    done = asher("replay-case", "borderline", "-n", 8, "--course", "three-officer-formation")
    assert done.exit_code == 0, done.output
    assert engine[0]["courses"] == ["three-officer-formation"]
    assert "not what was done" in done.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("borderlin",), ("unknown 'borderlin'", "tree-of-life", "did you mean 'borderline'?")),
        (
            ("borderline", "--course", "solo-entri"),
            ("--course:1:1:", "unknown 'solo-entri'", "stay-outside", "did you mean 'solo-entry'?"),
        ),
        (("borderline", "--replications", "0"), ("--replications",)),
        (("borderline", "--jsn"), ("--json",)),
    ],
)
def test_faulty_words_are_refused_before_anything_is_run(engine, words, said):
    done = asher("replay-case", *words, columns="200")
    assert done.exit_code == 2
    for part in said:
        assert part in done.stderr
    assert "Traceback" not in done.output
    assert engine == []


def test_folder_that_cannot_be_written_to_is_refused_before_anything_is_run(engine, tmp_path):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    done = asher("replay-case", "borderline", "--out", tmp_path / "file" / "folder")
    assert done.exit_code == 2
    assert "cannot write" in done.stderr
    assert "Traceback" not in done.output
    assert engine == []
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
