"""A metric of your own, made from recordings: who is still inside half a minute after the start."""

import numpy as np

import asher
from asher.simulation.metrics import Metric
from asher.simulation.recording import STATUSES

OUT = STATUSES.index("out")


def inside_after_half_a_minute(recording):
    """Count who is not out in the last frame of the first half minute."""
    frame = np.searchsorted(recording.times_s, 30.0, side="right") - 1
    occupants = recording.role == 0
    return float((recording.status[frame, occupants] != OUT).sum())


inside = Metric(
    name="inside_after_half_a_minute",
    label="Inside after half a minute",
    kind="count",
    lower_is_better=True,
    description="Occupants who are not out half a minute after the start.",
    of_recording=inside_after_half_a_minute,
)
comparison = asher.compare(asher.read_scenario("door-queue"), replications=10, metrics=[inside])
for course in comparison.courses:
    found = comparison.metric(course, "inside_after_half_a_minute")
    print(f"{course}: {found.mean:.1f} ({found.lower:.1f} to {found.upper:.1f})")
