"""The same experiments in JuPedSim: collision-free speed model, its own defaults."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import jupedsim
import numpy as np
import shapely
from numpy.typing import NDArray

from benchmarks.measured.experiments import FRAME_S, Experiment, Walk

DT_S = 0.05
RADIUS_M = 0.2
WALL_M = 0.02
"""Thickness of the walls between two rooms [m]: the program has floors, no thin walls."""
BEYOND_M = 1.0
"""Length of the floor beyond an exit, on which people count as out [m]."""
SLOWEST_M_S = 0.3


def walk_jupedsim(experiment: Experiment, replication: int) -> Walk:
    """Walk an experiment of one level, speeds drawn from the experiment's law."""
    floor, exits = walkable(experiment)
    simulation = jupedsim.Simulation(
        model=jupedsim.CollisionFreeSpeedModel(), geometry=floor, dt=DT_S
    )
    stages = {
        name: simulation.add_exit_stage(list(area.exterior.coords)[:-1])
        for name, area in exits.items()
    }
    journeys = {
        name: simulation.add_journey(jupedsim.JourneyDescription([stage]))
        for name, stage in stages.items()
    }
    mean, sd = experiment.speed
    draw = np.random.default_rng(replication)
    column: dict[int, int] = {}
    for crowd in experiment.crowds:
        for place in crowd.places:
            name = min(crowd.exits, key=lambda each: exits[each].distance(shapely.Point(place)))
            agent = jupedsim.CollisionFreeSpeedModelAgentParameters(
                journey_id=journeys[name],
                stage_id=stages[name],
                position=place,
                desired_speed=max(SLOWEST_M_S, mean + sd * float(draw.normal())),
                radius=RADIUS_M,
            )
            # Who would stand nearer to somebody than two radii is not let in.
            with suppress(RuntimeError):
                column[simulation.add_agent(agent)] = len(column)
    return _watched(simulation, column, experiment.duration_s)


def _watched(simulation: Any, column: dict[int, int], limit_s: float) -> Walk:
    frames: list[NDArray[np.float64]] = []
    steps = round(FRAME_S / DT_S)
    while True:
        frame = np.full((len(column), 2), np.nan)
        for agent in simulation.agents():
            frame[column[agent.id]] = agent.position
        frames.append(frame)
        if simulation.agent_count() == 0 or simulation.elapsed_time() >= limit_s:
            break
        for _ in range(steps):
            simulation.iterate()
    place = np.array(frames)
    return Walk(
        times_s=FRAME_S * np.arange(len(frames)),
        x=place[:, :, 0],
        y=place[:, :, 1],
        left_over=simulation.agent_count(),
    )


def walkable(experiment: Experiment) -> tuple[Any, dict[str, Any]]:
    """The floor of an experiment as one polygon, and its exits."""
    plan = experiment.plan
    floor = shapely.union_all([space.shape for space in plan.spaces])
    doors = [opening.shape for opening in plan.openings if not opening.exterior]
    walls = []
    for k, one in enumerate(plan.spaces):
        for other in plan.spaces[k + 1 :]:
            shared = one.shape.boundary.intersection(other.shape.boundary)
            walls.append(shared.difference(shapely.union_all(doors).buffer(1e-6)))
    solid = shapely.union_all(walls).buffer(WALL_M / 2, cap_style="flat")
    exits = {
        opening.name: _beyond(opening.shape, floor) for opening in plan.openings if opening.exterior
    }
    return shapely.union_all([floor.difference(solid), *exits.values()]), exits


def _beyond(line: Any, floor: Any) -> Any:
    """The rectangle on the outer side of an exit."""
    (x0, y0), (x1, y1) = line.coords
    length = float(np.hypot(x1 - x0, y1 - y0))
    over = np.array([y1 - y0, x0 - x1]) / length
    middle = np.array([x0 + x1, y0 + y1]) / 2 + 0.01 * over
    if floor.contains(shapely.Point(middle)):
        over = -over
    far = BEYOND_M * over
    return shapely.Polygon(
        [(x0, y0), (x1, y1), (x1 + far[0], y1 + far[1]), (x0 + far[0], y0 + far[1])]
    )
