"""What may be asked for at most: told before a run, not by its failing."""

from __future__ import annotations

REPLICATIONS = 10_000_000
"""Replications of a study (judgement: intervals a three-thousandth of one replication's spread)."""
SEED = 2**63 - 1
"""Largest seed: streams count in 64 bits."""
OCCUPANTS = 100_000
"""Occupants of a scenario (judgement: a stadium)."""
THREADS = 1024
"""Threads or processes (judgement)."""
POINTS = 1_000_000
"""Points of a calibration's design, and plans of a search (judgement)."""
CHECKS = 100_000
"""Made-up data sets of a calibration (judgement)."""
RUN_DAYS = 30
"""Time of a run on one machine, at the pace of what was run [days] (judgement: longer than anybody
waits; a cluster or shares do it sooner)."""
FILMS_MB = 450
"""Memory of all incidents that a report shows [MB] (judgement): with more people and courses of
action they are kept at longer intervals."""
