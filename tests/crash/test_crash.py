"""Five kills such as ``make crash`` makes a hundred of, and every mishap."""

import os
import re
import subprocess
import sys

import pytest

pytest.importorskip("distributed", reason="the extra 'cluster' is not installed")


def table(script, *words):
    done = subprocess.run(
        [sys.executable, "-m", f"crash.{script}", *words],
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.splitlines()[1:]


@pytest.mark.slow
def test_a_kill_of_each_kind_of_run_while_it_writes_loses_nothing():
    """Five kills, all while blocks or their sums are written: before that one can harm nothing."""
    lines = table("killing", "--kills", "5", "--seed", "4", "--quick")
    assert len(lines) == 5
    assert all(line.endswith("equal") for line in lines)
    assert all(sum(map(int, re.findall(r"SIG\w+ (\d+)", line))) == 1 for line in lines)
    assert {"SIGKILL", "SIGTERM", "SIGINT"} <= set(re.findall(r"SIG\w+", "".join(lines)))


@pytest.mark.slow
def test_mishaps_lose_nothing_and_are_told_with_the_file_and_what_is_kept():
    lines = table("mishaps")
    assert len(lines) >= 5
    assert not any("DIFFER" in line for line in lines)
    full = next(line for line in lines if line.startswith("files may have"))
    assert "20 blocks of 100 replications are kept in" in full
    assert "report.html: File too large" in full
