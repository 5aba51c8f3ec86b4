"""How past incidents ended, in figures; and those of which that is not coded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from asher.views.section import Section
from asher.views.words.measures import ENDINGS_SHOWN
from asher.views.words.wording import percent

if TYPE_CHECKING:
    from asher.record.incident_statistics import IncidentSummary


def _endings(summary: IncidentSummary) -> list[tuple[str, str]]:
    labels = {one.name: one.label for one in ENDINGS_SHOWN}
    return [
        (
            labels[name],
            f"{share.count} of {share.of}, {percent(share.share)} "
            f"({percent(share.lower)} to {percent(share.upper)})",
        )
        for name, share in summary.endings.items()
    ]


SECTION: Section[IncidentSummary] = Section(
    "endings",
    "How they ended",
    values=lambda summary: {
        "endings": _endings(summary),
        "uncoded": [f"{one['name']}, {one['date']}: {one['reason']}" for one in summary.uncoded],
    },
    template="incident_endings.html.jinja",
)
