"""The program as a person calls it, with the real engine."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from command import asher as called

ASHER = Path(sys.executable).parent / "asher"

pytestmark = pytest.mark.slow


def asher(*words, folder, command=(ASHER,)):
    return subprocess.run(
        [*command, *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        # Wide enough that no table breaks a name in two.
        env=os.environ | {"COLUMNS": "120"},
    )


def test_same_bytes_for_any_threads_blocks_and_interruptions(tmp_path):
    # In this process: what is on the disk and how many threads there are counts, not who starts it.
    def run(out, *options, n=250):
        words = ("compare", "clock-race", "-n", n, "--seed", 4, *options)
        done = called(*words, "--out", tmp_path / out)
        assert done.exit_code == 0, done.output
        return (tmp_path / out / "summary.json").read_bytes()

    whole = run("one", "--threads", 1)
    assert run("two", "--threads", 2) == whole
    run("grown", n=130)
    assert run("grown") == whole
    assert run("one") == whole


def test_interrupted_run_keeps_its_blocks_and_goes_on(tmp_path):
    # A block takes a second, so that it is interrupted within one; the whole takes many minutes.
    compare = ("compare", "tree-of-life", "--out", "r")
    words = [ASHER, *compare, "-n", "100000", "--progress", "none"]
    run = subprocess.Popen(
        words,
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        text=True,
        # Whoever started the tests in the background may have had interrupts ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509
    )
    try:
        limit = time.monotonic() + 300
        while not (tmp_path / "r" / "blocks" / "00000.parquet").exists():
            assert run.poll() is None, run.stderr.read()
            assert time.monotonic() < limit, "no block in five minutes"
            time.sleep(0.05)
        run.send_signal(signal.SIGINT)
        _, told = run.communicate(timeout=120)
    finally:
        run.kill()
    assert run.returncode == 130, told
    assert re.search(r"^\d+ blocks? of 100 replications (is|are) kept in r;", told), told
    assert "Traceback" not in told
    assert not list((tmp_path / "r").rglob("*.part"))

    # What a comparison hangs on is tried once all is there, and takes as long as the rest of this.
    resumed = asher(*compare, "-n", 100, "--no-sensitivity", folder=tmp_path)
    assert resumed.returncode == 0, resumed.stderr
    assert "Report: r/report.html" in resumed.stdout


# A fifth of the incidents: 100 compared, and 10 under each assumption, of 300 and 60.
A_FIFTH = """
from asher.cli.app import main
from asher.cli.verbs import demo
from asher.comparison import sensitivity

demo.REPLICATIONS, sensitivity.FEWEST = 100, 10
main()
"""


def test_demo_runs_from_nothing_to_a_report(tmp_path):
    """`make try-wheel` runs it whole, from an empty environment and without machine code."""
    start = time.monotonic()
    done = asher("demo", folder=tmp_path, command=(sys.executable, "-c", A_FIFTH))
    assert done.returncode == 0, done.stderr
    # The whole takes half a minute on two free cores, and may take 300 s: a minute to compile and
    # start on a busy machine, and of what is left a fifth.
    assert time.monotonic() - start < 60 + 240 / 5
    assert "the baseline," in done.stdout
    assert "- Contain and wait: " in done.stdout
    assert "What to try next" in done.stdout
    report = tmp_path / "results" / "demo" / "report.html"
    assert str(report) in done.stdout
    page = report.read_text(encoding="utf-8")
    # Self-contained: nothing is fetched when the page is opened.
    assert not re.search(r"""(?:src|href)=["']?(?:https?:)?//""", page)
    summary = json.loads((report.parent / "summary.json").read_text(encoding="utf-8"))
    courses = summary["courses_of_action"]
    # Officers who stayed outside go in once it is over, and meet nobody.
    assert courses["stay-outside"]["metrics"]["time_to_contact_s"]["n"] == 0
    for course in courses.values():
        killed, wounded, both = (
            course["metrics"][m]["mean"] for m in ("killed", "wounded", "casualties")
        )
        assert both == pytest.approx(killed + wounded)
        assert sum(course["ending"].values()) == pytest.approx(1.0)


def test_replay_of_a_replication_is_a_page(tmp_path):
    assert called("compare", "clock-race", "-n", 20, "--out", tmp_path / "r").exit_code == 0
    done = asher("replay", "r", "--replication", 17, "-o", "replay.html", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "<html" in (tmp_path / "replay.html").read_text(encoding="utf-8")
    where = ("-o", tmp_path / "beyond.html")
    beyond = called("replay", tmp_path / "r", "--replication", 20, *where)
    assert beyond.exit_code == 2
    assert "they hold 0 to 19" in beyond.stderr
    assert not (tmp_path / "beyond.html").exists()
