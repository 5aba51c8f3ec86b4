"""The report of a comparison: one HTML file to read, to print and to pass on."""

from __future__ import annotations

import platform
from importlib.metadata import version as installed_version
from typing import TYPE_CHECKING, Any

import numpy as np

from asher.simulation.outcome import find_metric
from asher.views.answer import answer
from asher.views.assumptions import assumptions_table
from asher.views.figures import courses_figure, differences_figure, endings_figure
from asher.views.measures import MILESTONE_MEANINGS, course_titles, facts, headline, is_drill
from asher.views.pages import asher_version, page, raw, text_and_stills, write_whole
from asher.views.panels import NARROW, WIDE
from asher.views.playback import playback
from asher.views.stills import plan_symbol, stills
from asher.views.tables import (
    courses_table,
    endings_table,
    minutes_table,
    pairs_table,
    reference_table,
)
from asher.views.timeline import timeline_figure
from asher.views.wording import spoken_time

if TYPE_CHECKING:
    import os
    from collections.abc import Callable
    from pathlib import Path

    from asher.analysis.comparison import Comparison
    from asher.scenario import Scenario
    from asher.simulation.recording import Recording

_QUANTILES = (("Typical", 0.5), ("Good", 0.1), ("Bad", 0.9))
_REPLAY_TITLES = {
    1: "One replication, replayed",
    2: "Two replications, replayed",
    3: "Three replications, replayed",
}
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
_SOLO = "Evidence on solo entry is thin."


def write_report(
    comparison: Comparison,
    path: str | os.PathLike[str],
    *,
    progress: Callable[[int, int], None] | None = None,
) -> Path:
    """Write the report of a comparison as one HTML file.

    Parameters
    ----------
    comparison : Comparison
        What was compared.
    path : path-like
        The file to write; it is there whole or not at all.
    progress : callable, optional
        Called with the steps done and the steps in all.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    OSError
        If the file cannot be written.
    SimulationError
        If a replication cannot be recorded or a figure cannot be drawn.

    Notes
    -----
    Equal input gives equal bytes: the report holds no time, no machine and no chance.
    """
    courses = comparison.outcome.courses
    chosen = find_replications(comparison)
    steps = [0, len(courses) * len(chosen) + 8]

    def step() -> None:
        steps[0] += 1
        if progress is not None:
            progress(steps[0], steps[1])

    recordings = []
    for course in courses:
        for _, number in chosen:
            recordings.append(_record(comparison, course, number))
            step()
    values = _values(comparison, figures=_figures(comparison, step=step))
    values |= _replay_values(comparison, recordings, chosen)
    titles = course_titles(comparison)
    data = playback(
        comparison.scenario.floorplan,
        recordings,
        courses=list(titles.items()),
        replications=[(number, f"{label} (no. {number})") for label, number in chosen],
    )
    return write_whole(page("report.html.jinja", data=data, values=values), path)


def find_replications(comparison: Comparison) -> list[tuple[str, int]]:
    """Choose a typical, a good and a bad replication.

    Parameters
    ----------
    comparison : Comparison
        What was compared.

    Returns
    -------
    list of (str, int)
        Label and replication number: those at the median, the 10th and the 90th percentile of
        casualties (in a drill: of the evacuation time) under the first course of action. A
        replication is listed once.
    """
    outcome = comparison.outcome
    first = outcome.courses[0]
    if is_drill(comparison):
        keys = [np.nan_to_num(outcome.values(first, "evacuation_time_s"), nan=np.inf)]
    else:
        keys = [outcome.values(first, "casualties"), outcome.values(first, "killed")]
    # lexsort takes its last key first; equal replications stand in order of number.
    order = np.lexsort([outcome.replications, *reversed(keys)])
    found: list[tuple[str, int]] = []
    for label, quantile in _QUANTILES:
        number = int(outcome.replications[order[round(quantile * (outcome.n - 1))]])
        if number not in [known for _, known in found]:
            found.append((label, number))
    return found


def _record(comparison: Comparison, course: str, number: int) -> Recording:
    from asher.simulation.recording import record

    return record(
        comparison.scenario, course=course, replication=number, seed=comparison.outcome.seed
    )


def _figures(comparison: Comparison, *, step: Callable[[], None]) -> dict[str, Any]:
    draw = {"courses": courses_figure}
    if len(comparison.outcome.courses) > 1:
        draw["differences"] = differences_figure
    if not is_drill(comparison):
        draw |= {"minutes": timeline_figure, "endings": endings_figure}
    drawn = {}
    for name, figure in draw.items():
        pair = []
        for width in (WIDE, NARROW):
            pair.append(raw(figure(comparison, width=width)))
            step()
        drawn[name] = tuple(pair)
    return drawn


def _values(comparison: Comparison, *, figures: dict[str, Any]) -> dict[str, Any]:
    scenario, drill = comparison.scenario, is_drill(comparison)
    several = len(comparison.outcome.courses) > 1
    tables = {
        "courses": courses_table(comparison),
        "reference": reference_table(comparison) if several else None,
        "pairs": pairs_table(comparison) if len(comparison.outcome.courses) > 2 else None,
        "minutes": None if drill else minutes_table(comparison),
        "endings": None if drill else endings_table(comparison),
        "assumptions": assumptions_table(scenario),
    }
    contents = [
        ("answer", "Answer"),
        ("courses", "Courses of action"),
        *([("differences", "Differences")] if several else []),
        *([] if drill else [("minutes", "Minutes"), ("endings", "Endings")]),
        ("replay", "Replay"),
        ("assumptions", "Assumptions"),
        ("limits", "Limits"),
        ("record", "Seeds and versions"),
    ]
    return {
        "title": scenario.title,
        "description": scenario.description,
        "facts": [*facts(scenario), ("Replications", f"{comparison.outcome.n:,}")],
        "contents": contents,
        "answer": answer(comparison),
        "headline_label": find_metric(headline(comparison)).label,
        "stopping": _stopping(comparison),
        "courses": _courses(scenario),
        "figures": figures,
        "tables": tables,
        "horizon": spoken_time(scenario.horizon),
        "meanings": MILESTONE_MEANINGS,
        "limits": LIMITS,
        "record": _provenance(comparison),
    }


def _stopping(comparison: Comparison) -> str:
    text = "" if comparison.stopping is None else str(comparison.stopping)
    return f"{text[0].upper()}{text[1:]}." if text else ""


def _courses(scenario: Scenario) -> list[dict[str, str]]:
    return [
        {
            "title": course.title or course.name,
            "description": course.description,
            "rows": ", ".join(course.rows),
            "note": _SOLO if getattr(course.entry, "officers", 0) == 1 else "",
        }
        for course in scenario.courses_of_action
    ]


def _replay_values(
    comparison: Comparison, recordings: list[Recording], chosen: list[tuple[str, int]]
) -> dict[str, Any]:
    titles = course_titles(comparison)
    plan = comparison.scenario.floorplan
    label, number = chosen[0]
    shown = [recording for recording in recordings if recording.replication == number]
    by = "evacuation times" if is_drill(comparison) else "casualties"
    first = next(iter(titles.values()))
    named = {"Typical": "median", "Good": "10th percentile", "Bad": "90th percentile"}
    words = ", ".join(f"{known.lower()}: no. {n} ({named[known]})" for known, n in chosen)
    return {
        "symbols": raw(plan_symbol(plan)),
        "replay_title": _REPLAY_TITLES[len(chosen)],
        "replay_words": f"Chosen by {by} under {first}; {words}.",
        "stills_label": f"{label.lower()} replication, no. {number}",
        "stills": [
            text_and_stills(
                recording,
                titles[recording.course],
                stills(plan, recording, course_title=titles[recording.course]),
            )
            for recording in shown
        ],
    }


def _provenance(comparison: Comparison) -> list[tuple[str, str]]:
    outcome, scenario = comparison.outcome, comparison.scenario
    first, last = int(outcome.replications.min()), int(outcome.replications.max())
    return [
        ("Seed", str(outcome.seed)),
        ("Replications", f"{outcome.n:,} (numbers {first} to {last})"),
        ("Horizon", spoken_time(scenario.horizon)),
        ("Time step", f"{scenario.time_step_s:g} s"),
        ("Scenario digest", outcome.scenario_digest),
        ("Plan", f"{scenario.floorplan.title}; {scenario.floorplan.source}"),
        ("Plan digest", scenario.floorplan.digest),
        ("ASHER", asher_version()),
        ("Python", platform.python_version()),
        *((name, installed_version(name)) for name in ("numpy", "numba", "altair")),
    ]
