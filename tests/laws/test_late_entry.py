"""Those who wait for a tactical team where none is drawn (R1)."""

import numpy as np
import pytest

from asher.simulation.site import simulate
from pairs import assert_raises, times
from places import FREEZE, attack, group, hall_with, zone
from tolerance import assert_share

pytestmark = pytest.mark.slow

HORIZON = 4 * 3600.0
N = 300


def run(*responses):
    scenario = attack(
        hall_with(zone("crowd", 4, 1, 18, 7)),
        group(20, within="crowd", response=FREEZE, pre_movement="50 min"),
        hazard={"duration": "60 s", "dwell": "40 min", "entry": "back door"},
        response={"late_entry": "5 min", "clear_space": "60 s"},
        horizon="4 h",
        courses_of_action=[
            {"name": f"c{k}", "based_on": "contain-and-wait", "response": each}
            for k, each in enumerate(responses)
        ],
    )
    return simulate(scenario, replications=N, seed=7)


def test_where_no_team_is_drawn_those_who_wait_enter_in_the_end():
    """The same 300 attacks with a team, which comes after 10 min, with none, and by a share."""
    outcome = run({}, {"tactical_team_share": 0}, {"tactical_team_share": 0.59})
    team, none, some = (times(outcome, "time_to_entry_s", HORIZON, row) for row in range(3))
    # With a team at 30 s of the call and 10 min; else 5 min after the end at 60 s.
    assert np.all(np.abs(team - 630.0) < 1.0)
    assert np.all(np.abs(none - 360.0) < 1.0)
    drawn = some == team
    assert np.array_equal(some[~drawn], none[~drawn])
    assert_share(int(drawn.sum()), N, 0.59)
    cared = outcome.columns["time_to_first_care_s"]
    known = np.isfinite(cared).all(axis=0)
    assert_raises(cared[1][known], cared[0][known])


def test_a_neighbour_sends_a_team_by_its_share_and_its_time():
    """Of 300 attacks without a team of the agency's own; a share off by 0.14 would be caught."""
    none = {"tactical_team_share": 0}
    some = {**none, "neighbour_team_share": 0.4, "neighbour_team": "50 min"}
    outcome = run(none, some)
    without, sent = (times(outcome, "time_to_entry_s", HORIZON, row) for row in range(2))
    comes = np.abs(sent - 3030.0) < 1.0
    assert np.array_equal(sent[~comes], without[~comes])
    assert_share(int(comes.sum()), N, 0.4)
    cared = [times(outcome, "time_to_first_care_s", HORIZON, row) for row in range(2)]
    assert_raises(*cared)
