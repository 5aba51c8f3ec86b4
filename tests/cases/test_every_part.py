"""The five cases with every part of the response system on at once."""

import numpy as np
import pytest

from asher import read_scenario
from asher.simulation.site import simulate
from cases.every_part import ALL_ON, PLACES, write


@pytest.mark.slow
@pytest.mark.parametrize("case", PLACES)
def test_every_part_at_once_runs_to_its_end_on_each_case(case, tmp_path):
    scenario = read_scenario(write(case, tmp_path))
    outcome = simulate(scenario, replications=4, seed=1)
    assert outcome.courses == ("two-officer-entry", ALL_ON)
    assert np.all(outcome.columns["unfinished"] == 0)
    assert np.all(outcome.columns["stuck"] == 0)
    # The buttons and the sensors of the second course call sooner, on the same attacks.
    call = outcome.columns["time_to_call_s"]
    assert np.all(call[1] <= call[0])
    assert np.all(outcome.columns["severity"][0] == outcome.columns["severity"][1])


def test_every_part_names_its_row(tmp_path):
    scenario = read_scenario(write("parkland", tmp_path))
    used = set(scenario.course(ALL_ON).used_rows())
    assert used >= {"R2", "R4", "R6", "R7", "R8", "R9", "R10", "R11", "R13", "R14", "R15", "R18"}
    assert used >= {"R22", "R23", "R24"}
