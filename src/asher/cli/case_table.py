"""A case beside its prediction as a table for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich import box
from rich.console import Group
from rich.table import Table
from rich.text import Text

from asher.record.cases import LIMITS
from asher.simulation.metrics import find_metric
from asher.views.words.case_words import (
    given_words,
    interval_words,
    left_out,
    median_words,
    notes,
    observed_words,
    percentile_words,
    role_words,
    share_words,
    verdict_words,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from asher.record.cases import CaseReplay, Placement


def case_table(replay: CaseReplay) -> RenderableType:
    """Lay out where the observed figures of a case fall, in 80 columns."""
    case = replay.case
    remarks = [
        f"{find_metric(one.metric).label}: {one.observed.note}."
        for one in replay.placements
        if one.observed.note
    ]
    said = [*notes(replay), "", "Observed:", *remarks]
    unknown = left_out(replay)
    if unknown:
        said += ["", "Left out, because it is not known:", *unknown]
    said += ["", *LIMITS]
    return Group(
        Text(f"{case.title}, {case.place}, {case.date}", style="bold"),
        Text(f"Course of action: {role_words(replay)}"),
        Text(f"{replay.replications:,} replications; seed {replay.seed}"),
        _figures(replay.placements),
        *_given(replay),
        Text(),
        *(Text(line) for line in said),
    )


def _given(replay: CaseReplay) -> list[RenderableType]:
    if replay.nearly is None:
        return []
    return [Text(), Text(given_words(replay)), Text(), _figures(replay.nearly.placements)]


def _figures(placements: Sequence[Placement]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, padding=(0, 1, 0, 0))
    table.add_column("Metric", no_wrap=True)
    for heading in ("Observed", "Predicted\nmedian", "80 %\ninterval", "Per-\ncentile"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("Verdict")
    for one in placements:
        median = "\n".join(filter(None, (median_words(one), share_words(one))))
        table.add_row(
            find_metric(one.metric).label,
            observed_words(one),
            median,
            interval_words(one),
            percentile_words(one),
            verdict_words(one),
        )
    return table
