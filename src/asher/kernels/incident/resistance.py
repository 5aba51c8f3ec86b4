"""People near the hazard who act against it, and may restrain it (R12)."""

import math

from asher.kernels.codes import Amount, Choice, Ending, Phase, Resists, Status, Tally
from asher.kernels.jit import kernel
from asher.kernels.streams import Purpose, draw

from .hazard import end_attack
from .perception import IN_SIGHT_S
from .refuge import leave_shelter, start_running

RESTRAINT_S = 90.0
"""Time for which one person within reach restrains it in `restrained_share` of incidents [s]
(judgement: with it the four shipped schools together come near ``school-restrained``, the eight
other shipped places together near ``elsewhere-restrained``; no single place does)."""
RESTRAINT_SHAPE = 0.5
"""Shape of the Weibull law of that time [-] (judgement: a restraint succeeds at once or hardly)."""
REACH_M = 2.0
"""Within this people hold on to the hazard [m] (judgement: a step and an arm)."""
CLOSE_M = 4.0
"""A hazard that comes as near as this is acted against, whatever it does [m] (judgement)."""
DASH_M = 10.0
"""From this far people go for a hazard that stays, turns away or is held [m] (judgement: a dash of
some seconds)."""
ARM_M = 1.0
"""As near as this they walk on no more [m] (judgement)."""
LATER_S = 60.0
"""Who stands at the hazard looks for no way out for so long [s] (judgement: said in each tick)."""


@kernel
def draw_restraint(site, incident, stream):
    """Draw how long people must act against the hazard until it is restrained.

    In place: ``incident.amount``.

    Notes
    -----
    Person-seconds within reach, Weibull distributed between incidents: one person who acts for
    `RESTRAINT_S` restrains it in the share ``restrained`` of incidents, and two do in half the
    time. Evidence for the share: ``school-restrained``, ``elsewhere-restrained``.
    """
    share = site.hazard.restrained
    incident.amount[Amount.RESTRAINED_AFTER_S] = math.inf
    if share > 0.0:
        u = draw(stream, Purpose.RESTRAINT, 0, 0)
        odds = math.log(1.0 - u) / math.log(1.0 - share) if share < 1.0 else 0.0
        incident.amount[Amount.RESTRAINED_AFTER_S] = RESTRAINT_S * odds ** (1.0 / RESTRAINT_SHAPE)


@kernel
def is_near_enough(world, i, now):
    """Tell whether somebody who would act against the hazard does so now.

    Parameters
    ----------
    world : World
        Everybody.
    i : int
        Occupant.
    now : float
        Time [s].

    Notes
    -----
    Who sees it in the same space acts when it comes within `CLOSE_M`; within `DASH_M` when it
    stays where it is, moves off, is in contact with responders, or others act already.
    """
    people, incident = world.people, world.incident
    h = len(people) - 1
    status = people.status[i]
    is_up = status == Status.WAITING or status == Status.MOVING or status == Status.HIDING
    if not is_up or people.space[i] != people.space[h]:
        return False
    if incident.occupants.seen_at[i] < now - IN_SIGHT_S:
        return False
    dx, dy = people.x[i] - people.x[h], people.y[i] - people.y[h]
    away2 = dx * dx + dy * dy
    if away2 > DASH_M * DASH_M:
        return False
    comes = (
        people.status[h] == Status.MOVING
        and dx * people.heading_x[h] + dy * people.heading_y[h] > 0
    )
    is_held = incident.tally[Tally.ENGAGED] > 0 or incident.tally[Tally.RESISTING] > 0
    return not comes or is_held or away2 < CLOSE_M * CLOSE_M


@kernel
def go_for(site, world, i, now):
    """Lead somebody straight on to the hazard. In place: `world`.

    Returns
    -------
    bool
        Whether the hazard is within reach.
    """
    people, incident = world.people, world.incident
    h = len(people) - 1
    if incident.occupants.resists[i] != Resists.ACTS:
        leave_shelter(site, world, i)
        incident.occupants.resists[i] = Resists.ACTS
        incident.occupants.in_place[i] = 0
        incident.occupants.choice[i] = Choice.RESIST
        people.leg[i] = people.goal[i] = people.came_by[i] = -1
    dx, dy = people.x[h] - people.x[i], people.y[h] - people.y[i]
    away = math.sqrt(dx * dx + dy * dy)
    if away > ARM_M:
        # Nothing bars the straight way to what is in sight, unless one sees over it.
        people.heading_x[i], people.heading_y[i] = dx / away, dy / away
    people.status[i] = Status.MOVING if away > ARM_M else Status.WAITING
    incident.occupants.notice_at[i] = now + LATER_S
    return away < REACH_M


@kernel
def advance_resistance(site, world, now, length):
    """Let those who would act against the hazard and are near go for it (R12). In place: `world`.

    Notes
    -----
    Who acts is one of those whose choice is to resist, or who were trained to, once the person has
    noticed. It is restrained when the time for which people were within reach, added up over them,
    comes to what was drawn for this attack; so where nobody acts it never is. Who acts and has no
    hazard near any more runs.
    """
    incident = world.incident
    is_active = incident.tally[Tally.PHASE] == Phase.ACTIVE
    acting = within = 0
    for i in range(len(incident.occupants)):
        resists = incident.occupants.resists[i]
        if resists < Resists.KNOWS:
            continue
        if is_active and is_near_enough(world, i, now):
            acting += 1
            within += go_for(site, world, i, now)
        elif resists == Resists.ACTS:
            incident.occupants.resists[i] = Resists.KNOWS
            status = world.people.status[i]
            if status == Status.WAITING or status == Status.MOVING:
                start_running(site, world, i)
    incident.tally[Tally.RESISTING] = acting
    incident.amount[Amount.CLOSENESS_S] += within * length
    needed = incident.amount[Amount.RESTRAINED_AFTER_S]
    if within > 0 and incident.amount[Amount.CLOSENESS_S] >= needed:
        end_attack(world, Ending.RESTRAINED, now)
