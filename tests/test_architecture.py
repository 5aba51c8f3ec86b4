"""The budgets and the directions of dependency that hold the house together."""

import ast
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import asher

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "asher"
HEAVY = ("altair", "duckdb", "fastapi", "matplotlib", "numba", "pandas", "scipy.stats", "shapely")


def run_python(script, *, folder):
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        # Writing .pyc files beside the sources is Python's doing, not ours.
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize(
    "module", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE))
)
def test_module_has_at_most_400_lines(module):
    n = len(module.read_text(encoding="utf-8").splitlines())
    assert n <= 400, f"{module.relative_to(ROOT)} has {n} lines; split the concept"


def repeated_types(module):
    """Functions of which a docstring states a type and says nothing of it."""
    for function in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if not isinstance(function, ast.FunctionDef):
            continue
        said = ast.get_docstring(function) or ""
        for section in re.findall(r"^(?:Returns|Yields)\n-+\n((?:.+\n?)+)", said, re.MULTILINE):
            if re.fullmatch(r"(?:bool|int|float|str)\n?", section):
                yield function.name
        for name, words in re.findall(r"^(\w+) : .+\n    (.+)(?=\n\S|\n\n|\Z)", said, re.MULTILINE):
            same = re.fullmatch(r"(?:(?:the|its) )?(\w+)\.", words.lower())
            if same and (same[1] == "it" or name.endswith(same[1])):
                yield function.name


def test_no_docstring_states_a_type_and_says_nothing_of_it():
    found = {module: list(repeated_types(module)) for module in PACKAGE.rglob("*.py")}
    assert {path.name: names for path, names in found.items() if names} == {}


def test_packages_import_only_what_lies_below_them():
    linter = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run(
        [linter, "--no-cache"], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert done.returncode == 0, done.stdout
    # A contract that names no module would be kept as well; count them.
    assert "4 kept, 0 broken" in done.stdout


def test_import_takes_less_than_half_a_second_and_is_light(tmp_path):
    script = f"""
import json, sys, time
start = time.perf_counter()
import asher
took = time.perf_counter() - start
print(json.dumps([took, [name for name in {HEAVY!r} if name in sys.modules]]))
"""
    runs = [run_python(script, folder=tmp_path) for _ in range(3)]
    assert min(took for took, _ in runs) < 0.5
    assert runs[0][1] == []


def test_reading_a_scenario_loads_no_kernel_and_no_chart(tmp_path):
    script = """
import json, sys
import asher
asher.read_scenario, asher.compare, asher.Outcome, asher.CourseOfAction
heavy = ("altair", "duckdb", "matplotlib", "numba", "pandas", "scipy.stats")
print(json.dumps([name for name in heavy if name in sys.modules]))
"""
    assert run_python(script, folder=tmp_path) == []


def test_what_reads_a_file_in_a_process_of_its_own_loads_nothing_of_plans(tmp_path):
    script = """
import json, sys
from asher.floorplan.importers import dxf, geojson, ifc, jupedsim, vadere
heavy = ("asher.floorplan.elements", "importlib.metadata", "pydantic", "ruamel.yaml", "scipy")
print(json.dumps([name for name in heavy if name in sys.modules]))
"""
    assert run_python(script, folder=tmp_path) == []


def test_import_changes_nothing_outside_the_package(tmp_path):
    script = """
import json, multiprocessing, os, random, sys, warnings
import numpy, pydantic, ruamel.yaml, shapely  # numpy sets warning filters of its own
def state():
    return [
        multiprocessing.get_start_method(allow_none=True),
        repr(warnings.filters),
        repr(random.getstate()),
        dict(os.environ),
        os.getcwd(),
        repr(sys.excepthook),
    ]
before = state()
import asher
for name in asher.__all__:
    if name not in ("simulate", "write_replay", "write_report", "write_summary"):
        getattr(asher, name)
print(json.dumps([a == b for a, b in zip(before, state())]))
"""
    assert run_python(script, folder=tmp_path) == [True] * 6
    assert list(tmp_path.iterdir()) == []


def test_public_names_are_those_documented():
    page = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    section = page.split("<!-- names -->")[1]
    documented = re.findall(r"^\| `(\w+)`", section, flags=re.MULTILINE)
    assert sorted(documented) == sorted(asher.__all__)
    assert len(asher.__all__) <= 16


def test_every_public_name_can_be_had():
    for name in asher.__all__:
        assert getattr(asher, name) is not None


def test_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'optimise'"):
        asher.optimise  # noqa: B018


def test_no_address_and_no_machine_path_stands_in_the_requirements():
    for path in (ROOT / "requirements").iterdir():
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"https?:|--index|--find-links|file:", text), path.name
        if path.suffix == ".txt":
            packages = re.findall(r"^[\w.-]+==", text, flags=re.MULTILINE)
            assert len(packages) > 10
            # Every package has at least one hash, so pip refuses anything else.
            assert len(re.split(r"^[\w.-]+==", text, flags=re.MULTILINE)[1:]) == sum(
                "--hash=sha256:" in part
                for part in re.split(r"^[\w.-]+==", text, flags=re.MULTILINE)[1:]
            )


def test_only_courses_of_action_are_compared():
    """Nothing that compares or fits takes a field of the hazard as something to choose by."""
    words = re.compile(r"hazard\.(?!__)|worst|optimi[sz]e|maximi[sz]e", re.IGNORECASE)
    rooms = ("comparison", "calibration", "record", "runs")
    paths = [path for room in rooms for path in sorted((PACKAGE / room).glob("*.py"))]
    assert len(paths) > 25
    for path in paths:
        text = path.read_text(encoding="utf-8")
        assert not words.search(text), f"{path.name}: {words.search(text)[0]}"
