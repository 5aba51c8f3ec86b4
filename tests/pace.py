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
