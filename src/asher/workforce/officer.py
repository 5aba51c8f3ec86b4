"""Officers: traits, what they turn into on the rare day, and the terms that the kernels read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from asher.scenario.officers import Officer

if TYPE_CHECKING:
    from asher.kernels.state import ResponseTerms

Values = NDArray[np.float64]

TRAITS = {
    "resolve": "resolve to enter",
    "skill": "skill under fire",
    "judgement": "judgement, shoot or not",
    "interpersonal": "interpersonal skill",
    "medical": "medical skill",
}
"""What officers differ in, in the order of arrays."""
CORRELATIONS = {
    ("resolve", "skill"): 0.3,
    ("resolve", "judgement"): 0.0,
    ("resolve", "interpersonal"): -0.1,
    ("resolve", "medical"): 0.1,
    ("skill", "judgement"): 0.3,
    ("skill", "interpersonal"): 0.0,
    ("skill", "medical"): 0.1,
    ("judgement", "interpersonal"): 0.3,
    ("judgement", "medical"): 0.2,
    ("interpersonal", "medical"): 0.2,
}
"""Correlations of the traits among applicants [-] (judgement: none is published for police)."""


def trait_correlations() -> Values:
    """Correlations of the traits among applicants.

    Returns
    -------
    ndarray of float64, shape (5, 5)
        In the order of `TRAITS`; with a unit diagonal.
    """
    names = list(TRAITS)
    matrix = np.eye(len(names))
    for (a, b), value in CORRELATIONS.items():
        i, j = names.index(a), names.index(b)
        matrix[i, j] = matrix[j, i] = value
    return matrix


def shifted(share: float | Values, odds: Values | float) -> Values:
    """Multiply the odds of a chance.

    Parameters
    ----------
    share : float or ndarray of float64
        A chance [-].
    odds : ndarray of float64 or float
        Factors of its odds [-], > 0; where 1 the chance stays to the last bit.

    Returns
    -------
    ndarray of float64
        Chances [-].

    Examples
    --------
    >>> shifted(0.5, np.array([1.0, 3.0])).tolist()
    [0.5, 0.75]
    """
    changed: Values = np.where(odds == 1.0, share, share * odds / (1.0 - share + share * odds))
    return changed


@dataclass(frozen=True, eq=False)
class Force:
    """Officers on duty as the rare day and the ordinary year meet them: a value an officer."""

    enters: Values  # Chance to enter when the course of action says so [-], shape (n_officers,)
    # Odds, relative to the default officer, that a round hits, that a person who is no attacker is
    # shot at, and that care saves [-], shape (n_officers,).
    hit_odds: Values
    error_odds: Values
    care_odds: Values
    # Share of the hits lost under fire that is not lost, beyond the default officer; below 0 where
    # more is lost [-], shape (n_officers,).
    pressure_removed: Values
    forming: float = 1.0  # Time to form relative to the default [-]
    # Share learnt of what agencies learn in joint exercises, beyond the default [-].
    joint: float = 0.0
    # Time until officers come relative to the default [-]: empty posts and hours in class.
    travel: float = 1.0

    def __len__(self) -> int:
        return len(self.enters)

    def hit_chance(self, share: float) -> Values:
        """Chance that a round of each officer hits where nobody fires back.

        Parameters
        ----------
        share : float
            That of the default officer [-].

        Returns
        -------
        ndarray of float64, shape (n_officers,)
            [-].
        """
        return shifted(share, self.hit_odds)

    def hit_chance_under_fire(self, share: float, calm: float) -> Values:
        """Chance that a round of each officer hits under fire.

        Parameters
        ----------
        share, calm : float
            That of the default officer under fire, and where nobody fires back [-].

        Returns
        -------
        ndarray of float64, shape (n_officers,)
            [-].

        Notes
        -----
        Practice under pressure closes a part of the gap to the chance where nobody fires back
        (evidence ``pressure-training``); less of it than the default officer has widens the gap.
        """
        own = self.hit_chance(share)
        gap = np.maximum(self.hit_chance(calm) - own, 0.0)
        return np.clip(own + self.pressure_removed * gap, 0.0, 1.0)


def default_force(n_officers: int, *, officer: Officer | None = None) -> Force:
    """Return a force in which every officer is the default officer of a scenario.

    Parameters
    ----------
    n_officers : int
        How many, >= 1.
    officer : Officer, optional
        Of a scenario; the default one if left out.

    Returns
    -------
    Force
        It leaves the terms of a response as they are.
    """
    one = np.ones(n_officers)
    enters = one * float((officer or Officer()).resolve)
    return Force(enters, one, one.copy(), one.copy(), np.zeros(n_officers))


def mean_of(values: Values) -> float:
    """Mean over officers, which of equal values is that value to the last bit.

    Parameters
    ----------
    values : ndarray of float64, shape (n_officers,)
        Any.

    Returns
    -------
    float
        Their mean.
    """
    first = float(values[0])
    return first if values.min() == values.max() else float(values.mean())


class Means(NamedTuple):
    """What a force makes of the chances of a response, under the names of the kernels."""

    resolve: float
    hit: float
    hit_under_fire: float
    care_saves: float
    forming_factor: float
    friendly_fire: float


def force_means(
    force: Force,
    *,
    hit: float,
    hit_under_fire: float,
    care_saves: float,
    agencies: tuple[float, float, float],
) -> Means:
    """Say what a force makes of the chances of a response.

    Parameters
    ----------
    force : Force
        Who comes.
    hit, hit_under_fire, care_saves : float
        Chances of the default officer [-].
    agencies : tuple of float
        How much longer two untrained agencies take to form, chance of friendly fire a round, and
        the share of both that joint training removes [-].

    Returns
    -------
    Means
        The same to the last bit for `default_force`.
    """
    factor, fire, removes = agencies
    left = 1.0 - removes * force.joint
    return Means(
        resolve=mean_of(force.enters),
        hit=mean_of(force.hit_chance(hit)),
        hit_under_fire=mean_of(force.hit_chance_under_fire(hit_under_fire, hit)),
        care_saves=mean_of(shifted(care_saves, force.care_odds)),
        forming_factor=factor if left == 1.0 else 1.0 + (factor - 1.0) * left,
        friendly_fire=mean_of(shifted(min(fire * left, 0.99), force.error_odds)),
    )


def force_terms(force: Force, response: ResponseTerms) -> ResponseTerms:
    """Put a force in the place of the officers of a response.

    Parameters
    ----------
    force : Force
        Who comes.
    response : ResponseTerms
        Of a scenario, or of the country.

    Returns
    -------
    ResponseTerms
        The same to the last bit for `default_force`.

    Notes
    -----
    Who of the force comes first is chance, so that the mean chances of the force hold for each
    officer; what officers differ by in their hits stays in the beta law of the encounter (evidence
    ``all-miss-dallas``).
    """
    from asher.kernels.codes import Clock

    clock = response.clock.copy()
    clock[Clock.FORMING, 0] *= force.forming
    clock[Clock.TRAVEL, 0] *= force.travel
    clock[Clock.NEXT_OFFICER, 0] *= force.travel
    means = force_means(
        force,
        hit=response.hit,
        hit_under_fire=response.hit_under_fire,
        care_saves=response.care_saves,
        agencies=(response.forming_factor, response.friendly_fire, response.joint_removes),
    )
    return response._replace(clock=clock, **means._asdict())
