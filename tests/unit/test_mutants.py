"""Mistakes that are seeded into laws: which are made, and which tests are asked about them."""

import ast
from pathlib import Path

import pytest

from mutants.naming import find_tests, naming_tests
from mutants.seeding import KNOWN, SHARES, find_known
from mutants.sites import draw_mutants, find_mutants, members_of

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "asher"

LAW = '''
"""A module about 3 things."""

import enum


class Kind(enum.IntEnum):
    ONE = 1
    TWO = 2


def law(a: float = 2.0, *, kinds) -> float:
    """Say 5 < 6."""
    if a < 3.0:
        raise ValueError("below 3.0")
    kinds[0] = max(a, 4.0)
    return -1 if kinds[0] == Kind.ONE else a + 1e-9
'''


@pytest.fixture
def module(tmp_path):
    path = tmp_path / "laws.py"
    path.write_text(LAW)
    return path


def test_mistakes_are_made_in_what_is_done_and_not_in_what_is_said(module):
    members = members_of(module)
    assert members == {"Kind": ["ONE", "TWO"]}
    found = find_mutants(module, members)
    edits = {(each.kind, module.read_text()[each.start : each.stop], each.put) for each in found}
    assert edits == {
        ("dropped", "kinds[0] = max(a, 4.0)", "pass"),
        ("figure", "0", "1"),
        ("figure", "4.0", "8.0"),
        ("min/max", "max", "min"),
        ("branch", "kinds[0] == Kind.ONE", "not (kinds[0] == Kind.ONE)"),
        ("comparison", "==", "!="),
        ("member", "Kind.ONE", "Kind.TWO"),
        ("operator", "+", "-"),
    }


def test_every_mistake_drawn_is_a_module_that_can_be_read_and_no_two_are_one():
    members = members_of(SOURCE / "kernels" / "codes.py")
    drawn = [
        each
        for room, count in SHARES.items()
        for each in draw_mutants(SOURCE / room, count, 18, members)
    ]
    assert len(drawn) == sum(SHARES.values()) >= 60
    assert len(set(drawn)) == len(drawn)
    for each in drawn:
        ast.parse(each.applied())
        assert each.applied() != each.path.read_bytes()


def test_a_change_of_one_law_draws_no_other_mistakes_of_others(module, tmp_path):
    def drawn():
        members = members_of(module)
        return [(one.function, one.kind, one.put) for one in draw_mutants(tmp_path, 40, 1, members)]

    before = drawn()
    text = module.read_text()
    module.write_text(f"def other(b):\n    return 3.0 * b\n\n\n{text}")
    assert [each for each in drawn() if each[0] == "law"] == before


def test_those_that_once_survived_are_tried_each_time():
    known = find_known(SOURCE)
    assert len(known) == len(KNOWN) == 5
    for each in known:
        ast.parse(each.applied())


def test_the_tests_of_a_law_are_those_that_name_it():
    files = find_tests(ROOT / "tests")

    def asked(module, function):
        named = naming_tests(files, module, function)
        return [*dict.fromkeys(Path(test.partition("::")[0]).name for test in named)]

    care = asked("asher.kernels.incident.harm", "settle_wounds")
    assert "test_care.py" in care
    assert "test_levers.py" not in care, "it compiles the laws, which takes a minute for each"
    assert asked("asher.kernels.incident.harm", "some_new_law")[0] == "test_care.py"
    assert "test_estimates.py" in asked("asher.comparison.estimates", "paired_difference")
    assert asked("asher.calibration.new_module", "another_new_law") == ["test_predictions.py"]


def test_of_a_file_only_tests_that_run_a_law_as_written_are_asked_about_a_kernel():
    files = find_tests(ROOT / "tests")
    named = naming_tests(files, "asher.kernels.incident.information", "tell_rooms")
    asked = {test.partition("::")[2] for test in named if "/test_information.py" in test}
    source = (ROOT / "tests" / "laws" / "test_information.py").read_text()
    tests = {
        each.name
        for each in ast.parse(source).body
        if isinstance(each, ast.FunctionDef) and each.name.startswith("test_")
    }
    assert asked < tests
    assert "test_detection_locks_doors_too" not in asked, "it runs whole incidents"
