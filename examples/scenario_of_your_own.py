"""Change a scenario by copy: a slower police, and a course of action of your own.

What is changed is checked as a file would be; the shipped scenario stays as it was.
"""

import asher

shipped = asher.read_scenario("borderline")
ours = {
    "name": "what-we-plan",
    "title": "What we plan",
    "entry": {"rule": "formation", "officers": 3},
    "notice": {"alarm_button": True},
}
scenario = shipped.with_(
    title="Our club, with police further away",
    response={"travel": {"median": "6 min", "p90": "10 min"}},  # the other clocks stay
    courses_of_action=["two-officer-entry", ours],
)
outcome = asher.simulate(scenario, replications=50, seed=1)

print(scenario.title)
for course in outcome.courses:
    entry = outcome.values(course, "time_to_entry_s").mean() / 60
    print(f"{course:20}first officer inside after {entry:.1f} min on average")

try:
    shipped.with_(hazard={"profile": "night club"})
except asher.errors.ScenarioError as error:
    print(error)
