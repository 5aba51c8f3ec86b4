"""Each program in `examples/` is short and prints what stands beside it.

Would catch a name or a keyword of the public interface that was changed without its example, a
figure that moved, and an output that was typed by hand.
"""

import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent.parent / "examples"
PROGRAMS = sorted(FOLDER.glob("*.py"))


def test_every_program_has_its_output_and_every_output_its_program():
    assert len(PROGRAMS) >= 8
    outputs = sorted(path.stem for path in FOLDER.glob("*.out"))
    assert outputs == [program.stem for program in PROGRAMS]


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda path: path.stem)
def test_a_program_is_short_and_says_first_what_it_does(program):
    text = program.read_text(encoding="utf-8")
    assert len(text.splitlines()) < 40
    assert text.startswith('"""')


@pytest.mark.slow
@pytest.mark.parametrize("program", PROGRAMS, ids=lambda path: path.stem)
def test_a_program_prints_what_stands_beside_it(program, tmp_path):
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-W", "error", program],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stderr
    expected = program.with_suffix(".out").read_text(encoding="utf-8")
    assert done.stdout == expected, f"if this is right now, write examples/{program.stem}.out anew"
