"""Measure how people are exposed to an attack that goes on, on every shipped place.

    python -m asher.calibration.exposure

writes ``exposure.csv`` of the package anew. It takes some minutes.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from asher.kernels.columns import MARKS_MIN
from asher.runs.whole import write_table
from asher.scenario import read_scenario
from asher.simulation.exposure import (
    COLUMNS,
    OCCUPANT_LOADS,
    PLACES,
    RATES_PER_MIN,
    at_load,
    under_attack,
)
from asher.simulation.site import simulate

REPLICATIONS = 20
"""Attacks on each place at each load [-] (judgement)."""
_FILE = Path(__file__).parents[1] / "data" / "exposure.csv"
_NEVER = {"median": "2 h", "p90": "2 h"}


def measure(place: str, *, replications: int = REPLICATIONS) -> NDArray[np.float64]:
    """Run attacks that go on, to which nobody comes, each once at each rate.

    Parameters
    ----------
    place : str
        A shipped scenario.
    replications : int
        How many attacks at each of `OCCUPANT_LOADS`, >= 1.

    Returns
    -------
    ndarray of float64, shape (n_loads, replications, n_rates, n_marks)
        Exposure at each of `RATES_PER_MIN`, by each of `MARKS_MIN` [s].

    Notes
    -----
    The more are hit, the fewer are left to be exposed: a curve is of one rate. Rates of the same
    attack are measured with the same random numbers, loads with others.
    """
    scenario = read_scenario(place).with_(
        response={"travel": _NEVER},
        courses_of_action=["stay-outside"],
        horizon=f"{MARKS_MIN[-1] + 1} min",
    )
    found = []
    for k, load in enumerate(OCCUPANT_LOADS):
        for rate in RATES_PER_MIN:
            changed = under_attack(
                at_load(scenario, load),
                duration=_NEVER,
                restrained_share=0.0,
                casualty_rate_per_min=rate,
                casualty_rate_log_sd=0.0,
                casualty_at_once_share=0.0,
            )
            columns = simulate(changed, replications=replications, seed=1 + k).columns
            found.append([columns[f"exposure_by_{minute}min_s"][0] for minute in MARKS_MIN])
    shape = (len(OCCUPANT_LOADS), len(RATES_PER_MIN), len(MARKS_MIN), replications)
    return np.array(found).reshape(shape).transpose(0, 3, 1, 2)


def write(file: Path = _FILE) -> None:
    """Measure every place, and write the table.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    write_table(file, COLUMNS, _rows())


def _rows() -> Iterator[list[object]]:
    for place in PLACES:
        for load, attacks in zip(OCCUPANT_LOADS, measure(place).tolist(), strict=True):
            for k, curves in enumerate(attacks):
                for rate, curve in zip(RATES_PER_MIN, curves, strict=True):
                    yield [place, load, k, rate, *(f"{seconds:.1f}" for seconds in curve)]


if __name__ == "__main__":
    write()
