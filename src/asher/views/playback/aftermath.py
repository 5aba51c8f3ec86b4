"""What a replay shows after an attack: who helps whom, who carries whom, and to where.

The laws of care are clocks and lengths of ways: nobody walks step by step. So helpers and those
whom they carry are drawn on their ways, evenly between the times of the laws.
"""

from __future__ import annotations

import math
from collections import defaultdict
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from asher.scenario.parts.setting import in_words
from asher.simulation.recording import ROLES, STATUSES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from asher.simulation.recording import Recording
    from asher.simulation.rescued import Rescued, Way

PLAYED_ROLES = (*ROLES, "medic")
PLAYED_STATUSES = (*STATUSES, "helping", "carrying", "cared", "carried", "brought")
NOTE = (
    "After the attack, helpers, carriers and the wounded are drawn on computed ways, from door to "
    "door. The model says when each of the wounded is reached and carried out, and how long the "
    "way is; it moves nobody there step by step. Within a room the ways are straight, also through "
    "furniture and other people."
)
_CODE = {name: code for code, name in enumerate(PLAYED_STATUSES)}
_BESIDE_M = ((0.7, 0.0), (-0.7, 0.0), (0.0, 0.7), (0.0, -0.7))
_GAP_S = 1.5  # frames farther apart than this get others between them


class _Part(NamedTuple):
    """What somebody does for a while, and where."""

    begins: float
    ends: float
    status: int
    way: Way | None  # None where the person stays
    aside: tuple[float, float] = (0.0, 0.0)  # From that way [m]

    def times(self) -> list[float]:
        """When the person passes the corners of the way."""
        if self.way is None or self.way.walked_m[-1] == 0.0:
            return [self.begins, self.ends]
        share = self.way.walked_m / self.way.walked_m[-1]
        return [self.begins + (self.ends - self.begins) * float(each) for each in share]


def with_aftermath(recording: Recording) -> Any:
    """Put the wounded and those who help them into the frames of a recording.

    Returns
    -------
    Recording or SimpleNamespace
        With more frames, with medics after all other people, roles as `PLAYED_ROLES` and statuses
        as `PLAYED_STATUSES`; the same where nobody was reached.
    """
    if not recording.rescued:
        return recording
    parts = _parts(recording.rescued)
    n = recording.status.shape[1]
    size = max([n, *(person + 1 for person in parts)])
    times = _times(recording, parts)
    before = np.searchsorted(recording.times_s, times, side="right") - 1
    positions = np.full((times.size, size, 2), np.nan, dtype=np.float32)
    positions[:, :n] = _between(recording, times, before)
    level = np.full((times.size, size), -1, dtype=np.int8)
    level[:, :n] = recording.level[before]
    status = np.full((times.size, size), _CODE["absent"], dtype=np.uint8)
    status[:, :n] = recording.status[before]
    for person, those in parts.items():
        _play(those, times, (positions[:, person], level[:, person], status[:, person]))
    medics = np.full(size - n, PLAYED_ROLES.index("medic"))
    return SimpleNamespace(
        **vars(recording)
        | {
            "times_s": times,
            "positions_m": positions,
            "level": level,
            "status": status,
            "role": np.append(recording.role, medics).astype(np.uint8),
            "group": np.append(recording.group, np.full(size - n, -1)).astype(np.int32),
            "on_site": np.append(recording.on_site, np.zeros(size - n, dtype=bool)),
        }
    )


def _parts(rescued: tuple[Rescued, ...]) -> dict[int, list[_Part]]:
    """What each of the wounded and of the helpers does, in the order of time."""
    parts: dict[int, list[_Part]] = defaultdict(list)
    for each in rescued:
        if each.helper < 0:
            continue
        mine = parts[each.helper]
        free = mine[-1].ends if mine else -math.inf
        if each.way_to is not None:
            begins = min(max(each.sets_out_s, free), each.reached_s)
            mine.append(_Part(begins, each.reached_s, _CODE["moving"], each.way_to))
        here = _stay(each)
        mine.append(_Part(each.reached_s, each.cared_s, _CODE["helping"], here, _BESIDE_M[0]))
        parts[each.person].append(_Part(each.cared_s, each.carried_from_s, _CODE["cared"], None))
    for each in sorted(rescued, key=lambda one: one.carried_from_s):
        if each.way_out is None:
            continue
        span = each.carried_from_s, each.out_s
        status = _CODE["carried" if each.carriers else "moving"]
        parts[each.person].append(_Part(*span, status, each.way_out))
        parts[each.person].append(_Part(each.out_s, math.inf, _CODE["brought"], None))
        for k, carrier in enumerate(each.carriers):
            aside = _BESIDE_M[k % len(_BESIDE_M)]
            back = _turned(each.way_out)
            parts[carrier].append(_Part(*span, _CODE["carrying"], each.way_out, aside))
            parts[carrier].append(_Part(each.out_s, each.back_s, _CODE["moving"], back, aside))
    return parts


def _stay(each: Rescued) -> Way | None:
    way = each.way_out or each.way_to
    if way is None:
        return None
    at = 0 if each.way_out else -1
    return type(way)(way.places_m[[at]], way.level[[at]], np.zeros(1))


def _turned(way: Way) -> Way:
    return type(way)(way.places_m[::-1], way.level[::-1], way.walked_m[-1] - way.walked_m[::-1])


def _times(recording: Recording, parts: dict[int, list[_Part]]) -> NDArray[np.float64]:
    """Times of the frames: those recorded, and others where they lie far apart or end."""
    known = np.asarray(recording.times_s, dtype=np.float64)
    asked = {time for those in parts.values() for part in those for time in part.times()}
    more = np.array(sorted(time for time in asked if math.isfinite(time) and time > known[0]))
    after = np.searchsorted(known, more)
    is_last = after >= known.size
    gap = known[np.minimum(after, known.size - 1)] - known[after - 1]
    return np.union1d(known, np.round(more[is_last | (gap > _GAP_S)], 2))


def _between(
    recording: Recording, times: NDArray[np.float64], before: NDArray[np.int64]
) -> NDArray[np.float32]:
    """Places at any time, on the straight line from one frame to the next."""
    known = np.asarray(recording.times_s, dtype=np.float64)
    after = np.minimum(before + 1, known.size - 1)
    span = known[after] - known[before]
    share = np.where(span > 0, (times - known[before]) / np.where(span > 0, span, 1.0), 0.0)
    one, other = recording.positions_m[before], recording.positions_m[after]
    moved = one + share[:, None, None] * (other - one)
    places: NDArray[np.float32] = np.where(np.isfinite(moved), moved, one).astype(np.float32)
    return places


def _play(parts: list[_Part], times: NDArray[np.float64], rows: tuple[Any, Any, Any]) -> None:
    """Write what one person does into the frames. In place: `rows`."""
    place, level, status = rows
    for part in parts:
        if part.begins > times[-1]:
            continue
        first = int(np.searchsorted(times, part.begins - 0.006))
        stop = int(np.searchsorted(times, part.ends + 0.006))
        if part.way is not None:
            span = max(part.ends - part.begins, 1e-9)
            walked = part.way.walked_m[-1] * np.clip((times[first:] - part.begins) / span, 0, 1)
            for axis in range(2):
                along = np.interp(walked, part.way.walked_m, part.way.places_m[:, axis])
                place[first:, axis] = along + part.aside[axis]
            corner = np.searchsorted(part.way.walked_m, walked, side="right") - 1
            level[first:] = part.way.level[np.clip(corner, 0, part.way.level.size - 1)]
        status[first:stop] = part.status
        if part.status in (_CODE["helping"], _CODE["carrying"], _CODE["moving"]):
            status[stop:] = _CODE["waiting"]


def collection_points(recording: Recording) -> list[tuple[int, float, float]]:
    """Where the wounded are brought: level, x and y [m] of each place, in order."""
    ways = [each.way_out for each in recording.rescued if each.way_out is not None]
    ends = [(int(way.level[-1]), *way.places_m[-1].round(2).tolist()) for way in ways]
    return sorted({(level, x, y) for level, x, y in ends})


def aftermath_events(recording: Recording) -> Iterator[tuple[float, str, str]]:
    """Say when each of the wounded was reached and carried out, and by whom.

    Yields
    ------
    tuple of (float, str, str)
        Time [s], kind and text, in no order.
    """
    if not recording.rescued:
        return
    # Those of the recording; whoever has been put beside them for the page is a medic.
    n = np.count_nonzero(np.asarray(recording.role) != PLAYED_ROLES.index("medic"))
    out = sorted(each.out_s for each in recording.rescued if each.carriers)
    for each in recording.rescued:
        if each.helper < 0:
            yield round(each.carried_from_s, 1), "walks", "A wounded person walks out"
            text = "A wounded person who walked is at the collection point"
            yield round(each.out_s, 1), "brought", text
            continue
        who = "A medic" if each.helper >= n else "An officer"
        yield round(each.reached_s, 1), "care", f"{who} reaches a wounded person"
        if not each.carriers:
            continue
        medics = sum(carrier >= n for carrier in each.carriers)
        who = "medics" if medics == len(each.carriers) else "helpers" if medics else "officers"
        many = len(each.carriers)
        by = f"{in_words(many)} {who}" if many > 1 else f"one {who[:-1]}"
        yield round(each.carried_from_s, 1), "carried", f"A wounded person is carried by {by}"
        k = out.index(each.out_s) + 1
        text = f"A wounded person is at the collection point ({k} of {len(out)} carried out)"
        yield round(each.out_s, 1), "brought", text
