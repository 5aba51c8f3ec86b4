"""What a comparison hangs on: the same incidents again, with one assumption halved and doubled."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from asher.comparison.comparison import Comparison
from asher.comparison.effect import Effect
from asher.scenario.durations import Duration
from asher.scenario.sources import Specification
from asher.simulation.metrics import headline

if TYPE_CHECKING:
    from asher.scenario.scenario import Scenario
    from asher.simulation.outcome import Outcome

Stated = TypeVar("Stated", bound=Specification)

LEAST = 200
"""Replications from which it is worth while to try assumptions (judgement)."""
FEWEST, MOST = 60, 500
"""Incidents on which each change is tried, at least and at most: fewer seldom show anything, and
more show hardly anything else (judgement)."""


@dataclass(frozen=True)
class TriedAssumption:
    """One assumption that is tried."""

    name: str  # In files
    words: str  # What it is about, after "hangs on"
    # Gives a scenario with it times a factor; the scenario itself where it has no such thing.
    scaled: Callable[[Scenario, float], Scenario]


def scaling(part: str, *fields: str) -> Callable[[Scenario, float], Scenario]:
    """Say how fields of a part of a scenario are scaled, as something that is not known.

    Parameters
    ----------
    part : str
        ``hazard`` or ``response``.
    *fields : str
        Times or numbers of it.

    Returns
    -------
    callable
        Gives a scenario with these fields times a factor, in its courses of action too.
    """

    def scaled(scenario: Scenario, factor: float) -> Scenario:
        stated = getattr(scenario, part)
        if stated is None:
            return scenario
        changes: dict[str, Any] = {part: _times_all(stated, fields, factor)}
        if part == "response":
            changes["courses_of_action"] = tuple(
                course.model_copy(update={part: _times_all(course.response, fields, factor)})
                for course in scenario.courses_of_action
            )
        return scenario.model_copy(update=changes)

    return scaled


def _times_all(part: Stated, fields: Iterable[str], factor: float) -> Stated:
    values = {field: getattr(part, field) for field in fields}
    new = {field: _times(each, factor) for field, each in values.items() if each is not None}
    return part.model_copy(update=new)


def _pre_movement(scenario: Scenario, factor: float) -> Scenario:
    groups = tuple(
        group.model_copy(update={"pre_movement": _times(group.pre_movement, factor)})
        if isinstance(group.pre_movement, Duration)
        else group
        for group in scenario.occupants
    )
    return scenario.model_copy(update={"occupants": groups})


def _times(value: Any, factor: float) -> Any:
    if isinstance(value, Duration):
        return value.model_copy(update={"median": value.median * factor, "p90": value.p90 * factor})
    return value * factor


ASSUMPTIONS = (
    TriedAssumption("duration", "how long an attack lasts if nobody ends it",
                    scaling("hazard", "duration")),
    TriedAssumption("casualty-rate", "how many people in sight are hit per minute",
                    scaling("hazard", "casualty_rate_per_min")),
    TriedAssumption("call", "how long until somebody calls", scaling("response", "call")),
    TriedAssumption("travel", "how long the first officer takes to arrive",
                    scaling("response", "travel")),
    TriedAssumption("forming", "how long officers take to form up",
                    scaling("response", "next_officer", "forming")),
    TriedAssumption("care", "how long care takes for each wounded person",
                    scaling("response", "care_round")),
    TriedAssumption("pre-movement", "how long people take to move once they know", _pre_movement),
)  # fmt: skip
"""In the order in which they are tried; to add one is to name it here."""


def incidents_for(replications: int) -> int:
    """Number of incidents on which each change is tried.

    Returns
    -------
    int
        As many as take about as long as the run itself, between `FEWEST` and `MOST`; 0 where there
        are too few replications to be worth while.

    Examples
    --------
    >>> incidents_for(100), incidents_for(200), incidents_for(2800), incidents_for(100_000)
    (0, 60, 200, 500)
    """
    if replications < LEAST:
        return 0
    return min(MOST, max(FEWEST, replications // (2 * len(ASSUMPTIONS))))


def effects(
    scenario: Scenario, run: Callable[[Scenario], Outcome], *, known: Iterable[Effect] = ()
) -> Iterator[Effect]:
    """Try every assumption on the same incidents.

    Parameters
    ----------
    run : callable
        Runs the incidents under a changed scenario.
    known : iterable of Effect
        What was found before, and is not run again.

    Yields
    ------
    Effect
        One for each assumption that the scenario has, as soon as it is found.
    """
    found = {each.assumption: each for each in known}
    for assumption in ASSUMPTIONS:
        halved, doubled = (assumption.scaled(scenario, factor) for factor in (0.5, 2.0))
        if halved == scenario:
            continue
        if assumption.name not in found:
            found[assumption.name] = _largest(scenario, assumption.name, run(halved), run(doubled))
        yield found[assumption.name]


def _largest(scenario: Scenario, name: str, halved: Outcome, doubled: Outcome) -> Effect:
    metric = headline(is_drill=scenario.hazard is None)
    first, *others = halved.courses
    found = []
    for course in others:
        compared = [Comparison(scenario, outcome) for outcome in (halved, doubled)]
        low, high = (each.gaps(course, first, metric=metric) for each in compared)
        mean, lower, upper = compared[0].gap_of(high, low)
        found.append(
            Effect(
                assumption=name,
                course=course,
                halved=float(low.mean()),
                doubled=float(high.mean()),
                mean=mean,
                lower=lower,
                upper=upper,
                n=len(low),
            )
        )
    return max(found, key=lambda each: (each.is_clear, abs(each.mean)))
