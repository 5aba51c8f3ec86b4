"""Ten kills of the hundred that ``make crash`` makes."""

import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.slow
def test_ten_kills_lose_nothing():
    script = Path(__file__).with_name("killing.py")
    done = subprocess.run(
        [sys.executable, script, "--kills", "10", "--seed", "4"],
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("equal") == 4
