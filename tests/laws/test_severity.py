"""How severe an attack is, and how exposed those in sight are, law by law as written."""

import math
from statistics import NormalDist
from types import SimpleNamespace

import numpy as np
import pytest

from asher.comparison.intervals import nonnegative_interval
from asher.kernels.codes import Amount
from asher.simulation.arrays import build_site
from asher.simulation.population import build_race, simulate_population
from asher.simulation.posterior import read_posterior
from asher.simulation.recording import record
from asher.simulation.severity import ALL, NARROWEST, drawn_within
from asher.simulation.site import simulate
from places import attack, group, offices
from tolerance import assert_mean, assert_same_law, assert_share
from written import law

severity = law("incident.severity")
streams = law("streams")
exposure_of = law("incident.occupants").exposure_of
N = 4000
MORE = int(streams.Purpose.MORE_AT_ONCE)


def poisson(mean, n=N):
    return np.array(
        [streams.draw_poisson(streams.Stream(np.uint64(2), k), MORE, 0, mean) for k in range(n)]
    )


@pytest.mark.parametrize("mean", [0.3, 3.0, 20.0])
def test_a_poisson_number_has_its_mean_as_its_variance(mean):
    """Of 4,000: a mean off by 0.05, 0.14 and 0.36 would be caught, and a variance off by 15 %."""
    found = poisson(mean)
    assert_mean(found, mean)
    assert abs(found.var(ddof=1) / mean - 1) < 5 * math.sqrt((2 + 1 / mean) / N)
    assert_share(int((found == 0).sum()), N, math.exp(-mean))


def test_a_poisson_number_of_mean_zero_is_zero():
    assert np.all(poisson(0.0, 200) == 0)


def test_a_poisson_number_rises_with_its_mean_and_in_the_one_number_it_takes():
    means = (0.0, 0.1, 1.0, 1.1, 4.0, 4.5, 30.0)
    found = np.array([poisson(mean, 300) for mean in means])
    assert np.all(np.diff(found, axis=0) >= 0)
    assert np.any(np.diff(found, axis=0) > 0, axis=1).all()
    taken = np.array(
        [streams.draw(streams.Stream(np.uint64(2), k), MORE, 0, 0) for k in range(300)]
    )
    for numbers in found:
        assert np.all(np.diff(numbers[np.argsort(taken)]) >= 0)


# The severity of an attack.


def drawn(n=N, within=ALL, **hazard):
    """Amounts of attacks of a national hazard, shape (n, len(Amount))."""
    site, _ = build_site(attack(offices(), group(1), hazard=hazard))
    race, terms, found = build_race(1), drawn_within(site.hazard, within), []
    for k in range(n):
        severity.draw_attack(terms, race, streams.Stream(np.uint64(4), k))
        found.append(race.amount.copy())
    return np.array(found)


def test_rates_are_lognormal_about_their_mean():
    """Would catch a quantile that a share of 0.04 more or less is below, and any other mean."""
    rates = 60.0 * drawn(casualty_rate_per_min=6.0, casualty_rate_log_sd=0.8)[:, Amount.RATE_PER_S]
    law_of = NormalDist(math.log(6.0) - 0.5 * 0.8**2, 0.8)
    for quantile in (0.05, 0.5, 0.9, 0.99):
        assert_share(int((rates < math.exp(law_of.inv_cdf(quantile))).sum()), N, quantile)
    # The mean stays, however much attacks differ.
    assert_mean(rates, 6.0)


def test_attacks_that_do_not_differ_have_the_stated_rate():
    found = drawn(50, casualty_rate_per_min=6.0, casualty_rate_log_sd=0.0)
    assert found[:, Amount.RATE_PER_S] == pytest.approx(np.full(50, 0.1))
    assert np.ptp(found[:, Amount.SEVERITY]) > 2.0


def test_an_attack_has_the_same_severity_however_much_attacks_differ():
    mild, wide = (drawn(400, casualty_rate_log_sd=log_sd) for log_sd in (0.3, 1.5))
    assert np.array_equal(mild[:, Amount.SEVERITY], wide[:, Amount.SEVERITY])
    assert np.array_equal(
        np.argsort(mild[:, Amount.RATE_PER_S]), np.argsort(wide[:, Amount.RATE_PER_S])
    )


@pytest.mark.parametrize(("share", "more"), [(0.0, 3.0), (0.4, 0.0), (0.7, 3.0), (1.0, 3.0)])
def test_a_share_of_attacks_has_one_at_once_and_a_poisson_number_more(share, more):
    at_once = drawn(casualty_at_once_share=share, more_casualties_at_once=more)[:, Amount.AT_ONCE]
    assert_share(int((at_once > 0).sum()), N, share)
    if share:
        assert_mean(at_once[at_once > 0], 1.0 + more)
    # Nobody is hit before somebody is in sight, and the first as soon as somebody is.
    found = drawn(200, casualty_at_once_share=share, more_casualties_at_once=more)
    first = found[:, Amount.NEXT_CASUALTY]
    assert np.all((first == 0.0) == (found[:, Amount.AT_ONCE] > 0))


@pytest.mark.parametrize("per_min", [0.01, 6.0, 60.0])
def test_casualties_at_once_come_three_seconds_apart_or_sooner_by_the_rate(per_min):
    """Of 4,000 gaps: a mean off by 8 % would be caught."""
    amount = np.zeros(len(Amount))
    amount[Amount.RATE_PER_S], amount[Amount.AT_ONCE] = per_min / 60.0, 3.0

    def gaps_s(event):
        stream_of = (streams.Stream(np.uint64(6), k) for k in range(N))
        gaps = [severity.exposure_to(amount, stream, event) for stream in stream_of]
        return np.array(gaps) / amount[Amount.RATE_PER_S]

    assert np.all(gaps_s(0) == 0.0)
    for event in (1, 2):
        assert_mean(gaps_s(event), min(3.0, 60.0 / per_min))
    # From then on by the rate alone.
    for event in (3, 4):
        assert_mean(gaps_s(event), 60.0 / per_min)


def test_the_severity_of_results_is_uniform_and_the_same_for_every_course_of_action():
    """Of 2,000: a share of attacks below any severity that is off by 0.07 would be caught."""
    scenario = attack(
        offices(),
        group(2),
        hazard={"casualty_rate_log_sd": 1.0, "duration": "10 s"},
        courses_of_action=["stay-outside", "two-officer-entry", "contain-and-wait"],
        horizon="60 s",
    )
    found = simulate(scenario, replications=2000).columns["severity"]
    assert np.all(found == found[0])
    assert 0.0 < found.min() < found.max() < 1.0
    assert_same_law(found[0], (np.arange(100_000) + 0.5) / 100_000)


def test_a_more_severe_attack_of_the_same_incident_hits_more_often():
    scenario = attack(
        offices(),
        group(30, within="crowd", pre_movement="60 s"),
        hazard={"casualty_rate_log_sd": 1.0},
        courses_of_action=["stay-outside"],
    )
    columns = simulate(scenario, replications=600).columns
    severe = columns["severity"][0] > 0.5
    mild_mean, severe_mean = (columns["casualties"][0][part].mean() for part in (~severe, severe))
    # Rates of the halves of a lognormal law of spread 1 differ by a factor of 5.3.
    assert severe_mean > 2.0 * mild_mean


# The exposure of those in sight.


def exposed_to(half, *weights):
    terms = SimpleNamespace(half_in_sight=half)
    return exposure_of(terms, max(weights, default=0.0), float(sum(weights)))


def test_one_alone_is_exposed_a_quarter_as_much_as_a_crowd_where_three_halve_the_rate():
    assert exposed_to(3.0, 1.0) == pytest.approx(0.25)
    assert exposed_to(3.0, 1.0, 1.0, 1.0) == pytest.approx(0.5)
    assert exposed_to(3.0, *[1.0] * 300) == pytest.approx(300 / 303)
    assert exposed_to(0.0, 1.0) == 1.0


def test_exposure_rises_with_each_person_in_sight_and_never_beyond_a_crowd():
    found = [exposed_to(3.0, *[1.0] * n) for n in range(200)]
    assert found[0] == 0.0
    assert np.all(np.diff(found) > 0)
    assert found[-1] < 1.0


def test_those_who_hide_are_exposed_by_how_well_they_are_hidden():
    hidden = 0.2
    # One hidden is exposed a fifth as much as one who stands there, and a hidden crowd as a crowd.
    assert exposed_to(3.0, hidden) == pytest.approx(hidden * exposed_to(3.0, 1.0))
    assert exposed_to(3.0, *[hidden] * 9) == pytest.approx(hidden * exposed_to(3.0, *[1.0] * 9))
    # Whoever hides beside one who stands there adds less than another who stands there.
    alone, beside, both = exposed_to(3.0, 1.0), exposed_to(3.0, 1.0, hidden), exposed_to(3.0, 1, 1)
    assert alone < beside < both


def test_nobody_in_sight_and_those_who_cannot_be_hit_are_not_exposed():
    assert exposed_to(3.0) == 0.0
    assert exposed_to(3.0, 0.0, 0.0) == 0.0
    assert exposed_to(0.0, 0.0) == 0.0


# A part of all attacks, by severity.

PARTS = {(0.0, 0.5): 0.5, (0.5, 0.9): 0.4, (0.9, 0.99): 0.09, (0.99, 1.0): 0.01}


@pytest.mark.parametrize("part", [*PARTS, (0.3, 0.31), (1.0 - NARROWEST, 1.0)])
def test_in_a_part_the_same_draw_is_spread_over_it_and_every_other_stays(part):
    """Would catch another stream, severities in another order, and another draw of the rest."""
    low, high = part
    whole, within = drawn(300), drawn(300, part)
    milder, found = (
        np.array([NormalDist().cdf(z) for z in each[:, Amount.SEVERITY]])
        for each in (whole, within)
    )
    assert found == pytest.approx(low + (high - low) * milder, abs=1e-8)
    others = [Amount.FATAL, Amount.AT_ONCE]
    assert np.array_equal(within[:, others], whole[:, others])
    assert np.all(np.isfinite(within[:, Amount.RATE_PER_S]))


@pytest.mark.parametrize("part", [(0.0, 0.5), (0.9, 1.0)])
def test_attacks_of_a_part_follow_the_law_of_all_attacks_in_it(part):
    """Of 4,000: a share of them below any rate that is off by 0.08 or 0.18 would be caught."""
    whole = drawn(N)
    milder = np.array([NormalDist().cdf(z) for z in whole[:, Amount.SEVERITY]])
    in_it = (milder >= part[0]) & (milder < part[1])
    assert_same_law(whole[in_it, Amount.RATE_PER_S], drawn(N, part)[:, Amount.RATE_PER_S])


def hurt(n, part=ALL, seed=1):
    """Killed and wounded of attacks without a plan, as calibrated."""
    values = read_posterior().draw(0)
    found = simulate_population(values, incidents=n, seed=seed, severity=part)
    return found["killed"] + found["wounded"]


@pytest.mark.slow
def test_parts_put_together_have_the_mean_of_plain_attacks():
    """Of 200,000 and four times 20,000: a mean that is off by 2.5 % would be caught.

    Taking each part by its share of all attacks is unbiased against plain sampling.
    """
    n, plain = 20_000, hurt(200_000)
    found = {part: hurt(n, part, seed=2 + k) for k, part in enumerate(PARTS)}
    mean = sum(weight * found[part].mean() for part, weight in PARTS.items())
    of_parts = sum((weight * found[part].std(ddof=1)) ** 2 / n for part, weight in PARTS.items())
    error = math.sqrt(of_parts + plain.var(ddof=1) / len(plain))
    assert abs(mean - plain.mean()) < 4.0 * error
    assert 4.0 * error < 0.025 * plain.mean()
    # More severe attacks hurt more, part by part.
    means = [found[part].mean() for part in PARTS]
    assert means == sorted(means)
    assert means[-1] > 5.0 * means[0]


def test_in_the_severest_hundredth_more_attacks_are_sharper_by_the_square_root():
    """Of 500 and 20,000: another power than 0.46 to 0.54 would be caught."""
    few, many = (nonnegative_interval(hurt(n, (0.99, 1.0))) for n in (500, 20_000))
    power = math.log((few[2] - few[1]) / (many[2] - many[1])) / math.log(20_000 / 500)
    assert power == pytest.approx(0.5, abs=0.04)


def test_all_attacks_are_the_same_with_and_without_a_part_named():
    values = read_posterior().draw(0)
    alone = simulate_population(values, incidents=500, seed=3)
    named = simulate_population(values, incidents=500, seed=3, severity=ALL)
    assert np.array_equal(alone.figures, named.figures)


def test_attacks_of_a_part_on_a_plan_are_the_same_for_every_course_and_when_watched():
    scenario = attack(
        offices(),
        group(30, within="crowd", pre_movement="60 s"),
        hazard={"casualty_rate_log_sd": 1.0},
        courses_of_action=["stay-outside", "two-officer-entry"],
    )
    whole = simulate(scenario, replications=200)
    severe = simulate(scenario, replications=200, severity=(0.9, 1.0))
    assert severe.severity == (0.9, 1.0)
    assert "only the severest tenth of attacks" in repr(severe)
    found = severe.columns["severity"]
    assert np.array_equal(found[0], found[1])
    assert found[0] == pytest.approx(0.9 + 0.1 * whole.columns["severity"][0], abs=1e-8)
    many, usual = (each.columns["casualties"][0].mean() for each in (severe, whole))
    assert many > 1.5 * usual
    for number in (0, 7):
        film = record(scenario, course="two-officer-entry", replication=number, severity=(0.9, 1.0))
        assert film.killed == severe.columns["killed"][1, number]
        assert film.wounded == severe.columns["wounded"][1, number]
