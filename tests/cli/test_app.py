"""Verbs are found from their folder, and only the one that is called is imported."""

import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from asher.cli import verbs
from asher.cli.app import FoundVerbs, app

TOY = '''"""`asher wave-back`: a toy."""

import typer

PLACE = 15


def wave_back(times: int = 1) -> None:
    """Wave so many times."""
    typer.echo("hello " * times)
'''


def asher(*words):
    return CliRunner().invoke(app, list(words))


@pytest.fixture
def toy(tmp_path, monkeypatch):
    (tmp_path / "wave_back.py").write_text(TOY, encoding="utf-8")
    monkeypatch.setattr(verbs, "__path__", [*verbs.__path__, str(tmp_path)])
    yield
    sys.modules.pop(f"{verbs.__name__}.wave_back", None)


def test_a_module_in_the_folder_is_a_verb_at_its_place_and_needs_nothing_else(toy):
    """Would catch a list of verbs kept by hand anywhere between the folder and the program."""
    listed = [line.split() for line in asher("--help").stdout.split("Commands:")[1].splitlines()]
    names = [words[0] for words in listed if words]
    assert names[:3] == ["compare", "wave-back", "merge"]
    assert ["wave-back", "Wave", "so", "many", "times."] in listed
    assert asher("wave-back", "--times", "2").stdout == "hello hello \n"
    assert "Did you mean 'wave-back'" in asher("wave-bakc").output


def test_a_verb_of_the_toy_is_gone_with_its_file():
    assert asher("wave-back").exit_code == 2


def test_the_folder_holds_verbs_only_each_with_a_place_of_its_own():
    """Would catch a helper among the verbs, which the program would offer as one."""
    modules = {path.stem for path in Path(verbs.__path__[0]).glob("*.py")} - {"__init__"}
    assert {name.replace("-", "_") for name in FoundVerbs()} == modules
    places = {
        name: sys.modules[f"{verbs.__name__}.{name}"].PLACE for name in modules if asher(name, "-h")
    }
    assert len(set(places.values())) == len(places) > 10
    for name in FoundVerbs():
        assert FoundVerbs()[name].help, name


def test_only_the_verb_that_is_called_is_imported():
    """Would catch a program whose start grows with every verb."""
    script = (
        "import sys; from asher.cli.app import app; from typer.testing import CliRunner; "
        "assert CliRunner().invoke(app, ['schema', '--help']).exit_code == 0; "
        "print([name for name in sys.modules if name.startswith('asher.cli.verbs.')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout == "['asher.cli.verbs.schema']\n"
