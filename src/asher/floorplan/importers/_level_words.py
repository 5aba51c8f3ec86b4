"""Which storey a name speaks of: EG, 1.OG, Level 2, FIRST FLOOR, basement."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

__all__ = ["GROUND", "level_in", "ordinals"]

GROUND = 0
"""What is at the height of the street."""

_ORDINALS = (
    ("first", "premier", "primer", "primo", "erstes"),
    ("second", "deuxi[eè]me", "segundo", "secondo", "zweites"),
    ("third", "troisi[eè]me", "tercer", "terzo", "drittes"),
    ("fourth", "quatri[eè]me", "cuarto", "quarto", "viertes"),
    ("fifth", "cinqui[eè]me", "quinto", "f[üu]nftes"),
    ("sixth", "sixi[eè]me", "sexto", "sesto", "sechstes"),
)
_FLOOR = (
    r"(?:floor|flr|storey|story|level|lvl|[ée]tage|stock|stockwerk|obergeschoss|og|geschoss|"
    r"planta|piano|piso|verdieping)"
)
_KINDS = {
    "ground": r"eg|erdgeschoss|ground ?(?:floor|level|storey)?|gf|rdc|rez de chauss[ée]e|"
    r"planta baja|pb|piano terra|begane grond|parterre",
    "below": r"(?P<b1>\d)? ?(?:ug|untergeschoss|kg|keller\w*|basement|sous sol|s[oó]tano|kelder)"
    r" ?(?P<b2>\d)?|b(?P<b3>\d)",
    "above": r"(?P<a1>\d{1,2}) ?(?:og|obergeschoss|stock|etage)|"
    r"(?:og|obergeschoss) ?(?P<a2>\d{1,2})?|"
    rf"(?P<a3>\d{{1,2}})(?:st|nd|rd|th|er|[eè]me?) ?{_FLOOR}?|"
    rf"(?:{_FLOOR}|l|f|ebene|niveau|nivel) ?(?P<a4>\d{{1,2}})|r\+(?P<a5>\d{{1,2}})",
}


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    kinds = [
        (kind, re.compile(rf"(?<![^\W_])(?:{words})(?![^\W_])")) for kind, words in _KINDS.items()
    ]
    spoken = [
        (str(at), re.compile(rf"(?<![^\W_])(?:{'|'.join(words)}) {_FLOOR}(?![^\W_])"))
        for at, words in enumerate(_ORDINALS, 1)
    ]
    return [*spoken, *kinds]


@cache
def level_in(name: str) -> int | None:
    """Read the number of a storey in a name.

    Parameters
    ----------
    name : str
        Of a layer or a file.

    Returns
    -------
    int or None
        0 for the ground, -1 for what is below; None where the name speaks of none.

    Examples
    --------
    >>> [level_in(each) for each in ("EG_Wand", "1.OG-Türen", "A-WALL_LEVEL 2", "UG", "A-WALL")]
    [0, 1, 2, -1, None]
    """
    # Points and dashes part words; a plus belongs to a number.
    words = re.sub(r"[\s._/|$-]+", " ", name.casefold()).strip()
    for kind, pattern in _patterns():
        if found := pattern.search(words):
            if kind == "ground":
                return GROUND
            number = next((int(each) for each in found.groupdict().values() if each), 1)
            if kind == "below":
                return -number
            return number if kind == "above" else int(kind)
    return None


def ordinals(said: Iterable[int]) -> dict[int, int]:
    """Number storeys from the ground, whatever the country.

    Parameters
    ----------
    said : iterable of int
        The numbers in their names.

    Returns
    -------
    dict
        The ordinal of each: as it is where one is the ground or below it; else the lowest, such as
        a first floor, is the ground.
    """
    rising = sorted({*said})
    shift = 0 if not rising or rising[0] <= GROUND else rising[0]
    return {each: each - shift for each in rising}
