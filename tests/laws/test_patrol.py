"""Guards who stop on their patrol (R8)."""

import numpy as np
import pytest

from asher.simulation.recording import Frames, record
from places import FREEZE, NOBODY_TELLS, attack, box, group, in_a_row, met

pytestmark = pytest.mark.slow


def scenario():
    """A guard walks between two halls, without stops and with; nobody hears or sees the attack."""
    guard = {"kind": "armed-guard", "engages_share": 1, "patrol": ["hall 1", "hall 2"]}
    halls = (box(f"hall {k}", 20 * k, 0, 20 * k + 20, 8, category="lobby") for k in range(3))
    return attack(
        in_a_row(*halls, doors=("first", "second"), out="far door"),
        group(1, within="hall 2", response=FREEZE, pre_movement="1 h"),
        met("hall 0"),
        hazard={"duration": "9 min", "dwell": "40 min", "entry": "main entrance"},
        response={"recognition_db": 100, "travel": "30 min", **NOBODY_TELLS},
        courses_of_action=[
            {"name": f"c{k}", "based_on": "two-officer-entry", "on_site": guard | stop}
            for k, stop in enumerate(({}, {"patrol_stop": "40 s"}))
        ],
    )


def test_a_guard_on_patrol_stays_at_each_place_for_as_long_as_stated():
    walked, stood = [], []
    for name in ("c0", "c1"):
        recording = record(scenario(), course=name, replication=1, frames=Frames(2.0))
        at = recording.positions_m[:, np.flatnonzero(recording.on_site)[0]]
        walked.append(np.sum(np.diff(at[:, 0] // 20) != 0))
        # Nothing is recorded while nobody moves: the time between two frames says how long.
        still = np.concatenate([[0], np.abs(np.diff(at, axis=0)).max(axis=1) < 0.01, [0]])
        begins, ends = np.flatnonzero(np.diff(still) > 0), np.flatnonzero(np.diff(still) < 0)
        stood.append(recording.times_s[ends] - recording.times_s[begins])
    # 20 m of way take some 12 s, and 52 s with a stop.
    assert walked[1] >= 3
    assert walked[0] > 2.5 * walked[1]
    # Frames are 2 s apart; the stop that the end of the attack cuts short is no measure.
    assert len(stood[1]) >= 4
    assert np.all(np.abs(stood[1][:-1] - 40.0) <= 4.0)
    assert not np.any(stood[0][:-1] > 4.0)
