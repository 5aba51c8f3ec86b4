"""A scenario as the arrays that the kernels read: the only bridge between the two."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from asher.kernels import codes, state
from asher.scenario import Scenario
from asher.simulation.courses import build_course
from asher.simulation.groups import build_groups, flow_cap
from asher.simulation.layout import Layout, lay_out
from asher.simulation.raster import build_floor
from asher.simulation.routes import build_routes
from asher.simulation.terms import hazard_terms, response_terms

TICK_S = 0.25
"""People decide anew about this often [s]."""


def build_site(scenario: Scenario) -> tuple[state.Site, Layout]:
    """Everything that the replications of a scenario share.

    Parameters
    ----------
    scenario : Scenario
        The scenario.

    Returns
    -------
    site : Site
        Where, who and by which rates.
    layout : Layout
        The unrolled plan, to bring positions back to plan coordinates.
    """
    plan = scenario.floorplan
    layout = lay_out(plan)
    floor, clearance = build_floor(layout)
    routes = build_routes(plan, layout, floor, clearance)
    close_at = np.full(len(layout.opening_line), np.inf)
    names = [opening.name for opening in plan.openings]
    for closure in scenario.closures:
        close_at[names.index(closure.opening)] = closure.at
    doors = np.array(
        [_initial_state(category) for category in layout.opening_category], dtype=np.uint8
    )
    site = state.Site(
        floor=floor,
        routes=routes,
        groups=build_groups(scenario, layout, floor, clearance),
        hazard=hazard_terms(scenario.hazard, entry=_entries(scenario)),
        response=response_terms(scenario.response, is_attack=scenario.hazard is not None),
        course=build_course(scenario, layout, scenario.courses_of_action[0]),
        close_at=close_at,
        doors=doors,
        max_specific_flow=flow_cap(scenario),
        horizon_s=float(scenario.horizon),
        dt_s=float(scenario.time_step_s),
        steps=max(1, round(TICK_S / scenario.time_step_s)),
    )
    return site, layout


def build_world(site: state.Site) -> state.World:
    """Memory for one replication at a time.

    Parameters
    ----------
    site : Site
        Sizes.

    Returns
    -------
    World
        Arrays, not yet set.
    """
    floor, routes = site.floor, site.routes
    n_on_site = len(site.course.on_site.engages)
    n_occupants = int(site.groups.start[-1]) + n_on_site
    n_officers = site.response.officers + site.response.tactical_team
    n_responders = n_on_site + n_officers
    n = n_occupants + n_officers + 1
    n_openings, n_spaces = len(routes.opening_line), len(routes.space_speed)
    n_blocks = floor.n_block_x * floor.n_block_y

    def float32() -> NDArray[np.float32]:
        return np.zeros(n, dtype=np.float32)

    people = state.People(
        x=float32(),
        y=float32(),
        heading_x=float32(),
        heading_y=float32(),
        speed=float32(),
        squeeze=float32(),
        yields=float32(),
        status=np.zeros(n, dtype=np.uint8),
        space=np.zeros(n, dtype=np.int16),
        leg=np.zeros(n, dtype=np.int32),
        goal=np.zeros(n, dtype=np.int32),
        came_by=np.zeros(n, dtype=np.int16),
        left_by=np.zeros(n, dtype=np.int16),
        left_at=np.zeros(n),
    )
    crowd = state.Crowd(
        block_start=np.zeros(n_blocks + 1, dtype=np.int32),
        person=np.zeros(n, dtype=np.int32),
        x=float32(),
        y=float32(),
        next_x=float32(),
        next_y=float32(),
        heading_x=float32(),
        heading_y=float32(),
        cell=np.zeros(n, dtype=np.int32),
        free_at=np.zeros(n_openings),
        count=np.zeros(2, dtype=np.int64),
    )
    incident = state.Incident(
        time=np.zeros(len(codes.When)),
        amount=np.zeros(len(codes.Amount)),
        tally=np.zeros(len(codes.Tally), dtype=np.int64),
        doors=np.zeros(n_openings, dtype=np.uint8),
        close_at=np.zeros(n_openings),
        broken_s=np.zeros(n_openings),
        queueing=np.zeros(n_openings, dtype=np.int32),
        present=np.zeros((n_spaces, 2), dtype=np.int32),
        hidden=np.zeros(n_spaces, dtype=np.int32),
        visited=np.zeros(len(routes.place), dtype=np.uint8),
        notice_at=np.zeros(n_occupants),
        pre_movement=np.zeros(n_occupants),
        choice=np.zeros(n_occupants, dtype=np.uint8),
        familiar=np.zeros(n_occupants, dtype=np.uint8),
        has_key=np.zeros(n_occupants, dtype=np.uint8),
        group=np.zeros(n_occupants, dtype=np.int32),
        party=np.zeros(n_occupants, dtype=np.int32),
        helps=np.zeros(n_occupants, dtype=np.int32),
        sheltered_at=np.zeros(n_occupants),
        seen_at=np.zeros(n_occupants),
        wounded_at=np.zeros(n_occupants),
        dies_after=np.zeros(n_occupants),
        queue=np.zeros(n_occupants, dtype=np.int32),
        arrive_at=np.zeros(n_officers),
        enter_at=np.zeros(n_officers),
        ready_at=np.zeros(n_responders),
        round_at=np.zeros(n_responders),
        rounds=np.zeros(n_responders, dtype=np.int64),
        engaged=np.zeros(n_responders, dtype=np.uint8),
        occupied=np.zeros(floor.space.size, dtype=np.uint8),
    )
    return state.World(people=people, crowd=crowd, incident=incident)


def copy_world(source: state.World, target: state.World) -> None:
    """Make one world equal to another of the same site.

    Parameters
    ----------
    source : World
        Copied.
    target : World
        Overwritten; what is scratch within a tick is left as it is.
    """
    for ours, theirs in ((source.people, target.people), (source.incident, target.incident)):
        for name, array in ours._asdict().items():
            if name != "occupied":
                np.copyto(getattr(theirs, name), array)
    np.copyto(target.crowd.free_at, source.crowd.free_at)


def _initial_state(category: int) -> int:
    """Doors stand closed but unlocked, gates open; windows are barred until broken out."""
    if category == codes.Category.WINDOW:
        return int(codes.Door.BARRED)
    if category == codes.Category.DOOR:
        return int(codes.Door.CLOSED)
    return int(codes.Door.OPEN)


def _entries(scenario: Scenario) -> NDArray[np.int32]:
    """Openings by which the hazard may come in."""
    chosen = () if scenario.hazard is None else scenario.hazard.entry
    return np.array(
        [
            number
            for number, opening in enumerate(scenario.floorplan.openings)
            if opening.exterior
            and opening.category != "window"
            and (not chosen or opening.name in chosen)
        ],
        dtype=np.int32,
    )
