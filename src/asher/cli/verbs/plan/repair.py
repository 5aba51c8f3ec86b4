"""`asher plan repair`: mend what a machine may mend in a plan, each mend named."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from asher.cli.options import Force, every_option, file_option
from asher.cli.written_files import require_free, require_plan_name

PLACE = 30


def repair(
    file: Annotated[Path, typer.Argument(metavar="PLAN", help="A plan file with faults.")],
    out: Annotated[
        Path | None,
        file_option("Plan file to write. By default NAME.mended.plan.json beside the plan."),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Mend nothing; list what would be mended.")
    ] = False,
    force: Force = False,
    every: Annotated[bool, every_option("mend")] = False,
) -> None:
    """Mend what a machine may mend in a plan, and name each mend.

    Closes gaps of up to a hand's width, puts doors back on their walls, parts rooms that overlap,
    and drops slivers and copies. The plan itself is not changed.
    """
    from asher.cli.failures import INPUT, tell_faults
    from asher.cli.notes_text import note_lines
    from asher.cli.output import terminal_width
    from asher.cli.plan_files import PLAN_ENDING, plan_stem
    from asher.errors import FloorplanError
    from asher.floorplan.exporting import geojson
    from asher.floorplan.importers import Options, mend
    from asher.floorplan.read import check_floorplan

    path = out or file.with_name(f"{plan_stem(file)}.mended{PLAN_ENDING}")
    require_plan_name(path)
    require_free(path, force=force, source=file)
    mended, notes = mend(file, Options(strict=strict))
    written = path if notes else file
    if notes:
        geojson.write(mended, path)
        typer.echo(f"{file}: mended, and written as {path}")
        for line in note_lines(notes, mended, every=every, width=terminal_width()):
            typer.echo(line)
    else:
        typer.echo(f"{file}: nothing that a program can mend")
    try:
        _, left = check_floorplan(written)
    except FloorplanError as error:
        left = list(error.faults)
    tell_faults(left, every=every, rest=lambda _: "--all shows all")
    if any(fault.severity == "error" for fault in left):
        typer.echo("The plan cannot be used yet: only a person can put right what is listed.")
        raise typer.Exit(INPUT)
