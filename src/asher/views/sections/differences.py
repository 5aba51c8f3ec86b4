"""The paired differences of every course of action from the first."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from asher.views.figures.courses import differences_figure
from asher.views.figures.panels import MOST_PANELS
from asher.views.section import Figure, Section, Tabled
from asher.views.tables import pairs_table, reference_table
from asher.views.words.changes import chance_alone
from asher.views.words.wording import spoken_time

if TYPE_CHECKING:
    from collections.abc import Sequence

    from asher.views.reported import Reported

_WORDS = (
    "Every course of action met the same incidents, so differences are taken incident by "
    "incident. If an interval spans zero, this comparison cannot tell the two apart. "
    "Each interval is for one figure alone; among many, expect one in twenty to miss."
)


_DRAWN = (
    "An interval holds what is not known of the calibrated numbers as well as chance; the table "
    "also gives the one by chance alone."
)


def _said(reported: Reported) -> Sequence[str]:
    comparison = reported.comparison
    if comparison.draws is None:
        return (_WORDS,)
    return _WORDS, f"{_DRAWN} {chance_alone(comparison)}".rstrip()


def _figures(reported: Reported) -> Sequence[Figure]:
    reference = next(iter(reported.titles.values()))
    caption = (
        f"Difference from {reference}: left of the line is lower. Dot: mean. Bar: 95\u00a0% "
        "interval. Each panel has its own scale."
    )
    return [Figure(partial(differences_figure, reported.comparison), caption)]


def _has_pairs(reported: Reported) -> bool:
    return 2 < len(reported.titles) <= MOST_PANELS


def _tables(reported: Reported) -> Sequence[Tabled]:
    comparison = reported.comparison
    found = [
        Tabled(
            "reference",
            reference_table(comparison),
            "All differences from the first, as a table",
        )
    ]
    if _has_pairs(reported):
        found.append(Tabled("pairs", pairs_table(comparison), "Every pair"))
    return found


def _values(reported: Reported) -> dict[str, Any]:
    comparison = reported.comparison
    return {
        "horizon": spoken_time(comparison.scenario.horizon),
        "pairs_left_out": len(reported.titles) > 2 and not _has_pairs(reported),
    }


SECTION: Section[Reported] = Section(
    "differences",
    "Paired differences",
    listed="Differences",
    is_there=lambda reported: reported.has_several,
    words=_said,
    figures=_figures,
    tables=_tables,
    values=_values,
    template="differences.html.jinja",
)
