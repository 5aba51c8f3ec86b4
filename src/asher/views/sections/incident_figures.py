"""How past incidents ended, where and when they came about, and whom they hurt."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from asher.views.figures.incidents import incidents_figure
from asher.views.section import Figure, Section

if TYPE_CHECKING:
    from asher.record.incident_statistics import IncidentSummary

_CAPTION = "Shares with their 95 % intervals; counts with the law fitted to them."


def _values(summary: IncidentSummary) -> dict[str, Any]:
    apart = [row.apart for row in summary.apart if row.apart]
    return {
        "notes": [
            f"Killed per incident: {summary.killed.law.verdict}.",
            f"Wounded per incident: {summary.wounded.law.verdict}.",
            *(
                f"{one.title} is left out of the two panels of casualties and of the fitted laws: "
                f"{one.why}."
                for one in apart
            ),
        ]
    }


SECTION: Section[IncidentSummary] = Section(
    "figures",
    "Endings, places, casualties, years",
    figures=lambda summary: [Figure(partial(incidents_figure, summary), _CAPTION)],
    values=_values,
    template="notes.html.jinja",
)
