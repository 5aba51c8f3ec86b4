"""Occupant groups as the arrays that the kernels read."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from asher.kernels import kinds, state
from asher.kernels.codes import Law
from asher.scenario import Duration, OccupantGroup, Scenario
from asher.scenario.distributions import (
    ListedSpeed,
    ListedTime,
    LognormalSpeed,
    NormalSpeed,
    NormalTime,
    PresetSpeed,
    UniformSpeed,
    UniformTime,
)
from asher.simulation.areas import areas_of
from asher.simulation.layout import Layout

LOWEST_SHARE = 0.1
"""Share of the mean below which no normal walking speed falls [-] (judgement: nobody who walks at
all stands nearly still; of effect only where three standard deviations reach 0)."""


def build_groups(scenario: Scenario, layout: Layout) -> state.Groups:
    """Who is there, as arrays.

    Parameters
    ----------
    scenario : Scenario
        Its occupants, and the plan they are in.
    layout : Layout
        The unrolled plan.

    Returns
    -------
    Groups
        What the scenario states of them, and where they may start.
    """
    groups = scenario.occupants
    start = np.concatenate([[0], np.cumsum([group.count for group in groups])]).astype(np.int64)
    area_start, areas = areas_of(scenario, layout)
    place, place_space = _places(scenario, layout, start)
    values: list[float] = []
    terms = kinds.records(
        kinds.GROUP,
        len(groups),
        start=start[:-1],
        stop=start[1:],
        speed=_rows([speed_row(group, values) for group in groups], 4),
        pre_movement=_rows([waiting_row(group, values) for group in groups], 4),
        response=np.cumsum(
            _rows(
                [
                    [g.response.run, g.response.hide, g.response.resist, g.response.freeze]
                    for g in groups
                ],
                4,
            ),
            axis=1,
        ),
        familiar=[group.familiar_share for group in groups],
        limited=_rows([[g.mobility_limited_share, g.mobility_limited_pace] for g in groups], 2),
        assisted=_rows([[g.assisted_share, g.assisted_pace] for g in groups], 2),
        rerouting=[group.rerouting_share for group in groups],
        keys=[group.key_share for group in groups],
        staff=[group.staff_share for group in groups],
        enters_by=_entrances(scenario),
        area_start=area_start[:-1],
        area_stop=area_start[1:],
        hides_in_place=[group.hides_in_place_share for group in groups],
    )
    members = kinds.records(
        kinds.MEMBER,
        int(start[-1]),
        party=_parties(groups),
        starts_at=_each(groups, start, np.nan, lambda group: group.start_times),
        enters_at=_each(
            groups,
            start,
            np.inf,
            lambda group: group.inflow.times_s(group.count) if group.inflow else (),
        ),
        place=place,
        place_space=place_space,
    )
    return state.Groups(
        terms=terms,
        members=members,
        areas=areas,
        values=np.array(values, dtype=np.float64),
        exits=_exits(scenario, len(layout.opening_line)),
    )


def _rows(values: list[list[float]], width: int) -> NDArray[np.float64]:
    """One row a group, also where there is no group."""
    return np.array(values, dtype=np.float64).reshape(-1, width)


def flow_cap(scenario: Scenario) -> float:
    """The planner's cap on the flow through every door and stair [1/(m s)], inf where none."""
    cap = scenario.max_specific_flow_per_m_s
    return np.inf if cap is None else float(cap)


def speed_row(group: OccupantGroup, values: list[float]) -> list[float]:
    """A law of walking speeds as `Groups` has it.

    Parameters
    ----------
    group : OccupantGroup
        Its speeds.
    values : list of float
        Observed values of all listed laws; those of this one are added, rising.

    Returns
    -------
    list of float
        Kind, a, b and lowest value.
    """
    law = group.walking_speed_m_s
    if isinstance(law, PresetSpeed):
        law = law.law
    if isinstance(law, LognormalSpeed | UniformSpeed | ListedSpeed):
        return _drawn(law, values)
    mean, sd = (law.mean, law.sd) if isinstance(law, NormalSpeed) else _plain(group)
    return [Law.NORMAL, mean, sd, LOWEST_SHARE * mean if mean <= 3.0 * sd else 0.0]


def _plain(group: OccupantGroup) -> tuple[float, float]:
    assert isinstance(group.walking_speed_m_s, float)
    return group.walking_speed_m_s, group.walking_speed_sd_m_s or 0.0


def waiting_row(group: OccupantGroup, values: list[float]) -> list[float]:
    """The same as `speed_row` for the times from noticing to moving."""
    law = group.pre_movement
    if isinstance(law, NormalTime):
        return [Law.NORMAL, law.mean, law.sd, 0.0]
    # Who comes in from outside walks on at once; where start times are stated, none is drawn.
    return [Law.LOGNORMAL, 0.0, 0.0, 0.0] if law is None else _drawn(law, values)


def _drawn(
    law: LognormalSpeed | UniformSpeed | ListedSpeed | Duration | UniformTime | ListedTime,
    values: list[float],
) -> list[float]:
    """A law that is the same for speeds and times."""
    if isinstance(law, LognormalSpeed | Duration):
        return [Law.LOGNORMAL, law.median, law.log_sd, 0.0]
    if isinstance(law, UniformSpeed | UniformTime):
        return [Law.UNIFORM, law.low, law.high, 0.0]
    first = len(values)
    values.extend(sorted(law.values))
    return [Law.LISTED, first, len(values), 0.0]


def _exits(scenario: Scenario, n_openings: int) -> NDArray[np.uint8]:
    """Exits that each group uses: those it states, and never the one it comes in by."""
    exits = np.ones((len(scenario.occupants), n_openings), dtype=np.uint8)
    for number, group in enumerate(scenario.occupants):
        for k, opening in enumerate(scenario.floorplan.openings):
            is_entrance = group.inflow is not None and opening.name == group.inflow.opening
            may_use = (not group.exits or opening.name in group.exits) and not is_entrance
            exits[number, k] = may_use * (2 if group.exits else 1)
    return exits


def _parties(groups: Sequence[OccupantGroup]) -> NDArray[np.int32]:
    """Number of each person's party; who is left over alone is in none."""
    party: list[int] = []
    number = 0
    for group in groups:
        size = group.stays_together or 1
        for first in range(0, group.count, size):
            members = min(size, group.count - first)
            party += [number if members > 1 else -1] * members
            number += members > 1
    return np.array(party, dtype=np.int32)


def _each(
    groups: Sequence[OccupantGroup],
    start: NDArray[np.int64],
    missing: float,
    times: Callable[[OccupantGroup], Sequence[float]],
) -> NDArray[np.float64]:
    """A time of each person, `missing` where the group states none."""
    found = np.full(int(start[-1]), missing)
    for number, group in enumerate(groups):
        if stated := times(group):
            found[start[number] : start[number + 1]] = stated
    return found


def _entrances(scenario: Scenario) -> NDArray[np.int32]:
    names = [opening.name for opening in scenario.floorplan.openings]
    return np.array(
        [names.index(g.inflow.opening) if g.inflow else -1 for g in scenario.occupants],
        dtype=np.int32,
    )


def _places(
    scenario: Scenario, layout: Layout, start: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.int32]]:
    """Exact places in the engine's plane, and the spaces they are in; NaN and -1 where drawn."""
    import shapely

    plan = scenario.floorplan
    place = np.full((int(start[-1]), 2), np.nan)
    space = np.full(int(start[-1]), -1, dtype=np.int32)
    for number, group in enumerate(scenario.occupants):
        if not group.at_m:
            continue
        level = next((k for k, item in enumerate(plan.levels) if item.name == group.level), 0)
        here = [k for k, item in enumerate(plan.spaces) if item.level == plan.levels[level].name]
        tree = shapely.STRtree([plan.spaces[k].shape for k in here])
        places = np.array(group.at_m)
        who, found = tree.query(shapely.points(places), predicate="intersects")
        first = int(start[number])
        place[first : first + len(places)] = places + np.array([layout.level_x[level], layout.up_y])
        # In an open door a place lies in both spaces: the one that stands first in the plan.
        space[first + who[::-1]] = np.array(here)[found[::-1]]
    return place, space


def fastest_of(group: OccupantGroup) -> float:
    """The highest walking speed of a group [m/s]: mean and three deviations if it has no end."""
    values: list[float] = []
    kind, a, b, _ = speed_row(group, values)
    if kind == Law.NORMAL:
        return a + 3.0 * b
    if kind == Law.LOGNORMAL:
        return float(a * np.exp(3.0 * b))
    return b if kind == Law.UNIFORM else max(values)
