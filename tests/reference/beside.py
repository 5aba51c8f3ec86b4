"""Published results beside ours: how a case is declared, compared and written.

A case names a row of `published.csv` and is a function that runs what it needs and says what was
found. Of models, and of records without an interval, the sign alone is compared: that one model
agrees with another says little. Counts of real incidents and of experiments are compared by their
intervals. Nothing is fitted to any of them.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from asher import simulate
from asher.comparison.intervals import share_interval
from reference.published_places import scenario

N, SEED = 400, 1
"""Incidents of each course of action, and the seed of their streams."""
_RESAMPLES = 4000
AGREES, WITHIN, UNCLEAR, DIFFERS = "sign agrees", "within the interval", "not clear", "differs"
_NONE = {"above 1": 1.0, "below 1": 1.0, "above 0": 0.0}


class Published(NamedTuple):
    """A row of `published.csv`."""

    id: str
    source: str
    year: str
    address: str
    hand: str  # first, or second where only others tell of it
    kind: str  # model, record or experiment
    setting: str
    measure: str
    published: str  # As it stands there
    value: str  # The same as a number, where a model states one
    side: str  # On which side of no difference it lies
    low: str  # Interval of a count or an experiment
    high: str


class Value(NamedTuple):
    """A figure with its 95 % interval."""

    mean: float
    lower: float
    upper: float

    def __str__(self) -> str:
        digits = 1 if max(map(abs, self)) >= 5 else 2
        digits += 0 < self.upper - self.lower < 0.02
        mean, lower, upper = (f"{each:.{digits}f}" for each in self)
        return f"{mean} ({lower} to {upper})"


@dataclass(frozen=True)
class Found:
    """What was found."""

    values: Mapping[str, Value]  # By what each is of; every one is compared
    n: int = 0  # Incidents
    also: str = ""  # What was seen besides
    why: str = ""  # The mechanism, told where the published result is not met


@dataclass(frozen=True)
class Case:
    """One published result, and how ours is found."""

    row: Published
    asks: str  # What is compared here
    run: Callable[[Runs], Found]


@dataclass
class Runs:
    """Runs courses of action of the scenarios on the same incidents, each once."""

    n: int = N
    kept: dict = field(default_factory=dict)

    def __call__(self, name, course):
        """Return the outcome of one course of action of a scenario."""
        if (name, course) not in self.kept:
            whole = scenario(name)
            alone = whole.model_copy(update={"courses_of_action": (whole.course(course),)})
            self.kept[name, course] = simulate(alone, replications=self.n, seed=SEED)
        return self.kept[name, course]

    def of(self, name, course, *metrics):
        """Return metrics added up, an entry an incident."""
        outcome = self(name, course)
        return np.sum([outcome.columns[metric][0] for metric in metrics], axis=0)

    def hit(self, name, course):
        """Count the people hit in each incident, without guards and staff whom a course adds."""
        return self.of(name, course, "casualties") - self.of(name, course, "on_site_hit")


CASES: list[Case] = []


@cache
def published() -> dict[str, Published]:
    """Read the rows, by id."""
    path = Path(__file__).with_name("published.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return {row["id"]: Published(**row) for row in csv.DictReader(file)}


def case(row: str, asks: str) -> Callable[[Callable[[Runs], Found]], Case]:
    """Declare a function to be a case."""

    def declare(run: Callable[[Runs], Found]) -> Case:
        if any(known.row.id == row for known in CASES):
            raise ValueError(f"{row} is declared twice")
        CASES.append(Case(published()[row], asks, run))
        return CASES[-1]

    return declare


def ratio(a, b) -> Value:
    """Divide the mean of one series by that of another, over the same incidents.

    Incidents are drawn anew with both of their values, so that what they have in common cancels.
    """
    weights = np.random.default_rng(0).multinomial(len(a), np.full(len(a), 1 / len(a)), _RESAMPLES)
    above, below = weights @ a, weights @ b
    known = below > 0
    if not known.any():
        return Value(math.nan, math.nan, math.nan)
    ends = np.quantile(above[known] / below[known], [0.025, 0.975])
    mean = float(np.sum(a) / np.sum(b)) if np.sum(b) else math.nan
    return Value(mean, float(ends[0]), float(ends[1]))


def difference(a, b) -> Value:
    """Subtract the mean of one series from that of another, over the same incidents."""
    gaps = np.asarray(a) - np.asarray(b)
    half = 1.96 * float(gaps.std(ddof=1)) / math.sqrt(len(gaps))
    return Value(float(gaps.mean()), float(gaps.mean()) - half, float(gaps.mean()) + half)


def share(happened) -> Value:
    """Count in which share of incidents something happened."""
    return Value(*share_interval(int(np.count_nonzero(happened)), len(happened)))


def median(values) -> Value:
    """Find the median of what came, with the interval of its rank."""
    known = np.sort(values[np.isfinite(values)])
    n = len(known)
    if n < 10:
        return Value(math.nan, math.nan, math.nan)
    half = 0.98 * math.sqrt(n)
    low, high = int(max(0, n / 2 - half)), int(min(n - 1, n / 2 + half))
    return Value(float(np.median(known)), float(known[low]), float(known[high]))


def verdict(row: Published, found: Found) -> str:
    """Say whether what was found agrees with what was published, for all of its values."""
    said = [_verdict(row, value) for value in found.values.values()]
    return next((each for each in (DIFFERS, UNCLEAR) if each in said), said[0])


def _verdict(row: Published, value: Value) -> str:
    if row.low:
        is_within = value.lower <= float(row.high) and value.upper >= float(row.low)
        return WITHIN if is_within else DIFFERS
    none, up = _NONE[row.side], row.side.startswith("above")
    if not math.isfinite(value.mean):
        return UNCLEAR
    if value.lower == value.upper == none:
        return DIFFERS
    if value.lower <= none <= value.upper:
        return UNCLEAR
    return AGREES if (value.lower > none) == up else DIFFERS


def size(row: Published, found: Found) -> str:
    """Say how an effect whose sign agrees compares with that published; empty where it is alike."""
    if not row.value or verdict(row, found) != AGREES:
        return ""
    theirs, none = float(row.value), _NONE[row.side]
    ours = found.values.values()
    if any(each.lower <= theirs <= each.upper for each in ours):
        return ""
    smaller = [abs(each.mean - none) < abs(theirs - none) for each in ours]
    if len(set(smaller)) > 1:
        return ""
    return f"the effect is {'smaller' if smaller[0] else 'larger'} than published"


def answers(n: int = N) -> Iterator[tuple[Case, Found, str]]:
    """Run every case; gives each with what was found and whether it agrees."""
    import reference.published  # noqa: F401 - importing it declares the cases

    runs = Runs(n)
    for each in CASES:
        found = each.run(runs)
        yield each, found, verdict(each.row, found)


HEADING = "## Published results beside ours"
_INTRO = """\
{heading}

What other models, drills and records say of a question, beside what this model says of it in a
schematic place drawn for the comparison. Written from `tests/reference/published.py`,
`published_places.py` and `published.csv`; `docs/make_verification.py --published` writes this
section alone. Nothing in the model is fitted to any of these results.

That two models agree is no validation. So of a model the sign alone is compared, and so it is of a
record or an experiment whose size is not known. The sign agrees if our 95 % interval lies on the
published side of no difference; it is not clear if the interval includes no difference. Counts of
real incidents and times of drills are compared by interval: the two intervals have to overlap.
Ratios are of mean numbers of people hit over the same {n} incidents, without guards and staff who
are there in one of the two alone. *Second-hand* marks figures that only others report. Of most of
the rest we know the abstract alone.

{met} of {cases} agree, {signs} of them in sign alone. Where a result is not met, or the effect is
of another size, the last column says what was seen of the mechanism.

| row | published | here | ours (95 % interval) | agreement |
|---|---|---|---|---|
"""


def section(found: list[tuple[Case, Found, str]], n: int = N) -> str:
    """Write the section of the page."""
    met = sum(said in (AGREES, WITHIN) for *_, said in found)
    signs = sum(said == AGREES for *_, said in found)
    head = _INTRO.format(heading=HEADING, n=n, met=met, cases=len(found), signs=signs)
    rows = "\n".join(_row(*each) for each in found)
    sources: dict[str, list[str]] = {}
    for row in dict.fromkeys(each.row for each, *_ in found):
        told = f"{row.source}, {row.year}. <{row.address}>"
        sources.setdefault(told, []).append(row.id)
    listed = "\n".join(f"- {', '.join(ids)}: {told}" for told, ids in sources.items())
    return f"{head}{rows}\n\nSources:\n\n{listed}\n"


def _row(each: Case, found: Found, said: str) -> str:
    row = each.row
    second = " *Second-hand.*" if row.hand == "second" else ""
    theirs = f"{row.setting}. {row.measure}: **{row.published}** ({row.kind}).{second}"
    ours = "; ".join(f"{what} {value}".strip() for what, value in found.values.items())
    n = f", n = {found.n:,}" if found.n else ""
    also = f". {found.also}" if found.also else ""
    met = said in (AGREES, WITHIN)
    other = size(row, found)
    word = (f"{said}; {other}" if other else said) if met else f"**{said}**"
    why = f". {found.why}" if found.why and (other or not met) else ""
    cells = (row.id, theirs, each.asks, f"{ours}{n}{also}", f"{word}{why}")
    return "| " + " | ".join(" ".join(cell.split()).replace("|", "\\|") for cell in cells) + " |"
