import json

import pytest
from typer.testing import CliRunner

from asher.analysis.checks import NOT_PREDICTED
from asher.cli.app import app
from asher.evidence import load


def asher(*words):
    return CliRunner().invoke(app, [str(word) for word in words], env={"COLUMNS": "90"})


@pytest.fixture(scope="module")
def shown():
    done = asher("check-model", "--json", "--progress", "none")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)["rows"]


@pytest.mark.slow
def test_every_row_of_the_evidence_about_attacks_stands_there(shown):
    assert {row["id"] for row in shown} | set(NOT_PREDICTED) >= {
        row.id for row in load().values() if row.role in ("calibrate", "validate")
    }
    names = {
        "id", "role", "observed", "observed_lower", "observed_upper", "predicted", "lower",
        "upper", "p_value", "inside",
    }  # fmt: skip
    for row in shown:
        assert set(row) == names
        assert row["lower"] <= row["predicted"] <= row["upper"]
        assert row["inside"] == (row["lower"] <= row["observed"] <= row["upper"])
        assert 0 <= row["p_value"] <= 1


@pytest.mark.slow
def test_most_calibrated_and_held_back_rows_are_inside(shown):
    for role, least in (("calibrate", 0.9), ("validate", 0.7)):
        rows = [row for row in shown if row["role"] == role]
        assert sum(row["inside"] for row in rows) >= least * len(rows), role


def test_a_folder_that_holds_no_posterior_is_told(tmp_path):
    done = asher("check-model", tmp_path)
    assert done.exit_code == 2
    assert "no posterior there" in done.output


def test_a_folder_of_other_things_is_left_alone(tmp_path):
    (tmp_path / "letter.txt").write_text("x")
    done = asher("calibrate", "--out", tmp_path)
    assert done.exit_code == 2
    assert "not empty" in done.output
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]
