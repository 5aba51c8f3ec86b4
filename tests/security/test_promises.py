"""SECURITY.md is one page, and names a test for each promise and the limits as they are."""

import re
from pathlib import Path

from asher import bounds

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "SECURITY.md").read_text(encoding="utf-8")


def rows(heading):
    """Cells of the table that begins with a heading."""
    table = TEXT.split(f"| {heading} |")[1].split("\n\n")[0]
    return [
        [cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()[2:]
    ]


def test_it_is_one_page():
    assert len(TEXT.split()) < 900
    assert len(TEXT.splitlines()) < 60


def test_every_promise_names_its_tests_and_every_test_its_promise():
    here = {path.name for path in Path(__file__).parent.glob("test_*.py")} - {Path(__file__).name}
    named = set()
    for promise, because, tests in rows("An untrusted file cannot"):
        assert promise
        assert because
        found = set(re.findall(r"`(test_\w+\.py)`", tests))
        assert found <= here
        assert found or tests == "all of them"
        named |= found
    assert named == here


def test_limits_are_those_of_the_program():
    said = dict(rows("of"))
    megabyte = 2**20
    assert [said[key] for key in said] == [
        f"{bounds.DOCUMENT_BYTES // megabyte} MB",
        f"{bounds.YAML_BYTES // megabyte} MB",
        f"{bounds.JSON_BYTES // megabyte} MB",
        f"{bounds.DEPTH} levels, {bounds.VALUES:,} values or fields, counting an alias wherever "
        f"it is used, {bounds.ITEMS:,} items of one list or rows of a table",
        f"{bounds.GROUPS:,} groups of occupants, courses of action, closures",
        f"{bounds.BLOCK_BYTES // megabyte} MB; unpacked, {bounds.BLOCK_BYTES // megabyte} MB as an "
        f"array, {bounds.BLOCK_VALUES // 10**6} million figures as a table",
        f"{bounds.RESULT_BYTES // 2**30} GB of figures in memory",
    ]
