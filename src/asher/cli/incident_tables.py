"""Past incidents as tables for a terminal."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from rich import box
from rich.console import Group
from rich.table import Table
from rich.text import Text

from asher.quantities import format_share
from asher.record.count_moments import Share
from asher.record.incident_statistics import INCLUSION
from asher.views.words.measures import ENDINGS_SHOWN
from asher.views.words.wording import NO_BREAK, number

if TYPE_CHECKING:
    from rich.console import RenderableType

    from asher.record.count_moments import Moments
    from asher.record.incident_statistics import IncidentSummary

_BAND_H = 4


def incident_tables(summary: IncidentSummary) -> RenderableType:
    """Lay out what a file of incidents says, in 80 columns."""
    incidents = summary.incidents
    years = incidents.years
    return Group(
        Text(f"{_counted(len(incidents.rows))}, {years[0]} to {years[-1]}", style="bold"),
        Text(f"{incidents.path}; shares and means, each with its 95 % interval"),
        _heading("How they ended"),
        _endings(summary),
        *map(Text, _coding_notes(summary)),
        _heading("Casualties per incident"),
        _casualties(summary),
        *map(Text, _law_notes(summary)),
        _heading("Where"),
        _groups(summary),
        _heading("When"),
        _years(summary),
        Text(),
        _hours(summary),
        *map(Text, ("", trend_words(summary), INCLUSION if incidents.shipped else "")),
    )


def trend_words(summary: IncidentSummary) -> str:
    """Say how the number of incidents a year changed.

    Returns
    -------
    str
        A sentence with its interval.
    """
    trend = summary.trend
    if math.isnan(trend.ratio):
        return "Too few years to show a trend."
    first, last = trend.expected[0], trend.expected[-1]
    return (
        f"Trend: {_change(trend.ratio)} a year ({_change(trend.lower)} to {_change(trend.upper)}), "
        f"from {first:.0f} incidents a year to {last:.0f}; the years scatter around it with "
        f"{trend.dispersion:.1f} times the variance of pure chance."
    )


def _counted(n: int) -> str:
    return f"{n:,} {'incident' if n == 1 else 'incidents'}"


def _change(ratio: float) -> str:
    return f"{100 * (ratio - 1):+.0f}{NO_BREAK}%".replace("-", "\u2212")


def _heading(text: str) -> Text:
    return Text(f"\n{text}", style="bold")


def _table(first: str, *others: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, padding=(0, 1, 0, 0))
    table.add_column(first)
    for heading in others:
        table.add_column(heading, justify="right", no_wrap=True)
    return table


def _ends(lower: float, upper: float, *, decimals: int = 1) -> str:
    if math.isnan(lower):
        return "\u2013"
    return f"{number(lower, decimals=decimals)}\u2013{number(upper, decimals=decimals)}"


def _share_ends(share: Share) -> str:
    if share.of == 0:
        return "\u2013"
    return f"{format_share(share.lower)}\u2013{format_share(share.upper)}"


def _endings(summary: IncidentSummary) -> Table:
    table = _table("Ending", "Incidents", "Share", "95 % interval")
    for ending in ENDINGS_SHOWN:
        if ending.name in summary.endings:
            share = summary.endings[ending.name]
            cells = str(share.count), format_share(share.share), _share_ends(share)
            table.add_row(ending.label, *cells)
    return table


def _coding_notes(summary: IncidentSummary) -> list[str]:
    rows, coded = summary.incidents.rows, summary.coded
    missing = f"{len(rows) - coded}, listed here" if coded < len(rows) else "none"
    notes = [f"Coded: {coded} of {len(rows)}. Not coded: {missing}."]
    notes += [f"  line {one['line']}, {one['name']}: {one['reason']}" for one in summary.uncoded]
    if summary.disagreeing:
        notes.append("The two texts of a row disagree; the first one counts:")
        notes += [
            f"  line {o['line']}, {o['name']}: {o['disagreement']}" for o in summary.disagreeing
        ]
    return notes


def _casualties(summary: IncidentSummary) -> Table:
    table = _table(
        "", "n", "Mean", "95 %\ninterval", "Variance", "95 %\ninterval", "Nobody", "Most"
    )
    kinds: list[tuple[str, Moments]] = [("Killed", summary.killed), ("Wounded", summary.wounded)]
    if summary.apart:
        names = _apart(summary)
        kinds += [
            (f"Killed, with {names}", summary.killed_all),
            (f"Wounded, with {names}", summary.wounded_all),
        ]
    for name, found in kinds:
        table.add_row(
            name,
            str(found.n),
            number(found.mean, decimals=2),
            _ends(found.lower, found.upper),
            number(found.variance),
            _ends(found.variance_lower, found.variance_upper, decimals=0),
            format_share(found.nobody.share),
            str(found.largest),
        )
    return table


def _apart(summary: IncidentSummary) -> str:
    return " and ".join(row.apart.title for row in summary.apart if row.apart)


def _law_notes(summary: IncidentSummary) -> list[str]:
    notes = [
        f"{row.apart.title} is left out of means, variances and fits ({row.apart.why})."
        for row in summary.apart
        if row.apart
    ]
    notes.append("Negative binomial law:")
    notes.append(f"  killed: {summary.killed.law.verdict}")
    notes.append(f"  wounded: {summary.wounded.law.verdict}")
    if summary.apart:
        notes.append(f"  killed, with {_apart(summary)}: {summary.killed_all.law.verdict}")
        notes.append(f"  wounded, with {_apart(summary)}: {summary.wounded_all.law.verdict}")
    return notes


def _groups(summary: IncidentSummary) -> Table:
    table = _table(
        "Place", "Incidents", "Share", "95 %\ninterval", "Killed,\nmean", "95 %\ninterval",
        "Wounded,\nmean", "95 %\ninterval",
    )  # fmt: skip
    for group in summary.places:
        table.add_row(
            group.name,
            str(group.share.count),
            format_share(group.share.share),
            _share_ends(group.share).replace(f"{NO_BREAK}%\u2013", "\u2013"),
            number(group.killed[0]),
            _ends(*group.killed[1:]),
            number(group.wounded[0]),
            _ends(*group.wounded[1:]),
        )
    return table


def _years(summary: IncidentSummary) -> Table:
    table = _table(
        "Year", "Incidents", "Fitted", "Killed", "Wounded", "Killed,\nmean", "95 %\ninterval"
    )
    for group, due in zip(summary.years, summary.trend.expected, strict=True):
        table.add_row(
            group.name,
            str(group.share.count),
            number(due),
            str(group.killed_total),
            str(group.wounded_total),
            number(group.killed[0]),
            _ends(*group.killed[1:]),
        )
    return table


def _hours(summary: IncidentSummary) -> Table:
    table = _table("Hours of the day", "Incidents", "Share", "95 % interval")
    known = sum(summary.hours)
    for start in range(0, len(summary.hours), _BAND_H):
        share = Share.among(sum(summary.hours[start : start + _BAND_H]), known)
        cells = str(share.count), format_share(share.share), _share_ends(share)
        table.add_row(f"{start:02d}:00 to {start + _BAND_H:02d}:00", *cells)
    return table
