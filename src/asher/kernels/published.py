"""Published figures that laws read, written from the evidence: change a figure there.

Written by `python -m asher.evidence.publishing`, from what laws import: ``DEATH_10MIN`` is the
figure of the row ``death-10min``, ``KILLED_MEAN_N`` the column ``n`` of the row ``killed-mean``.
"""

SCHOOL_RESTRAINED_N = 62
"""Staff or students restrained the attacker: education [column n] (`school-restrained`)."""

ELSEWHERE_RESTRAINED_N = 270
"""Citizens restrained the attacker: all other locations [column n] (`elsewhere-restrained`)."""

DEATH_0MIN = 0.571
"""Of those who die: dead at 0 min [share] (`death-0min`)."""

DEATH_10MIN = 0.677
"""Of those who die: dead by 10 min [share] (`death-10min`)."""

DEATH_60MIN = 0.914
"""Of those who die: dead by 60 min [share] (`death-60min`)."""

DEATH_120MIN = 0.99
"""Of those who die: dead by 120 min [share] (`death-120min`)."""

WALK_SPEED = 1.34
"""Free walking speed: mean (sd) [m/s] (`walk-speed`)."""

SPECIFIC_FLOW = 1.33
"""Design value of maximum specific flow through a door [1/(m s)] (`specific-flow`)."""

PRESSURE_TRAINING = 3.0
"""Accuracy loss under pressure removed by 3 x 1 h reality-based practice [h]
(`pressure-training`)."""
