"""The table under the picture of one replication: when it happened, and who was where then."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING, Any

from asher.simulation.metrics import ENDINGS
from asher.views.figures.panels import MOST_PANELS
from asher.views.figures.whereabouts import CROWD, whereabouts_figure
from asher.views.section import Figure, Section, Tabled
from asher.views.table import Cell, Row, Table
from asher.views.tables import NEVER
from asher.views.words.measures import ENDINGS_SHOWN, MILESTONES
from asher.views.words.wording import clock

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from asher.simulation.outcome import Outcome
    from asher.views.playback.whereabouts import Stretch, Whereabouts
    from asher.views.reported import Reported

_CAPTION = (
    "Attacker: dark while moving, pale while in one place, which does not mean that "
    "it is over. One "
    "stroke for each person hit and each officer from outside who went in. Care: from the first "
    "to the last wounded person. Lowest row: where occupants were, from the bottom in the order "
    "of the list above; people hit or hiding are not counted again as inside. The "
    "axis is stretched "
    "near zero."
)
_MOMENTS = (
    ("At the first officer on scene", "time_to_arrival_s"),
    ("At the first entry", "time_to_entry_s"),
    ("When the attack was over", "time_to_stop_s"),
)


def whereabouts_table(
    found: Sequence[Whereabouts], titles: Mapping[str, str], *, outcome: Outcome
) -> Table:
    """List who was where when in one replication.

    Parameters
    ----------
    outcome : Outcome
        For how the attack ended.

    Returns
    -------
    Table
        A column per course of action: the moments, the people hit, the officers inside, how it
        ended, and where the occupants were at three moments and at the last.
    """
    moments = [
        Row(label, tuple(_moment(one.time(name)) for one in found)) for name, label in MILESTONES
    ]
    people = [
        Row("Occupants hit", tuple(_hits(one.occupants_hit) for one in found)),
        Row("Officers inside", tuple(_officers(one) for one in found), "From outside, one by one."),
        Row("Officers hit", tuple(_hits(one.officers_hit) for one in found)),
        Row("Attacker", tuple(_attacker(one.attacker) for one in found)),
        Row("Ending", tuple(Cell(ending_of(one, outcome=outcome)) for one in found)),
    ]
    groups = [("When", tuple(moments)), ("Who", tuple(people))]
    for heading, name in _MOMENTS:
        groups.append((f"Occupants {heading[0].lower()}{heading[1:]}", _places(found, name)))
    groups.append(("Occupants at the last moment recorded", _places(found, None)))
    return Table(
        caption=f"Replication {found[0].replication}: minutes:seconds after the first shot, and "
        "people",
        corner="What",
        columns=tuple(titles[one.course] for one in found),
        groups=tuple(groups),
    )


def ending_of(one: Whereabouts, *, outcome: Outcome) -> str:
    """Say how the attack ended in one replication.

    Parameters
    ----------
    one : Whereabouts
        The replication and the course of action.
    outcome : Outcome
        What happened in all of them.

    Returns
    -------
    str
        The label of the ending.
    """
    column = outcome.replications.tolist().index(one.replication)
    name = ENDINGS[int(outcome.ending[outcome.course_index(one.course), column])]
    return next(sign.label for sign in ENDINGS_SHOWN if sign.name == name)


def _moment(time: float) -> Cell:
    return Cell(clock(time)) if math.isfinite(time) else Cell(NEVER)


def _hits(times: Sequence[float]) -> Cell:
    if not times:
        return Cell("0")
    if len(times) == 1:
        return Cell("1", f"at {clock(times[0])}")
    half = times[(len(times) - 1) // 2]
    return Cell(
        f"{len(times)}",
        f"first {clock(times[0])}, half by {clock(half)}, last {clock(times[-1])}",
    )


def _officers(one: Whereabouts) -> Cell:
    there = f"{one.on_site} armed on site from the start" if one.on_site else ""
    # Officers who go in together stand together: "5:44 (2), 6:59 (2)".
    groups: dict[str, int] = {}
    for time in one.officers_in:
        groups[clock(time)] = groups.get(clock(time), 0) + 1
    times = ", ".join(f"{time} ({n})" if n > 1 else time for time, n in groups.items())
    return Cell(str(len(one.officers_in)), "; ".join(filter(None, (times, there))))


def _attacker(stretches: Sequence[Stretch]) -> Cell:
    if not stretches:
        return Cell("none")
    moving = sum(s.end - s.start for s in stretches if s.is_moving)
    still = sum(s.end - s.start for s in stretches if not s.is_moving)
    longest = max(
        (s for s in stretches if not s.is_moving), key=lambda s: s.end - s.start, default=None
    )
    note = f"moving {clock(moving)}, in one place {clock(still)}"
    if longest is not None:
        note += f", longest {clock(longest.start)} to {clock(longest.end)}"
    return Cell(f"until {clock(stretches[-1].end)}", note)


def _places(found: Sequence[Whereabouts], milestone: str | None) -> tuple[Row, ...]:
    rows = []
    for sign in CROWD:
        cells = []
        for one in found:
            time = one.end if milestone is None else one.time(milestone)
            here = one.at(time)[sign.name] if math.isfinite(time) else None
            cells.append(Cell("\u2013" if here is None else f"{here:,}"))
        rows.append(Row(sign.label, tuple(cells), sign=sign))
    return tuple(rows)


def _figures(reported: Reported) -> Sequence[Figure]:
    # Looked up when drawn: the pictures are counted before anything is recorded.
    def draw(number: int, **given: Any) -> str:
        return whereabouts_figure(reported.whereabouts[number], reported.titles, **given)

    return [Figure(partial(draw, number), _CAPTION, reported.cuts) for _, number in reported.chosen]


def _tables(reported: Reported) -> Sequence[Tabled]:
    outcome = reported.comparison.outcome
    return [
        Tabled(
            f"timeline-{number}",
            whereabouts_table(found, reported.titles, outcome=outcome),
            is_of_all=False,
        )
        for number, found in reported.whereabouts.items()
    ]


SECTION: Section[Reported] = Section(
    "timelines",
    "Who was where when",
    is_there=lambda reported: reported.is_attack and bool(reported.chosen),
    words=lambda reported: (
        f"{reported.chosen_words} The same incidents are shown under every course of "
        "action. They are "
        "examples; rely on the figures above.",
    ),
    figures=_figures,
    tables=_tables,
    values=lambda reported: {
        "chosen": reported.chosen,
        "many": len(reported.titles) > MOST_PANELS,
        "crowd": CROWD,
    },
    template="timelines.html.jinja",
)
