"""Nothing that a stranger sends can run code."""

import ast
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest

import asher
from asher.errors import ResultsError
from asher.runs.forms import ArrayForm, JsonForm
from asher.runs.identity import Identity
from asher.runs.keeper import Keeper
from security.hostile import refused

PACKAGE = Path(asher.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
# What can run code, start programs, or reach the network.
WATCHED = {
    "_pickle", "aiohttp", "asyncio", "cffi", "cloudpickle", "code", "codeop", "commands",
    "concurrent.futures.ProcessPoolExecutor", "ctypes", "dill", "distributed", "ftplib", "http",
    "httpx", "imp",
    "joblib", "marshal", "multiprocessing", "pickle", "pty", "requests", "runpy", "shelve",
    "smtplib", "socket", "socketserver", "ssl", "subprocess", "telnetlib", "urllib", "urllib3",
    "webbrowser", "xmlrpc", "yaml",
}  # fmt: skip
ALLOWED = {
    # The compiler keeps its work as pickles, in a folder that is the user's own and no other.
    ("kernels/machine_code.py", "pickle"),
    # Our own processes hand each other work that we made; the user names the cluster.
    ("runs/executors/processes.py", "multiprocessing"),
    ("runs/executors/processes.py", "concurrent.futures.ProcessPoolExecutor"),
    ("runs/executors/dask.py", "distributed"),
    # A file to import is read by our own module in a process of its own.
    ("floorplan/importers/guard.py", "subprocess"),
    ("floorplan/importers/guard.py", "pickle"),
    # Numbers handed to the library that reads PDF, and a file name written as an address.
    ("floorplan/importers/pdf.py", "ctypes"),
    ("floorplan/importers/jupedsim.py", "urllib"),
}
CALLED = {"__import__", "breakpoint", "compile", "eval", "exec", "import_module"}
# Modules of our own, by names that stand in the source or are those of files beside it.
CALLS_ALLOWED = {
    ("__init__.py", "import_module"),
    ("cli/app.py", "import_module"),
    ("floorplan/__init__.py", "import_module"),
    ("floorplan/exporting/__init__.py", "import_module"),
    ("floorplan/importers/__init__.py", "import_module"),
    ("floorplan/importers/guard.py", "import_module"),
    ("runs/executors/__init__.py", "import_module"),
    ("scenario/defaults.py", "import_module"),
}
OS_CALLS = {"fork", "forkpty", "popen", "posix_spawn", "startfile", "system"}


def named(path):
    return path.relative_to(PACKAGE).as_posix()


def imports(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def watched(name):
    parts = name.split(".")
    found = {".".join(parts[: k + 1]) for k in range(len(parts))} & WATCHED
    return next(iter(found), None)


def test_source_imports_nothing_that_runs_code_or_reaches_the_network():
    found = {
        (named(path), watched(name))
        for path in MODULES
        for name in imports(ast.parse(path.read_bytes()))
        if watched(name)
    }
    # Equal, so that an exception that is needed no more goes too.
    assert found == ALLOWED


def test_source_evaluates_no_text():
    found = set()
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_bytes())):
            if not isinstance(node, ast.Call):
                continue
            called, of = node.func, ""
            if isinstance(called, ast.Attribute):
                of = called.value.id if isinstance(called.value, ast.Name) else ""
                word = called.attr
            else:
                word = getattr(called, "id", "")
            if (word in CALLED and of != "re") or (of == "os" and word in OS_CALLS):
                found.add((named(path), word))
    assert found == CALLS_ALLOWED


def test_every_loader_that_could_run_code_is_told_not_to():
    loads, readers = [], []
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "np.load":
                loads.append(ast.unparse(node))
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "YAML":
                readers.append(ast.unparse(node))
    assert len(loads) == 1
    assert "allow_pickle=False" in loads[0]
    # The second keeps comments: it changes the shipped scenarios into those of a new place.
    assert sorted(readers) == ["YAML(typ='rt', pure=True)", "YAML(typ='safe', pure=True)"]


@pytest.mark.parametrize(
    "tag", ["!!python/object/apply:os.system", "!!python/name:os.system", "!!python/module:os"]
)
@pytest.mark.parametrize("value", ["[touch ran]", "{args: [touch ran]}", "touch ran"])
def test_tags_of_yaml_make_no_objects(tmp_path, monkeypatch, tag, value):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "s.yaml"
    path.write_text(f"title: {tag} {value}\nplan: corridor\noccupants: {tag} {value}\n")
    assert "occupants" in refused("check", path)
    assert [each.name for each in tmp_path.iterdir()] == ["s.yaml"]


class Bomb:
    def __reduce__(self):
        return (Path.touch, (Path("ran"),))


def test_array_that_holds_objects_is_refused(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    keeper = Keeper(tmp_path / "design", ArrayForm(), Identity({"seed": 1}))
    keeper.folder.mkdir()
    np.savez(keeper.path(0), np.array([Bomb()], dtype=object), stamp=np.array("{}"))
    with pytest.raises(ResultsError, match="cannot be read"):
        keeper.read(0, 0)
    assert not Path("ran").exists()


def test_block_that_is_no_array_at_all_is_refused(tmp_path):
    keeper = Keeper(tmp_path / "design", ArrayForm(), Identity({"seed": 1}))
    keeper.folder.mkdir()
    with zipfile.ZipFile(keeper.path(0), "w") as file:
        file.writestr("arr_0.npy", b"cos\nsystem\n(S'true'\ntR.")
    with pytest.raises(ResultsError, match="cannot be read"):
        keeper.read(0, 0)
    search = Keeper(tmp_path / "search", JsonForm(), Identity({"seed": 1}))
    search.folder.mkdir()
    search.path(0).write_text(json.dumps({"items": {"__reduce__": "os.system"}}))
    with pytest.raises(ResultsError, match="cannot be read"):
        search.read(0, 0)


def test_compiler_takes_no_settings_from_the_folder_it_is_started_in(tmp_path):
    """They say from which folder machine code is loaded, and it is kept as pickles."""
    (tmp_path / ".numba_config.yaml").write_text("cache_dir: theirs\nchrome_trace: theirs.json\n")
    script = "from asher.cli.app import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", script, "doctor"],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(PACKAGE.parent)},
    )
    assert done.returncode == 1
    assert ".numba_config.yaml: the compiler would take its settings from this file" in done.stderr
    assert "Traceback" not in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == [".numba_config.yaml"]


def test_reading_a_block_loads_no_extension_of_the_database(tmp_path):
    """What is not there would be fetched, and run."""
    from asher.comparison.outcome_file import _database

    with _database() as connection:
        for name in ("autoinstall_known_extensions", "autoload_known_extensions"):
            assert connection.execute(f"SELECT current_setting('{name}')").fetchone() == (False,)
