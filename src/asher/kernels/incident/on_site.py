"""What people on site do besides engaging: report, get ready, and what their duty is."""

import math

from asher.kernels.codes import Choice, Duty, When
from asher.kernels.jit import kernel
from asher.kernels.streams import Purpose, draw_lognormal

from .call_out import call_by
from .legs import is_up
from .patrol import advance_patrol, has_patrol
from .refuge import start_running
from .responders import first_responder, n_on_site
from .unarmed_guard import advance_delay, advance_locking, warn, warn_on_the_way
from .weapon_store import advance_fetching, advance_return, go_for_weapon, leave_for_weapon

REPORT_S = 5.0
"""From noticing to a report by radio [s] (judgement)."""


@kernel
def act_on_site(site, world, stream, i, now):
    """Somebody on site has noticed: report, warn, get ready, or run. In place: `world`."""
    incident, on_site = world.incident, site.course.on_site
    r = i - first_responder(incident)
    duty, ready_at = incident.responders.duty[r], incident.responders.ready_at[r]
    if on_site.reports[r]:
        call_by(incident, now + REPORT_S)
        incident.time[When.TOLD] = min(incident.time[When.TOLD], now + REPORT_S)
    if on_site.warns[r] and duty == Duty.POST and ready_at == math.inf:
        warn(site, world, i, now)
    if not on_site.armed[r]:
        if duty == Duty.POST:
            incident.responders.duty[r] = Duty.LOCKS if on_site.locks[r] else Duty.LEAVES
            incident.occupants.choice[i] = Choice.ACT if on_site.locks[r] else Choice.RUN
        if incident.occupants.choice[i] == Choice.RUN:
            start_running(site, world, i)
    elif on_site.store[r] >= 0:
        if duty == Duty.POST:
            go_for_weapon(site, world, stream, r, i)
    elif ready_at == math.inf:
        incident.responders.ready_at[r] = now + draw_lognormal(
            stream, Purpose.READY, r, on_site.ready[r]
        )


@kernel
def advance_on_site(site, world, stream, now):
    """Lead on those on site who lock, delay, patrol or fetch a weapon. In place: `world`."""
    incident, on_site = world.incident, site.course.on_site
    for r in range(n_on_site(incident)):
        i = first_responder(incident) + r
        if on_site.warns[r]:
            warn_on_the_way(world, i, now)
        if on_site.delays[r] > 0.0:
            advance_delay(site, world, stream, r, i, now)
        duty = incident.responders.duty[r]
        if duty == Duty.LOCKS:
            advance_locking(site, world, r, i, now)
        elif duty == Duty.SHELTERS:
            leave_for_weapon(world, r, i)
        elif duty == Duty.FETCHES:
            advance_fetching(site, world, stream, r, i, now)
        elif duty == Duty.RETURNS:
            advance_return(site, world, r, i, now)
        elif duty == Duty.POST and has_patrol(on_site, r) and is_up(world.people, i):
            if incident.responders.ready_at[r] == math.inf:
                advance_patrol(site, world, stream, r, i, now)
