"""What a room is for, by the words of those who draw plans."""

from __future__ import annotations

import re
from functools import cache

__all__ = ["category_of"]

# The first that fits counts: a stair hall is a stair, a classroom corridor is a corridor.
_WORDS = {
    "elevator": r"elevator|elev|lift|aufzug|fahrstuhl|ascenseur|ascensor|hissi",
    "stairs": r"stair|stairs|stairwell|staircase|treppe\w*|\w*treppenhaus|escalier|escalera|scala|"
    r"trappe\w*",
    "shaft": r"shaft|schacht|riser|duct|void|luftraum|gaine",
    "restroom": r"restrooms?|rr|toilets?|wc|lavatory|bath|bathroom|bad|dusche|shower|washroom|"
    r"powder room|herren|damen|sanit\w*|toilettes?|aseos?|ba[nñ]o|bagno|men|women",
    "kitchen": r"kitchen\w*|kuechen?|küchen?|teeküche|cuisine|cocina|cucina|pantry|"
    r"break (?:room|rm)",
    "corridor": r"corridor|hallway|passage\w*|passageway|flur|gang|korridor|diele|couloir|"
    r"d[ée]gagement|pasillo|corridoio|circulation",
    "lobby": r"lobby|foyer|vestibule|entrance|entry|reception|eingang\w*|windfang|empfang|hall|"
    r"halle|entr[ée]e|vest[ií]bulo|atrio|atrium",
    "classroom": r"class ?rooms?|class|klassen\w*|unterricht\w*|seminar\w*|h[öo]rsaal|aula|"
    r"lecture|training|salle de classe|aula",
    "office": r"\w*office|off|b[uü]ero|büro\w*|bureau|oficina|ufficio|work ?room|arbeits\w*|kontor",
    "meeting": r"meeting|conference|besprechung\w*|konferenz\w*|r[ée]union|board ?room",
    "storage": r"storage|store|stor|lager\w*|abstell\w*|closet|archiv\w*|copy|rangement|"
    r"almac[ée]n|magazzino|janitor|jan|putz\w*|cloak\w*|garderobe",
    "mechanical": r"mech\w*|elec\w*|technik\w*|plant|server|hvac|utility|heizung\w*|boiler|tele|"
    r"telecom|data|machine room|haustechnik|hausanschluss\w*",
    "bedroom": r"bed ?rooms?|schlafzimmer|kinderzimmer|chambre|dormitorio|camera",
    "living": r"living|lounge|wohn\w*|salon|s[ée]jour|sala",
    "garage": r"garage|parking|carport|tiefgarage",
    "gym": r"gym\w*|sporthalle|turnhalle",
    "auditorium": r"auditorium|theatre|theater|saal",
    "library": r"library|bibliothek|biblioth[èe]que",
    "foodservice": r"cafeteria|canteen|restaurant|dining|mensa|kantine|speise\w*|bar|caf[ée]",
    "terrace": r"terrace|terrasse|balcony|balkon|loggia|patio|veranda|porch",
    "roof": r"roof|dach|toit",
}


@cache
def _pattern() -> re.Pattern[str]:
    groups = "|".join(f"(?P<{name}>{words})" for name, words in _WORDS.items())
    return re.compile(rf"(?<!\w)(?:{groups})(?!\w)", re.IGNORECASE)


def category_of(*words: str | None) -> str:
    """Say what a room is for.

    Parameters
    ----------
    words : str or None
        What a source calls it, the plainest first.

    Returns
    -------
    str
        A category as in plans; ``"room"`` where no word is known.

    Examples
    --------
    >>> category_of("A105", "Stair")
    'stairs'
    >>> category_of("Büro 2.07"), category_of("B105 Room")
    ('office', 'room')
    """
    order = list(_WORDS)
    for each in words:
        found = {match.lastgroup for match in _pattern().finditer(each or "")}
        if found:
            return min((name for name in found if name), key=order.index)
    return "room"
