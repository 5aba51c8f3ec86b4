"""The laws as they are written: the kernels imported a second time, without the compiler.

Only entries can be called from Python once they are compiled; here every law can, at once. The
records and worlds that the program makes serve both, since a law asks them for nothing but names.
"""

import importlib
import sys

import numpy as np
from numba.core import config

from asher.kernels.codes import Status
from asher.kernels.streams import Stream
from asher.simulation.arrays import build_site, build_world
from places import attack, people_at

KERNELS = "asher.kernels"


def _is_kernel(name):
    return name == KERNELS or name.startswith(f"{KERNELS}.")


def _import_written():
    package, before = sys.modules["asher"], config.DISABLE_JIT
    compiled = {name: sys.modules.pop(name) for name in list(sys.modules) if _is_kernel(name)}
    config.DISABLE_JIT = True
    try:
        importlib.import_module(f"{KERNELS}.site_step")
        importlib.import_module(f"{KERNELS}.population_step")
        return {name: sys.modules.pop(name) for name in list(sys.modules) if _is_kernel(name)}
    finally:
        config.DISABLE_JIT = before
        sys.modules.update(compiled)
        package.kernels = compiled[KERNELS]


_WRITTEN = _import_written()


def law(name):
    """A module of the laws as written: ``law("incident.harm").time_to_death``."""
    return _WRITTEN[f"{KERNELS}.{name}"]


def started(scenario, *, replication=0, seed=5):
    """Site, world and stream of a replication of the first course of action, as it starts."""
    site, _ = build_site(scenario)
    world, stream = build_world(site), Stream(np.uint64(seed), replication)
    law("site_step").start_replication(site, world, stream)
    return site, world, stream


def staged(floorplan, at, *, replication=0, officers=3, response=(), **course):
    """The same of people in stated places, under two officers' entry with parts of its own."""
    named = {"name": "tried", "based_on": "two-officer-entry", **course}
    scenario = attack(
        floorplan,
        people_at(at),
        courses_of_action=[named],
        response={"officers": officers, "tactical_team_size": 0, **dict(response)},
    )
    return started(scenario, replication=replication)


def put(world, i, x, y, *, space=0, status=Status.HOLDING):
    """Place a person by hand. In place: `world`."""
    people = world.people
    people.x[i], people.y[i], people.space[i], people.status[i] = x, y, space, status
