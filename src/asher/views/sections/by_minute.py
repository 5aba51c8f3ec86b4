"""Who has been hit, and who is safe, by each minute of an attack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from asher.kernels.columns import MARKS_MIN
from asher.quantities import format_share
from asher.views.figures.by_minute import by_minute_figure
from asher.views.reported import attack_section, figure_by_course
from asher.views.table import Cell, Row, Table
from asher.views.tables import metric_cells
from asher.views.words.measures import course_titles

if TYPE_CHECKING:
    from asher.comparison.comparison import Comparison

_CAPTION = (
    "Dot: mean number of people killed or wounded by that minute. Band: 95\u00a0% interval of the "
    "mean. The axis of minutes is stretched near zero."
)


def by_minute_table(comparison: Comparison) -> Table:
    """List people hit, and the share of people safe, by each minute.

    Returns
    -------
    Table
        A row per minute that is counted, with 95 % intervals of the means.
    """
    titles = course_titles(comparison)
    hit = [
        Row(f"{minute} min", tuple(metric_cells(comparison, f"casualties_by_{minute}min")))
        for minute in MARKS_MIN
    ]
    people = sum(group.count for group in comparison.scenario.occupants)
    safe = [
        Row(f"{minute} min", tuple(_safe(comparison, course, minute, people) for course in titles))
        for minute in MARKS_MIN
    ]
    return Table(
        caption="By minutes after the first shot: means with 95\u00a0% intervals",
        corner="By",
        columns=tuple(titles.values()),
        groups=(
            ("People killed or wounded", tuple(hit)),
            ("Share of people out, or behind a closed or locked door", tuple(safe)),
        ),
    )


def _safe(comparison: Comparison, course: str, minute: int, people: int) -> Cell:
    found = comparison.metric(course, f"safe_by_{minute}min")
    mean, lower, upper = (
        format_share(min(1.0, one / people)) for one in (found.mean, found.lower, found.upper)
    )
    return Cell(mean, f"{lower} to {upper}")


SECTION = attack_section(
    "by-minute",
    "Minute by minute",
    figure_by_course(by_minute_figure, _CAPTION),
    by_minute_table,
    folded="Every minute as a table",
)
