"""For which occupants a law may have something left to do: long after an attack, for few."""

import math

from asher.kernels.codes import Phase, Status, Tally
from asher.kernels.jit import kernel
from asher.kernels.walking.cells import LEAVING_S

from .responders import first_responder


@kernel
def list_all(crowd):
    """List every occupant, in order. In place: `crowd`."""
    for i in range(crowd.concerned.shape[0]):
        crowd.concerned[i] = i
    crowd.scratch.n_concerned = crowd.concerned.shape[0]


@kernel
def leave_out_settled(world, now):
    """Take those off the list who are settled for good. In place: ``world.crowd``."""
    crowd, kept = world.crowd, 0
    for k in range(crowd.scratch.n_concerned):
        i = crowd.concerned[k]
        if not is_settled(world, i, now):
            crowd.concerned[kept] = i
            kept += 1
    crowd.scratch.n_concerned = kept


@kernel(inline=True)
def is_settled(world, i, now):
    """Tell whether an occupant neither walks, learns nor is in anybody's way from now on.

    Notes
    -----
    Who was hit lies there, and who has left is gone once off the doorstep. Who hides stays hidden
    when the attack is not active any more, which it never is again, and learns nothing who knows of
    it already. People on site decide anew, and whoever helps somebody is one of that company.
    """
    people, incident = world.people, world.incident
    status = people.status[i]
    if status == Status.WAITING or status == Status.MOVING or status == Status.ABSENT:
        return False
    if i >= first_responder(incident) or incident.occupants.helps[i] >= 0:
        return False
    if status == Status.OUT:
        return now - people.left_at[i] >= LEAVING_S
    if status == Status.HIDING:
        is_active = incident.tally[Tally.PHASE] == Phase.ACTIVE
        return not is_active and incident.occupants.notice_at[i] < math.inf
    return True
