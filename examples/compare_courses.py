"""Compare courses of action on a shipped scenario.

Every course of action meets the same incidents, so the difference between two of them is
taken incident by incident.
"""

import asher

scenario = asher.read_scenario("borderline")
comparison = asher.compare(scenario, replications=40, seed=1)

print(f"{scenario.title}, {comparison.outcome.n} incidents")
for course in comparison.courses:
    killed = comparison.metric(course, "killed")
    print(f"{course:24}{killed.mean:6.2f} killed ({killed.lower:.2f} to {killed.upper:.2f})")

later = comparison.difference("contain-and-wait", "two-officer-entry", metric="killed")
print(f"Waiting against two officers: {later.mean:+.2f} ({later.lower:+.2f} to {later.upper:+.2f})")
print(f"Chance that waiting is lower, ties counted half: {later.probability_a_lower:.0%}")
