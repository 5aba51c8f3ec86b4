"""Sample how often each kind of interval holds the truth, and write docs/statistics.md.

Run from the root of the repository: ``.venv/bin/python docs/make_statistics.py``. Nothing in the
page is typed: laws with a known mean are drawn again and again, from fixed seeds.
"""
# ruff: noqa: T201 - the page is printed

import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import special, stats

from asher import compare, read_scenario
from asher.comparison import between_draws, intervals
from asher.comparison.stopping import parse_rule, widest_interval
from asher.simulation.parameters import parameters
from asher.simulation.population import simulate_population
from asher.simulation.site import simulate

PAGE = Path(__file__).parent / "statistics.md"
SIZES = (50, 200, 1000)
STUDIES = 1000
ON_A_PLAN = 600
"""Severest attacks on each place, of which studies are drawn again and again."""
LAW = {
    "casualty_rate_per_min": 7.0,
    "casualty_rate_log_sd": 1.2,
    "casualty_at_once_share": 0.8,
    "more_casualties_at_once": 1.5,
    "duration_s": 264.0,
    "duration_log_sd": 1.2,
    "fatal_share": 0.57,
    "fatal_share_concentration": 4.0,
}
"""An attack without a plan, the same whatever is calibrated, so that pages can be compared; what is
not named is the median of the prior."""
Values = NDArray[np.float64]
Law = Callable[[np.random.Generator, int], Values]


def few(share: float, size: float, *, up: float = 1.0) -> tuple[Law, float]:
    """Differences in a share of the pairs, of a mean size, a share `up` of them upwards."""

    def law(draw: np.random.Generator, n: int) -> Values:
        sizes = np.where(draw.random(n) < share, draw.geometric(1.0 / size, n), 0)
        return sizes * np.where(draw.random(n) < up, 1.0, -1.0)

    return law, share * size * (2.0 * up - 1.0)


def most(draw: np.random.Generator, n: int) -> Values:
    """Counts that share the severity of their incident: 6 and 4 hit on average."""
    severity = draw.gamma(2.0, 0.5, n)
    return (draw.poisson(6.0 * severity) - draw.poisson(4.0 * severity)).astype(float)


def long_tailed(draw: np.random.Generator, n: int) -> Values:
    """Differences in a third of the pairs, by sizes whose spread is twice their mean."""
    return np.where(draw.random(n) < 1 / 3, draw.lognormal(0.0, 1.25, n), 0.0)


def guarded(draw: np.random.Generator, n: int) -> Values:
    """Much fewer in few of the pairs, by sizes with a long tail, and slightly more in others."""
    which, deep = draw.random(n), draw.random(n) < 0.5
    fewer = np.where(deep, draw.geometric(1 / 16, n), draw.geometric(1 / 2, n))
    more = np.where(which > 0.94, draw.geometric(1 / 1.5, n), 0)
    return np.where(which < 0.06, -fewer, more).astype(float)


DIFFERENCES = {
    "2 % of pairs, by 10": few(0.02, 10.0),
    "3 % of pairs, by 10, both ways": few(0.03, 10.0, up=0.7),
    "1 % of pairs, by 1": few(0.01, 1.0),
    "10 % of pairs, by 10": few(0.1, 10.0),
    "30 % of pairs, by 3, both ways": few(0.3, 3.0, up=0.7),
    "33 % of pairs, by 2.2, with a long tail": (long_tailed, math.exp(1.25**2 / 2) / 3),
    "6 % of pairs, by -9 with a long tail, and 6 % by 1.5": (guarded, 0.06 * (1.5 - 9.0)),
    "most pairs (6 and 4 hit)": (most, 2.0),
}
COUNTS = {
    "counts in clusters, mean 0.1": (0.1, 0.5),
    "counts in clusters, mean 0.5": (0.5, 0.5),
    "counts, mean 5": (5.0, 2.0),
}


def coverage(
    find: Callable[[Values], tuple[float, float, float]],
    law: Law,
    truth: float,
    *,
    sizes: tuple[int, ...] = SIZES,
) -> str:
    """Say in how many studies of each size the interval holds the truth."""
    cells = []
    for n in sizes:
        draw = np.random.default_rng(n)
        found = [find(law(draw, n)) for _ in range(STUDIES)]
        wide = [(low, high) for _, low, high in found if high > low]
        held = sum(low <= truth <= high for low, high in wide)
        flat = len(found) - len(wide)
        cells.append(f"{held / len(wide):.3f}" + (f" ({flat / STUDIES:.0%})" if flat else ""))
    return " | ".join(cells)


def row(name: str, kind: str, cells: str) -> str:
    """One line of the table."""
    return f"| {kind} | {name} | {cells} |"


def table() -> list[str]:
    """Coverage of every kind of interval."""
    lines = [
        "| interval | of | " + " | ".join(f"n = {n:,}" for n in SIZES) + " |",
        "|---|---|" + "---|" * len(SIZES),
    ]
    for name, (law, truth) in DIFFERENCES.items():
        ours = coverage(intervals.difference_interval, law, truth)
        lines.append(row(name, "paired difference", ours))
        student = coverage(intervals.mean_interval, law, truth)
        lines.append(row(name, "*Student's t, for comparison*", student))
    for name, (mean, shape) in COUNTS.items():

        def count(draw: np.random.Generator, n: int, mean=mean, shape=shape) -> Values:
            return draw.poisson(draw.gamma(shape, mean / shape, n)).astype(float)

        lines.append(row(name, "mean", coverage(intervals.nonnegative_interval, count, mean)))
    for q, name in ((0.1, "10th percentile"), (0.5, "median"), (0.9, "90th percentile")):
        lines.append(
            row(
                f"lognormal times, {name}",
                "quantile",
                coverage(
                    lambda values, q=q: intervals.quantile_interval(values, q),
                    lambda draw, n: draw.lognormal(5.0, 0.8, n),
                    math.exp(5.0 + 0.8 * float(special.ndtri(q))),
                ),
            )
        )
    for share in (0.03, 0.3, 0.9):
        cells = []
        for n in SIZES:
            ends = [intervals.share_interval(k, n)[1:] for k in range(n + 1)]
            holds = [k for k, (low, high) in enumerate(ends) if low <= share <= high]
            cells.append(f"{stats.binom.pmf(holds, n, share).sum():.3f}")
        lines.append(row(f"{share:.0%} (exact)", "share", " | ".join(cells)))
    return lines


def normal_draws(draw: np.random.Generator, n: int, spread: float) -> tuple[float, Values]:
    """Differences whose mean under each draw is normal; the spread is that within a draw."""
    means = draw.normal(1.0, spread, n // 10 + 1)
    return means[0], draw.normal(np.repeat(means[1:], 10), 1.0)


def lognormal_draws(draw: np.random.Generator, n: int, spread: float) -> tuple[float, Values]:
    """Counts whose mean under each draw is lognormal, around 3."""
    means = 3.0 * np.exp(draw.normal(-(spread**2) / 2.0, spread, n // 10 + 1))
    counts = draw.poisson(np.repeat(means[1:], 10) * draw.gamma(2.0, 0.5, n))
    return means[0], counts.astype(float)


def logistic_draws(draw: np.random.Generator, n: int, spread: float) -> tuple[float, Values]:
    """Flags whose log odds under each draw are normal, around a quarter."""
    shares = special.expit(-1.1 + draw.normal(0.0, spread, n // 10 + 1))
    return shares[0], (draw.random(n) < np.repeat(shares[1:], 10)).astype(float)


def share_of(values: Values) -> tuple[float, float, float]:
    """Wilson's interval of flags."""
    return intervals.share_interval(int(values.sum()), len(values))


DRAWN = {
    "difference, normal": (
        normal_draws, intervals.mean_interval, between_draws.widened, (0.0, 0.1, 0.3, 0.6, 1.0),
    ),
    "mean count, lognormal": (
        lognormal_draws, intervals.nonnegative_interval, between_draws.widened_nonnegative,
        (0.0, 0.1, 0.3, 0.5, 0.8),
    ),
    "share, log odds normal": (
        logistic_draws, share_of, between_draws.widened_share, (0.0, 0.2, 0.5, 0.8, 1.2),
    ),
}  # fmt: skip


def drawn() -> list[str]:
    """Coverage of the mean under the right numbers, where numbers are drawn for ten in a row."""
    lines = [
        "| figure | spread between draws | " + " | ".join(f"n = {n:,}" for n in SIZES) + " |",
        "|---|---|" + "---|" * len(SIZES),
    ]
    for name, (law, find, widen, spreads) in DRAWN.items():
        for spread in spreads:
            cells = []
            for n in SIZES:
                draw, draws = np.random.default_rng(n), np.arange(n) // 10
                held = alone = 0
                for _ in range(STUDIES):
                    truth, values = law(draw, n, spread)
                    _, low, high = found = find(values)
                    alone += low <= truth <= high
                    _, low, high = widen(found, between_draws.spread_between(values, draws))
                    held += low <= truth <= high
                cells.append(f"{held / STUDIES:.3f} ({alone / STUDIES:.3f})")
            lines.append(row(f"{spread:g}", name, " | ".join(cells)))
    return lines


def stopped() -> str:
    """Coverage where a rule stopped the run."""
    rule = parse_rule("killed +- 0.1", courses=("a", "b"))
    law, truth = few(0.02, 10.0)
    draw, held, sizes = np.random.default_rng(7), 0, []
    for _ in range(STUDIES):
        values, n = law(draw, 8000), rule.minimum
        while n < len(values):
            column = np.stack([values[:n], np.zeros(n)])
            half, _ = widest_interval(rule, column, courses=("a", "b"), horizon_s=1.0)
            if half <= rule.half_width:
                break
            n += 100
        _, low, high = intervals.difference_interval(values[:n])
        held += low <= truth <= high
        sizes.append(n)
    return (
        f'With `--until "killed +- 0.1"`, differences of 2 % of pairs by 10: {held / STUDIES:.3f} '
        f"of {STUDIES:,} runs hold the truth, after a median of {np.median(sizes):,.0f} "
        "replications. Looking again and again favours samples that happen to spread little."
    )


def pairing() -> list[str]:
    """What running the same incidents saves, on the shipped cases."""
    lines = ["| case | killed | officers hit |", "|---|---|---|"]
    for name in ("borderline", "columbine", "parkland"):
        scenario = read_scenario(name)
        outcome = compare(scenario, replications=200, seed=1).outcome
        cells = []
        for metrics in (("killed",), ("officers_killed", "officers_wounded")):
            rows = np.array([sum(outcome.values(c, m) for m in metrics) for c in outcome.courses])
            apart = [
                (np.var(rows[0]) + np.var(other)) / np.var(rows[0] - other)
                for other in rows[1:]
                if np.var(rows[0] - other) > 0
            ]
            cells.append(f"{min(apart):.1f} to {max(apart):,.0f}" if apart else "no pair differs")
        lines.append(f"| {scenario.title} | " + " | ".join(cells) + " |")
    return lines


def severest() -> list[str]:
    """Coverage and width in the severest hundredth of attacks, by how many there are of it."""
    values = {each.name: LAW.get(each.name, each.median) for each in parameters()}
    most = 400_000
    killed, other = (
        simulate_population(values, incidents=most, seed=1, course=course, severity=(0.99, 1.0))[
            "killed"
        ]
        for course in ("two-officer-entry", "contain-and-wait")
    )
    lines = [
        "| attacks in it | of so many of all severities | killed, half-width | holds the truth | "
        "difference, half-width | holds the truth |",
        "|---|---|---|---|---|---|",
    ]
    for n in (10, 50, 250, 1000):
        cells = []
        for series, find in (
            (killed, intervals.nonnegative_interval),
            (other - killed, intervals.difference_interval),
        ):
            studies = series[: n * min(STUDIES, most // n)].reshape(-1, n)
            found = np.array([find(study) for study in studies])
            held = np.mean((found[:, 1] <= series.mean()) & (series.mean() <= found[:, 2]))
            half = np.median(found[:, 2] - found[:, 1]) / 2.0
            cells.append(f"{half:.2f} of {series.mean():.2f} | {held:.3f}")
        lines.append(f"| {n:,} | {100 * n:,} | " + " | ".join(cells) + " |")
    return lines


def severest_on_plans() -> list[str]:
    """Coverage in the severest hundredth on a plan: studies drawn again from attacks run once."""
    sizes = (5, 10, 50, 250)
    lines = [
        "| place | figure | " + " | ".join(f"n = {n:,}" for n in sizes) + " |",
        "|---|---|" + "---|" * len(sizes),
    ]
    for name in ("borderline", "house-of-worship", "office-floor"):
        scenario = read_scenario(name)
        outcome = simulate(scenario, replications=ON_A_PLAN, seed=1, severity=(0.99, 1.0))
        killed = outcome.columns["killed"].astype(float)
        figures = [("killed", killed[0], intervals.nonnegative_interval)]
        figures += [
            (f"killed: `{course}` or `{outcome.courses[0]}`", other - killed[0],
             intervals.difference_interval)
            for course, other in zip(outcome.courses[1:], killed[1:], strict=True)
        ]  # fmt: skip
        for figure, values, find in figures:

            def again(draw: np.random.Generator, n: int, values: Values = values) -> Values:
                return draw.choice(values, n)

            cells = coverage(find, again, float(values.mean()), sizes=sizes)
            lines.append(f"| {scenario.title} | {figure} | {cells} |")
    return lines


def page() -> str:
    """The whole page."""
    parts = [
        "# Statistics: what the intervals are worth",
        "Written by `docs/make_statistics.py`; no figure here is typed by hand. An interval of "
        f"95 % should hold the truth in 95 of 100 studies. Here {STUDIES:,} studies of each size "
        "were drawn from laws whose truth is known. In brackets: studies in which the interval "
        "had no width, since no pair differed; a page then says that the number was the same in "
        "each of so many attacks, and the row is about the others.",
        "\n".join(table()),
        "A difference is taken apart by its sign: how often it comes, times by how much "
        "(`asher.comparison.intervals.difference_interval`). Where few incidents differ, Student's "
        "t misses the truth in many more studies than one in twenty, since it has not seen the "
        "rare large difference. The interval is then wide, and rightly so: run more replications. "
        "Where sizes have a long tail, each end is the farther one of that interval and of one "
        "that allows for skewness (`asher.comparison.intervals.skewed_interval`).",
        "## When calibrated numbers are drawn",
        "With `--uncertainty posterior`, ten incidents in a row meet the same draw of the "
        "calibrated numbers. An interval should hold the figure under the right numbers, which "
        "are as likely to be one draw as another, and not the mean of all draws: that is known "
        "ever better with more incidents, and says nothing of how far it is off. So an interval "
        "is widened by the spread between draws (`asher.comparison.between_draws`). In "
        "brackets: how often the interval by chance alone holds the figure. The spread is a "
        "standard deviation: of a difference, over that of incidents of one draw; of a count, "
        "of the logarithm of its mean; of a share, of its log odds.",
        "\n".join(drawn()),
        "Where the spread is small or incidents are few, it cannot be told from chance, and the "
        "interval is wider than it need be. Where the means of a count spread widely, few draws "
        "show too little of the long tail, and the interval holds less than promised. Either way, "
        "more incidents meet more draws.",
        "## When a rule stops the run",
        stopped(),
        "## The severest hundredth of attacks",
        "Of 1,000 attacks of all severities ten are in the severest hundredth. With `--by-severity "
        "250` it has 250, drawn by the same law. Killed without a plan when two officers enter, "
        "and how many more when officers contain and wait, in up to 1,000 studies each; the median "
        "half-width of the interval, of the mean.",
        "\n".join(severest()),
        "Without a plan nothing bounds how many people are there, and a few attacks carry much of "
        "the mean: the interval holds less than promised until the part has about a thousand. On a "
        "plan, where a report is from, the people who are there are a bound. Below, studies are "
        f"drawn again and again from {ON_A_PLAN} attacks of the severest hundredth on each place; "
        "the truth is the mean of these.",
        "\n".join(severest_on_plans()),
        "An interval of a difference holds less than promised where a course of action changes few "
        "attacks, and some of them by very many: guards who stop an attack at once, or do not. "
        "Where fewer than some ten attacks differ, their sizes are taken to spread one and a half "
        "times as widely as their mean, so most other intervals hold more than promised there: "
        "they are wider than they need be, and narrow with more attacks.",
        "Plain and further attacks of a part follow one law, so both count alike. Its mean, times "
        "the share of all attacks that it is, adds up to the mean over all attacks "
        "(`tests/laws/test_severity.py`).",
        "## What pairing saves",
        "Variance of a difference of independent runs over that of the same incidents: how many "
        "times as many replications independent runs would need for the same interval; the first "
        "course of action against each other, 200 incidents.",
        "\n".join(pairing()),
        "Officers are hit by chance in an exchange that each course of action enters at another "
        "moment and with other numbers, so little of it is shared.",
    ]
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    text = page()
    PAGE.write_text(text, encoding="utf-8")
    print(text)
