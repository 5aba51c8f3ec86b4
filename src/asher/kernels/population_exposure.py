"""How people are exposed to an attack without a plan: by curves measured on the shipped places."""

import math

from .codes import Amount, Tally
from .columns import MARKS_MIN
from .jit import kernel
from .streams import Purpose, draw


@kernel
def draw_curve(terms, stream, at_school):
    """Draw how long somebody stays in sight: a curve measured at such a place.

    Returns
    -------
    int
        Its number.
    """
    u = draw(stream, Purpose.EXPOSURE, 0, 0)
    first, stop = 0, terms.school_curves
    if not at_school:
        first, stop = stop, terms.curve_chance.shape[0]
    for k in range(first, stop - 1):
        if u < terms.curve_chance[k]:
            return k
    return stop - 1


@kernel(entry=True)
def find_curve(terms, race):
    """Find how an attack of this rate exposes people: between two rates that were measured.

    In place: ``race.curve``.
    """
    measured = terms.exposure_s[race.tally[Tally.CURVE]]
    last = len(terms.log_rates) - 1
    here = math.log(max(race.amount[Amount.RATE_PER_S], 1e-12))
    upper = 0
    while upper < last and terms.log_rates[upper] < here:
        upper += 1
    lower = max(0, upper - 1)
    part = 1.0
    if lower < upper:
        part = (here - terms.log_rates[lower]) / (terms.log_rates[upper] - terms.log_rates[lower])
    part = min(1.0, part)
    for m in range(len(MARKS_MIN)):
        race.curve[m] = measured[lower, m] + part * (measured[upper, m] - measured[lower, m])


@kernel(entry=True)
def exposure_at(curve, time):
    """Exposure by a time [s]: along pieces by each of `MARKS_MIN`, and on after the last."""
    last = len(MARKS_MIN) - 1
    start, reached = 0.0, 0.0
    for m in range(len(MARKS_MIN)):
        stop = 60.0 * MARKS_MIN[m]
        slope = (curve[m] - reached) / (stop - start)
        if time <= stop or m == last:
            return reached + slope * (time - start)
        start, reached = stop, curve[m]
    return reached


@kernel
def time_of_exposure(curve, exposure):
    """When somebody has been exposed for so long [s]; inf if never."""
    last = len(MARKS_MIN) - 1
    start, reached = 0.0, 0.0
    for m in range(len(MARKS_MIN)):
        stop = 60.0 * MARKS_MIN[m]
        slope = (curve[m] - reached) / (stop - start)
        if slope > 0.0 and (exposure <= curve[m] or m == last):
            return start + (exposure - reached) / slope
        start, reached = stop, curve[m]
    return math.inf
