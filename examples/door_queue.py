"""Analytic twin: a hundred people queue at one door, 1 m wide.

On paper: a door that lets C persons a second through needs (N - 1) / C seconds from the first
to the last of N, so that 50 people more take 50 / C. The design value of the SFPE handbook
is C = 1.33 for a door of 1 m; without the cap people pass as they were measured.
"""

import asher

scenario = asher.read_scenario("door-queue").with_(max_specific_flow_per_m_s="sfpe")
crowd = scenario.occupants[0].model_dump(exclude_defaults=True)


def last_out(people):
    """Mean time at which the last person is out [s]."""
    drill = scenario.with_(occupants=crowd | {"count": people})
    outcome = asher.simulate(drill, replications=10, seed=1)
    return outcome.values("stay-outside", "evacuation_time_s").mean()


flow = asher.evidence.statistic("specific-flow").estimate * 1.0
print(f"on paper   50 people more take {50 / flow:.1f} s")
print(f"simulated  50 people more take {last_out(100) - last_out(50):.1f} s")
print(f"on paper   the last of 100 follows the first by {99 / flow:.1f} s")
print(f"simulated  the last of 100 is out after {last_out(100):.1f} s")
