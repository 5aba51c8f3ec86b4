"""Every check of the verification suite is met; `make verify` prints them as a table."""
# ruff: noqa: T201 - what was measured is printed; pytest -rP shows it

from pathlib import Path

import pytest

from reference.every import CHECKS, IMPOSSIBLE, judge

NOT_YET_MET = {
    "RiMEA 4": "speeds at density fall a little too late",
    "RiMEA 13": "speeds at density down a stair lie in the range less than half the time",
    "RiMEA 15": "a large crowd rounds the inner side of a wide corner too closely",
    "IMO 9": "four doors are not used evenly, so that two take less than twice as long",
}
"""Checks that the law does not meet yet, and why; one that is met must leave this list."""


def _parameters():
    for each in CHECKS:
        marks = [pytest.mark.slow] if each.slow else []
        if each.name in NOT_YET_MET:
            marks.append(pytest.mark.xfail(reason=NOT_YET_MET[each.name], strict=True))
        yield pytest.param(each, id=each.name, marks=marks)


@pytest.mark.parametrize("each", list(_parameters()))
def test_check(each):
    measured, met = judge(each)
    print(f"{each.name}: {measured}")
    assert met, f"{each.name} ({each.title}): {measured}; rule: {each.rule}; ours: {each.ours}"


def test_every_test_of_the_suites_is_declared_once():
    names = [each.name for each in (*CHECKS, *IMPOSSIBLE)]
    assert len(set(names)) == len(names)


def test_the_page_tells_of_every_check_and_of_what_is_not_possible():
    page = Path(__file__).parents[2] / "docs" / "verification.md"
    rows = {line.split(" | ")[0] for line in page.read_text(encoding="utf-8").splitlines()}
    for each in (*CHECKS, *IMPOSSIBLE):
        assert f"| {each.name}" in rows, f"{each.name} is missing: make verify writes the page"
