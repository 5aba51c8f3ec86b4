"""What the model says of each figure of the evidence that it can speak of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from asher.simulation.metrics import ENDINGS
from asher.simulation.population import Population

Flags = NDArray[np.bool_]
PAST = ((1, 3), (3, 5), (5, 8), (8, 12), (12, 20))
"""Of incidents with so many hurt, the share with so many more: the whole table of how many are, in
steps that are independent of each other."""
MOMENTS = ("killed-mean", "killed-variance", "wounded-mean", "wounded-variance")
ROUNDS_OF_A_SHOOTING = 3
"""Rounds of an officer in a shooting [-] (judgement): what it takes to say how often all miss."""


@dataclass(frozen=True, eq=False)
class Worlds:
    """Incidents of one set of parameters, under the responses that rows of evidence are about."""

    usual: Population  # Two officers who enter
    # One officer who enters on arrival; None where only calibrated rows are asked for.
    solo: Population | None
    siege: Population | None  # An attacker who goes still, and police who come in after three hours
    values: Mapping[str, float]  # The parameters


@dataclass(frozen=True, eq=False)
class Predicted:
    """What a set of incidents says of one row."""

    value: float  # The share, the mean, the median or the variance of all incidents
    # The quantity, an entry an incident to which it applies; of a share 0 and 1. Empty where the
    # row is a parameter itself.
    sample: NDArray[np.float64]


def _is(population: Population, *names: str) -> Flags:
    codes = [ENDINGS.index(name) for name in names]
    return np.isin(population["ending"].astype(int), codes)


def is_over_before_police(population: Population) -> Flags:
    """Tell which attacks were over before police came.

    Returns
    -------
    ndarray of bool, shape (n,)
        One that goes still in a closed room is not over.
    """
    own = _is(population, "left", "suicide_before_police", "restrained", "stopped_by_others")
    return own & (population["stop_s"] < population["arrival_s"])


def is_exchange(population: Population) -> Flags:
    """Tell in which incidents police and attacker fired at each other.

    Returns
    -------
    ndarray of bool, shape (n,)
        Whether they did.
    """
    return (population["rounds"] + population["officers_hit"]) > 0


def _share(event: Flags, among: Flags | None = None) -> Predicted:
    sample = (event if among is None else event[among]).astype(np.float64)
    return Predicted(float(sample.mean()) if sample.size else np.nan, sample)


def _mean(values: NDArray[np.float64]) -> Predicted:
    return Predicted(float(values.mean()) if values.size else np.nan, values)


def _before(name: str) -> Callable[[Worlds], Predicted]:
    return lambda w: _share(_is(w.usual, name), is_over_before_police(w.usual))


def _after(*names: str, exchange: bool | None = None) -> Callable[[Worlds], Predicted]:
    def predict(w: Worlds) -> Predicted:
        event = _is(w.usual, *names)
        if exchange is not None:
            event &= is_exchange(w.usual) == exchange
        return _share(event, ~is_over_before_police(w.usual))

    return predict


def _subdued(w: Worlds) -> Predicted:
    by_police = _is(w.usual, "stopped_by_police") & ~is_exchange(w.usual)
    event = by_police | _is(w.usual, "restrained", "stopped_by_others")
    return _share(event, ~is_over_before_police(w.usual))


def _exchange_suicide(w: Worlds) -> Predicted:
    own = _is(w.usual, "suicide_on_contact")
    ended = own | _is(w.usual, "stopped_by_police")
    return _share(own, is_exchange(w.usual) & ended)


def _moment(figure: str, *, squared: bool) -> Callable[[Worlds], Predicted]:
    def predict(w: Worlds) -> Predicted:
        values = on_record(w.usual)[figure == "wounded"]
        return Predicted(float(values.var(ddof=1) if squared else values.mean()), values)

    return predict


def _arrival(w: Worlds) -> Predicted:
    values = w.usual["arrival_s"] - w.usual["call_s"]
    return Predicted(float(np.median(values)), values)


def _parameter(name: str) -> Callable[[Worlds], Predicted]:
    return lambda w: Predicted(float(w.values[name]), np.zeros(0))


def _all_miss(w: Worlds) -> Predicted:
    mean, concentration = w.values["hit_chance"], w.values["hit_chance_concentration"]
    miss, chance = (1.0 - mean) * concentration, 1.0
    for k in range(ROUNDS_OF_A_SHOOTING):
        chance *= (miss + k) / (concentration + k)
    return Predicted(chance, np.zeros(0))


def _solo(w: Worlds) -> Population:
    assert w.solo is not None
    return w.solo


def _preventable(population: Population | None) -> Predicted:
    assert population is not None
    killed, early = population["killed"].sum(), population["preventable_deaths"].sum()
    # An entry a death: who is killed, and whether care in time would have saved.
    sample = np.zeros(int(killed))
    sample[: int(early)] = 1.0
    return Predicted(float(early / killed) if killed else np.nan, sample)


def on_record(population: Population) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Count the killed and the wounded as the record does: officers are among them.

    Returns
    -------
    tuple of ndarray of float64, shape (n,)
        Killed, wounded.
    """
    officers_killed = population["officers_killed"]
    officers_wounded = population["officers_hit"] - officers_killed
    return population["killed"] + officers_killed, population["wounded"] + officers_wounded


def hurt(population: Population) -> NDArray[np.float64]:
    """Count the killed and the wounded together, as the record does, shape (n,)."""
    return np.add(*on_record(population))


def _past(least: int, more: int) -> Callable[[Worlds], Predicted]:
    def predict(w: Worlds) -> Predicted:
        count = hurt(w.usual)
        return _share(count >= more, count >= least)

    return predict


def _killed_most(w: Worlds) -> Predicted:
    killed, wounded = on_record(w.usual)
    return _share(killed > wounded, killed + wounded >= PAST[0][1])


def _is_met(population: Population) -> Flags:
    return np.isfinite(population["contact_s"])


PREDICTIONS: dict[str, Callable[[Worlds], Predicted]] = {
    "duration-2min": lambda w: _share(w.usual["stop_s"] <= 120.0),
    "duration-5min": lambda w: _share(w.usual["stop_s"] <= 300.0),
    "arrival-median": _arrival,
    "over-before-police": lambda w: _share(is_over_before_police(w.usual)),
    "before-police-left": _before("left"),
    "before-police-suicide": _before("suicide_before_police"),
    "before-police-subdued": _before("restrained"),
    "before-police-shot": _before("stopped_by_others"),
    "after-police-shot": _after("stopped_by_police", exchange=True),
    "after-police-suicide": _after("suicide_on_contact"),
    "after-police-subdued": _subdued,
    "after-police-surrendered": _after("surrendered"),
    "exchange-suicide": _exchange_suicide,
    "officer-hit-given-gunfire": lambda w: _share(
        w.usual["officers_hit"] > 0, is_exchange(w.usual)
    ),
    "school-restrained": lambda w: _share(_is(w.usual, "restrained"), w.usual["at_school"] > 0),
    "elsewhere-restrained": lambda w: _share(_is(w.usual, "restrained"), w.usual["at_school"] == 0),
    "killed-zero": lambda w: _share(on_record(w.usual)[0] == 0),
    "hurt-zero": lambda w: _share(hurt(w.usual) == 0),
    **{f"hurt-past-{more}": _past(least, more) for least, more in PAST},
    "wounded-zero": lambda w: _share(on_record(w.usual)[1] == 0),
    "killed-most": _killed_most,
    "hit-rate-gunfight": _parameter("hit_chance_under_fire"),
    "hit-rate-no-return-fire": _parameter("hit_chance"),
    "killed-mean": _moment("killed", squared=False),
    "killed-variance": _moment("killed", squared=True),
    "wounded-mean": _moment("wounded", squared=False),
    "wounded-variance": _moment("wounded", squared=True),
    "killed-10-or-more": lambda w: _share(on_record(w.usual)[0] >= 10),
    "over-before-police-fbi": lambda w: _share(is_over_before_police(w.usual)),
    "underway-at-arrival-2010": lambda w: _share(~is_over_before_police(w.usual)),
    "police-gunfire": lambda w: _share(is_exchange(w.usual)),
    "officers-killed-per-exchange": lambda w: _mean(
        w.usual["officers_killed"][is_exchange(w.usual)]
    ),
    "officers-wounded-per-exchange": lambda w: _mean(
        (w.usual["officers_hit"] - w.usual["officers_killed"])[is_exchange(w.usual)]
    ),
    "solo-active-shot": lambda w: _share(_solo(w)["officers_hit"] > 0, _is_met(_solo(w))),
    "solo-active-share": lambda w: _share(~is_over_before_police(_solo(w))),
    "encounter-officer-shot": lambda w: _share(w.usual["officers_hit"] > 0, _is_met(w.usual)),
    "shot-before-police": lambda w: _share(
        _is(w.usual, "stopped_by_others") & is_over_before_police(w.usual)
    ),
    "armed-citizen-fbi": lambda w: _share(_is(w.usual, "stopped_by_others")),
    "armed-citizen-disputed": lambda w: _share(_is(w.usual, "stopped_by_others")),
    "unarmed-restrained": lambda w: _share(_is(w.usual, "restrained")),
    "hit-rate-dallas": _parameter("hit_chance"),
    "all-miss-dallas": _all_miss,
    "preventable-short": lambda w: _preventable(w.usual),
    "preventable-siege": lambda w: _preventable(w.siege),
}
"""By id of the evidence; every row to calibrate on, and of those held back all about attacks."""
