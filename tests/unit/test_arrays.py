"""What is made of a plan alone is made once, and is the same however many runs have used it."""

import gc
import weakref

import numpy as np

from asher.scenario.places import _room_in
from asher.simulation.arrays import build_site
from asher.simulation.site import simulate
from places import attack, group, offices


def bytes_of(value):
    """All arrays within a tuple of tuples, as bytes."""
    if isinstance(value, tuple):
        return [each for part in value for each in bytes_of(part)]
    return [np.ascontiguousarray(value).tobytes()]


def test_runs_of_one_plan_share_its_arrays_and_nothing_is_written_to_them():
    floorplan = offices()
    few = attack(floorplan, group(3))
    first, layout = build_site(few)
    before = bytes_of(first.floor), bytes_of(first.routes)
    simulate(few, replications=20, seed=1)
    second, again = build_site(attack(floorplan, group(8)))
    assert second.routes is first.routes
    assert again is layout
    assert len(second.groups.members) > len(first.groups.members)
    assert (bytes_of(second.floor), bytes_of(second.routes)) == before


def test_a_place_that_sounds_otherwise_has_arrays_of_its_own():
    floorplan = offices()
    usual, _ = build_site(attack(floorplan, group(3)))
    louder, _ = build_site(attack(floorplan, group(3), sound={"door_loss_db": 30}))
    assert not np.array_equal(louder.routes.openings.loss_db, usual.routes.openings.loss_db)


def test_arrays_go_with_their_plan():
    floorplan = offices()
    site, layout = build_site(attack(floorplan, group(3)))
    made = [weakref.ref(each) for each in (site.floor.near_start, site.routes.space_opening)]
    del site, layout
    gc.collect()
    assert all(each() is not None for each in made)
    del floorplan
    _room_in.cache_clear()  # keeps the plans of the last four scenarios
    gc.collect()
    assert all(each() is None for each in made)
