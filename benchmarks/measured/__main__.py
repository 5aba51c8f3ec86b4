"""Print how far simulated people are from those measured: ``python -m benchmarks.measured``."""

from __future__ import annotations

import argparse

from benchmarks.measured import data
from benchmarks.measured.evaluation import Evaluation, evaluate
from benchmarks.measured.experiments import DEFAULT_PEOPLE, STUDENTS, walk_asher


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.measured", description=__doc__)
    parser.add_argument("--program", choices=("asher", "jupedsim"), default="asher")
    parser.add_argument("--replications", type=int, default=3)
    parser.add_argument("--reduced", action="store_true", help="the experiments of a fit only")
    parser.add_argument("--only", nargs="*", default=(), help="bottlenecks, corridors, ...")
    parser.add_argument("--curves", action="store_true", help="also every curve")
    chosen = parser.parse_args()
    walker, only = walk_asher, tuple(chosen.only)
    if chosen.program == "jupedsim":
        from benchmarks.measured.jupedsim_walks import walk_jupedsim

        walker, only = walk_jupedsim, only or ("bottlenecks", "corridors", "single file")
    asked = {"replications": chosen.replications, "reduced": chosen.reduced}
    print(f"People as fast as those who took part: {words(STUDENTS)} in uo, bo, eo and ko,")
    print(f"{words(DEFAULT_PEOPLE)} elsewhere")
    show(evaluate(walker, only=only, **asked), curves=chosen.curves)
    if not only or "corridors" in only:
        print(f"\nThe same with people of the default speed everywhere, {words(DEFAULT_PEOPLE)}")
        found = evaluate(walker, only=("corridors",), as_measured=False, **asked)
        show(found, curves=chosen.curves)


def words(people: tuple[float, float]) -> str:
    """Mean and spread of free speeds."""
    return f"{people[0]} m/s (sd {people[1]} m/s)"


def show(found: Evaluation, *, curves: bool = False) -> None:
    """Print an evaluation."""
    print(f"{'experiment':24} {'deviation':>16} {'bias':>8}  {'reached':>8}  target")
    for each in found.deviations:
        unit = "" if each.name == "bottlenecks" else " m/s"
        target = (
            "" if each.target is None else f"{each.target:.2f} {'yes' if each.is_met else 'NO'}"
        )
        spread = f"{each.value:.3f} (se {each.error:.3f})"
        reached = f"{each.reached}/{each.of}"
        print(f"{each.name:24} {spread:>16} {each.bias:+8.3f}  {reached:>8}  {target}{unit}")
    if found.widths:
        print("width m  measured (lowest to highest)  simulated   persons/(m s)")
        for each in found.widths:
            print(
                f"{each.width_m:7.2f}  {each.measured:8.2f} ({each.lowest:.2f} to "
                f"{each.highest:.2f}, n {each.n_sources})  {each.simulated:13.2f}"
            )
    measured = {each.source: each.value for each in data.figures("max_specific_flow")}
    for source, value in found.upper_flows.items():
        print(f"95 % of cells below, {source}: {value:.2f}, measured {measured[source]:.2f}")
    for name, value in found.stairs.items():
        print(f"stair, {name}: {value:.2f}")
    if curves:
        for name, curve in found.curves.items():
            points = zip(curve.density, curve.speed, curve.n, strict=True)
            print(name, " ".join(f"{d:.2f}:{v:.2f}({n})" for d, v, n in points))


if __name__ == "__main__":
    main()
