"""Seed, sources and digest of a case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from asher.views.html import asher_version
from asher.views.section import Section
from asher.views.sections.record import record
from asher.views.words.wording import spoken_time

if TYPE_CHECKING:
    from asher.record.cases import CaseReplay


def _rows(replay: CaseReplay) -> list[tuple[str, str]]:
    sources = dict.fromkeys(one.source for one in replay.placements)
    return [
        ("Seed", str(replay.seed)),
        ("Replications", f"{replay.replications:,}"),
        ("Course of action", replay.course),
        ("Horizon", spoken_time(replay.horizon_s)),
        ("Scenario digest", replay.scenario_digest),
        *(("Observed", source[0].upper() + source[1:]) for source in sources),
        ("ASHER", asher_version()),
    ]


SECTION: Section[CaseReplay] = record("Seed, sources, digest", _rows)
