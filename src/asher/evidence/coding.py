"""The table by which the text of an incident file is coded: endings, fates, kinds of place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from asher.documents import closest, faults_of, read_document
from asher.errors import RecordsError

Words = Annotated[str, Field(min_length=1)]
Value = TypeVar("Value")


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PlaceType(_Part):
    """A kind of place."""

    one: Words  # The words for one of them
    many: Words  # And for all
    also: tuple[Words, ...]  # What a reader may call it
    some: tuple[Words, ...]  # Words for some of its places, such as ``mall`` for those of commerce

    @property
    def words(self) -> tuple[str, ...]:
        """Every word for it, and for some of its places."""
        return (*self.also, *self.some)


class Apart(_Part):
    """An incident that is left out of moments and fits, and shown beside them."""

    date: date  # Its day
    name: Words  # Its place as the file names it
    title: Words  # What people call it
    why: Words  # Why it is treated by name


class CodeTable(_Part):
    """How free text is read; the rules stand at the head of ``data/incident_codes.yaml``."""

    # Texts of each ending; of several attackers the ending that stands first counts.
    endings: dict[Words, tuple[Words, ...]]
    # Texts that did not end the attack if another event follows, and the ending if none does.
    not_yet: dict[Words, str | None]
    read_as: dict[Words, Words]  # Texts that are replaced by others
    not_coded: dict[Words, Words]  # Texts without an ending, and the reason
    fates: dict[Words, tuple[Words, ...]]  # Endings that each fate allows
    places: dict[Words, PlaceType]  # Kinds of place
    apart: tuple[Apart, ...]  # Incidents treated by name

    @model_validator(mode="after")
    def _only_known_endings(self) -> CodeTable:
        named = {name for allowed in self.fates.values() for name in allowed}
        named |= {name for name in self.not_yet.values() if name}
        if named - set(self.endings):
            raise ValueError(
                f"not among the endings: {', '.join(sorted(named - set(self.endings)))}"
            )
        return self


@dataclass(frozen=True, slots=True)
class Coding:
    """How one attack ended, or why that is not known."""

    ending: str | None  # Category of R17; None where the text gives none
    reason: str  # Why there is none; empty where there is one
    attackers: int  # How many attackers the text speaks of
    disagreement: str  # What the fate says against the ending; empty where they agree


@cache
def code_table() -> CodeTable:
    """Read the table that ships.

    Returns
    -------
    CodeTable
        Read once.

    Raises
    ------
    RecordsError
        If the file is damaged.
    """
    with resources.as_file(resources.files("asher") / "data" / "incident_codes.yaml") as path:
        document = read_document(Path(path), error=RecordsError)
    try:
        return CodeTable.model_validate(document.data)
    except ValidationError as error:
        raise RecordsError(faults_of(error, document, model=CodeTable)) from None


def code_ending(event: str, fate: str) -> Coding:
    """Code how an attack ended.

    Parameters
    ----------
    event : str
        What ended it, as a file says: attackers apart by " & ", successive events by ";".
    fate : str
        What became of the attackers.

    Returns
    -------
    Coding
        By the rules at the head of ``data/incident_codes.yaml``.

    Examples
    --------
    >>> code_ending("Fled the scene; Shot by police (Killed)", "Killed").ending
    'left'
    >>> code_ending("Unclear", "Arrested").reason
    "'Unclear': the record says that it is unclear"
    """
    parts = _read_as(event).split(" & ")
    fates = fate.split(" & ")
    # Fates that do not match the attackers one by one say nothing about any one of them.
    matched = fates if len(fates) == len(parts) else [""] * len(parts)
    each = [_code_attacker(part, one) for part, one in zip(parts, matched, strict=True)]
    reasons = [reason for ending, reason, _ in each if ending is None]
    disagreement = "; ".join(said for _, _, said in each if said)
    if reasons:
        return Coding(None, "; ".join(dict.fromkeys(reasons)), len(parts), disagreement)
    found = {ending for ending, _, _ in each}
    first = next(name for name in code_table().endings if name in found)
    return Coding(first, "", len(parts), disagreement)


def find_place_type(word: str) -> str | None:
    """Find the kind of place that a word means.

    Parameters
    ----------
    word : str
        A kind of place, or a word for it such as ``school``.

    Returns
    -------
    str or None
        As files name it; None if the word is not known.

    Examples
    --------
    >>> find_place_type("school"), find_place_type("house of worship"), find_place_type("moon")
    ('Education', 'House of Worship', None)
    """
    for name, kind in code_table().places.items():
        if _plain(word) in {_plain(name), *map(_plain, kind.words)}:
            return name
    return None


def is_narrower(word: str) -> bool:
    """Whether a word means some places of a kind only.

    Parameters
    ----------
    word : str
        See `find_place_type`.

    Returns
    -------
    bool
        False for a word of the whole kind, and for one that is not known.

    Examples
    --------
    >>> is_narrower("mall"), is_narrower("commerce")
    (True, False)
    """
    kinds = code_table().places.values()
    return any(_plain(word) in map(_plain, kind.some) for kind in kinds)


def place_words() -> list[str]:
    """List every word for a kind of place.

    Returns
    -------
    list of str
        The names of files in lower case, each with the other words for it.
    """
    places = code_table().places
    return [word for name, kind in places.items() for word in (name.lower(), *kind.words)]


def _code_attacker(text: str, fate: str) -> tuple[str | None, str, str]:
    events = [event for part in text.split(";") for event in _read_as(part).split(";")]
    ending, reason = _first_ending([event.strip() for event in events])
    allowed = _lookup(code_table().fates, fate) or ()
    single = len(events) == 1
    if ending is None and single and len(allowed) == 1:
        return allowed[0], "", ""
    against = ""
    # After several events the fate is that of the last one, not of the one that ended the attack.
    if ending is not None and single and allowed and ending not in allowed:
        against = f"{text.strip()!r} and the fate {fate.strip()!r} disagree"
    return ending, reason, against


def _first_ending(events: list[str]) -> tuple[str | None, str]:
    table = code_table()
    by_text = {text: name for name, texts in table.endings.items() for text in texts}
    for number, event in enumerate(events, start=1):
        ending = _lookup(by_text, event)
        if ending is not None:
            return ending, ""
        if _plain(event) in map(_plain, table.not_yet):
            if number < len(events):
                continue
            ending = _lookup(table.not_yet, event)
            return ending, "" if ending else f"{event!r}: does not say how the attack ended"
        reason = _lookup(table.not_coded, event)
        if reason is None:
            near = closest(event, (*by_text, *table.not_yet, *table.not_coded))
            hint = f" (did you mean {near!r}?)" if near else ""
            reason = f"not in the table{hint}" if event else "nothing is said"
        return None, f"{event!r}: {reason}"
    return None, "nothing is said"


def _read_as(text: str) -> str:
    return _lookup(code_table().read_as, text) or text


def _lookup(table: Mapping[str, Value], text: str) -> Value | None:
    return {_plain(key): value for key, value in table.items()}.get(_plain(text))


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
