"""`asher plan repair`: mend what a machine may mend in a plan, each mend named."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Annotated

import typer

PLACE = 30


def repair(
    file: Annotated[Path, typer.Argument(metavar="PLAN", help="A plan file with faults.")],
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            "-o",
            metavar="FILE",
            dir_okay=False,
            help="Plan to write; by default beside the file, as NAME.mended.plan.json.",
        ),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Mend nothing; list what would be mended, and stop.")
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Write over a file that is there.")
    ] = False,
    every: Annotated[
        bool, typer.Option("--all", help="List every mend, however many are of one kind.")
    ] = False,
) -> None:
    """Mend what a machine may mend in a plan, and name each mend.

    Closes gaps of up to a hand's width, puts doors back on their walls, parts rooms that overlap,
    and drops slivers and copies. The plan itself is not changed.
    """
    from asher.cli.failures import tell_faults
    from asher.cli.import_text import note_lines
    from asher.floorplan.importers import Options, mend
    from asher.floorplan.repair import find_faults
    from asher.runs.whole import write_text

    stem = file.name.removesuffix(".json").removesuffix(".plan")
    path = out or file.with_name(f"{stem}.mended.plan.json")
    if path.exists() and not force:
        raise typer.BadParameter(
            f"{path} is there; name another file, or write over it with --force",
            param_hint="--out",
        )
    plan, notes = mend(file, Options(strict=strict))
    left = find_faults(plan)
    if not notes:
        typer.echo(f"{file}: nothing to mend")
    for line in note_lines(notes, every=every, width=shutil.get_terminal_size().columns):
        typer.echo(line)
    if notes:
        write_text(path, json.dumps(plan.to_geojson(), indent=1, ensure_ascii=False) + "\n")
        typer.echo(f"\nPlan: {path}")
    tell_faults(left, every=every, rest=lambda _: "--all shows all")
    if any(fault.severity == "error" for fault in left):
        typer.echo("What is left, only a person can put right.")
        raise typer.Exit(2)
