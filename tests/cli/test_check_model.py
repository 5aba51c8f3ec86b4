import json
import re
from importlib import resources

import numpy as np
import pytest

from asher.calibration import checks, disputes, record_checks
from asher.calibration.checks import NOT_PREDICTED
from asher.calibration.coupling import CHECKS
from asher.calibration.place_kinds import hurt_at
from asher.calibration.predictions import PREDICTIONS
from asher.evidence import load
from asher.simulation.exposure import PLACES_OF
from asher.simulation.posterior import read_posterior
from command import asher
from pace import slow


@pytest.fixture(scope="module")
def document():
    """What the command writes, with fewer draws than it has: the ends of intervals are rougher."""
    few = {checks.check_model: 150, record_checks.check_record: 100}
    with pytest.MonkeyPatch.context() as patch:
        for each, draws in few.items():
            patch.setitem(each.__kwdefaults__, "draws", draws)
        patch.setattr(disputes, "DRAWS", 60)
        done = asher("check-model", "--json", "--places", "0", "--progress", "none")
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert found["places"] == []
    return found


@pytest.fixture(scope="module")
def shown(document):
    return document["rows"]


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


@pytest.mark.slow
def test_a_range_of_times_is_not_told_as_an_interval(shown):
    (arrival,) = (row for row in shown if row["id"] == "arrival-median")
    assert arrival["observed_lower"] is None
    assert arrival["observed_upper"] is None


@pytest.fixture(scope="module")
def few_checks():
    """What the shipped posterior comes to in few draws, and on what it disagrees: run once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(checks, "INCIDENTS", 400)
        found = checks.check_model(read_posterior(), seed=1, draws=20)
        record = record_checks.check_record(read_posterior(), draws=20)
        return found, disputes.find_disputes(read_posterior(), found, seed=1), record


@pytest.fixture
def few(few_checks, monkeypatch):
    found, disputed, record = few_checks
    monkeypatch.setattr("asher.calibration.checks.check_model", lambda *_, **__: found)
    monkeypatch.setattr("asher.calibration.disputes.find_disputes", lambda *_, **__: disputed)
    monkeypatch.setattr("asher.calibration.record_checks.check_record", lambda *_, **__: record)


@pytest.mark.parametrize("columns", [80, 200])
def test_tables_fit_a_narrow_terminal_with_every_row_whole(few, columns):
    done = asher("check-model", "--places", "0", "--progress", "none", columns=columns)
    assert done.exit_code == 0, done.output
    lines = done.stdout.splitlines()
    assert max(map(len, lines)) <= columns
    tables = lines[: next(i for i, line in enumerate(lines) if line.startswith("Inside: "))]
    for name in PREDICTIONS:
        (line,) = (line for line in tables if line.split()[:1] == [name])
        assert "\u2026" not in line
        assert re.search(r" \d\.\d\d +(outside)? *$", line + " "), line
    assert "Calibrated on: " in done.stdout
    assert "nan" not in done.stdout


@pytest.mark.parametrize(
    ("ending", "start"),
    [
        ("svg", b"<svg"),
        ("png", b"\x89PNG"),
        ("html", b"<!doctype html>"),
    ],
)
def test_picture_is_drawn_by_its_ending(few, tmp_path, ending, start):
    path = tmp_path / f"checks.{ending}"
    done = asher("check-model", "--json", "--places", "0", "--plot", path, "--progress", "none")
    assert done.exit_code == 0, done.output
    rows = json.loads(done.stdout)["rows"]
    assert str(path) in done.stderr.replace("\n", "")
    data = path.read_bytes()
    assert data.startswith(start)
    if ending == "png":
        return
    text = data.decode()
    assert "://" not in text.replace("http://www.w3.org", "")
    picture = text[text.index("<svg") : text.index("</svg>")]
    for row in rows:
        # Each row is drawn, and told in words to those who do not see it.
        assert picture.count(row["id"]) >= 2, row["id"]
    said = re.search(r"<desc[^>]*>(.*?)</desc>", picture)[1]
    assert said.count(", outside") == sum(not row["inside"] for row in rows)


def test_the_table_of_the_record_and_what_was_held_out_are_told_figure_by_figure(few):
    done = asher("check-model", "--places", "0", "--progress", "none", columns=80)
    shown = asher("check-model", "--places", "0", "--json", "--progress", "none")
    document = json.loads(shown.stdout)
    assert len(document["record"]) == 35
    inside = sum(each["inside"] for each in document["record"])
    assert f"The table of the record: of 35 figures {inside} inside 95" in done.stdout
    assert document["held_out"]["halves"]["incidents"] == 288
    rows = done.stdout[done.stdout.index("Predicted by fits that had not seen them") :].splitlines()
    for kind, part in document["held_out"]["kinds"].items():
        (row,) = (row for row in rows if row.startswith(f"{kind} "))
        assert f" {part['incidents']} " in row


# The shipped places.


@pytest.fixture
def counted(few, monkeypatch):
    """Attacks on the shipped places that were not run: two to six are hurt in each."""
    asked = []

    def hurt_on(place, *, profile, replications, seed):
        asked.append((place, profile, replications, seed))
        return np.arange(replications) % 5 + 2.0

    monkeypatch.setattr("asher.calibration.coupling.hurt_on", hurt_on)
    return asked


@pytest.mark.usefixtures("counted")
@pytest.mark.parametrize("columns", [80, slow(200)])
def test_shipped_places_are_told_beside_the_record_in_every_figure(columns):
    done = asher("check-model", "--places", "20", "--progress", "none", columns=columns)
    assert done.exit_code == 0, done.output
    assert max(map(len, done.stdout.splitlines())) <= columns
    assert "nan" not in done.stdout
    assert "\u2026" not in done.stdout
    lines = done.stdout[done.stdout.index("Shipped places: ") :].splitlines()
    inside, cells = map(int, re.match(r"Shipped places: (\d+) of (\d+) inside", lines[0]).groups())
    assert cells == len(PLACES_OF) * len(CHECKS)
    rows = [line for line in lines if any(f" {check}  " in line for check in CHECKS)]
    assert len(rows) == cells
    assert sum("outside" in row for row in rows) == cells - inside
    for kind in PLACES_OF:
        (row,) = (row for row in rows if row.startswith(f"{kind} ({len(hurt_at(kind))})"))
        assert f" {hurt_at(kind).mean():.1f} " in row
    assert "Each kind of place is run on the shipped plans" in done.stdout


def test_places_in_json_are_the_figures_of_the_table(counted):
    done = asher("check-model", "--json", "--places", "20", "--seed", "4", "--progress", "none")
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)["places"]
    assert {each[2:] for each in counted} == {(20, 4)}
    assert {each["kind"] for each in found} == set(PLACES_OF)
    names = {
        "kind", "places", "incidents", "check", "observed", "predicted", "lower", "upper", "inside",
    }  # fmt: skip
    for each in found:
        assert set(each) == names
        assert tuple(each["places"]) == PLACES_OF[each["kind"]]
        assert each["inside"] == (each["lower"] <= each["observed"] <= each["upper"])


def test_no_place_is_run_where_none_is_asked_for(counted):
    done = asher("check-model", "--places", "0", "--progress", "none")
    assert done.exit_code == 0, done.output
    assert "Shipped places" not in done.stdout
    assert counted == []


@pytest.mark.usefixtures("few")
@pytest.mark.slow
def test_few_attacks_on_the_shipped_places_are_run_and_shown():
    done = asher("check-model", "--places", "5", "--progress", "none")
    assert done.exit_code == 0, done.output
    assert re.search(r"Shipped places: \d+ of 30 inside", done.stdout)
    assert "Health Care (" in done.stdout


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("-1", "greater than or equal to 0"),
        ("100001", "less than or equal to 100000"),
        ("some", "a valid integer"),
        ("2.5", "a valid integer"),
    ],
)
def test_a_number_of_attacks_that_is_none_is_refused_before_anything_is_run(counted, value, told):
    done = asher("check-model", "--places", value)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert "Invalid value for '--places'" in done.stderr
    assert told in done.stderr
    assert "Traceback" not in done.output
    assert counted == []


def test_unknown_picture_is_refused_before_anything_is_run(tmp_path):
    done = asher("check-model", tmp_path, "--plot", tmp_path / "x.svgg")
    assert done.exit_code == 2
    assert done.stderr.startswith("--plot:1:1: found 'x.svgg'; allowed: a file name that ends in")
    assert "did you mean '.svg'" in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def copied(tmp_path):
    for name in ("posterior.csv", "posterior.json"):
        text = (resources.files("asher") / "data" / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("posterior.json", "{", "posterior.json:1:2: Expecting property name"),
        ("posterior.json", "[1]", "posterior.json:1:1: no JSON object; allowed: the JSON object"),
        ("posterior.json", '{"seed": 1}', "posterior.json:1:1: no points, no draws, no fitted_to"),
        ("posterior.json", b"\xff\xfe", "posterior.json:1:1: cannot be read: "),
        ("posterior.json", None, "posterior.json:1:1: cannot read: No such file"),
        ("posterior.csv", "", "posterior.csv:1:1: an empty file; allowed: duration_s"),
        ("posterior.csv", b"\xff\xfe", "posterior.csv:1:1: cannot be read: "),
    ],
)
def test_a_damaged_posterior_is_told_and_nothing_is_run(copied, name, content, told):
    path = copied / name
    if content is None:
        path.unlink()
    elif isinstance(content, bytes):
        path.write_bytes(content)
    else:
        path.write_text(content, encoding="utf-8")
    done = asher("check-model", copied, "--json", "--plot", copied / "x.svg")
    assert done.exit_code == 2
    assert done.stdout == ""
    assert f"{copied}/{told}" in done.stderr
    assert "Traceback" not in done.output
    assert not (copied / "x.svg").exists()


def test_a_table_cut_short_is_told_and_nothing_is_run(copied):
    path = copied / "posterior.csv"
    path.write_text("".join(path.read_text(encoding="utf-8").splitlines(True)[:2]))
    done = asher("check-model", copied)
    assert done.exit_code == 2
    assert f"{path}:1:1: 1 draw; allowed: 1000, as posterior.json says" in done.stderr


def test_a_byte_order_mark_before_a_posterior_is_skipped(copied):
    for path in copied.iterdir():
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert len(read_posterior(copied).values) == 1000


def test_every_fault_of_a_posterior_is_told_at_once(copied):
    path = copied / "posterior.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    cells = lines[3].split(",")
    cells[0], cells[3] = "-4", "1.5"  # a time below 0, and a share above 1
    lines[3], lines[6] = ",".join(cells), "1,2"
    path.write_text("\n".join(lines), encoding="utf-8")
    (copied / "posterior.json").write_text("{", encoding="utf-8")
    done = asher("check-model", copied)
    assert done.exit_code == 2
    assert [line.split(": ", 1)[-1] for line in done.stderr.splitlines()[:3]] == [
        f"{path}:4:1: duration_s: found '-4'; allowed: a number above 0",
        "restrained_school: found '1.5'; allowed: a number between 0 and 1",
        f"2 numbers; allowed: {len(cells)}",
    ]
    assert len(done.stderr.splitlines()) == 4


def test_a_folder_that_holds_no_posterior_is_told(tmp_path):
    done = asher("check-model", tmp_path)
    assert done.exit_code == 2
    assert "no posterior here" in done.output


def test_a_folder_of_other_things_is_left_alone(tmp_path):
    (tmp_path / "letter.txt").write_text("x")
    done = asher("calibrate", "--out", tmp_path)
    assert done.exit_code == 2
    assert "not empty" in done.output
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


@pytest.mark.slow
def test_the_other_side_of_the_dispute_is_shown(document):
    from asher.views.words.check_words import dispute_words

    (found,) = (disputes.OtherSide(**each) for each in document["disputes"])
    assert found.id == "armed-citizen-disputed"
    # The value found gives the disputed figure, and more people who act mean fewer killed.
    assert found.needed > 3 * found.calibrated
    usual, disputed = found.figures["killed-mean"]
    assert disputed < 0.97 * usual
    # It contradicts how attacks are known to end.
    assert "before-police-shot" in found.outside
    assert "instead of" in dispute_words(found)


def test_a_missing_sampler_is_told_before_anything_is_run(monkeypatch, tmp_path):
    import sys

    monkeypatch.setitem(sys.modules, "emcee", None)
    done = asher("calibrate", "--out", tmp_path / "c")
    assert done.exit_code != 0
    assert "needs the extra 'calibrate'" in done.output
    assert not list(tmp_path.glob("c/design/*"))
