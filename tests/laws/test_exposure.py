"""How people are exposed: the measured curves, how the population scale reads them, and a plan."""

import numpy as np
import pytest

from asher.calibration import exposure as measuring
from asher.evidence.incidents import read_incidents
from asher.kernels.codes import Amount, Tally
from asher.kernels.columns import MARKS_MIN
from asher.scenario import read_scenario
from asher.simulation import exposure
from asher.simulation.arrays import build_site
from asher.simulation.exposure import (
    COLUMNS,
    LOG_RATES,
    OCCUPANT_LOADS,
    PLACES,
    PLACES_OF,
    RATES_PER_MIN,
    at_load,
    curves,
    of_places,
)
from asher.simulation.population import build_race, run_races
from asher.simulation.site import simulate
from fakes import race_terms
from tolerance import assert_mean
from written import law

exposed = law("population_exposure")
CURVES = len(OCCUPANT_LOADS) * measuring.REPLICATIONS  # Of each place
RATES_PER_S = np.array(RATES_PER_MIN) / 60.0
MADE_UP = np.array([[[60.0] * 7, [60.0, 90, 90, 90, 90, 90, 120], [20.0, 20, 20, 20, 20, 20, 20]]])


def curve_at(rate_per_s, measured=MADE_UP, log_rates=None):
    """The curve of an attack of one rate."""
    log_rates = np.log([0.01, 0.1, 1.0]) if log_rates is None else log_rates
    terms = race_terms(exposure_s=measured, log_rates=log_rates)
    race = build_race(1)
    race.amount[Amount.RATE_PER_S], race.tally[Tally.CURVE] = rate_per_s, 0
    exposed.find_curve(terms, race)
    return race.curve.copy()


@pytest.mark.parametrize("k", [0, 1, 2])
def test_at_a_measured_rate_the_curve_is_the_measured_one(k):
    assert curve_at((0.01, 0.1, 1.0)[k]) == pytest.approx(MADE_UP[0, k])


def test_between_two_rates_the_curve_lies_between_theirs_by_the_logarithm():
    half = curve_at(np.sqrt(0.01 * 0.1))
    assert half == pytest.approx((MADE_UP[0, 0] + MADE_UP[0, 1]) / 2)
    near = curve_at(0.1 * 10**0.25)
    assert near == pytest.approx(0.75 * MADE_UP[0, 1] + 0.25 * MADE_UP[0, 2])


@pytest.mark.parametrize(("rate", "k"), [(0.0, 0), (1e-9, 0), (0.009, 0), (1.1, 2), (1e6, 2)])
def test_beyond_the_measured_rates_the_nearest_curve_holds(rate, k):
    assert curve_at(rate) == pytest.approx(MADE_UP[0, k])


def test_a_curve_between_rates_never_falls_in_time():
    for measured in of_places()[::25]:
        for rate in np.exp(np.linspace(LOG_RATES[0] - 1, LOG_RATES[-1] + 1, 12)):
            curve = curve_at(rate, measured[None], LOG_RATES)
            # Written to a tenth of a second.
            assert np.all(np.diff([0.0, *curve]) >= -0.11)
            low, high = measured.min(axis=0), measured.max(axis=0)
            assert np.all((low - 1e-9 <= curve) & (curve <= high + 1e-9))


# The curves that are shipped.


def test_nobody_is_exposed_for_longer_than_time_has_passed_and_exposure_never_falls():
    found = of_places()
    assert found.shape == (len(PLACES) * CURVES, len(RATES_PER_MIN), len(MARKS_MIN))
    assert np.all(found >= 0.0)
    assert np.all(found <= 60.0 * np.array(MARKS_MIN))
    assert np.all(np.diff(found, axis=-1) >= 0.0)
    # What is added between two marks is no longer than the time between them.
    assert np.all(np.diff(found, axis=-1) <= 60.0 * np.diff(MARKS_MIN) + 0.11)


@pytest.mark.parametrize("place", PLACES)
def test_the_higher_the_rate_the_fewer_are_left_to_be_exposed(place):
    """Of the same 60 attacks; caught would be a rate at which more are exposed than at a lower."""
    gap = np.diff(of_places(place)[:, :, -1], axis=1)
    error = gap.std(axis=0, ddof=1) / np.sqrt(len(gap))
    assert np.all(gap.mean(axis=0) <= 2.0 * error)
    assert gap.sum(axis=1).mean() < 0.0


def test_curves_come_as_often_as_incidents_at_their_kind_of_place():
    found, rows = curves(), read_incidents().rows
    assert found.n_schools == 2 * CURVES
    chance = np.diff(found.chance, prepend=0.0)
    chance[found.n_schools] += 1.0
    for part in (chance[: found.n_schools], chance[found.n_schools :]):
        assert part.sum() == pytest.approx(1.0)
        assert np.all(part > 0.0)
    assert np.array_equal(
        found.exposure_s[: found.n_schools], of_places(*PLACES_OF[exposure.EDUCATION])
    )
    # A hospital ward stands for all of health care, a mall for a third of commerce.
    others = [place for place in PLACES if place not in PLACES_OF[exposure.EDUCATION]]
    share = chance[found.n_schools :].reshape(len(others), -1).sum(axis=1)
    ward, mall = (share[others.index(place)] for place in ("hospital-ward", "mall"))
    count = {kind: sum(row.location == kind for row in rows) for kind in PLACES_OF}
    expected = count["Health Care"] / (count["Commerce"] / 3)
    assert ward / mall == pytest.approx(expected)


def test_the_digest_tells_other_curves_and_other_places(monkeypatch):
    usual = exposure.exposure_digest()
    assert exposure.exposure_digest() == usual
    monkeypatch.setattr(exposure, "PLACES_OF", {**PLACES_OF, "Government": ("mall",)})
    assert exposure.exposure_digest() != usual
    monkeypatch.undo()
    found = curves()
    longer = exposure.Curves(found.exposure_s + 0.1, found.chance, found.n_schools)
    monkeypatch.setattr(exposure, "curves", lambda: longer)
    assert exposure.exposure_digest() != usual


def test_what_is_measured_is_written_and_read(monkeypatch, tmp_path):
    made_up = {
        place: 1000.0 * k + np.arange(210.0).reshape(3, 2, 5, 7) for k, place in enumerate(PLACES)
    }
    monkeypatch.setattr(measuring, "measure", made_up.get)
    measuring.write(tmp_path / "exposure.csv")
    lines = (tmp_path / "exposure.csv").read_text().splitlines()
    assert lines[0] == ",".join(COLUMNS)
    assert len(lines) == 1 + len(PLACES) * 3 * 2 * len(RATES_PER_MIN)
    assert lines[1].startswith(f"{PLACES[0]},1.0,0,0.25,0.0,1.0,2.0")
    monkeypatch.setattr(exposure.resources, "files", lambda _: tmp_path)
    (tmp_path / "data").mkdir()
    (tmp_path / "exposure.csv").rename(tmp_path / "data" / "exposure.csv")
    exposure._rows.cache_clear()
    try:
        for place, found in made_up.items():
            assert np.array_equal(of_places(place), found.reshape(-1, 5, 7))
        assert len(of_places()) == 6 * len(PLACES)
    finally:
        monkeypatch.undo()
        exposure._rows.cache_clear()


@pytest.mark.slow
@pytest.mark.parametrize("place", PLACES)
def test_the_shipped_curves_are_what_is_measured(place):
    """Would catch a law or a plan that changed without `python -m asher.calibration.exposure`."""
    found = measuring.measure(place, replications=1)
    shipped = of_places(place).reshape(
        len(OCCUPANT_LOADS), measuring.REPLICATIONS, *found.shape[2:]
    )
    assert np.abs(shipped[:, :1] - found).max() <= 0.0501


@pytest.mark.parametrize("place", PLACES)
def test_the_fewer_people_are_there_the_less_anybody_is_exposed(place):
    """In the first minute, of 20 attacks at each load; caught would be loads run alike."""
    by_load = of_places(place)[:, :, 0].reshape(len(OCCUPANT_LOADS), -1).mean(axis=1)
    assert by_load[1] < 1.03 * by_load[0]
    assert by_load[2] < 0.97 * min(by_load[:2])


def test_a_load_is_a_share_of_each_group_and_leaves_nobody_out():
    scenario = read_scenario("house-of-worship")
    full = np.array([group.count for group in scenario.occupants])
    half = np.array([group.count for group in at_load(scenario, 0.5).occupants])
    assert np.all(np.abs(half - 0.5 * full) <= 0.5)
    assert at_load(scenario, 1.0) == scenario
    assert [group.count for group in at_load(scenario, 1e-6).occupants] == [1] * len(full)


# Both scales, at one severity.

SEEN = ("casualties", "exposure_by_5min_s")
STOP_S = 300.0
RATE_PER_MIN = 2.0


@pytest.fixture(scope="module", params=PLACES)
def both(request):
    """Attacks of 5 min at one rate on a shipped place, and without a plan by its curves."""
    scenario = read_scenario(request.param)
    hazard = scenario.hazard.model_dump(exclude_unset=True) | {
        "duration": "5 min",
        "restrained_share": 0.0,
        "casualty_rate_per_min": RATE_PER_MIN,
        "casualty_rate_log_sd": 0.0,
        "casualty_at_once_share": 0.0,
        "ending_shares": {"left": 0, "suicide": 1, "remains": 0},
    }
    never = {"median": "2 h", "p90": "2 h"}
    changed = scenario.with_(
        hazard=hazard, response={"travel": never}, courses_of_action=["stay-outside"],
        horizon="6 min",
    )  # fmt: skip
    # Other attacks than those that were measured, so that both have errors of their own.
    runs = [
        simulate(at_load(changed, load), replications=50, seed=12 + k).columns
        for k, load in enumerate(OCCUPANT_LOADS)
    ]
    columns = {name: np.concatenate([run[name][0] for run in runs]) for name in SEEN}
    site, _ = build_site(changed)
    measured = of_places(request.param)
    terms = race_terms(
        exposure_s=measured,
        log_rates=LOG_RATES,
        curve_chance=np.arange(1, len(measured) + 1) / len(measured),
        restrained_after=np.array([1.0, 0.0]),
    )
    races = run_races(site.hazard, site.response, site.course, terms, incidents=6000, seed=3)
    return columns, races, measured


def expected_of(measured):
    """Casualties that each curve gives in an attack of that rate and length, shape (n,)."""
    k = np.searchsorted(RATES_PER_MIN, RATE_PER_MIN)
    low, high = LOG_RATES[k - 1], LOG_RATES[k]
    part = (np.log(RATE_PER_MIN / 60.0) - low) / (high - low)
    between = (1 - part) * measured[:, k - 1] + part * measured[:, k]
    by_end = between[:, MARKS_MIN.index(int(STOP_S / 60))]
    return RATE_PER_MIN / 60.0 * by_end


@pytest.mark.slow
def test_without_a_plan_as_many_are_hurt_as_the_curves_say(both):
    """Of 6,000 attacks: 5 % more or fewer would be caught at a place where two are hurt."""
    _, races, measured = both
    expected = expected_of(measured)
    assert np.all(races["stop_s"] == STOP_S)
    assert_mean(races["killed"] + races["wounded"], expected.mean())


@pytest.mark.slow
def test_on_a_plan_as_many_are_hurt_as_its_curves_say(both):
    """The error is that of 150 attacks and of 60 curves, each a Poisson number about its mean."""
    columns, _, measured = both
    hurt, expected = columns["casualties"], expected_of(measured)
    error = np.sqrt(hurt.var(ddof=1) / len(hurt) + expected.var(ddof=1) / len(expected))
    gap = hurt.mean() - expected.mean()
    assert abs(gap) < 4.0 * error, f"{gap:.3f}; more than {4.0 * error:.3f} is caught"
    # The same attacks, as exposed as they were: casualties are events of a Poisson process.
    own = RATE_PER_MIN / 60.0 * columns["exposure_by_5min_s"]
    assert abs((hurt - own).sum()) < 4.0 * np.sqrt(own.sum())
