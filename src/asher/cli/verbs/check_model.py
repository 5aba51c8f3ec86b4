"""`asher check-model`: the model beside the evidence, row by row."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from asher.cli.options import FiguresAsJson, OwnSeed, Plot, Progress
from asher.cli.progress import ProgressMode, shown_progress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from asher.calibration.checks import Check
    from asher.calibration.coupling import PlaceCheck

PLACE = 120
REPLICATIONS = 100
"""Attacks on each place [-] (judgement: a minute, and shares to within a twentieth)."""


def check_model(
    folder: Annotated[
        Path | None,
        typer.Argument(
            metavar="FOLDER",
            help="Folder written by asher calibrate; the shipped posterior if left out.",
        ),
    ] = None,
    seed: OwnSeed = 1,
    places: Annotated[
        int,
        typer.Option(
            min=0, max=100_000, help="Attacks on each shipped place; 0 leaves the places out."
        ),
    ] = REPLICATIONS,
    plot: Plot = None,
    as_json: FiguresAsJson = False,
    progress: Progress = ProgressMode.auto,
) -> None:
    """Compare the model with each published figure it can predict, at both scales.

    A row is inside if the published figure lies in the 95 % interval that the model predicts for
    a sample of the same size. The rule was set before anybody looked at the figures. Rows held
    back were never used for fitting. Then attacks are run on the shipped places, and how many are
    hurt there is compared with the record, by kind of place.

    Examples: asher check-model; asher check-model calibration --json; asher check-model --plot
    checks.svg
    """
    from asher.calibration.calibrate import stale_parts
    from asher.calibration.checks import check_model as run
    from asher.calibration.coupling import check_places
    from asher.calibration.disputes import find_disputes
    from asher.cli.compiling import tell_if_compiling
    from asher.simulation.posterior import read_posterior

    if plot is not None:
        from asher.views.figures.picture_files import require_picture

        require_picture(plot)
    posterior = read_posterior(folder)
    if stale := stale_parts(posterior):
        typer.echo(
            f"The posterior is stale: it was fitted to another {' and another '.join(stale)}. "
            "`asher calibrate --out FOLDER` fits it anew.",
            err=True,
        )
    tell_if_compiling(progress)
    with shown_progress(progress, what="draws") as update:
        checks = run(posterior, seed=seed, progress=update)
    disputes = find_disputes(posterior, checks, seed=seed)
    on_plans: tuple[PlaceCheck, ...] = ()
    if places:
        with shown_progress(progress, what="shipped places") as update:
            on_plans = check_places(replications=places, seed=seed, progress=update)
    picture = None
    if plot is not None:
        from asher.views.checks import write_checks

        picture = write_checks(checks, plot)
    if as_json:
        document = {
            "rows": [each.to_document() for each in checks],
            "disputes": [each.to_document() for each in disputes],
            "places": [each.to_document() for each in on_plans],
        }
        typer.echo(json.dumps(document, indent=1, allow_nan=False))
    else:
        from asher.cli.output import console
        from asher.views.words.check_words import dispute_words

        console().print(check_tables(checks))
        for each in disputes:
            console().print("\n" + dispute_words(each))
        if on_plans:
            console().print(place_table(on_plans))
    if picture is not None:
        typer.echo(f"Picture: {picture}", err=as_json)


def place_table(checks: Sequence[PlaceCheck]) -> RenderableType:
    """Lay the shipped places out beside the record."""
    from rich import box
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    from asher.views.words.check_words import PLACES_RULE, place_count_words, place_figure_words

    table = Table(box=box.SIMPLE_HEAD, show_edge=False, padding=(0, 1, 0, 0))
    for name in ("Kind of place", "Hurt"):
        table.add_column(name, no_wrap=True)
    for name in ("On record", "On plans", "95 % interval"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    told: set[str] = set()
    for each in checks:
        first = each.kind not in told
        told.add(each.kind)
        table.add_row(
            f"{each.kind} ({each.incidents})" if first else "",
            each.check,
            *place_figure_words(each),
            "" if each.inside else "outside",
        )
    heading = Text("\n" + place_count_words(checks), style="bold")
    return Group(heading, table, Text("\n" + PLACES_RULE))


def check_tables(checks: Sequence[Check]) -> RenderableType:
    """Lay the rows out, a table a role."""
    from rich import box
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    from asher.calibration.checks import NOT_PREDICTED
    from asher.views.words.check_words import HEADINGS, RULE, count_words, ends_words, figure_words

    parts: list[RenderableType] = []
    for role in HEADINGS:
        rows = [each for each in checks if each.role == role]
        if not rows:
            continue
        parts.append(Text(count_words(checks, role), style="bold"))
        table = Table(box=box.SIMPLE_HEAD, show_edge=False, padding=(0, 1, 0, 0))
        table.add_column("Row of the evidence", no_wrap=True)
        for name in ("Observed", "Model", "95 % interval", "p"):
            table.add_column(name, justify="right", no_wrap=True)
        table.add_column("", no_wrap=True)
        for each in rows:
            table.add_row(
                each.id,
                figure_words(each.id, each.observed),
                figure_words(each.id, each.predicted),
                ends_words(each.id, each.lower, each.upper),
                f"{each.p_value:.2f}",
                "" if each.inside else "outside",
            )
        parts += [table, Text()]
    parts += [Text(RULE), *(Text(f"Not shown: {id}, {why}.") for id, why in NOT_PREDICTED.items())]
    return Group(*parts)
