"""ASHER's movement alone, and its whole incident, driven from outside."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numba
import numpy as np
from numpy.typing import NDArray

from asher.kernels.codes import Status
from asher.kernels.site_step import advance_tick, is_finished, start_replication
from asher.kernels.state import Site, World
from asher.kernels.streams import Stream
from asher.kernels.walking.aims import walk_along
from asher.kernels.walking.movement import advance_movement
from asher.scenario import Scenario
from asher.simulation.arrays import TICK_S, build_site, build_world
from benchmarks import venue

# Reference counts off, as in the kernels: handing the arrays on would cost more than the laws.
compiled = numba.njit(nogil=True, _nrt=False)


@dataclass(frozen=True, eq=False)
class Walk:
    """What came of one evacuation."""

    time_s: float  # when the last left; inf if somebody never did
    mean_s: float  # mean time over those who left
    left_over: int
    person_steps: int
    cpu_s: float


@compiled
def walk_out(site, world, dt, steps, limit):
    """Movement alone, tick after tick, until nobody walks."""
    now = 0.0
    while now < limit:
        clock = (now, dt, steps)
        advance_movement(
            site.floor,
            site.routes,
            site.walking,
            world.people,
            world.crowd,
            world.incident.doors,
            clock,
        )
        if world.crowd.count[1] == 0:
            break
        now += dt * steps
    return now


@compiled
def run_incident(site, world, stream, mode, spare):
    """One replication without its officers' entry rule; counts the steps of those who walk.

    Mode 1 also copies the people at each tick, mode 2 also lets the copies walk that tick: the
    difference of the two is what movement alone costs for the same people and the same time.
    """
    start_replication(site, world, stream)
    now, person_steps = 0.0, 0
    while not is_finished(site, world, now):
        if mode > 0:
            copy_people(world, spare)
        if mode > 1:
            clock = (now, site.dt_s, site.steps)
            advance_movement(
                site.floor,
                site.routes,
                site.walking,
                spare.people,
                spare.crowd,
                world.incident.doors,
                clock,
            )
        now = advance_tick(site, world, stream, now)
        person_steps += world.crowd.count[1] * site.steps
    return person_steps


@compiled
def copy_people(world, spare):
    a, b = world.people, spare.people
    for i in range(a.x.shape[0]):
        b.x[i], b.y[i] = a.x[i], a.y[i]
        b.heading_x[i], b.heading_y[i] = a.heading_x[i], a.heading_y[i]
        b.speed[i], b.body[i], b.time_gap[i] = a.speed[i], a.body[i], a.time_gap[i]
        b.pace[i] = a.pace[i]
        b.swerve[i], b.squeeze[i], b.blocker[i] = a.swerve[i], a.squeeze[i], a.blocker[i]
        b.mark_x[i], b.mark_y[i], b.mark_at[i] = a.mark_x[i], a.mark_y[i], a.mark_at[i]
        b.aim[i], b.aim_until[i] = a.aim[i], a.aim_until[i]
        b.status[i], b.space[i], b.leg[i] = a.status[i], a.space[i], a.leg[i]
        b.came_by[i], b.left_by[i], b.left_at[i] = a.came_by[i], a.left_by[i], a.left_at[i]
    for o in range(spare.crowd.free_at.shape[0]):
        spare.crowd.free_at[o] = world.crowd.free_at[o]


@compiled
def choose_nearest(site, world, chosen):
    """The exit of the one space that is nearest to each person. In place: `chosen`."""
    people, routes = world.people, site.routes
    for i in range(chosen.shape[0]):
        nearest = np.inf
        for o in range(routes.opening_leg.shape[0]):
            leg = routes.opening_leg[o, 0]
            way = walk_along(
                site.floor, routes, world.incident.doors, leg, people.x[i], people.y[i]
            )
            if way < nearest:
                nearest, chosen[i] = way, o


class Walkers:
    """People who walk out of the venue by the nearest exit, and nothing else."""

    def __init__(self, n: int) -> None:
        self.n = n
        self.site, layout = build_site(venue.drill(n))
        # From the plan to the plane in which people walk.
        self.shift = np.array([layout.level_x[0], layout.up_y])

    def start(self, seed: int) -> tuple[World, NDArray[np.int64]]:
        """Everybody at the start, and the exit each takes; speeds are drawn by ASHER."""
        site, n = self.site, self.n
        at = venue.places(n, seed)
        site.groups.place[:] = at + self.shift
        site.groups.place_space[:] = 0
        world = build_world(site)
        start_replication(site, world, Stream(np.uint64(seed), 0))
        people, chosen = world.people, np.zeros(n, dtype=np.int64)
        choose_nearest(site, world, chosen)
        people.leg[:n], people.goal[:n] = site.routes.opening_leg[chosen, 0], chosen
        people.status[:n] = Status.MOVING
        return world, chosen

    def run(self, seed: int, *, dt: float = 0.05, limit: float = 1000.0) -> Walk:
        """One evacuation; the cost of handing the arrays over (an empty call) is taken off."""
        world, _ = self.start(seed)
        steps = max(1, round(TICK_S / dt))
        before = time.process_time()
        walk_out(self.site, world, dt, steps, -1.0)
        between = time.process_time()
        walk_out(self.site, world, dt, steps, limit)
        cpu = (time.process_time() - between) - (between - before)
        left_at = world.people.left_at[: self.n]
        left = np.isfinite(left_at)
        return Walk(
            time_s=float(left_at.max()),
            mean_s=float(left_at[left].mean()) if left.any() else np.inf,
            left_over=int((~left).sum()),
            person_steps=int(np.round(np.minimum(left_at, limit) / dt).sum()),
            cpu_s=cpu,
        )


class Incidents:
    """Replications of a scenario on one thread, without the rest of the program."""

    def __init__(self, scenario: Scenario) -> None:
        # The site of the first course of action.
        self.site: Site
        self.site, _ = build_site(scenario)
        self.world, self.spare = build_world(self.site), build_world(self.site)

    def cost_by_mode(self, replication: int, mode: int) -> tuple[float, int]:
        """CPU seconds and person-steps of one replication (see `run_incident`)."""
        stream = Stream(np.uint64(1), replication)
        before = time.process_time()
        steps = run_incident(self.site, self.world, stream, mode, self.spare)
        return time.process_time() - before, steps

    def cost(self, replication: int) -> float:
        """CPU seconds of one replication under the first course of action."""
        from asher.kernels.codes import Until
        from asher.kernels.site_step import advance

        stream = Stream(np.uint64(1), replication)
        before = time.process_time()
        start_replication(self.site, self.world, stream)
        now = advance(self.site, self.world, stream, 0.0, int(Until.ARRIVAL))
        advance(self.site, self.world, stream, now, int(Until.END))
        return time.process_time() - before
