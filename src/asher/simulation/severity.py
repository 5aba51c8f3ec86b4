"""Which attacks are run, by their severity: all, or a part such as the severest hundredth."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from asher.errors import SimulationError

if TYPE_CHECKING:
    from asher.kernels.state import HazardTerms
    from asher.scenario import Scenario

Severity = tuple[float, float]
ALL: Severity = (0.0, 1.0)
"""All attacks, from the mildest to the severest."""
NARROWEST = 1e-6
"""Smallest part of all attacks that is run by itself (judgement: a few hundred are on record)."""
_PARTS = {2: "half", 10: "tenth", 100: "hundredth", 1000: "thousandth"}


def require_severity(severity: Severity, scenario: Scenario) -> None:
    """Refuse what is no part of all attacks.

    Parameters
    ----------
    severity : tuple of float
        Severities from and up to, as shares of attacks that are milder.
    scenario : Scenario
        What is to be run.

    Raises
    ------
    SimulationError
        If it is no such range, or there is no attack.
    """
    low, high = severity
    is_range = 0.0 <= low < high <= 1.0 and high - low >= NARROWEST * (1.0 - 1e-6)
    if not is_range:
        raise SimulationError(
            f"severity: found {low:g} to {high:g}; allowed: shares of attacks that are milder, a "
            f"smaller and a larger one from 0 to 1, at least {NARROWEST:f} apart"
        )
    if severity != ALL and scenario.hazard is None:
        raise SimulationError("severity: this is a drill, which has no attack; run it whole")


def drawn_within(hazard: HazardTerms, severity: Severity) -> HazardTerms:
    """Draw attacks of a part of all severities.

    Parameters
    ----------
    hazard : HazardTerms
        Rates.
    severity : tuple of float
        Severities from and up to, as shares of attacks that are milder.

    Returns
    -------
    HazardTerms
        The same rates. Only which attacks nature draws is another, never what an attack is like.
    """
    return hazard._replace(severity_from=float(severity[0]), severity_to=float(severity[1]))


def which_attacks(severity: Severity) -> str:
    """Say which attacks are in a part of all.

    Returns
    -------
    str
        Such as ``the severest hundredth of attacks``.

    Examples
    --------
    >>> for severity in ((0.99, 1.0), (0.0, 0.5), (0.0, 0.25), (0.5, 0.9)):
    ...     print(which_attacks(severity).replace("\u00a0", " "))
    the severest hundredth of attacks
    the mildest half of attacks
    the mildest 25 % of attacks
    attacks more severe than 50 % of all, but not than 90 %
    """
    low, high = severity
    if severity == ALL:
        return "all attacks"
    if high == 1.0 or low == 0.0:
        return f"the {'severest' if high == 1.0 else 'mildest'} {_part(high - low)} of attacks"
    ends = (f"{100.0 * share:.3g}\u00a0%" for share in severity)
    return f"attacks more severe than {' of all, but not than '.join(ends)}"


def how_rare(severity: Severity) -> str:
    """Say how often an attack is as severe.

    Returns
    -------
    str
        A sentence; empty for a part that does not reach up to the severest.

    Examples
    --------
    >>> how_rare((0.99, 1.0))
    'One attack in a hundred at such a place is as severe.'
    """
    low, high = severity
    if high < 1.0 or severity == ALL:
        return ""
    one_in = round(1.0 / (1.0 - low))
    if not math.isclose(one_in * (1.0 - low), 1.0, rel_tol=1e-6):
        return f"Of all attacks at such a place, {100.0 * (1.0 - low):.3g}\u00a0% are as severe."
    words = {2: "two", 10: "ten", 100: "a hundred", 1000: "a thousand"}
    return f"One attack in {words.get(one_in, f'{one_in:,}')} at such a place is as severe."


def _part(share: float) -> str:
    """Name a share of all."""
    one_in = round(1.0 / share)
    if not math.isclose(one_in * share, 1.0, rel_tol=1e-6) or one_in not in _PARTS:
        return f"{100.0 * share:.3g}\u00a0%"
    return _PARTS[one_in]
