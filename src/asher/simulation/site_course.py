"""A course of action as the numbers and arrays that the kernels read."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from asher.kernels import kinds, state
from asher.scenario import CourseOfAction, Response, Scenario
from asher.scenario.parts.on_site import OnSite
from asher.simulation.areas import space_at
from asher.simulation.groups import fastest_of
from asher.simulation.layout import Layout
from asher.simulation.terms import course_terms, response_terms

TICK_S = 0.25
"""People decide anew about this often [s]."""
LONGEST_STEP_M = 0.25
"""Nobody walks farther in a time step [m]: less than the reach of the walls listed with a cell."""


def with_course(
    site: state.Site, scenario: Scenario, layout: Layout, course: CourseOfAction
) -> state.Site:
    """Put a course of action into a site: what responders do, who comes and when.

    Parameters
    ----------
    site : Site
        Of the building that the course of action makes of the plan.
    scenario, layout, course
        See `build_course`.

    Returns
    -------
    Site
        A site of its own, which shares floor, ways and people with the others of its building.
    """
    response = course.response.over(scenario.response)
    dt_s, steps = time_steps(scenario, response)
    return site._replace(
        course=build_course(scenario, layout, course),
        response=response_terms(response, is_attack=scenario.hazard is not None),
        dt_s=dt_s,
        steps=steps,
    )


def time_steps(scenario: Scenario, response: Response) -> tuple[float, int]:
    """The time step, and how many of them make a tick.

    Parameters
    ----------
    scenario : Scenario
        With the time step that it states, and all who walk but the officers.
    response : Response
        With the officers.

    Returns
    -------
    dt_s : float
        Time step [s]: one stated too coarse for somebody who walks fast is cut, so that nobody
        walks farther in one than `LONGEST_STEP_M`.
    steps : int
        Steps to a tick.
    """
    fastest = max([*(fastest_of(group) for group in scenario.occupants), 2.0])
    if scenario.hazard is not None:
        fastest = max(
            fastest,
            float(scenario.hazard.walking_speed_m_s),
            float(response.officer.walking_speed_m_s),
        )
    stated = float(scenario.time_step_s)
    dt = stated / max(1, math.ceil(stated * fastest / LONGEST_STEP_M - 1e-9))
    return dt, max(1, round(TICK_S / dt))


def build_course(scenario: Scenario, layout: Layout, course: CourseOfAction) -> state.Course:
    """A course of action as numbers.

    Parameters
    ----------
    scenario : Scenario
        Its plan, and how many people on site any of its courses has.
    layout : Layout
        The unrolled plan.
    course : CourseOfAction
        What responders do.

    Returns
    -------
    Course
        To be put into a site.
    """
    plan, rescue = scenario.floorplan, course.rescue
    spaces = [space.name for space in plan.spaces]
    openings = [opening.name for opening in plan.openings]
    return course_terms(
        course,
        on_site=_on_site(scenario, layout, course),
        way_out=openings.index(rescue.collection_point) if rescue.collection_point else -1,
        kits=np.array([spaces.index(name) for name in rescue.bleeding_kits], np.int32),
        patrols=np.array(
            [spaces.index(name) for kind in course.on_site for name in kind.patrol], np.int32
        ),
        covered=_covered(scenario, layout, course),
    )


def _covered(scenario: Scenario, layout: Layout, course: CourseOfAction) -> NDArray[np.uint8]:
    """Spaces that each channel covers; stairs where everything is covered."""
    size = 0
    if scenario.hazard is not None:
        size = max(len(each.information) for each in scenario.courses_of_action)
    names = [space.name for space in scenario.floorplan.spaces]
    covered = np.zeros((size, len(layout.spaces)), np.uint8)
    for number, channel in enumerate(course.information[:size]):
        places = channel.places(scenario.floorplan)
        covered[number] = places is None
        for name in places or ():
            covered[number, names.index(name)] = True
    return covered


def _on_site(scenario: Scenario, layout: Layout, course: CourseOfAction) -> kinds.Records:
    size = 0
    if scenario.hazard is not None:
        size = max(sum(kind.count for kind in each.on_site) for each in scenario.courses_of_action)
    people = [kind for kind in course.on_site for _ in range(kind.count)][:size]
    post = _posts(scenario, layout, course)[:size]
    spaces = [-1 if np.isnan(x) else space_at(layout, x, y) for x, y in post]
    made = _people(people, post, spaces, size)
    _put_places(made, scenario, course)
    return made


def _put_places(made: kinds.Records, scenario: Scenario, course: CourseOfAction) -> None:
    """Put in what people on site have besides their posts: patrols and stores of weapons."""
    names = [space.name for space in scenario.floorplan.spaces]
    number = walked = 0
    for kind in course.on_site[: len(made)]:
        each = slice(number, number + kind.count)
        made.patrol_start[each], made.patrol_stop[each] = walked, walked + len(kind.patrol)
        made.store[each] = names.index(kind.store) if kind.store else -1
        number, walked = number + kind.count, walked + len(kind.patrol)


def _people(
    people: list[OnSite], post: list[tuple[float, float]], spaces: list[int], size: int
) -> kinds.Records:
    away = size - len(people)

    made = kinds.records(
        kinds.ON_SITE,
        size,
        place=np.array([*post, *[(np.nan, np.nan)] * away]).reshape(size, 2),
        place_space=[*spaces, *[-1] * away],
        store=[-1] * size,
    )
    for number, kind in enumerate(people):
        for column, value in kind.person_terms().items():
            made[column][number] = value
    return made


def _posts(scenario: Scenario, layout: Layout, course: CourseOfAction) -> list[tuple[float, float]]:
    """Where people on site stand: in the middle of their posts, in turn; NaN = not at a post."""
    plan = scenario.floorplan
    names = [level.name for level in plan.levels]
    posts = {zone.name: zone for zone in plan.zones if zone.category == "post" and zone.polygon}
    found = []
    for kind in course.on_site:
        at = list(kind.post or posts) if kind.has_post else []
        for number in range(kind.count):
            if not at:
                found.append((np.nan, np.nan))
                continue
            zone = posts[at[number % len(at)]]
            point = zone.shape.representative_point()
            x = point.x + layout.level_x[names.index(zone.level)]
            found.append((x, point.y + layout.up_y))
    return found
