"""`asher plan draw`: a plan as a sheet to hang up, with names, widths, a grid and a scale."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from asher.cli.options import PlanNamed, file_option
from asher.cli.written_files import require_free

PLACE = 20


class SheetSize(StrEnum):
    """Sizes of paper that a plan is drawn on."""

    A4 = "A4"
    A3 = "A3"
    letter = "letter"
    tabloid = "tabloid"


def draw(
    plan: PlanNamed,
    out: Annotated[
        Path | None,
        file_option("File to write: .svg, .png or .pdf. By default NAME.svg in this folder."),
    ] = None,
    paper: Annotated[
        SheetSize,
        typer.Option(
            help="Size of a sheet; the scale is the largest that fits.", case_sensitive=False
        ),
    ] = SheetSize.A4,
) -> None:
    """Draw every level with rooms, doors, ways out, stairs, a grid and a scale.

    A drawing of the same name is replaced. A plan with faults is drawn too, as far as it can be
    read. PDF needs the extra 'print'.
    """
    from asher.cli.plan_files import plan_path, plan_stem
    from asher.errors import ResultsError
    from asher.floorplan.read import read_loosely
    from asher.views.html import ending_fault
    from asher.views.plan_sheet import ENDINGS, write_plan_sheet

    source = plan_path(plan)
    path = out or Path(f"{plan_stem(source)}.svg")
    if fault := ending_fault(path, ENDINGS, option="--out"):
        raise ResultsError(str(fault))
    require_free(path, force=True, source=source)
    typer.echo(f"Drawing: {write_plan_sheet(read_loosely(source), path, paper=paper.value)}")
