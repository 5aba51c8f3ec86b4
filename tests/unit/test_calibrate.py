import json

import numpy as np
import pytest

from asher.calibration import calibrate as module
from asher.calibration import emulator
from asher.calibration.calibrate import FEWEST_CHECKS, calibrate, fitted_to, rank_test, sample
from asher.calibration.emulator import BLOCK, N_OUTPUTS, RATE_ROWS, SHARES, design, fit, run_design
from asher.calibration.likelihood import draw_evidence, log_likelihood, observed
from asher.calibration.predictions import PREDICTIONS
from asher.errors import ResultsError
from asher.evidence import load
from asher.runs.forms import ArrayForm
from asher.runs.identity import Identity
from asher.runs.keeper import Keeper
from asher.simulation.parameters import from_normal, parameter_names, parameters, to_normal
from asher.simulation.posterior import read_posterior

N = len(parameter_names())


def test_every_calibrated_row_is_fitted_and_no_other():
    calibrated = {row.id for row in load().values() if row.role == "calibrate"}
    assert {*SHARES, "arrival-median", *RATE_ROWS} == calibrated
    assert calibrated < set(PREDICTIONS)


def test_the_command_states_the_sizes_that_the_calibration_has():
    # It states them itself, so that its help does not load the sampler.
    from asher.cli.verbs import calibrate as verb

    assert (verb.POINTS, verb.CHECKS) == (module.POINTS, module.CHECKS)


def test_scales_are_each_others_inverse():
    normal = np.random.default_rng(1).standard_normal((50, N))
    assert to_normal(from_normal(normal)) == pytest.approx(normal)
    centre = from_normal(np.zeros(N))
    assert centre == pytest.approx([parameter.median for parameter in parameters()])


def test_the_design_covers_the_prior_and_its_first_points_stay():
    few, many = design(512), design(2048)
    assert np.array_equal(few, many[:512])
    assert many.mean(axis=0) == pytest.approx(0, abs=0.05)
    assert many.std(axis=0) == pytest.approx(1.0, rel=0.03)


def kept(folder):
    return Keeper(folder, ArrayForm(), Identity({"seed": 1}))


@pytest.fixture
def cheap(monkeypatch):
    """Outputs that are a known function of the parameters, and what was asked for."""
    asked = []

    def summarise(values, *, seed):
        asked.append(seed)
        z = to_normal(values)
        figures = np.concatenate([z, z[: N_OUTPUTS - N] ** 2])[:N_OUTPUTS]
        return np.array([figures, np.full(N_OUTPUTS, 1e-6)])

    monkeypatch.setattr(emulator, "summarise", summarise)
    return asked


def test_a_design_goes_on_where_it_stood(cheap, tmp_path):
    normal, whole = run_design(kept(tmp_path), points=3 * BLOCK)
    kept(tmp_path).path(1).unlink()
    (tmp_path / "00002.npz.part").write_bytes(b"half")
    cheap.clear()
    again_normal, again = run_design(kept(tmp_path), points=3 * BLOCK)
    assert len(cheap) == BLOCK
    assert np.array_equal(normal, again_normal)
    assert np.array_equal(whole, again)


def test_surfaces_find_a_polynomial_again(cheap, tmp_path):
    normal, outputs = run_design(kept(tmp_path), points=4 * BLOCK)
    fitted = fit(normal, outputs)
    assert fitted.explained.min() > 0.999
    assert fitted(normal[:5]) == pytest.approx(outputs[:5, 0], abs=1e-6)


def test_noise_of_the_design_is_not_taken_for_an_error_of_the_surfaces():
    """Points in a corner are ten times as noisy; the surface there and elsewhere misses 0.05."""
    generator = np.random.default_rng(7)
    normal = design(8 * BLOCK)
    noise = np.where(normal[:, 0] > 1.0, 0.5, 0.05) ** 2
    truth = 0.4 * normal[:, 1] + 0.05 * np.sin(40.0 * normal[:, 2])
    figure = truth + np.sqrt(noise) * generator.standard_normal(len(normal))
    outputs = np.array([figure, noise]).T[:, :, None]
    fitted = fit(normal, outputs)
    # 0.05 / sqrt(2), and what a fit of 400 terms to 1,638 points leaves of the noise of 0.05.
    assert fitted.error[0] == pytest.approx(0.045, abs=0.015)
    quiet = fit(normal, np.stack([outputs[:, 0], np.full_like(outputs[:, 1], 1e-9)], axis=1))
    assert quiet.error[0] > 0.2, "as it was: the noise of the corner counts"


@pytest.fixture(scope="module")
def fitted_and_seen(tmp_path_factory):
    """Surfaces, and the record."""
    # A quarter of the incidents: the evidence is of a fifth of those at a point, and what chance is
    # left there the surfaces average out over more than two points a term.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(emulator, "INCIDENTS", emulator.INCIDENTS // 4)
        ran = run_design(kept(tmp_path_factory.mktemp("design")), points=1024)
    return fit(*ran), observed()


@pytest.mark.slow
def test_known_parameters_are_recovered_from_made_up_evidence(fitted_and_seen):
    fitted, seen = fitted_and_seen
    truth = np.random.default_rng(5).standard_normal(N) * 0.8
    chain, diagnostics = sample(
        draw_evidence(truth, seen, seed=11), fitted, seed=2, steps=1600, burn=700
    )
    flat = chain.reshape(-1, N)
    off = (flat.mean(axis=0) - truth) / flat.std(axis=0)
    assert np.abs(off).max() < 4.0
    # What the evidence is about is known better than before; nothing is known worse.
    narrower = dict(zip(parameter_names(), flat.std(axis=0), strict=True))
    for name in ("duration_s", "travel_s", "restrained_elsewhere", "fatal_share", "hit_chance"):
        assert narrower[name] < 0.7, name
    assert max(narrower.values()) < 1.2
    assert diagnostics["effective_draws"] > 500


@pytest.mark.slow
def test_the_likelihood_prefers_the_parameters_that_made_the_evidence(fitted_and_seen):
    fitted, seen = fitted_and_seen
    truth = np.zeros(N)
    made_up = draw_evidence(truth, seen, seed=3)
    apart = truth + 1.5 * np.sign(np.random.default_rng(2).standard_normal((20, N)))
    near = log_likelihood(truth[None], made_up, fitted)[0]
    assert near > log_likelihood(apart, made_up, fitted).max()


def test_ranks_that_pile_up_fail_and_even_ones_pass():
    generator = np.random.default_rng(4)
    assert rank_test(generator.integers(0, 100, size=(400, N)))["passes"]
    piled = generator.integers(0, 100, size=(400, N))
    piled[:, 3] = np.clip(piled[:, 3] + 25, 0, 99)  # a posterior a quarter of its width too low
    found = rank_test(piled)
    assert not found["passes"]
    assert min(found["p_values"], key=found["p_values"].get) == parameter_names()[3]


def test_ranks_uniform_by_construction_are_rarely_called_otherwise():
    """Of 480 tests of 5,000 data sets; bins taken for equal would be called in half of them."""
    generator = np.random.default_rng(5)
    found = [
        value
        for _ in range(20)
        for value in rank_test(generator.integers(0, 100, (5000, N)))["p_values"].values()
    ]
    assert np.mean(np.array(found) < 0.05) == pytest.approx(0.05, abs=0.03)


def test_few_data_sets_give_no_verdict():
    few = rank_test(np.zeros((FEWEST_CHECKS - 1, N), dtype=np.int64))
    assert few["passes"] is None


def test_the_shipped_posterior_is_of_this_evidence_and_passed_its_checks():
    posterior = read_posterior()
    assert posterior.values.shape == (module.DRAWS, N)
    assert posterior.about["fitted_to"] == fitted_to(), (
        "run make calibrate, then copy the posterior"
    )
    assert posterior.about["simulation_based_calibration"]["passes"]
    halves = posterior.about["held_out"]["halves"]
    assert halves["transform_p_value"] > 0.01
    assert halves["log_score"] > halves["log_score_of_law"]
    assert posterior.about["sampler"]["r_hat"] < 1.05
    assert posterior.about["sampler"]["effective_draws"] > 1000


def test_a_folder_of_other_settings_or_of_other_things_is_refused(tmp_path):
    (tmp_path / "settings.json").write_text(json.dumps({"identity": {"seed": 9}}))
    with pytest.raises(ResultsError, match="another seed, another points"):
        calibrate(tmp_path, seed=1)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("x")
    with pytest.raises(ResultsError, match="not empty"):
        calibrate(tmp_path / "mine")
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["letter.txt"]


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda lines: ["a,b", *lines[1:]], ":1:1: columns a, b; allowed: duration_s"),
        (lambda lines: [*lines[:4], "x,y", *lines[5:]], f":5:1: 2 numbers; allowed: {N}"),
        (lambda lines: [*lines[:4], "1.5", *lines[5:]], f":5:1: 1 numbers; allowed: {N}"),
    ],
)
def test_a_damaged_posterior_is_told_by_its_line(tmp_path, spoil, told):
    from importlib import resources

    for name in ("posterior.csv", "posterior.json"):
        text = (resources.files("asher") / "data" / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(text, encoding="utf-8")
    path = tmp_path / "posterior.csv"
    path.write_text("\n".join(spoil(path.read_text().splitlines())) + "\n")
    with pytest.raises(ResultsError) as caught:
        read_posterior(tmp_path)
    assert told in str(caught.value)


def test_a_folder_without_a_posterior_says_how_to_make_one(tmp_path):
    with pytest.raises(ResultsError, match=r"asher calibrate --out FOLDER"):
        read_posterior(tmp_path)
