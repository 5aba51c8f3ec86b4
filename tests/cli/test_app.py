"""Verbs are found from their folder, and executors from where they are declared."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from asher.cli import options, verbs
from asher.cli.app import FoundVerbs
from asher.runs import executors
from asher.runs.executor import Kind
from command import asher

TOY = '''"""`asher wave-back`: a toy."""

import typer

PLACE = 15


def wave_back(times: int = 1) -> None:
    """Wave so many times."""
    typer.echo("hello " * times)
'''


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
    folder = Path(verbs.__path__[0])
    modules = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    modules |= {path.parent.name for path in folder.glob("*/__init__.py")}
    found = FoundVerbs(verbs)
    assert {name.replace("-", "_") for name in found} == {name.rstrip("_") for name in modules}
    for name in found:
        assert found[name].help, name
    places = [sys.modules[f"{verbs.__name__}.{name}"].PLACE for name in modules]
    assert len(set(places)) == len(places) > 10


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


def test_a_kind_of_executor_brings_its_option_and_its_text(monkeypatch):
    """Would catch options, messages or an opening that know the kinds by heart."""
    said = []

    class Boats:
        def close(self):
            said.append("closed")

    boats = Kind("boats", "Run blocks on so many boats.", int, lambda _: Boats(), least=2)
    kinds = (*executors.KINDS, boats)
    for module in (executors, options):
        monkeypatch.setattr(module, "KINDS", kinds)

    @options.with_executors
    def sail(fast: bool = False, executors: Any = None):
        with options_opened(executors) as executor:
            said.append((fast, executors["boats"], type(executor)))

    options_opened = executors.opened
    harbour = typer.Typer(add_completion=False, rich_markup_mode=None)
    harbour.command()(sail)
    shown = CliRunner().invoke(harbour, ["--help"]).stdout
    assert shown.index("--dask") < shown.index("--processes") < shown.index("--boats")
    assert "Run blocks on so many boats." in shown
    assert CliRunner().invoke(harbour, ["--boats", "1"]).exit_code == 2
    assert CliRunner().invoke(harbour, ["--boats", "3", "--fast"]).exit_code == 0
    assert said == [(True, 3, Boats), "closed"]
    with options_opened({"boats": None}) as executor:
        assert executor is None


def test_two_places_for_blocks_are_refused_by_their_names():
    done = asher("compare", "borderline", "--processes", "2", "--dask", "tcp://nowhere:1")
    assert done.exit_code == 2
    assert "--dask and --processes cannot be used together" in " ".join(done.output.split())


def test_python_m_asher_is_the_program(tmp_path):
    def run(*words):
        command = [sys.executable, "-m", "asher", *words]
        # No folder of scripts on the search path.
        env = {**os.environ, "PATH": str(tmp_path)}
        return subprocess.run(
            command, check=False, capture_output=True, text=True, env=env, cwd=tmp_path
        )

    assert run("--version").stdout.startswith("asher ")
    assert "python -m asher" in run("--help").stdout
    (tmp_path / "b.yaml").write_text("title: x\n" + "y: 1\n" * 30, encoding="utf-8")
    done = run("compare", "b.yaml")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
