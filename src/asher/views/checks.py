"""The model beside the evidence as a file: SVG, PNG or a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from asher.views.figures.picture_files import write_picture

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from asher.calibration.checks import Check
    from asher.views.tables import Table


def write_checks(checks: Sequence[Check], path: Path) -> Path:
    """Draw the model beside the evidence into a file.

    Parameters
    ----------
    checks : sequence of Check
        Rows.
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
    from asher.views.figures.check import checks_figure

    return write_picture(path, draw=lambda: checks_figure(checks), page=lambda: _page(checks))


def _page(checks: Sequence[Check]) -> str:
    from asher.calibration.checks import NOT_PREDICTED
    from asher.views.figures.check import checks_figure
    from asher.views.figures.panels import NARROW, WIDE
    from asher.views.html import raw, still_page
    from asher.views.words.check_words import HEADINGS, RULE, count_words

    roles = [role for role in HEADINGS if any(each.role == role for each in checks)]
    values = {
        "title": "The model beside the evidence",
        "facts": [count_words(checks, role).split(": ", 1) for role in roles],
        "rule": RULE,
        "figure": tuple(raw(checks_figure(checks, width=w)) for w in (WIDE, NARROW)),
        "rows": checks_table(checks),
        "left_out": [f"Not shown: {id}, {why}." for id, why in NOT_PREDICTED.items()],
    }
    return still_page("checks.html.jinja", values=values)


def checks_table(checks: Sequence[Check]) -> Table:
    """Lay the rows out as one table, grouped by role.

    Parameters
    ----------
    checks : sequence of Check
        Rows.

    Returns
    -------
    Table
        A row a figure of the evidence.
    """
    from asher.evidence import statistic
    from asher.views.tables import Cell, Row, Table
    from asher.views.words.check_words import HEADINGS, count_words, ends_words, figure_words
    from asher.views.words.wording import NO_BREAK

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
        caption="What was observed, and what the model says a sample of the same size would show",
        corner="Row of the evidence",
        columns=("Observed", "Model", f"95{NO_BREAK}% interval", "p", "Verdict"),
        groups=tuple(
            (count_words(checks, role), tuple(row(each) for each in checks if each.role == role))
            for role in HEADINGS
            if any(each.role == role for each in checks)
        ),
    )
