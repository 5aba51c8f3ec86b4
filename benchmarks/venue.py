"""The reference venue: one hall with three side rooms and five exits, 40 m by 25 m."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import shape

from asher.floorplan import Floorplan, parse_floorplan
from asher.scenario import Scenario

FILE = Path(__file__).parent / "venue.geojson"
PITCH_M = 46.0
"""From one copy of the venue to the next [m]: its length, its exits and a gap."""
APART_M = 0.42
"""No two people start closer than this [m]: two radii and a little."""
COPY_OCCUPANTS = 150
"""People in each copy where the plan grows with the number of people."""


@cache
def features() -> dict[str, tuple[dict[str, Any], Any]]:
    """Properties and shape of everything in the file, by name."""
    found = json.loads(FILE.read_text(encoding="utf-8"))["features"]
    return {f["properties"]["name"]: (f["properties"], shape(f["geometry"])) for f in found}


def walkable() -> Any:
    """Everything one can walk on, the exits included."""
    return features()["venue"][1]


def exits() -> dict[str, Any]:
    """The five exits: whoever sets foot on one is out."""
    return {name: area for name, (said, area) in features().items() if said["kind"] == "exit"}


def plan(copies: int = 1) -> Floorplan:
    """The venue as a floor plan; its exits begin at the inner edges of the exit areas.

    Parameters
    ----------
    copies : int
        How many venues stand side by side.

    Returns
    -------
    Floorplan
        One space a copy, five gates each.
    """
    floor = walkable().difference(shapely.union_all(list(exits().values())))
    level = {"kind": "level", "name": "ground", "ordinal": 0, "elevation_m": 0}
    parts = [{"type": "Feature", "properties": level, "geometry": None}]
    for copy in range(copies):
        mark, moved = f" {copy + 1}" if copies > 1 else "", PITCH_M * copy
        place = {"kind": "space", "name": f"venue{mark}", "level": "ground", "category": "room"}
        parts.append(
            _feature(place, shapely.transform(floor, lambda at, x=moved: at + np.array([x, 0.0])))
        )
        for name, area in exits().items():
            said = {
                "kind": "opening",
                "name": f"{name}{mark}",
                "level": "ground",
                "category": "gate",
                "exterior": True,
                "main_entrance": name == "south_main",
            }
            inner = area.boundary.intersection(floor.boundary)
            inner = inner if inner.geom_type == "LineString" else shapely.line_merge(inner)
            edge = shapely.LineString([inner.coords[0], inner.coords[-1]])
            parts.append(
                _feature(said, shapely.transform(edge, lambda at, x=moved: at + np.array([x, 0.0])))
            )
    return parse_floorplan(
        {
            "type": "FeatureCollection",
            "title": "Reference venue",
            "units": "m",
            "schematic": True,
            "source": "Drawn for comparing movement programs",
            "features": parts,
        }
    )


def _feature(said: dict[str, Any], geometry: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": said, "geometry": shapely.geometry.mapping(geometry)}


def drill(n: int, *, copies: int = 1, **changes: Any) -> Scenario:
    """Everybody walks out of the venue at once, by the nearest exit.

    Parameters
    ----------
    n : int
        Occupants.
    copies : int
        How many venues stand side by side.
    **changes : object
        Other fields of the scenario.

    Returns
    -------
    Scenario
        Without a hazard unless `changes` say otherwise.
    """
    stated = {
        "title": "Reference venue",
        "plan": "venue",
        "floorplan": plan(copies),
        "occupants": {
            "count": n,
            "pre_movement": "0 s",
            "response": {"run": 1, "hide": 0, "resist": 0, "freeze": 0},
            "familiar_share": 1,
        },
        "courses_of_action": ["stay-outside"],
        "horizon": "20 min",
    }
    return Scenario.model_validate(stated | changes)


def places(n: int, seed: int) -> NDArray[np.float64]:
    """Draw where people start [m], shape (n, 2).

    Anywhere in the rooms, 0.25 m clear of walls and 0.42 m of each other.
    """
    rng = np.random.default_rng(seed)
    rooms = features()["all_rooms"][1].buffer(-0.25)
    left, bottom, right, top = rooms.bounds
    taken: list[tuple[float, float]] = []
    near: dict[tuple[int, int], list[tuple[float, float]]] = {}
    while len(taken) < n:
        tries = rng.uniform((left, bottom), (right, top), (4096, 2))
        for x, y in tries[shapely.contains_xy(rooms, tries)]:
            i, j = int(x // APART_M), int(y // APART_M)
            others = [
                q for a in (-1, 0, 1) for b in (-1, 0, 1) for q in near.get((i + a, j + b), ())
            ]
            if all((x - u) ** 2 + (y - v) ** 2 >= APART_M**2 for u, v in others):
                taken.append((x, y))
                near.setdefault((i, j), []).append((x, y))
                if len(taken) == n:
                    break
    return np.array(taken)
