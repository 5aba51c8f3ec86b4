"""Who responds: people on site and officers, numbered together."""

import numpy as np

from asher.kernels.jit import kernel

CARRIES = np.uint8(2)
"""How a responder pulls back who carries a wounded officer; 1 where nobody is carried."""
GOES_ROUND = np.uint8(3)
"""How a responder walks out who goes round to another part of the building."""


@kernel(inline=True)
def n_on_site(incident):
    """Places for people on site: the first of the responders."""
    return len(incident.responders) - len(incident.officers)


@kernel(inline=True)
def first_responder(incident):
    """The person who is responder 0."""
    return len(incident.occupants) - n_on_site(incident)


@kernel(inline=True)
def key_of(incident, r):
    """Key of a responder's random streams, the same for any number of people on site."""
    k = r - n_on_site(incident)
    return k if k >= 0 else 1000 + r


@kernel(inline=True)
def is_officer(site, incident, r):
    """Tell whether a responder is a police officer, on site or one who came."""
    if r >= n_on_site(incident):
        return True
    return site.course.on_site.sworn[r] > 0


@kernel(inline=True)
def range_of(site, incident, r):
    """Farthest distance of an engagement of a responder [m]."""
    if r >= n_on_site(incident):
        return site.response.range_m
    return site.course.on_site.range_m[r]


@kernel(inline=True)
def agency_of(site, incident, r):
    """Agency of a responder: officers of several arrive in turn; -1 for who is no officer."""
    k = r - n_on_site(incident)
    if k >= 0:
        return k % site.response.agencies
    return 0 if site.course.on_site.sworn[r] else -1
