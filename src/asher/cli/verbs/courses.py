"""`asher courses`: the shipped courses of action, each with what it is and what it rests on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import typer

from asher.cli.options import ListAsJson

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from asher.scenario.courses import CourseOfAction

PLACE = 70
JUDGED = (
    "The settings of each course of action are judgements. For the published figures\n"
    "behind times, encounters, harm and care: asher evidence"
)


def courses(
    as_json: ListAsJson = False,
) -> None:
    """List the shipped courses of action.

    Rows such as R2 refer to docs/response-system.md, which says how each part is modelled.
    """
    from asher.scenario import SHIPPED_COURSES

    if as_json:
        listed = [course_entry(course) for course in SHIPPED_COURSES]
        typer.echo(json.dumps(listed, indent=2, ensure_ascii=False))
        return

    from asher.cli.called import called_as
    from asher.cli.output import console

    console().print(courses_table(SHIPPED_COURSES))
    if not any(course_entry(course)["evidence"] for course in SHIPPED_COURSES):
        typer.echo(f"\n{JUDGED}")
    names = ",".join(course.name for course in SHIPPED_COURSES[:2])
    typer.echo(f"\nTry: {called_as()} compare borderline --courses {names}")


def course_entry(course: CourseOfAction) -> dict[str, Any]:
    """Return what a program wants to know of a course of action.

    Returns
    -------
    dict
        ``name``, ``title``, ``description``, ``rows``, ``evidence`` (ids of the published figures
        that its numbers rest on), ``sources`` (the same in full) and ``levers`` (its parts, as a
        scenario file states them).
    """
    from asher.scenario.sources import assumptions

    rests = [one for one in assumptions(course) if one.evidence]
    words = {"name", "title", "description", "rows"}
    return {
        "name": course.name,
        "title": course.title,
        "description": course.description,
        "rows": list(course.rows),
        "evidence": _once(id for one in rests for id in str(one.evidence).split(", ")),
        "sources": _once(one.source for one in rests),
        "levers": course.model_dump(mode="json", exclude=words, exclude_none=True),
    }


def courses_table(shown: Sequence[CourseOfAction]) -> RenderableType:
    """Lay courses of action out, a row each.

    Returns
    -------
    rich renderable
        To be printed; words wrap at the width of the terminal, names do not.
    """
    from rich import box
    from rich.table import Table
    from rich.text import Text

    entries = [course_entry(course) for course in shown]
    sourced = any(entry["evidence"] for entry in entries)
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, padding=(0, 1, 0, 0))
    table.add_column("Course of action", no_wrap=True)
    table.add_column("What it is", ratio=3)
    table.add_column("Rows", min_width=4)
    if sourced:
        table.add_column("Source", ratio=1)
    for entry in entries:
        what = ": ".join(filter(None, (entry["title"], entry["description"])))
        cells = [entry["name"], what, ", ".join(entry["rows"])]
        if sourced:
            cells.append(", ".join(entry["evidence"]))
        table.add_row(*(Text(cell) for cell in cells))
    return table


def _once(words: Any) -> list[str]:
    return list(dict.fromkeys(words))
