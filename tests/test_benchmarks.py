"""The laws as benchmarks drive them from outside, by drivers that are compiled as laws are."""

from pathlib import Path

import pytest

from asher.scenario import read_scenario
from asher.simulation.site import simulate

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]


@pytest.fixture
def walking(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT))
    from benchmarks import walking

    return walking


def test_movement_alone_empties_the_venue(walking):
    walk = walking.Walkers(60).run(1)
    assert (walk.left_over, walk.time_s < 60.0) == (0, True)
    # Each of them walks for as long as he or she is in: the mean, in steps of a twentieth.
    assert abs(walk.person_steps - 60 * walk.mean_s / 0.05) <= 60


def test_an_incident_driven_from_outside_is_that_of_the_program(walking):
    scenario = read_scenario("borderline").with_(courses_of_action="two-officer-entry")
    incidents = walking.Incidents(scenario)
    _, _, steps = incidents.costs(0)
    left_at = incidents.world.people.left_at[: len(incidents.world.incident.occupants)]
    assert steps > 1000
    evacuated = simulate(scenario, replications=1, seed=1).columns["evacuated"][0, 0]
    assert (left_at < 1e9).sum() == evacuated
