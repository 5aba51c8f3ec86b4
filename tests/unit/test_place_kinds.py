"""Kinds of place: partial pooling, and what becomes of the draws."""

import numpy as np
import pytest

from asher.calibration import place_kinds as fitting
from asher.calibration.place_kinds import (
    DRAWS,
    LOG_FACTORS,
    LOG_SPREADS,
    SHIFTS,
    PlaceKind,
    chances,
    exposure_levels,
    fit_place_kinds,
    hurt_at,
    log_likelihoods,
    pooled,
    write_place_kinds,
)
from asher.evidence.incidents import read_incidents
from asher.simulation import place_kinds as reading
from asher.simulation.exposure import LOG_RATES, PLACES_OF, of_places
from asher.simulation.parameters import parameter_names, parameters
from asher.simulation.place_kinds import COLUMNS, KIND_OF
from asher.simulation.population import FIGURES, Population
from asher.simulation.posterior import Posterior
from tolerance import assert_mean

VALUES = {
    "casualty_rate_per_min": 6.0,
    "casualty_rate_log_sd": 1.0,
    "casualty_at_once_share": 0.7,
    "more_casualties_at_once": 1.5,
}
STOPS = np.random.default_rng(1).lognormal(np.log(180.0), 0.9, 2000)


@pytest.fixture(scope="module")
def exposure():
    return exposure_levels(("mall", "cinema"), STOPS, seed=1)


def made_up(exposure, n, *, factor=1.0, spread=1.0, shift=0.0, seed=0):
    """Incidents in which as many are hurt as the law of the fit says, shape (n,)."""
    generator = np.random.default_rng(seed)
    log_sd = spread * VALUES["casualty_rate_log_sd"]
    mean_rate = factor * VALUES["casualty_rate_per_min"] / 60.0
    rate = mean_rate * np.exp(log_sd * generator.standard_normal(n) - 0.5 * log_sd**2)
    level = generator.integers(0, exposure.shape[1], n)
    until = [
        np.interp(np.log(each), LOG_RATES, exposure[:, k])
        for each, k in zip(rate, level, strict=True)
    ]
    odds = np.exp(shift) * VALUES["casualty_at_once_share"] / (1 - VALUES["casualty_at_once_share"])
    at_once = generator.random(n) < odds / (1 + odds)
    more = generator.poisson(VALUES["more_casualties_at_once"], n)
    return generator.poisson(rate * np.array(until)) + at_once * (1 + more)


def interval(weight, axis, values):
    """Ends of the 95 % interval of one number, and its mean."""
    others = tuple(k for k in range(3) if k != axis)
    chance = weight.sum(axis=others)
    sums = np.cumsum(chance)
    low, high = values[np.searchsorted(sums, [0.025, 0.975])]
    return low, high, float(chance @ values)


def test_the_chances_of_a_kind_of_place_are_those_of_its_law(exposure):
    """Of 20,000 made-up incidents; a chance that is off by 0.02 would be caught."""
    counts = np.arange(0, 40)
    alone, with_more = chances(counts, VALUES, exposure, (1.5, 0.8))
    for said in (alone, with_more):
        assert np.all(said >= 0.0)
        assert said.sum() <= 1.0 + 1e-9
    assert with_more[0] == 0.0
    for shift, said in ((-30.0, alone), (30.0, with_more)):
        hurt = made_up(exposure, 20_000, factor=1.5, spread=0.8, shift=shift)
        for count in (0, 1, 3, 8, 15):
            seen = np.mean(hurt == count)
            error = np.sqrt(max(said[count], 1e-4) / 20_000)
            assert seen == pytest.approx(said[count], abs=5 * error), (shift, count)


@pytest.fixture(scope="module")
def as_the_country(exposure):
    """Tables of four kinds of place that are as the country is, 150 incidents each."""
    return [log_likelihoods(made_up(exposure, 150, seed=k), VALUES, exposure) for k in range(4)]


@pytest.fixture(scope="module")
def doubled(exposure, as_the_country):
    """Weights of five kinds, of which the first has twice the rate, by its number of incidents."""

    def weights(n):
        hurt = made_up(exposure, n, factor=2.0, seed=9)
        return pooled(np.array([log_likelihoods(hurt, VALUES, exposure), *as_the_country]))

    return {n: weights(n) for n in (6, 150)}


def test_a_known_factor_of_two_is_found_within_its_interval(doubled):
    """150 incidents at such a place, and 150 at four kinds that are as the country is."""
    low, high, mean = interval(doubled[150][0], 0, LOG_FACTORS)
    assert low <= np.log(2.0) <= high
    assert low > 0.0
    for weight in doubled[150][1:]:
        low, high, other = interval(weight, 0, LOG_FACTORS)
        assert low <= 0.0 <= high
        assert other < mean


@pytest.mark.slow
def test_a_kind_with_few_incidents_stays_near_the_country(doubled):
    """The same factor of two: six incidents are believed less than 150 where four kinds agree."""
    few, many = (interval(doubled[n][0], 0, LOG_FACTORS)[2] for n in (6, 150))
    assert abs(few) < 0.25 * np.log(2.0)
    assert many > 0.75 * np.log(2.0)


def by_itself(table):
    """Weights of a kind of place of which only its own incidents are known."""
    chance = np.exp(table - table.max())
    return chance / chance.sum()


def test_a_known_spread_and_a_known_share_at_once_are_found(exposure, as_the_country):
    """Would catch a spread or a share of attacks that is taken for that of the country."""
    wide = log_likelihoods(made_up(exposure, 300, spread=1.5, seed=3), VALUES, exposure)
    seldom = log_likelihoods(made_up(exposure, 300, shift=-2.0, seed=4), VALUES, exposure)
    weights = pooled(np.array([wide, seldom, *as_the_country]))
    for number, axis, values, truth in (
        (0, 1, LOG_SPREADS, np.log(1.5)),
        (1, 2, SHIFTS, -2.0),
    ):
        low, high, own = interval(by_itself((wide, seldom)[number]), axis, values)
        assert low <= truth <= high
        # Beside five kinds that are as the country is, it is believed less, and not forgotten.
        shared = interval(weights[number], axis, values)[2]
        assert 0.25 < shared / own < 1.0
    for weight in weights[2:]:
        for axis, values in enumerate((LOG_FACTORS, LOG_SPREADS, SHIFTS)):
            low, high, _ = interval(weight, axis, values)
            assert low <= 0.0 <= high


def test_what_is_not_known_of_a_kind_is_what_the_others_say():
    """One kind of which nothing is known, beside kinds that are all alike or that all differ."""

    def table_at(factor):
        table = np.zeros((len(LOG_FACTORS), len(LOG_SPREADS), len(SHIFTS)))
        return table - 0.5 * ((LOG_FACTORS - factor) / 0.15)[:, None, None] ** 2

    unknown, spreads = np.zeros_like(table_at(0.0)), []
    for others in ((0.0, 0.0, 0.0, 0.0), (-0.8, 0.8, -0.8, 0.8)):
        weights = pooled(np.array([unknown, *map(table_at, others)]))
        assert weights.sum(axis=(1, 2, 3)) == pytest.approx(np.ones(5))
        low, high, mean = interval(weights[0], 0, LOG_FACTORS)
        assert mean == pytest.approx(0.0, abs=1e-9)
        spreads.append(high - low)
        for weight, factor in zip(weights[1:], others, strict=True):
            # Towards the country, but not beyond it.
            assert 0.0 <= interval(weight, 0, LOG_FACTORS)[2] * np.sign(factor) <= abs(factor)
    assert spreads[1] > 1.3 * spreads[0]


def test_levels_of_exposure_are_quantiles_at_each_rate(exposure):
    assert np.all(np.diff(exposure, axis=1) >= 0.0)
    curves = of_places("mall", "cinema")
    assert exposure.min() >= 0.0
    assert exposure.max() <= max(STOPS.max(), curves.max())
    # An attack that ends at a mark has the exposure that was measured by it.
    alike = exposure_levels(("hospital-ward",), np.full(3000, 300.0), seed=2)
    measured = of_places("hospital-ward")[:, :, 3]
    assert alike.mean(axis=1) == pytest.approx(measured.mean(axis=0), rel=0.05)


def test_the_record_of_a_kind_is_the_killed_and_wounded_of_its_incidents():
    rows = read_incidents().rows
    for kind in PLACES_OF:
        here = [row for row in rows if row.location == kind and row.apart is None]
        hurt = hurt_at(kind)
        assert hurt.sum() == sum(row.killed + row.wounded for row in here)
        assert len(hurt) == len(here) > 0
    # One incident, in which more than 500 were hurt, stands apart.
    assert max(hurt_at(kind).max() for kind in PLACES_OF) < 500


@pytest.fixture
def fitted(monkeypatch):
    """A fit to a record of which each kind has as many incidents as one says."""

    def fit(hurt, seed=1):
        rows = np.zeros((400, len(FIGURES)))
        rows[:, FIGURES.index("stop_s")] = np.resize(STOPS, 400)
        rows[::4, FIGURES.index("at_school")] = 1.0
        monkeypatch.setattr(fitting, "simulate_population", lambda *_, **__: Population(rows))
        monkeypatch.setattr(fitting, "hurt_at", hurt)
        names = parameter_names()
        values = np.array([[VALUES.get(each.name, each.median) for each in parameters()]] * 3)
        assert set(VALUES) < set(names)
        return fit_place_kinds(Posterior(values, {}), seed=seed)

    return fit


@pytest.mark.slow
def test_a_fit_keeps_draws_of_every_kind_and_the_same_for_the_same_seed(fitted):
    exposure = exposure_levels(PLACES_OF["House of Worship"], STOPS, seed=1)
    sizes = {"House of Worship": 200}

    def hurt(kind):
        factor = 2.5 if kind == "House of Worship" else 1.0
        return made_up(exposure, sizes.get(kind, 6), factor=factor, seed=11)

    found, again, other = fitted(hurt), fitted(hurt), fitted(hurt, seed=2)
    assert [each.kind for each in found] == list(PLACES_OF)
    for one, same, another in zip(found, again, other, strict=True):
        assert one.draws.shape == (DRAWS, 3)
        assert np.array_equal(one.draws, same.draws)
        assert not np.array_equal(one.draws, another.draws)
        assert np.all(one.draws[:, :2] > 0.0)
    means = {each.kind: np.log(each.draws[:, 0]).mean() for each in found}
    assert max(means, key=means.get) == "House of Worship"
    assert means["House of Worship"] > np.log(1.6)
    # A draw lies anywhere within its step, not on what was tried.
    steps = np.log(found[0].draws[:, 0]) / (LOG_FACTORS[1] - LOG_FACTORS[0])
    assert_mean((steps - np.round(steps)) ** 2, 1 / 12)


def test_draws_are_written_and_read(monkeypatch, tmp_path):
    generator = np.random.default_rng(1)
    kinds = [PlaceKind(kind, generator.random((4, 3)) + 0.1) for kind in ("Education", "Commerce")]
    (tmp_path / "data").mkdir()
    path = tmp_path / "data" / "place_kinds.csv"
    write_place_kinds(kinds, path)
    lines = path.read_text().splitlines()
    assert lines[0] == ",".join(COLUMNS)
    assert [line.split(",")[:2] for line in lines[4:7]] == [
        ["Education", "3"], ["Commerce", "0"], ["Commerce", "1"],
    ]  # fmt: skip
    monkeypatch.setattr(reading.resources, "files", lambda _: tmp_path)
    reading.place_kinds.cache_clear()
    try:
        found = reading.place_kinds()
    finally:
        monkeypatch.undo()
        reading.place_kinds.cache_clear()
    assert list(found) == ["Education", "Commerce"]
    for each in kinds:
        assert found[each.kind] == pytest.approx(each.draws, rel=1e-4)


def test_shipped_draws_are_of_every_kind_and_near_the_country():
    found = reading.place_kinds()
    assert list(found) == list(PLACES_OF)
    assert set(KIND_OF.values()) == set(found)
    for draws in found.values():
        assert draws.shape == (DRAWS, 3)
        # Within what was tried, and half a step beyond.
        assert np.all(np.abs(np.log(draws[:, 0])) <= LOG_FACTORS[-1] + 0.051)
        assert np.all(np.abs(np.log(draws[:, 1])) <= LOG_SPREADS[-1] + 0.076)
        assert np.all(np.abs(draws[:, 2]) <= SHIFTS[-1] + 0.201)


def test_a_shift_of_the_odds_leaves_a_share_between_0_and_1(monkeypatch):
    table = np.array([[2.0, 0.5, 20.0], [2.0, 0.5, -20.0]])
    monkeypatch.setattr(reading, "place_kinds", lambda: dict.fromkeys(KIND_OF.values(), table))
    often, seldom = (reading.at_kind_of_place("school", VALUES, draw) for draw in (0, 1))
    assert 0.0 < seldom["casualty_at_once_share"] < 1e-6
    assert 1.0 - 1e-6 < often["casualty_at_once_share"] <= 1.0
    assert often["casualty_rate_per_min"] == 2.0 * VALUES["casualty_rate_per_min"]
    assert often["casualty_rate_log_sd"] == 0.5 * VALUES["casualty_rate_log_sd"]
    # Left out, the medians hold: here no shift, which is no change.
    usual = reading.at_kind_of_place("school", VALUES)
    assert usual["casualty_at_once_share"] == pytest.approx(VALUES["casualty_at_once_share"])
    assert usual["more_casualties_at_once"] == VALUES["more_casualties_at_once"]
