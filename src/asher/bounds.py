"""What may be asked for and read at most: told before, not by failing at it."""

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

FILE_BYTES = 32_000_000
"""A file (judgement: a plan of thirty thousand elements, each coordinate on a line of its own)."""
YAML_BYTES = 2_000_000
"""A YAML file (judgement: a stadium's people, each in a place; read in 10 to 30 s)."""
VALUES = 1_000_000
"""Values or fields of a file (judgement: again thirty thousand elements; each takes 0.1 kB)."""
ITEMS = 100_000
"""Items of one list or mapping, rows of a table (judgement: as many as occupants)."""
DEPTH = 50
"""Values within each other (judgement: files here have ten levels)."""
FAULTS_OF_A_KIND = 20
"""Faults of one kind that are told, where not all are asked for (judgement: a screen)."""
KINDS = 100
"""Kinds of faults that are told, where not all are asked for (judgement: no real file has more)."""
WORDS = 2000
"""Characters of one part of a fault (judgement: every list of allowed keys fits)."""
OVERLAPS = 5
"""Overlaps told of one space or opening; the rest is counted (judgement: more say no more)."""
