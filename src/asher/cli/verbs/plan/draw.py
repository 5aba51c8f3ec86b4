"""`asher plan draw`: a plan as a sheet to hang up, with names, widths, a grid and a scale."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from asher.cli.verbs.report import PaperSize

PLACE = 20


def draw(
    file: Annotated[str, typer.Argument(metavar="PLAN", help="A plan file, or a shipped plan.")],
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            "-o",
            metavar="FILE",
            dir_okay=False,
            help="File to write: .svg, .png or .pdf. By default NAME.svg here.",
        ),
    ] = None,
    paper: Annotated[
        PaperSize, typer.Option(help="Paper size of a PDF.", case_sensitive=False)
    ] = PaperSize.A4,
) -> None:
    """Draw a plan: every level with rooms, doors and their widths, ways out, stairs and a scale.

    A plan with faults is drawn too, as far as it can be read. PDF needs the extra 'print'.
    """
    from asher.floorplan.read import read_loosely, shipped_plans
    from asher.views.html import ending_fault
    from asher.views.plan_sheet import ENDINGS, write_plan_sheet

    shipped = shipped_plans()
    source = shipped[file] if file in shipped and not Path(file).exists() else Path(file)
    stem = source.name.removesuffix(".json").removesuffix(".plan")
    path = out or Path(f"{stem}.svg")
    if fault := ending_fault(path, ENDINGS, option="--out"):
        raise typer.BadParameter(f"{fault.found}; allowed: {fault.allowed}", param_hint="--out")
    written = write_plan_sheet(read_loosely(source), path, paper=paper.value)
    typer.echo(f"Drawing: {written}")
