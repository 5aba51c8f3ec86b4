"""`asher incidents`: what past incidents say, from the shipped record or from a file."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from asher.cli.options import FiguresAsJson, Plot

PLACE = 90


def incidents(
    file: Annotated[
        str | None,
        typer.Argument(
            metavar="FILE", help="A CSV file of incidents; the shipped record if left out."
        ),
    ] = None,
    plot: Plot = None,
    as_json: FiguresAsJson = False,
) -> None:
    """Show how past incidents ended, whom they hurt, where and when.

    Every share and mean has a 95 % interval. If a file cannot be used, every problem is listed with
    its line and column, and the exit status is 2.

    Examples: asher incidents; asher incidents my-incidents.csv --json; asher incidents --plot
    incidents.svg
    """
    from asher.cli.failures import tell_faults
    from asher.evidence.incidents import read_incidents

    if plot is not None:
        from asher.views.figures.picture_files import require_picture

        require_picture(plot)
    found = read_incidents(file)
    tell_faults(found.warnings)
    from asher.record.incident_statistics import summarize

    summary = summarize(found)
    picture = None
    if plot is not None:
        from asher.views.incidents import write_incidents

        picture = write_incidents(summary, plot)
    if as_json:
        typer.echo(json.dumps(summary.document(), indent=2, ensure_ascii=False))
    else:
        from asher.cli.incident_tables import incident_tables
        from asher.cli.output import console

        console().print(incident_tables(summary))
    if picture is not None:
        typer.echo(f"Picture: {picture}", err=as_json)
