"""How severe an attack is: drawn by nature before anything else, the same for every course."""

import math

from asher.kernels.codes import Amount, When
from asher.kernels.jit import kernel
from asher.kernels.normal import normal_below
from asher.kernels.streams import (
    Purpose,
    draw,
    draw_beta,
    draw_exponential,
    draw_lognormal,
    draw_poisson,
)

AT_ONCE_S = 3.0
"""Mean time in sight between casualties that come at once [s] (judgement: nobody has taken in yet
what happens)."""
_LARGEST_SHARE = 1.0 - 2.0**-53
"""Largest share below 1: no attack is more severe than all."""


@kernel
def draw_attack(hazard, incident, stream):
    """Draw what sets one attack apart from another, with or without a plan.

    In place: ``incident.amount``, ``incident.time``.

    Parameters
    ----------
    hazard : HazardTerms
        Rates.
    incident : Incident or Race
        Written.
    stream : Stream
        Seed and replication.

    Notes
    -----
    The casualty rate of an attack is lognormal about the mean rate, and that draw is its severity:
    most attacks are far below the mean, and few far above (evidence ``hurt-past-8`` to
    ``hurt-past-20``). It may be drawn among some attacks alone, such as the severest hundredth:
    the same draw is then spread over these, and every other draw stays. Events form a Poisson
    process in the time for which somebody is exposed. In a share of attacks the first come at
    once, as soon as somebody is exposed, and a Poisson number of others with it: before anybody
    has taken in what happens. Three attacks in a hundred on record hurt nobody, and most hurt
    three to six, which no steady rate gives (evidence ``hurt-zero``, ``hurt-past-3``). The share
    of wounds that are fatal without care is beta distributed about its mean.
    """
    amount = incident.amount
    log_sd = hazard.rate_log_sd
    low, high = hazard.severity_from, hazard.severity_to
    milder = low + (high - low) * draw(stream, Purpose.CASUALTY_RATE, 0, 0)
    amount[Amount.SEVERITY] = normal_below(min(_LARGEST_SHARE, milder))
    amount[Amount.RATE_PER_S] = hazard.rate_per_s * math.exp(
        log_sd * (amount[Amount.SEVERITY] - 0.5 * log_sd)
    )
    amount[Amount.FATAL] = draw_beta(
        stream, Purpose.FATAL_SHARE, 0, hazard.fatal, hazard.fatal_concentration
    )
    amount[Amount.AT_ONCE] = 0.0
    if draw(stream, Purpose.CASUALTY_AT_ONCE, 0, 0) < hazard.at_once:
        more = draw_poisson(stream, Purpose.MORE_AT_ONCE, 0, hazard.more_at_once)
        amount[Amount.AT_ONCE] = 1.0 + more
    amount[Amount.NEXT_CASUALTY] = exposure_to(amount, stream, 0)
    incident.time[When.OWN_END] = draw_lognormal(
        stream, Purpose.HAZARD_DURATION, 0, hazard.duration
    )


@kernel
def exposure_to(amount, stream, event):
    """Exposure between a casualty event and the one before it, in events.

    Parameters
    ----------
    amount : ndarray of float64
        By `Amount`.
    stream : Stream
        Seed and replication.
    event : int
        Its number, from 0.

    Returns
    -------
    float
        A unit exponential; less for events that come at once, 0 for the first of these.
    """
    if event == 0 and amount[Amount.AT_ONCE] > 0.0:
        return 0.0
    gap = draw_exponential(stream, Purpose.CASUALTY_TIME, 0, event)
    if event < amount[Amount.AT_ONCE]:
        gap *= min(1.0, amount[Amount.RATE_PER_S] * AT_ONCE_S)
    return gap
