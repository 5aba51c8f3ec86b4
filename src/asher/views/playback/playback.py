"""Recordings and plans as compact data that a browser unpacks without a library."""

from __future__ import annotations

import base64
import math
import zlib
from typing import TYPE_CHECKING, Any

import numpy as np

from asher.views.figures.marks import KINDS, mark_data, marks_by_pair
from asher.views.playback.aftermath import (
    PLAYED_STATUSES,
    aftermath_events,
    collection_points,
    with_aftermath,
)
from asher.views.playback.buildings import buildings_of
from asher.views.playback.people import (
    how_it_ended,
    in_the_end,
    kinds_of,
    named_kinds,
    runs,
    shown_status,
)
from asher.views.words.measures import MILESTONES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from numpy.typing import NDArray

    from asher.floorplan.elements import Floorplan
    from asher.scenario import Scenario
    from asher.simulation.recording import Recording

FORMAT = "asher-replay/3"
_REACH = 32000  # the largest coordinate kept in 16 bits, in steps
_MARGIN_M = 3.0
# A page may be passed on; the names of rooms and doors stay in the plan file.
_UNNAMED = {
    "locked": ("A door is locked", "doors are locked"),
    "opened": ("A locked door is opened", "locked doors are opened"),
    "window": ("A window is broken out", "windows are broken out"),
}


def playback(
    scenario: Scenario,
    recordings: Sequence[Recording],
    *,
    courses: Sequence[tuple[str, str]],
    replications: Sequence[tuple[int, str]],
) -> dict[str, Any]:
    """Pack recordings and their plan into plain data for the replay.

    Parameters
    ----------
    scenario : Scenario
        Of which they were made.
    recordings : sequence of Recording
        One for each pair of course and replication that shall be shown.
    courses : sequence of (name, title)
        In the order of the selector.
    replications : sequence of (number, label)
        In the order of the selector.

    Returns
    -------
    dict
        JSON-ready. Places are whole steps of ``step_m`` from ``origin_m``; equal input gives
        equal data.
    """
    floorplan = scenario.floorplan
    groups = [group.name for group in scenario.occupants]
    films = [with_aftermath(recording) for recording in recordings]
    kinds = [kinds_of(film, groups=groups) for film in films]
    mark_of = marks_by_pair(tuple(KINDS), PLAYED_STATUSES)
    buildings, building_of = buildings_of(scenario)
    bounds = plan_bounds(floorplan)
    origin = ((bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2)
    reach = max(bounds[2] - bounds[0], bounds[3] - bounds[1]) / 2 + 50.0
    step = max(0.01, math.ceil(100.0 * reach / _REACH) / 100.0)
    return {
        "format": FORMAT,
        "step_m": step,
        "origin_m": [_short(value) for value in origin],
        "bounds_m": [_short(value) for value in bounds],
        "marks": mark_data(),
        "mark_of": mark_of,
        "shown": _shown(films, kinds, mark_of=mark_of),
        "kinds": named_kinds(scenario),
        "is_drill": scenario.hazard is None,
        "levels": [level.name for level in floorplan.levels],
        "buildings": [plan_lines(*building) for building in buildings],
        "courses": [
            {"name": name, "title": title, "building": building_of[name]} for name, title in courses
        ],
        "replications": [{"number": n, "label": label} for n, label in replications],
        "recordings": [
            {
                **pack(film, origin=origin, step=step, n_levels=len(floorplan.levels)),
                "kinds": runs(kind),
                "points": collection_points(recording),
                "ended": how_it_ended(recording),
                "harm": in_the_end(recording),
            }
            for recording, film, kind in zip(recordings, films, kinds, strict=True)
        ],
    }


def _shown(
    recordings: Sequence[Recording],
    kinds: Sequence[NDArray[np.uint8]],
    *,
    mark_of: list[list[int]],
) -> list[int]:
    """Find the signs that are seen at some time, for a legend that explains no others."""
    lookup = np.array(mark_of)
    seen: set[int] = set()
    for recording, kind in zip(recordings, kinds, strict=True):
        seen |= set(np.unique(lookup[kind, shown_status(recording)]).tolist())
    return sorted(seen - {-1})


def plan_bounds(floorplan: Floorplan) -> tuple[float, float, float, float]:
    """Find the box around the plan, with room for people outside the doors.

    Returns
    -------
    tuple of float
        min x, min y, max x, max y [m].
    """
    places = [point for space in floorplan.spaces for ring in space.polygon for point in ring]
    xs, ys = [x for x, _ in places], [y for _, y in places]
    return (
        min(xs) - _MARGIN_M,
        min(ys) - _MARGIN_M,
        max(xs) + _MARGIN_M,
        max(ys) + _MARGIN_M,
    )


def plan_lines(floorplan: Floorplan, changed: Collection[str] = ()) -> list[dict[str, str]]:
    """Turn a plan into SVG paths, a set per level.

    Parameters
    ----------
    changed : collection of str
        Names of openings that are new, or not as they are in the plan of the scenario.

    Returns
    -------
    list of dict
        The paths ``floor``, ``obstacles``, ``walls``, ``doors``, ``glass``, ``exits``,
        ``windows``, ``stairs`` and ``changed`` in metres, y down. Rooms and doors carry no
        names: a public report shows no labelled plan.
    """
    from asher.floorplan.topology import connect

    topology = connect(floorplan)
    segments, levels = topology.wall_segments, topology.wall_levels
    drawn = []
    for index, level in enumerate(floorplan.levels):
        openings = [o for o in floorplan.openings if o.level == level.name]
        stairs = [
            end
            for c in floorplan.connectors
            for end, name in ((c.line_from, c.level_from), (c.line_to, c.level_to))
            if name == level.name
        ]
        drawn.append(
            {
                "floor": _rings(s.polygon for s in floorplan.spaces if s.level == level.name),
                "obstacles": _rings(
                    o.polygon for o in floorplan.obstacles if o.level == level.name
                ),
                "walls": _lines(
                    ((x1, y1), (x2, y2)) for x1, y1, x2, y2 in segments[levels == index].tolist()
                ),
                "doors": _lines(
                    o.line for o in openings if not o.exterior and o.category != "window"
                ),
                "glass": _lines(o.line for o in openings if o.glazed and not o.exterior),
                "exits": _lines(o.line for o in openings if o.exterior and o.category != "window"),
                "windows": _lines(o.line for o in openings if o.category == "window"),
                "stairs": _lines(stairs),
                "changed": _lines(o.line for o in openings if o.name in changed),
            }
        )
    return drawn


def pack(
    recording: Recording, *, origin: tuple[float, float], step: float, n_levels: int
) -> dict[str, Any]:
    """Pack one recording.

    Parameters
    ----------
    origin : tuple of float
        The point that becomes (0, 0) [m].
    step : float
        The unit of a packed coordinate [m].
    n_levels : int
        Number of levels of the plan; the levels of people are kept only if there are several.

    Returns
    -------
    dict
        Names, sizes, events, milestones, and ``packed``: base64 of a raw deflate stream of, one
        after another, frame times (int32, ms, differences), x and y of every person in every
        frame (int16 steps, differences in time, all low bytes before all high bytes), statuses
        (uint8) and, on several levels, levels (uint8). Frames that the two beside them already
        tell are left out.
    """
    places = np.where(
        np.isfinite(recording.positions_m), recording.positions_m.astype(np.float64), np.nan
    )
    places = _held(places)
    steps = np.rint((places - np.asarray(origin)) / step)
    steps = np.clip(np.nan_to_num(steps), -_REACH, _REACH).astype(np.int16)
    status = shown_status(recording)
    level = shown_level(recording.level, n_levels=n_levels)
    keep = _telling(steps, status, level)
    times = np.rint(np.asarray(recording.times_s, dtype=np.float64)[keep] * 1000).astype("<i4")
    # Person by person, each a series in time: what does not change costs next to nothing.
    moves = steps[keep].transpose(1, 2, 0).reshape(-1, times.size)
    moves = np.diff(moves, axis=1, prepend=np.zeros((moves.shape[0], 1), dtype=np.int16))
    halves = np.ascontiguousarray(moves.astype("<i2")).view(np.uint8).reshape(-1, 2)
    parts = [
        np.diff(times, prepend=np.int32(0)).astype("<i4").tobytes(),
        np.ascontiguousarray(halves[:, 0]).tobytes(),
        np.ascontiguousarray(halves[:, 1]).tobytes(),
        np.ascontiguousarray(status[keep].T).tobytes(),
    ]
    if n_levels > 1:
        parts.append(np.ascontiguousarray(level[keep].T).tobytes())
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
    return {
        "course": recording.course,
        "replication": int(recording.replication),
        "frames": int(times.size),
        "people": int(status.shape[1]),
        "events": shown_events(recording),
        "milestones": milestones(recording),
        "packed": base64.b64encode(squeeze.compress(b"".join(parts)) + squeeze.flush()).decode(),
    }


def shown_events(recording: Recording) -> list[tuple[float, str, str]]:
    """List what happened, in words that name no room and no door.

    Returns
    -------
    list of (float, str, str)
        Time [s], kind and text. Doors and windows of one second are told of together: a large
        school locks dozens at once.
    """
    alike: dict[tuple[str, int, str], list[float]] = {}
    for event in recording.events:
        text = "" if event.kind in _UNNAMED else event.text
        key = (event.kind, int(event.time_s), text)
        alike.setdefault(key, []).append(round(float(event.time_s), 1))
    told = [
        (times[0], kind, text or _doors(kind, len(times)))
        for (kind, _, text), times in alike.items()
    ]
    return sorted([*told, *aftermath_events(recording)], key=lambda event: event[0])


def _doors(kind: str, count: int) -> str:
    one, several = _UNNAMED[kind]
    return one if count == 1 else f"{count} {several}"


def milestones(recording: Recording) -> list[tuple[str, float]]:
    """List the milestones that came, in order of time.

    Returns
    -------
    list of (str, float)
        Label and time [s].
    """
    found = [
        (label, round(float(recording.milestones[name]), 1))
        for name, label in MILESTONES
        if math.isfinite(recording.milestones.get(name, math.nan))
    ]
    return sorted(found, key=lambda pair: pair[1])


def shown_level(level: NDArray[np.int8], *, n_levels: int) -> NDArray[np.uint8]:
    """Say on which level's picture each person is drawn.

    Parameters
    ----------
    level : ndarray of int8, shape (n_frames, n_people)
        Level of each person; -1 on a connector or outside.
    n_levels : int
        Number of levels of the plan.

    Returns
    -------
    ndarray of uint8, shape (n_frames, n_people)
        The level itself; where there is none, the last one, else the next one, else the first.
    """
    if n_levels < 2:
        return np.zeros(level.shape, dtype=np.uint8)
    known = np.where(level < 0, np.nan, level.astype(np.float64))
    return np.nan_to_num(_held(known)).astype(np.uint8)


def _held(values: NDArray[np.float64]) -> NDArray[np.float64]:
    # Gaps along the first axis get the last known value, else the next one.
    frames = np.arange(values.shape[0]).reshape(-1, *([1] * (values.ndim - 1)))
    known = np.isfinite(values)
    last = np.maximum.accumulate(np.where(known, frames, -1), axis=0)
    after = np.flip(
        np.minimum.accumulate(np.flip(np.where(known, frames, values.shape[0] - 1), 0), axis=0), 0
    )
    filled: NDArray[np.float64] = np.take_along_axis(values, np.where(last >= 0, last, after), 0)
    return filled


def _telling(
    steps: NDArray[np.int16], status: NDArray[np.uint8], level: NDArray[np.uint8]
) -> NDArray[np.bool_]:
    # Frames that differ from the one before or the one after; the first and the last stay.
    frames = steps.shape[0]
    same = (
        (steps[1:] == steps[:-1]).all(axis=(1, 2))
        & (status[1:] == status[:-1]).all(axis=1)
        & (level[1:] == level[:-1]).all(axis=1)
    )
    keep = np.ones(frames, dtype=bool)
    if frames > 2:
        keep[1:-1] = ~(same[:-1] & same[1:])
    return keep


def _rings(polygons: Iterable[Any]) -> str:
    rings = [ring for polygon in polygons for ring in polygon]
    return "".join("M" + "L".join(_place(point) for point in ring[:-1]) + "Z" for ring in rings)


def _lines(lines: Iterable[Any]) -> str:
    return "".join("M" + "L".join(_place(point) for point in line) for line in lines)


def _place(point: Sequence[float]) -> str:
    # Plans have y up, pictures y down.
    return f"{_short(point[0]):g} {_short(-point[1]):g}"


def _short(value: float) -> float:
    return round(float(value), 2) + 0.0
