"""Who helps whom after an attack, and on which ways: the wounded of one replication."""

from __future__ import annotations

import heapq
import math
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from asher.kernels.codes import Category, Door, Tally

if TYPE_CHECKING:
    from collections.abc import Iterator

    from asher.simulation.layout import Layout

OUTSIDE_M = 1.5
"""How far before the way out the wounded are put down [m] (judgement)."""


@dataclass(frozen=True, eq=False)
class Way:
    """A way through a building, from door to door."""

    places_m: NDArray[np.float64]  # In plan coordinates, shape (n, 2)
    level: NDArray[np.int8]  # Position in ``floorplan.levels``, shape (n,)
    walked_m: NDArray[np.float64]  # From the start, shape (n,); on a stair along it


@dataclass(frozen=True, eq=False)
class Rescued:
    """One wounded person whom somebody reached, or who walked out alone."""

    person: int  # Position among all people
    # Who cares and who carries: positions among all people; medics come after them.
    helper: int  # -1 = the person walked out alone
    carriers: tuple[int, ...]  # Empty where nobody carries the person out
    sets_out_s: float  # The helper, who walks without a rest; infinite where there is none
    reached_s: float
    cared_s: float
    carried_from_s: float  # Or walks from; infinite where the person does not get out
    out_s: float
    back_s: float  # When the carriers are back inside
    way_to: Way | None  # Of the helper; None where it is not known from where
    way_out: Way | None


def find_rescued(site: Any, world: Any, layout: Layout) -> tuple[Rescued, ...]:
    """List the wounded whom somebody reached or who walked out, in the order of care.

    Parameters
    ----------
    site, world : Site, World
        Of a replication that has been summarised.
    layout : Layout
        The plane on which it was run.

    Returns
    -------
    tuple of Rescued
        When each was reached and carried out says the law of care (`kernels.incident.care`). The
        ways are computed here, from the distances by which that law walks, from door to door; in a
        room they are straight.
    """
    incident = world.incident
    wounded, n = incident.occupants, int(incident.tally[Tally.WOUNDED])
    ways = _Ways(site, incident.doors, layout)
    groups = list(_groups(site, incident))
    first = len(wounded)
    officers = len(incident.officers)
    found = []
    for i in map(int, wounded.queue[:n]):
        k = int(wounded.helper[i])
        here = float(world.people.x[i]), float(world.people.y[i])
        space = int(world.people.space[i])
        if k < 0:
            if math.isfinite(wounded.out_at[i]):
                times = float(wounded.out_at[i] - wounded.carry_s[i]), float(wounded.out_at[i])
                found.append(_alone(i, times, ways.out(space, here)))
            continue
        way_to = None
        if wounded.from_space[i] >= 0:
            start = float(wounded.from_x[i]), float(wounded.from_y[i])
            way_to = ways.between(int(wounded.from_space[i]), start, space, here)
        walk = way_to.walked_m[-1] / site.response.speed if way_to else 0.0
        is_out = wounded.carriers[i] >= 0 and math.isfinite(wounded.out_at[i])
        carry, out = float(wounded.carry_s[i]), float(wounded.out_at[i])
        back = carry * site.response.carry_speed / site.response.speed
        found.append(
            Rescued(
                person=i,
                helper=first + k if k < officers else len(world.people) + k - officers,
                carriers=groups[int(wounded.carriers[i])] if is_out else (),
                sets_out_s=float(wounded.reached_at[i]) - walk,
                reached_s=float(wounded.reached_at[i]),
                cared_s=float(wounded.cared_at[i]),
                carried_from_s=out - carry if is_out else math.inf,
                out_s=out if is_out else math.inf,
                back_s=out + back if is_out else math.inf,
                way_to=way_to,
                way_out=ways.out(space, here) if is_out else None,
            )
        )
    return tuple(found)


def _alone(i: int, times: tuple[float, float], way_out: Way | None) -> Rescued:
    """Whoever walked out alone, from and until two times."""
    begins, out = times
    never = math.inf
    return Rescued(i, -1, (), never, never, never, begins, out, never, None, way_out)


def _groups(site: Any, incident: Any) -> Iterator[tuple[int, ...]]:
    """Who makes each group of carriers, as `kernels.incident.carrying.group_carriers` does."""
    officers, first = len(incident.officers), len(incident.occupants)
    n_people = first + officers + 1
    helpers = iter(
        [
            first + k if k < officers else n_people + k - officers
            for k in np.flatnonzero(np.isfinite(incident.helpers.free_at)).tolist()
        ]
    )
    size, whole = int(site.response.carriers), False
    while group := tuple(islice(helpers, size)):
        if len(group) == size or not whole:
            yield group
        whole = True


class _Ways:
    """Shortest ways over the openings of a building."""

    def __init__(self, site: Any, doors: NDArray[np.uint8], layout: Layout) -> None:
        self.routes, self.course, self.layout = site.routes, site.course, layout
        self.is_open = np.asarray(doors) < Door.BARRED
        self.n_rooms = len(layout.spaces) - int(
            np.count_nonzero(layout.opening_category == Category.PORTAL) // 2
        )

    def between(
        self, start: int, at: tuple[float, float], end: int, to: tuple[float, float]
    ) -> Way | None:
        """The way from a place in a space to a place in another; None where none leads there."""
        if start == end:
            return self._way([at, to], [0.0, math.dist(at, to)])
        walk, before = self._walk(start, at)
        last = {
            o: walked + math.dist(self._middle(o, end), to)
            for (o, space), walked in walk.items()
            if space == end
        }
        if not last:
            return None
        o = min(last, key=last.__getitem__)
        chain = self._chain((o, end), before)
        places = [at, *(self._place(each) for each in chain), to]
        return self._way(places, [0.0, *(walk[each] for each in chain), last[o]])

    def out(self, start: int, at: tuple[float, float]) -> Way | None:
        """The way to where ambulances load: the way out stated, or else the nearest."""
        walk, before = self._walk(start, at)
        outside = {
            o: walked
            for (o, space), walked in walk.items()
            if space < 0 and self.routes.openings.category[o] != Category.WINDOW
        }
        if not outside:
            return None
        o = int(self.course.way_out)
        if o not in outside:
            o = min(outside, key=outside.__getitem__)
        chain = self._chain((o, -1), before)
        side = 0 if self.routes.openings.space[o, 0] >= 0 else 1
        out = self.routes.openings.across[o, side]
        door = self._place(chain[-1])
        beyond = door[0] + OUTSIDE_M * float(out[0]), door[1] + OUTSIDE_M * float(out[1])
        walked = [0.0, *(walk[each] for each in chain), walk[chain[-1]] + OUTSIDE_M]
        return self._way([at, *(self._place(each) for each in chain), beyond], walked)

    def _walk(
        self, start: int, at: tuple[float, float]
    ) -> tuple[dict[tuple[int, int], float], dict[tuple[int, int], tuple[int, int] | None]]:
        """Walk to every opening, as (opening, space behind it), and from which one (Dijkstra)."""
        openings = self.routes.openings
        heap: list[tuple[float, tuple[int, int], tuple[int, int] | None]] = []
        for o in self._openings_of(start):
            way = math.dist(at, self._middle(o, start))
            heapq.heappush(heap, (way, (o, self._behind(o, start)), None))
        walk: dict[tuple[int, int], float] = {}
        before: dict[tuple[int, int], tuple[int, int] | None] = {}
        while heap:
            walked, node, came = heapq.heappop(heap)
            if node in walk:
                continue
            walk[node], before[node] = walked, came
            o, space = node
            if space < 0:
                continue
            side = 0 if openings.space[o, 0] == space else 1
            spaces = self.routes.spaces
            first = int(spaces.opening_start[space])
            size = int(spaces.opening_stop[space]) - first
            row = int(spaces.between_start[space]) + int(openings.local[o, side]) * size
            for k, other in enumerate(self.routes.space_opening[first : first + size].tolist()):
                length = float(self.routes.between[row + k])
                if other != o and self.is_open[other] and math.isfinite(length):
                    heapq.heappush(
                        heap, (walked + length, (other, self._behind(other, space)), node)
                    )
        return walk, before

    def _openings_of(self, space: int) -> list[int]:
        spaces = self.routes.spaces
        part = slice(int(spaces.opening_start[space]), int(spaces.opening_stop[space]))
        return [o for o in self.routes.space_opening[part].tolist() if self.is_open[o]]

    def _behind(self, o: int, space: int) -> int:
        one, other = self.routes.openings.space[o].tolist()
        return int(other if one == space else one)

    def _middle(self, o: int, space: int) -> tuple[float, float]:
        """Middle of an opening as seen from a space."""
        side = 0 if self.routes.openings.space[o, 0] == space else 1
        x0, y0, x1, y1 = self.routes.openings.line[o, side].tolist()
        return 0.5 * (x0 + x1), 0.5 * (y0 + y1)

    def _place(self, node: tuple[int, int]) -> tuple[float, float]:
        """Middle of an opening on its level: of the end of a stair, the landing."""
        o = node[0]
        sides = [int(each) for each in self.routes.openings.space[o]]
        room = next(each for each in sides if 0 <= each < self.n_rooms)
        return self._middle(o, room)

    def _chain(
        self, node: tuple[int, int], before: dict[tuple[int, int], tuple[int, int] | None]
    ) -> list[tuple[int, int]]:
        chain = [node]
        while (came := before[chain[-1]]) is not None:
            chain.append(came)
        return chain[::-1]

    def _way(self, places: list[tuple[float, float]], walked: list[float]) -> Way:
        plane = np.array(places, dtype=np.float64)
        starts = self.layout.level_starts
        level = np.clip(np.searchsorted(starts, plane[:, 0], side="right") - 1, 0, len(starts) - 1)
        plane[:, 0] -= self.layout.level_x[level]
        plane[:, 1] -= self.layout.up_y
        return Way(plane, level.astype(np.int8), np.maximum.accumulate(np.array(walked)))
