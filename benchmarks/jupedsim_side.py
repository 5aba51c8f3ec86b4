"""The same evacuation in JuPedSim: collision-free speed model, radius 0.2 m, its own defaults."""

from __future__ import annotations

import time

import jupedsim
import numpy as np

from benchmarks import venue
from benchmarks.walking import Walk, Walkers


def run(walkers: Walkers, seed: int, *, dt: float = 0.05, limit: float = 1000.0) -> Walk:
    """Walk the same people from the same places at the same speeds to the same exits."""
    world, chosen = walkers.start(seed)
    simulation = jupedsim.Simulation(
        model=jupedsim.CollisionFreeSpeedModel(), geometry=venue.walkable(), dt=dt
    )
    stages = [
        simulation.add_exit_stage(list(area.exterior.coords)[:-1])
        for area in venue.exits().values()
    ]
    journeys = [simulation.add_journey(jupedsim.JourneyDescription([stage])) for stage in stages]
    people = world.people
    for i, exit_number in enumerate(chosen):
        simulation.add_agent(
            jupedsim.CollisionFreeSpeedModelAgentParameters(
                journey_id=journeys[exit_number],
                stage_id=stages[exit_number],
                position=(
                    float(people.x[i] - walkers.shift[0]),
                    float(people.y[i] - walkers.shift[1]),
                ),
                desired_speed=float(people.speed[i]),
                radius=0.2,
            )
        )
    person_steps = 0
    before = time.process_time()
    while simulation.agent_count() > 0 and simulation.elapsed_time() < limit:
        person_steps += simulation.agent_count()
        simulation.iterate()
    cpu = time.process_time() - before
    left_over = simulation.agent_count()
    stood = (person_steps * dt - left_over * limit) / max(1, walkers.n - left_over)
    return Walk(
        time_s=simulation.elapsed_time() if left_over == 0 else np.inf,
        mean_s=stood,
        left_over=left_over,
        person_steps=person_steps,
        cpu_s=cpu,
    )
