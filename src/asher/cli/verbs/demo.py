"""`asher demo`: the main job at a size that takes about a minute."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from asher.cli.called import called_as
from asher.cli.options import ProgressAsked, folder_option
from asher.cli.progress import ProgressMode

if TYPE_CHECKING:
    from asher.comparison.results import ResultsFolder
    from asher.scenario import Scenario

PLACE = 160
SCENARIO = "borderline"
# Chosen so that it takes about a minute on two cores, the report included.
REPLICATIONS = 300


def demo(
    out: Annotated[Path, folder_option("Results folder.", "--out", "-o")] = Path("results/demo"),
    progress: ProgressAsked = ProgressMode.auto,
) -> None:
    """Run a small comparison and write its report.

    Takes about a minute on two cores.
    """
    from asher.cli.running import run, show, try_assumptions, write_report_into
    from asher.comparison.experiment import Experiment
    from asher.scenario.scenario_files import read_scenario

    scenario = read_scenario(SCENARIO)
    folder = _free_folder(out, scenario)
    typer.echo(
        f"Simulating {REPLICATIONS} incidents of '{SCENARIO}' for each of "
        f"{len(scenario.courses_of_action)} courses of action.",
        err=True,
    )
    experiment = Experiment(scenario, scenario.seed, folder=folder)
    comparison = run(experiment, replications=REPLICATIONS, until=None, progress=progress)
    comparison = try_assumptions(experiment, comparison, progress=progress)
    report = write_report_into(folder.path, comparison, progress=progress)
    show(comparison)
    typer.echo(f"Report: {report.resolve()}  (open it in a browser)")
    _say_what_next(folder)


def _free_folder(out: Path, scenario: Scenario) -> ResultsFolder:
    # Yesterday's demo may be of another version of the model; it is left alone.
    from asher.comparison.experiment import BLOCK_SIZE
    from asher.comparison.results import ResultsFolder

    folder, number = ResultsFolder(out), 2
    while folder.holds_another(scenario, seed=scenario.seed, block_size=BLOCK_SIZE):
        folder = ResultsFolder(out.with_name(f"{out.name}-{number}"))
        number += 1
    return folder


def _say_what_next(folder: ResultsFolder) -> None:
    asher = called_as()
    tries = (
        (f"compare {SCENARIO} -n 2000 --out results/{SCENARIO}", "narrower intervals"),
        (f'compare {SCENARIO} --until "killed +- 0.1"', "until the answer is sharp enough"),
        (f"replay {folder.path} --replication 17 -o replay.html", "watch one incident"),
        ("examples --write my-examples", "copies of the scenarios and plans, to change"),
    )
    typer.echo("What to try next:")
    width = max(len(words) for words, _ in tries)
    for words, why in tries:
        typer.echo(f"  {asher} {words:<{width}}  {why}")
