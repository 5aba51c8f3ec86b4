"""What a run needs, said before it starts: memory, and the time by a short trial."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from asher import bounds
from asher.errors import TooLargeError
from asher.runs.machine import MEGABYTE, memory_free, threads_allowed
from asher.scenario.buildings import by_building
from asher.simulation.memory import FRAME_BYTES, WORLDS, plan_bytes, result_bytes, world_bytes

if TYPE_CHECKING:
    from asher.scenario.scenario import Scenario

PROGRAM_MB = 250.0
"""The program with its libraries and the machine code of the laws [MB] (seen: 216)."""
WORKER_MB = 200.0
"""The same in each process that runs blocks [MB] (judgement)."""
REPORT_MB = 250.0
"""What a report adds to the program [MB] (seen: 217, without the incidents that it shows)."""
_SHOWN = 3
"""Incidents that a report shows under each course of action."""
_FIRST_CUT_S, _FEW, _LONGER = 1.0, 1000.0, 8.0
"""The first cut of a trial [s] with so few people, and by how much the next is longer (judgement: a
moment on any machine)."""
TRIAL_S = 1.5
"""A trial for the time lasts about so long [s] (judgement: a person waits that long)."""


@dataclass(frozen=True)
class MemoryNeeded:
    """Memory that a run takes at most, by what takes it [MB]."""

    program: float  # Program, libraries and machine code
    plan: float  # Floor, walls and ways, in every process
    people: float  # Everybody in the replications that run at a time
    results: float  # Results of all replications
    report: float  # What writing the report adds; it comes after the replications
    replications: int  # How many these are
    at_a_time: int  # Replications that run at a time

    @property
    def total(self) -> float:
        """The most of it that is needed at a time [MB]."""
        return self.program + self.plan + self.results + max(self.people, self.report)

    def check(self, free: float | None = None) -> None:
        """Refuse a run that this machine has no memory for.

        Parameters
        ----------
        free : float, optional
            Memory that the run may take [MB]; what the machine or its container has free if left
            out.

        Raises
        ------
        TooLargeError
            Naming the need, the limit and what to change.
        """
        free = memory_free() if free is None else free
        if free is None or self.total <= free:
            return
        parts = {
            "results": self.results,
            "people": self.people,
            "the plan": self.plan,
            "the report": self.report,
        }
        shown = {**parts, "the program": self.program}
        listed = ", ".join(f"{what} {mb:,.0f} MB" for what, mb in shown.items() if mb >= 1.0)
        most = max(parts, key=lambda what: parts[what])
        raise TooLargeError(
            f"memory: {self.total:,.0f} MB are needed ({listed}), {free:,.0f} MB are free; "
            f"{self._way_out(free, most if self.program < free else '')}"
        )

    def _way_out(self, free: float, most: str) -> str:
        if most == "results":
            left = free - (self.total - self.results)
            fit = max(0, int(self.replications * left / self.results))
            return (
                f"at most {fit:,} replications fit (-n); fewer courses of action (--courses) "
                "let more fit"
            )
        if most == "people" and self.at_a_time > 1:
            return "run fewer replications at a time (--threads 1), or use fewer occupants"
        if most == "people":
            return "have fewer occupants"
        if most == "the plan":
            return "draw a smaller plan: less floor, or fewer doors to a space"
        if most == "the report":
            return "run without --out, which writes no report, or with fewer courses of action"
        return "close other programs, or give the container more memory"


def memory_needed(
    scenario: Scenario,
    *,
    replications: int,
    threads: int | None = None,
    processes: int = 0,
    report: bool = True,
) -> MemoryNeeded:
    """Tell how much memory a run takes at most.

    Parameters
    ----------
    replications : int
        How many.
    threads : int, optional
        Threads of one process; those that are worth it if left out.
    processes : int
        Processes of this machine that run blocks, 0 = none but this one.
    report : bool
        Whether a report is written.

    Returns
    -------
    MemoryNeeded
        By what takes it.
    """
    at_a_time = processes or threads or threads_allowed()
    people = sum(group.count for group in scenario.occupants)
    buildings = by_building(scenario)
    shown = _SHOWN * len(scenario.courses_of_action)
    # A frame a second at most, and all frames once more while they are put together.
    films = min(bounds.FILMS_MB, people * FRAME_BYTES * shown * scenario.horizon / 1e6)
    return MemoryNeeded(
        program=PROGRAM_MB + WORKER_MB * processes,
        plan=sum(plan_bytes(built) for built, _ in buildings) * max(1, processes) / MEGABYTE,
        people=WORLDS * sum(_worlds(scenario, *each) for each in buildings) * at_a_time / MEGABYTE,
        results=result_bytes(scenario) * replications / MEGABYTE,
        report=(REPORT_MB + 2 * films) * report,
        replications=replications,
        at_a_time=at_a_time,
    )


def _worlds(scenario: Scenario, built: Scenario, members: list[int]) -> int:
    """Memory of one replication at a time in one building, once for each number of officers."""
    responses = (scenario.courses_of_action[c].response.over(scenario.response) for c in members)
    numbers = {response.officers + response.tactical_team_size for response in responses}
    return world_bytes(built) * len(numbers)


@dataclass(frozen=True)
class TimeNeeded:
    """Time that a run takes on this machine, as a trial says."""

    seconds: float  # For all replications [s]
    # Whole replications that were tried; 0 where not even one ended within the trial, and
    # `seconds` holds if every one lasts to the horizon.
    replications: int
    threads: int  # Threads for which it is said


def time_needed(
    scenario: Scenario, *, replications: int, threads: int | None = None, trial: float = TRIAL_S
) -> TimeNeeded:
    """Try how long a run takes here.

    Parameters
    ----------
    replications : int
        How many are to be run.
    threads : int, optional
        Threads that will run them; those that are worth it if left out.
    trial : float
        Time that a trial may take, about [s], > 0; no part of it takes more.

    Returns
    -------
    TimeNeeded
        What the first replications say.

    Notes
    -----
    A first replication is cut off after a moment of its own time, the shorter the more people there
    are, then after eight times that and so on, until it ends or the next cut could take longer than
    the trial; more replications follow while there is time.
    """
    from asher.simulation.arrays import build_site
    from asher.simulation.site import simulate

    threads = threads or threads_allowed()
    begin = time.perf_counter()
    for built, _ in by_building(scenario):
        build_site(built)
    building = time.perf_counter() - begin

    def timed(count: int, first: int = 0, horizon: float = scenario.horizon) -> float:
        shown = scenario.model_copy(update={"horizon": horizon})
        before = time.perf_counter()
        simulate(shown, replications=count, first=first, threads=1)
        return max(1e-4 * count, time.perf_counter() - before - building)

    people = sum(group.count for group in scenario.occupants)
    step = float(scenario.time_step_s)
    start = timed(1, horizon=step)
    cut = max(2.0 * step, _FIRST_CUT_S * min(1.0, _FEW / max(people, 1)))
    while cut < scenario.horizon:
        moving = max(0.0, timed(1, horizon=cut) - start)
        if start + _LONGER * moving > trial:
            seconds = start + moving * scenario.horizon / (cut - step)
            return TimeNeeded(seconds * replications / threads, 0, threads)
        cut *= _LONGER
    took = timed(1)
    done, spent = 1, took
    while done < replications and spent < trial:
        count = min(done, replications - done)
        spent += timed(count, done)
        done += count
    return TimeNeeded(building + spent / done * replications / threads, done, threads)
