"""Still pictures of a recording at its key moments, for paper and for pages without scripts."""

from __future__ import annotations

import math
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np

from asher.simulation.recording import STATUSES
from asher.views.figures.marks import KINDS, MARKS, mark_paths, marks_by_pair
from asher.views.html import raw
from asher.views.playback.buildings import buildings_of
from asher.views.playback.people import kinds_of, shown_status
from asher.views.playback.playback import (
    plan_bounds,
    plan_lines,
    shown_events,
    shown_level,
)
from asher.views.words.wording import clock

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from asher.floorplan.elements import Floorplan
    from asher.scenario import Scenario
    from asher.simulation.recording import Recording

RADIUS_M = 0.32
_FIRST_LOOK_S = 60.0


@dataclass(frozen=True)
class Still:
    """One still picture."""

    caption: str  # Which moment it shows
    svg: str


def plan_symbol(scenario: Scenario) -> str:
    """Draw each building of a scenario once, for all stills to refer to.

    Returns
    -------
    str
        A hidden SVG element with a symbol for each level of each building, ``plan-0-0``,
        ``plan-0-1`` ..., and a group for each of ``MARKS``, ``sign-0``, ``sign-1`` ...
    """
    box = _view_box(scenario.floorplan)
    symbols = [
        f'<symbol id="plan-{number}-{index}" viewBox="{box}">{_level(level)}</symbol>'
        for number, building in enumerate(buildings_of(scenario)[0])
        for index, level in enumerate(plan_lines(*building))
    ]
    signs = [
        f'<g id="sign-{i}">{mark_paths(mark, scale=RADIUS_M, width=0.1)}</g>'
        for i, mark in enumerate(MARKS)
    ]
    return (
        '<svg width="0" height="0" class="symbols" aria-hidden="true"><defs>'
        f"{''.join(symbols)}{''.join(signs)}</defs></svg>"
    )


def _level(level: dict[str, str]) -> str:
    return (
        f'<path d="{level["floor"]}" fill="var(--plan-floor)"/>'
        f'<path d="{level["obstacles"]}" fill="var(--plan-solid)"/>'
        + (_stroked(level["changed"], "changed", ".9") if level["changed"] else "")
        + _stroked(level["walls"], "wall", ".16")
        + (_glass(level["glass"]) if level["glass"] else "")
        + _stroked(level["windows"], "window", ".16")
        + _stroked(level["stairs"], "stair", '.3" stroke-dasharray=".3 .2')
        + _stroked(level["exits"], "exit", ".4")
    )


def _glass(path: str) -> str:
    """A double line."""
    return _stroked(path, "window", ".3") + _stroked(path, "floor", ".1")


def _stroked(path: str, colour: str, width: str) -> str:
    return f'<path d="{path}" stroke="var(--plan-{colour})" stroke-width="{width}" fill="none"/>'


def key_moments(recording: Recording) -> list[tuple[str, float]]:
    """Choose the moments to show: early, at contact, at the end.

    Returns
    -------
    list of (str, float)
        Three captions and times [s]. Without a contact the middle one is the stop; without
        either, half-way.
    """
    last = float(recording.times_s[-1])
    first = min(_FIRST_LOOK_S, last / 3)
    middle = ("Half-way", last / 2)
    for name, label in (("time_to_contact_s", "Contact"), ("time_to_stop_s", "Stop")):
        time = recording.milestones.get(name, math.nan)
        if math.isfinite(time):
            middle = (label, float(time))
            break
    moments = [("Early", first), middle, ("Last", last)]
    return [(f"{label}, {clock(time)}", time) for label, time in moments]


def stills(scenario: Scenario, recording: Recording, *, course_title: str) -> list[Still]:
    """Draw the key moments of a recording.

    Parameters
    ----------
    scenario : Scenario
        Of which it was made.
    course_title : str
        Words for its course of action, for the alternative text.

    Returns
    -------
    list of Still
        In order of time; the levels of a plan stand side by side in one picture.
    """
    floorplan = scenario.floorplan
    building = buildings_of(scenario)[1][recording.course]
    lookup = np.array(marks_by_pair(tuple(KINDS), STATUSES))
    kind = kinds_of(recording, groups=[group.name for group in scenario.occupants])
    level = shown_level(recording.level, n_levels=len(floorplan.levels))
    status = shown_status(recording)
    drawn = []
    for caption, time in key_moments(recording):
        frame = int(np.searchsorted(recording.times_s, time + 1e-9, side="right")) - 1
        frame = max(frame, 0)
        kinds = lookup[kind, status[frame]]
        places = recording.positions_m[frame]
        pictures = [
            _picture(
                floorplan,
                f"plan-{building}-{index}",
                places,
                np.where(level[frame] == index, kinds, -1),
            )
            for index in range(len(floorplan.levels))
        ]
        said = escape(f"{course_title}, {caption}: {counted(kinds)}")
        svg = f'<div role="img" aria-label="{said}" class="still">{"".join(pictures)}</div>'
        drawn.append(Still(caption, svg))
    return drawn


def strip(scenario: Scenario, recording: Recording, *, course_title: str) -> dict[str, Any]:
    """Put the stills of a recording beside its events, for a template.

    Returns
    -------
    dict
        ``title``, ``frames`` and ``events``.
    """
    drawn = stills(scenario, recording, course_title=course_title)
    return {
        "title": course_title,
        "frames": [{"picture": raw(still.svg), "caption": still.caption} for still in drawn],
        "events": [(clock(time), text) for time, _, text in shown_events(recording)],
    }


def counted(kinds: NDArray[Any]) -> str:
    """Say how many people each sign stands for.

    Parameters
    ----------
    kinds : ndarray of int
        Index in ``MARKS`` of every person; -1 for those who are not there.

    Returns
    -------
    str
        "Occupants: 12 know, moving, 3 hiding; police: 2 unhurt".
    """
    parts = []
    for kind, name in KINDS.items():
        found = [
            f"{n} {mark.count}"
            for number, mark in enumerate(MARKS)
            if mark.kind == kind and (n := int((kinds == number).sum()))
        ]
        if found:
            parts.append(f"{name}: {', '.join(found)}")
    return "; ".join(parts) or "nobody"


def _view_box(floorplan: Floorplan) -> str:
    left, low, right, high = plan_bounds(floorplan)
    return f"{left:g} {-high:g} {right - left:g} {high - low:g}"


def _picture(
    floorplan: Floorplan, symbol: str, places: NDArray[np.float32], kinds: NDArray[Any]
) -> str:
    box = _view_box(floorplan)
    x, y, width, height = box.split()
    paths = [
        f'<use href="#sign-{number}" transform="translate({place[0]:.1f} {-place[1]:.1f})"/>'
        for number in sorted(range(len(MARKS)), key=lambda i: MARKS[i].layer)
        for place in places[(kinds == number) & np.isfinite(places).all(axis=1)].tolist()
    ]
    return (
        f'<svg viewBox="{box}" aria-hidden="true"><use href="#{symbol}" x="{x}" y="{y}"'
        f' width="{width}" height="{height}"/>{"".join(paths)}</svg>'
    )
