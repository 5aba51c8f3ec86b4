"""`asher compare`: run courses of action on the same incidents and show how they differ."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from asher.cli.options import (
    BySeverity,
    ProgressAsked,
    Seed,
    Sensitivity,
    Severest,
    Shard,
    Threads,
    UncertaintyAsked,
    folder_option,
    replications_option,
    with_executors,
)
from asher.cli.progress import ProgressMode
from asher.runs.executors import Chosen

PLACE = 10
_THREADS: Chosen = {}


@with_executors
def compare(
    scenario: Annotated[
        str,
        typer.Argument(
            metavar="SCENARIO", help="A scenario file, or the name of a shipped scenario."
        ),
    ],
    replications: Annotated[
        int | None,
        replications_option(
            "How many incidents to simulate for each course of action; with --until, at most."
        ),
    ] = None,
    seed: Seed = None,
    out: Annotated[
        Path | None,
        folder_option("Results folder. Replications already there are kept.", "--out", "-o"),
    ] = None,
    until: Annotated[
        str | None,
        typer.Option(
            help="Stop when the 95 % intervals of the paired differences are narrow enough: "
            '"killed +- 0.3" (all pairs) or "A - B: killed +- 0.3" (one pair). It looks at chance '
            "alone: more incidents do not narrow what --uncertainty posterior adds.",
        ),
    ] = None,
    courses: Annotated[
        str | None,
        typer.Option(
            help="Courses of action to compare instead of the file's, separated by commas."
        ),
    ] = None,
    officers: Annotated[
        str | None,
        typer.Option(
            metavar="CITY",
            help="A city file, or the name of a shipped city. Its police force supplies "
            "the officers, hired and trained as today.",
        ),
    ] = None,
    uncertainty: UncertaintyAsked = None,
    severest: Severest = None,
    by_severity: BySeverity = None,
    threads: Threads = None,
    executors: Chosen = _THREADS,
    shard: Shard = None,
    sensitivity: Sensitivity = True,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Delete results of an earlier run in --out first.")
    ] = False,
    progress: ProgressAsked = ProgressMode.auto,
) -> None:
    """Compare courses of action on the same incidents.

    If a run was stopped, run it again with the same --out folder and it continues. The results
    are the same to the last digit with any number of threads, processes, machines or shares.
    """
    from asher.cli.failures import tell_faults
    from asher.cli.named_courses import with_courses
    from asher.cli.running import (
        run,
        run_further,
        run_share,
        show,
        told_what_is_kept,
        try_assumptions,
        write_report_into,
    )
    from asher.cli.severest import read_severest, require_attack
    from asher.cli.shards import check_together, read_shard
    from asher.comparison.experiment import Experiment
    from asher.comparison.results import ResultsFolder
    from asher.runs.executors import opened
    from asher.scenario.scenario_files import check_scenario

    check_together(
        out=out,
        until=until,
        shard=shard,
        executors=executors,
        fresh=fresh,
        severest=severest,
        by_severity=by_severity,
    )
    severity = read_severest(severest)
    part = None if shard is None else read_shard(shard)

    read, doubts = check_scenario(scenario)
    # People who do not fit their place move every answer; what is doubtful in a plan, `check` says.
    tell_faults(each for each in doubts if each.where.startswith("occupants"))
    require_attack(read, severest=severest, by_severity=by_severity)
    if courses is not None:
        read = with_courses(read, courses)
    if officers is not None:
        from asher.workforce.city_files import read_city
        from asher.workforce.force import city_force
        from asher.workforce.scenarios import with_force

        city = read_city(officers)
        read = with_force(read, city_force(city), origin=f"the force of {city.title}")
    if uncertainty is not None:
        read = read.with_(uncertainty=uncertainty.value)
    folder = None if out is None else ResultsFolder(out)
    if fresh and folder is not None:
        folder.clear()
    with opened(executors) as executor:
        experiment = Experiment(
            read,
            read.seed if seed is None else seed,
            folder=folder,
            threads=threads,
            executor=executor,
            severity=severity,
        )
        if part is not None:
            number = read.replications if replications is None else replications
            ran, failed = run_share(experiment, part, replications=number, progress=progress)
            lost = f"; {sum(each.replications for each in failed):,} failed" if failed else ""
            typer.echo(f"Share {shard}: {ran:,} replications of {number:,} stand in {out}{lost}.")
            return
        comparison = run(experiment, replications=replications, until=until, progress=progress)
        if by_severity is not None:
            comparison = run_further(experiment, comparison, attacks=by_severity, progress=progress)
        if experiment.folder and sensitivity:
            comparison = try_assumptions(experiment, comparison, progress=progress)
    # Files first, words after: whoever reads the words may have gone.
    if experiment.folder:
        with told_what_is_kept(experiment):
            write_report_into(experiment.folder.path, comparison, progress=progress)
    show(comparison)
    if experiment.folder:
        typer.echo(f"Report: {experiment.folder.report_path}")
        typer.echo(f"Figures: {experiment.folder.summary_path}")
