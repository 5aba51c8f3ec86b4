"""The numbers that are calibrated: their priors, and where they stand in the kernels' terms."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from asher.kernels.codes import Clock
from asher.kernels.state import HazardTerms, ResponseTerms


@dataclass(frozen=True)
class Parameter:
    """One number that is calibrated."""

    name: str  # The name in posterior files and tables
    scale: str  # Scale on which its prior is normal. {"log", "logit"}
    median: float  # Median of the prior
    spread: float  # Standard deviation of the prior on that scale
    # Field of a scenario that states it; it keeps what a scenario states there. Empty for what
    # only the population scale has, since a floor plan has the thing itself.
    field: str
    # For readers.
    unit: str
    about: str
    judgement: str  # What the prior rests on


@cache
def parameters() -> tuple[Parameter, ...]:
    """Every number that is calibrated, in the order of posterior files.

    Returns
    -------
    tuple of Parameter
        As ``parameters.csv`` of the package has them.
    """
    file = resources.files("asher") / "data" / "parameters.csv"
    with file.open(encoding="utf-8") as lines:
        return tuple(
            Parameter(
                row["name"], row["scale"], float(row["median"]), float(row["spread"]),
                row["field"], row["unit"], row["about"], row["judgement"],
            )
            for row in csv.DictReader(lines)
        )  # fmt: skip


def parameter_names() -> tuple[str, ...]:
    """Names of `parameters`.

    Returns
    -------
    tuple of str
        In their order.
    """
    return tuple(parameter.name for parameter in parameters())


REMAINS = 0.05
"""Share of own endings in which it stays behind a closed door [-] (judgement: rare, no count)."""


def to_normal(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Bring parameters to the scale on which their priors are standard normal.

    Parameters
    ----------
    values : ndarray of float64, shape (..., n_parameters)
        In the order of `parameters`.

    Returns
    -------
    ndarray of float64, shape (..., n_parameters)
        Standard normal under the prior.
    """
    found = np.empty_like(values)
    for k, parameter in enumerate(parameters()):
        found[..., k] = (
            _scaled(values[..., k], parameter) - _scaled(np.array(parameter.median), parameter)
        ) / parameter.spread
    return found


def spreads(value: float, parameter: Parameter) -> float:
    """Say how far a value lies from the median of its prior.

    Parameters
    ----------
    value : float
        In its own unit.
    parameter : Parameter
        Of which number.

    Returns
    -------
    float
        In standard deviations of the prior [-].
    """
    here, median = _scaled(np.array([value, parameter.median]), parameter)
    return float((here - median) / parameter.spread)


def from_normal(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Undo `to_normal`: from standard normal values to parameters in their own units."""
    found = np.empty_like(values)
    for k, parameter in enumerate(parameters()):
        centre = _scaled(np.array(parameter.median), parameter)
        scaled = centre + parameter.spread * values[..., k]
        found[..., k] = (
            np.exp(scaled) if parameter.scale == "log" else 1.0 / (1.0 + np.exp(-scaled))
        )
    return found


def _scaled(values: NDArray[np.float64], parameter: Parameter) -> NDArray[np.float64]:
    scaled: NDArray[np.float64] = np.log(values)
    return scaled if parameter.scale == "log" else scaled - np.log1p(-values)


def with_parameters(
    hazard: HazardTerms,
    response: ResponseTerms,
    values: Mapping[str, float],
    *,
    keep: Sequence[str] = (),
) -> tuple[HazardTerms, ResponseTerms]:
    """Put calibrated values into the terms of an attack and a response.

    Parameters
    ----------
    hazard, response
        Terms of a scenario.
    values : mapping of str to float
        By name of the parameter; ``casualty_rate_per_min`` and ``restrained_share`` are those of
        the place.
    keep : sequence of str
        Fields that the scenario states; what stands there stays.

    Returns
    -------
    tuple
        The changed terms.
    """
    v = values
    fights = 1.0 + v["contact_suicide_odds"] + v["contact_surrender_odds"]
    fights = 1.0 / (fights + v["contact_subdued_odds"])
    odds = (v["contact_suicide_odds"], v["contact_surrender_odds"], v["contact_subdued_odds"])
    left = (1.0 - REMAINS) * v["left_odds"] / (1.0 + v["left_odds"])
    in_hazard: dict[str, Any] = {
        "hazard.duration": {"duration": np.array([v["duration_s"], v["duration_log_sd"]])},
        "hazard.ending_shares": {"left": left, "left_or_suicide": 1.0 - REMAINS},
        "hazard.restrained_share": {"restrained": v["restrained_share"]},
        "hazard.on_contact": {
            "on_contact": np.array([*np.cumsum(np.array(odds) * fights), sum(odds) * fights])
        },
        "hazard.exchange_suicide_per_min": {
            "exchange_suicide_per_s": v["exchange_suicide_per_min"] / 60.0
        },
        "hazard.hit_chance": {"hit": v["hazard_hit_chance"]},
        "hazard.casualty_rate_per_min": {"rate_per_s": v["casualty_rate_per_min"] / 60.0},
        "hazard.casualty_rate_log_sd": {"rate_log_sd": v["casualty_rate_log_sd"]},
        "hazard.casualty_at_once_share": {"at_once": v["casualty_at_once_share"]},
        "hazard.more_casualties_at_once": {"more_at_once": v["more_casualties_at_once"]},
        "hazard.fatal_share": {"fatal": v["fatal_share"]},
        "hazard.fatal_share_concentration": {"fatal_concentration": v["fatal_share_concentration"]},
    }
    in_response: dict[str, Any] = {
        "response.officer.hit_chance_under_fire": {"hit_under_fire": v["hit_chance_under_fire"]},
        "response.officer.hit_chance": {"hit": v["hit_chance"]},
        "response.officer.hit_chance_concentration": {
            "skill_concentration": v["hit_chance_concentration"]
        },
        "response.officer.wound_fatal_share": {"fatal": v["wound_fatal_share"]},
    }
    clock = response.clock.copy()
    if "response.call" not in keep:
        clock[Clock.CALL, 0] = v["call_s"]
    if "response.travel" not in keep:
        clock[Clock.TRAVEL] = v["travel_s"], v["travel_log_sd"]
    return (
        hazard._replace(**_merged(in_hazard, keep)),
        response._replace(clock=clock, **_merged(in_response, keep)),
    )


def _merged(fields: Mapping[str, Any], keep: Sequence[str]) -> dict[str, Any]:
    return {
        name: value
        for field, terms in fields.items()
        if field not in keep
        for name, value in terms.items()
    }
