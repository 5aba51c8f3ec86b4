"""`asher workforce`: who is hired and how they are trained; the rare day and the ordinary year."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from asher import bounds
from asher.cli.options import FiguresAsJson, OwnSeed, ProgressAsked, folder_option
from asher.cli.progress import ProgressMode, shown_progress

if TYPE_CHECKING:
    from asher.workforce.city import City, Plan

PLACE = 140


def workforce(
    city: Annotated[
        str, typer.Argument(metavar="CITY", help="A city file, or the shipped city: example-city.")
    ],
    compare: Annotated[
        Path | None,
        typer.Option(
            metavar="PLANS", help="A plan file, or a folder of them, to compare with today's plan."
        ),
    ] = None,
    frontier: Annotated[
        bool,
        typer.Option(
            "--frontier",
            help="Search the trade-off between training hours and selection (extra 'workforce').",
        ),
    ] = False,
    plans: Annotated[
        int, typer.Option(min=1, max=bounds.POINTS, help="How many plans the search tries.")
    ] = 200,
    out: Annotated[
        Path | None,
        folder_option(
            "Folder for the page and the figures; continues a search that was stopped there."
        ),
    ] = None,
    write: Annotated[
        Path | None,
        folder_option(
            "Copy the shipped city and its plans into this folder, for you to change, and stop."
        ),
    ] = None,
    draws: Annotated[
        int,
        typer.Option(
            "-n", "--draws", min=10, max=1000, help="How many times to draw the uncertain numbers."
        ),
    ] = 100,
    incidents: Annotated[
        int, typer.Option(min=10, help="How many incidents to simulate in each draw.")
    ] = 400,
    seed: OwnSeed = 1,
    as_json: FiguresAsJson = False,
    progress: ProgressAsked = ProgressMode.auto,
) -> None:
    """Show what hiring and training do, on the rare day and in the ordinary year.

    Plans are compared on the same applicants, incidents, effects and rates. They differ only in
    selection and training. Every interval covers what is uncertain in the evidence.

    Examples: asher workforce example-city; asher workforce example-city --write mine; asher
    workforce mine/example-city.yaml --compare mine/plans; asher workforce example-city --frontier
    --out workforce
    """
    from asher.cli.compiling import tell_if_compiling
    from asher.workforce.city_files import read_city, write_city
    from asher.workforce.findings import compare_plans
    from asher.workforce.plans import build_world

    if write is not None:
        for path in write_city(city, write):
            typer.echo(str(path))
        return
    found = read_city(city)
    chosen = _plans(found, compare)
    world = build_world(found, draws=draws, incidents=incidents, seed=seed)
    tell_if_compiling(progress)
    front = None
    if frontier:
        from asher.runs.keeper import require_own
        from asher.workforce.frontier import find_frontier
        from asher.workforce.study import search

        with shown_progress(progress, what="plans") as update:
            kept = out / "search" if out else None
            if kept is not None:
                require_own(kept)
            tried = search(world, plans=plans, folder=kept, progress=update)
        with shown_progress(progress, what="plans and effects of the frontier") as update:
            front = find_frontier(world, tried, progress=update)
    with shown_progress(progress, what="plans") as update:
        result = compare_plans(world, chosen, frontier=front, progress=update)
    written: list[Path] = []
    if out is not None:
        from asher.views.workforce import write_workforce

        written = list(write_workforce(result, out))
    if as_json:
        typer.echo(json.dumps(result.document(), indent=1))
    else:
        from asher.cli.output import console
        from asher.cli.workforce_tables import workforce_tables

        console().print(workforce_tables(result))
    for path in written:
        typer.echo(f"Written: {path}", err=as_json)


def _plans(city: City, compare: Path | None) -> list[Plan]:
    from asher.workforce.city_files import read_plans

    return [city.plan, *(read_plans(compare, city=city) if compare else [])]
