"""A comparison as a notebook shows it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from asher.simulation.metrics import find_metric, headline

if TYPE_CHECKING:
    from asher.comparison.comparison import Comparison
    from asher.comparison.estimates import Difference, Estimate


def comparison_html(comparison: Comparison) -> str:
    """Write what was run, and a row for each course of action."""
    metric = find_metric(headline(is_drill=comparison.scenario.hazard is None))
    first = comparison.courses[0]
    rows = [
        f"<tr><th scope='row'>{escape(course)}</th>"
        f"<td>{_interval(comparison.metric(course, metric.name))}</td>"
        f"{_against(comparison, first, course)}</tr>"
        for course in comparison.courses
    ]
    unit = " [s]" if metric.unit == "s" else ""
    only = comparison.severity_words
    return (
        f"<p><strong>{escape(comparison.scenario.title)}</strong>: "
        f"{comparison.outcome.n:,} replications, seed {comparison.outcome.seed}"
        f"{f'; {comparison.n_failed:,} more failed' if comparison.failed else ''}"
        f"{f'. <strong>{escape(only)}</strong>' if only else ''}</p>"
        f"<table><thead><tr><th>Course of action</th>"
        f"<th>{escape(metric.label)}{unit}, mean (95 % interval)</th>"
        f"<th>Against {escape(first)}, on the same incidents (95 % interval)</th>"
        f"<th>Lower / same / higher</th></tr></thead><tbody>{''.join(rows)}</tbody></table>"
    )


def _against(comparison: Comparison, first: str, course: str) -> str:
    # The two cells of a course that set it beside the first; the first itself has none.
    if course == first:
        return "<td></td><td></td>"
    metric = headline(is_drill=comparison.scenario.hazard is None)
    d = comparison.difference(course, first, metric=metric)
    counts = comparison.odds(d.a, d.b, metric=metric)
    shares = " / ".join(f"{count / d.n:.0%}" for count in counts)
    return f"<td>{_interval(d)}</td><td>{shares}</td>"


def _interval(figure: Estimate | Difference) -> str:
    return f"{figure.mean:.2f} ({figure.lower:.2f} to {figure.upper:.2f})"
