"""Which cases of a law wait for the slow tests."""

import pytest

from asher.floorplan.read import shipped_plans

_QUICK = {"clock-room", "corridor", "door-queue", "elementary-school", "railway-hall", "two-level"}


def slow(*values):
    """One more case of a law that has a quick one."""
    return pytest.param(*values, marks=pytest.mark.slow)


def plans():
    """Names of all shipped plans, of which the large ones wait."""
    return [name if name in _QUICK else slow(name) for name in sorted(shipped_plans())]


def ends(values):
    """The first and the last of some values; those between wait."""
    *rest, last = values
    return [rest[0], *(_waiting(each) for each in rest[1:]), last]


def _waiting(value):
    return slow(*value) if isinstance(value, tuple) else slow(value)
