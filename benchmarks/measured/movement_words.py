"""Words of docs/movement.md that depend on no figure of a run."""

from __future__ import annotations

HEAD = """\
# Movement: the laws, their numbers, and people who were measured

Written by `docs/make_movement.py`; the figures are in [movement.json](movement.json), and no figure
of a run is typed by hand. `python -m benchmarks.measured` prints the first table again. The
measurements are in [measured_movement.csv](../src/asher/data/measured_movement.csv). Their
densities and speeds come from trajectories in cells of 2 m, and simulated people are measured in
the same way ([measures.py](../benchmarks/measured/measures.py)).

**Which people count.** A law of how people follow each other is compared with an experiment using
people who, alone, would walk as fast as its participants. In the corridors of 3 m and 3.6 m, at the
corner and at the T junction the participants were students, {students[0]} m/s (sd {students[1]}
m/s). Elsewhere, people of the default speed represent them, {default[0]} m/s (sd {default[1]} m/s);
in the closed corridor because its participants walked at 1.10 m/s at 0.35 persons/m\u00b2. The
targets apply to that column. The next column has default people everywhere, as in a scenario that
states no speed. It shows the effect of being slower than students together with that of following.
"""

LAWS = """\
## The laws

Everybody has a free speed $v_0$ (less on stairs), a depth of body $\\ell$, a width $w$ from
shoulder to shoulder, a time gap $T$, and a direction of walking $\\mathbf e$; $\\mathbf d_j$ is the
vector to neighbour $j$, $s_j = |\\mathbf d_j|$. A time step applies these laws in turn
([laws.py](../src/asher/kernels/walking/laws.py),
[walls.py](../src/asher/kernels/walking/walls.py)).

**Where to.** The desired direction $\\mathbf e_0$ points to the end of the leg (the next opening on
the person's route) or, if that is out of sight, to the corner that leads there.

**Around others.** A person tries the desired direction and six directions beside it. At angle $a$
the way is free for $f(a)$ until the first touch, if everyone keeps walking as they do. The person
takes the angle that ends nearest to a goal at distance $L$ ahead (Moussaid, Helbing and Theraulaz
2011):

$$\\min_a\\; L^2 + f(a)^2 - 2 L f(a) \\cos a$$

**Pushes.** Neighbours and walls turn the desired direction: neighbours by the push of the
collision-free speed model (Tordeux, Chraibi and Seyfried 2016), cut off at a finite range, and
walls within a distance $r$:

$$\\mathbf n = -k \\sum_j \\Big(1 - \\frac{s_j - \\ell}{4 D}\\Big)_+^4 \\frac{\\mathbf d_j}{s_j},
\\qquad \\mathbf n_w = k_w \\sum_w \\Big(\\frac{r - s_w}{D_w}\\Big)_+^2 \\frac{\\mathbf d_w}{s_w}$$

**Turning.** The direction approaches $\\mathbf e_0 + \\mathbf n + \\mathbf n_w$ within $\\tau$;
nobody turns back at once.

**Following.** The person ahead limits the speed. A person is ahead if in front and less than a
body's width to the side, $|\\mathbf e \\times \\mathbf d_j| < w$. Someone to the side is followed
more closely, as in the zipper effect that was observed (Hoogendoorn and Daamen 2005, Seyfried and
others 2009):

$$v = \\min\\Big(v_0,\\; \\min_j \\frac{s_j - \\ell}{T_j}\\Big)_+, \\qquad
T_j = T \\Big(1 - z\\, \\frac{|\\mathbf e \\times \\mathbf d_j|}{w}\\Big)$$

Within a step the gap closes exponentially, so nobody walks into anyone. People who meet turn
their shoulders. On stairs $T$ is longer.

**Giving way.** A person who makes no progress for a second, and is not in a queue that can move at
its head, gives up a growing share of body size until past. Nobody is held for ever.
"""

GROUNDS = {
    "time_gap_s": "fitted: $T$",
    "time_gap_sd_s": "judgement: people differ by a sixth of the gap; normal, cut off at two sd",
    "body_m": "fitted: $\\ell$, distance between two people who touch, one behind the other",
    "body_sd_m": "judgement: people differ by a fifteenth of the depth",
    "shoulder_m": "fitted: $w$",
    "zipper": "fitted: $z$",
    "push": "fitted: $k$",
    "push_range_m": "fitted: $D$",
    "wall_push": "fitted: $k_w$",
    "wall_range_m": "judgement: $D_w$; people keep a hand's breadth away from walls",
    "turn_s": "judgement: $\\tau$, less than half a step",
    "stair_time_gap_s": "fitted separately, to flows on stairs of 0.83 to 1.01 persons/(m s)",
    "max_specific_flow": "none by default; a scenario may state a planner's cap",
}

OPENTRAJ = "HERMES archive, as listed by OpenTraj"
DRAWN = {
    "closed corridor (ug180)": (
        "1.8 m wide, 15 to 210 people in 30 m, drawn as a straight corridor of 70 m; its middle is "
        "watched before its ends have an effect",
        f"1.8 m, 30 m, 15 to 230 people: {OPENTRAJ}; straight instead of closed, and at most "
        "210 (no more than 4 per square metre may start): judgement",
    ),
    "open corridor (uo)": (
        "3 m wide, 12 m long, entrances 0.8 to 3 m, exits 3 to 0.8 m, 110 to 300 people",
        f"widths: {OPENTRAJ}, with 100 to 351 people; lengths: judgement",
    ),
    "two-way (bo)": (
        "3.6 m wide, 16 m between both entrances of 0.75 to 2.5 m, 50 to 150 people each way, who "
        "leave at the sides",
        f"widths and numbers of people: {OPENTRAJ}; lengths and sides: judgement",
    ),
    "corner (eo)": (
        "2.4 m wide, 8 m before the corner, 8 m after it, entrances 0.6 to 2.4 m",
        "2.4 m: the table of measured data; the rest is judgement",
    ),
    "T junction (ko)": (
        "2.4 m wide, arms of 8 m, entrances 0.6 to 2.4 m",
        "all judgement; 2.4 m as at the corner",
    ),
    "single file": (
        "a lane of 0.8 m, 60 m long, lines of 0.25 to 2.4 persons/m",
        "judgement: a straight line instead of the oval of the experiments",
    ),
    "openings": (
        "a hall with 3 persons/m\u00b2, 100 to 250 people; flow from the first tenth of people "
        "out to eight tenths",
        "judgement, as in the laboratories",
    ),
    "passages behind openings": (
        "0.4 m (kretz2006), 2.8 m (seyfried2009), 4 m (rupprecht2006_eg), 1 m (liddle2009_ao), "
        "none (mueller1981, daamen2010, nagai2006)",
        "judgement: the table of measured data does not give them, and no text that does was "
        "available",
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

- Targets missed with people as fast as those measured: {missed}. With default people:
  {missed_default}.
- The two corridors contradict each other: in the closed one 95 % of cells stay below
  {closed_measured} persons/(m s), in the open one below {opened_measured}. At 1.4 persons/m\u00b2
  people walked at 0.65 m/s in the closed one and at 1.17 m/s in the open one. No law can meet both
  without a number for the corridor. The target is the mean of both and of Weidmann's
  curve; against each alone the bias is {ug180} m/s (closed) and {uo} m/s (open).
- Flows through openings differ as much between laboratories: at 1.2 m from 1.79 to 2.29 persons/(m
  s). The fit takes the mean of the sources at each width.
- In single file, simulated people follow too closely: {single_file} m/s off (bias
  {single_file_bias} m/s). People directly behind each other, with no room to stagger, leave larger
  gaps than this law does. Gaps that large would halve the flow through openings, where people
  stagger.
- The flow that 95 % of cells in the closed corridor stay below is too high: {closed} instead of
  {closed_measured}.
- At some densities (counted in brackets) the real crowd jammed and the simulated crowd keeps
  flowing, so it never reaches them; most of these are at the corner.
- All this comes from laboratories: young people, orderly, without smoke, baggage or fear.

## The planner's cap

`max_specific_flow_per_m_s` of a scenario (`sfpe` is 1.33 persons/(m s)) caps the flow through every
opening and stair. It is an option, not the default. It is a design value, on the safe side of what
was measured (1.6 to 2.7 in the table above). With it, a model that predicts when people get out, or
how long an officer needs against a crowd, would be wrong by a third. State it to judge a plan as
the handbooks do.
"""
