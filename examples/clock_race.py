"""Analytic twin: which clock runs out first, the attack's own or the first officer's?

On paper: both times are lognormal with medians of 3 and 4 minutes, so the attack is over
first with chance Phi((ln 4 - ln 3) / sqrt(1.06^2 + 0.5409^2)).
"""

import math
from statistics import NormalDist

import asher

scenario = asher.read_scenario("clock-race")
outcome = asher.simulate(scenario, replications=2000, seed=1)
stop = outcome.values("stay-outside", "time_to_stop_s")
arrival = outcome.values("stay-outside", "time_to_arrival_s")
share = (stop < arrival).mean()

on_paper = NormalDist().cdf((math.log(4) - math.log(3)) / math.hypot(1.06, 0.5409))
error = math.sqrt(on_paper * (1 - on_paper) / outcome.n)
print(f"on paper   {on_paper:.4f}")
print(f"simulated  {share:.4f}, in {outcome.n} replications")
print(f"apart      {abs(share - on_paper) / error:.1f} standard errors")
