"""`asher schema`: the JSON Schema of a file format, for editors."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated

import typer

PLACE = 40


class Format(StrEnum):
    """Which kind of file."""

    scenario = "scenario"
    plan = "plan"
    city = "city"


def schema(
    of: Annotated[Format, typer.Argument(metavar="scenario|plan|city", help="Which kind of file.")],
) -> None:
    """Print the JSON Schema of a kind of file, for editors."""
    if of is Format.scenario:
        from asher.scenario.scenario_files import scenario_schema

        document = scenario_schema()
    elif of is Format.city:
        from asher.workforce.city_files import city_schema

        document = city_schema()
    else:
        from asher.floorplan import plan_schema

        document = plan_schema()
    typer.echo(json.dumps(document, indent=2, ensure_ascii=False))
