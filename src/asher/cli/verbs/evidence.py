"""`asher evidence`: every sourced number, and where sources do not agree."""

from __future__ import annotations

import json
from dataclasses import replace
from enum import StrEnum
from typing import Annotated

import typer

from asher.cli.options import ListAsJson

PLACE = 100


class RoleWord(StrEnum):
    """What a published figure may be used for."""

    input = "input"
    calibrate = "calibrate"
    validate = "validate"
    sensitivity = "sensitivity"
    context = "context"


def evidence(
    word: Annotated[
        str, typer.Argument(metavar="WORD", help="Show only figures that mention this word.")
    ] = "",
    role: Annotated[
        RoleWord | None, typer.Option(help="Show only figures used in this way.")
    ] = None,
    as_json: ListAsJson = False,
) -> None:
    """List every published number the model uses, with its source.

    The table shows value, sample size, 95 % interval, unit, source, grade and role. Figures that
    disagree are shown side by side below it, and are never pooled.

    Examples: asher evidence; asher evidence police; asher evidence --role calibrate --json
    """
    from asher.record.evidence_rows import evidence_rows
    from asher.workforce.defaults import workforce_users

    found = evidence_rows(word=word, role=role.value if role else "")
    resting = workforce_users()
    rows = [
        replace(row, used_by=(*row.used_by, *resting.get(row.statistic.id, ()))) for row in found
    ]
    if as_json:
        listed = [row.document() for row in rows]
        typer.echo(json.dumps(listed, indent=2, ensure_ascii=False))
        return

    from asher.cli.evidence_table import evidence_table
    from asher.cli.output import console

    console().print(evidence_table(rows))
