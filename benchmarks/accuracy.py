"""Accuracy beside speed: how far each program's people are from those who were measured."""

from __future__ import annotations

from benchmarks.measured.evaluation import Evaluation, evaluate
from benchmarks.measured.experiments import walk_asher
from benchmarks.measured.jupedsim_walks import walk_jupedsim
from benchmarks.results import Result

PARTS = ("bottlenecks", "corridors")
NAMES = {
    "bottlenecks": "flow through bottlenecks of 0.8 to 2.5 m",
    "one way": "speed at density, one way",
    "two-way": "speed at density, two-way",
    "corner": "speed at density, corner",
    "T junction": "speed at density, T junction",
}


def measured(quick: bool) -> list[Result]:
    """Mean absolute deviation of both programs from the measured means, the same experiments."""
    asked = {"only": PARTS, "reduced": quick}
    ours = evaluate(walk_asher, replications=1 if quick else 3, **asked)
    theirs = evaluate(walk_jupedsim, replications=1, **asked)
    return [_row(name, words, ours, theirs) for name, words in NAMES.items()]


def _row(name: str, words: str, ours: Evaluation, theirs: Evaluation) -> Result:
    one, other = ours.deviation(name), theirs.deviation(name)
    if name == "bottlenecks":
        shown = f"{one.value:.1%}; JuPedSim {other.value:.1%}"
        target = f"at most {one.target:.0%}"
    else:
        shown = f"{one.value:.2f} m/s; JuPedSim {other.value:.2f} m/s"
        target = "" if one.target is None else f"at most {one.target:.2f} m/s"
    return Result(
        "measured",
        f"mean deviation from measured people, {words}",
        one.value,
        shown,
        target,
        one.is_met,
        {
            "asher": one.value,
            "asher_reached": [one.reached, one.of],
            "jupedsim": other.value,
            "jupedsim_reached": [other.reached, other.of],
        },
    )
