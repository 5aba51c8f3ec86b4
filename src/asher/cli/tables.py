"""A comparison as text for a terminal: the answer of page one, and its tables."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from rich.console import Group
from rich.text import Text

from asher.cli.written import laid_out
from asher.comparison.intervals import share_interval
from asher.quantities import format_share
from asher.views.sections.deterrence import deterrence_table, deterrence_words
from asher.views.sections.severity import further_words, severity_table
from asher.views.tables import pairs_table, terminal_table
from asher.views.words.answer import Answer, answer
from asher.views.words.measures import headline, title_of
from asher.views.words.wording import number, spoken_time

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.console import RenderableType

    from asher.comparison.comparison import Comparison
    from asher.views.table import Table

_PAIR_COLUMNS = 3
"""Of the table of pairs: the difference, its interval (two where numbers are drawn), and how often;
the rest says no more."""


def comparison_tables(comparison: Comparison, *, width: int) -> RenderableType:
    """Lay a comparison out: the answer, the courses of action, their differences, what was cut off.

    Parameters
    ----------
    width : int
        Columns of the terminal.
    """
    said = answer(comparison)
    parts: list[RenderableType] = [
        Text(title_of(comparison.scenario, comparison.outcome.severity), style="bold"),
        *([Text(only, style="bold")] if (only := comparison.severity_words) else []),
        Text(_how(comparison)),
        *_answer(said),
        *_titled(terminal_table(comparison), width),
    ]
    if len(comparison.courses) > 1:
        pairs = pairs_table(comparison, (headline(comparison),))
        parts += _titled(pairs.only(_PAIR_COLUMNS + (comparison.draws is not None)), width)
    if comparison.further is not None:
        parts += _by_group(severity_table(comparison), width)
        parts.append(Text(further_words(comparison)))
    if (deterred := deterrence_table(comparison)) is not None:
        parts += [*_titled(deterred, width), Text(deterrence_words(comparison))]
    parts.append(Text())
    parts += [Text(line) for line in _notes(comparison)]
    return Group(*parts)


def _how(comparison: Comparison) -> str:
    what = "drills" if comparison.scenario.hazard is None else "incidents"
    same = "" if len(comparison.courses) == 1 else f", the same {what} for each course of action"
    failed = f"; {comparison.n_failed:,} more failed" if comparison.failed else ""
    n = f"{comparison.outcome.n:,} replications{same}{failed}"
    return f"{n}; seed {comparison.outcome.seed}"


def _answer(said: Answer) -> Iterator[Text]:
    yield Text(f"\n{said.baseline}")
    for title, finding in said.against:
        yield Text(f"- {title}: {finding}")
    for text in (said.why, said.hangs_on, said.disputed, said.rarity):
        if text:
            yield Text(text)


def _titled(table: Table, width: int) -> list[RenderableType]:
    return [Text(f"\n{table.caption}", style="bold"), laid_out(table, width=width)]


def _by_group(table: Table, width: int) -> list[RenderableType]:
    """A table of groups, each laid out under its heading."""
    parts: list[RenderableType] = [Text(f"\n{table.caption}", style="bold")]
    for heading, rows in table.groups:
        parts += [Text(f"\n{heading}"), laid_out(replace(table, groups=(("", rows),)), width=width)]
    return parts


def _notes(comparison: Comparison) -> list[str]:
    notes = []
    if comparison.stopping is not None:
        notes.append(comparison.stopping_words)
    horizon = spoken_time(comparison.scenario.horizon)
    cut = _by_course(comparison, "unfinished", format_share)
    stuck = _by_course(comparison, "stuck", lambda mean: number(mean, decimals=2))
    if cut:
        notes.append(f"Replications cut off at {horizon}: {cut}.")
    else:
        whole = "Every other replication" if comparison.failed else "Every replication"
        notes.append(f"{whole} was over within {horizon}.")
    if comparison.failed:
        notes.append(comparison.failed_words)
    notes.append(f"People stuck, on average: {stuck}." if stuck else "Nobody was stuck.")
    differences = comparison.differences(headline(comparison))
    if any(d.lower == d.upper == 0 for d in differences):
        _, _, most = share_interval(0, comparison.outcome.n)
        notes.append(
            "A difference that is 0.0 throughout was not seen once; with 95 % confidence it comes "
            f"in fewer than {math.ceil(1000 * most) / 10:g} % of replications."
        )
    notes.append(
        "Results compare courses of action under stated assumptions; they do not predict an "
        "incident."
    )
    return notes


def _by_course(comparison: Comparison, metric: str, written: Callable[[float], str]) -> str:
    means = {course: comparison.metric(course, metric).mean for course in comparison.courses}
    words = {course: written(mean) for course, mean in means.items()}
    if not any(means.values()):
        return ""
    if len(words) > 1 and len(set(words.values())) == 1:
        return f"{words[comparison.courses[0]]} under each course of action"
    return ", ".join(f"{course} {words[course]}" for course, mean in means.items() if mean)
