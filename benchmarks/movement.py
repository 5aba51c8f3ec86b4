"""Movement alone, beside JuPedSim: speed, evacuation times, time step, crowds that jam."""

from __future__ import annotations

import numpy as np

from benchmarks import jupedsim_side
from benchmarks.results import Result, median_ratio
from benchmarks.walking import Walkers


def speed(quick: bool) -> list[Result]:
    """Agent-steps per CPU second at 150, 500 and 2,000 people; those in the first 30 s of the last.

    In JuPedSim 2,000 people jam, and a jam is no measure of speed.
    """
    results = []
    for n, target, limit in ((150, 20.0, 1000.0), (500, 35.0, 1000.0), (2000, 50.0, 30.0)):
        walkers, runs = Walkers(n), 3 if quick else 15 if n < 2000 else 4
        walkers.run(0, limit=limit)
        ours, theirs = [], []
        for seed in range(1 if quick and n == 2000 else runs):
            for walk, found in (
                (walkers.run(seed, limit=limit), ours),
                (jupedsim_side.run(walkers, seed, limit=limit), theirs),
            ):
                found.append(walk.person_steps / walk.cpu_s)
        ratio = median_ratio(ours, theirs)
        results.append(
            Result(
                "speed",
                f"person-steps per CPU second, ASHER over JuPedSim, {n:,} people",
                ratio,
                f"{ratio:.1f} x ({np.median(ours) / 1e6:.2f} over {np.median(theirs) / 1e6:.3f} "
                "million)",
                f"at least {target:.0f} x" + (", goal 40 x" if n == 500 else ""),
                ratio >= target,
                {"asher_per_s": ours, "jupedsim_per_s": theirs, "dt_s": 0.05},
            )
        )
    return results


def times(quick: bool) -> list[Result]:
    """Evacuation time at 500 people, the same step."""
    walkers, runs = Walkers(500), 3 if quick else 20
    ours = [walkers.run(seed) for seed in range(runs)]
    theirs = [jupedsim_side.run(walkers, seed) for seed in range(runs)]
    results = []
    for what, name in (("last person out", "time_s"), ("mean over people", "mean_s")):
        a, b = (np.array([getattr(walk, name) for walk in walks]) for walks in (ours, theirs))
        share, low, high = _relative(a, b)
        results.append(
            Result(
                "times",
                f"evacuation time of 500 people, {what}, ASHER against JuPedSim with its defaults, "
                f"{runs} seeds",
                share,
                f"{share:+.1%} ({low:+.1%} to {high:+.1%}): {a.mean():.1f} s, {b.mean():.1f} s",
                # No target: whose flow is nearer to people's is said by `measured`.
                "",
                None,
                {"asher_s": a.tolist(), "jupedsim_s": b.tolist()},
            )
        )
    return results


def _relative(a: np.ndarray, b: np.ndarray) -> tuple[float, float, float]:
    """Relative difference of paired means, and its 95 % interval (ratio of means, linearised)."""
    from scipy.stats import t

    ratio = a.mean() / b.mean()
    half = t.ppf(0.975, a.size - 1) * np.std(a - ratio * b, ddof=1) / np.sqrt(a.size) / b.mean()
    return float(ratio - 1), float(ratio - 1 - half), float(ratio - 1 + half)


def time_step(quick: bool) -> list[Result]:
    """Evacuation time at finer and coarser steps, and what a simulated second costs."""
    walkers, seeds = Walkers(500), range(2 if quick else 20)
    walkers.run(0, limit=1.0)
    steps = (0.01, 0.02, 0.05, 0.1)
    walks = {dt: [] for dt in steps}
    for seed in seeds:
        for dt in steps:
            walks[dt].append(walkers.run(seed, dt=dt))
    found = {
        dt: (
            np.array([walk.time_s for walk in walks[dt]]),
            float(np.median([walk.time_s / walk.cpu_s for walk in walks[dt]])),
        )
        for dt in steps
    }
    results = []
    for dt in steps:
        share, low, high = _relative(found[dt][0], found[0.01][0])
        shown = f"{found[dt][0].mean():.1f} s"
        if dt != 0.01:
            shown += f", {share:+.1%} ({low:+.1%} to {high:+.1%})"
        results.append(
            Result(
                "time-step",
                f"evacuation time of 500 people at a step of {dt} s",
                share,
                f"{shown}; {found[dt][1]:.0f} simulated s per CPU s",
                "the default within 5 % of 0.01 s" if dt == 0.05 else "",
                bool(abs(share) <= 0.05) if dt == 0.05 else None,
                {"time_s": found[dt][0].tolist(), "simulated_per_cpu_s": found[dt][1]},
            )
        )
    return results


def jams(quick: bool) -> list[Result]:
    """A crowd of 2,000: who is left after ten minutes."""
    walkers, limit = Walkers(2000), 600.0
    ours = [walkers.run(seed, limit=limit) for seed in range(2 if quick else 20)]
    theirs = [
        jupedsim_side.run(walkers, seed, limit=30.0 if quick else limit)
        for seed in range(1 if quick else 2)
    ]
    left = [walk.left_over for walk in ours]
    out = [walk.time_s for walk in ours if walk.left_over == 0]
    jammed = [walk.left_over for walk in theirs]
    when = f"; empty after {np.mean(out):.0f} s" if out else ""
    after = "30 s only" if quick else "10 min"
    return [
        Result(
            "jams",
            f"people left of 2,000 after 10 min, ASHER, {len(ours)} seeds",
            float(max(left)),
            f"at most {max(left)}{when}",
            "0",
            max(left) == 0,
            {"left": left, "time_s": out},
        ),
        Result(
            "jams",
            f"people left of 2,000 after {after}, JuPedSim, {len(theirs)} seeds",
            float(np.mean(jammed)),
            ", ".join(map(str, jammed)),
            "",
            None,
            {"left": jammed, "time_s": [walk.time_s for walk in theirs]},
        ),
    ]
