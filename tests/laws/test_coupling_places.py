"""The shipped places beside the record: how many are hurt on a plan, by kind of place."""

import pytest

from asher.calibration.coupling import CHECKS, check_places
from asher.simulation.exposure import PLACES_OF

pytestmark = pytest.mark.slow


def test_the_shipped_places_hurt_as_many_as_are_on_record():
    """150 attacks a place; five of these 30 lay outside before attacks began where people are."""
    checks = check_places(replications=150)
    assert len(checks) == len(PLACES_OF) * len(CHECKS)
    outside = [f"{each.kind}: {each.check}" for each in checks if not each.inside]
    assert len(outside) <= len(checks) // 10, outside
    # Of six means one lies outside its 95 % interval by chance in a quarter of all such tables.
    assert len([each for each in outside if each.endswith("mean")]) <= 1, outside
