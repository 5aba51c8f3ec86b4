"""`asher plan export`: a plan for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from asher.cli.options import PlanNamed, file_option
from asher.cli.written_files import require_free

PLACE = 40
_DRAWING = "svg"


def export(
    plan: PlanNamed,
    to: Annotated[
        str,
        typer.Option(
            "--to",
            metavar="FORMAT",
            help="geojson: a plan file; imdf: an IMDF archive; jupedsim: the walkable area of each "
            "level; svg: the drawing of asher plan draw.",
        ),
    ],
    out: Annotated[
        Path | None,
        file_option(
            "File to write. By default the name of the plan with the ending of the format, in "
            "this folder."
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace files that exist.")] = False,
) -> None:
    """Write a plan for other programs."""
    from asher.cli.plan_files import plan_path, plan_stem
    from asher.documents import closest
    from asher.errors import ResultsError
    from asher.floorplan import read_floorplan
    from asher.floorplan.exporting import formats, paths

    known = formats()
    if to not in known and to != _DRAWING:
        allowed = [*known, _DRAWING]
        near = closest(to, allowed)
        hint = f" (did you mean {str(near)!r}?)" if near else ""
        raise ResultsError(f"--to: found {to!r}; allowed: {', '.join(allowed)}{hint}")
    source = plan_path(plan)
    ending = f".{_DRAWING}" if to == _DRAWING else known[to].ENDING
    path = out or Path(plan_stem(source) + ending)
    if to == _DRAWING and path.suffix.lower() != ending:
        raise ResultsError(f"--out: found {path.name!r}; allowed: a file name that ends in .svg")
    floorplan = read_floorplan(source)
    targets = (path,) if to == _DRAWING else paths(to, floorplan, path)
    for target in targets:
        require_free(target, force=force, source=source)
    if to == _DRAWING:
        from asher.views.plan_sheet import write_plan_sheet

        targets = (write_plan_sheet(floorplan, path),)
    else:
        targets = known[to].write(floorplan, path)
    for target in targets:
        typer.echo(f"Written: {target}")
