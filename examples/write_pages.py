"""Write the report of a comparison, and one incident as a page that plays.

Both are single files that open in any browser and load nothing from elsewhere.
"""

import asher

scenario = asher.read_scenario("borderline").with_(
    courses_of_action=["contain-and-wait", "four-officer-formation"]
)
comparison = asher.compare(scenario, replications=10, seed=1)
report = asher.write_report(comparison, "report.html")
replay = asher.write_replay(
    scenario, path="replay.html", replication=17, courses=["four-officer-formation"]
)

for page in (report, replay):
    text = page.read_text(encoding="utf-8")
    loaded = sum(text.count(f'{word}="http') for word in ("src", "href"))
    print(f"{page.name}: one file, {loaded} things loaded from elsewhere")
