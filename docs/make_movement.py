"""Hold simulated people against those measured, and write docs/movement.md and its pictures.

Run from the root of the repository: `.venv/bin/python docs/make_movement.py`. It takes some minutes
on one core. `--fit` fits the numbers of the walking law before (half an hour), `--from-json` writes
the page anew from docs/movement.json without running anything. JuPedSim is run where it is
installed (`requirements/bench.txt`); else its stored figures stand.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.measured import design, fit
from benchmarks.measured.evaluation import MEANS, UNI_AT, Evaluation, evaluate, speed_at
from benchmarks.measured.experiments import walk_asher
from benchmarks.measured.movement_page import figures, page

from asher.simulation.arrays import WALKING
from asher.views.figures.picture_files import write_picture

FOLDER = Path(__file__).parent
FIGURES = "movement.json"
REPLICATIONS = 3
N_POINTS = 128
SEED = 17


def look(stored: dict[str, Any]) -> dict[str, Any]:
    """Everything the page says, run anew; what cannot be run as it is stored."""
    found = {
        "walking": WALKING._asdict(),
        "fit": stored.get("fit"),
        "asher": {
            "participants": told(evaluate(walk_asher, replications=REPLICATIONS)),
            "default": told(
                evaluate(
                    walk_asher,
                    replications=REPLICATIONS,
                    as_measured=False,
                    only=("corridors",),
                )
            ),
        },
        "jupedsim": stored.get("jupedsim"),
    }
    if importlib.util.find_spec("jupedsim") is not None:
        from benchmarks.measured.jupedsim_walks import walk_jupedsim

        parts = ("bottlenecks", "corridors", "single file")
        found["jupedsim"] = told(evaluate(walk_jupedsim, replications=1, only=parts))
    return found


def told(found: Evaluation) -> dict[str, Any]:
    """An evaluation as plain numbers."""
    return {
        "deviations": [
            {
                "name": each.name,
                "value": each.value,
                "error": each.error,
                "bias": each.bias,
                "reached": each.reached,
                "of": each.of,
                "target": each.target,
            }
            for each in found.deviations
        ],
        "widths": [each._asdict() for each in found.widths],
        "curves": {
            name: {
                "density": curve.density.tolist(),
                "speed": curve.speed.tolist(),
                "low": curve.low.tolist(),
                "high": curve.high.tolist(),
            }
            for name, curve in found.curves.items()
        },
        "means": {
            name: {"at": UNI_AT.tolist(), "speed": speed_at(found.curves, name, UNI_AT).tolist()}
            for name in MEANS
            if "closed" in found.curves
        },
        "upper_flows": found.upper_flows,
        "stairs": found.stairs,
    }


def fitted() -> dict[str, Any]:
    """Run the design and fit the law to it."""
    lines = []
    for k, point in enumerate(design.points(N_POINTS, SEED, design.RANGES)):
        values = dict(zip(design.RANGES, map(float, point), strict=True))
        lines.append({"point": values, "out": design.outputs(values, k)})
        sys.stderr.write(f"\r{k + 1} of {N_POINTS}")
    return fit.fit(fit.sample_of(lines, design.RANGES))


def rounded(document: dict[str, Any]) -> dict[str, Any]:
    """Four digits, and nothing where there is no number."""

    def number(text: str) -> float:
        return float(f"{float(text):.4g}")

    text = json.dumps(document).replace("NaN", "null").replace("Infinity", "null")
    found: dict[str, Any] = json.loads(text, parse_float=number)
    return found


def main() -> None:
    """Write docs/movement.json, docs/movement.md and its pictures."""
    file = FOLDER / FIGURES
    document = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    if "--fit" in sys.argv[1:]:
        document["fit"] = fitted()
        sys.stderr.write(f"\n{document['fit']['values']}\n")
    if "--from-json" not in sys.argv[1:]:
        document = rounded(look(document))
        text = json.dumps(document, indent=1, ensure_ascii=False) + "\n"
        file.write_text(text, encoding="utf-8")
    for name, draw in figures(document).items():
        write_picture(FOLDER / f"movement-{name}.svg", draw=draw, page=draw)
    (FOLDER / "movement.md").write_text(page(document), encoding="utf-8")


if __name__ == "__main__":
    main()
