"""Which part of the response costs most minutes, from the first shot to officers inside."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from asher.quantities import format_share
from asher.views.figures.drawing import svg_of
from asher.views.figures.panels import WIDE, name_width, stacked
from asher.views.reported import attack_section, one_figure
from asher.views.table import Cell, Row, Table
from asher.views.tables import NEVER
from asher.views.words.measures import Sign, course_titles
from asher.views.words.tradeoffs import Mean
from asher.views.words.wording import clock, listed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from asher.comparison.comparison import Comparison

# Neighbours differ in lightness, for grey print.
PARTS = (
    Sign("call", "C", "Call", "#f3d9a4", "#1b1f24"),
    Sign("dispatch", "D", "Dispatch", "#c9853a", "#1b1f24"),
    Sign("travel", "T", "Travel", "#dbe6ef", "#1b1f24"),
    Sign("entry", "E", "Entry", "#1f4e79", "#ffffff"),
    Sign("search", "S", "Search", "#a9cce3", "#1b1f24"),
)
PART_MEANINGS = {
    "call": "first shot to first call",
    "dispatch": "call to officers sent: answering and dispatching",
    "travel": "officers sent to the first on scene",
    "entry": "first officer on scene to the first inside",
    "search": "first officer inside to contact",
}
_MILESTONES = ("call", "dispatch", "arrival", "entry", "contact")
# More titles than these would make a sentence that nobody reads.
_MOST_NAMED = 4
_STEPS_MIN = (1, 2, 5, 10, 20, 30, 60)


@dataclass(frozen=True)
class Split:
    """The mean time to a milestone as the sum of its parts."""

    # One for each of `PARTS`, as far as the milestone; they add up to ``total`` [s].
    parts: tuple[Mean, ...]
    total: Mean  # First shot to the milestone [s]
    # Replications in which it came, in order, and all; and their share.
    k: int
    n: int
    share: Mean

    @property
    def longest(self) -> int:
        """Position of the part with the largest mean; the earlier of equals."""
        return max(range(len(self.parts)), key=lambda i: (self.parts[i].mean, -i))


def split(comparison: Comparison, course: str, *, until: str = "contact") -> Split | None:
    """Split the mean time to contact, or to entry, into the parts of the response.

    Parameters
    ----------
    until : {"contact", "entry"}
        The last milestone.

    Returns
    -------
    Split or None
        Over the replications in which every milestone came, each no sooner than the one before:
        people on site who met the attacker before officers were inside are no search. None if
        there are no such replications.
    """
    names = _MILESTONES[: _MILESTONES.index(until) + 1]
    times = np.stack([comparison.outcome.values(course, f"time_to_{name}_s") for name in names])
    parts = np.diff(times, axis=0, prepend=0.0)
    with np.errstate(invalid="ignore"):
        kept = np.logical_and(np.isfinite(times).all(axis=0), (parts >= 0).all(axis=0))
    if not kept.any():
        return None
    return Split(
        parts=tuple(_mean(comparison, part, kept) for part in parts),
        total=_mean(comparison, times[-1], kept),
        k=int(kept.sum()),
        n=times.shape[1],
        share=Mean(*comparison.share_of(kept)),
    )


def _mean(comparison: Comparison, values: NDArray[np.float64], kept: NDArray[np.bool_]) -> Mean:
    return Mean(*comparison.mean_of(np.where(kept, values, np.nan)))


def parts_figure(comparison: Comparison, *, width: int = WIDE) -> str:
    """Draw the parts of the time to entry: a stacked bar per course of action.

    Parameters
    ----------
    width : int
        Width of the picture [px]; below 600 names stand above the bars.

    Returns
    -------
    str
        SVG; every part wide enough carries its letter and its minutes, every bar its sum.
    """
    import altair as alt

    titles = course_titles(comparison)
    found = {course: split(comparison, course, until="entry") for course in titles}
    wide = width >= 600
    room = width - (name_width(list(titles.values())) if wide else 0) - 130
    last = max((one.total.mean for one in found.values() if one), default=60.0) / 60.0
    rows: list[dict[str, Any]] = []
    said = []
    for course, title in titles.items():
        one = found[course]
        if one is None:
            said.append(f"{title}: officers did not go in.")
            continue
        start = 0.0
        for sign, part in zip(PARTS, one.parts, strict=False):
            end = start + part.mean / 60.0
            row = _bar(title, sign, start=start, end=end)
            pixels = (end - start) / last * room
            if pixels > 58:
                row["text"] = f"{sign.code} {clock(part.mean)}"
            elif pixels > 13:
                row["text"] = sign.code
            rows.append(row)
            start = end
        shares = ", ".join(
            f"{sign.label.lower()} {clock(part.mean)}"
            for sign, part in zip(PARTS, one.parts, strict=False)
        )
        said.append(f"{title}: {shares}; in all {clock(one.total.mean)}, in {_share(one)}.")
    step = next((tick for tick in _STEPS_MIN if last / tick <= 8), 60)
    axis = alt.Axis(
        title="minutes after the first shot",
        values=[step * i for i in range(int(last // step) + 1)],
        grid=False,
        format="d",
    )
    ends = [_end(title, found[course]) for course, title in titles.items()]
    return svg_of(
        stacked([*rows, *ends], list(titles.values()), width=room, named=wide, scale=(last, axis)),
        name=f"parts-{width}",
        title="Where the time from first shot to officers inside goes, mean minutes by part",
        description=" ".join(said),
    )


def _bar(title: str, sign: Sign, *, start: float, end: float) -> dict[str, Any]:
    return {
        "course": title,
        "start": start,
        "end": end,
        "middle": (start + end) / 2,
        "text": "",
        "colour": sign.colour,
        "ink": sign.ink,
    }


def _end(title: str, one: Split | None) -> dict[str, Any]:
    text = (
        "never came" if one is None else f"{clock(one.total.mean)} ({format_share(one.k / one.n)})"
    )
    at = 0.0 if one is None else one.total.mean / 60.0
    return {"course": title, "at": at, "words": text}


def _share(one: Split) -> str:
    return f"{format_share(one.k / one.n)} of incidents"


def parts_table(comparison: Comparison) -> Table:
    """List the parts of the time to contact and of the time to entry.

    Returns
    -------
    Table
        Two groups, since officers may be inside and meet nobody: a row per part with its mean
        and interval, the sum, and the share of replications.
    """
    titles = course_titles(comparison)
    groups = []
    for until, heading in (
        ("contact", "Until officers met the attacker, where they did"),
        ("entry", "Until officers were inside, where they entered"),
    ):
        found = [split(comparison, course, until=until) for course in titles]
        rows = []
        for i, sign in enumerate(PARTS[: _MILESTONES.index(until) + 1]):
            cells = tuple(_part_cell(one, i) for one in found)
            rows.append(Row(sign.label, cells, PART_MEANINGS[sign.name], sign=sign))
        rows.append(Row("In all", tuple(_cell(one.total if one else None) for one in found)))
        shares = tuple(_share_cell(comparison, one) for one in found)
        rows.append(Row("Share of incidents", shares))
        groups.append((heading, tuple(rows)))
    return Table(
        caption="Mean minutes:seconds of each part with 95\u00a0% interval",
        corner="Part",
        columns=tuple(titles.values()),
        groups=tuple(groups),
    )


def _part_cell(one: Split | None, index: int) -> Cell:
    cell = _cell(one.parts[index] if one else None)
    if one is not None and index == one.longest:
        return Cell(f"longest: {cell.main}", cell.note)
    return cell


def _cell(span: Mean | None) -> Cell:
    if span is None:
        return Cell(NEVER)
    if not math.isfinite(span.lower):
        return Cell(clock(span.mean), "one incident")
    return Cell(clock(span.mean), f"{clock(span.lower)} to {clock(span.upper)}")


def _share_cell(comparison: Comparison, one: Split | None) -> Cell:
    n, k = comparison.outcome.n, one.k if one else 0
    share = one.share if one else Mean(*comparison.share_of(np.zeros(n, dtype=bool)))
    ends = f"{format_share(share.lower)} to {format_share(share.upper)}"
    return Cell(format_share(share.mean), f"{ends}; {k:,} of {n:,}")


def parts_sentence(comparison: Comparison) -> str:
    """Say which part of the response takes longest until officers are inside, and the search after.

    Returns
    -------
    str
        One or two sentences, with the means and the shares of replications.
    """
    titles = course_titles(comparison)
    found = {course: split(comparison, course, until="entry") for course in titles}
    by_part: dict[int, list[str]] = {}
    for course, one in found.items():
        if one is not None:
            by_part.setdefault(one.longest, []).append(course)
    if not by_part:
        return "Officers did not go in in any incident, so there is no time to divide."
    said = []
    for index, courses in sorted(by_part.items(), key=lambda pair: -len(pair[1])):
        splits = [one for course in courses if (one := found[course]) is not None]
        said.append(
            f"{PARTS[index].label.lower()} ({PART_MEANINGS[PARTS[index].name]}) "
            f"under {_whom(courses, titles)}: {_range([one.parts[index].mean for one in splits])} "
            f"of {_range([one.total.mean for one in splits])}"
        )
    never = [course for course, one in found.items() if one is None]
    if never:
        said.append(f"under {_whom(never, titles)} officers did not go in")
    return (
        "On average, where officers went in, the longest part of the time until then was "
        f"{'; '.join(said)}.{_search(comparison)}"
    )


def _whom(courses: Sequence[str], titles: Mapping[str, str]) -> str:
    if len(courses) == len(titles) > 1:
        return "every course of action"
    if len(courses) > _MOST_NAMED:
        return f"{len(courses)} of the {len(titles)} courses of action"
    return listed([f"\u201c{titles[course]}\u201d" for course in courses])


def _range(times: Sequence[float]) -> str:
    ends = dict.fromkeys((clock(min(times)), clock(max(times))))
    return " to ".join(ends)


def _search(comparison: Comparison) -> str:
    """Say how long officers inside looked for the attacker where they met."""
    found = [split(comparison, course) for course in comparison.outcome.courses]
    met = [one for one in found if one is not None]
    if not met:
        return " In no incident did officers who had gone in meet the attacker."
    shares = dict.fromkeys(format_share(f([one.k / one.n for one in met])) for f in (min, max))
    return (
        f" Where officers then met the attacker (in {' to '.join(shares)} of incidents, by "
        f"course of action), the search took a mean of {_range([m.parts[-1].mean for m in met])}."
    )


_CAPTION = (
    "Mean minutes of each part, over the incidents in which officers went in; their sum and "
    "that share follow the bar. Letters stand for the parts below. Where shares differ, the means "
    "come from different incidents."
)

SECTION = attack_section(
    "parts",
    "Which part of the response takes longest",
    one_figure(parts_figure, _CAPTION),
    parts_table,
    folded="The parts as a table",
    sentence=parts_sentence,
    listed="Which part takes longest",
    values=lambda _: {"meanings": [(sign, PART_MEANINGS[sign.name]) for sign in PARTS[:-1]]},
    template="parts.html.jinja",
)
