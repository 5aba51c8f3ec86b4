"""Every check of the verification suite is met; `make verify` prints them as a table."""
# ruff: noqa: T201 - what was measured is printed; pytest -rP shows it

import pytest

from reference import rimea, rimea_crowds
from reference.suite import CHECKS, IMPOSSIBLE, judge

MODULES = (rimea, rimea_crowds)


def _parameters():
    for each in CHECKS:
        yield pytest.param(each, id=each.name, marks=[pytest.mark.slow] if each.slow else [])


@pytest.mark.parametrize("each", _parameters())
def test_check(each):
    measured, met = judge(each)
    print(f"{each.name}: {measured}")
    assert met, f"{each.name} ({each.title}): {measured}; rule: {each.rule}; ours: {each.ours}"


def test_every_test_of_the_suites_is_declared_once():
    names = [each.name for each in (*CHECKS, *IMPOSSIBLE)]
    assert len(set(names)) == len(names)
