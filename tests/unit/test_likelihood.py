"""What the likelihood of the evidence is made of, each part beside the law that it stands for."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from scipy import stats

from asher.calibration import calibrate, disputes, emulator
from asher.calibration.checks import _check, _replicate
from asher.calibration.disputes import OtherSide, find_disputes
from asher.calibration.emulator import N_OUTPUTS, SHARES, design, logit, summarise
from asher.calibration.likelihood import RATE_SD, RATES, log_likelihood, observed
from asher.calibration.predictions import PREDICTIONS, Predicted, Worlds
from asher.evidence import load
from asher.simulation.parameters import from_normal, parameter_names, parameters
from asher.simulation.population import FIGURES, Population
from asher.simulation.posterior import Posterior

N = len(parameter_names())
COUNT = len(SHARES)
MEDIAN, SPREAD = COUNT, COUNT + 1


class Said:
    """In the place of the emulator: it says what a test says, and misses nothing."""

    def __init__(self):
        self.outputs = np.zeros(N_OUTPUTS)
        self.outputs[SPREAD] = np.log(0.5)
        self.error = np.zeros(N_OUTPUTS)

    def __call__(self, normal):
        return np.tile(self.outputs, (len(normal), 1))

    def saying(self, **at):
        for where, value in at.items():
            self.outputs[globals()[where]] = value
        return self


@pytest.fixture(scope="module")
def seen():
    """The evidence, with sources that add nothing of their own."""
    read = observed()
    return replace(
        read,
        source_sd=np.zeros(COUNT),
        weight=np.ones(COUNT),
        arrival=(51.0, np.log(180.0), 2.0),
    )


def likelihood(seen, said, normal=None):
    return log_likelihood(np.zeros((1, N)) if normal is None else normal, seen, said)[0]


def test_shares_are_binomial(seen):
    low, high = Said(), Said()
    low.outputs[0], high.outputs[0] = logit(np.array([0.2, 0.45]))
    found = likelihood(seen, high) - likelihood(seen, low)
    k, n = seen.k[0], seen.n[0]
    assert found == pytest.approx(stats.binom.logpmf(k, n, 0.45) - stats.binom.logpmf(k, n, 0.2))


def test_a_source_of_its_own_makes_a_share_that_is_off_more_likely(seen):
    # A tenth of what was seen: exact by integration over the effect of the source.
    share = seen.k[0] / seen.n[0] / 3
    odds = float(logit(np.array(share)))
    said = Said()
    said.outputs[0] = odds
    sd = np.zeros(COUNT)
    sd[0] = 0.3
    effect = np.linspace(-8, 8, 4001) * 0.3
    chance = 1 / (1 + np.exp(-(odds + effect)))
    weight = stats.norm.pdf(effect, scale=0.3)
    terms = stats.binom.pmf(seen.k[0], seen.n[0], chance)
    exact = np.log((terms * weight).sum() / weight.sum())
    alone = stats.binom.logpmf(seen.k[0], seen.n[0], share)
    found = likelihood(replace(seen, source_sd=sd), said) - likelihood(seen, said)
    assert found == pytest.approx(exact - alone, rel=0.1)
    assert found > 1.0


def test_a_part_of_a_whole_counts_as_much_as_its_weight(seen):
    low, high = Said(), Said()
    low.outputs[0], high.outputs[0] = logit(np.array([0.2, 0.45]))
    weight = np.ones(COUNT)
    whole = likelihood(seen, high) - likelihood(seen, low)
    weight[0] = 0.75
    part = replace(seen, weight=weight)
    assert likelihood(part, high) - likelihood(part, low) == pytest.approx(0.75 * whole)


def test_the_median_of_arrivals_varies_as_that_of_a_sample_does(seen):
    # The standard error of a median of n normal values is sqrt(pi / 2) s / sqrt(n).
    sd = np.sqrt(np.pi / 2) * 0.5 / np.sqrt(51)
    right, off = Said().saying(MEDIAN=np.log(180.0)), Said().saying(MEDIAN=np.log(180.0) + 2 * sd)
    assert likelihood(seen, off) - likelihood(seen, right) == pytest.approx(-2.0, rel=1e-3)


def test_the_spread_of_arrivals_is_told_by_their_range(seen):
    normal = np.random.default_rng(1).standard_normal((20_000, 51))
    width = np.ptp(normal, axis=1)
    at = replace(seen, arrival=(51.0, 0.0, 2.0))
    found = [likelihood(at, Said().saying(SPREAD=np.log(sd))) for sd in (0.4, 0.5)]
    exact = [
        stats.norm.logpdf(2.0, width.mean() * sd, width.std() * sd)
        + stats.norm.logpdf(0.0, 0.0, 1.2533 * sd / np.sqrt(51))
        for sd in (0.4, 0.5)
    ]
    assert found[1] - found[0] == pytest.approx(exact[1] - exact[0], abs=0.05)


def test_hit_rates_are_normal_about_the_parameters(seen):
    normal = np.zeros((1, N))
    normal[0, parameter_names().index(RATES[1])] = 0.7
    values = dict(zip(parameter_names(), from_normal(normal)[0], strict=True))
    usual = dict(zip(parameter_names(), from_normal(np.zeros((1, N)))[0], strict=True))
    exact = [stats.norm.logpdf(seen.rates[1], one[RATES[1]], RATE_SD) for one in (usual, values)]
    found = likelihood(seen, Said(), normal) - likelihood(seen, Said())
    assert found == pytest.approx(exact[1] - exact[0])


def test_a_share_that_was_never_seen_still_has_odds(monkeypatch):
    rows = np.zeros((604, len(FIGURES)))
    rows[:, FIGURES.index("stop_s")] = 100.0
    rows[:, FIGURES.index("arrival_s")] = np.linspace(50.0, 400.0, 604)
    rows[::2, FIGURES.index("killed")] = 2.0
    rows[::3, FIGURES.index("wounded")] = 3.0
    monkeypatch.setattr(emulator, "simulate_population", lambda *_, **__: Population(rows))
    said, noise = summarise(from_normal(np.zeros((1, N)))[0], seed=1)
    at = SHARES.index("duration-2min")
    assert said[at] == pytest.approx(np.log(604.5 / 0.5)), "all of 604, and half a one against"
    assert said[SHARES.index("killed-zero")] == pytest.approx(0.0)
    # Hurt are all but 201, each with 2, 3 or 5: of 101 with 5 or more none has 8.
    assert said[SHARES.index("hurt-zero")] == pytest.approx(np.log(201.5 / 403.5))
    assert said[SHARES.index("hurt-past-8")] == pytest.approx(np.log(0.5 / 101.5))
    arrival = np.log(np.linspace(50.0, 400.0, 604))
    assert said[MEDIAN] == pytest.approx(np.median(arrival))
    assert said[SPREAD] == pytest.approx(np.log(arrival.std()))
    assert noise[at] == pytest.approx(1 / 604.5 + 1 / 0.5)


@pytest.mark.parametrize("points", [1, 2, 3, 64, 100])
def test_a_design_has_as_many_points_as_asked_for(points):
    assert design(points).shape == (points, N)


# The sampler.


def test_a_sampler_of_the_same_seed_gives_the_same_chain_whatever_was_drawn_before(seen):
    state, chains = np.random.get_state(), []  # noqa: NPY002
    try:
        for before, seed in ((1, 3), (2, 3), (1, 4)):
            np.random.seed(before)  # noqa: NPY002
            chains.append(calibrate.sample(seen, Said(), seed=seed, steps=200, burn=40)[0])
    finally:
        np.random.set_state(state)  # noqa: NPY002
    assert np.array_equal(chains[0], chains[1])
    assert not np.array_equal(chains[0], chains[2])


def test_a_posterior_is_drawn_evenly_from_the_whole_chain(monkeypatch, tmp_path):
    chain = np.linspace(-1.0, 1.0, 40 * 60)[:, None] * np.ones(N)
    fitted = SimpleNamespace(explained=np.full(N_OUTPUTS, 0.9))
    monkeypatch.setattr(calibrate, "run_design", lambda *_, **__: (None, None))
    monkeypatch.setattr(calibrate, "fit", lambda *_: fitted)
    monkeypatch.setattr(calibrate, "observed", lambda: None)
    monkeypatch.setattr(
        calibrate, "sample", lambda *_, **__: (chain.reshape(40, 60, N), {"r_hat": 1.0})
    )
    monkeypatch.setattr(calibrate, "run_checks", lambda *_, **__: None)
    asked = []
    monkeypatch.setattr(
        calibrate, "fit_place_kinds", lambda posterior, **_: asked.append(posterior) or ()
    )
    found = calibrate.calibrate(tmp_path / "out", checks=0)
    assert asked == [found]
    drawn = found.values
    assert len(drawn) == calibrate.DRAWS
    # Every part of the chain, but not in its order: incidents in a row meet draws in a row.
    even = chain[np.linspace(0, len(chain) - 1, calibrate.DRAWS).astype(int)]
    order = np.argsort(drawn[:, 0])
    assert drawn[order] == pytest.approx(from_normal(even))
    # Of numbers in any order neighbours correlate by 1 / sqrt(1000) at most five times.
    assert abs(np.corrcoef(order[1:], order[:-1])[0, 1]) < 5 / np.sqrt(calibrate.DRAWS)


# Checks and disputes.


def statistic(name):
    return load()[name]


def test_a_check_tells_on_which_side_a_figure_lies():
    row = statistic("over-before-police")
    said = np.linspace(0.0, 1.0, 1001)
    found = _check(row, np.append(said, np.nan))
    assert (found.lower, found.predicted, found.upper) == pytest.approx((0.025, 0.5, 0.975))
    assert found.observed == row.estimate
    assert found.inside
    assert found.p_value == pytest.approx(2 * min(row.estimate, 1 - row.estimate), abs=0.003)
    assert found.observed_lower < row.estimate < found.observed_upper
    above, below = _check(row, said + 2.0), _check(row, said - 2.0)
    for off in (above, below):
        assert not off.inside
        assert off.p_value == 0.0
    same = _check(row, np.full(10, row.estimate))
    assert (same.inside, same.p_value) == (True, 1.0)


def replicated(name, said, times=400):
    generator = np.random.default_rng(1)
    return np.array([_replicate(statistic(name), said, generator) for _ in range(times)])


def test_what_a_sample_would_show_is_of_the_kind_of_its_row():
    values = np.random.default_rng(2).poisson(3.0, 5000).astype(float)
    said = Predicted(0.3, values)
    assert replicated("killed-variance", said, 1)[0] == pytest.approx(values[:302].var(ddof=1))
    assert replicated("killed-mean", said, 1)[0] == pytest.approx(values[:302].mean())
    medians = replicated("arrival-median", Predicted(0.0, np.linspace(0.0, 100.0, 5001)))
    # A median of n values of 0 to 100 varies by 50 / sqrt(n).
    n = statistic("arrival-median").n
    assert medians.mean() == pytest.approx(50.0, abs=5 * 50.0 / np.sqrt(n * 400))
    assert medians.std() == pytest.approx(50.0 / np.sqrt(n), rel=0.25)


def test_rates_and_shares_vary_as_their_samples_do():
    rates = replicated("hit-rate-gunfight", Predicted(0.3, np.zeros(0)))
    assert rates.std() == pytest.approx(RATE_SD, rel=0.2)
    row = next(
        each for each in load().values()
        if each.id in PREDICTIONS and each.unit == "share" and each.n
        and each.population.startswith("FBI")
    )  # fmt: skip
    shares = replicated(row.id, Predicted(0.3, np.zeros(0)))
    assert shares.mean() == pytest.approx(0.3, abs=5 * np.sqrt(0.21 / row.n / 400))
    assert shares.std() == pytest.approx(np.sqrt(0.21 / row.n), rel=0.2)
    assert np.isnan(replicated(row.id, Predicted(np.nan, np.zeros(0)), 1)[0])


def test_a_share_of_nothing_is_not_known():
    rows = np.zeros((4, len(FIGURES)))
    worlds = Worlds(Population(rows), None, None, {})
    assert np.isnan(PREDICTIONS["officer-hit-given-gunfire"](worlds).value)
    assert PREDICTIONS["killed-zero"](worlds).value == 1.0


@pytest.mark.parametrize("needed", [0.4, np.nan])
def test_a_dispute_is_run_only_where_some_value_gives_its_figure(monkeypatch, needed):
    asked = []

    def check_model(posterior, *, seed, draws):
        asked.append(posterior.values.copy())
        return tuple(_check(row, np.linspace(5.0, 6.0, 9)) for row in (
            statistic("killed-mean"), statistic("over-before-police"), statistic("killed-zero"),
        ))  # fmt: skip

    monkeypatch.setattr(disputes, "check_model", check_model)
    monkeypatch.setattr(disputes, "_value_for", lambda *_, **__: needed)
    values = from_normal(np.zeros((20, N)))
    usual = (_check(statistic("killed-mean"), np.linspace(1.0, 3.0, 9)),)
    (found,) = find_disputes(Posterior(values, {}), usual)
    column = parameter_names().index("others_share")
    assert found.calibrated == pytest.approx(values[0, column])
    if np.isnan(needed):
        assert (asked, found.figures, found.rows, found.outside) == ([], {}, 0, ())
        assert found.to_document()["needed"] is None
        return
    assert np.all(asked[0][:, column] == needed)
    assert found.to_document()["needed"] == needed
    assert found.figures == {"killed-mean": (2.0, 5.5)}
    # The mean is told, but it was not fitted: it counts among no calibrated rows.
    assert found.rows == 2
    assert set(found.outside) == {"over-before-police", "killed-zero"}


def test_what_a_dispute_says_is_written_whole():
    said = OtherSide("a row", "others_share", 0.1, 0.3, {}, ("x",), 4).to_document()
    assert said == {
        "id": "a row", "parameter": "others_share", "calibrated": 0.1, "needed": 0.3,
        "figures": {}, "outside": ("x",), "rows": 4,
    }  # fmt: skip


def test_no_parameter_is_named_twice():
    assert len({each.name for each in parameters()}) == N
