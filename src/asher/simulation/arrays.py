"""A scenario as the arrays that the kernels read: the only bridge between the two."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from asher.floorplan import Floorplan
from asher.floorplan.once import found_once
from asher.kernels import codes, kinds, state
from asher.kernels.columns import MARKS_MIN
from asher.kernels.walking.plane import PAGE
from asher.scenario import Scenario
from asher.scenario.buildings import by_building
from asher.simulation.groups import build_groups, flow_cap
from asher.simulation.layout import Layout, lay_out
from asher.simulation.plane import build_floor
from asher.simulation.routes import build_routes
from asher.simulation.site_course import build_course, time_steps, with_course
from asher.simulation.terms import hazard_terms, response_terms

WALKING = state.Walking(
    time_gap_s=0.9,
    time_gap_sd_s=0.15,
    body_m=0.44,
    body_sd_m=0.03,
    shoulder_m=0.36,
    zipper=1.0,
    push=1.6,
    push_range_m=0.1,
    wall_push=2.1,
    wall_range_m=0.1,
    turn_s=0.15,
    stair_time_gap_s=2.0,
    max_specific_flow=math.inf,
)
"""Numbers of the walking laws: fitted to flows through openings and to speeds at density, those on
stairs apart (`docs/movement.md` gives each with its interval and ground). The spreads between
people, the reach of walls and the time of turning are judgements."""


def build_site(scenario: Scenario) -> tuple[state.Site, Layout]:
    """Everything that the replications of a scenario share.

    Returns
    -------
    site : Site
        Where, who and by which rates.
    layout : Layout
        The unrolled plan, to bring positions back to plan coordinates.
    """
    plan = scenario.floorplan
    layout, floor, by_sound = _of_plan(plan)
    sound = scenario.sound.model_dump_json()
    if sound not in by_sound:
        by_sound[sound] = build_routes(plan, layout, floor, scenario.sound)
    routes = by_sound[sound]
    close_at = np.full(len(layout.opening_line), np.inf)
    names = [opening.name for opening in plan.openings]
    for closure in scenario.closures:
        close_at[names.index(closure.opening)] = closure.at
    doors = np.array(
        [_initial_state(category) for category in layout.opening_category], dtype=np.uint8
    )
    dt_s, steps = time_steps(scenario, scenario.response)
    site = state.Site(
        floor=floor,
        routes=routes,
        walking=WALKING._replace(max_specific_flow=flow_cap(scenario)),
        groups=build_groups(scenario, layout),
        hazard=hazard_terms(scenario.hazard, entry=_entries(scenario)),
        response=response_terms(scenario.response, is_attack=scenario.hazard is not None),
        course=build_course(scenario, layout, scenario.courses_of_action[0]),
        close_at=close_at,
        doors=doors,
        horizon_s=float(scenario.horizon),
        dt_s=dt_s,
        steps=steps,
    )
    return site, layout


def sites_by_course(scenario: Scenario) -> dict[str, tuple[state.Site, Layout]]:
    """What `build_site` makes of the scenario in the building of each course of action, by name."""
    courses = scenario.courses_of_action
    found: dict[int, tuple[state.Site, Layout]] = {}
    for built, members in by_building(scenario):
        site, layout = build_site(built)
        for c in members:
            found[c] = with_course(site, built, layout, courses[c]), layout
    return {course.name: found[c] for c, course in enumerate(courses)}


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
    n_on_site = len(site.course.on_site)
    n_occupants = len(site.groups.members) + n_on_site
    n_officers = site.response.officers + site.response.tactical_team
    n = n_occupants + n_officers + 1
    n_openings, n_spaces = len(site.routes.openings), len(site.routes.spaces)
    n_cells = len(site.floor.near_start) - 1
    crowd = state.Crowd(
        cells=kinds.records(kinds.CELL, n_cells, head=-1),
        concerned=np.arange(n_occupants, dtype=np.int32),
        is_used=np.zeros(n_cells // PAGE, dtype=np.uint8),
        is_page_used=np.zeros(n_cells // PAGE**2, dtype=np.uint8),
        entries=kinds.records(kinds.ENTRY, 2 * n),
        slots=kinds.records(kinds.SLOT, 2 * n),
        slot_of=np.zeros(n, dtype=np.int32),
        free_at=np.zeros(n_openings),
        scratch=kinds.records(kinds.SCRATCH, 1)[0],
    )
    crowd.scratch.n_concerned = n_occupants
    search = state.Search(
        nodes=kinds.records(kinds.NODE, 2 * n_openings),
        spaces=kinds.records(kinds.SEARCHED, n_spaces),
        lost_from=np.full(1, -1, dtype=np.int32),
    )
    incident = state.Incident(
        time=np.zeros(len(codes.When)),
        amount=np.zeros(len(codes.Amount)),
        tally=np.zeros(len(codes.Tally), dtype=np.int64),
        doors=np.zeros(n_openings, dtype=np.uint8),
        doorways=kinds.records(kinds.DOORWAY, n_openings),
        rooms=kinds.records(kinds.ROOM, n_spaces),
        visited=np.zeros(len(site.routes.places), dtype=np.uint8),
        occupants=kinds.records(kinds.OCCUPANT, n_occupants),
        party_exit=np.zeros(2 * n_occupants, dtype=np.int32),
        officers=kinds.records(kinds.OFFICER, n_officers),
        radios=kinds.records(kinds.RADIO, kinds.MOST_AGENCIES),
        responders=kinds.records(kinds.RESPONDER, n_on_site + n_officers),
        helpers=kinds.records(kinds.HELPER, n_officers + kinds.MEDICS),
        ambulances=np.zeros(site.response.ambulances + site.response.police_cars),
        reports=kinds.records(kinds.REPORT, len(site.course.channels)),
        safe_by=np.zeros(len(MARKS_MIN), dtype=np.int64),
        exposure_by=np.zeros(len(MARKS_MIN)),
    )
    return state.World(
        people=kinds.records(kinds.PERSON, n), crowd=crowd, search=search, incident=incident
    )


def copy_world(source: state.World, target: state.World) -> None:
    """Make one world equal to another of the same site.

    Parameters
    ----------
    source : World
        Copied.
    target : World
        Overwritten; what is scratch within a tick is left as it is.
    """
    np.copyto(target.people, source.people)
    np.copyto(target.crowd.free_at, source.crowd.free_at)
    np.copyto(target.crowd.concerned, source.crowd.concerned)
    target.crowd.scratch.n_concerned = source.crowd.scratch.n_concerned
    for ours, theirs in zip(source.incident, target.incident, strict=True):
        np.copyto(theirs, ours)


@found_once
def _of_plan(plan: Floorplan) -> tuple[Layout, state.Floor, dict[str, state.Routes]]:
    """What is made of a plan alone, and its routes by how the place sounds: nothing writes to them.

    Runs of one plan with other people, rates or severities follow each other, and on a large plan
    these arrays take as long as some replications.
    """
    layout = lay_out(plan)
    return layout, build_floor(layout), {}


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
