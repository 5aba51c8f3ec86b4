"""`asher workforce`: who is hired and how they are trained; the rare day and the ordinary year."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from asher.cli.progress import ProgressMode, shown_progress

if TYPE_CHECKING:
    from asher.workforce.city import City, Plan


def workforce(
    city: Annotated[
        str, typer.Argument(metavar="CITY", help="A city file, or a shipped city: example-city.")
    ],
    compare: Annotated[
        Path | None,
        typer.Option(metavar="PLANS", help="A folder of plan files, or one, beside today's plan."),
    ] = None,
    draws: Annotated[
        int, typer.Option("-n", "--draws", min=10, max=1000, help="Draws of all that is uncertain.")
    ] = 100,
    incidents: Annotated[int, typer.Option(min=10, help="Incidents of each draw.")] = 400,
    seed: Annotated[int, typer.Option(min=0, help="Seed of everything.")] = 1,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print figures for programs instead of tables.")
    ] = False,
    progress: Annotated[
        ProgressMode, typer.Option(help="How progress is shown.")
    ] = ProgressMode.auto,
) -> None:
    """Tell what selection and training of a force do, on the rare day and in the ordinary year.

    Plans are compared on the same applicants, incidents, effects and event rates. Levers are
    selection and training only. Every interval is of the draws of what is uncertain.

    Examples: asher workforce example-city; asher workforce my-city.yaml --compare plans
    """
    from asher.cli.compiling import tell_if_compiling
    from asher.workforce.files import read_city
    from asher.workforce.plans import build_world, evaluate_all

    found = read_city(city)
    plans = _plans(found, compare)
    world = build_world(found, draws=draws, incidents=incidents, seed=seed)
    tell_if_compiling(progress)
    with shown_progress(progress, what="plans") as update:
        evaluated = evaluate_all(plans, world=world, progress=update)
    if as_json:
        from asher.workforce.documents import workforce_document

        typer.echo(json.dumps(workforce_document(world, evaluated), indent=1))
        return
    from rich.console import Console

    from asher.cli.workforce_tables import workforce_tables

    Console(highlight=False).print(workforce_tables(world, evaluated))


def _plans(city: City, compare: Path | None) -> list[Plan]:
    from asher.workforce.files import read_plans

    return [city.plan, *(read_plans(compare, city=city) if compare else [])]
