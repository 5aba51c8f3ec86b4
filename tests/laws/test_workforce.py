"""The officer: what selection, hours and forgetting may and may not do."""

import numpy as np
import pytest

from asher import evidence
from asher.kernels.codes import Clock
from asher.scenario import Officer
from asher.scenario.response import Response
from asher.simulation.terms import response_terms
from asher.workforce.city import with_levers
from asher.workforce.city_files import read_city
from asher.workforce.defaults import workforce_defaults, workforce_users
from asher.workforce.effects import draw_effects, effects, median_effects
from asher.workforce.force import REFERENCE, draw_people, staff
from asher.workforce.officer import default_force, force_terms, shifted, trait_correlations
from asher.workforce.plans import build_world, evaluate
from asher.workforce.training import SUBJECTS, Service, hours_kept, learnt, left_after
from asher.workforce.year import YEAR, ordinary_year

ZERO = dict.fromkeys(SUBJECTS, 0.0)


@pytest.fixture(scope="module")
def city():
    return read_city("example-city")


@pytest.fixture(scope="module")
def people():
    return draw_people(seed=1)


@pytest.fixture(scope="module")
def world(city):
    return build_world(city, draws=10, incidents=200)


def test_default_officers_leave_the_terms_as_they_are_to_the_last_bit():
    for response in (Response(), Response(agencies=2, officer=Officer(hit_chance=0.413))):
        ours = response_terms(response, is_attack=True)
        theirs = force_terms(default_force(7, officer=response.officer), ours)
        for name, value in ours._asdict().items():
            assert np.array_equal(value, getattr(theirs, name)), name


def test_default_officers_run_the_same_incidents_to_the_last_bit():
    from asher.simulation.population import simulate_population
    from asher.simulation.posterior import read_posterior

    values = read_posterior().draw(3)
    plain = simulate_population(values, incidents=500, seed=5)
    force = default_force(20)
    ours = simulate_population(
        values, incidents=500, seed=5, change=lambda terms: force_terms(force, terms)
    )
    assert np.array_equal(plain.figures, ours.figures)
    other = default_force(20, officer=Officer(resolve=0.2))
    less = simulate_population(
        values, incidents=500, seed=5, change=lambda terms: force_terms(other, terms)
    )
    assert not np.array_equal(plain.figures, less.figures)


def test_officers_of_the_reference_are_about_the_default(city, people):
    """The country's average officers come out as the calibrated ones, up to what they differ in."""
    effects = median_effects()
    found = staff(city, REFERENCE, effects, people)
    terms = response_terms(Response(), is_attack=True)
    ours = force_terms(found.force, terms)
    assert ours.hit == pytest.approx(terms.hit, abs=0.01)
    assert ours.hit_under_fire == pytest.approx(terms.hit_under_fire, abs=0.01)
    assert ours.care_saves == pytest.approx(terms.care_saves, abs=0.01)
    assert np.array_equal(ours.clock, terms.clock)
    assert ours.resolve == pytest.approx(effects["enters_average"], abs=0.04)


def test_zero_hours_give_the_untrained_force(city, people):
    plan = with_levers(city.plan, {"recruit_hours": ZERO, "yearly_hours": ZERO})
    found = staff(city, plan, median_effects(), people)
    assert all(not values.any() for values in found.learnt.values())
    trained = staff(city, city.plan, median_effects(), people)
    assert np.array_equal(found.traits, trained.traits)
    for name in ("hit_odds", "care_odds", "enters"):
        assert (getattr(found.force, name) < getattr(trained.force, name)).mean() > 0.9, name


def test_without_refreshers_training_fades_to_the_untrained_force(city, people):
    late = draw_people(seed=1)
    late = type(late)(late.uniform, late.normal, Service(np.ones(400), late.service.phase))
    effects = median_effects()
    untrained = with_levers(city.plan, {"recruit_hours": ZERO, "yearly_hours": ZERO})
    forgotten = with_levers(city.plan, {"refreshers_a_year": 0})
    # Twenty years after the academy; hours on duty in class are the only thing left.
    a, b = (staff(city, plan, effects, late) for plan in (untrained, forgotten))
    for name in ("hit_odds", "enters", "care_odds", "error_odds", "pressure_removed"):
        assert np.allclose(getattr(a.force, name), getattr(b.force, name), atol=1e-12), name


def test_forgetting_follows_the_cohort():
    left = left_after(np.array([0.0, 12.0, 18.0, 240.0]), retention_months=16.3)
    assert left == pytest.approx([1.0, 0.8, 0.2, 0.0], abs=0.01)
    months = np.linspace(0, 60, 200)
    assert (np.diff(left_after(months, retention_months=15.0)) <= 0).all()


def test_the_same_hours_in_more_sessions_teach_no_less():
    """The hours left are as many in the mean, but nobody has long been without."""
    service = Service(np.ones(400), (np.arange(400) + 0.5) / 400)
    kept = [
        hours_kept(0, 12, refreshers=r, service=service, retention_months=16.3)
        for r in (0.25, 0.5, 1, 2, 4)
    ]
    assert [hours.mean() for hours in kept] == pytest.approx([kept[0].mean()] * 5, rel=0.01)
    taught = [learnt(hours, scale_h=12.0).mean() for hours in kept]
    assert taught == sorted(taught)
    assert taught[0] < 0.7 * taught[-1]


def test_each_further_hour_gives_less():
    share = learnt(np.arange(0.0, 50.0, 5.0), scale_h=12.0)
    gain = np.diff(share)
    assert (gain > 0).all()
    assert (np.diff(gain) < 0).all()


def test_more_resolve_never_lowers_the_chance_to_enter(city, people):
    for index in range(50):
        effects = draw_effects(index, seed=3)
        levels = np.linspace(-4, 4, 81)
        enters = shifted(effects["enters_average"], np.exp(effects["resolve_per_sd"] * levels))
        assert (np.diff(enters) >= 0).all()
        plain = staff(city, city.plan, effects, people).force.enters
        hours = {**city.plan.yearly_hours.model_dump(), "active_attack_response": 20.0}
        more = staff(city, with_levers(city.plan, {"yearly_hours": hours}), effects, people)
        assert (more.force.enters >= plain).all()


def test_what_has_no_everyday_effect_leaves_the_ordinary_year_as_it_is(city, people):
    hours = city.plan.yearly_hours.model_dump()
    changed = with_levers(
        city.plan, {"yearly_hours": {**hours, "medical": 10.0, "joint_exercises": 8.0}}
    )
    for index in range(5):
        effects = draw_effects(index, seed=2)
        today, ours = (staff(city, plan, effects, people) for plan in (city.plan, changed))
        plain = ordinary_year(city, today, today=today, effects=effects)
        assert ordinary_year(city, ours, today=today, effects=effects) == plain
        assert ours.force.care_odds.mean() > today.force.care_odds.mean()
        assert ours.force.forming < today.force.forming


def test_today_has_the_force_and_the_injuries_that_the_city_states(city, people):
    effects = median_effects()
    today = staff(city, city.plan, effects, people)
    year = ordinary_year(city, today, today=today, effects=effects)
    share = effects["violent_share"]
    uses = 200_000 * (share * 0.02 + (1 - share) * 0.001)
    assert year["uses_of_force"] == pytest.approx(uses, rel=1e-12)
    assert year["complaints"] == pytest.approx(160, rel=1e-12)
    assert set(year) == set(YEAR)


def test_de_escalation_acts_as_the_trial_found_it(city, people):
    """From none to a day a year, kept: the trial's factors, up to how much of a day is left."""
    effects = median_effects() | {"overweight_force": 0.0, "retention_months": 1e6}
    hours = {**ZERO, "firearms": 1.0}
    none = with_levers(city.plan, {"recruit_hours": hours, "yearly_hours": hours})
    one = with_levers(none, {"recruit_hours": {**hours, "de_escalation": 8.0}})
    before, after = (staff(city, plan, effects, people) for plan in (none, one))
    year = [ordinary_year(city, each, today=before, effects=effects) for each in (before, after)]
    for name, row in (
        ("uses_of_force", "icat_force"),
        ("citizens_injured", "icat_citizen_injury"),
        ("officers_injured", "icat_officer_injury"),
    ):
        assert year[1][name] / year[0][name] == pytest.approx(effects[row], rel=1e-9)


def test_a_plan_beside_itself_differs_by_exactly_zero(city, world):
    a, b = (evaluate(city.plan, world=world) for _ in range(2))
    for name in a.columns:
        gap = a.gap(name, b)
        assert (gap.mean, gap.lower, gap.upper, gap.chance_lower) == (0, 0, 0, 0.5), name


def test_empty_posts_make_officers_come_later(city, world):
    strict = evaluate(with_levers(city.plan, {"selection_ratio": 0.08}), world=world)
    today = evaluate(city.plan, world=world)
    assert strict.figure("travel").mean == pytest.approx(2**0.5)
    assert strict.gap("minutes", today).mean > 0
    assert strict.gap("enters", today).lower > 0


def test_traits_can_hold_together():
    assert np.linalg.eigvalsh(trait_correlations()).min() > 0


def test_every_effect_names_its_evidence_or_a_judgement():
    for one in effects():
        assert one.rows or one.judgement, one.name
        assert one.low < one.median < one.high, one.name
        assert one.at(-1.959963984540054) == pytest.approx(one.low)
        assert one.at(1.959963984540054) == pytest.approx(one.high)
        assert one.strength == "judgement" or one.rows, one.name
    rows = {id for one in effects() for id in one.evidence}
    assert {"icat-force", "skill-retention", "pressure-training", "violent-share"} <= rows


def test_forming_follows_joint_exercises(city, people):
    hours = {**city.plan.yearly_hours.model_dump(), "joint_exercises": 16.0}
    plan = with_levers(city.plan, {"yearly_hours": hours})
    found = staff(city, plan, median_effects(), people)
    terms = response_terms(Response(agencies=2), is_attack=True)
    ours = force_terms(found.force, terms)
    assert ours.clock[Clock.FORMING, 0] < terms.clock[Clock.FORMING, 0]
    assert ours.forming_factor < terms.forming_factor
    assert ours.friendly_fire < terms.friendly_fire


def test_every_default_of_a_city_says_what_it_rests_on():
    found = workforce_defaults()
    assert len(found) > 40
    for default in found:
        assert default.basis, default.where
        assert default.basis.evidence or default.basis.judgement, default.where
    users = workforce_users()
    assert set(users) <= set(evidence.load())
    for id in (
        "recruit-hours-firearms", "recruit-hours-deescalation", "marshal-hours", "guardian-hours",
        "violent-share", "icat-force", "icat-officer-injury", "icat-citizen-injury",
        "scenario-score", "pressure-training", "skill-retention", "swat-none",
    ):  # fmt: skip
        assert users[id], id
