"""Analytic twin: one person walks the length of a corridor.

On paper: 39.5 m at 1.25 m/s take 31.6 s.
"""

import asher

scenario = asher.read_scenario("corridor")
outcome = asher.simulate(scenario, replications=10, seed=1)
seconds = outcome.values("stay-outside", "evacuation_time_s")

print(f"on paper   {39.5 / 1.25:.1f} s")
print(f"simulated  {seconds.mean():.1f} s, in {outcome.n} replications")
print(f"spread     {seconds.max() - seconds.min():.1f} s")
