"""The search for a frontier, kept in a folder, so that it can stop and go on."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from asher.errors import MissingExtraError, ResultsError
from asher.workforce.city import Plan
from asher.workforce.effects import effects
from asher.workforce.levers import extreme_plans, lever_ranges, mixed_levers, plan_at
from asher.workforce.plans import Progress, World, evaluate

Values = NDArray[np.float64]

OBJECTIVES = ("day_harm", "year_harm")
"""What the search makes small: harm of the rare day and of the ordinary year [lives a year]."""
PLANS = 200
"""Plans of a search [-] (judgement)."""
BLOCK = 20
"""Plans of a generation, which are kept together [-]."""


@dataclass(frozen=True, eq=False)
class Tried:
    """A plan that was tried.

    Parameters
    ----------
    plan : Plan
        It.
    values : ndarray of float64, shape (n_draws, 2)
        By `OBJECTIVES`, draw by draw.
    """

    plan: Plan
    values: Values

    @property
    def mean(self) -> tuple[float, float]:
        """Mean of both objectives over the draws."""
        day, year = self.values.mean(axis=0).tolist()
        return day, year


def search(
    world: World, *, plans: int = PLANS, folder: Path | None = None,
    progress: Progress | None = None,
) -> list[Tried]:  # fmt: skip
    """Try today's plan and the extremes, then those of a multi-objective search.

    Parameters
    ----------
    world : World
        What nature decides: the search turns levers of selection and training, and never that.
    plans : int
        Plans of the search, >= 1; the first are those of `mixed_levers`.
    folder : Path, optional
        Where blocks are kept; what stands there is not run again.
    progress : callable, optional
        Called with the plans done and their number.

    Returns
    -------
    list of Tried
        The same whether or not it was interrupted.

    Raises
    ------
    MissingExtraError
        If the search is not installed.
    ResultsError
        If the folder holds another search.

    Notes
    -----
    NSGA-II (Deb et al. 2002) on the means of both objectives over the draws. After an interruption
    the search is told again what stood, plan by plan, and so goes on where it was.
    """
    optuna = _optuna()
    if folder is not None:
        _claim(folder, world)
    named = [world.city.plan, *extreme_plans(world.city)]
    mixed = mixed_levers(world.city)
    titles = [*mixed, *(f"Plan {number}" for number in range(len(mixed) + 1, plans + 1))]
    whole = len(named) + plans
    tried = _block(folder, "named", named, world)
    _tell(progress, len(tried), whole)
    with _quiet(optuna):
        sampler = optuna.samplers.NSGAIISampler(population_size=BLOCK, seed=world.seed)
        study = optuna.create_study(directions=["minimize"] * 2, sampler=sampler)
        for levers in mixed.values():
            study.enqueue_trial(levers)
        for start in range(0, plans, BLOCK):
            size = min(BLOCK, plans - start)
            asked = [study.ask() for _ in range(size)]
            wanted = [
                plan_at(world.city, _suggested(trial, world), title=titles[start + k])
                for k, trial in enumerate(asked)
            ]
            found = _block(folder, f"{start // BLOCK:04d}", wanted, world)
            for trial, one in zip(asked, found, strict=True):
                study.tell(trial, one.mean)
            tried += found
            _tell(progress, len(tried), whole)
    return tried


def _suggested(trial: Any, world: World) -> dict[str, float]:
    return {
        name: trial.suggest_float(name, low, high, log=name == "selection_ratio")
        for name, (low, high) in lever_ranges(world.city).items()
    }


def _block(folder: Path | None, name: str, wanted: Sequence[Plan], world: World) -> list[Tried]:
    """Read a block where it stands; else run it and write it whole."""
    path = None if folder is None else folder / "blocks" / f"{name}.json"
    stands = _read(path, wanted) if path is not None and path.exists() else []
    found = stands + [_try(plan, world) for plan in wanted[len(stands) :]]
    if path is not None and len(found) > len(stands):
        path.parent.mkdir(parents=True, exist_ok=True)
        rows = [{"plan": one.plan.model_dump(), "values": one.values.tolist()} for one in found]
        part = path.with_suffix(".part")
        part.write_text(json.dumps(rows), encoding="utf-8")
        part.replace(path)
    return found


def _read(path: Path, wanted: Sequence[Plan]) -> list[Tried]:
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        found = [Tried(Plan(**row["plan"]), np.array(row["values"])) for row in rows]
    except (ValueError, KeyError, TypeError):
        raise ResultsError(f"{path}: is damaged; delete it, and it is run again") from None
    known = found[: len(wanted)]
    if any(one.plan != plan for one, plan in zip(known, wanted, strict=False)):
        raise ResultsError(f"{path}: holds other plans; choose an empty folder")
    return known


def _try(plan: Plan, world: World) -> Tried:
    columns = evaluate(plan, world=world).columns
    return Tried(plan, np.stack([columns[name] for name in OBJECTIVES], axis=1))


def _tell(progress: Progress | None, done: int, whole: int) -> None:
    if progress is not None:
        progress(done, whole)


def settings_of(world: World) -> dict[str, Any]:
    """Name everything that a search hangs on.

    Parameters
    ----------
    world : World
        What nature decides.

    Returns
    -------
    dict
        Digests of city, effects and posterior; draws, incidents and seed.
    """
    whole = json.dumps([vars(one) for one in effects()], default=str).encode()
    return {
        "city": sha256(world.city.model_dump_json().encode()).hexdigest()[:16],
        "effects": sha256(whole).hexdigest()[:16],
        "posterior": sha256(world.posterior.values.tobytes()).hexdigest()[:16],
        "draws": world.draws,
        "incidents": world.incidents,
        "seed": world.seed,
    }


def _claim(folder: Path, world: World) -> None:
    path, settings = folder / "search.json", settings_of(world)
    if path.exists():
        try:
            known: Mapping[str, Any] = dict(json.loads(path.read_text(encoding="utf-8")))
        except (ValueError, TypeError):
            raise ResultsError(f"{path}: is damaged; choose an empty folder") from None
        other = [key for key in settings if known.get(key) != settings[key]]
        if other:
            raise ResultsError(
                f"{folder}: holds a search with another {' and '.join(other)}; choose an empty "
                "folder, or the same settings"
            )
        return
    folder.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")
    part.replace(path)


def _optuna() -> Any:
    try:
        import optuna
    except ImportError:
        raise MissingExtraError(
            "the frontier needs the extra 'workforce': pip install -e '.[workforce]' in a clone"
        ) from None
    return optuna


@contextmanager
def _quiet(optuna: Any) -> Iterator[None]:
    before = optuna.logging.get_verbosity()
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    try:
        yield
    finally:
        optuna.logging.set_verbosity(before)
