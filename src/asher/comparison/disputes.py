"""What the evidence disputes: the same incidents again, under each side."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from asher.comparison.comparison import Comparison
from asher.comparison.effect import UnderSide
from asher.comparison.sensitivity import scaling
from asher.evidence import Statistic, statistic
from asher.quantities import format_share

if TYPE_CHECKING:
    from asher.scenario.courses import CourseOfAction
    from asher.scenario.parts.on_site import OnSite
    from asher.scenario.scenario import Scenario
    from asher.simulation.outcome import Outcome

FIGURES: Mapping[str, tuple[str, ...]] = {
    "killed": ("killed",),
    "officers_hit": ("officers_killed", "officers_wounded"),
}
"""What is shown under each side, and the metrics that add up to it."""
_MOST = 500
"""Incidents under each side, at most (judgement: as for assumptions)."""
STATED = ""
"""Name of the side that a scenario states itself."""


@dataclass(frozen=True)
class Side:
    """One side of a dispute."""

    name: str  # In files
    words: str  # What holds then, after "if"
    # Gives a scenario in which it holds; all courses of action in it are concerned.
    changed: Callable[[Scenario], Scenario]


@dataclass(frozen=True)
class Dispute:
    """One quantity on which the evidence is disputed, or that no evidence bounds."""

    name: str  # In files
    words: str  # What it is about, after "the evidence does not settle"
    evidence: tuple[str, ...]  # Rows that speak of it
    ground: str  # How the sides follow from them
    concerns: Callable[[CourseOfAction], bool]  # Whether a course of action hangs on it
    sides: tuple[Side, ...]  # Two or more
    figure: str  # Which of `FIGURES` it is first about


def enters_alone(course: CourseOfAction) -> bool:
    """Whether officers of a course of action go in one by one."""
    return course.entry.rule == "immediate" and course.entry.officers == 1


def _is_citizen(people: OnSite) -> bool:
    return people.kind == "armed-bystander"


def _is_armed_at_post(people: OnSite) -> bool:
    return people.is_armed and people.has_post


def _with_any(belong: Callable[[OnSite], bool]) -> Callable[[CourseOfAction], bool]:
    return lambda course: any(belong(people) for people in course.on_site)


def _acting(
    belong: Callable[[OnSite], bool], chance: Callable[[int], float]
) -> Callable[[Scenario], Scenario]:
    """People on site act with a chance that hangs on how many of them there are."""

    def of(course: CourseOfAction) -> CourseOfAction:
        count = sum(people.count for people in course.on_site if belong(people))
        on_site = tuple(
            people.model_copy(update={"engages_share": chance(count)}) if belong(people) else people
            for people in course.on_site
        )
        return course.model_copy(update={"on_site": on_site})

    def changed(scenario: Scenario) -> Scenario:
        courses = tuple(of(course) for course in scenario.courses_of_action)
        return scenario.model_copy(update={"courses_of_action": courses})

    return changed


def _citizens(name: str, row: str, whose: str) -> Side:
    """The side on which armed citizens act in as many attacks as they end by a row."""
    share = statistic(row).estimate
    return Side(
        name,
        f"they act in {format_share(share)} of attacks ({whose})",
        _acting(_is_citizen, lambda count: 1.0 - (1.0 - share) ** (1.0 / count)),
    )


def _alone(name: str, which: str, end: Callable[[Statistic], float | None]) -> Side:
    """The side on which officers alone are hit at one end of the published interval."""
    row = statistic("solo-active-shot")
    share = end(row)
    assert share is not None
    factor = share / (1.0 - share) * (1.0 - row.estimate) / row.estimate

    scaled = scaling("hazard", "hit_chance")
    words = (
        f"their odds of being hit are those of {which} end of the published interval "
        f"({format_share(share)} instead of {format_share(row.estimate)})"
    )
    return Side(name, words, lambda scenario: scaled(scenario, factor))


DISPUTES: tuple[Dispute, ...] = (
    Dispute(
        "armed-citizens",
        "how often armed citizens act",
        ("armed-citizen-fbi", "armed-citizen-disputed"),
        "The two counts include different incidents, and neither says how often armed people were "
        "there. Here one or more of the armed people act in as many attacks as each source says "
        "such people ended; whether that ends the attack is left to the model.",
        _with_any(_is_citizen),
        (
            _citizens("few", "armed-citizen-fbi", "the FBI's count"),
            _citizens("many", "armed-citizen-disputed", "a count with a wider rule"),
        ),
        "killed",
    ),
    Dispute(
        "guards",
        "whether armed guards and staff act",
        ("before-police-shot",),
        "No published count says how often an armed guard who was there acted: guards were present "
        "at attacks and did not, or were out of place. The sides are the ends of what is possible.",
        _with_any(_is_armed_at_post),
        (
            Side("never", "none of them ever acts", _acting(_is_armed_at_post, lambda _: 0.0)),
            Side("always", "all of them always act", _acting(_is_armed_at_post, lambda _: 1.0)),
        ),
        "killed",
    ),
    Dispute(
        "solo-entry",
        "the risk to officers who go in alone",
        ("solo-active-shot", "encounter-officer-shot", "officer-hit-given-gunfire"),
        "The count of officers who went in alone is small and second-hand. The sides are the ends "
        "of its interval: the odds that an officer is hit are as much lower or higher than in the "
        "scenario as these ends are from the count itself. Officers of the other courses of action "
        "are hit as in the scenario.",
        enters_alone,
        (
            _alone("seldom", "the low", lambda row: row.low),
            _alone("often", "the high", lambda row: row.high),
        ),
        "officers_hit",
    ),
)
"""In the order in which they are shown; to add one is to name it here."""


def disputes_on(scenario: Scenario) -> tuple[Dispute, ...]:
    """List the disputes on which a course of action of a scenario hangs; none in a drill."""
    if scenario.hazard is None:
        return ()
    courses = scenario.courses_of_action
    return tuple(one for one in DISPUTES if any(one.concerns(course) for course in courses))


def incidents_for_sides(replications: int) -> int:
    """Number of incidents that are run under each side.

    Returns
    -------
    int
        Half of them, since only the courses of action that hang on it are run again.

    Examples
    --------
    >>> incidents_for_sides(200), incidents_for_sides(5000)
    (100, 500)
    """
    return min(_MOST, replications // 2)


def under_sides(
    comparison: Comparison,
    run: Callable[[Scenario], Outcome],
    *,
    n: int,
    known: Iterable[UnderSide] = (),
) -> Iterator[tuple[UnderSide, ...]]:
    """Compare the courses of action under each side of every dispute that they hang on.

    Parameters
    ----------
    comparison : Comparison
        As the scenario states it.
    run : callable
        Runs incidents 0 to n - 1 under a changed scenario.
    n : int
        How many, >= 2.
    known : iterable of UnderSide
        What was found before, and is not run again.

    Yields
    ------
    tuple of UnderSide
        All of one dispute, as soon as it is found: by course, figure and side, as stated first.
    """
    numbers = comparison.outcome.replications[comparison.outcome.replications < n]
    kept = [each for each in known if each.n == len(numbers)]
    for dispute in disputes_on(comparison.scenario):
        found = tuple(each for each in kept if each.dispute == dispute.name)
        yield found or tuple(_found(dispute, comparison, run, numbers))


def _found(
    dispute: Dispute,
    comparison: Comparison,
    run: Callable[[Scenario], Outcome],
    numbers: NDArray[np.int64],
) -> Iterator[UnderSide]:
    scenario = comparison.scenario
    stated = comparison.outcome.select(replications=numbers)
    # Only what hangs on it is run again; the others do as stated.
    concerned = tuple(each for each in scenario.courses_of_action if dispute.concerns(each))
    own = scenario.model_copy(update={"courses_of_action": concerned})
    outcomes = {STATED: stated} | {
        side.name: run(side.changed(own)).select(replications=numbers) for side in dispute.sides
    }
    whole, names = Comparison(scenario, stated), {course.name for course in concerned}
    first, *others = comparison.courses
    for course in (each for each in others if {first, each} & names):
        for figure in FIGURES:
            gaps = {
                side: _values(outcome, stated, course, figure)
                - _values(outcome, stated, first, figure)
                for side, outcome in outcomes.items()
            }
            usual = gaps[dispute.sides[0].name]
            for side, gap in gaps.items():
                of_gap, of_change = whole.gap_of(gap, np.zeros_like(gap)), whole.gap_of(gap, usual)
                yield UnderSide(
                    dispute=dispute.name,
                    side=side,
                    course=course,
                    figure=figure,
                    **dict(zip(("mean", "lower", "upper"), of_gap, strict=True)),
                    **dict(zip(("change", "change_lower", "change_upper"), of_change, strict=True)),
                    n=len(numbers),
                )


def _values(outcome: Outcome, stated: Outcome, course: str, figure: str) -> NDArray[np.float64]:
    """A figure of a course in every incident: as stated where the side does not concern it."""
    source = outcome if course in outcome.courses else stated
    total: NDArray[np.float64] = sum(
        (source.values(course, metric) for metric in FIGURES[figure]), np.zeros(source.n)
    )
    return total
