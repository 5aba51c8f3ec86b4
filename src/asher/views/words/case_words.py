"""A case beside its prediction, in words and as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from asher.quantities import format_share
from asher.record.cases import ANOTHER, COUNTED, NEVER, OWN, STANDS_IN
from asher.simulation.metrics import find_metric
from asher.views.table import Cell, Row, Table
from asher.views.words.wording import NO_BREAK, clock, number, spoken_time

if TYPE_CHECKING:
    from collections.abc import Sequence

    from asher.record.cases import CaseReplay, Placement

STATED = (
    "* The scenario takes this time from the same case, so whether the figure lies inside says "
    "nothing about the model."
)
_ROLES = {
    OWN: "the case's own response",
    STANDS_IN: "stands in for the case's own response, which the scenario does not state",
    ANOTHER: "not what was done: another course of action, run on request",
}


def observed_words(placement: Placement) -> str:
    """Write what was observed.

    Returns
    -------
    str
        A figure, or the two ends of an interval.
    """
    seen = placement.observed
    return _ends(placement, seen.low, seen.high)


def median_words(placement: Placement) -> str:
    """Write the predicted median.

    Returns
    -------
    str
        A figure; "never" where the moment came in no replication.
    """
    return "never" if placement.n == 0 else _value(placement, placement.median)


def interval_words(placement: Placement) -> str:
    """Write the predicted 80 % interval.

    Returns
    -------
    str
        The 10th and the 90th percentile; a dash where there is none.
    """
    if placement.n == 0:
        return "\u2013"
    return _ends(placement, placement.p10, placement.p90)


def percentile_words(placement: Placement) -> str:
    """Write where the observed figure stands among the replications.

    Returns
    -------
    str
        A percentile, or the range of an interval; a dash where there is none.
    """
    if placement.n == 0:
        return "\u2013"
    low, high = (_rank(one) for one in placement.percentiles)
    return low if low == high else f"{low}\u2013{high}"


def verdict_words(placement: Placement) -> str:
    """Write whether it lies inside the 80 % interval.

    Returns
    -------
    str
        The verdict; with a star where the scenario states the clock.
    """
    return f"{placement.verdict}{' *' if placement.is_stated else ''}"


def share_words(placement: Placement) -> str:
    """Write in how many replications a moment came.

    Returns
    -------
    str
        Empty where it came in all of them, or in none.
    """
    return f"in {format_share(placement.share)}" if 0 < placement.share < 1 else ""


def role_words(replay: CaseReplay) -> str:
    """Say what the course of action that was run is to the case.

    Returns
    -------
    str
        Its title and its part.
    """
    return f"{replay.course_title} ({_ROLES[replay.role]})"


def unfinished_words(replay: CaseReplay) -> str:
    """Say how many replications were cut off."""
    horizon = spoken_time(replay.horizon_s)
    if replay.unfinished:
        return f"Replications cut off, unfinished, at {horizon}: {format_share(replay.unfinished)}."
    return f"Every replication was over within {horizon}."


def notes(replay: CaseReplay) -> list[str]:
    """Say what has to be known to read the table."""
    said = [COUNTED]
    if any(one.is_stated for one in replay.placements):
        said.append(STATED)
    if any(0 < one.share < 1 for one in replay.placements):
        said.append(
            "If a moment did not come in every replication, the share in which it came is given "
            "with the median; the other figures cover only those."
        )
    if any(one.verdict == NEVER for one in replay.placements):
        said.append("A moment that never came in any replication has no predicted interval.")
    said.append(unfinished_words(replay))
    return said


def left_out(replay: CaseReplay) -> list[str]:
    """List the metrics of which nothing is known.

    Returns
    -------
    list of str
        Label and reason.
    """
    return [f"{find_metric(name).label}: {why}." for name, why in replay.case.unknown.items()]


def given_words(replay: CaseReplay) -> str:
    """Say what it means that a case is placed among severe attacks alone.

    Returns
    -------
    str
        Some sentences; empty where hardly any attack is as severe.
    """
    nearly = replay.nearly
    if nearly is None:
        return ""
    return (
        "A case is known because it was severe, so what follows from that alone is no finding. "
        f"Here only the {nearly.n:,} of {replay.replications:,} replications are kept in which at "
        f"least half as many occupants were killed or wounded ({nearly.least:,} or more), and the "
        "other figures are placed among these."
    )


def case_table(replay: CaseReplay) -> Table:
    """Lay out where the observed figures fall.

    Returns
    -------
    Table
        A row per metric.
    """
    return placements_table(
        replay.placements,
        caption="What was observed and what the replications show; times are minutes:seconds after "
        "the first shot",
        has_notes=True,
    )


def placements_table(
    placements: Sequence[Placement], *, caption: str, has_notes: bool = False
) -> Table:
    """Lay out where observed figures fall among some replications.

    Parameters
    ----------
    placements : sequence of Placement
        A metric each.
    caption : str
        What the table shows.
    has_notes : bool
        Whether what is noted of a figure stands under its name.

    Returns
    -------
    Table
        A row per metric.
    """
    rows = []
    for one in placements:
        cells = (
            Cell(observed_words(one)),
            Cell(median_words(one), share_words(one)),
            Cell(interval_words(one)),
            Cell(percentile_words(one)),
            Cell(verdict_words(one)),
        )
        note = _sentence(one.observed.note) if has_notes and one.observed.note else ""
        rows.append(Row(find_metric(one.metric).label, cells, note))
    return Table.plain(
        rows,
        caption=caption,
        corner="Metric",
        columns=(
            "Observed",
            "Predicted median",
            f"80{NO_BREAK}% interval",
            "Percentile of the observed figure",
            "Verdict",
        ),
    )


def strip_words(replay: CaseReplay) -> list[tuple[str, str]]:
    """Head every strip of the figure and say what it shows.

    Returns
    -------
    list of (str, str)
        Heading and words, metric by metric.
    """
    said = []
    for one in replay.placements:
        label = find_metric(one.metric).label
        unit = ", minutes" if find_metric(one.metric).is_time else ""
        predicted = f"predicted {median_words(one)}"
        if one.n:
            share = share_words(one)
            predicted += f", {interval_words(one)}" + (f" ({share})" if share else "")
        heading = f"{label}{unit}: {verdict_words(one)}"
        said.append((heading, f"observed {observed_words(one)}; {predicted}"))
    return said


def _value(placement: Placement, value: float) -> str:
    metric = find_metric(placement.metric)
    if metric.kind == "time":
        return clock(value)
    return number(value, decimals=0 if float(value).is_integer() else 1)


def _ends(placement: Placement, low: float, high: float) -> str:
    ends = [_value(placement, end) for end in (low, high)]
    return ends[0] if ends[0] == ends[1] else "\u2013".join(ends)


def _rank(percentile: float) -> str:
    if 0 < percentile < 0.5:
        return "<1"
    return ">99" if 99.5 < percentile < 100 else number(percentile, decimals=0)


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."
