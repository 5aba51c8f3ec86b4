"""What selection and training do: every effect with its interval and how strong its evidence is."""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np

from asher.evidence import Statistic, load

Z_95 = 1.959963984540054
"""Ends of a 95 % interval of the standard normal law [-]."""


@dataclass(frozen=True)
class Effect:
    """One effect."""

    name: str  # As figures and files call it
    scale: str  # Scale on which its prior is normal: "log", "logit" or "linear"
    # Median and 95 % interval of the prior, in `unit`.
    median: float
    low: float
    high: float
    # For readers.
    unit: str
    about: str
    strength: str  # How strong the evidence is, from ``randomised trial`` to ``judgement``
    evidence: tuple[str, ...]  # Ids of the evidence; empty for a judgement alone
    judgement: str  # How the numbers follow from the evidence, or that nothing is published

    def at(self, normal: float) -> float:
        """Give the value, in `unit`, where a standard normal under the prior is at `normal`."""
        # Normal on its scale on either side of the median, with the standard deviation of that
        # side, so that both ends of the stated interval hold.
        centre = _scaled(self.median, self.scale)
        end = _scaled(self.high if normal > 0 else self.low, self.scale)
        value = centre + abs(normal) / Z_95 * (end - centre)
        if self.scale == "log":
            return math.exp(value)
        return 1.0 / (1.0 + math.exp(-value)) if self.scale == "logit" else value

    @property
    def rows(self) -> tuple[Statistic, ...]:
        """Rows of the evidence it rests on."""
        known = load()
        return tuple(known[id] for id in self.evidence)


def _scaled(value: float, scale: str) -> float:
    if scale == "log":
        return math.log(value)
    return math.log(value / (1.0 - value)) if scale == "logit" else value


@cache
def effects() -> tuple[Effect, ...]:
    """Every effect, in the order of ``workforce_effects.csv``.

    Returns
    -------
    tuple of Effect
        As the package has them.
    """
    file = resources.files("asher") / "data" / "workforce_effects.csv"
    with file.open(encoding="utf-8") as lines:
        return tuple(
            Effect(
                row["name"], row["scale"],
                float(row["median"]), float(row["low"]), float(row["high"]),
                row["unit"], row["about"], row["strength"],
                tuple(id for id in row["evidence"].split(";") if id), row["judgement"],
            )
            for row in csv.DictReader(lines)
        )  # fmt: skip


def median_effects() -> dict[str, float]:
    """Every effect at the median of its prior.

    Returns
    -------
    dict of str to float
        By name.
    """
    return {effect.name: effect.median for effect in effects()}


def draw_effects(index: int, *, seed: int) -> dict[str, float]:
    """Draw every effect from its prior.

    Parameters
    ----------
    index : int
        Number of the draw; the same number and seed give the same effects to every plan.
    seed : int
        Of the draws.

    Returns
    -------
    dict of str to float
        By name.
    """
    normal = np.random.default_rng((seed, index)).standard_normal(len(effects())).tolist()
    return {effect.name: effect.at(z) for effect, z in zip(effects(), normal, strict=True)}
