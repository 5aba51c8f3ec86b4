"""Kinds of place: partial pooling, and what becomes of the draws."""

from itertools import product

import numpy as np
import pytest

from asher.calibration import place_kinds as fitting
from asher.calibration.place_kinds import (
    DRAWS,
    NUMBERS,
    PlaceKind,
    chances_at_once,
    chances_later,
    chances_tried,
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
TRIED = [each.tried for each in NUMBERS]
IS_FACTOR = np.array([each.is_factor for each in NUMBERS])
RATE, SPREAD, SHIFT, MORE = range(4)
STOPS = np.random.default_rng(1).lognormal(np.log(180.0), 0.9, 2000)


@pytest.fixture(scope="module")
def exposure():
    return exposure_levels(("mall", "cinema"), STOPS, seed=1)


def made_up(exposure, n, *, factor=1.0, spread=1.0, shift=0.0, more=1.0, seed=0):
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
    with_first = generator.poisson(more * VALUES["more_casualties_at_once"], n)
    return generator.poisson(rate * np.array(until)) + at_once * (1 + with_first)


def interval(weight, axis):
    """Ends of the 95 % interval of one number, and its mean."""
    values = TRIED[axis]
    chance = weight.sum(axis=tuple(k for k in range(len(TRIED)) if k != axis))
    sums = np.cumsum(chance)
    low, high = values[np.searchsorted(sums, [0.025, 0.975])]
    return low, high, float(chance @ values)


def test_the_chances_of_a_kind_of_place_are_those_of_its_law(exposure):
    """Of 20,000 made-up incidents; a chance that is off by 0.02 would be caught."""
    alone = chances_later(39, VALUES, exposure, (1.5, 0.8))
    with_more = chances_at_once(alone, 0.6 * VALUES["more_casualties_at_once"])
    for said in (alone, with_more):
        assert np.all(said >= 0.0)
        assert said.sum() <= 1.0 + 1e-9
    assert with_more[0] == 0.0
    for shift, said in ((-30.0, alone), (30.0, with_more)):
        hurt = made_up(exposure, 20_000, factor=1.5, spread=0.8, shift=shift, more=0.6)
        for count in (0, 1, 3, 8, 15):
            seen = np.mean(hurt == count)
            error = np.sqrt(max(said[count], 1e-4) / 20_000)
            assert seen == pytest.approx(said[count], abs=5 * error), (shift, count)


def test_every_value_is_tried_at_its_own_place(exposure):
    """Would catch axes put in another order, and a count that is taken for another."""
    counts, at = np.array([7, 0, 3]), (20, 2, 4, 7)
    factor, spread, shift, more = (values[k] for values, k in zip(TRIED, at, strict=True))
    alone = chances_later(7, VALUES, exposure, (np.exp(factor), np.exp(spread)))
    with_more = chances_at_once(alone, np.exp(more) * VALUES["more_casualties_at_once"])
    share = reading.shifted(VALUES["casualty_at_once_share"], shift)
    found = chances_tried(counts, VALUES, exposure)
    assert found.shape == (*map(len, TRIED), 3)
    assert found[at] == pytest.approx((share * with_more + (1 - share) * alone)[counts])


def test_nobody_more_at_once_is_one_more_than_later():
    later = np.array([[0.5, 0.3, 0.1], [0.2, 0.2, 0.2]])
    assert chances_at_once(later, 0.0) == pytest.approx(np.array([[0, 0.5, 0.3], [0, 0.2, 0.2]]))


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

    return {n: weights(n) for n in (6, 300)}


def test_a_known_factor_of_two_is_found_within_its_interval(doubled):
    """300 incidents at such a place, and 150 at four kinds that are as the country is.

    Of 150, more people who are hit at once would do as well as a higher rate.
    """
    low, high, mean = interval(doubled[300][0], RATE)
    assert low <= np.log(2.0) <= high
    assert low > 0.0
    for weight in doubled[300][1:]:
        low, high, other = interval(weight, RATE)
        assert low <= 0.0 <= high
        assert other < mean


@pytest.mark.slow
def test_a_kind_with_few_incidents_stays_near_the_country(doubled):
    """The same factor of two: six incidents are believed less than 300 where four kinds agree."""
    few, many = (interval(doubled[n][0], RATE)[2] for n in (6, 300))
    assert abs(few) < 0.25 * np.log(2.0)
    assert many > 0.75 * np.log(2.0)


def as_tried(draws):
    """Draws on the scale on which they were tried: logarithms of factors, and shifts."""
    return np.log(draws, where=IS_FACTOR, out=draws.copy())


def by_itself(table):
    """Weights of a kind of place of which only its own incidents are known."""
    chance = np.exp(table - table.max())
    return chance / chance.sum()


def test_a_known_spread_share_at_once_and_number_with_the_first_are_found(exposure, as_the_country):
    """Would catch a spread, a share of attacks or a number that is taken for that of the country.

    Of 600 incidents, and of 1,200 for the number.
    """
    made = (
        (SPREAD, np.log(1.5), made_up(exposure, 600, spread=1.5, seed=5)),
        (SHIFT, -2.0, made_up(exposure, 600, shift=-2.0, seed=6)),
        (MORE, np.log(2.0), made_up(exposure, 1200, more=2.0, seed=7)),
    )
    tables = [log_likelihoods(hurt, VALUES, exposure) for *_, hurt in made]
    weights = pooled(np.array([*tables, *as_the_country]))
    for (axis, truth, _), table, weight in zip(made, tables, weights, strict=False):
        low, high, own = interval(by_itself(table), axis)
        assert low <= truth <= high
        assert not low <= 0.0 <= high
        # Beside kinds that are as the country is, it is believed less, and not forgotten.
        shared = interval(weight, axis)[2]
        assert 0.25 < shared / own < 1.0
    for weight in weights[len(made) :]:
        for axis in range(len(TRIED)):
            low, high, _ = interval(weight, axis)
            assert low <= 0.0 <= high


def test_what_is_not_known_of_a_kind_is_what_the_others_say():
    """One kind of which nothing is known, beside kinds that are all alike or that all differ."""

    def table_at(factor):
        likelihood = -0.5 * ((TRIED[RATE] - factor) / 0.15) ** 2
        return np.broadcast_to(likelihood[:, None, None, None], tuple(map(len, TRIED)))

    unknown, spreads = np.zeros_like(table_at(0.0)), []
    for others in ((0.0, 0.0, 0.0, 0.0), (-0.8, 0.8, -0.8, 0.8)):
        weights = pooled(np.array([unknown, *map(table_at, others)]))
        assert weights.sum(axis=(1, 2, 3, 4)) == pytest.approx(np.ones(5))
        low, high, mean = interval(weights[0], RATE)
        assert mean == pytest.approx(0.0, abs=1e-9)
        spreads.append(high - low)
        for weight, factor in zip(weights[1:], others, strict=True):
            # Towards the country, but not beyond it.
            assert 0.0 <= interval(weight, RATE)[2] * np.sign(factor) <= abs(factor)
    assert spreads[1] > 1.3 * spreads[0]


def test_weights_are_those_of_a_sum_over_every_spread_between_kinds(monkeypatch):
    """Of two numbers and three kinds, added up one spread after another."""
    numbers = [each._replace(tried=each.tried[::4]) for each in NUMBERS[:2]]
    monkeypatch.setattr(fitting, "NUMBERS", numbers)
    tables = np.random.default_rng(1).normal(0.0, 3.0, (3, *(len(each.tried) for each in numbers)))
    weights, total = np.zeros_like(tables), 0.0
    for parts in product(fitting._PARTS, repeat=2):
        first, second = (
            np.exp(-0.5 * (each.tried / (each.scale * part)) ** 2)
            for each, part in zip(numbers, parts, strict=True)
        )
        prior = np.outer(first / first.sum(), second / second.sum())
        joint = np.exp(tables) * prior
        evidence = joint.sum(axis=(1, 2))
        chance = np.exp(-0.5 * np.square(parts).sum()) * evidence.prod()
        weights += chance * joint / evidence[:, None, None]
        total += chance
    assert pooled(tables) == pytest.approx(weights / total)


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
        assert one.draws.shape == (DRAWS, 4)
        assert np.array_equal(one.draws, same.draws)
        assert not np.array_equal(one.draws, another.draws)
        assert np.all(one.draws[:, IS_FACTOR] > 0.0)
        assert np.any(one.draws[:, SHIFT] < 0.0)
    means = {each.kind: np.log(each.draws[:, RATE]).mean() for each in found}
    assert max(means, key=means.get) == "House of Worship"
    assert means["House of Worship"] > np.log(1.6)
    # A draw lies anywhere within its step, not on what was tried.
    for drawn, values in zip(as_tried(found[0].draws).T, TRIED, strict=True):
        steps = drawn / (values[1] - values[0])
        assert_mean((steps - np.round(steps)) ** 2, 1 / 12)


def test_draws_are_written_and_read(monkeypatch, tmp_path):
    generator = np.random.default_rng(1)
    kinds = [PlaceKind(kind, generator.random((4, 4)) + 0.1) for kind in ("Education", "Commerce")]
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
    assert COLUMNS[2:] == tuple(each.column for each in NUMBERS)
    most = np.array([values[-1] + 0.51 * (values[1] - values[0]) for values in TRIED])
    for draws in found.values():
        assert draws.shape == (DRAWS, 4)
        # Within what was tried, and half a step beyond.
        assert np.all(np.abs(as_tried(draws)) <= most)


def test_a_shift_of_the_odds_leaves_a_share_between_0_and_1(monkeypatch):
    table = np.array([[2.0, 0.5, 20.0, 3.0], [2.0, 0.5, -20.0, 3.0]])
    monkeypatch.setattr(reading, "place_kinds", lambda: dict.fromkeys(KIND_OF.values(), table))
    often, seldom = (reading.at_kind_of_place("school", VALUES, draw) for draw in (0, 1))
    assert 0.0 < seldom["casualty_at_once_share"] < 1e-6
    assert 1.0 - 1e-6 < often["casualty_at_once_share"] <= 1.0
    assert often["casualty_rate_per_min"] == 2.0 * VALUES["casualty_rate_per_min"]
    assert often["casualty_rate_log_sd"] == 0.5 * VALUES["casualty_rate_log_sd"]
    assert often["more_casualties_at_once"] == 3.0 * VALUES["more_casualties_at_once"]
    # Left out, the medians hold: here no shift, which is no change.
    usual = reading.at_kind_of_place("school", VALUES)
    assert usual["casualty_at_once_share"] == pytest.approx(VALUES["casualty_at_once_share"])
    assert usual["more_casualties_at_once"] == often["more_casualties_at_once"]
