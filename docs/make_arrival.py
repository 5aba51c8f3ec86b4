"""Write docs/arrival.md: what the arrival of police changes at each shipped place, and why.

Run from the root of the repository: `.venv/bin/python docs/make_arrival.py`. It takes some minutes.
`--from-json` writes the page again from docs/arrival.json without running anything.
"""

import json
import sys
from pathlib import Path

import numpy as np

from asher import read_scenario, simulate
from asher.simulation.exposure import PLACES

FOLDER = Path(__file__).parent
ARRIVALS_MIN = (2, 5, 8, 12)
REPLICATIONS = 300
RESAMPLES = 4000
LATER_S = 30.0
"""The slowest tenth of arrivals come so much later [s]."""
NOBODY_LOCKS = "nobody can lock a room"
LOCKED = "every classroom locks from inside, without glass"
HEAD = """\
# Sooner or later: what the arrival of police changes

Written by `docs/make_arrival.py`; the figures are in [arrival.json](arrival.json), and no figure
here is typed by hand. Nothing here was fitted.

At each shipped place {n} attacks are met by four courses of action that differ in one thing: the
first officer is on scene about 2, 5, 8 or 12 minutes after the first shot. Two officers enter
together. The attack itself, with its own end, is the same for all four. *Ratio* is casualties at
12 minutes over those at 2, with a 95 % interval by resampling attacks; the last columns say what it
comes from.

| place | casualties at 2 min | 5 min | 8 min | 12 min | ratio 12 to 2 min | killed: ratio | \
attacks over before 2 min | hit later than 2 min |
|---|---|---|---|---|---|---|---|---|
"""
TAIL = """
## By which mechanism

- **Most attacks are short.** Where an attack is over before police could be there, nothing of them
  changes how many are hit. That alone keeps every ratio near 1.
- **Some people stay within reach**: who freezes, hides without a lock, is behind the glass of a
  shut door, or does not know. Exposure to them goes on while the attack does
  ([how it is measured](calibration.md#what-the-model-is-at-population-scale)), and an officer's
  contact ends it. In *hit later than 2 min* is their share of all casualties where police come
  after 12 minutes.
- **Whoever is last is not found at once**: one person in sight is hit at a part of the rate of a
  crowd, so those who stayed are still there when police come sooner.
- **Care**: the wounded wait for officers, so the ratio of the killed is above that of casualties.

Published models in which the attack goes on until it is stopped find larger ratios;
[verification](verification.md) sets them beside ours. A record of incidents with times of arrival
and of wounds would decide it; none is public.
"""


def changed(name: str):
    """The scenarios that are run: the place as shipped, and a school with and without locks."""
    scenario = read_scenario(name)
    yield name, scenario, {}
    if name == "elementary-school":
        groups = [group.model_dump(exclude_unset=True) for group in scenario.occupants]
        unlocked = [group | {"key_share": 0.0} for group in groups]
        yield f"{name}, {NOBODY_LOCKS}", scenario.with_(occupants=unlocked), {}
        rooms = {"category": "classroom"}
        building = {"lock": rooms, "lock_delay": "5 s", "without_key": True, "film": rooms}
        yield f"{name}, {LOCKED}", scenario, {"building": building}


def run(title: str, scenario, more: dict) -> dict:
    """Four arrivals at one place."""
    courses = []
    for minutes in ARRIVALS_MIN:
        travel = 60.0 * minutes - 45.0
        courses.append(
            {
                "name": f"after-{minutes}-min",
                "based_on": "two-officer-entry",
                "response": {
                    "call": {"median": "30 s", "p90": "40 s"},
                    "answer": {"median": "5 s", "p90": "10 s"},
                    "dispatch": {"median": "10 s", "p90": "15 s"},
                    "travel": {"median": f"{travel:g} s", "p90": f"{travel + LATER_S:g} s"},
                },
                **more,
            }
        )
    outcome = simulate(scenario.with_(courses_of_action=courses), replications=REPLICATIONS)
    columns = outcome.columns
    late = columns["casualties"][-1]
    return {
        "place": title,
        "arrival_min": (np.nanmedian(columns["time_to_arrival_s"], axis=1) / 60).round(2).tolist(),
        "casualties": columns["casualties"].mean(axis=1).round(3).tolist(),
        "ratio": ratio(columns["casualties"][0], late),
        "ratio_killed": ratio(columns["killed"][0], columns["killed"][-1]),
        "over": float(np.mean(columns["time_to_stop_s"][-1] < 120.0)),
        "later": float(1.0 - columns["casualties_by_2min"][-1].sum() / late.sum()),
    }


def ratio(soon: np.ndarray, late: np.ndarray) -> list[float]:
    """Mean of the one over that of the other, with a 95 % interval."""
    drawn = np.random.default_rng(1).integers(0, len(soon), (RESAMPLES, len(soon)))
    ends = np.quantile(late[drawn].mean(axis=1) / soon[drawn].mean(axis=1), [0.025, 0.975])
    return [round(float(each), 4) for each in (late.mean() / soon.mean(), *ends)]


def words(figures: list[float]) -> str:
    """A ratio with its interval."""
    return "{:.2f} ({:.2f}\u2013{:.2f})".format(*figures)


def page(rows: list[dict]) -> str:
    """The whole page."""
    lines = [HEAD.format(n=REPLICATIONS).rstrip("\n")]
    for row in rows:
        means = " | ".join(f"{mean:.2f}" for mean in row["casualties"])
        lines.append(
            f"| {row['place']} | {means} | {words(row['ratio'])} | {words(row['ratio_killed'])} | "
            f"{row['over']:.0%} | {row['later']:.0%} |"
        )
    apart = sum(row["ratio"][1] > 1.0 for row in rows)
    lines += ["", f"The interval of the ratio is above 1 at {apart} of {len(rows)}."]
    return "\n".join(lines) + "\n" + TAIL


def main() -> None:
    """Write docs/arrival.json and docs/arrival.md."""
    figures = FOLDER / "arrival.json"
    if "--from-json" in sys.argv[1:]:
        rows = json.loads(figures.read_text(encoding="utf-8"))
    else:
        rows = [run(*each) for name in PLACES for each in changed(name)]
        figures.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    (FOLDER / "arrival.md").write_text(page(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
