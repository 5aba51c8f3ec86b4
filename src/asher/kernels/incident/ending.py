"""How an attack ends by itself, or goes still (R17, R6)."""

from asher.kernels.codes import Ending, Phase, Tally, When
from asher.kernels.jit import kernel
from asher.kernels.streams import Purpose, draw

from .barricade import begin_barricade, end_barricade, is_talked_out, may_remain
from .hazard import end_attack
from .perimeter import leave_place


@kernel
def advance_own_end(site, world, stream, now):
    """End the attack by itself when its time is up: leaves, own life, or remains inactive.

    In place: `world`.

    Notes
    -----
    R17. While officers are engaged the clock is held; the encounter decides.
    """
    incident = world.incident
    if incident.tally[Tally.ENGAGED] > 0:
        return
    if incident.time[When.OWN_END] > now and not is_talked_out(site, incident, stream, now):
        return
    u = draw(stream, Purpose.HAZARD_ENDING, 0, 0)
    if incident.tally[Tally.PHASE] == Phase.STILL:
        end_barricade(site, world, stream, now)
    elif u >= site.hazard.left_or_suicide and may_remain(site, world):
        begin_barricade(site, world, stream, now)
    elif own_ending(site.hazard, u) < site.hazard.left:
        leave_place(site, world, stream, now)
    else:
        before = is_before_police(incident, now)
        ending = Ending.SUICIDE_BEFORE_POLICE if before else Ending.SUICIDE_ON_CONTACT
        end_attack(world, ending, now)


@kernel
def is_before_police(incident, now):
    """Tell whether no officer has come yet, on a plan and without one.

    By own hand after that is on contact, whether or not anybody has met the attacker.
    """
    return now < incident.time[When.ARRIVAL]


@kernel
def own_ending(hazard, u):
    """Where in the shares of leaving and own life an ending falls.

    Returns
    -------
    float
        From 0 to ``left_or_suicide``. One that would remain where no room can be closed ends as the
        others do, in their proportion; by own life where nothing but remaining is stated.
    """
    if u < hazard.left_or_suicide:
        return u
    beyond = (u - hazard.left_or_suicide) / (1.0 - hazard.left_or_suicide)
    return beyond * hazard.left_or_suicide
