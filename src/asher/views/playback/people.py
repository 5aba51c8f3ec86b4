"""Who is who in a recording, as far as it says so, and how it ended, in words for the replay."""

from __future__ import annotations

import math
import re
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from asher.simulation.recording import ROLES, STATUSES
from asher.views.figures.marks import KINDS
from asher.views.playback.aftermath import PLAYED_ROLES
from asher.views.words.measures import ENDINGS_SHOWN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from asher.scenario import Scenario
    from asher.simulation.recording import Recording

_STAFF = re.compile(
    r"\b(staff|teachers?|faculty|employees?|personnel|workers?|clerks?|bartenders?)\b",
    re.IGNORECASE,
)
_KIND_CODES = {name: code for code, name in enumerate(KINDS)}
_LABELS = {sign.name: sign.label for sign in ENDINGS_SHOWN}
_OVER = tuple(STATUSES.index(name) for name in ("dead", "restrained", "out"))


def named_kinds(scenario: Scenario) -> list[tuple[str, str]]:
    """Name the kinds of people; staff are the occupant groups whose name says so.

    Returns
    -------
    list of (str, str)
        Each of `KINDS` with its words, which name the groups that are staff.
    """
    staff = [group.name for group in scenario.occupants if _STAFF.search(group.name)]
    said = "" if not staff or staff == ["staff"] else f" ({', '.join(staff)})"
    return [(kind, name + said * (kind == "staff")) for kind, name in KINDS.items()]


def kinds_of(recording: Recording, *, groups: Sequence[str]) -> NDArray[np.uint8]:
    """Tell everybody's kind.

    Parameters
    ----------
    groups : sequence of str
        Names of the scenario's occupant groups.

    Returns
    -------
    ndarray of uint8, shape (n_people,)
        Position in `KINDS`.
    """
    role = np.asarray(recording.role)
    kind = np.array([_KIND_CODES[name] for name in PLAYED_ROLES], dtype=np.uint8)[role]
    staff = [number for number, name in enumerate(groups) if _STAFF.search(name)]
    kind[np.isin(recording.group, staff)] = _KIND_CODES["staff"]
    kind[np.asarray(recording.on_site)] = _KIND_CODES["guard"]
    return kind


def shown_status(recording: Recording) -> NDArray[np.uint8]:
    """Give everybody's status as it is shown: an attacker who stays on after the attack is held.

    Returns
    -------
    ndarray of uint8, shape (n_frames, n_people)
        Position in `STATUSES`.
    """
    status = np.array(recording.status, dtype=np.uint8)
    hazard = np.asarray(recording.role) == ROLES.index("hazard")
    stop = float(recording.milestones.get("time_to_stop_s", math.nan))
    stays = (np.asarray(recording.times_s) >= stop)[:, None] & hazard & ~np.isin(status, _OVER)
    status[stays] = STATUSES.index("restrained")
    return status


def runs(codes: NDArray[np.uint8]) -> list[list[int]]:
    """Pack codes of which many in a row are the same.

    Returns
    -------
    list of [int, int]
        Each code and how often it stands there.
    """
    return [[code, len(list(same))] for code, same in groupby(codes.tolist())]


def how_it_ended(recording: Recording) -> list[tuple[float, str]]:
    """Say when what was played was over, and how.

    Returns
    -------
    list of (float, str)
        Times [s] and captions: of an attack, when it stopped and, where the attacker stayed on,
        how that came to an end; of a drill, when the last person was out.
    """
    role, status = np.asarray(recording.role), np.asarray(recording.status)
    times = np.asarray(recording.times_s, dtype=np.float64)
    hazard = role == ROLES.index("hazard")
    if not hazard.any():
        return _empty(status, times)
    stop = float(recording.milestones.get("time_to_stop_s", math.nan))
    if not math.isfinite(stop):
        return []
    label = _LABELS[recording.ending]
    # The first frame after the stop shows the attacker stopped, unless still there.
    over = np.isin(status[:, hazard][:, 0], _OVER) & (times > stop)
    first = int(np.searchsorted(times, stop + 1e-6, side="right"))
    if over[first : first + 1].all():
        return [(stop, f"Attack over: {label[0].lower()}{label[1:]}")]
    stayed = (stop, "Attack over: the attacker stays inside and is still")
    return [stayed, (float(times[np.argmax(over)]), label)] if over.any() else [stayed]


def _empty(status: NDArray[np.uint8], times: NDArray[np.float64]) -> list[tuple[float, str]]:
    inside = np.flatnonzero((status != STATUSES.index("out")).any(axis=1))
    if not inside.size:
        return [(0.0, "Everybody is out")]
    after = int(inside[-1]) + 1
    return [(float(times[after]), "Everybody is out")] if after < times.size else []


def in_the_end(recording: Recording) -> list[int]:
    """Count the killed and the wounded who live, after care has come or not.

    Returns
    -------
    list of int
        Empty in a drill.
    """
    if not (np.asarray(recording.role) == ROLES.index("hazard")).any():
        return []
    return [int(recording.killed), int(recording.wounded)]
