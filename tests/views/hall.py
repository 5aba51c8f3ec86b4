"""A hall, an evening in it, and what happened there: drawn from one seed, without a run."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np

from asher.comparison.comparison import Comparison
from asher.floorplan import Connector, Floorplan, Level, Obstacle, Opening, Space, Zone
from asher.scenario import Scenario
from asher.simulation.metrics import METRICS
from asher.simulation.outcome import Outcome

N_REPLICATIONS = 300
N_PEOPLE = 60
COURSES = {
    "contain-and-wait": ("Contain and wait", ("R1",), 9.0, 0.02),
    "two-officer-entry": ("Two-officer entry", ("R3",), 6.6, 0.14),
    "four-officer-formation": ("Four-officer formation", ("R2",), 7.2, 0.10),
    "stay-outside": ("Stay outside", ("R5",), 9.1, 0.0),
}


def _outcome(rng: np.random.Generator) -> Outcome:
    names = tuple(COURSES)
    shape = (len(names), N_REPLICATIONS)
    columns = {metric.name: np.zeros(shape) for metric in METRICS}
    severity = rng.gamma(1.5, 1 / 1.5, N_REPLICATIONS)
    call, dispatch, travel = (
        rng.lognormal(np.log(m), 0.5, N_REPLICATIONS) for m in (70.0, 50.0, 150.0)
    )
    own_end = rng.lognormal(np.log(330.0), 0.9, N_REPLICATIONS)
    ending = np.zeros(shape, dtype=np.int8)
    for row, (name, (_, _, mean, risk)) in enumerate(COURSES.items()):
        arrival = call + dispatch + travel
        delay = {"contain-and-wait": 2300.0, "two-officer-entry": 60.0}.get(name, 240.0)
        entry = arrival + delay * rng.lognormal(0, 0.2, N_REPLICATIONS)
        contact = entry + rng.lognormal(np.log(60), 0.4, N_REPLICATIONS)
        entry = np.where((own_end < entry) | (name == "stay-outside"), np.nan, entry)
        contact = np.where(own_end < contact, np.nan, contact)
        if name == "stay-outside":
            contact[:] = np.nan
        stop = np.fmin(own_end, contact + 20)
        columns["killed"][row] = rng.poisson(mean * severity * np.minimum(stop, 900) / 420)
        columns["wounded"][row] = rng.poisson(mean * 1.4 * severity * np.minimum(stop, 900) / 420)
        columns["casualties"][row] = columns["killed"][row] + columns["wounded"][row]
        columns["preventable_deaths"][row] = rng.binomial(columns["killed"][row].astype(int), 0.2)
        met = np.isfinite(contact)
        columns["officers_killed"][row] = rng.random(N_REPLICATIONS) < risk * 0.25 * met
        columns["officers_wounded"][row] = rng.random(N_REPLICATIONS) < risk * met
        for metric, values in {
            "call": call,
            "dispatch": call + dispatch,
            "arrival": arrival,
            "entry": entry,
            "contact": contact,
            "stop": stop,
            "first_care": stop + 180 * rng.lognormal(0, 0.4, N_REPLICATIONS),
            "last_rescue": stop + 900 * rng.lognormal(0, 0.4, N_REPLICATIONS),
        }.items():
            columns[f"time_to_{metric}_s"][row] = values
        columns["evacuated"][row] = 240 - columns["casualties"][row]
        columns["ended_before_police"][row] = stop < arrival
        columns["evacuation_time_s"][row] = rng.normal(300, 20, N_REPLICATIONS)
        own = rng.choice([1, 2, 4, 6], N_REPLICATIONS, p=[0.35, 0.4, 0.2, 0.05])
        ending[row] = np.where(met, rng.choice([3, 5, 7], N_REPLICATIONS, p=[0.5, 0.4, 0.1]), own)
    return Outcome(
        scenario_digest="5f" * 32,
        seed=1,
        courses=names,
        replications=np.arange(N_REPLICATIONS, dtype=np.int64),
        columns=columns,
        ending=ending,
        exits={},
    )


def _ring(x0: float, y0: float, x1: float, y1: float) -> tuple[tuple[float, float], ...]:
    return ((x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0))


# A hall with four side rooms, 36 x 28 m.
ROOMS = {
    "hall": (0.0, 8.0, 24.0, 28.0),
    "kitchen": (24.0, 20.0, 36.0, 28.0),
    "office": (24.0, 14.0, 36.0, 20.0),
    "restrooms": (24.0, 8.0, 36.0, 14.0),
    "foyer": (0.0, 0.0, 36.0, 8.0),
}
DOORS = {
    "main entrance": (16.0, 0.0, 18.4, 0.0, True),
    "side exit": (0.0, 18.0, 0.0, 19.6, True),
    "rear exit": (30.0, 28.0, 31.2, 28.0, True),
    "hall door": (10.0, 8.0, 12.4, 8.0, False),
    "kitchen door": (24.0, 23.0, 24.0, 24.0, False),
    "office door": (24.0, 16.0, 24.0, 17.0, False),
    "restroom door": (24.0, 10.0, 24.0, 11.0, False),
}


def make_floorplan(levels: int = 1) -> Floorplan:
    """The hall, on one or two equal levels."""
    names = ("ground floor", "upper floor")[:levels]
    stair = Connector(
        name="stair",
        category="stair",
        level_from="ground floor",
        level_to="upper floor",
        length_m=6.0,
        width_m=1.5,
        line_from=((34.0, 0.0), (35.5, 0.0)),
        line_to=((34.0, 0.0), (35.5, 0.0)),
    )
    return Floorplan(
        title="Schematic hall",
        schematic=True,
        source="drawn for a test",
        levels=tuple(
            Level(name=name, ordinal=i, elevation_m=3.0 * i) for i, name in enumerate(names)
        ),
        spaces=tuple(
            Space(name=f"{room}, {level}", level=level, category="room", polygon=(_ring(*box),))
            for level in names
            for room, box in ROOMS.items()
        ),
        openings=tuple(
            Opening(
                name=f"{name}, {level}",
                level=level,
                category="door",
                exterior=outside,
                main_entrance=name == "main entrance",
                line=((x0, y0), (x1, y1)),
            )
            for level in names
            for name, (x0, y0, x1, y1, outside) in DOORS.items()
        ),
        obstacles=tuple(
            Obstacle(
                name=f"bar, {level}",
                level=level,
                height_m=1.1,
                see_over=True,
                polygon=(_ring(9.0, 15.0, 13.0, 20.0),),
            )
            for level in names
        ),
        connectors=(stair,) if levels == 2 else (),
        zones=(
            Zone(
                name="post at the door",
                level=names[0],
                category="post",
                polygon=(_ring(16.0, 1.0, 18.0, 3.0),),
            ),
        ),
    )


def _walk(rng: np.random.Generator, steps: np.ndarray) -> np.ndarray:
    """Straight walks from random places to the nearest of three ways out, at walking speed."""
    start = rng.uniform((1, 1), (35, 27), (N_PEOPLE, 2))
    ways = np.array([(17.2, -1.0), (-1.0, 18.8), (30.6, 29.0)])
    aim = ways[np.argmin(np.linalg.norm(start[:, None] - ways[None], axis=2), axis=1)]
    length = np.linalg.norm(aim - start, axis=1)
    speed = np.clip(rng.normal(1.34, 0.26, N_PEOPLE), 0.5, None)
    delay = rng.gamma(2.0, 12.0, N_PEOPLE)
    gone = np.clip((steps[:, None] - delay) * speed / length, 0, 1)
    return start + gone[:, :, None] * (aim - start)


def fake_record(
    scenario: Scenario,
    *,
    course: str,
    replication: int,
    seed: int | None = None,
    frames: object = None,
    built: object = None,
    severity: object = None,
) -> SimpleNamespace:
    """A recording of ten minutes: occupants leave, hide or are hit; officers and a hazard walk."""
    rng = np.random.default_rng([replication, 7])
    steps = np.arange(0.0, 601.0)
    where = _walk(rng, steps)
    status = np.full((steps.size, N_PEOPLE), 2, dtype=np.uint8)
    role = np.zeros(N_PEOPLE, dtype=np.uint8)
    role[-1], role[-7:-1] = 2, 1
    group = np.zeros(N_PEOPLE, dtype=np.int32)
    group[20:26], group[-8:] = 1, -1
    on_site = np.arange(N_PEOPLE) == N_PEOPLE - 8  # a guard, unarmed
    moved = np.abs(np.diff(where, axis=0, append=where[-1:])).sum(axis=2) > 0
    status[~moved & (steps[:, None] < 60)] = 1
    status[~moved & (steps[:, None] < 10)] = 8
    status[~moved & (steps[:, None] >= 60)] = 6
    where[:, :8], status[:, :8] = where[0, :8], 3
    hit = rng.uniform(10, 90, 9)
    for person, when in zip(range(8, 17), hit, strict=True):
        frame = int(when)
        where[frame:, person] = where[frame, person]
        status[frame:, person] = 5 if person % 3 == 0 else 4
    come = 200 if course == "two-officer-entry" else 320
    for k in range(6):
        person = N_PEOPLE - 7 + k
        inside = np.clip((steps - come - 8 * k) * 1.6, 0, 22)
        where[:, person, 0], where[:, person, 1] = 17.2 + 0.6 * (k % 2), -2 + inside
        status[:, person] = np.where(steps < come + 8 * k, 0, 2)
    angle = steps / 40
    where[:, -1, 0], where[:, -1, 1] = 12 + 6 * np.cos(angle), 20 + 5 * np.sin(angle)
    status[:, -1] = np.where(steps < come + 30, 2, 7)
    frame = int(come + 30)
    where[frame:, -1] = where[frame, -1]
    where[status == 0] = np.nan
    events = [
        SimpleNamespace(time_s=float(t), kind="wounded", text="An occupant is hit") for t in hit
    ]
    events += [
        SimpleNamespace(time_s=62.0, kind="call", text="First emergency call"),
        SimpleNamespace(time_s=float(come), kind="arrival", text="First officer on scene"),
        SimpleNamespace(time_s=come + 30.0, kind="stop", text="The attack is over: surrendered"),
    ]
    levels = len(scenario.floorplan.levels)
    level = np.zeros((steps.size, N_PEOPLE), dtype=np.int8)
    if levels > 1:
        level[:, ::3] = 1
        level[30:36, ::6] = -1
        level[36:, ::6] = 0
    return SimpleNamespace(
        course=course,
        replication=replication,
        seed=1 if seed is None else seed,
        times_s=steps,
        positions_m=where.astype(np.float32),
        level=level,
        status=status,
        role=role,
        group=group,
        on_site=on_site,
        events=tuple(sorted(events, key=lambda event: event.time_s)),
        milestones={
            "time_to_call_s": 62.0,
            "time_to_arrival_s": float(come),
            "time_to_entry_s": come + 2.0,
            "time_to_stop_s": come + 30.0,
            "time_to_first_care_s": 700.0,
            "time_to_last_rescue_s": float("nan"),
        },
        ending="surrendered",
        killed=4,
        wounded=5,
        rescued=(),
    )


def make_scenario(levels: int = 1, hazard: str | None = "nightclub") -> Scenario:
    """An evening in the hall."""
    plan = make_floorplan(levels)
    return Scenario.model_validate(
        {
            "title": "A hall, one evening",
            "description": "A schematic hall with 240 people and three ways out.",
            "plan": "hall",
            "floorplan": plan,
            "occupants": [{"name": "guests", "count": 228}, {"name": "staff", "count": 12}],
            "hazard": hazard,
            "courses_of_action": [
                {"name": name, "based_on": name, "title": title}
                for name, (title, *_) in COURSES.items()
            ],
            "replications": N_REPLICATIONS,
            "seed": 1,
        }
    )


def make_comparison() -> Comparison:
    """Four courses of action in 300 replications."""
    return Comparison(make_scenario(), _outcome(np.random.default_rng(20260101)))
