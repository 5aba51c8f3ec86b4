"""The clocks of the response, each drawn from a stream of its own."""

import numpy as np

from .codes import Clock
from .jit import kernel
from .streams import Purpose, draw_lognormal

# Clocks of which the decision has another name. Both rescue teams are there after the same draw,
# scaled by what each needs.
_UNDER_ANOTHER_NAME = {
    Clock.CARE_ROUND: Purpose.CARE,
    Clock.CLEAR_SPACE: Purpose.CLEARING,
    Clock.PUBLIC_ADDRESS: Purpose.ADDRESS,
    Clock.RECOGNITION: Purpose.RECOGNITION_TIME,
    Clock.RESCUE_STANDBY: Purpose.TASK_FORCE,
    Clock.RESCUE_TASK_FORCE: Purpose.TASK_FORCE,
}
FIRST_OF_CLOCKS = 1000
"""A clock that has no purpose is drawn for this number and its own, added up (judgement: far above
all purposes). So the numbers of clocks are part of the reproducibility contract too."""


def purpose_of(clock):
    """What a clock is drawn for: the purpose of its name, or a number that nothing else has."""
    if clock in _UNDER_ANOTHER_NAME:
        return int(_UNDER_ANOTHER_NAME[clock])
    return int(getattr(Purpose, clock.name, FIRST_OF_CLOCKS + clock))


_PURPOSES = np.array([purpose_of(clock) for clock in Clock])


@kernel
def draw_clock(stream, response, clock, person):
    """How long a clock runs.

    Parameters
    ----------
    stream : Stream
        Seed and replication.
    response : ResponseTerms
        Medians and deviations.
    clock : int
        One of `Clock`.
    person : int
        Of several that run, which one; 0 where there is one.

    Returns
    -------
    float
        [s].
    """
    return draw_lognormal(stream, _PURPOSES[clock], person, response.clock[clock])
