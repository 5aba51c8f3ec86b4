"""Which figures a report shows, in which order and under which words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from asher.simulation import metrics
from asher.simulation.metrics import METRICS, find_metric, shown_in
from asher.simulation.severity import ALL, which_attacks
from asher.views.words.course_words import titles_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from asher.comparison.comparison import Comparison
    from asher.scenario import Scenario
    from asher.simulation.severity import Severity

HARM = ("killed", "wounded", "preventable_deaths")
OFFICERS = ("officers_killed", "officers_wounded")
COURSE_ROWS, DRILL_ROWS, PAIR_ROWS = shown_in("courses"), shown_in("drill"), shown_in("pairs")
MILESTONES = tuple((m.name, m.milestone[0]) for m in METRICS if m.milestone)
MILESTONE_MEANINGS = tuple(m.milestone for m in METRICS if m.milestone)
# For sentences: "1.8 fewer killed", "0.2 fewer officers wounded".
NOUNS = {m.name: m.noun or m.label.lower() for m in METRICS}


@dataclass(frozen=True)
class Sign:
    """A letter and a colour under which a figure and a table show the same thing."""

    name: str  # What it stands for: for an ending, the category of the outcome
    code: str  # A letter or number that stands on it, so that colour is never alone
    label: str  # The words for it
    # Fill, and the colour of a letter upon it.
    colour: str
    ink: str


# Lettered where they are shown. Warm: over before police. Cool: with police. Neighbours differ in
# lightness, for grey print.
ENDINGS_SHOWN = (
    Sign("left", "", "Attacker left", "#f3d9a4", "#1b1f24"),
    Sign("suicide_before_police", "", "Suicide before police", "#c9853a", "#1b1f24"),
    Sign("restrained", "", "Restrained by people present", "#fbeedd", "#1b1f24"),
    Sign("stopped_by_others", "", "Stopped by others", "#8a5a1f", "#ffffff"),
    Sign("suicide_on_contact", "", "Suicide on contact with police", "#a9cce3", "#1b1f24"),
    Sign("stopped_by_police", "", "Stopped by police", "#1f4e79", "#ffffff"),
    Sign("surrendered", "", "Surrendered", "#6fa3c8", "#1b1f24"),
    Sign("unfinished", "", "Unfinished at the horizon", "#4a4f55", "#ffffff"),
    Sign("none", "", "No attack", "#e4e6e8", "#1b1f24"),
)


def endings_seen(comparison: Comparison) -> tuple[Sign, ...]:
    """List the endings that came about, lettered anew so that no letter is missing.

    Returns
    -------
    tuple of Sign
        In the order of `ENDINGS_SHOWN`, from A.
    """
    shares = [comparison.ending_shares(course) for course in comparison.courses]
    seen = [one for one in ENDINGS_SHOWN if any(share[one.name] > 0 for share in shares)]
    return tuple(replace(one, code=chr(ord("A") + i)) for i, one in enumerate(seen))


def shown_metrics(comparison: Comparison, names: Sequence[str]) -> tuple[str, ...]:
    """Leave out what was seen under no course of action and says nothing by itself.

    Returns
    -------
    tuple of str
        The same, without those that are shown only if seen, where they were not.
    """
    columns = comparison.outcome.columns
    return tuple(
        name for name in names if not find_metric(name).only_if_seen or (columns[name] > 0).any()
    )


def is_drill(comparison: Comparison) -> bool:
    """Whether the scenario has no hazard, so that only the evacuation counts.

    Returns
    -------
    bool
        True for a drill.
    """
    return comparison.scenario.hazard is None


def title_of(scenario: Scenario, severity: Severity) -> str:
    """Give the title of a scenario, and which attacks it is about where these are not all."""
    only = "" if severity == ALL else f" \u2013 only {which_attacks(severity)}"
    return f"{scenario.title}{only}"


def noun_of(scenario: Scenario) -> str:
    """Name one replication as somebody would who watches it.

    Returns
    -------
    str
        ``incident``, or ``drill`` where there is no hazard.
    """
    return "drill" if scenario.hazard is None else "incident"


def facts(scenario: Scenario) -> list[tuple[str, str]]:
    """List what a reader wants to know before anything else.

    Returns
    -------
    list of (str, str)
        Names and values.
    """
    plan = scenario.floorplan
    unsaid = plan.schematic and "schematic" not in plan.title.lower()
    # Not imported from where they are drawn: that takes long, and pages of other things need none.
    is_drawn = scenario.hazard is not None and scenario.uncertainty == "posterior"
    drawn = [("Calibrated numbers", "a new set for every ten incidents")] if is_drawn else []
    return [
        ("Plan", f"{plan.title} (schematic)" if unsaid else plan.title),
        ("Occupants", f"{sum(group.count for group in scenario.occupants):,}"),
        ("Hazard profile", scenario.hazard.profile if scenario.hazard else "none: a drill"),
        *drawn,
    ]


def headline(comparison: Comparison) -> str:
    """Name the metric the question is about.

    Returns
    -------
    str
        ``killed``, or ``evacuation_time_s`` in a drill.
    """
    return metrics.headline(is_drill=is_drill(comparison))


def officers_hit(comparison: Comparison, course: str) -> NDArray[np.float64]:
    """Count the officers hit in every replication.

    Returns
    -------
    ndarray of float64, shape (n,)
        Officers killed or wounded.
    """
    killed, wounded = (comparison.outcome.values(course, name) for name in OFFICERS)
    hit: NDArray[np.float64] = killed + wounded
    return hit


def course_titles(comparison: Comparison) -> dict[str, str]:
    """Give the title of each course of action by its name, in scenario order.

    Returns
    -------
    dict of str to str
        Titles, each once.
    """
    written = titles_of(comparison.scenario)
    return {name: written.get(name, name) for name in comparison.outcome.courses}
