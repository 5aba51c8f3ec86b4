"""`asher import`: a plan from the file that people have, and a report of what became of it."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from asher.cli.called import called_as
from asher.cli.failures import INPUT, tell_faults
from asher.cli.options import Force, every_option, file_option
from asher.cli.output import terminal_width
from asher.cli.plan_files import PLAN_ENDING, plan_stem
from asher.cli.written_files import require_free, require_plan_name

if TYPE_CHECKING:
    from asher.floorplan import Floorplan
    from asher.floorplan.importers import Imported

PLACE = 22
_ROLES = ("wall", "door", "room", "text", "stair", "ignore")


class Unit(StrEnum):
    """Units that a file may be in."""

    m = "m"
    cm = "cm"
    mm = "mm"
    ft = "ft"
    inches = "in"
    degrees = "degrees"


def import_(
    sources: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...",
            help="DXF, IFC, OpenStreetMap, IMDF, GeoJSON, JuPedSim, Vadere, Crowd:it, FDS, SVG, "
            "PDF or a picture; known by its content. Several files are storeys, the lowest first.",
        ),
    ],
    out: Annotated[
        Path | None,
        file_option(
            "Plan file to write. By default the name of the source, or of the first one, with "
            ".plan.json, in this folder."
        ),
    ] = None,
    unit: Annotated[
        Unit | None, typer.Option(help="Unit of the file, where it says none or a wrong one.")
    ] = None,
    scale: Annotated[
        str,
        typer.Option(
            metavar="SCALE",
            help='Scale of a PDF or picture: "1:100", "0.02 m/px", "120,340 to 180,340 = 0.9 m" or '
            '"door 0.9 m".',
        ),
    ] = "",
    page: Annotated[int, typer.Option(min=1, help="Page of a PDF.")] = 1,
    layer: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=ROLE",
            help=f"What is on a layer of a drawing: {', '.join(_ROLES)}. May be repeated.",
        ),
    ] = None,
    level: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=LAYERS",
            help="Layers, or the layout, of one storey of a drawing that holds several, such as "
            '"EG=EG_*". Repeat it for each, the lowest first.',
        ),
    ] = None,
    storey_height: Annotated[
        float,
        typer.Option(
            min=2, max=20, help="From floor to floor where the file has no heights, in metres."
        ),
    ] = 3.5,
    door_width: Annotated[
        float,
        typer.Option(min=0.5, max=5, help="Clear width of doors that state none, in metres."),
    ] = 0.9,
    neck: Annotated[
        float,
        typer.Option(
            min=0.5,
            max=10,
            help="Part a walkable area without rooms where it is narrower than this, in metres.",
        ),
    ] = 1.0,
    assume_doors: Annotated[
        bool,
        typer.Option(
            "--assume-doors",
            help="Give each room that nothing leads to a door onto a room beside it, corridors "
            "first.",
        ),
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Refuse a file in which anything has to be mended.")
    ] = False,
    force: Force = False,
    every: Annotated[bool, every_option("note")] = False,
) -> None:
    """Turn a drawing, building model or map into a plan that runs.

    Says what was assumed, mended and left out. A PDF or a picture becomes a backdrop with a grid,
    to be traced. The source is never changed.
    """
    from asher.floorplan.importers import Options, import_storeys

    options = Options(
        unit=unit.value if unit else None,
        scale=scale,
        page=page,
        storey_height_m=storey_height,
        door_width_m=door_width,
        neck_m=neck,
        layers=_layers(layer or []),
        levels=_levels(level or []),
        assume_doors=assume_doors,
        strict=strict,
    )
    plan_file = out or Path(plan_stem(sources[0]) + PLAN_ENDING)
    require_plan_name(plan_file)
    for source in sources:
        require_free(plan_file, force=force, source=source)
    imported = import_storeys(sources, options)
    if imported.plan is None:
        _backdrop(imported, sources[0], plan_file, force=force, every=every)
    else:
        _plan(imported, imported.plan, sources, plan_file, every=every)


def _layers(said: list[str]) -> dict[str, str]:
    roles = {}
    for each in said:
        name, _, role = each.rpartition("=")
        if not name or role not in _ROLES:
            raise typer.BadParameter(
                f"{each!r} is not NAME=ROLE with a role of {', '.join(_ROLES)}",
                param_hint="--layer",
            )
        roles[name] = role
    return roles


def _levels(said: list[str]) -> dict[str, str]:
    levels: dict[str, str] = {}
    for each in said:
        name, _, layers = each.partition("=")
        if not name or not layers or name in levels:
            raise typer.BadParameter(
                f"{each!r} is not NAME=LAYERS with a name of its own", param_hint="--level"
            )
        levels[name] = layers
    return levels


def _tell(lines: Iterator[str]) -> None:
    for line in lines:
        typer.echo(line)


def _plan(
    imported: Imported,
    plan: Floorplan,
    sources: list[Path],
    path: Path,
    *,
    every: bool,
) -> None:
    from asher.cli.notes_text import count_lines, note_lines
    from asher.documents import read_document
    from asher.errors import FloorplanError
    from asher.floorplan.exporting import geojson
    from asher.floorplan.repair import placed_in

    geojson.write(plan, path)
    called = ", ".join(map(str, sources))
    typer.echo(f"{called}: {imported.format}, written as a plan: {path}\n")
    _tell(count_lines(imported.counts))
    _tell(note_lines(imported.notes, plan, every=every, width=terminal_width()))
    if without := sum("--assume-doors" in note.words for note in imported.notes):
        rooms = "1 room stays" if without == 1 else f"{without:,} rooms stay"
        typer.echo(f"\n{rooms} shut for want of a door onto a room beside it. Draw it, or give")
        typer.echo(
            "the same command with --assume-doors --force, and look at the doors it assumes."
        )
    document = read_document(path, error=FloorplanError)
    faults = placed_in(document, imported.faults)
    fails = any(fault.severity == "error" for fault in faults)
    if faults:
        typer.echo("\nThe check of the plan says:", err=True)
        tell_faults(faults, every=every)
    _tell(_next(path, fails=fails))
    if fails:
        raise typer.Exit(INPUT)


def _next(path: Path, *, fails: bool) -> Iterator[str]:
    program, plan = called_as(), shlex.quote(str(path))
    name = plan_stem(path)
    drawing, folder = shlex.quote(f"{name}.svg"), shlex.quote(name)
    yield ""
    if fails:
        yield "The plan cannot be used until the errors above are put right. Then:"
    else:
        yield "Next:"
    yield f"  {program} plan draw {plan} -o {drawing}"
    yield f"  {program} plan check {plan}"
    yield f"  {program} new {folder} --plan {plan}"


def _backdrop(
    imported: Imported, source: Path, plan_file: Path, *, force: bool, every: bool
) -> None:
    from asher.cli.notes_text import note_lines
    from asher.views.backdrop_sheet import backdrop_svg
    from asher.views.html import write_whole

    backdrop = imported.backdrop
    assert backdrop is not None
    stem = plan_file.with_name(plan_stem(plan_file) + ".backdrop")
    picture, sheet = stem.with_name(stem.name + ".png"), stem.with_name(stem.name + ".svg")
    for path in (picture, sheet):
        require_free(path, force=force, source=source)
    write_whole(backdrop.picture, picture)
    write_whole(backdrop_svg(backdrop), sheet)
    typer.echo(f"{source}: {imported.format}, a backdrop to trace: {picture}, {sheet}")
    scale = backdrop.metres_per_pixel
    width, height = backdrop.pixels
    if scale is None:
        typer.echo(f"{width:,} by {height:,} pixels, without a scale; the grid is in pixels.")
    else:
        size = f"{width * scale:.1f} m by {height * scale:.1f} m"
        typer.echo(f"{size}, {scale:.4g} m to a pixel; the grid is in metres.")
    _tell(note_lines(imported.notes, None, every=every, width=terminal_width()))
    _tell(_next_of_backdrop(source, sheet, scaled=scale is not None))


def _next_of_backdrop(source: Path, sheet: Path, *, scaled: bool) -> Iterator[str]:
    program = called_as()
    yield ""
    yield "Next:"
    if not scaled:
        yield (
            "  Find two points whose distance you know, such as the sides of a door. Read their "
            "pixels off the grid:"
        )
        yield (
            f'  {program} import {shlex.quote(str(source))} --scale "120,340 to 180,340 = 0.9 m" '
            "--force"
        )
        return
    yield f"  Open {sheet} in an SVG editor and draw each room on the layer 'rooms'; save it; then"
    traced = shlex.quote(_traced(sheet))
    yield f"  {program} import {shlex.quote(str(sheet))} --unit m -o {traced}"
    yield "  or read coordinates off the grid and type the plan: docs/plan-file.md"


def _traced(sheet: Path) -> str:
    return sheet.name.removesuffix(".svg").removesuffix(".backdrop") + PLAN_ENDING
