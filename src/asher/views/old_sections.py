"""What each section of a report holds, in the order of a planner's own document."""

from __future__ import annotations

import platform
from dataclasses import replace
from functools import partial
from importlib.metadata import version as installed_version
from typing import TYPE_CHECKING, Any

from asher.simulation.outcome import find_metric
from asher.views.figures.courses import courses_figure, differences_figure, endings_figure
from asher.views.figures.panels import MOST_PANELS, NARROW, WIDE, batches
from asher.views.figures.timeline import timeline_figure
from asher.views.figures.tradeoff import tradeoff_figure
from asher.views.figures.whereabouts import CROWD, whereabouts_figure
from asher.views.html import asher_version, raw
from asher.views.playback.whereabouts import whereabouts
from asher.views.sections.assumptions import assumptions_table
from asher.views.sections.conflicts import conflicts
from asher.views.sections.deterrence import deterrence_table, deterrence_words
from asher.views.sections.parts import (
    PART_MEANINGS,
    PARTS,
    parts_figure,
    parts_sentence,
    parts_table,
)
from asher.views.sections.rescue import rescue_figure, rescue_sentence, rescue_table
from asher.views.sections.timelines import whereabouts_table
from asher.views.tables import (
    courses_table,
    endings_table,
    minutes_table,
    pairs_table,
    reference_table,
)
from asher.views.words.answer import answer
from asher.views.words.course_words import course_words
from asher.views.words.glance import friendly_fire_sentence, glance_table
from asher.views.words.measures import MILESTONE_MEANINGS, course_titles, facts, headline, is_drill
from asher.views.words.situation import clocks_table, situation
from asher.views.words.tradeoffs import tradeoff_sentence, tradeoff_table
from asher.views.words.wording import spoken_time

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from asher.comparison.comparison import Comparison
    from asher.scenario import Scenario
    from asher.simulation.recording import Recording

LIMITS = (
    "Results compare courses of action under stated assumptions; they do not predict an incident.",
    "Evidence on solo entry, deterrence and armed guards is thin or contradictory.",
    "The attacker is an outside hazard with rates from past incidents, as weather is to an "
    "evacuation; it makes no choices, and nothing here shows where a place is weak.",
    "The intervals tell how much the number of replications leaves open. They do not hold what "
    "the assumptions leave open: another assumption may move every figure.",
    "Plans with labelled rooms are sensitive. This report names no rooms on the plan; pass it on "
    "with the care the place deserves.",
)
# What the person who decides is asked for; the program writes none of it.
BLANKS = (
    ("Course of action recommended", 1),
    ("Reasons", 4),
    ("Risk that is accepted, and by whom", 2),
    ("What would change this recommendation", 2),
    ("Name, office, date", 1),
)


def figures(comparison: Comparison, *, step: Callable[[], None]) -> dict[str, Any]:
    """Draw every figure of the replications taken together, wide and narrow.

    Parameters
    ----------
    comparison : Comparison
        What was compared.
    step : callable
        Called after each picture.

    Returns
    -------
    dict of str to (Markup, Markup)
        By name; only those that `figures_wanted` names. Of the milestones, a list of such pairs.
    """
    drawing: dict[str, Callable[..., str]] = {
        "courses": courses_figure,
        "differences": differences_figure,
        "tradeoff": tradeoff_figure,
        "minutes": timeline_figure,
        "parts": parts_figure,
        "rescue": rescue_figure,
        "endings": endings_figure,
    }
    found: dict[str, Any] = {}
    for name in figures_wanted(comparison):
        draw = partial(drawing[name], comparison)
        found[name] = _cut(draw, comparison, step) if name == "minutes" else _pair(draw, step)
    return found


def figures_wanted(comparison: Comparison) -> tuple[str, ...]:
    """Name the figures that say something about this comparison.

    Parameters
    ----------
    comparison : Comparison
        What was compared.

    Returns
    -------
    tuple of str
        Without the attack in a drill, and without differences where there is one course.
    """
    several, attack = len(comparison.outcome.courses) > 1, not is_drill(comparison)
    wanted = {
        "courses": True,
        "differences": several,
        "tradeoff": several and attack,
        "minutes": attack,
        "parts": attack,
        "rescue": attack,
        "endings": attack,
    }
    return tuple(name for name, is_wanted in wanted.items() if is_wanted)


def count_pictures(comparison: Comparison, chosen: Sequence[tuple[str, int]]) -> int:
    """Count the pictures of a report.

    Parameters
    ----------
    comparison : Comparison
        What was compared.
    chosen : sequence of (str, int)
        Label and number of each replication that is shown.

    Returns
    -------
    int
        Wide and narrow ones, without still pictures.
    """
    wanted = figures_wanted(comparison)
    if is_drill(comparison):
        return 2 * len(wanted)
    cut = len(batches(len(comparison.outcome.courses)))
    return 2 * (len(wanted) - 1 + cut * (1 + len(chosen)))


def _cut(
    draw: Callable[..., str], comparison: Comparison, step: Callable[[], None]
) -> list[tuple[Any, Any]]:
    found = batches(len(comparison.outcome.courses))
    return [_pair(partial(draw, only=only), step) for only in found]


def _pair(draw: Callable[..., str], step: Callable[[], None]) -> tuple[Any, Any]:
    found = []
    for width in (WIDE, NARROW):
        found.append(raw(draw(width=width)))
        step()
    return (found[0], found[1])


def timelines(
    comparison: Comparison,
    recordings: Sequence[Recording],
    chosen: Sequence[tuple[str, int]],
    *,
    step: Callable[[], None],
) -> list[dict[str, Any]]:
    """Show who was where when in the replications that were recorded.

    Parameters
    ----------
    comparison : Comparison
        What was compared.
    recordings : sequence of Recording
        One for each course of action and chosen replication.
    chosen : sequence of (str, int)
        Label and number of each replication.
    step : callable
        Called after each picture.

    Returns
    -------
    list of dict
        ``label``, ``number``, ``figures`` and ``table`` of each replication; empty in a drill.
    """
    if is_drill(comparison):
        return []
    titles = course_titles(comparison)
    shown = []
    for label, number in chosen:
        found = [whereabouts(r) for r in recordings if r.replication == number]
        pictures = _cut(partial(whereabouts_figure, found, titles), comparison, step)
        table = whereabouts_table(found, titles, outcome=comparison.outcome)
        shown.append({"label": label, "number": number, "figures": pictures, "table": table})
    return shown


def tables(comparison: Comparison) -> dict[str, Any]:
    """Make every table of the replications taken together.

    Parameters
    ----------
    comparison : Comparison
        What was compared.

    Returns
    -------
    dict of str to Table
        By name; those that say nothing here are None.
    """
    wanted = figures_wanted(comparison)
    count = len(comparison.outcome.courses)
    attack = not is_drill(comparison)
    made = {
        "glance": glance_table(comparison),
        "clocks": clocks_table(_compared(comparison)) if attack else None,
        "courses": courses_table(comparison),
        "reference": reference_table(comparison) if count > 1 else None,
        "pairs": pairs_table(comparison) if 2 < count <= MOST_PANELS else None,
        "tradeoff": tradeoff_table(comparison) if "tradeoff" in wanted else None,
        "minutes": minutes_table(comparison) if attack else None,
        "parts": parts_table(comparison) if attack else None,
        "rescue": rescue_table(comparison) if attack else None,
        "endings": endings_table(comparison) if attack else None,
        "deterrence": deterrence_table(comparison, course_titles(comparison)),
    }
    if comparison.failed:
        # Whichever table is cut out of the page, it says what it leaves out.
        left_out = f"; {comparison.n_failed:,} more replications failed and are not in it"
        made = {
            name: table and replace(table, caption=table.caption + left_out)
            for name, table in made.items()
        }
    return {**made, "assumptions": assumptions_table(comparison.scenario)}


def origin(comparison: Comparison) -> str:
    """Say by what the replications were made, where that is not what writes the page.

    Parameters
    ----------
    comparison : Comparison
        What was compared.

    Returns
    -------
    str
        Sentences; empty where it is the same.
    """
    said = "" if comparison.origin is None else comparison.origin.said
    if not said:
        return ""
    left_out = (
        ""
        if comparison.is_of_this_model
        else " Its figures stand as they were made; no incident is shown again, since it would be "
        "run by the model of now. Run the comparison again into another folder to see incidents."
    )
    return f"These results were {said}.{left_out}"


def words(comparison: Comparison) -> dict[str, Any]:
    """Write everything in a report that is neither a figure nor a table.

    Parameters
    ----------
    comparison : Comparison
        What was compared.

    Returns
    -------
    dict
        What the template names.
    """
    scenario, attack = _compared(comparison), not is_drill(comparison)
    several = len(comparison.outcome.courses) > 1
    stopping = "" if comparison.stopping is None else str(comparison.stopping)
    return {
        "title": scenario.title,
        "description": scenario.description,
        "origin": origin(comparison),
        "facts": [*facts(scenario), ("Replications", f"{comparison.outcome.n:,}")],
        "answer": answer(comparison),
        "many": len(comparison.outcome.courses) > MOST_PANELS,
        "headline_label": find_metric(headline(comparison)).label,
        "stopping": f"{stopping[0].upper()}{stopping[1:]}." if stopping else "",
        "situation": situation(scenario),
        "courses": [
            course if attack else course | {"parts": [], "rows": []}
            for course in course_words(scenario)
        ],
        "tradeoff_words": tradeoff_sentence(comparison) if several and attack else "",
        "friendly_fire": friendly_fire_sentence(comparison),
        "parts_words": parts_sentence(comparison) if attack else "",
        "part_meanings": [(sign, PART_MEANINGS[sign.name]) for sign in PARTS[:-1]],
        "rescue_words": rescue_sentence(comparison) if attack else "",
        "deterrence_words": deterrence_words(comparison, _quoted(comparison)),
        "crowd": CROWD,
        "horizon": spoken_time(scenario.horizon),
        "meanings": MILESTONE_MEANINGS,
        "blanks": BLANKS,
        "conflicts": conflicts(scenario) if attack else (),
        "limits": LIMITS,
        "record": _provenance(comparison),
    }


def contents(comparison: Comparison, *, conflicting: bool) -> list[tuple[str, str, Any]]:
    """List the sections with the parts of the comparison.

    Parameters
    ----------
    comparison : Comparison
        What was compared.
    conflicting : bool
        Whether there is a section on evidence that conflicts.

    Returns
    -------
    list of (str, str, list of (str, str))
        Anchor, words and parts.
    """
    several, attack = len(comparison.outcome.courses) > 1, not is_drill(comparison)
    parts = [
        ("outcomes", "Outcomes", True),
        ("differences", "Differences", several),
        ("tradeoff", "Trade-off", several and attack),
        ("minutes", "Milestones", attack),
        ("parts", "Which part takes longest", attack),
        ("rescue", "Rescue", attack),
        ("endings", "Endings", attack),
        ("deterrence", "Deterrence", deterrence_table(comparison) is not None),
        ("timelines", "Who was where when", attack and comparison.is_of_this_model),
        ("replay", "Replay", comparison.is_of_this_model),
    ]
    listed: list[tuple[str, str, Any]] = [
        ("answer", "Question and answer", []),
        ("situation", "Situation", []),
        ("courses", "Courses of action", []),
        ("comparison", "Comparison", [(a, w) for a, w, is_there in parts if is_there]),
        ("recommendation", "Recommendation", []),
        ("assumptions", "Assumptions", []),
    ]
    if conflicting:
        listed.append(("conflicts", "Evidence conflicts", []))
    return [*listed, ("limits", "Limits", []), ("record", "Seeds and versions", [])]


def _compared(comparison: Comparison) -> Scenario:
    """Take the scenario with the courses of action that were compared, and no others."""
    scenario, names = comparison.scenario, set(comparison.outcome.courses)
    courses = tuple(c for c in scenario.courses_of_action if c.name in names)
    if len(courses) == len(scenario.courses_of_action):
        return scenario
    # For words alone: the sources, which go by position, stay with the whole scenario.
    return scenario.model_copy(update={"courses_of_action": courses})


def _provenance(comparison: Comparison) -> list[tuple[str, str]]:
    outcome, scenario = comparison.outcome, comparison.scenario
    first, last = int(outcome.replications.min()), int(outcome.replications.max())
    return [
        ("Seed", str(outcome.seed)),
        ("Replications", f"{outcome.n:,} (numbers {first} to {last})"),
        *([("Failed", comparison.failed_words)] if comparison.failed else []),
        ("Horizon", spoken_time(scenario.horizon)),
        ("Time step", f"{scenario.time_step_s:g} s"),
        ("Scenario digest", outcome.scenario_digest),
        ("Plan", f"{scenario.floorplan.title}; {scenario.floorplan.source}"),
        ("Plan digest", scenario.floorplan.digest),
        ("ASHER", asher_version()),
        ("Python", platform.python_version()),
        *((name, installed_version(name)) for name in ("numpy", "numba", "altair")),
    ]


def _quoted(comparison: Comparison) -> dict[str, str]:
    return {name: f"\u201c{title}\u201d" for name, title in course_titles(comparison).items()}
