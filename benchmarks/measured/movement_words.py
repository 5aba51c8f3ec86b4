"""Words of docs/movement.md that hang on no figure of a run."""

from __future__ import annotations

HEAD = """\
# Movement: the laws, their numbers, and people who were measured

Written by `docs/make_movement.py`; the figures are in [movement.json](movement.json), and no figure
of a run is typed by hand. `python -m benchmarks.measured` prints the first table anew. What people
were measured to do is in
[measured_movement.csv](../src/asher/data/measured_movement.csv): densities and speeds in it come
from trajectories in cells of 2 m, and those simulated are measured in the same way
([measures.py](../benchmarks/measured/measures.py)).

**Which people count.** A law of following is held against an experiment by people who would walk as
fast as its participants where nobody is in their way. Those in the corridors of 3 m and 3.6 m, at
the corner and at the T junction were students, {students[0]} m/s (sd {students[1]} m/s); elsewhere
people of the default speed, {default[0]} m/s (sd {default[1]} m/s), stand for them, in the closed
corridor because at 0.35 persons/m\u00b2 its participants walked at 1.10 m/s. That is the column the
targets are meant for. The next one has default people everywhere, as in a scenario that states no
speed: it shows by how much they are slower than students, beside how they follow each other.
"""

LAWS = """\
## The laws

Everybody has a free speed $v_0$ (less on stairs), a depth of body $\\ell$, a width $w$ from
shoulder to shoulder, a time gap $T$, and a direction of walking $\\mathbf e$; $\\mathbf d_j$ is the
way to neighbour $j$, $s_j = |\\mathbf d_j|$. A time step is these laws in turn
([laws.py](../src/asher/kernels/walking/laws.py),
[walls.py](../src/asher/kernels/walking/walls.py)).

**Where to.** The wish $\\mathbf e_0$ points to the end of the leg (the next opening of the own
route) or, where that is out of sight, to the corner that leads there.

**Round others.** Of the wish and six directions beside it that angle $a$ is taken which leaves the
least distance to a goal a length $L$ ahead after the free way $f(a)$ to the first touch, all
walking on as they do (Moussaid, Helbing and Theraulaz 2011):

$$\\min_a\\; L^2 + f(a)^2 - 2 L f(a) \\cos a$$

**Pushes.** Neighbours and walls turn the wish, neighbours by the push of the collision-free speed
model (Tordeux, Chraibi and Seyfried 2016) made compact, walls within a reach $r$ by

$$\\mathbf n = -k \\sum_j \\Big(1 - \\frac{s_j - \\ell}{4 D}\\Big)_+^4 \\frac{\\mathbf d_j}{s_j},
\\qquad \\mathbf n_w = k_w \\sum_w \\Big(\\frac{r - s_w}{D_w}\\Big)_+^2 \\frac{\\mathbf d_w}{s_w}$$

**Turning.** The direction relaxes to $\\mathbf e_0 + \\mathbf n + \\mathbf n_w$ within $\\tau$;
nobody turns back at once.

**Following.** Speed is what the person ahead allows. Ahead is who is in front and less than a
body's width to the side, $|\\mathbf e \\times \\mathbf d_j| < w$; who is to the side is followed
more closely, as people were seen to do in a zip (Hoogendoorn and Daamen 2005, Seyfried and others
2009):

$$v = \\min\\Big(v_0,\\; \\min_j \\frac{s_j - \\ell}{T_j}\\Big)_+, \\qquad
T_j = T \\Big(1 - z\\, \\frac{|\\mathbf e \\times \\mathbf d_j|}{w}\\Big)$$

the gap closed exponentially within a step, so that nobody walks into anybody. Those who meet turn
their shoulders. On stairs $T$ is longer.

**Giving way.** Who makes no way within a second, and not because of a queue whose head can go on,
gives up a growing share of the own size until past; nobody is held for ever.
"""

GROUNDS = {
    "time_gap_s": "fitted: $T$",
    "time_gap_sd_s": "judgement: an eighth of the time gap, between people; normal, cut at two sd",
    "body_m": "fitted: $\\ell$, distance of two who touch, one behind the other",
    "body_sd_m": "judgement: a tenth of the depth, between people",
    "shoulder_m": "fitted: $w$",
    "zipper": "fitted: $z$",
    "push": "fitted: $k$",
    "push_range_m": "fitted: $D$",
    "wall_push": "fitted: $k_w$",
    "wall_range_m": "judgement: $D_w$; walls are kept a hand's breadth clear of",
    "turn_s": "judgement: $\\tau$, less than half a step",
    "stair_time_gap_s": "fitted apart, to flows on stairs of 0.83 to 1.01 persons/(m s)",
    "max_specific_flow": "none by default; a scenario may state a planner's cap",
}

OPENTRAJ = "HERMES archive, as listed by OpenTraj"
DRAWN = {
    "closed corridor (ug180)": (
        "1.8 m wide, 15 to 210 people in 30 m, drawn as a straight one of 70 m whose middle is "
        "watched before its ends are felt",
        f"1.8 m, 30 m, 15 to 230 people: {OPENTRAJ}; straight instead of closed, and 210 at most "
        "(no more than 4 a square metre may start): judgement",
    ),
    "open corridor (uo)": (
        "3 m wide, 12 m long, entrances 0.8 to 3 m, exits 3 to 0.8 m, 110 to 300 people",
        f"widths: {OPENTRAJ}, with 100 to 351 people; lengths: judgement",
    ),
    "two-way (bo)": (
        "3.6 m wide, 16 m between both entrances of 0.75 to 2.5 m, 50 to 150 people each way, who "
        "leave by the sides",
        f"widths and numbers of people: {OPENTRAJ}; lengths and sides: judgement",
    ),
    "corner (eo)": (
        "2.4 m wide, 8 m before the corner, 8 m behind it, entrances 0.6 to 2.4 m",
        "2.4 m: the table of measured data; all else judgement",
    ),
    "T junction (ko)": (
        "2.4 m wide, arms of 8 m, entrances 0.6 to 2.4 m",
        "2.4 m: judgement, as the corner; all else judgement",
    ),
    "single file": (
        "a lane of 0.8 m, 60 m long, lines of 0.25 to 2.4 persons/m",
        "judgement: a straight line for the oval of the experiments",
    ),
    "openings": (
        "a hall with 3 persons/m\u00b2, 100 to 250 people; flow between the person at a tenth and "
        "the one at eight tenths",
        "judgement, as the laboratories had it",
    ),
    "necks behind openings": (
        "0.4 m (kretz2006), 2.8 m (seyfried2009), 4 m (rupprecht2006_eg), 1 m (liddle2009_ao), "
        "none (mueller1981, daamen2010, nagai2006)",
        "judgement: the table of measured data does not tell them, and no text that does was at "
        "hand",
    ),
    "stair": ("32 degrees, 1.2 m wide, 80 people", "judgement"),
}
"""How each experiment is drawn, and on what ground."""
ARCHIVE = """\
The HERMES archive is that of Forschungszentrum Juelich and Wuppertal (2009); OpenTraj lists its
entrances, exits and numbers of people
(github.com/crowdbotp/OpenTraj, datasets/HERMES/README.md).
"""

SHORT = """\
## Where sources disagree, and what falls short

- Targets missed as fast as those measured: {missed}. With default people: {missed_default}.
- The two corridors contradict each other: in the closed one 95 % of cells stay below
  {closed_measured} persons/(m s), in the open one below {opened_measured}; at 1.4 persons/m\u00b2
  people walked at 0.65 m/s in the one and at 1.17 m/s in the other. No law without a number that
  knows which corridor it is in can meet both. The target is the mean of both and of Weidmann's
  curve; against each alone the bias is {ug180} m/s (closed) and {uo} m/s (open).
- Openings differ between laboratories by as much: at 1.2 m from 1.79 to 2.29 persons/(m s). The fit
  takes the mean of the sources at each width.
- Single file is followed too closely: {single_file} m/s off (bias {single_file_bias} m/s).
  People one right behind the other, with nobody to step aside for, leave more room than
  this law gives them; a gap that long would halve the flow through openings, where they
  walk in a zip.
- The flow that a closed corridor never exceeded, {closed_measured}, is exceeded: {closed}.
- Densities in brackets that were not reached are those at which a simulated crowd flows off where
  the real one jammed, above all at the corner.
- An experiment is a laboratory: young people, in good order, without smoke, baggage or fear.

## The planner's cap

`max_specific_flow_per_m_s` of a scenario (`sfpe` is 1.33 persons/(m s)) caps the flow through every
opening and stair. It is an option, not the default: it is a value to design by, on the safe side of
what was measured (1.6 to 2.7 in the table above), and a model that is to predict when people come
out, or how long an officer needs against a crowd, would be wrong by a third with it. State it where
a plan is to be judged as the handbooks judge it.
"""
