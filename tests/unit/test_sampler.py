"""The sampler finds a posterior that is known."""

import numpy as np
import pytest

from asher.calibration import sampler
from asher.calibration.likelihood import observed
from asher.evidence import statistic
from asher.simulation.parameters import parameter_names


def test_prior_and_likelihood_are_both_taken(monkeypatch):
    """One parameter seen at 1 +- 0.5: mean 0.8 and variance 0.2; a mean off by 0.06 is caught."""

    def seen(normal, *_):
        return -0.5 * ((normal[:, 3] - 1.0) / 0.5) ** 2

    monkeypatch.setattr(sampler, "log_likelihood", seen)
    chain, diagnostics = sampler.sample(None, None, seed=2, steps=1200, burn=400)
    flat = chain.reshape(-1, len(parameter_names()))
    assert flat[:, 3].mean() == pytest.approx(0.8, abs=0.06)
    assert flat[:, 3].var() == pytest.approx(0.2, rel=0.2)
    others = np.delete(flat, 3, axis=1)
    assert np.abs(others.mean(axis=0)).max() < 0.3
    assert others.var() == pytest.approx(1.0, rel=0.15)
    assert 0.0 < diagnostics["acceptance"] < 1.0
    assert 1.0 < diagnostics["r_hat"] < 1.5


def test_a_chain_of_an_odd_length_is_judged_by_its_halves_too(monkeypatch):
    monkeypatch.setattr(sampler, "log_likelihood", lambda normal, *_: np.zeros(len(normal)))
    steps, burn = 41 * sampler.EVERY, 10 * sampler.EVERY
    chain, diagnostics = sampler.sample(None, None, seed=2, steps=steps, burn=burn)
    assert chain.shape == (31, sampler.WALKERS, len(parameter_names()))
    assert np.isfinite(diagnostics["r_hat"])


def test_what_is_seen_of_the_arrival_is_its_median_and_how_far_it_spreads():
    row = statistic("arrival-median")
    n, log_median, log_range = observed().arrival
    assert n == row.n
    assert np.exp(log_median) == pytest.approx(row.estimate)
    assert np.exp(log_range) == pytest.approx(row.high / row.low)
