"""How attacks end by kind of place (R17): the shares of the country, moved as counted there.

The shares of the country are calibrated through the race of all clocks, which counts alone are not.
So each share is multiplied by how much more often that ending was counted at the kind of place than
at all, and all are brought to their sum again.
"""

from collections.abc import Mapping
from functools import cache

from asher.evidence import statistic
from asher.scenario.sources import Basis

KINDS: Mapping[str, str] = {
    "nightclub": "commerce",
    "school": "education",
    "workplace": "commerce",
    "worship": "worship",
}
"""Kind of place in the record by the profile of a hazard."""
WEIGHT = 10.0
"""Incidents of the country that count beside those of a kind of place (judgement: five attacks at
houses of worship say little, 78 at places of commerce much)."""
_JUDGEMENT = (
    "the calibrated share of the country, times how much more often it was counted at such places; "
    "ten incidents of the country count beside them"
)


@cache
def own_endings(profile: str) -> Mapping[str, Basis]:
    """Shares of leaving and own life at the kind of place of a profile, one of `KINDS`.

    Returns
    -------
    mapping of str to Basis
        By field of `OwnEnding` [-], those of the country being given by `moved`.
    """
    ratio = _ratio(f"own-suicide-{KINDS[profile]}", "own-suicide-all")
    ids = (f"own-suicide-{KINDS[profile]}", "own-suicide-all")
    return {
        "suicide": Basis(ratio, ids, _JUDGEMENT),
        "left": Basis(_complement(ids), ids, _JUDGEMENT),
    }


@cache
def contact_endings(profile: str) -> Mapping[str, Basis]:
    """Ratios of the endings on contact, as `own_endings` gives those of its own."""
    kind = KINDS[profile]
    suicide = (f"contact-suicide-{kind}", "contact-suicide-all")
    surrender = (f"contact-surrender-{kind}", "contact-surrender-all")
    here = 1.0 - _share(*suicide) - _share(*surrender)
    country = 1.0 - statistic(suicide[1]).estimate - statistic(surrender[1]).estimate
    stopped = Basis(here / country, (*suicide, *surrender), _JUDGEMENT)
    return {
        "suicide": Basis(_ratio(*suicide), suicide, _JUDGEMENT),
        "surrenders": Basis(_ratio(*surrender), surrender, _JUDGEMENT),
        "subdued": stopped,
        "fights": stopped,
    }


def basis_of_endings(profile: str) -> Basis:
    """Say what the endings at the kind of place of a profile, one of `KINDS`, rest on.

    Returns
    -------
    Basis
        All figures; no single value.
    """
    ratios = (*own_endings(profile).values(), *contact_endings(profile).values())
    ids = dict.fromkeys(id for basis in ratios for id in basis.evidence)
    return Basis(None, tuple(ids), _JUDGEMENT)


def moved(shares: Mapping[str, float], ratios: Mapping[str, Basis]) -> dict[str, float]:
    """Move shares as counted at a kind of place.

    Parameters
    ----------
    shares : mapping of str to float
        Those of the country [-].
    ratios : mapping of str to Basis
        How much more often each was counted at the kind of place; what is not named stays.

    Returns
    -------
    dict of str to float
        With the same sum.
    """
    new = {name: shares[name] * ratios[name].default for name in ratios}
    scale = sum(shares[name] for name in ratios) / sum(new.values())
    return {**shares, **{name: value * scale for name, value in new.items()}}


def _share(here: str, country: str) -> float:
    counted = statistic(here)
    assert counted.k is not None
    assert counted.n is not None
    return (counted.k + WEIGHT * statistic(country).estimate) / (counted.n + WEIGHT)


def _ratio(here: str, country: str) -> float:
    return _share(here, country) / statistic(country).estimate


def _complement(ids: tuple[str, str]) -> float:
    return (1.0 - _share(*ids)) / (1.0 - statistic(ids[1]).estimate)
