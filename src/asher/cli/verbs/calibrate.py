"""`asher calibrate`: fit the population scale to the evidence."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from asher import bounds
from asher.cli.options import OwnSeed, ProgressAsked, folder_option
from asher.cli.progress import ProgressMode, shown_progress

PLACE = 110
POINTS, CHECKS = 8192, 192


def calibrate(
    out: Annotated[
        Path, folder_option("Folder for all files; continues a run that was stopped there.")
    ],
    seed: OwnSeed = 1,
    points: Annotated[
        int,
        typer.Option(min=512, max=bounds.POINTS, help="How many sets of parameters to simulate."),
    ] = POINTS,
    checks: Annotated[
        int,
        typer.Option(
            min=0,
            max=bounds.CHECKS,
            help="How many made-up data sets to test the fit with (simulation-based calibration); "
            "0 holds no incidents out either.",
        ),
    ] = CHECKS,
    progress: ProgressAsked = ProgressMode.auto,
) -> None:
    """Fit the rates of the model to the published figures.

    Writes posterior.csv and posterior.json. If a calibration was stopped, run it again with the
    same folder and it continues. The same seed gives the same files. Needs the extra 'calibrate'.

    Example: asher calibrate --out calibration
    """
    from asher.calibration.calibrate import calibrate as run
    from asher.cli.compiling import tell_if_compiling

    tell_if_compiling(progress)
    posterior = run(
        out,
        seed=seed,
        points=points,
        checks=checks,
        progress=lambda what: partial(shown_progress, progress, what=what)(),
    )
    _tell_checks(posterior.about)
    typer.echo(f"Posterior: {out / 'posterior.csv'}")


def _tell_checks(about: Mapping[str, Any]) -> None:
    sampler, test = about["sampler"], about["simulation_based_calibration"]
    typer.echo(
        f"Sampler: R-hat {sampler['r_hat']:.3f} at most, "
        f"{sampler['effective_draws']:,.0f} effective draws at least."
    )
    if test is not None:
        verdict = {True: "passes", False: "FAILS", None: "has too few data sets to tell"}
        typer.echo(
            f"Simulation-based calibration {verdict[test['passes']]}: "
            f"{test['data_sets']} made-up data sets, lowest p-value of "
            f"{len(test['p_values'])} parameters {min(test['p_values'].values()):.3f}."
        )
    if about["held_out"] is not None:
        from asher.views.words.check_words import held_out_rows

        _, incidents, score, _, law, _, chance = held_out_rows(about["held_out"])[0]
        typer.echo(
            f"Half of each kind of place held out in turn: log score {score} an incident of "
            f"{incidents}, {law} by a Poisson-lognormal law; p of an even transform {chance}."
        )
