"""The model compared with the evidence, row by row."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from asher.calibration.checks import NOT_PREDICTED
from asher.views.figures.check import checks_figure
from asher.views.section import Figure, Section, Tabled
from asher.views.table import Cell, Row, Table
from asher.views.words.check_words import HEADINGS, RULE, count_words, ends_words, figure_words
from asher.views.words.wording import NO_BREAK

if TYPE_CHECKING:
    from asher.calibration.checks import Check

_CAPTION = (
    "Bar: the model's 95 % interval for a sample of the same size as the evidence; "
    "upright line: its "
    "median. Diamond: observed; thin line: its 95 % interval where one is known. Counts and times "
    "as multiples of what was observed."
)


def checks_table(checks: Sequence[Check]) -> Table:
    """Lay the rows out as one table, grouped by role.

    Returns
    -------
    Table
        A row a figure of the evidence.
    """
    from asher.evidence import statistic

    def row(each: Check) -> Row:
        cells = (
            Cell(
                figure_words(each.id, each.observed),
                ends_words(each.id, each.observed_lower, each.observed_upper),
            ),
            Cell(figure_words(each.id, each.predicted)),
            Cell(ends_words(each.id, each.lower, each.upper)),
            Cell(f"{each.p_value:.2f}"),
            Cell("inside" if each.inside else "outside"),
        )
        known = statistic(each.id)
        return Row(each.id, cells, f"{known.quantity}; {known.group}")

    return Table(
        caption="What was observed, and what the model predicts for a sample of the same size",
        corner="Row of the evidence",
        columns=("Observed", "Model", f"95{NO_BREAK}% interval", "p", "Verdict"),
        groups=tuple(
            (count_words(checks, role), tuple(row(each) for each in checks if each.role == role))
            for role in HEADINGS
            if any(each.role == role for each in checks)
        ),
    )


SECTION: Section[Sequence[Check]] = Section(
    "figures",
    "Row by row",
    words=lambda _: (RULE,),
    figures=lambda checks: [Figure(partial(checks_figure, checks), _CAPTION)],
    tables=lambda checks: [Tabled("checks", checks_table(checks))],
    values=lambda _: {
        "notes": [f"Not shown: {id}, {why}." for id, why in NOT_PREDICTED.items()],
    },
    template="notes.html.jinja",
)
