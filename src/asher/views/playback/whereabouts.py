"""Who was where when in one replication: read off its recording."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from asher.simulation.recording import ROLES, STATUSES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from asher.simulation.recording import Recording

# Where an occupant may be, in the order of the counts.
PLACES = ("hit", "hiding", "inside", "out")
_PLACE_OF = {
    "wounded": "hit",
    "dead": "hit",
    "hiding": "hiding",
    "out": "out",
    "unaware": "inside",
    "waiting": "inside",
    "moving": "inside",
    "restrained": "inside",
}


@dataclass(frozen=True)
class Stretch:
    """A time during which the attacker moved, or did not."""

    # [s after the first shot].
    start: float
    end: float
    is_moving: bool  # False while the attacker stays where it is


@dataclass(frozen=True, eq=False)
class Whereabouts:
    """What one recording says of who was where when."""

    course: str
    replication: int
    milestones: dict[str, float]  # The ``time_to_..._s`` metrics [s], NaN = never
    end: float  # Last frame [s]
    officers_in: tuple[float, ...]  # When each officer from outside was first inside, in order [s]
    on_site: int  # Armed people who were there from the beginning
    # A time for each person hit [s].
    officers_hit: tuple[float, ...]
    occupants_hit: tuple[float, ...]
    attacker: tuple[Stretch, ...]  # From the first shot to the end of the attack
    times: NDArray[np.float64]  # Times of the counts [s], shape (n_frames,)
    counts: NDArray[np.int64]  # Occupants at each of `PLACES`, shape (n_frames, 4)

    def time(self, milestone: str) -> float:
        """When a milestone such as ``time_to_entry_s`` came [s after the first shot], or NaN."""
        return float(self.milestones.get(milestone, np.nan))

    def at(self, time: float) -> dict[str, int]:
        """Count the occupants at each place.

        Parameters
        ----------
        time : float
            [s after the first shot].

        Returns
        -------
        dict of str to int
            Count by each of `PLACES`, as in the last frame up to then.
        """
        frame = max(0, int(np.searchsorted(self.times, time, side="right")) - 1)
        return {place: int(n) for place, n in zip(PLACES, self.counts[frame], strict=True)}


def whereabouts(recording: Recording) -> Whereabouts:
    """Read off the recording of a scenario with a hazard who was where when."""
    role = np.asarray(recording.role)
    status = np.asarray(recording.status)
    times = np.asarray(recording.times_s, dtype=np.float64)
    officers = status[:, role == ROLES.index("officer")]
    present = officers != STATUSES.index("absent")
    hit = np.isin(officers, [STATUSES.index("wounded"), STATUSES.index("dead")])
    from_outside = ~present[0]
    return Whereabouts(
        course=recording.course,
        replication=int(recording.replication),
        milestones=dict(recording.milestones),
        end=float(times[-1]),
        officers_in=_first_times(present[:, from_outside], times),
        on_site=int(present[0].sum()),
        officers_hit=_first_times(hit, times),
        occupants_hit=_first_times(
            np.isin(
                status[:, role == ROLES.index("occupant")],
                [STATUSES.index("wounded"), STATUSES.index("dead")],
            ),
            times,
        ),
        attacker=_stretches(recording, status[:, role == ROLES.index("hazard")], times),
        times=times,
        counts=_counts(status[:, role == ROLES.index("occupant")]),
    )


def _first_times(is_so: NDArray[np.bool_], times: NDArray[np.float64]) -> tuple[float, ...]:
    """When each column first became true, in order, without those that never did."""
    ever = is_so.any(axis=0)
    return tuple(sorted(times[np.argmax(is_so[:, ever], axis=0)].tolist()))


def _counts(occupants: NDArray[np.uint8]) -> NDArray[np.int64]:
    place = np.array([PLACES.index(_PLACE_OF.get(name, "inside")) for name in STATUSES])
    here = place[occupants]
    here[occupants == STATUSES.index("absent")] = -1
    return np.stack([(here == i).sum(axis=1) for i in range(len(PLACES))], axis=1)


def _stretches(
    recording: Recording, hazard: NDArray[np.uint8], times: NDArray[np.float64]
) -> tuple[Stretch, ...]:
    if not hazard.shape[1]:
        return ()
    stop = recording.milestones.get("time_to_stop_s", np.nan)
    end = float(stop) if np.isfinite(stop) else float(times[-1])
    moves = hazard[:, 0] == STATUSES.index("moving")
    turns = [0, *(np.flatnonzero(moves[1:] != moves[:-1]) + 1).tolist()]
    starts = [0.0, *(float(times[turn]) for turn in turns[1:])]
    ends = [*starts[1:], max(end, float(times[-1]))]
    found = [
        Stretch(start, min(after, end), bool(moves[turn]))
        for turn, start, after in zip(turns, starts, ends, strict=True)
        if start < end
    ]
    return tuple(found)


def thinned(one: Whereabouts, *, until: float, points: int = 40) -> list[tuple[float, list[int]]]:
    """Thin the counts to what a picture can show.

    Parameters
    ----------
    until : float
        Last time of the picture [s], > 0.
    points : int
        How many counts to keep, denser near the first shot.

    Returns
    -------
    list of (float, list of int)
        Time [s] and occupants at each of `PLACES`.
    """
    grid = until * np.linspace(0.0, 1.0, points) ** 2
    return [(float(time), list(one.at(float(time)).values())) for time in grid]


def last_time(found: Sequence[Whereabouts]) -> float:
    """The last moment that matters in several replications [s after the first shot], >= 60."""
    moments = [60.0]
    for one in found:
        known = [time for time in one.milestones.values() if np.isfinite(time)]
        moments += [*known, *one.officers_in, *one.officers_hit, *one.occupants_hit]
    return max(moments)
