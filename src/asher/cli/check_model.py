"""`asher check-model`: the model beside the evidence, row by row."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from asher.cli.progress import ProgressMode, shown_progress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from asher.analysis.checks import Check

HEADINGS = {
    "calibrate": "Calibrated on",
    "validate": "Held back: never fitted",
    "sensitivity": "Disputed: shown beside, not fitted",
}


def check_model(
    folder: Annotated[
        Path | None,
        typer.Argument(
            metavar="FOLDER", help="What asher calibrate wrote; the shipped posterior if left out."
        ),
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the incidents.")] = 1,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print figures for programs instead of tables.")
    ] = False,
    progress: Annotated[
        ProgressMode, typer.Option(help="How progress is shown.")
    ] = ProgressMode.auto,
) -> None:
    """Set the model beside every row of the evidence that it can speak of.

    A row is inside when the published figure lies in the 95 % interval of what the model says a
    sample of the same size would show; that rule stood before the figures were looked at. Rows held
    back were never fitted.

    Examples: asher check-model; asher check-model calibration --json
    """
    from asher.analysis.checks import check_model as run
    from asher.cli.compiling import tell_if_compiling
    from asher.simulation.posterior import read_posterior

    posterior = read_posterior(folder)
    tell_if_compiling(progress)
    with shown_progress(progress, what="draws") as update:
        checks = run(posterior, seed=seed, progress=update)
    if as_json:
        rows = [each.to_document() for each in checks]
        typer.echo(json.dumps({"rows": rows}, indent=1))
        return
    from rich.console import Console

    Console(highlight=False).print(check_tables(checks))


def check_tables(checks: Sequence[Check]) -> RenderableType:
    """Lay the rows out, a table a role.

    Parameters
    ----------
    checks : sequence of Check
        Rows.

    Returns
    -------
    rich renderable
        To be printed.
    """
    from rich import box
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    from asher.analysis.checks import NOT_PREDICTED

    parts: list[RenderableType] = []
    for role, heading in HEADINGS.items():
        rows = [each for each in checks if each.role == role]
        if not rows:
            continue
        inside = sum(each.inside for each in rows)
        title = f"{heading}: {inside} of {len(rows)} inside ({inside / len(rows):.0%})"
        parts.append(Text(title, style="bold"))
        table = Table(box=box.SIMPLE_HEAD, show_edge=False, padding=(0, 1, 0, 0))
        table.add_column("Row of the evidence", no_wrap=True)
        for name in ("Observed", "Model", "95 % interval", "p"):
            table.add_column(name, justify="right", no_wrap=True)
        table.add_column("", no_wrap=True)
        for each in rows:
            ends = f"{_written(each.lower)}\u2013{_written(each.upper)}"
            verdict = "" if each.inside else "outside"
            table.add_row(
                each.id,
                _written(each.observed),
                _written(each.predicted),
                ends,
                f"{each.p_value:.2f}",
                verdict,
            )
        parts += [table, Text()]
    parts += [
        Text(
            "Inside: the figure lies in the 95 % interval of a sample of its own size. Even of a "
            "model that is right one row in twenty lies outside."
        ),
        *(Text(f"Not shown: {id}, {why}.") for id, why in NOT_PREDICTED.items()),
    ]
    return Group(*parts)


def _written(value: float) -> str:
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"
