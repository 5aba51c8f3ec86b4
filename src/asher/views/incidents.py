"""The picture of past incidents as a file: SVG, PNG or a page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from asher.views.figures.picture_files import write_picture

if TYPE_CHECKING:
    from asher.record.incident_statistics import IncidentSummary


def write_incidents(summary: IncidentSummary, path: Path) -> Path:
    """Draw incidents into a file.

    Parameters
    ----------
    summary : IncidentSummary
        The estimates.
    path : Path
        The file; its ending says what it holds, and it is there whole or not at all.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    RecordsError
        If the ending of the file is none of `asher.views.figures.picture_files.PICTURES`.
    OSError
        If the file cannot be written.
    SimulationError
        If the figure cannot be drawn.
    """
    from asher.views.figures.incidents import incidents_figure

    return write_picture(path, draw=lambda: incidents_figure(summary), page=lambda: _page(summary))


def _page(summary: IncidentSummary) -> str:
    from asher.views.figures.incidents import incidents_figure
    from asher.views.figures.panels import NARROW, WIDE
    from asher.views.html import raw, still_page

    years = summary.incidents.years
    values = {
        "title": f"{len(summary.incidents.rows)} incidents, {years[0]} to {years[-1]}",
        "facts": [("Record", Path(summary.incidents.path).name)],
        "figure": tuple(raw(incidents_figure(summary, width=w)) for w in (WIDE, NARROW)),
        "endings": list(_endings(summary)),
        "laws": [
            f"Killed per incident: {summary.killed.law.verdict}.",
            f"Wounded per incident: {summary.wounded.law.verdict}.",
        ],
        "uncoded": [f"{one['name']}, {one['date']}: {one['reason']}" for one in summary.uncoded],
        "apart": [row.apart for row in summary.apart],
    }
    return still_page("incidents.html.jinja", values=values)


def _endings(summary: IncidentSummary) -> list[tuple[str, str]]:
    from asher.views.words.measures import ENDINGS_SHOWN
    from asher.views.words.wording import percent

    labels = {one.name: one.label for one in ENDINGS_SHOWN}
    return [
        (
            labels[name],
            f"{share.count} of {share.of}, {percent(share.share)} "
            f"({percent(share.lower)} to {percent(share.upper)})",
        )
        for name, share in summary.endings.items()
    ]
