"""A course of action as the numbers and arrays that the kernels read."""

from __future__ import annotations

import numpy as np

from asher.kernels import kinds, state
from asher.scenario import CourseOfAction, Scenario
from asher.scenario.parts import OnSite
from asher.simulation.areas import space_at
from asher.simulation.layout import Layout
from asher.simulation.terms import course_terms


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
    )


def _on_site(scenario: Scenario, layout: Layout, course: CourseOfAction) -> kinds.Records:
    size = 0
    if scenario.hazard is not None:
        size = max(sum(kind.count for kind in each.on_site) for each in scenario.courses_of_action)
    people = [kind for kind in course.on_site for _ in range(kind.count)][:size]
    post = _posts(scenario, layout, course)[:size]
    spaces = [-1 if np.isnan(x) else space_at(layout, x, y) for x, y in post]
    return _people(people, post, spaces, size)


def _people(
    people: list[OnSite], post: list[tuple[float, float]], spaces: list[int], size: int
) -> kinds.Records:
    away = size - len(people)

    made = kinds.records(
        kinds.ON_SITE,
        size,
        place=np.array([*post, *[(np.nan, np.nan)] * away]).reshape(size, 2),
        place_space=[*spaces, *[-1] * away],
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
