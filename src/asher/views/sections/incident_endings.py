"""How past incidents ended, in figures; and those of which that is not coded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from asher.quantities import format_share
from asher.views.section import Section
from asher.views.words.measures import ENDINGS_SHOWN

if TYPE_CHECKING:
    from asher.record.incident_statistics import IncidentSummary


def _endings(summary: IncidentSummary) -> list[tuple[str, str]]:
    labels = {one.name: one.label for one in ENDINGS_SHOWN}
    return [
        (
            labels[name],
            f"{share.count} of {share.of}, {format_share(share.share)} "
            f"({format_share(share.lower)} to {format_share(share.upper)})",
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
