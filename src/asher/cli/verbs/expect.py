"""`asher expect`: how rare an attack is for one place, one agency or one city."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from asher.errors import Fault
    from asher.record.expectation import Scope

PLACE = 130


def _count(letter: str, asked: str) -> Any:
    return typer.Option(metavar=letter, help=asked)


def expect(
    place: Annotated[
        str,
        typer.Option(
            metavar="KIND",
            help="Kind of place: education (schools and colleges), commerce, worship, ...",
        ),
    ] = "",
    places: Annotated[
        float | None,
        _count("N", "How many places of that kind the country has. The answer is for one of them."),
    ] = None,
    officers: Annotated[float | None, _count("N", "How many officers the agency has.")] = None,
    officers_in_country: Annotated[
        float | None, _count("N", "How many officers the country has.")
    ] = None,
    city: Annotated[float | None, _count("POP", "How many residents the city has.")] = None,
    people_in_country: Annotated[
        float | None, _count("N", "How many residents the country has.")
    ] = None,
    rate: Annotated[
        float | None,
        typer.Option(
            help="Attacks a year for one place, officer or resident, instead of a record."
        ),
    ] = None,
    years: Annotated[
        float,
        typer.Option(
            help="For how many years to give the chance of at least one attack; the default "
            "is a career."
        ),
    ] = 30,
    recent: Annotated[
        int, typer.Option(min=1, help="How many of the record's last years count as today's level.")
    ] = 5,
    incidents: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Your own record of incidents; see asher incidents."),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print JSON instead of sentences.")
    ] = False,
) -> None:
    """Say how often to expect an attack at one place, agency or city.

    Attacks are counted in the record of incidents. The record does not say how many places,
    officers or residents the country has. Give that number from a source you trust, or give a rate.

    Examples, with round numbers to replace by your own: asher expect --place education --places
    100000; asher expect --city 50000 --people-in-country 300000000; asher expect --place commerce
    --rate 0.00001 --years 50
    """
    from asher.errors import RecordsError
    from asher.record.expectation import expect as expected_from
    from asher.record.expectation import expect_at

    amounts = {
        "--places": places,
        "--officers": officers,
        "--officers-in-country": officers_in_country,
        "--city": city,
        "--people-in-country": people_in_country,
        "--years": years,
    }
    faults = [
        fault("positive", option, value) for option, value in amounts.items() if not _fits(value)
    ]
    kind, misspelt = find_kind(place)
    faults += misspelt
    if rate is not None and not (math.isfinite(rate) and rate >= 0):
        faults.append(fault("rate", "--rate", rate))
    if not faults and places is not None and rate is None:
        faults += find_narrower(place, kind)
    if not faults:
        scopes, faults = find_scopes(amounts, kind=kind, given=rate is not None)
    if faults:
        raise RecordsError(faults)
    if rate is not None:
        outlook = expect_at(rate, scopes, place=kind, years=years)
    else:
        from asher.evidence.incidents import read_incidents

        record = read_incidents(incidents)
        for warning in record.warnings:
            typer.echo(str(warning), err=True)
        outlook = expected_from(record, scopes, place=kind, years=years, recent=recent)
    if as_json:
        typer.echo(json.dumps(outlook.document(), indent=2, ensure_ascii=False))
        return

    from asher.cli.expect_text import outlook_text
    from asher.cli.output import console

    console().print(outlook_text(outlook))


_ALLOWED = {
    "positive": "a number above 0",
    "rate": "events a year, a number of at least 0",
}


def fault(kind: str, option: str, value: float | None) -> Fault:
    """Return a fault of an option's number.

    Parameters
    ----------
    kind : str
        ``positive`` or ``rate``.
    value : float or None
        What was given.

    Returns
    -------
    Fault
        With what is allowed.
    """
    from asher.errors import Fault

    return Fault(option, 1, 1, "", f"found {value:g}", _ALLOWED[kind])


def _fits(value: float | None) -> bool:
    return value is None or (math.isfinite(value) and value > 0)


def find_kind(word: str) -> tuple[str, list[Fault]]:
    """Find the kind of place that is meant.

    Parameters
    ----------
    word : str
        As the user wrote it; empty for all.

    Returns
    -------
    kind : str
        As files name it; empty for all.
    faults : list of Fault
        One if it is not known.
    """
    from asher.documents import closest, printable
    from asher.errors import Fault
    from asher.evidence.coding import find_place_type, place_words

    if not word:
        return "", []
    found = find_place_type(word)
    if found is not None:
        return found, []
    words = place_words()
    unknown = f"unknown {printable(word)!r}"
    near = closest(word, words)
    return "", [Fault("--place", 1, 1, "kind of place", unknown, ", ".join(words), near)]


def find_narrower(word: str, kind: str) -> list[Fault]:
    """A fault where the number of places is of fewer than those whose attacks are counted."""
    from asher.documents import printable
    from asher.errors import Fault
    from asher.evidence.coding import code_table, is_narrower

    if not is_narrower(word):
        return []
    many = code_table().places[kind].many
    found = (
        f"the number given is for {printable(word)!r} alone, but the record counts the attacks at "
        f"all {many} together"
    )
    allowed = (
        f"the number of all {many} in the country, with --place {kind.lower()!r}; or --rate, the "
        "attacks a year at one of yours"
    )
    return [Fault("--places", 1, 1, "", found, allowed)]


def find_scopes(
    amounts: dict[str, float | None], *, kind: str, given: bool
) -> tuple[list[Scope], list[Fault]]:
    """Find for whom events are to be expected.

    Parameters
    ----------
    amounts : dict of str to float
        The numbers by their option; None where it was not given.
    kind : str
        Kind of place; empty for all.
    given : bool
        Whether a rate for one unit was given, so that the country is not needed.

    Returns
    -------
    scopes : list of Scope
        Perhaps none, for the country alone.
    faults : list of Fault
        What is missing, or larger than the whole it is part of.
    """
    from asher.errors import Fault
    from asher.evidence.coding import code_table
    from asher.record.expectation import Scope

    scopes, faults = [], []
    where = code_table().places[kind].one if kind else ""
    parts = [
        ("--officers", "--officers-in-country", "officers", "an agency of {:,.0f} officers"),
        ("--city", "--people-in-country", "residents", "a city of {:,.0f}"),
    ]
    for option, whole_option, noun, words in parts:
        part, whole = amounts[option], amounts[whole_option]
        if part is None:
            continue
        name = words.format(part) + (f", at {where}" if kind else "")
        if given:
            scopes.append(Scope(name, part))
        elif whole is None:
            missing = f"needs {whole_option}: the evidence does not say how many {noun} there are"
            faults.append(Fault(option, 1, 1, "", missing, "a number from a source you trust"))
        elif part > whole:
            found = f"found {part:,.0f}, more than the {whole:,.0f} of {whole_option}"
            faults.append(Fault(option, 1, 1, "", found, "a part of the country"))
        else:
            scopes.append(Scope(name, part / whole))
    places = amounts["--places"]
    if places is not None and not kind:
        found = "counts places of no stated kind"
        faults.append(Fault("--places", 1, 1, "", found, "together with --place KIND"))
    elif kind and given and not scopes:
        scopes.append(Scope(_one(where), 1.0))
    elif kind and places is not None and not given:
        scopes.insert(0, Scope(_one(where), 1 / places))
    if given and not scopes and not faults:
        found = "nobody is named for whom it holds"
        faults.append(Fault("--rate", 1, 1, "", found, "with --place, --officers or --city"))
    return scopes, faults


def _one(where: str) -> str:
    return where.replace("an ", "one ", 1) if where.startswith("an ") else "one " + where[2:]
