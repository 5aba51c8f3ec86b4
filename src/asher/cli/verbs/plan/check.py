"""`asher plan check`: every fault of a plan, and the facts to check before a run."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated

import typer

from asher.cli.options import ListAsJson, PlanNamed, every_option

if TYPE_CHECKING:
    from asher.floorplan.facts import LevelFacts
    from asher.views.table import Table

PLACE = 10


def check(
    plan: PlanNamed,
    as_json: ListAsJson = False,
    every: Annotated[bool, every_option("problem")] = False,
) -> None:
    """List every problem of a plan, and the facts to check against the building.

    For each level: floor area, rooms, doors and their clear widths, ways out, the farthest walk
    to one, how many people it holds, the rooms that lock, the doors with glass, and the rooms that
    no door leads to, which count in none of these.
    The exit status is 2 if the plan cannot be used.
    """
    import json
    from dataclasses import asdict

    from asher.cli.failures import INPUT, tell_faults
    from asher.cli.output import console, one_by_one
    from asher.cli.plan_files import plan_path
    from asher.cli.written import laid_out
    from asher.errors import FloorplanError
    from asher.floorplan.facts import level_facts
    from asher.floorplan.read import check_floorplan

    path = plan_path(plan)
    try:
        floorplan, warnings = check_floorplan(path)
    except FloorplanError as error:
        tell_faults(error.faults, every=every, rest=lambda _: "--all shows all")
        raise typer.Exit(INPUT) from None
    tell_faults(warnings, every=every, rest=lambda _: "--all shows all")
    facts = level_facts(floorplan)
    if as_json:
        plain = [{key: _plain(value) for key, value in asdict(each).items()} for each in facts]
        typer.echo(json.dumps(plain, indent=2, ensure_ascii=False))
        return
    many = len(warnings)
    doubts = "no faults" if not many else "1 warning" if many == 1 else f"{many} warnings"
    typer.echo(one_by_one(f"{floorplan.title}: {doubts}"))
    terminal = console()
    terminal.print(laid_out(facts_table(facts), width=terminal.width))
    for each in facts:
        held = ", ".join(f"{kind} {people:,}" for kind, people in each.capacities.items())
        typer.echo(one_by_one(f"Capacity by category, {each.name}: {held or 'none'}"))
        rooms = f"{len(each.locks)}: {', '.join(each.locks)}" if each.locks else "none"
        typer.echo(one_by_one(f"Rooms that lock, {each.name}: {rooms}"))
        if each.glazed:
            doors = f"{len(each.glazed)}: {', '.join(each.glazed)}"
            typer.echo(one_by_one(f"Doors with glass, {each.name}: {doors}"))
        if each.shut:
            shut = f"{len(each.shut)}: {', '.join(each.shut)}"
            typer.echo(one_by_one(f"Rooms that no door leads to, {each.name}: {shut}"))
    typer.echo(
        "Capacity is what the plan states for a room, else its area by category (a judgement, "
        "after the occupant load factors of building codes). Walks are shortest paths around "
        "walls to the nearest way out, stairs included, furniture left aside."
    )


def _plain(value: object) -> object:
    return None if isinstance(value, float) and not math.isfinite(value) else value


def facts_table(facts: list[LevelFacts]) -> Table:
    """Lay the facts out, a row a level, the range of widths under the number of doors."""
    from asher.views.table import Cell, Row, Table

    def widths(found: tuple[float, ...]) -> str:
        if not found:
            return ""
        low, high = found[0], found[-1]
        return f"{low:.2f} m" if high - low < 0.005 else f"{low:.2f} to {high:.2f} m"

    rows = [
        Row(
            each.name,
            (
                Cell(f"{each.area_m2:,.0f} m²"),
                Cell(f"{each.spaces:,}", f"and {len(each.shut):,} shut" if each.shut else ""),
                Cell(f"{each.doors:,}", widths(each.door_widths_m)),
                Cell(f"{each.ways_out:,}", widths(each.ways_out_m)),
                Cell(
                    f"{each.farthest_walk_m:.0f} m"
                    if math.isfinite(each.farthest_walk_m)
                    else "no way",
                    f"from {each.farthest_space}"[:40] if each.farthest_space else "",
                ),
                Cell(f"{each.capacity:,}"),
            ),
        )
        for each in facts
    ]
    columns = ("Area", "Rooms", "Doors and openings", "Ways out", "Farthest walk", "Capacity")
    return Table.plain(rows, caption="Facts of each level", corner="Level", columns=columns)
