"""Draws of the calibrated parameters, and how the incidents of a scenario take them."""

from __future__ import annotations

import csv
import hashlib
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from asher import bounds
from asher.documents import shown
from asher.errors import Fault, ResultsError, fault_lines
from asher.kernels.state import Site
from asher.scenario import Hazard
from asher.scenario.response import Response
from asher.simulation.parameters import (
    Parameter,
    parameter_names,
    parameters,
    spreads,
    with_parameters,
)
from asher.simulation.place_kinds import KIND_OF, at_kind_of_place, place_kinds
from asher.simulation.population import SCHOOL_SHARE
from asher.strangers import printable, read_json, read_plain

if TYPE_CHECKING:
    from asher.scenario import CourseOfAction, Scenario

RECORD = (
    "seed", "points", "draws", "fitted_to", "sampler", "emulator", "simulation_based_calibration",
    "held_out",
)  # fmt: skip
"""What ``posterior.json`` says of the draws."""
INCIDENTS_PER_DRAW = 10
"""Incidents in a row that meet the same draw [-] (judgement: with fewer, the spread between draws
cannot be told from chance; with more, few draws are met)."""
# A rate of a billion a minute would never come to an end.
_REACH = 8.0
_TOLD = 20


@dataclass(frozen=True, eq=False)
class Posterior:
    """Draws of the parameters, given the calibrated rows of the evidence."""

    # In their own units, in the order of `parameter_names`, shape (n_draws, n_parameters).
    values: NDArray[np.float64]
    about: Mapping[str, Any]  # Where it comes from, and how the sampler did

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

    def spread_draw(self, index: int, count: int) -> dict[str, float]:
        """Return one of so many draws that are spread over all.

        Parameters
        ----------
        index, count : int
            Its number among them, and how many are taken, >= 1.

        Returns
        -------
        dict of str to float
            By name of the parameter.
        """
        return self.draw(index * max(len(self.values) // count, 1))


def read_posterior(folder: Path | None = None) -> Posterior:
    """Read a posterior.

    Parameters
    ----------
    folder : Path, optional
        A folder that `calibrate` filled; the shipped posterior if left out.

    Raises
    ------
    ResultsError
        If there is none, or it is of other parameters or damaged; every fault is told, by line.
    """
    where = Path(str(resources.files("asher"))) / "data" if folder is None else folder
    table, record = where / "posterior.csv", where / "posterior.json"
    if not table.exists():
        raise ResultsError(f"{table}: no posterior here; asher calibrate --out FOLDER makes one")
    faults: list[Fault] = []
    values = _read_draws(table, faults)
    about = _read_record(record, faults)
    if not faults and about["draws"] != len(values):
        found = f"{len(values):,} draw{'s' * (len(values) != 1)}"
        allowed = f"{shown(about['draws'])}, as {record.name} says; calibrate again, or copy both"
        faults.append(Fault(str(table), 1, 1, "", found, allowed))
    if faults:
        raise ResultsError("\n".join(fault_lines(faults)))
    return Posterior(np.array(values), about)


def _read_draws(path: Path, faults: list[Fault]) -> list[list[float]]:
    """The draws; what is wrong with them is added to the faults."""
    try:
        raw = read_plain(path, most=bounds.DOCUMENT_BYTES)
        rows = csv.reader(raw.decode("utf-8-sig").splitlines() or [""])
        header = next(rows)
        return _draws_of(header, rows, path, faults)
    except OSError as error:
        faults.append(Fault(str(path), 1, 1, "", f"cannot read: {error.strerror}", "a CSV file"))
        return []
    except (csv.Error, ValueError) as error:
        faults.append(Fault(str(path), 1, 1, "", f"cannot be read: {error}", "a CSV file"))
    return []


def _draws_of(
    header: list[str], rows: Iterable[list[str]], path: Path, faults: list[Fault]
) -> list[list[float]]:
    known = parameters()
    if header != [parameter.name for parameter in known]:
        names = ", ".join(parameter.name for parameter in known)
        found = f"columns {printable(', '.join(header)[:200])}" if header else "an empty file"
        faults.append(Fault(str(path), 1, 1, "", found, names))
        return []
    values: list[list[float]] = []
    for line, row in enumerate(rows, start=2):
        if len(faults) > _TOLD:
            return values
        if len(row) != len(known):
            faults.append(Fault(str(path), line, 1, "", f"{len(row)} numbers", str(len(known))))
            continue
        values.append([_number(cell, each) for cell, each in zip(row, known, strict=True)])
        for cell, value, each in zip(row, values[-1], known, strict=True):
            if math.isnan(value):
                allowed = "a number above 0" if each.scale == "log" else "a number between 0 and 1"
                found = f"found {cell[:60]!r}"
                faults.append(Fault(str(path), line, 1, each.name, found, allowed))
            elif abs(spreads(value, each)) > _REACH:
                found = f"found {value:g}, far beyond its prior"
                allowed = f"within {_REACH:g} standard deviations of it"
                faults.append(Fault(str(path), line, 1, each.name, found, allowed))
    if not values and not faults:
        faults.append(Fault(str(path), 1, 1, "", "no draws", "at least one row of numbers"))
    return values


def _number(cell: str, parameter: Parameter) -> float:
    """A value that a parameter may have; NaN for any other."""
    try:
        value = float(cell)
    except ValueError:
        return math.nan
    most = math.inf if parameter.scale == "log" else 1.0
    return value if 0.0 < value < most else math.nan


def _read_record(path: Path, faults: list[Fault]) -> dict[str, Any]:
    """Where the draws come from; what is wrong with that is added to the faults."""
    allowed = "the JSON object that asher calibrate writes beside posterior.csv"
    try:
        about = read_json(path)
    except OSError as error:
        faults.append(Fault(str(path), 1, 1, "", f"cannot read: {error.strerror}", allowed))
    except json.JSONDecodeError as error:
        faults.append(Fault(str(path), error.lineno, error.colno, "", error.msg, allowed))
    except ValueError as error:
        faults.append(Fault(str(path), 1, 1, "", f"cannot be read: {error}", allowed))
    else:
        missing = [key for key in RECORD if not isinstance(about, dict) or key not in about]
        if not missing and isinstance(about["fitted_to"], dict):
            return dict(about)
        said = f"no {', no '.join(missing)}" if missing else "'fitted_to' names nothing"
        found = said if isinstance(about, dict) else "no JSON object"
        faults.append(Fault(str(path), 1, 1, "", found, allowed))
    return {}


@cache
def _shipped() -> Posterior:
    return read_posterior()


def draws_digest(scenario: Scenario) -> str:
    """Digest of the calibrated numbers that the incidents of a scenario draw.

    Parameters
    ----------
    scenario : Scenario
        Whether its numbers are drawn.

    Returns
    -------
    str
        SHA-256, in hexadecimal, of every draw and of what it stands for; ``"none"`` where numbers
        are as stated.
    """
    if scenario.hazard is None or not is_drawn(scenario):
        return "none"
    digest = hashlib.sha256(np.ascontiguousarray(_shipped().values).tobytes())
    digest.update(f"{INCIDENTS_PER_DRAW} incidents a draw\n".encode())
    for parameter in parameters():
        digest.update(f"{parameter.name} {parameter.scale} {parameter.field}\n".encode())
    digest.update(repr(KIND_OF).encode())
    for draws in place_kinds().values():
        digest.update(np.ascontiguousarray(draws).tobytes())
    # National values are carried over to a kind of place, and what is stated otherwise is kept.
    usual = (Hazard(profile=scenario.hazard.profile), Hazard(profile="national"), Response())
    for part in usual:
        digest.update(part.model_dump_json().encode())
    return digest.hexdigest()


def is_drawn(scenario: Scenario) -> bool:
    """Whether the incidents of a scenario meet draws of the calibrated numbers."""
    return scenario.hazard is not None and scenario.uncertainty == "posterior"


def draw_number(replication: int) -> int:
    """Return the number of the draw that an incident meets.

    Returns
    -------
    int
        It hangs on the number of the incident alone.

    Examples
    --------
    >>> [draw_number(replication) for replication in (0, 9, 10, 25)]
    [0, 0, 1, 2]
    """
    return replication // INCIDENTS_PER_DRAW


def draws_met(scenario: Scenario, replications: NDArray[np.int64]) -> NDArray[np.int64] | None:
    """Return which draw each of some incidents met.

    Parameters
    ----------
    scenario : Scenario
        Whether its numbers are drawn.
    replications : ndarray of int64, shape (n,)
        Numbers of the incidents.

    Returns
    -------
    ndarray of int64, shape (n,), or None
        Numbers of draws; None where numbers are as stated.
    """
    if not is_drawn(scenario):
        return None
    return np.array([draw_number(int(each)) for each in replications], dtype=np.int64)


@dataclass(frozen=True, eq=False)
class Sites:
    """The sites of the courses of action of a scenario, incident by incident."""

    scenario: Scenario  # Whether its numbers are drawn, and which it states
    sites: Sequence[Site]  # One for each course of action, with the numbers as stated
    courses: Sequence[CourseOfAction]  # These

    def of(self, replication: int) -> Sequence[Site]:
        """Return the sites of one incident.

        Parameters
        ----------
        replication : int
            Its number; every course of action meets the same numbers in it.

        Returns
        -------
        sequence of Site
            With the numbers as stated, or those of one draw of the posterior, which incidents in
            a row share (`draw_number`).
        """
        if not is_drawn(self.scenario):
            return self.sites
        values = self._at_place(draw_number(replication))
        found = []
        for site, stated in zip(self.sites, self._stated, strict=True):
            hazard, response = with_parameters(site.hazard, site.response, values, keep=stated)
            found.append(site._replace(hazard=hazard, response=response))
        return found

    @cached_property
    def _stated(self) -> list[tuple[str, ...]]:
        return [stated_fields(self.scenario, course) for course in self.courses]

    def _at_place(self, draw: int) -> dict[str, float]:
        """National values of a draw as they hold for the kind of place."""
        assert self.scenario.hazard is not None
        values = at_kind_of_place(self.scenario.hazard.profile, _shipped().draw(draw), draw)
        school, elsewhere = values["restrained_school"], values["restrained_elsewhere"]
        restrained = {
            "school": school,
            "national": SCHOOL_SHARE * school + (1.0 - SCHOOL_SHARE) * elsewhere,
        }
        return {
            **values,
            "restrained_share": restrained.get(self.scenario.hazard.profile, elsewhere),
        }


def stated_fields(scenario: Scenario, course: CourseOfAction) -> tuple[str, ...]:
    """Name the calibrated fields that a scenario states itself, or a course of action for itself.

    Parameters
    ----------
    scenario : Scenario
        A scenario with a hazard.
    course : CourseOfAction
        One of its courses of action.

    Returns
    -------
    tuple of str
        What stands there is not drawn.
    """
    assert scenario.hazard is not None
    own = {"hazard": scenario.hazard, "response": course.response.over(scenario.response)}
    usual = {"hazard": Hazard(profile=scenario.hazard.profile), "response": Response()}
    fields = dict.fromkeys(parameter.field for parameter in parameters() if parameter.field)
    return tuple(field for field in fields if _look_up(own, field) != _look_up(usual, field))


def _look_up(parts: Mapping[str, Any], field: str) -> Any:
    first, *rest = field.split(".")
    found = parts[first]
    for name in rest:
        found = getattr(found, name)
    return found
