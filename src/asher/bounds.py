"""What may be asked for and read at most: told before, not by failing at it."""

from __future__ import annotations

REPLICATIONS = 10_000_000
"""Replications of a study (judgement: intervals a three-thousandth of one replication's spread)."""
SEED = 2**63 - 1
"""Largest seed: streams count in 64 bits."""
OCCUPANTS = 100_000
"""Occupants of a scenario (judgement: a stadium)."""
HORIZON_S = 86_400.0
"""Horizon of a scenario [s]: a day."""
TIME_STEP_S = (0.001, 0.5)
"""Shortest and longest time step [s] (judgement): longer ones miss who is in the way."""
STEPS = 20_000_000
"""Time steps of a replication, horizon over time step (judgement: with a hundred people a quarter
of an hour)."""
LEVELS = 100
"""Levels of a plan (judgement: the tallest buildings have more, and no measured egress)."""
COORDINATE_M = 1e5
"""Farthest from the origin of a plan [m]; a whole city is nearer."""
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

DOCUMENT_BYTES = 32 * 2**20
"""A plan, a scenario or a city in JSON, a table of records (judgement: a plan of thirty thousand
elements, each coordinate on a line of its own)."""
YAML_BYTES = 2**20
"""A YAML file (judgement: it is read a hundred times more slowly than JSON, in 5 to 15 s)."""
JSON_BYTES = 128 * 2**20
"""A JSON file in a results folder: a manifest writes a plan out five times as long."""
VALUES = 1_000_000
"""Values or fields of a file, counting an alias wherever it is used (judgement: thirty thousand
elements of a plan; each takes 0.1 kB)."""
ITEMS = 100_000
"""Items of one list or mapping, rows of a table (judgement: as many as occupants)."""
DEPTH = 32
"""Levels of nested values in a file; a plan has eight."""
SOURCE_BYTES = 256 * 2**20
"""A file that is imported as a plan (judgement: models of whole buildings have 10 to 100 MB)."""
READING_BYTES = 2 * 2**30
"""Memory of a reader of a file that is imported as a plan (judgement: files of 10 MB take 0.5)."""
IFC_ENTITIES = 5_000_000
"""Entities of an IFC file (judgement: a model of 300 MB, which takes all memory of a reader)."""
IFC_ELEMENTS = 50_000
"""Rooms, doors, walls, stairs, columns and openings of an IFC file (judgement: some 30 of a large
building; the shape of each takes milliseconds)."""
READING_S = 120.0
"""Time of such a reader [s] (judgement: longer than anybody waits; 4 MB take a few seconds)."""
DXF_ENTITIES = 250_000
"""Entities of a DXF file (judgement: a storey of a hospital has fifty thousand)."""
DXF_LINES = 500_000
"""Lines and points of a DXF or SVG file with all blocks put in (judgement: twenty of each room)."""
OUTLINE_POINTS = 250_000
"""Corners of the walkable areas of a file that is imported (judgement: a stadium has ten
thousand)."""
PICTURE_PIXELS = 100_000_000
"""Pixels of a picture that is imported (judgement: a photograph has fifty million)."""
PDF_PAGES = 5000
"""Pages of a PDF of which one is imported (judgement: the drawings of a large building)."""
MAP_ELEMENTS = 2_000_000
"""Nodes, ways, tags and members of a map extract (judgement: a large campus has 50,000)."""
BLOCK_BYTES = 64 * 2**20
"""A block of a run, as a file and unpacked as an array (judgement: some 20 kB are usual)."""
BLOCK_VALUES = 2**26
"""Figures of a block of replications; as many as take 512 MB (judgement)."""
RESULT_BYTES = 2 * 2**30
"""Figures of a results folder, in memory (judgement: a million replications of eight courses)."""
GROUPS = 1000
"""Groups of occupants, courses of action and closures of a scenario (judgement)."""

FAULTS_OF_A_KIND = 20
"""Faults of one kind that are told, where not all are asked for (judgement: a screen)."""
KINDS = 100
"""Kinds of faults that are told, where not all are asked for (judgement: no real file has more)."""
WORDS = 2000
"""Characters of one part of a fault (judgement: every list of allowed keys fits)."""
OVERLAPS = 5
"""Overlaps told of one space or opening; the rest is counted (judgement: more say no more)."""
