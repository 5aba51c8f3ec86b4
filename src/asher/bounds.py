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
DOCUMENT_BYTES = 16 * 2**20
"""A plan, a scenario, a city or a table of records (judgement: a stadium has 2 MB)."""
YAML_BYTES = 2**20
"""A YAML file: it is read a hundred times more slowly than JSON (judgement)."""
JSON_BYTES = 128 * 2**20
"""A JSON file in a results folder: a manifest writes a plan out five times as long."""
BLOCK_BYTES = 64 * 2**20
"""A block of a run, as a file and unpacked as an array (judgement: some 20 kB are usual)."""
BLOCK_VALUES = 2**26
"""Figures of a block of replications; as many as take 512 MB (judgement)."""
RESULT_BYTES = 2 * 2**30
"""Figures of a results folder, in memory (judgement: a million replications of eight courses)."""
FEATURES = 100_000
"""Features of a plan (judgement: a building of a thousand rooms has 6,000)."""
GROUPS = 1000
"""Groups of occupants, courses of action and closures of a scenario (judgement)."""
DEPTH = 32
"""Levels of nested values in a file; a plan has eight."""
JSON_VALUES = 2_000_000
"""Values of a JSON file (judgement: a stadium has 200,000)."""
YAML_VALUES = 200_000
"""Values of a YAML file, an alias counted wherever it is used (judgement)."""
CELLS = 2_000_000
"""Fields of a table of records (judgement)."""
