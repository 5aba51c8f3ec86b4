"""Every kind of file that the program reads: one that is right, and what reads it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from asher.comparison.experiment import Experiment
from asher.comparison.reading import read_results
from asher.comparison.results import ResultsFolder
from asher.evidence.incidents import read_incidents
from asher.floorplan.read import check_floorplan
from asher.scenario import read_scenario
from asher.simulation.posterior import read_posterior
from asher.workforce.city_files import read_city, read_plan
from fakes import fake_simulate

DATA = Path(str(resources.files("asher"))) / "data"


@dataclass(frozen=True)
class Kind:
    """A kind of file: where it stands, and what reads it."""

    name: str
    path: Path
    raw: bytes
    read: Callable[[], Any]


def kinds(folder: Path) -> list[Kind]:
    """Write one right file of each kind, with what stands beside it."""
    for each in ("corridor", "two-level"):
        name = f"{each}.plan.json"
        shutil.copyfile(DATA / "plans" / name, folder / name)
    results, posterior = folder / "results", folder / "posterior"
    Experiment(
        read_scenario("clock-race"),
        1,
        ResultsFolder(results),
        block_size=10,
        simulate=fake_simulate,
    ).run(replications=20)
    posterior.mkdir()
    lines = (DATA / "posterior.csv").read_bytes().splitlines(keepends=True)
    (posterior / "posterior.csv").write_bytes(b"".join(lines[:6]))
    record = json.loads((DATA / "posterior.json").read_bytes())
    (posterior / "posterior.json").write_bytes(json.dumps({**record, "draws": 5}).encode())
    rows = (DATA / "incidents.csv").read_bytes().splitlines(keepends=True)
    scenario = {**_scenario(), "plan": "corridor"}
    city = read_city("example-city")
    plans = sorted((DATA / "cities" / "example-plans").iterdir())
    of_texts = {
        "plan.plan.json": ((folder / "corridor.plan.json").read_bytes(), check_floorplan),
        "levels.plan.json": ((folder / "two-level.plan.json").read_bytes(), check_floorplan),
        "scenario.json": (json.dumps(scenario).encode(), read_scenario),
        "scenario.yaml": ((DATA / "scenarios" / "borderline.yaml").read_bytes(), read_scenario),
        "small.yaml": ((DATA / "scenarios" / "corridor.yaml").read_bytes(), read_scenario),
        "records.csv": (b"".join(rows[:8]), read_incidents),
        "city.yaml": ((DATA / "cities" / "example-city.yaml").read_bytes(), read_city),
        "force.yaml": (plans[0].read_bytes(), lambda path: read_plan(path, city=city)),
    }
    found = [
        Kind(name, folder / name, raw, lambda path=folder / name, read=read: read(path))
        for name, (raw, read) in of_texts.items()
    ]
    found += [
        Kind(path.name, path, path.read_bytes(), lambda: read_posterior(posterior))
        for path in sorted(posterior.iterdir())
    ]
    in_results = [results / "manifest.json", results / "summary.json"]
    found += [
        Kind(path.name, path, path.read_bytes(), lambda: read_results(results))
        for path in [*in_results, *sorted((results / "blocks").iterdir())]
    ]
    return found


def _scenario() -> dict[str, Any]:
    """A scenario that states something of every part."""
    return {
        "title": "A scenario for a test",
        "plan": "corridor",
        "occupants": [{"name": "people", "count": 5, "pre_movement": "4 s"}],
        "hazard": {"profile": "school", "duration": {"median": "4 min", "p90": "9 min"}},
        "response": {"call": "30 s", "travel": {"median": "3 min", "p90": "7 min"}, "officers": 6},
        "courses_of_action": [
            "contain-and-wait",
            {"name": "plan-a", "based_on": "two-officer-entry", "notice": {"alarm_button": True}},
            {"name": "plan-b", "entry": {"rule": "formation", "officers": 3}, "on_site": []},
        ],
        "closures": [{"opening": "exit", "at": "5 min"}],
        "deterrence": {"low": -0.2, "high": 0.3},
        "sources": {"response.call": "a text"},
        "replications": 10,
        "seed": 1,
        "horizon": "1 h",
        "time_step_s": 0.1,
    }
