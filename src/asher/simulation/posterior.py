"""Draws of the calibrated parameters, and how a scenario takes one for each incident."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from asher.errors import ResultsError
from asher.kernels.state import Site
from asher.scenario import Hazard, Scenario
from asher.scenario.response import Response
from asher.simulation.parameters import parameter_names, parameters, with_parameters
from asher.simulation.population import SCHOOL_SHARE


@dataclass(frozen=True, eq=False)
class Posterior:
    """Draws of the parameters, given the calibrated rows of the evidence.

    Parameters
    ----------
    values : ndarray of float64, shape (n_draws, n_parameters)
        In their own units, in the order of `parameter_names`.
    about : mapping
        Where it comes from, and how the sampler did.
    """

    values: NDArray[np.float64]
    about: Mapping[str, Any]

    def draw(self, index: int) -> dict[str, float]:
        """Return one draw.

        Parameters
        ----------
        index : int
            Its number; beyond the last, they begin again.

        Returns
        -------
        dict of str to float
            By name of the parameter.
        """
        row = self.values[index % len(self.values)].tolist()
        return dict(zip(parameter_names(), row, strict=True))


def read_posterior(folder: Path | None = None) -> Posterior:
    """Read a posterior.

    Parameters
    ----------
    folder : Path, optional
        A folder that `calibrate` filled; the shipped posterior if left out.

    Returns
    -------
    Posterior
        Its draws.

    Raises
    ------
    ResultsError
        If there is none, or it is of other parameters or damaged.
    """
    where = resources.files("asher") / "data" if folder is None else folder
    path = where / "posterior.csv"
    if not path.is_file():
        raise ResultsError(f"{path}: no posterior there; asher calibrate --out FOLDER makes one")
    header, *rows = csv.reader(path.read_text(encoding="utf-8").splitlines())
    _require_parameters(header, str(path))
    values = []
    for line, row in enumerate(rows, start=2):
        try:
            values.append([float(cell) for cell in row])
        except ValueError:
            raise ResultsError(f"{path}:{line}:1: found {','.join(row)!r}; numbers") from None
        if len(row) != len(header):
            raise ResultsError(f"{path}:{line}:1: {len(row)} numbers; allowed: {len(header)}")
    about = json.loads((where / "posterior.json").read_text(encoding="utf-8"))
    return Posterior(np.array(values), about)


def _require_parameters(header: Sequence[str], path: str) -> None:
    known = [parameter.name for parameter in parameters()]
    if list(header) != known:
        raise ResultsError(f"{path}:1:1: columns {', '.join(header)}; allowed: {', '.join(known)}")


@cache
def _shipped() -> Posterior:
    return read_posterior()


@dataclass(frozen=True, eq=False)
class Sites:
    """The sites of the courses of action of a scenario, incident by incident.

    Parameters
    ----------
    scenario : Scenario
        Whether its numbers are drawn, and which it states.
    sites : sequence of Site
        One for each course of action, with the numbers as stated.
    """

    scenario: Scenario
    sites: Sequence[Site]

    def of(self, replication: int) -> Sequence[Site]:
        """Return the sites of one incident.

        Parameters
        ----------
        replication : int
            Its number; every course of action meets the same numbers in it.

        Returns
        -------
        sequence of Site
            With the numbers as stated, or those of one draw of the posterior.
        """
        if self.scenario.uncertainty == "none" or self.scenario.hazard is None:
            return self.sites
        values = _at_place(_shipped().draw(replication), self.scenario.hazard)
        keep = stated_fields(self.scenario)
        first = self.sites[0]
        hazard, response = with_parameters(first.hazard, first.response, values, keep=keep)
        return [site._replace(hazard=hazard, response=response) for site in self.sites]


def _at_place(values: dict[str, float], hazard: Hazard) -> dict[str, float]:
    """National values as they hold for the kind of place."""
    school, elsewhere = values["restrained_school"], values["restrained_elsewhere"]
    restrained = {
        "school": school,
        "national": SCHOOL_SHARE * school + (1.0 - SCHOOL_SHARE) * elsewhere,
    }
    kind, nation = Hazard(profile=hazard.profile), Hazard(profile="national")
    rate = values["casualty_rate_per_min"] * (
        kind.casualty_rate_per_min / nation.casualty_rate_per_min
    )
    return {
        **values,
        "restrained_share": restrained.get(hazard.profile, elsewhere),
        "casualty_rate_per_min": rate,
    }


def stated_fields(scenario: Scenario) -> tuple[str, ...]:
    """Name the calibrated fields that a scenario states itself.

    Parameters
    ----------
    scenario : Scenario
        A scenario with a hazard.

    Returns
    -------
    tuple of str
        What stands there is not drawn.
    """
    assert scenario.hazard is not None
    own = {"hazard": scenario.hazard, "response": scenario.response}
    usual = {"hazard": Hazard(profile=scenario.hazard.profile), "response": Response()}
    fields = dict.fromkeys(parameter.field for parameter in parameters() if parameter.field)
    return tuple(field for field in fields if _look_up(own, field) != _look_up(usual, field))


def _look_up(parts: Mapping[str, Any], field: str) -> Any:
    first, *rest = field.split(".")
    found = parts[first]
    for name in rest:
        found = getattr(found, name)
    return found
