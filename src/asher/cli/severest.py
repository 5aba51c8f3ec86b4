"""Which attacks are run, as it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from asher.scenario.scenario import Scenario
    from asher.simulation.severity import Severity


def read_severest(text: str | None) -> Severity:
    """Read which share of attacks is run.

    Parameters
    ----------
    text : str or None
        Such as ``"0.01"`` or ``"1 %"``; None runs all.

    Returns
    -------
    tuple of float
        Severities from and up to, as shares of attacks that are milder.

    Raises
    ------
    typer.BadParameter
        If it is no share.
    """
    from asher.quantities import parse_share
    from asher.simulation.severity import ALL, NARROWEST

    if text is None:
        return ALL
    try:
        share = parse_share(text) if "%" in text else parse_share(float(text))
    except ValueError:
        share = 0.0
    if not share >= NARROWEST:
        raise typer.BadParameter(
            f"found {text!r}; allowed: a share from {NARROWEST:f} to 1, such as 0.01 or '1 %'",
            param_hint="--severest",
        )
    # Rounded, so that 1 - 0.01 is 0.99, as somebody would write it.
    return round(1.0 - share, 12), 1.0


def require_attack(scenario: Scenario, *, severest: str | None, by_severity: int | None) -> None:
    """Refuse to part the attacks of a drill, before anything is run.

    Parameters
    ----------
    severest, by_severity
        As given to ``asher compare``.

    Raises
    ------
    typer.BadParameter
        Naming the option.
    """
    asked = {"--severest": severest, "--by-severity": by_severity}
    names = [name for name, given in asked.items() if given is not None]
    if names and scenario.hazard is None:
        raise typer.BadParameter("this is a drill, which has no attack", param_hint=names[0])
