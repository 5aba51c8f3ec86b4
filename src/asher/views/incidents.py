"""The picture of past incidents as a file: SVG, PNG or a page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from asher.views.figures.incidents import incidents_figure
from asher.views.figures.picture_files import write_picture
from asher.views.section import Page
from asher.views.sections import incident_endings, incident_figures

if TYPE_CHECKING:
    from asher.record.incident_statistics import IncidentSummary

INCIDENTS: Page[IncidentSummary] = Page(
    kicker="what past incidents say",
    sections=(incident_figures.SECTION, incident_endings.SECTION),
)


def write_incidents(summary: IncidentSummary, path: Path) -> Path:
    """Draw incidents into a file, as `write_picture` does."""
    return write_picture(path, draw=lambda: incidents_figure(summary), page=lambda: _page(summary))


def _page(summary: IncidentSummary) -> str:
    years = summary.incidents.years
    head = {
        "title": f"{len(summary.incidents.rows)} incidents, {years[0]} to {years[-1]}",
        "facts": [("Record", Path(summary.incidents.path).name)],
    }
    return INCIDENTS.html(summary, head=head)
