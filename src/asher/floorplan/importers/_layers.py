"""What the layers of a drawing hold, by the names that those who draw give them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

from asher.floorplan.importers._opening import refuse

__all__ = ["OF_WALKABLE", "check_roles", "role_of"]

OF_WALKABLE = ("obstacle", "exit", "spawn")
"""Roles of what lies on a walkable area, as simulation programs draw it."""

_WORDS = {
    "walkable": r"walkable[ _-]?area",
    "obstacle": r"^(?:jps[ _-])?obstacles?$",
    "exit": r"^(?:jps[ _-])?exits?$",
    "spawn": r"^jps[ _-]distributions?$",
    "ignore": r"furn|m[öo]bel|moebel|mobili|mueble|arred|meubel|(?<![a-z])(?:a-)?dims?(?![a-z])|"
    r"dimension|bema[sß]|vermassung|(?<![a-z])cota|quote|hatch|schraff|hachure|ret[ií]nulo|"
    r"(?<![a-z])grid|(?<![a-z])ax[ei]s|achse|raster|title|titel|rahmen|cartouche|plankopf|"
    r"schriftfeld|stempel|viewport|vport|defpoints|elec|elektr|sanit|plumb|plbg|heiz|hvac|"
    r"(?<![a-z])mech|l[üu]ft|lueft|duct|sprink|leucht|lamp|light|ceil|(?<![a-z])clng|"
    r"(?<![a-z])decke|roof|dach|landscape|planting|tree|baum|b[äa]ume|parking|(?<![a-z])car(?![a-z])|"
    r"symbol|logo|image|(?<![a-z])bild|above|below|demol|abbruch|equip|fixt|patt|"
    r"^jps[ _-]|north arrow|nordpfeil",
    "window": r"windows?|(?<![a-z])win(?![a-z])|fenster|fen[êe]tre|ventana|finestr|janela|kozijn|"
    r"f[öo]nster|vindu|ikkun|(?<![a-z])okn[oa]|окн|glaz|vitr|pencere",
    "door": r"doors?|t[üu]r(?:en)?(?![a-z])|tuer|t[üu]r[_-]|(?<![a-z])portes?(?![a-z])|"
    r"(?<![a-z])port[ae]s?(?![a-z])|puerta|deur|d[öo]rr|(?<![a-z])d[øo]r(?![a-z])|(?<![a-z])ovi|drzwi|двер|"
    r"kap[\u0131i](?![a-z])|(?<![a-z])dr(?![a-z])",
    "stair": r"stair|strs|treppe|escalier|escalera|escada|(?<![a-z])scala|trappa|trappe|schody|"
    r"лестн|stufe|merdiven",
    "column": r"column|(?<![a-z])cols?(?![a-z])|st[üu]tze|stuetze|s[äa]ule|saeule|pilier|poteau|"
    r"(?<![a-z])pilar|colonn|kolom|pelare|колонн",
    "wall": r"wall|wand|w[äa]nd|waend|mauer|(?<![a-z])murs?(?![a-z])|(?<![a-z])muros?(?![a-z])|"
    r"paret|paroi|cloison|tabique|tramezz|partition|muur|v[äa]gg|vegg|sein[äa]|[śs]cian|стен|"
    r"duvar|(?<![a-z])[ai]w(?![a-z])",
    "room": r"room|raum|r[äa]um|raeum|spaces?(?![a-z])|(?<![a-z])areas?(?![a-z])|(?<![a-z])zones?|"
    r"pi[èe]ce|(?<![a-z])local|estancia|habitaci|stanz|(?<![a-z])vani?(?![a-z])|ruimte|huone|"
    r"pok[óo]j|помещ|(?<![a-z])rms?(?![a-z])",
    "text": r"text|anno|label|beschrift|schrift|testo|note|iden",
}
_ROLES = (
    "wall",
    "door",
    "window",
    "room",
    "text",
    "stair",
    "column",
    "ignore",
    "walkable",
    *OF_WALKABLE,
)

# What the name of a block says is more than what its layer says.
_OF_BLOCKS = ("ignore", "window", "door", "stair", "column")


def check_roles(path: Path, said: Mapping[str, str]) -> None:
    """Refuse roles that layers cannot have.

    Parameters
    ----------
    path : Path
        The file.
    said : mapping
        Roles by name of layer, as a person gave them.

    Raises
    ------
    FloorplanError
        If one is none.
    """
    for name, role in said.items():
        if role not in _ROLES:
            refuse(path, f"{role!r} for layer {name!r}", f"one of {', '.join(_ROLES)}")


def role_of(layer: str, block: str = "", said: Mapping[str, str] | None = None) -> str:
    """Say what a layer holds.

    Parameters
    ----------
    layer : str
        Its name.
    block : str
        Name of the block in which something lies on it, or empty.
    said : mapping, optional
        Roles by name of layer, which may hold wildcards, as a person gave them.

    Returns
    -------
    str
        Such as ``wall``; empty where no word is known.

    Examples
    --------
    >>> role_of("A-WALL-FULL"), role_of("Innenwände"), role_of("0", "Tür_90")
    ('wall', 'wall', 'door')
    """
    for name, role in (said or {}).items():
        if fnmatchcase(layer.casefold(), name.casefold()):
            return role
    if block:
        found = _by_word(block)
        if found in _OF_BLOCKS:
            return found
    return _by_word(layer)


@cache
def _by_word(name: str) -> str:
    lowered = name.casefold()
    return next((role for role, words in _WORDS.items() if re.search(words, lowered)), "")
