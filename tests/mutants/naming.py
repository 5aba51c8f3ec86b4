"""Which tests name a law: found in their sources, not listed."""

import ast
from functools import cached_property
from pathlib import Path

AS_WRITTEN = "written"
"""The module by which a test runs a kernel without the compiler."""
FALL_BACK = {
    "kernels": ["tests/laws/test_ways.py", "tests/laws/test_walking_as_written.py"],
    "comparison": ["tests/unit/test_compare.py", "tests/unit/test_estimates.py"],
    "calibration": ["tests/unit/test_predictions.py"],
}
"""What holds a law that no test names."""


NEAR = {"unit", "laws", "runs", "statistical"}
"""Folders of tests that hold laws; others are asked where none of these names one."""


class TestFile:
    """One file of tests, and what its code names: calls, attributes, imports, modules of laws."""

    __test__ = False

    def __init__(self, path: Path) -> None:
        self.path = path

    @cached_property
    def names(self) -> set[str]:
        found = set()
        for node in ast.walk(ast.parse(self.path.read_text())):
            if isinstance(node, ast.Name):
                found.add(node.id)
            elif isinstance(node, ast.Attribute):
                found.add(node.attr)
            elif isinstance(node, ast.alias):
                found.add(node.name)
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.add(node.module)
            elif isinstance(node, ast.Call) and ast.unparse(node.func) == "law":
                found |= {each.value for each in node.args if isinstance(each, ast.Constant)}
        return found

    @property
    def is_as_written(self) -> bool:
        return AS_WRITTEN in self.names


def find_tests(tests: Path) -> list[TestFile]:
    """Every file of tests."""
    return [TestFile(path) for path in sorted(tests.rglob("test_*.py"))]


def files_naming(files: list[TestFile], module: str, function: str) -> list[Path]:
    """The files that name a function; if none does, its module; if none does, the stated few.

    Parameters
    ----------
    files : list of TestFile
        All there are.
    module : str
        Such as ``asher.kernels.incident.harm``.
    function : str
        In it.
    """
    room, *inner = module.removeprefix("asher.").split(".")
    if room == "kernels":
        files = [each for each in files if each.is_as_written]
    by_function = [each for each in files if function in each.names]
    by_module = [each for each in files if {module, ".".join(inner)} & each.names]
    named = dict.fromkeys([*by_function, *by_module])
    # Whoever calls a verb names much and holds little of it.
    near = [each for each in named if each.path.parent.name in NEAR]
    return [each.path for each in near or named] or [
        tests_root(files) / each for each in FALL_BACK[room]
    ]


def tests_root(files: list[TestFile]) -> Path:
    """The folder in which `tests` lies."""
    return next(each.parent for each in files[0].path.parents if each.name == "tests")
