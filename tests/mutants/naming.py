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

    def asked(self) -> list[str]:
        """What pytest is given: the tests that run laws as written, or the file where it has none.

        Others in such a file run whole incidents, which takes minutes without the compiler.
        """
        tree = ast.parse(self.path.read_text())
        written = set()
        for node in tree.body:
            if isinstance(node, ast.ImportFrom) and node.module == AS_WRITTEN:
                written |= {each.asname or each.name for each in node.names}
        functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
        named = {
            node.name: {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
            | {each.arg for each in node.args.args}
            for node in functions
        }
        for node in tree.body:
            if isinstance(node, ast.Assign):
                used = {each.id for each in ast.walk(node.value) if isinstance(each, ast.Name)}
                for target in node.targets:
                    named.update(
                        {each.id: used for each in ast.walk(target) if isinstance(each, ast.Name)}
                    )
        while found := {name for name, used in named.items() if used & written} - written:
            written |= found
        tests = [node.name for node in functions if node.name.startswith("test_")]
        return [f"{self.path}::{name}" for name in tests if name in written] or [str(self.path)]


def find_tests(tests: Path) -> list[TestFile]:
    """Every file of tests."""
    return [TestFile(path) for path in sorted(tests.rglob("test_*.py"))]


def naming_tests(files: list[TestFile], module: str, function: str) -> list[str]:
    """The tests of files that name a function; if none does, its module, or else the stated few.

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
    chosen = (
        near or [*named] or [TestFile(tests_root(files).parent / each) for each in FALL_BACK[room]]
    )
    if room != "kernels":
        return [str(each.path) for each in chosen]
    return [test for each in chosen for test in each.asked()]


def tests_root(files: list[TestFile]) -> Path:
    """The folder in which `tests` lies."""
    return next(each for each in files[0].path.parents if each.name == "tests")
