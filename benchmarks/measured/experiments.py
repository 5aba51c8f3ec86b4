"""An experiment as a plan and people, and what came of it as trajectories."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from asher.floorplan import Floorplan, parse_floorplan
from asher.scenario import Scenario

DEFAULT_PEOPLE = (1.34, 0.26)
"""Mean and standard deviation of the free speed [m/s]: evidence ``walk-speed``, the default."""
STUDENTS = (1.55, 0.18)
"""Free speed of the participants at Juelich's corridors [m/s] (Zhang and others 2011)."""
PARTICIPANTS = {
    "ug180": DEFAULT_PEOPLE,
    "uo": STUDENTS,
    "bo": STUDENTS,
    "eo": STUDENTS,
    "ko": STUDENTS,
}
"""Free speed of those who took part in each experiment in corridors [m/s]. In the closed corridor
(ug180) they walked at 1.10 m/s at 0.35 persons/m2, so not faster than others (judgement)."""
FRAME_S = 0.25
"""Time between frames [s]: one tick."""

Point = tuple[float, float]


@dataclass(frozen=True)
class Crowd:
    """People who start in stated places and leave by stated exits."""

    places: tuple[Point, ...]
    exits: tuple[str, ...]
    level: str = "ground"


@dataclass(frozen=True, eq=False)
class Experiment:
    """A plan, people, and how long they are watched."""

    name: str
    features: tuple[dict[str, Any], ...]
    crowds: tuple[Crowd, ...]
    speed: tuple[float, float] = DEFAULT_PEOPLE
    duration_s: float = 120.0

    @cached_property
    def plan(self) -> Floorplan:
        """The floor plan."""
        levels = [feature for feature in self.features if feature["properties"]["kind"] == "level"]
        ground = [] if levels else [level("ground", 0, 0.0)]
        return parse_floorplan(
            {
                "type": "FeatureCollection",
                "title": self.name,
                "units": "m",
                "schematic": True,
                "source": "drawn to the published measures of the experiment",
                "features": [*ground, *self.features],
            }
        )

    @cached_property
    def scenario(self) -> Scenario:
        """A drill in which everybody walks at once and knows every exit."""
        mean, sd = self.speed
        groups = [
            {
                "name": f"crowd {number}",
                "at_m": [list(place) for place in crowd.places],
                "level": crowd.level,
                "exits": list(crowd.exits),
                "walking_speed_m_s": mean,
                "walking_speed_sd_m_s": sd,
                "pre_movement": "0 s",
                "familiar_share": 1,
                "response": {"run": 1, "hide": 0, "resist": 0, "freeze": 0},
            }
            for number, crowd in enumerate(self.crowds)
        ]
        return Scenario.model_validate(
            {
                "title": self.name,
                "plan": "measured",
                "floorplan": self.plan,
                "occupants": groups,
                "courses_of_action": ["stay-outside"],
                "horizon": f"{self.duration_s} s",
            }
        )

    @cached_property
    def built(self) -> tuple[Any, Any]:
        """What `build_site` makes of it, once for all replications."""
        from asher.simulation.arrays import build_site

        return build_site(self.scenario)

    @property
    def n(self) -> int:
        """How many people."""
        return sum(len(crowd.places) for crowd in self.crowds)


@dataclass(frozen=True, eq=False)
class Walk:
    """Trajectories: frames of equal distance in time, places NaN for those who are not there."""

    times_s: NDArray[np.float64]  # (n_frames,)
    x: NDArray[np.float64]  # (n_frames, n_people) [m]
    y: NDArray[np.float64]
    level: NDArray[np.int8] | None = None  # -1 on a stair
    left_over: int = 0


Walker = Callable[[Experiment, int], Walk]
"""Walks an experiment in one program: (experiment, replication)."""


def walk_asher(
    experiment: Experiment, replication: int, *, adapt: Callable[[Any], Any] | None = None
) -> Walk:
    """Walk an experiment in ASHER, its site adapted if asked for, such as by other parameters."""
    from asher.simulation.recording import STATUSES, Frames, record

    site, layout = experiment.built
    film = record(
        experiment.scenario,
        course=experiment.scenario.courses_of_action[0].name,
        replication=replication,
        frames=Frames(FRAME_S),
        built=(adapt(site) if adapt else site, layout),
    )
    out = np.isin(film.status, [STATUSES.index("out"), STATUSES.index("absent")])
    place = np.where(out[:, :, None], np.nan, film.positions_m.astype(float))
    # Frames are a tick apart until everybody is out, or nobody moves any more.
    gaps = np.flatnonzero(np.abs(np.diff(film.times_s) - FRAME_S) > 1e-6)
    stop = int(gaps[0]) + 1 if gaps.size else len(film.times_s)
    return Walk(
        times_s=film.times_s[:stop],
        x=place[:stop, :, 0],
        y=place[:stop, :, 1],
        level=film.level[:stop],
        left_over=int(np.count_nonzero(~out[-1])),
    )


def _feature(kind: str, name: str, shape: str, points: list[Any], **said: Any) -> dict[str, Any]:
    said = {"kind": kind, "name": name, "level": "ground"} | said
    return {
        "type": "Feature",
        "properties": said,
        "geometry": {"type": shape, "coordinates": points},
    }


def level(name: str, ordinal: int, elevation_m: float) -> dict[str, Any]:
    """A storey."""
    said = {"kind": "level", "name": name, "ordinal": ordinal, "elevation_m": elevation_m}
    return {"type": "Feature", "properties": said, "geometry": None}


def space(name: str, *corners: Point, **said: Any) -> dict[str, Any]:
    """A space of any outline."""
    ring = [list(corner) for corner in (*corners, corners[0])]
    return _feature("space", name, "Polygon", [ring], category="room", **said)


def box(name: str, x0: float, y0: float, x1: float, y1: float, **said: Any) -> dict[str, Any]:
    """A rectangular space."""
    return space(name, (x0, y0), (x1, y0), (x1, y1), (x0, y1), **said)


def gate(name: str, start: Point, end: Point, **said: Any) -> dict[str, Any]:
    """An opening between two spaces that stands open."""
    said = {"category": "gate", "exterior": False} | said
    return _feature("opening", name, "LineString", [list(start), list(end)], **said)


def way_out(name: str, start: Point, end: Point, **said: Any) -> dict[str, Any]:
    """An opening to the outside that stands open."""
    return gate(name, start, end, **{"exterior": True, "main_entrance": True} | said)


def stair(name: str, foot: list[Point], head: list[Point], **said: Any) -> dict[str, Any]:
    """A stair from its foot to its head."""
    said = {"kind": "connector", "name": name, "category": "stair"} | said
    lines = [[list(point) for point in line] for line in (foot, head)]
    geometry = {"type": "MultiLineString", "coordinates": lines}
    return {"type": "Feature", "properties": said, "geometry": geometry}


def standing(
    n: int, x0: float, y0: float, x1: float, y1: float, *, seed: int = 1
) -> tuple[Point, ...]:
    """Places of `n` people spread evenly over a rectangle in staggered rows, a little shaken.

    The first places are those at the right-hand side, where `x` is greatest.
    """
    width, height = x1 - x0, y1 - y0
    abreast = max(1, round(np.sqrt(n * height / width * 0.87)))
    n_rows = -(-n // abreast)
    k = np.arange(n)
    row, column = k // abreast, k % abreast
    step_x, step_y = width / n_rows, height / abreast
    x = x1 - (row + 0.5) * step_x
    y = y0 + (column + 0.5 + 0.25 * (-1.0) ** row) * step_y
    shaken = np.random.default_rng(seed).uniform(-0.08, 0.08, (2, n))
    x = np.clip(x + shaken[0] * step_x, x0, x1)
    y = np.clip(y + shaken[1] * min(step_y, 1.0), y0, y1)
    return tuple((round(float(a), 3), round(float(b), 3)) for a, b in zip(x, y, strict=True))
