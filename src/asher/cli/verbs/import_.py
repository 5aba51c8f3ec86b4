"""`asher import`: a floor plan as people have it, made into a plan that runs."""

from __future__ import annotations

import json
import shlex
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from asher.floorplan.importers import Backdrop, Imported

PLACE = 22


def import_(
    source: Annotated[
        Path, typer.Argument(metavar="FILE", help="A drawing, a building model, a map, a picture.")
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            "-o",
            metavar="FILE",
            dir_okay=False,
            help="Plan to write. By default the name of the file with .plan.json, here.",
        ),
    ] = None,
    unit: Annotated[
        str | None,
        typer.Option(help="Unit of the file: m, cm, mm, ft, in or degrees; overrules the file."),
    ] = None,
    scale: Annotated[
        str,
        typer.Option(
            help="Scale of a picture or a page: '1:100', '3.2 px = 1 m', 'door 0.9 m', or two "
            "points and their distance, '120,340 to 180,340 = 0.9 m'."
        ),
    ] = "",
    page: Annotated[int, typer.Option(min=1, help="Page of a PDF.")] = 1,
    layer: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=ROLE",
            help="Role of a layer: wall, door, room, text, stair or ignore. May be given again.",
        ),
    ] = None,
    storey_height: Annotated[
        float,
        typer.Option(min=2.0, max=20.0, help="Metres from floor to floor, where none are stated."),
    ] = 3.5,
    door_width: Annotated[
        float,
        typer.Option(min=0.5, max=4.0, help="Clear width in metres of doors that state none."),
    ] = 0.9,
    neck: Annotated[
        float,
        typer.Option(
            min=0.3, max=10.0, help="Width in metres below which a walkable area parts into rooms."
        ),
    ] = 1.0,
    strict: Annotated[
        bool, typer.Option("--strict", help="Refuse the file if anything has to be mended.")
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Write over a plan that is there.")
    ] = False,
    every: Annotated[
        bool, typer.Option("--all", help="List every note, however many are of one kind.")
    ] = False,
) -> None:
    """Turn a floor plan as you have it into a plan that runs.

    Reads DXF, IFC, OpenStreetMap, IMDF, GeoJSON, SVG, JuPedSim, Vadere, Crowd:it and FDS, known by
    their content. A PDF or a picture becomes a backdrop to trace. It says what it assumed, mended
    and left out, and never changes the file.
    """
    from asher.cli.called import called_as
    from asher.cli.import_text import import_lines
    from asher.floorplan.importers import Options, import_file

    options = Options(
        unit=_unit(unit),
        scale=scale,
        page=page,
        storey_height_m=storey_height,
        door_width_m=door_width,
        neck_m=neck,
        layers=_layers(layer or []),
        strict=strict,
    )
    _free(out or Path(f"{_stem(source)}.plan.json"), force=force)
    found = import_file(source, options)
    typer.echo(f"{source}: {found.format}")
    for line in import_lines(found, every=every, width=shutil.get_terminal_size().columns):
        typer.echo(line)
    typer.echo("")
    if found.backdrop is not None:
        _write_backdrop(found.backdrop, Path(_stem(out or source)), force=force)
        return
    path = out or Path(f"{_stem(source)}.plan.json")
    _write_plan(found, path)
    asher, name = called_as(), shlex.quote(str(path))
    typer.echo(f"Look at it:  {asher} plan draw {name}")
    typer.echo(f"Check facts: {asher} plan check {name}")
    typer.echo(f"Start:       {asher} new my-place --plan {name}")


def _unit(unit: str | None) -> str | None:
    from asher.documents import closest
    from asher.floorplan.importers import UNITS_M

    allowed = [*UNITS_M, "degrees"]
    if unit is None or unit in allowed:
        return unit
    near = closest(unit, allowed)
    hint = f" (did you mean {str(near)!r}?)" if near else ""
    raise typer.BadParameter(f"{unit!r}; allowed: {', '.join(allowed)}{hint}", param_hint="--unit")


def _layers(given: list[str]) -> dict[str, str]:
    roles = ("wall", "door", "room", "text", "stair", "ignore")
    found = {}
    for each in given:
        name, _, role = each.rpartition("=")
        if not name or role not in roles:
            raise typer.BadParameter(
                f"{each!r}; allowed: NAME=ROLE, with a role of {', '.join(roles)}",
                param_hint="--layer",
            )
        found[name] = role
    return found


def _stem(path: Path) -> str:
    name = path.name
    for ending in (".plan.json", ".imdf.zip", path.suffix):
        if ending and name.endswith(ending):
            return name.removesuffix(ending) or "imported"
    return name


def _free(path: Path, *, force: bool) -> None:
    if path.exists() and not force:
        raise typer.BadParameter(
            f"{path} is there; name another file, or write over it with --force",
            param_hint="--out",
        )


def _write_plan(found: Imported, path: Path) -> None:
    from asher.cli.failures import tell_faults
    from asher.runs.whole import write_text

    assert found.plan is not None
    write_text(path, json.dumps(found.plan.to_geojson(), indent=1, ensure_ascii=False) + "\n")
    tell_faults([fault for fault in found.faults if fault.severity == "warning"])
    errors = [fault for fault in found.faults if fault.severity == "error"]
    typer.echo(f"Plan: {path}")
    if errors:
        typer.echo("It does not run yet:")
        tell_faults(errors)


def _write_backdrop(backdrop: Backdrop, stem: Path, *, force: bool) -> None:
    from asher.views.backdrop_sheet import write_backdrop

    picture, sheet = (stem.with_name(f"{stem.name}.backdrop{e}") for e in (".png", ".svg"))
    for path in (picture, sheet):
        _free(path, force=force)
    write_backdrop(backdrop, picture, sheet)
    typer.echo(f"Picture: {picture}")
    typer.echo(f"To trace, with a grid: {sheet}")
    if backdrop.metres_per_pixel is None:
        typer.echo("It has no scale yet: say it with --scale, and run this again with --force.")
