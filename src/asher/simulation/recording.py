"""One replication as a film: who was where when, and what happened."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import compress
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from asher.errors import SimulationError
from asher.floorplan import Floorplan
from asher.kernels.codes import Status
from asher.kernels.columns import N_COLUMNS, Column
from asher.scenario import Scenario
from asher.scenario.buildings import as_built
from asher.simulation.happenings import Event, Events
from asher.simulation.memory import FRAME_BYTES
from asher.simulation.metrics import ENDINGS, METRICS
from asher.simulation.replication import run_to_arrival, run_to_end
from asher.simulation.rescued import Rescued, find_rescued
from asher.simulation.severity import ALL, Severity, drawn_within, require_severity

ROLES: tuple[str, ...] = ("occupant", "officer", "hazard")
STATUSES: tuple[str, ...] = (
    "absent",
    "waiting",
    "moving",
    "hiding",
    "wounded",
    "dead",
    "out",
    "restrained",
    "unaware",
)


@dataclass(frozen=True, eq=False)
class Recording:
    """Places and states of everybody in one replication of one course of action.

    Parameters
    ----------
    course : str
        Name of the course of action.
    replication, seed : int
        Number of the replication, and seed of its streams.
    times_s : ndarray of float64, shape (n_frames,)
        Times of the frames [s]; a stretch in which nobody moved has none.
    positions_m : ndarray of float32, shape (n_frames, n_people, 2)
        Places in plan coordinates [m]; the last one for those who left, NaN before they came.
    level : ndarray of int8, shape (n_frames, n_people)
        Position in ``floorplan.levels``; -1 on a stair or outside.
    status : ndarray of uint8, shape (n_frames, n_people)
        Position in `STATUSES`. Who stands and has not noticed an attack is ``unaware``; who has
        and does not move, in shock or before setting out, is ``waiting``.
    role : ndarray of uint8, shape (n_people,)
        Position in `ROLES`.
    group : ndarray of int32, shape (n_people,)
        Position in the scenario's occupant groups; -1 for everybody else.
    on_site : ndarray of bool, shape (n_people,)
        Who is at the place to act before police come: a guard, a resource officer.
    events : tuple of Event
        In the order of time.
    milestones : dict of str to float
        The ``time_to_..._s`` metrics of this replication [s], NaN = never.
    ending : str
        How the attack ended, one of `asher.simulation.metrics.ENDINGS`.
    killed, wounded : int
        Occupants in the end, when care has come or not: later than the last frame, as a rule.
    rescued : tuple of Rescued
        The wounded whom somebody reached: who helped whom when, and on which ways. Frames do not
        show it: the laws of care are clocks and lengths of ways.
    """

    course: str
    replication: int
    seed: int
    times_s: NDArray[np.float64]
    positions_m: NDArray[np.float32]
    level: NDArray[np.int8]
    status: NDArray[np.uint8]
    role: NDArray[np.uint8]
    group: NDArray[np.int32]
    on_site: NDArray[np.bool_]
    events: tuple[Event, ...]
    milestones: dict[str, float]
    ending: str
    killed: int
    wounded: int
    rescued: tuple[Rescued, ...] = ()


class Frames(NamedTuple):
    """How often everybody is looked at in a recording.

    Parameters
    ----------
    interval_s : float
        Time between frames [s], > 0.
    most_bytes : float
        Memory of the frames [bytes], > 0. Where they would take more, every other one is left out
        and the interval becomes twice as long, as often as it takes.
    """

    interval_s: float = 1.0
    most_bytes: float = math.inf


def record(  # noqa: PLR0913 - what is run, and how
    scenario: Scenario,
    *,
    course: str,
    replication: int,
    seed: int | None = None,
    frames: Frames = Frames(),  # noqa: B008  # it cannot be changed
    built: tuple[Any, Any] | None = None,
    severity: Severity = ALL,
) -> Recording:
    """Run one replication of one course of action again and keep where everybody was.

    Parameters
    ----------
    scenario : Scenario
        What is run.
    course : str
        Name of one of its courses of action.
    replication : int
        Number of the replication, >= 0.
    seed : int, optional
        Seed; the scenario's own if left out.
    frames : Frames
        How often everybody is looked at.
    built : tuple of Site and Layout, optional
        What `build_site` made of the scenario in the building of this course of action, where
        several replications are recorded.
    severity : tuple of float
        Of which attacks it is one, as in `simulate`.

    Returns
    -------
    Recording
        The same incident as in `simulate`.

    Raises
    ------
    ScenarioError
        If the scenario has no such course of action.
    SimulationError
        If the replication number is negative, or the severities are no part of all.
    """
    from asher.kernels.site_step import summarise
    from asher.kernels.streams import Stream
    from asher.simulation.arrays import build_site, build_world
    from asher.simulation.posterior import Sites
    from asher.simulation.site_course import with_course

    if replication < 0:
        raise SimulationError(f"replication {replication}: numbers start at 0")
    require_severity(severity, scenario)
    seed = scenario.seed if seed is None else seed
    chosen = scenario.course(course)
    in_place = as_built(scenario, chosen)
    site, layout = built or build_site(in_place)
    site = with_course(site, in_place, layout, chosen)
    site = site._replace(hazard=drawn_within(site.hazard, severity))
    (site,) = Sites(scenario, [site], [chosen]).of(replication)
    world = build_world(site)
    stream = Stream(np.uint64(seed), replication)
    film = _Film(in_place, layout, frames)
    events = Events(in_place, layout)
    longest_tick = 2.0 * site.dt_s * site.steps

    def watch(before: float, now: float) -> None:
        events.watch(world, now)
        film.watch(world, before, now, is_jump=now - before > longest_tick)

    arrived = run_to_arrival(site, world, stream, watch=watch)
    ended = run_to_end(site, world, stream, arrived, watch=watch)
    if ended > arrived:
        film.end(world, ended)
    summary = np.zeros(N_COLUMNS + len(site.routes.openings))
    summarise(site, world, stream, summary)
    role = _roles(world, site.course.on_site.armed, has_hazard=scenario.hazard is not None)
    return Recording(
        course=course,
        replication=replication,
        seed=int(seed),
        times_s=np.array(film.times),
        positions_m=np.stack(film.positions)[:, : len(role)],
        level=np.stack(film.levels)[:, : len(role)],
        status=np.stack(film.statuses)[:, : len(role)],
        role=role,
        group=_groups(world, n_on_site=len(site.course.on_site))[: len(role)],
        on_site=_on_site(world, n_on_site=len(site.course.on_site))[: len(role)],
        events=events.listed(world),
        milestones={
            metric.name: float(value) if math.isfinite(value) else math.nan
            for metric, value in zip(METRICS, summary, strict=False)
            if metric.milestone
        },
        ending=ENDINGS[int(summary[Column.ENDING])],
        killed=int(summary[Column.KILLED]),
        wounded=int(summary[Column.WOUNDED]),
        rescued=find_rescued(site, world, layout),
    )


def _roles(world: Any, armed_on_site: NDArray[np.uint8], *, has_hazard: bool) -> NDArray[np.uint8]:
    """Roles of those who are shown: in a drill, only occupants; who is armed counts as officer."""
    n_occupants = len(world.incident.occupants)
    role = np.zeros(len(world.people) if has_hazard else n_occupants, dtype=np.uint8)
    role[n_occupants:] = ROLES.index("officer")
    on_site = role[n_occupants - len(armed_on_site) : n_occupants]
    on_site[armed_on_site > 0] = ROLES.index("officer")
    if has_hazard:
        role[-1] = ROLES.index("hazard")
    return role


def _groups(world: Any, *, n_on_site: int) -> NDArray[np.int32]:
    """Occupant group of each person; who is on site to act is of none, nor are officers."""
    group = np.full(len(world.people), -1, dtype=np.int32)
    n = len(world.incident.occupants) - n_on_site
    group[:n] = world.incident.occupants.group[:n]
    return group


def _on_site(world: Any, *, n_on_site: int) -> NDArray[np.bool_]:
    on_site = np.zeros(len(world.people), dtype=bool)
    n = len(world.incident.occupants)
    on_site[n - n_on_site : n] = True
    return on_site


class _Film:
    """Frames in plan coordinates; `thinned` times the interval lie between them."""

    def __init__(self, scenario: Scenario, layout: Any, asked: Frames) -> None:
        self.floorplan: Floorplan = scenario.floorplan
        self.layout, self.asked = layout, asked
        self.has_hazard = scenario.hazard is not None
        self.thinned, self.last, self.is_last_jump = 1, 0.0, False
        self.edges: list[bool] = []
        self.times: list[float] = []
        self.positions: list[NDArray[np.float32]] = []
        self.levels: list[NDArray[np.int8]] = []
        self.statuses: list[NDArray[np.uint8]] = []

    def watch(self, world: Any, before: float, now: float, *, is_jump: bool) -> None:
        """Take frames after a tick, where it is time to; a jump is a tick in which nobody moved."""
        self.is_last_jump = is_jump
        if is_jump:
            self.take(world, before, is_edge=True)
        if now == before or now - self.last >= self.asked.interval_s * self.thinned - 1e-9:
            self.take(world, now, is_edge=is_jump)
            self.last = now

    def end(self, world: Any, now: float) -> None:
        """Show how it ended; nothing is shown of a last stretch in which nobody moved."""
        if not self.is_last_jump:
            self.take(world, now, is_edge=True)
        elif self.times[-1] == now:
            for frames in self._frames():
                frames.pop()

    def take(self, world: Any, now: float, *, is_edge: bool = False) -> None:
        """Add a frame; one of the same time is replaced, since decisions fall at its end.

        One at the edge of a stretch without frames is always kept: between two that are far apart
        everybody would seem to walk slowly.
        """
        if self.times and self.times[-1] == now:
            is_edge = is_edge or self.edges[-1]
            for frames in self._frames():
                frames.pop()
        people = world.people
        status = self._status(world)
        place = np.stack([people.x, people.y], axis=1)
        starts = self.layout.level_starts
        level = np.searchsorted(starts, people.x, side="right") - 1
        level = np.clip(level, 0, len(starts) - 1)
        place[:, 0] -= self.layout.level_x[level]
        place[:, 1] -= self.layout.up_y
        on_stair = people.x >= self.layout.strip_x - 0.5
        for i in np.flatnonzero(on_stair):
            place[i] = self._on_stair(float(people.x[i]))
        level[on_stair | (status == STATUSES.index("out"))] = -1
        absent = status == STATUSES.index("absent")
        place[absent] = np.nan
        level[absent] = -1
        self.times.append(now)
        self.positions.append(place.astype(np.float32))
        self.levels.append(level.astype(np.int8))
        self.statuses.append(status)
        self.edges.append(is_edge)
        if len(self.times) * len(people) * FRAME_BYTES > self.asked.most_bytes:
            self._thin()

    def _status(self, world: Any) -> NDArray[np.uint8]:
        """Statuses as `STATUSES` has them: officers who hold wait, who noticed nothing stands."""
        status: NDArray[np.uint8] = world.people.status.copy()
        status[status == Status.HOLDING] = STATUSES.index("waiting")
        if self.has_hazard:
            occupants = status[: len(world.incident.occupants)]
            unnoticed = np.isinf(world.incident.occupants.notice_at)
            occupants[(occupants == Status.WAITING) & unnoticed] = STATUSES.index("unaware")
        return status

    def _frames(self) -> tuple[list[Any], ...]:
        return self.times, self.positions, self.levels, self.statuses, self.edges

    def _thin(self) -> None:
        kept = [number % 2 == 0 or is_edge for number, is_edge in enumerate(self.edges)]
        if all(kept):
            return
        self.thinned *= 2
        for frames in self._frames():
            frames[:] = compress(frames, kept)

    def _on_stair(self, x: float) -> tuple[float, float]:
        """Place between the ends of the stair in whose strip a person is."""
        left = self.layout.strip_x
        for connector in self.floorplan.connectors:
            share = (x - left) / connector.length_m
            if share <= 1.0 + 0.5 / connector.length_m:
                foot = np.mean(connector.line_from, axis=0)
                head = np.mean(connector.line_to, axis=0)
                at = foot + min(1.0, max(0.0, share)) * (head - foot)
                return float(at[0]), float(at[1])
            left += connector.length_m + self.layout.gap_m
        return math.nan, math.nan
