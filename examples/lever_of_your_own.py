"""A lever of your own, made of parts that there are, compared like those that ship."""

import asher
from asher.scenario import Lever

scenario = asher.read_scenario("parkland")

# What is done, in words for the report, and the parts that it changes. A mapping is put over what
# the course states already, so whoever is on site stays.
drill = Lever(
    name="lockdown-drill",
    words="Staff press a button, and occupants are drilled to lock themselves in.",
    change={"guidance": "lockdown", "notice": {"alarm_button": True}},
)
# The change may depend on the course: one officer more before the team enters.
larger = Lever(
    name="one-more",
    words="The team waits for one more officer.",
    change=lambda course: {"entry": {"rule": "formation", "officers": course.entry.officers + 1}},
)

pair = "two-officer-entry"
courses = [pair, drill.added_to(pair), larger.added_to(drill.added_to(pair))]
compared = asher.compare(scenario.with_(courses_of_action=courses), replications=50, seed=1)

for course in compared.scenario.courses_of_action:
    killed = compared.metric(course.name, "killed").mean
    print(f"{course.title}: rows {', '.join(course.used_rows())}; mean killed {killed:.1f}")
