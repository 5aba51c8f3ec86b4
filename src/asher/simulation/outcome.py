"""What happened in a set of replications: one row a course of action, one column a replication."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from asher.errors import SimulationError
from asher.simulation.metrics import METRICS, Metric, find_metric, unknown_name
from asher.simulation.severity import ALL, Severity, which_attacks


@dataclass(frozen=True, eq=False, repr=False)
class Outcome:
    """Columns of results: every course of action in every replication.

    Parameters
    ----------
    scenario_digest : str
        Digest of the scenario that was run.
    seed : int
        Seed of the scenario's streams.
    courses : tuple of str
        Names of the courses of action, in the scenario's order.
    replications : ndarray of int64, shape (n,)
        Replication numbers; entry j of every column belongs to ``replications[j]``.
    columns : dict of str to ndarray of float64, shape (n_courses, n)
        One entry for each metric; NaN is a time that never came [s].
    ending : ndarray of int8, shape (n_courses, n)
        How the attack ended, an index in `ENDINGS`.
    exits : dict of str to ndarray, shape (n_courses, n)
        People who left by each exit.
    metrics : tuple of Metric
        What the columns are: `METRICS`, and those of one's own.
    severity : tuple of float
        Which attacks these are: severities from and up to, as shares of attacks that are milder.

    Raises
    ------
    SimulationError
        If a column is missing, unknown or of another shape.
    """

    scenario_digest: str
    seed: int
    courses: tuple[str, ...]
    replications: NDArray[np.int64]
    columns: dict[str, NDArray[np.float64]]
    ending: NDArray[np.int8]
    exits: dict[str, NDArray[np.float64]]
    metrics: tuple[Metric, ...] = METRICS
    severity: Severity = ALL

    def __post_init__(self) -> None:
        """Check that every array has a row a course and a column a replication.

        Raises
        ------
        SimulationError
            If not.
        """
        shape = (len(self.courses), len(self.replications))
        names = {metric.name for metric in self.metrics}
        if set(self.columns) != names:
            odd = ", ".join(sorted(set(self.columns) ^ names))
            raise SimulationError(f"outcome: columns differ from its metrics: {odd}")
        shapes = {name: array.shape for name, array in {**self.columns, **self.exits}.items()}
        for name, found in {**shapes, "ending": self.ending.shape}.items():
            if found != shape:
                raise SimulationError(f"outcome: {name} has shape {found}, expected {shape}")

    def __repr__(self) -> str:
        only = "" if self.severity == ALL else f", only {which_attacks(self.severity)}"
        return (
            f"<Outcome of {', '.join(self.courses)}: {self.n:,} replications, seed {self.seed}"
            f"{only}>"
        )

    @property
    def _study(self) -> tuple[Any, ...]:
        """What replications that stand side by side have alike."""
        return self.scenario_digest, self.seed, self.courses, self.severity

    @property
    def n(self) -> int:
        """Number of replications."""
        return len(self.replications)

    @property
    def nbytes(self) -> int:
        """Memory that the arrays take."""
        figures = sum(array.nbytes for array in (*self.columns.values(), *self.exits.values()))
        return self.replications.nbytes + self.ending.nbytes + figures

    def find_metric(self, name: str) -> Metric:
        """Return one of its metrics by name; a `SimulationError` suggests near names."""
        return find_metric(name, self.metrics)

    def with_metric(self, metric: Metric, column: NDArray[np.float64]) -> Outcome:
        """Return the outcome with a metric of your own added.

        Parameters
        ----------
        metric : Metric
            What is added.
        column : ndarray of float64, shape (n_courses, n)
            Its values; NaN is a time that never came [s].

        Raises
        ------
        SimulationError
            If the name is taken, the shape is another, or a value is none that it may have.
        """
        values = np.asarray(column, dtype=np.float64)
        if metric.name in self.columns:
            raise SimulationError(f"metric {metric.name}: the name is taken; choose another")
        allowed = np.isnan(values) & metric.is_time | np.isfinite(values)
        if metric.kind == "flag":
            allowed &= (values == 0.0) | (values == 1.0)
        if not np.all(allowed):
            odd = values[~allowed][0]
            raise SimulationError(f"metric {metric.name}: {odd:g} is not a {metric.kind}")
        return replace(
            self,
            columns={**self.columns, metric.name: values},
            metrics=(*self.metrics, metric),
        )

    def course_index(self, course: str) -> int:
        """Return the row of a course of action.

        Parameters
        ----------
        course : str
            Its name.

        Returns
        -------
        int
            Index in `courses`.

        Raises
        ------
        SimulationError
            If the outcome has no such course; the message suggests near names.
        """
        if course not in self.courses:
            raise SimulationError(unknown_name("course of action", course, self.courses))
        return self.courses.index(course)

    def values(self, course: str, metric: str) -> NDArray[np.float64]:
        """Return one metric of one course of action in every replication.

        Parameters
        ----------
        course, metric : str
            Their names.

        Returns
        -------
        ndarray of float64, shape (n,)
            The values; NaN is a time that never came [s].

        Raises
        ------
        SimulationError
            If either name is unknown.
        """
        column: NDArray[np.float64] = self.columns[self.find_metric(metric).name]
        row: NDArray[np.float64] = column[self.course_index(course)]
        return row

    def concatenate(self, others: Iterable[Outcome]) -> Outcome:
        """Return this outcome followed by others of the same scenario, seed and courses.

        Parameters
        ----------
        others : iterable of Outcome
            With other replication numbers.

        Returns
        -------
        Outcome
            All replications, sorted by number.

        Raises
        ------
        SimulationError
            If they belong to another scenario, seed or list of courses, or if a
            replication stands in two of them.
        """
        parts = [self, *others]
        for part in parts:
            if part._study != self._study:
                raise SimulationError(
                    "outcomes of different scenarios, seeds, courses of action or severities "
                    "cannot be joined"
                )
            if set(part.exits) != set(self.exits):
                raise SimulationError("outcomes with different exits cannot be joined")
        numbers = np.concatenate([part.replications for part in parts])
        order = np.argsort(numbers, kind="stable")
        if np.any(np.diff(numbers[order]) == 0):
            raise SimulationError("the same replication is in both outcomes")

        return Outcome(
            scenario_digest=self.scenario_digest,
            seed=self.seed,
            courses=self.courses,
            replications=numbers[order],
            columns={
                name: _join([part.columns[name] for part in parts], order) for name in self.columns
            },
            ending=np.concatenate([part.ending for part in parts], axis=1)[:, order],
            exits={name: _join([part.exits[name] for part in parts], order) for name in self.exits},
            metrics=self.metrics,
            severity=self.severity,
        )

    def select(
        self,
        *,
        courses: Sequence[str] | None = None,
        replications: Sequence[int] | NDArray[np.int64] | None = None,
    ) -> Outcome:
        """Return the outcome of some courses of action or some replications only.

        Parameters
        ----------
        courses : sequence of str, optional
            Names to keep, in the order wanted; all by default.
        replications : sequence of int, optional
            Replication numbers to keep; all by default.

        Raises
        ------
        SimulationError
            If a course or a replication is not in this outcome.
        """
        kept = self.courses if courses is None else tuple(courses)
        rows = np.array([self.course_index(name) for name in kept], dtype=np.intp)
        wanted = self.replications if replications is None else np.asarray(replications, np.int64)
        place: Mapping[int, int] = {int(number): j for j, number in enumerate(self.replications)}
        missing = [int(number) for number in wanted if int(number) not in place]
        if missing:
            raise SimulationError(f"replication {missing[0]} is not in this outcome")
        corner = np.ix_(rows, np.array([place[int(number)] for number in wanted], dtype=np.intp))
        return Outcome(
            scenario_digest=self.scenario_digest,
            seed=self.seed,
            courses=kept,
            replications=wanted,
            columns={name: array[corner] for name, array in self.columns.items()},
            ending=self.ending[corner],
            exits={name: array[corner] for name, array in self.exits.items()},
            metrics=self.metrics,
            severity=self.severity,
        )


def _join(arrays: Sequence[NDArray[np.float64]], order: NDArray[np.intp]) -> NDArray[np.float64]:
    return np.concatenate(arrays, axis=1)[:, order]
