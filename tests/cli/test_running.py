"""One way to run, wherever: shares, a fresh start, processes, old results, streams, `doctor`."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from asher.cli.output import _PLAIN, _in_plain
from asher.comparison import replications
from asher.comparison.by_severity import FEWEST
from asher.comparison.reading import read_results
from asher.simulation.metrics import METRICS
from command import wide_asher as asher
from fakes import Dying, fake_simulate

ASHER = Path(sys.executable).parent / "asher"


@pytest.fixture
def engine(monkeypatch):
    """Runs at once, and makes reports of one line."""

    def write_report(comparison, path, *, paper, progress=None):
        path.write_text(f"report of {comparison.outcome.n}", encoding="utf-8")
        return path

    monkeypatch.setattr(replications, "_site", lambda: fake_simulate)
    monkeypatch.setattr("asher.views.report.write_report", write_report)


def columns(folder):
    found = read_results(folder).outcome
    return found.replications, np.stack([found.columns[metric.name] for metric in METRICS])


def same(one, other):
    return all(
        np.array_equal(a, b, equal_nan=True)
        for a, b in zip(columns(one), columns(other), strict=True)
    )


def summary(folder):
    return json.loads((folder / "summary.json").read_text(encoding="utf-8"))


def share(number, of, folder, *more):
    return asher(
        "compare", "borderline", "-n", 730, "--shard", f"{number}/{of}", "--out", folder, *more
    )


def test_a_run_says_which_people_do_not_fit_their_place(engine, tmp_path):
    asher("examples", "--write", tmp_path)
    own = tmp_path / "elementary-school.yaml"
    text = own.read_text(encoding="utf-8")
    stated = next(each for each in text.splitlines(keepends=True) if "response: {run: 20" in each)
    assert "preset: classroom" not in stated
    changed = stated.replace(stated.strip(), "preset: office")
    own.write_text(text.replace(stated, changed, 1), encoding="utf-8")
    done = asher("compare", own, "-n", 40)
    assert done.exit_code == 0, done.output
    (line,) = (each for each in done.stderr.splitlines() if "spaces of preset" in each)
    assert line.startswith(f"{own}:")
    assert "occupants[0].preset: office, where all start in spaces of preset classroom" in line
    assert "spaces of preset" not in asher("compare", "elementary-school", "-n", 40).stderr


@pytest.mark.slow
def test_shares_merged_are_one_run(engine, tmp_path):
    for number in (1, 2, 3):
        done = share(number, 3, tmp_path / f"share-{number}")
        assert done.exit_code == 0, done.output
        assert "of 730 stand in" in done.stdout
    shares = sorted(tmp_path.glob("share-*"))
    merged = asher("merge", *shares, "--out", tmp_path / "merged")
    assert merged.exit_code == 0, merged.output
    asher("compare", "borderline", "-n", 730, "--out", tmp_path / "whole")
    assert same(tmp_path / "merged", tmp_path / "whole")
    for name in ("summary.json", "sensitivity.json", "report.html"):
        assert (tmp_path / "merged" / name).read_bytes() == (tmp_path / "whole" / name).read_bytes()


@pytest.fixture
def dying(monkeypatch):
    """Processes die of replication 250."""
    monkeypatch.setattr("asher.runs.executors.processes.Processes", lambda _: Dying(250))


FAILED = "100 replications failed, since every worker that ran them died (seed 7, numbers 200 to 2"


def test_replications_that_failed_are_counted_wherever_figures_are(engine, dying, tmp_path):
    words = ["compare", "borderline", "-n", 500, "--seed", 7, "--out", tmp_path / "out"]
    done = asher(*words, "--processes", 2)
    assert done.exit_code == 0, done.output
    assert "400 replications" in done.stdout
    assert "100 more failed" in done.stdout
    assert FAILED in done.stdout
    assert "Every replication" not in done.stdout
    # Going on, read back, and in a share that is merged: the same.
    assert asher(*words).stdout == done.stdout
    assert FAILED in asher("report", tmp_path / "out").stdout
    for number in (1, 2):
        lost = share(number, 2, tmp_path / f"s{number}", "--seed", 7, "--processes", 2)
        assert ("; 100 failed" in lost.stdout) == (number == 1)
    merged = asher("merge", tmp_path / "s1", tmp_path / "s2", "--out", tmp_path / "merged")
    assert merged.exit_code == 0, merged.output
    assert FAILED in merged.stdout
    assert read_results(tmp_path / "merged").failed == ((200, 100),)


@pytest.mark.slow
def test_another_share_that_did_not_fail_stands_in_for_one_that_did(engine, dying, tmp_path):
    share(1, 1, tmp_path / "failed", "--processes", 2)
    share(1, 1, tmp_path / "whole")
    merged = asher("merge", tmp_path / "whole", tmp_path / "failed", "--out", tmp_path / "merged")
    assert "failed" not in merged.stdout
    assert read_results(tmp_path / "merged").outcome.n == 730


def test_missing_share_is_told_and_nothing_is_written(engine, tmp_path):
    share(1, 3, tmp_path / "share-1")
    share(2, 3, tmp_path / "share-2")
    merged = asher("merge", tmp_path / "share-1", tmp_path / "share-2", "-o", tmp_path / "merged")
    assert merged.exit_code == 2
    assert "2 of 8 blocks are in none of the shares (2, 5)" in merged.stderr
    assert not (tmp_path / "merged").exists()


def test_share_of_another_run_is_told(engine, tmp_path):
    share(1, 2, tmp_path / "share-1")
    share(2, 2, tmp_path / "share-2", "--seed", 5)
    merged = asher("merge", tmp_path / "share-1", tmp_path / "share-2", "-o", tmp_path / "merged")
    assert merged.exit_code == 2
    assert "another seed" in merged.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--shard", "0/3", "--out", "x"], "allowed: a share such as 3/20"),
        (["--shard", "4/3", "--out", "x"], "allowed: a share such as 3/20"),
        (["--shard", "1/3"], "--shard needs --out"),
        (["--shard", "1/3", "--out", "x", "--until", "killed +- 1"], "--until"),
        (["--processes", "2", "--dask", "tcp://x:1"], "choose one"),
        (["--fresh"], "--fresh needs --out"),
        (["--seed", str(2**64)], "less than or equal to"),
        (["-n", "1000000000"], "less than or equal to"),
        *(
            (["--severest", each], "allowed: a share from 0.000001 to 1, such as 0.01 or '1 %'")
            for each in ("0", "2", "x", "nan", "-1", "1e-9", "0 %", "101 %", "")
        ),
        (["--by-severity", str(FEWEST - 1)], f"greater than or equal to {FEWEST}"),
        (["--by-severity", "9", "--severest", "0.1"], "cannot be used together; choose one"),
        (["--by-severity", "9", "--shard", "1/2", "--out", "x"], "that `asher merge` writes"),
    ],
)
def test_options_that_cannot_be_are_told(engine, tmp_path, monkeypatch, words, said):
    monkeypatch.chdir(tmp_path)
    done = asher("compare", "borderline", *words)
    assert done.exit_code == 2
    assert said in " ".join(done.stderr.replace("│", "").split())
    assert not list(tmp_path.iterdir())


@pytest.mark.slow
@pytest.mark.parametrize(("asked", "low"), [("0.01", 0.99), ("1 %", 0.99), ("0.3", 0.7)])
def test_the_severest_attacks_are_run_alone_in_shares_too(engine, tmp_path, asked, low):
    words = ("--severest", asked, "--no-sensitivity")
    done = asher("compare", "borderline", "-n", 250, "--out", tmp_path / "whole", *words)
    assert done.exit_code == 0, done.output
    assert "No figure is a mean over all attacks." in " ".join(done.stdout.split())
    manifest = json.loads((tmp_path / "whole" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["severity"] == [low, 1.0]
    said = summary(tmp_path / "whole")["severity"]
    assert (said["from"], said["up_to"]) == (low, 1.0)
    shares = [tmp_path / f"share-{number}" for number in (1, 2)]
    for number, folder in enumerate(shares, 1):
        each = ("-n", 250, "--shard", f"{number}/2", "--out", folder, *words)
        assert asher("compare", "borderline", *each).exit_code == 0
    merged = asher("merge", *shares, "-o", tmp_path / "merged", "--no-sensitivity")
    assert merged.exit_code == 0, merged.output
    assert summary(tmp_path / "merged") == summary(tmp_path / "whole")
    refused = asher("compare", "borderline", "-n", 250, "--out", tmp_path / "whole")
    assert refused.exit_code == 2
    assert "another severity of attacks" in " ".join(refused.stderr.split())


def test_the_severest_of_no_attack_is_one_message(engine, tmp_path):
    for words in (["--severest", "0.1"], ["--by-severity", "20"]):
        done = asher("compare", "corridor", "-n", 5, *words)
        assert done.exit_code == 2
        said = f"Invalid value for {words[0]}: this is a drill, which has no attack"
        assert said in " ".join(done.stderr.split())


@pytest.mark.slow
def test_further_attacks_are_run_for_the_figures_by_severity(engine, tmp_path):
    words = ("compare", "borderline", "-n", 60, "--out", tmp_path, "--no-sensitivity")
    done = asher(*words, "--by-severity", 20)
    assert done.exit_code == 0, done.output
    assert "Killed, by how severe the attack is" in done.stdout
    # The engine draws no severity: all are the mildest.
    stated = summary(tmp_path)["by_severity"]
    assert [each["further"] for each in stated] == [0, 20, 20, 20]
    assert summary(tmp_path)["replications"] == 60
    folders = sorted(each.name for each in (tmp_path / "by-severity").iterdir())
    assert folders == ["50-90", "90-100", "99-100"]
    again = asher("report", tmp_path)
    assert again.exit_code == 0, again.output
    # Without it the same folder gives the figures of the plain attacks.
    assert asher(*words).exit_code == 0
    assert "by_severity" not in summary(tmp_path)


def test_fresh_takes_the_old_run_away_and_nothing_else(engine, tmp_path):
    asher("compare", "borderline", "-n", 120, "--seed", 5, "--out", tmp_path)
    (tmp_path / "notes.txt").write_text("mine")
    refused = asher("compare", "borderline", "-n", 120, "--seed", 6, "--out", tmp_path)
    assert refused.exit_code == 2
    assert "another seed" in refused.stderr
    assert "--fresh" in refused.stderr
    done = asher("compare", "borderline", "-n", 30, "--seed", 6, "--out", tmp_path, "--fresh")
    assert done.exit_code == 0, done.output
    assert read_results(tmp_path).outcome.n == 30
    assert (tmp_path / "notes.txt").read_text() == "mine"


def made_by_another(folder):
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["identity"]["version of the model"] = "0" * 64
    # Its blocks are of that identity too, as they would be.
    from asher.comparison.results import ResultsFolder
    from asher.runs.identity import Identity

    results = ResultsFolder(folder)
    (block,) = [results.keeper(Identity(results.read_manifest().identity)).read(0, 0)]
    path.write_text(json.dumps(manifest), encoding="utf-8")
    results.keeper(Identity(manifest["identity"])).write(0, 0, block)


def test_results_of_another_model_are_reported_and_not_run_again(engine, tmp_path):
    asher("compare", "borderline", "-n", 30, "--out", tmp_path)
    made_by_another(tmp_path)
    again = asher("compare", "borderline", "-n", 60, "--out", tmp_path)
    assert again.exit_code == 2
    assert "another version of the model" in again.stderr
    report = asher("report", tmp_path)
    assert report.exit_code == 0, report.output
    assert "with another version of the model" in report.stderr
    replay = asher("replay", tmp_path, "-o", tmp_path / "replay.html")
    assert replay.exit_code == 2
    assert "running it now would give a different incident" in replay.stderr
    assert not (tmp_path / "replay.html").exists()


@pytest.mark.slow
def test_processes_give_the_same_bytes_as_threads(tmp_path):
    words = ["compare", "clock-race", "-n", "230", "--progress", "none", "--out"]
    assert asher(*words, tmp_path / "threads").exit_code == 0
    command = [ASHER, *words, tmp_path / "processes", "--processes", "2"]
    subprocess.run(command, check=True, capture_output=True)
    assert same(tmp_path / "threads", tmp_path / "processes")
    for name in ("summary.json", "report.html"):
        one, other = (tmp_path / each / name for each in ("threads", "processes"))
        assert one.read_bytes() == other.read_bytes()


@pytest.mark.slow
def test_report_stands_though_its_reader_has_gone(tmp_path):
    command = f"'{ASHER}' compare clock-race -n 5 --progress none --out '{tmp_path}/out' | true"
    subprocess.run(["sh", "-c", command], check=True, timeout=300)
    assert (tmp_path / "out" / "report.html").exists()


@pytest.mark.slow
def test_closed_streams_stop_nothing(tmp_path):
    for closed in ("2>&-", ">&-", ">&- 2>&-"):
        command = f"'{ASHER}' compare clock-race -n 2 --out '{tmp_path}/out' {closed}"
        assert subprocess.run(["sh", "-c", command], check=False, timeout=300).returncode == 0, (
            closed
        )


IN_TURN = """
import sys
from asher.cli.app import main

for words in (["evidence"], ["courses"], ["compare", "clock-race", "-n", "5"]):
    sys.argv[1:] = words
    try:
        main()
    except SystemExit as end:
        assert not end.code, (words, end.code)
"""


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "latin-1"])
def test_any_encoding_takes_the_output(encoding):
    # What a stream takes is decided as Python starts: one start for all three verbs.
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    command = [sys.executable, "-c", IN_TURN]
    done = subprocess.run(command, capture_output=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr
    assert done.stdout.decode(encoding).count("killed") > 0


def test_signs_a_stream_lacks_are_written_in_ascii():
    with io.TextIOWrapper(io.BytesIO(), encoding="ascii", errors="strict") as stream:
        text = "".join(_PLAIN) + "字"
        error = UnicodeEncodeError("ascii", text, 0, len(text), "")
        plain, end = _in_plain(error)
        stream.write(plain)
    assert end == len(text)
    assert plain.endswith("?")


def test_doctor_says_what_is_there_a_line_each():
    done = asher("doctor")
    assert done.exit_code == 0, done.output
    lines = done.stdout.splitlines()
    assert all(line.split()[0] in {"ok", "note"} for line in lines)
    for part in (
        "versions: asher",
        "machine code:",
        "cores:",
        "memory:",
        "output:",
        "this folder:",
    ):
        assert sum(part in line for line in lines) == 1


def test_doctor_fails_where_nothing_can_be_written(monkeypatch):
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("asher.cli.verbs.doctor.tempfile.TemporaryFile", full)
    done = asher("doctor")
    assert done.exit_code == 1
    assert "FAIL this folder" in done.stdout
    assert "choose another folder with --out" in done.stdout


@pytest.mark.slow
def test_page_on_results_of_another_model_says_so_and_shows_no_incident(tmp_path):
    assert asher("compare", "clock-race", "-n", 5, "--out", tmp_path).exit_code == 0
    before = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert 'id="replay"' in before
    assert "These results were made by" not in before
    made_by_another(tmp_path)
    assert asher("report", tmp_path).exit_code == 0
    after = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "with another version of the model than this one" in after
    assert 'id="replay' not in after
    assert 'id="timelines"' not in after
    assert 'id="outcomes"' in after
