"""`asher examples`: list the shipped scenarios and plans, or write them to be changed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from asher.cli.called import called_as
from asher.cli.options import folder_option

PLACE = 150


def examples(
    write: Annotated[
        Path | None,
        folder_option(
            "Write the files into this folder; existing files are never changed.", "--write", "-w"
        ),
    ] = None,
) -> None:
    """List or write the shipped scenarios and plans."""
    from asher.scenario.scenario_files import read_scenario, shipped_scenarios, write_examples

    if write is not None:
        for path in write_examples(write):
            typer.echo(str(path))
        typer.echo(f"Try: {called_as()} compare {write / 'borderline.yaml'} --out results")
        return
    names = shipped_scenarios()
    width = max(map(len, names))
    for name in names:
        scenario = read_scenario(name)
        typer.echo(f"{name:<{width}}  {scenario.title} (plan: {scenario.plan})")
    asher = called_as()
    typer.echo(
        f"\nTry: {asher} compare borderline, or {asher} examples --write FOLDER to change them"
    )
