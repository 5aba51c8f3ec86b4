"""The frontier: levers only, nobody's extreme in its middle, the same after an interruption."""

import json
import re
from pathlib import Path

import numpy as np
import pytest

from asher.errors import MissingExtraError, ResultsError
from asher.runs.forms import JsonForm
from asher.runs.keeper import Keeper
from asher.workforce import levers, study
from asher.workforce.city import City, with_levers
from asher.workforce.city_files import read_city
from asher.workforce.frontier import find_frontier, middle, not_beaten
from asher.workforce.levers import (
    extreme_plans,
    is_single,
    lever_ranges,
    mixed_levers,
    only,
    plan_at,
)
from asher.workforce.plans import build_world, evaluate
from asher.workforce.study import search
from asher.workforce.tipping import find_tipping
from asher.workforce.training import SUBJECTS, total
from pace import slow


@pytest.fixture(scope="module")
def city():
    return read_city("example-city")


@pytest.fixture(scope="module")
def world(city):
    return build_world(city, draws=12, incidents=100)


@pytest.fixture(scope="module")
def tried(world):
    pytest.importorskip("optuna")
    return search(world, plans=24)


def test_levers_are_selection_and_training_and_nothing_else(city):
    known = {"hours", "selection_ratio"}
    known |= {f"hours.{subject}" for subject in SUBJECTS}
    known |= {f"weight.{one.name}" for one in city.instruments}
    assert set(lever_ranges(city)) == known
    assert all(set(each) == known for each in mixed_levers(city).values())
    # Nothing in the package takes or changes a term of the attack.
    for path in Path(levers.__file__).parent.glob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"hazard_terms|HazardTerms|hazard\.|Hazard\(", text), path.name


def test_not_beaten_by_hand():
    points = np.array([[1.0, 4.0], [2.0, 2.0], [3.0, 3.0], [2.0, 2.0], [0.5, 9.0]])
    assert not_beaten(points).tolist() == [True, True, False, True, True]


@pytest.mark.slow
def test_no_plan_of_the_search_beats_one_of_the_frontier(world, tried):
    means = np.array([one.mean for one in tried])
    found = find_frontier(world, tried)
    for point in found.front:
        ours = [point.found.figure(name).mean for name in study.OBJECTIVES]
        # Sums in another order may differ by a rounding.
        assert not (
            (means <= ours).all(axis=1) & (means < np.array(ours) - 1e-12).any(axis=1)
        ).any()
    assert [point.found.plan.title for point in found.points if not point.on_front]


@pytest.mark.parametrize("seed", [1, slow(2), slow(3)])
@pytest.mark.parametrize("limit", [20.0, slow(40.0), 80.0])
def test_all_hours_to_one_subject_is_never_in_the_middle(city, seed, limit):
    """Mixed plans of the same hours lie nearer to the best of both; also without the search's."""
    own = City.model_validate({**city.model_dump(), "most_yearly_hours": limit})
    world = build_world(own, draws=10, incidents=100, seed=seed)
    plans = [plan_at(own, each, title=title) for title, each in mixed_levers(own).items()]
    plans += extreme_plans(own)
    found = [evaluate(plan, world=world) for plan in plans]
    means = np.array([[one.figure(name).mean for name in study.OBJECTIVES] for one in found])
    front = np.flatnonzero(not_beaten(means)).tolist()
    chosen = plans[middle(front, means)]
    assert not is_single(chosen), chosen.title
    assert chosen.title not in {levers.FOR_ATTACKS, levers.FOR_DE_ESCALATION}
    titles = {only(subject) for subject in SUBJECTS}
    assert titles == {plan.title for plan in plans if is_single(plan)} - {levers.FOR_DE_ESCALATION}


@pytest.mark.slow
def test_an_interrupted_search_ends_where_an_uninterrupted_one_does(world, tried, tmp_path):
    class StopError(Exception):
        pass

    def stop(done, whole):
        if done > whole - 3:  # within the last generation
            raise StopError

    with pytest.raises(StopError):
        search(world, plans=24, folder=tmp_path, progress=stop)
    stood = sorted(path.name for path in (tmp_path / "blocks").iterdir())
    assert stood == ["00000.json", "00001.json"]
    again = search(world, plans=24, folder=tmp_path)
    assert [one.plan for one in again] == [one.plan for one in tried]
    for one, other in zip(again, tried, strict=True):
        assert np.array_equal(one.values, other.values)


def test_what_stands_is_not_run_again(world, tmp_path, monkeypatch):
    pytest.importorskip("optuna")
    first = search(world, plans=4, folder=tmp_path)
    monkeypatch.setattr(study, "evaluate", lambda *_, **__: pytest.fail("run again"))
    again = search(world, plans=4, folder=tmp_path)
    assert [one.plan for one in again] == [one.plan for one in first]


def test_folder_of_another_search_and_damaged_blocks_are_told(city, world, tmp_path):
    pytest.importorskip("optuna")
    search(world, plans=2, folder=tmp_path)
    other = build_world(city, draws=11, incidents=100, seed=2)
    with pytest.raises(ResultsError, match="another draws, another seed"):
        search(other, plans=2, folder=tmp_path)
    keeper = Keeper(tmp_path / "blocks", JsonForm(), study.identity_of(world))
    block = keeper.path(1)
    whole = block.read_text(encoding="utf-8")
    block.write_text(whole[:-20], encoding="utf-8")
    with pytest.raises(ResultsError, match="cannot be read"):
        search(world, plans=2, folder=tmp_path)
    other_plan = {"plan": city.plan.model_dump(mode="json"), "values": []}
    keeper.write(1, int(json.loads(whole)["first"]), [other_plan] * 2)
    with pytest.raises(ResultsError, match="other plans"):
        search(world, plans=2, folder=tmp_path)


def test_without_the_extra_the_search_says_which(world, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "optuna", None)
    with pytest.raises(MissingExtraError, match="extra 'workforce'"):
        search(world, plans=2)


def test_a_budget_takes_hours_from_plans(city):
    whole = mixed_levers(city)[levers.EVEN]
    free = plan_at(city, whole, title="free")
    cost = city.cost_of(free, hired=48)
    poor = City.model_validate({**city.model_dump(), "budget_a_year": 0.6 * cost})
    less = plan_at(poor, whole, title="less")
    assert 0 < total(less.yearly_hours) < total(free.yearly_hours)
    assert poor.cost_of(less, hired=48) == pytest.approx(0.6 * cost)
    shares = [getattr(less.yearly_hours, s) / getattr(free.yearly_hours, s) for s in SUBJECTS]
    assert max(shares) == pytest.approx(min(shares))
    none = City.model_validate({**city.model_dump(), "budget_a_year": 1.0})
    assert total(plan_at(none, whole, title="none").yearly_hours) == 0


@pytest.mark.slow
def test_choice_flips_at_the_rate_that_is_said(city):
    """At that rate both plans do the same harm in all, in the draw of the median."""
    world = build_world(city, draws=11, incidents=100)
    attacks, talking = extreme_plans(city)
    found = find_tipping(world, attacks, talking)
    ours, theirs = (evaluate(plan, world=world).columns for plan in (attacks, talking))
    per_event = (theirs["day_harm"] - ours["day_harm"]) / ours["events"]
    paid = ours["year_harm"] - theirs["year_harm"]
    gap = found.rate * per_event - paid
    # With an odd number of draws the median is one of them.
    assert np.abs(gap).min() == pytest.approx(0.0, abs=1e-9)
    assert found.lower <= found.rate <= found.upper
    assert found.rate > found.expected


@pytest.mark.slow
def test_choice_flips_at_the_effect_that_is_said(city):
    """Two plans that differ in de-escalation alone: only effects that may turn its sign flip it."""
    world = build_world(city, draws=10, incidents=100)
    hours = city.plan.yearly_hours.model_dump()
    more = with_levers(
        city.plan, {"title": "more", "yearly_hours": {**hours, "de_escalation": 10.0}}
    )
    found = find_tipping(world, city.plan, more)
    assert {flip.effect for flip in found.flips} <= {"overweight_force"}
    same = find_tipping(world, city.plan, city.plan)
    assert same.flips == ()
