"""`asher check-model`: the model beside the evidence, row by row."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from asher.cli.options import FiguresAsJson, OwnSeed, Plot, ProgressAsked
from asher.cli.progress import ProgressMode, shown_progress

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.console import RenderableType
    from rich.table import Table

    from asher.calibration.checks import Check
    from asher.calibration.coupling import PlaceCheck
    from asher.calibration.record_checks import RecordCheck

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
    progress: ProgressAsked = ProgressMode.auto,
) -> None:
    """Compare the model with each published figure it can predict, at both scales.

    A row is inside if the published figure lies in the 95 % interval that the model predicts for
    a sample of the same size. The rule was set before anybody looked at the figures. Rows held
    back were never used for fitting. Then the whole table of killed and wounded is compared,
    incidents are predicted by fits that had not seen them, and attacks are run on the shipped
    places, and how many are hurt there is compared with the record, by kind of place.

    Examples: asher check-model; asher check-model calibration --json; asher check-model --plot
    checks.svg
    """
    from asher.calibration.calibrate import stale_parts
    from asher.calibration.checks import check_model as run
    from asher.calibration.coupling import check_places
    from asher.calibration.disputes import find_disputes
    from asher.calibration.record_checks import check_record
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
    record = check_record(posterior, seed=seed)
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
            "record": [each.to_document() for each in record],
            "held_out": posterior.about["held_out"],
            "places": [each.to_document() for each in on_plans],
        }
        typer.echo(json.dumps(document, indent=1, allow_nan=False))
    else:
        from asher.cli.output import console
        from asher.views.words.check_words import dispute_words

        console().print(check_tables(checks))
        for each in disputes:
            console().print("\n" + dispute_words(each))
        console().print(record_table(record))
        if posterior.about["held_out"] is not None:
            console().print(held_out_table(posterior.about["held_out"]))
        if on_plans:
            console().print(place_table(on_plans))
    if picture is not None:
        typer.echo(f"Picture: {picture}", err=as_json)


def record_table(checks: Sequence[RecordCheck]) -> RenderableType:
    """Lay the table of the record out beside the model."""
    from rich.console import Group
    from rich.text import Text

    from asher.views.words.check_words import RECORD_RULE, record_count_words, record_figure_words

    table = _table(("Metric", "Figure"), ("On record", "Model", "95 % interval"), "")
    told: set[str] = set()
    for each in checks:
        table.add_row(
            "" if each.metric in told else each.metric,
            each.figure,
            *record_figure_words(each),
            "" if each.inside else "outside",
        )
        told.add(each.metric)
    heading = Text("\n" + record_count_words(checks), style="bold")
    return Group(heading, table, Text("\n" + RECORD_RULE))


def held_out_table(document: Mapping[str, Any]) -> RenderableType:
    """Lay out how well incidents were predicted that a fit had not seen."""
    from rich.console import Group
    from rich.text import Text

    from asher.views.words.check_words import HELD_OUT_RULE, held_out_rows

    table = _table(("Held out",), ("n", "Log score", "Seen", "Law", "Transform", "p"))
    for row in held_out_rows(document):
        table.add_row(*row)
    heading = Text("\nPredicted by fits that had not seen them", style="bold")
    return Group(heading, table, Text("\n" + HELD_OUT_RULE))


def _table(words: Sequence[str], figures: Sequence[str], *more: str) -> Table:
    """Make a table of columns of words and columns of figures."""
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, show_edge=False, padding=(0, 1, 0, 0))
    for name in words:
        table.add_column(name, no_wrap=True)
    for name in figures:
        table.add_column(name, justify="right", no_wrap=True)
    for name in more:
        table.add_column(name, no_wrap=True)
    return table


def place_table(checks: Sequence[PlaceCheck]) -> RenderableType:
    """Lay the shipped places out beside the record."""
    from rich.console import Group
    from rich.text import Text

    from asher.views.words.check_words import PLACES_RULE, place_count_words, place_figure_words

    table = _table(("Kind of place", "Hurt"), ("On record", "On plans", "95 % interval"), "")
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
    from rich.console import Group
    from rich.text import Text

    from asher.calibration.checks import NOT_PREDICTED
    from asher.views.words.check_words import HEADINGS, RULE, count_words, ends_words, figure_words

    parts: list[RenderableType] = []
    for role in HEADINGS:
        rows = [each for each in checks if each.role == role]
        if not rows:
            continue
        parts.append(Text(count_words(checks, role), style="bold"))
        table = _table(("Row of the evidence",), ("Observed", "Model", "95 % interval", "p"), "")
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
