"""Where the evidence behind the courses compared is thin or contradicts itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from asher.comparison.disputes import enters_alone
from asher.comparison.intervals import share_interval
from asher.quantities import format_share
from asher.views.section import Section
from asher.views.words.course_words import titles_of
from asher.views.words.wording import listed, number

if TYPE_CHECKING:
    from asher.evidence import Statistic
    from asher.scenario import CourseOfAction, Scenario
    from asher.views.reported import Reported


@dataclass(frozen=True)
class Conflict:
    """One thing on which the evidence does not agree, or is too little."""

    heading: str  # What it is about
    statement: str  # What a reader must know
    figures: tuple[str, ...]  # The published figures, each in a sentence


@dataclass(frozen=True)
class _Doubt:
    heading: str
    concerns: Callable[[CourseOfAction], bool]
    statement: str
    evidence: tuple[str, ...]


_DOUBTS = (
    _Doubt(
        "Guards and other armed people at the place",
        lambda course: any(people.is_armed for people in course.on_site),
        "Observational evidence on guards and armed people is contradictory. The figures below "
        "count different things under different rules of inclusion, so they are not pooled, and "
        "none says what would have happened without guards.",
        ("armed-citizen-fbi", "armed-citizen-disputed", "before-police-shot", "shot-before-police"),
    ),
    _Doubt(
        "Unarmed guards",
        lambda course: any(not people.is_armed for people in course.on_site),
        "No published figure says how much an unarmed guard warns or delays; guards at a door were "
        "among the first hit. What the model has them do is a judgement.",
        (),
    ),
    _Doubt(
        "An officer who enters alone",
        enters_alone,
        "Evidence on solo entry is thin: the samples are small and second-hand, and their "
        "intervals wide.",
        ("solo-active-shot", "solo-active-share", "encounter-officer-shot"),
    ),
    _Doubt(
        "Trained resistance",
        lambda course: course.guidance == "resist",
        "How often unarmed people restrain an attacker differs by place, and no study separates "
        "what training adds; that share is a judgement.",
        ("unarmed-restrained", "school-restrained", "elsewhere-restrained"),
    ),
    _Doubt(
        "Care inside before the building is cleared",
        lambda course: (
            course.rescue.rule in ("officers-carry-out", "rescue-task-force")
            or course.rescue.is_aided
        ),
        "The share of deaths that care could prevent differs several times over "
        "between short attacks "
        "and a long siege, and the times of rescue task forces come from exercises, not incidents.",
        ("preventable-short", "preventable-siege", "rtf-first-contact", "tourniquet-survival"),
    ),
)


def conflicts(scenario: Scenario) -> tuple[Conflict, ...]:
    """Say on what the evidence disagrees, for the courses of action that are there.

    Returns
    -------
    tuple of Conflict
        Empty if no course of action rests on such evidence.
    """
    from asher import evidence

    found = []
    titles = titles_of(scenario)
    for doubt in _DOUBTS:
        courses = [course for course in scenario.courses_of_action if doubt.concerns(course)]
        if not courses:
            continue
        about = listed([f"\u201c{titles[course.name]}\u201d" for course in courses])
        figures = tuple(figure_in_words(evidence.statistic(name)) for name in doubt.evidence)
        statement = f"{doubt.statement} It bears on {about}."
        found.append(Conflict(doubt.heading, statement, figures))
    shares = engages_shares(scenario)
    if shares:
        text = (
            "Whether people on site act at all is a judgement, not a finding: the chance that they "
            f"do was set to {listed(shares)}. Vary it from 0 to 100\u00a0% before relying on any "
            "of these courses of action."
        )
        found.append(Conflict("Whether they act", text, ()))
    return tuple(found)


def engages_shares(scenario: Scenario) -> list[str]:
    """List the chance that people on site act, course by course.

    Returns
    -------
    list of str
        "50 % under "Armed guard"".
    """
    titles = titles_of(scenario)
    return [
        f"{format_share(people.engages_share)} under \u201c{titles[course.name]}\u201d"
        for course in scenario.courses_of_action
        for people in course.on_site
    ]


def figure_in_words(figure: Statistic) -> str:
    """Write a published figure with its interval, source and grade.

    Returns
    -------
    str
        Counts get Wilson's interval; a value has the range its source gives.
    """
    if figure.k is not None and figure.n:
        share, lower, upper = share_interval(figure.k, figure.n)
        value = (
            f"{figure.k:,} of {figure.n:,}, {format_share(share)} "
            f"(95\u00a0% interval {format_share(lower)} to {format_share(upper)})"
        )
    else:
        value = _value(figure)
    return (
        f"{_begin(figure.group)}: {figure.quantity}: {value}. "
        f"{_begin(figure.origin)}, grade {figure.grade} [{figure.id}]"
    )


def _begin(text: str) -> str:
    return text[0].upper() + text[1:]


def _value(figure: Statistic) -> str:
    def written(value: float) -> str:
        if figure.unit == "share":
            return format_share(value)
        amount = number(value, decimals=0 if value >= 10 else 2)
        # A ratio is named by what it is of; its unit would say it again.
        return amount if f" {figure.unit} " in figure.quantity else f"{amount}\u00a0{figure.unit}"

    text = written(figure.estimate)
    if figure.low is not None and figure.high is not None:
        text += f" ({written(figure.low)} to {written(figure.high)})"
    elif figure.high is not None:
        text += f" (90th percentile {written(figure.high)})"
    return f"{text}, n = {figure.n:,}" if figure.n else text


SECTION: Section[Reported] = Section(
    "conflicts",
    "Where the evidence conflicts or is thin",
    listed="Evidence conflicts",
    is_there=lambda reported: reported.is_attack and bool(conflicts(reported.scenario)),
    values=lambda reported: {"conflicts": conflicts(reported.scenario)},
    template="conflicts.html.jinja",
)
