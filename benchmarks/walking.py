"""ASHER's movement alone, and its whole incident, driven from outside."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from asher.kernels.codes import Status
from asher.kernels.jit import kernel
from asher.kernels.kinds import PERSON
from asher.kernels.site_step import advance_tick, is_finished, start_replication
from asher.kernels.state import Site, World
from asher.kernels.streams import Stream
from asher.kernels.walking.aims import walk_along
from asher.kernels.walking.movement import advance_movement
from asher.scenario import Scenario
from asher.simulation.arrays import build_site, build_world
from asher.simulation.replication import run_to_arrival, run_to_end
from asher.simulation.site_course import TICK_S
from benchmarks import venue


@dataclass(frozen=True, eq=False)
class Walk:
    """What came of one evacuation."""

    time_s: float  # when the last left; inf if somebody never did
    mean_s: float  # mean time over those who left
    left_over: int
    person_steps: int
    cpu_s: float


@kernel
def walk_tick(site, world, doors, clock):
    """Movement alone for one tick. In place: `world`."""
    advance_movement(site.floor, site.routes, site.walking, world.people, world.crowd, doors, clock)


@kernel(entry=True)
def walk_out(site, world, dt, steps, limit):
    """Movement alone, tick after tick, until nobody walks."""
    now = 0.0
    while now < limit:
        walk_tick(site, world, world.incident.doors, (now, dt, steps))
        if world.crowd.scratch.n_moving == 0:
            break
        now += dt * steps
    return now


@kernel(entry=True)
def run_incident(site, world, stream):
    """One replication, tick after tick; returns ticks and steps of those who walk."""
    start_replication(site, world, stream)
    now, ticks, person_steps = 0.0, 0, 0
    while not is_finished(site, world, now):
        now = advance_tick(site, world, stream, now)
        person_steps += world.crowd.scratch.n_moving * site.steps
        ticks += 1
    return ticks, person_steps


@kernel(entry=True)
def keep_ticks(site, world, stream, kept):
    """The same replication; keeps what each tick began with. In place: `kept`."""
    start_replication(site, world, stream)
    now, tick = 0.0, 0
    while not is_finished(site, world, now):
        kept[0][tick] = now
        copy_state(world.people, world.incident.doors, world.crowd.free_at, tick, kept)
        now = advance_tick(site, world, stream, now)
        tick += 1


@kernel
def copy_state(people, doors, free_at, tick, kept):
    for i in range(len(people)):
        kept[1][tick, i] = people[i]
    for o in range(doors.shape[0]):
        kept[2][tick, o], kept[3][tick, o] = doors[o], free_at[o]


@kernel(entry=True)
def walk_ticks(site, world, kept, walks):
    """Set people as each kept tick began, and let them walk it where `walks`."""
    times, people, doors, free_at = kept
    for tick in range(times.shape[0]):
        for i in range(len(world.people)):
            world.people[i] = people[tick, i]
        for o in range(doors.shape[1]):
            world.crowd.free_at[o] = free_at[tick, o]
        if walks:
            walk_tick(site, world, doors[tick], (times[tick], site.dt_s, site.steps))


@kernel(entry=True)
def choose_nearest(site, world, chosen):
    """The exit of the one space that is nearest to each person. In place: `chosen`."""
    people, routes = world.people, site.routes
    for i in range(chosen.shape[0]):
        nearest = np.inf
        for o in range(len(routes.openings)):
            leg = routes.openings.leg[o, 0]
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
        site.groups.members.place[:] = at + self.shift
        site.groups.members.place_space[:] = 0
        world = build_world(site)
        start_replication(site, world, Stream(np.uint64(seed), 0))
        people, chosen = world.people, np.zeros(n, dtype=np.int64)
        choose_nearest(site, world, chosen)
        people.leg[:n], people.goal[:n] = site.routes.openings.leg[chosen, 0], chosen
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

    def costs(self, replication: int) -> tuple[float, float, int]:
        """A whole replication beside its movement alone: the same people, ticks and doors.

        Returns
        -------
        whole : float
            CPU of the replication [s].
        movement : float
            CPU of walking the same ticks again, without that of setting people as each began [s].
        person_steps : int
            Steps of those who walk.
        """
        stream, site = Stream(np.uint64(1), replication), self.site
        before = time.process_time()
        ticks, person_steps = run_incident(site, self.world, stream)
        whole = time.process_time() - before
        doors = np.zeros((ticks, len(site.doors)), dtype=np.uint8)
        people = np.zeros((ticks, len(self.world.people)), dtype=PERSON)
        kept = (np.zeros(ticks), people, doors, np.zeros(doors.shape))
        keep_ticks(site, self.world, stream, kept)
        taken = []
        for walks in (False, True):
            before = time.process_time()
            walk_ticks(site, self.spare, kept, walks)
            taken.append(time.process_time() - before)
        return whole, taken[1] - taken[0], person_steps

    def cost(self, replication: int) -> tuple[float, float]:
        """CPU and simulated seconds of one replication under the first course of action."""
        stream = Stream(np.uint64(1), replication)
        before = time.process_time()
        now = run_to_arrival(self.site, self.world, stream)
        now = run_to_end(self.site, self.world, stream, now)
        return time.process_time() - before, now
