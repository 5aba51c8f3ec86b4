"""The search for a frontier, kept in a folder, so that it can stop and go on."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from asher.errors import MissingExtraError, ResultsError
from asher.runs.blocks import Progress, Range, Told, ranges_of, run_blocks
from asher.runs.claims import claim, locked
from asher.runs.forms import JsonForm
from asher.runs.identity import Identity, laws_digest
from asher.runs.keeper import Keeper
from asher.workforce.city import Plan
from asher.workforce.effects import effects
from asher.workforce.levers import extreme_plans, lever_ranges, mixed_levers, plan_at
from asher.workforce.plans import World, evaluate

Values = NDArray[np.float64]

OBJECTIVES = ("day_harm", "year_harm")
"""What the search makes small: harm of the rare day and of the ordinary year [lives a year]."""
PLANS = 200
"""Plans of a search [-] (judgement)."""
BLOCK = 20
"""Plans of a generation, which are kept together [-]."""


@dataclass(frozen=True, eq=False)
class Tried:
    """A plan that was tried."""

    plan: Plan
    values: Values  # By `OBJECTIVES`, draw by draw, shape (n_draws, 2)

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
    with _kept(folder, world) as keeper, _quiet(optuna):
        return _searched(optuna, keeper, world, plans, progress)


def _searched(
    optuna: Any, keeper: Keeper[list[Any]] | None, world: World, plans: int,
    progress: Progress | None,
) -> list[Tried]:  # fmt: skip
    named = [world.city.plan, *extreme_plans(world.city)]
    mixed = mixed_levers(world.city)
    titles = [*mixed, *(f"Plan {number}" for number in range(len(mixed) + 1, plans + 1))]
    whole = len(named) + plans

    def told_after(done: int) -> Told | None:
        return None if progress is None else lambda part: progress(done + part, whole)

    tried = _tried(keeper, (0, 0, len(named)), named, world, told_after(0))
    sampler = optuna.samplers.NSGAIISampler(population_size=BLOCK, seed=world.seed)
    study = optuna.create_study(directions=["minimize"] * 2, sampler=sampler)
    for levers in mixed.values():
        study.enqueue_trial(levers)
    for index, start, size in ranges_of(plans, BLOCK):
        asked = [study.ask() for _ in range(size)]
        wanted = [
            plan_at(world.city, _suggested(trial, world), title=titles[start + k])
            for k, trial in enumerate(asked)
        ]
        # Its first plan is asked for only now that the generations before it are known.
        block = (index + 1, len(named) + start, size)
        found = _tried(keeper, block, wanted, world, told_after(len(tried)))
        for trial, one in zip(asked, found, strict=True):
            study.tell(trial, one.mean)
        tried += found
    return tried


def _suggested(trial: Any, world: World) -> dict[str, float]:
    return {
        name: trial.suggest_float(name, low, high, log=name == "selection_ratio")
        for name, (low, high) in lever_ranges(world.city).items()
    }


@dataclass(frozen=True, eq=False)
class Generation:
    """The study that tries some plans."""

    plans: Sequence[Plan]  # Which
    world: World  # What nature decides
    start: int  # Number of the first of them in the whole search

    def run(self, first: int, count: int, told: Told | None = None) -> list[Any]:
        """Values of some plans by `OBJECTIVES`; see `runs.blocks.Study`."""
        found = []
        for number in range(first - self.start, first - self.start + count):
            plan = self.plans[number]
            columns = evaluate(plan, world=self.world).columns
            values = np.stack([columns[name] for name in OBJECTIVES], axis=1)
            found.append({"plan": plan.model_dump(mode="json"), "values": values.tolist()})
            if told is not None:
                told(len(found))
        return found


def _tried(
    keeper: Keeper[list[Any]] | None, block: Range, plans: Sequence[Plan], world: World,
    told: Told | None,
) -> list[Tried]:  # fmt: skip
    """Try the plans of a generation, or read what they came to where it stands."""
    index, first, _ = block
    study = Generation(plans, world, first)
    (ran,) = run_blocks(study, keeper, [block], told=told)
    found = [_read(row, plan, world) for row, plan in zip(ran.block or [], plans, strict=True)]
    tried = [one for one in found if one is not None]
    if len(tried) < len(plans):
        raise ResultsError(
            f"{keeper.path(index) if keeper else ''}: holds other plans; choose an empty folder"
        )
    return tried


def _read(row: Any, plan: Plan, world: World) -> Tried | None:
    """A row of a block; None where it is not of this plan, whoever wrote it."""
    if not isinstance(row, dict) or row.get("plan") != plan.model_dump(mode="json"):
        return None
    try:
        values = np.array(row.get("values"), dtype=np.float64)
    except (TypeError, ValueError):
        return None
    fits = values.shape == (world.draws, len(OBJECTIVES)) and np.isfinite(values).all()
    return Tried(plan, values) if fits else None


def settings_of(world: World) -> dict[str, str | int]:
    """Name everything that a search hangs on, but for the laws.

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


def identity_of(world: World) -> Identity:
    """What decides the bytes of a search.

    Returns
    -------
    Identity
        Its settings, and the laws.
    """
    laws = {"version of the model": laws_digest("asher.workforce.study")}
    return Identity({**settings_of(world), **laws})


@contextmanager
def _kept(folder: Path | None, world: World) -> Iterator[Keeper[list[Any]] | None]:
    """The keeper of a folder, which is locked meanwhile."""
    if folder is None:
        yield None
        return
    identity = identity_of(world)
    path, blocks = folder / "search.json", folder / "blocks"
    with locked(folder):
        claim(path, identity, others=blocks.is_dir())
        yield Keeper(blocks, JsonForm(), identity)


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
