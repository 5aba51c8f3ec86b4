"""The report of a comparison: one HTML file to read, to print and to pass on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from asher.views.html import raw
from asher.views.paper import Paper, require_page, write_page
from asher.views.playback.stills import plan_symbol
from asher.views.recorded import record_each
from asher.views.reported import Reported
from asher.views.section import Page, Section
from asher.views.sections import (
    answer,
    assumptions,
    by_minute,
    conflicts,
    courses,
    deterrence,
    differences,
    disputes,
    endings,
    limits,
    minutes,
    outcomes,
    parts,
    recommendation,
    record,
    replay,
    rescue,
    severity,
    situation,
    timelines,
    tradeoff,
)
from asher.views.words.measures import facts, is_drill, title_of

if TYPE_CHECKING:
    import os

    from asher.comparison.comparison import Comparison
    from asher.runs.blocks import Progress

COMPARED: tuple[Section[Reported], ...] = (
    outcomes.SECTION,
    differences.SECTION,
    tradeoff.SECTION,
    severity.SECTION,
    by_minute.SECTION,
    minutes.SECTION,
    parts.SECTION,
    rescue.SECTION,
    endings.SECTION,
    deterrence.SECTION,
    timelines.SECTION,
    replay.SECTION,
)
# In the order of a planner's own document.
REPORT: Page[Reported] = Page(
    kicker="courses of action for active-attack response",
    about="courses of action compared",
    skip="Skip to the answer",
    has_contents=True,
    sections=(
        answer.SECTION,
        situation.SECTION,
        courses.SECTION,
        Section("comparison", "Comparison", parts=COMPARED),
        recommendation.SECTION,
        disputes.SECTION,
        assumptions.SECTION,
        conflicts.SECTION,
        limits.SECTION,
        record.SECTION,
    ),
)
_ENDINGS = (".html", ".pdf")
_QUANTILES = (("Typical", 0.5), ("Good", 0.1), ("Bad", 0.9))


def write_report(
    comparison: Comparison,
    path: str | os.PathLike[str],
    *,
    paper: Paper = "A4",
    progress: Progress | None = None,
) -> Path:
    """Write the report of a comparison as one file.

    Parameters
    ----------
    path : path-like
        The file to write, HTML or PDF by its ending; it is written completely or not at all.
    paper : {"A4", "letter"}
        Size of the paper of a PDF.
    progress : callable, optional
        Called with the steps done and the steps in all.

    Raises
    ------
    MissingExtraError
        If a PDF is requested and the extra that makes it is not installed.
    OSError
        If the file cannot be written.
    SimulationError
        If a replication cannot be recorded or a figure cannot be drawn.

    Notes
    -----
    Equal input gives equal bytes: the report holds no time, no machine and no chance.
    """
    require_page(Path(path), _ENDINGS)
    return write_page(report_html(comparison, progress=progress), Path(path), paper=paper)


def report_html(
    comparison: Comparison,
    *,
    page: Page[Reported] = REPORT,
    progress: Progress | None = None,
) -> str:
    """Write the report of a comparison.

    Parameters
    ----------
    page : Page
        Its sections in order.
    progress : callable, optional
        Called with the steps done and the steps in all.

    Returns
    -------
    str
        HTML that asks the network for nothing.
    """
    # Under another model an incident would be run anew and be another one.
    chosen = find_replications(comparison) if comparison.is_of_this_model else []
    reported = Reported(comparison, tuple(chosen))
    shown = len(comparison.outcome.courses) * len(chosen)
    steps = [0, shown + page.count_pictures(reported)]

    def step() -> None:
        steps[0] += 1
        if progress is not None:
            progress(steps[0], steps[1])

    outcome, numbers = comparison.outcome, [number for _, number in chosen]
    scenario, courses = comparison.scenario, outcome.courses
    recordings = record_each(
        scenario, courses, numbers, seed=outcome.seed, severity=outcome.severity, step=step
    )
    reported = replace(reported, recordings=recordings)
    head = {**head_of(comparison), "symbols": raw(plan_symbol(scenario))}
    missing = missing_words(comparison)
    return page.html(reported, head=head, data=reported.data, step=step, missing=missing)


def head_of(comparison: Comparison) -> dict[str, Any]:
    """Say what stands at the head of a page about a comparison.

    Returns
    -------
    dict
        Title, description, which attacks, origin and facts.
    """
    scenario = comparison.scenario
    return {
        "title": title_of(scenario, comparison.outcome.severity),
        "description": scenario.description,
        "only": comparison.severity_words,
        "origin": _origin(comparison),
        "facts": [*facts(scenario), ("Incidents", f"{comparison.outcome.n:,}")],
    }


def missing_words(comparison: Comparison) -> str:
    """Say what captions of tables add about incidents that are not in them; often nothing."""
    if not comparison.failed:
        return ""
    return f"; {comparison.n_failed:,} more incidents failed and are not in it"


def _origin(comparison: Comparison) -> str:
    """Say by what the replications were made, where that is not what writes the page."""
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


def find_replications(comparison: Comparison) -> list[tuple[str, int]]:
    """Choose a typical, a good and a bad replication.

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
