import numpy as np
import pytest

from asher.calibration import emulator
from asher.calibration.information import find_sources, rank_sources
from asher.simulation.parameters import parameter_names
from asher.simulation.posterior import read_posterior

N = len(parameter_names())


def part(slope, sd):
    return np.outer(slope, slope) / sd**2


def unit(*ks):
    slope = np.zeros(N)
    slope[list(ks)] = 1.0
    return slope


def test_one_row_about_one_parameter_narrows_it_by_what_is_known_on_paper():
    # Precision 1 of the prior and 1 / 0.5^2 of the row: 5, so without the row sqrt(5) as wide.
    found = rank_sources(("a",), np.array([part(unit(0), 0.5)]))
    first, second = parameter_names()[:2]
    assert found[first][0].widens == pytest.approx(np.sqrt(5.0))
    assert found[second][0].widens == pytest.approx(1.0)


def test_a_row_that_two_others_make_needless_tells_nothing_more():
    parts = np.array([part(unit(0), 0.1), part(unit(0), 0.1), part(unit(1), 0.5)])
    found = rank_sources(("a", "b", "c"), parts)
    first, second = parameter_names()[:2]
    assert found[second][0].row == "c"
    # One of two equal rows left out: sqrt(201 / 101) as wide.
    assert found[first][0].widens == pytest.approx(np.sqrt(201 / 101))


def test_a_row_that_comes_twice_is_left_out_as_a_whole():
    parts = np.array([part(unit(0), 0.1), part(unit(0), 0.1)])
    (only,) = rank_sources(("a", "a"), parts)[parameter_names()[0]]
    assert only.widens == pytest.approx(np.sqrt(201.0))


def test_a_row_about_a_difference_ties_both_and_is_told_of_both():
    slope = unit(0) - unit(1)
    found = rank_sources(("gap", "first"), np.array([part(slope, 0.1), part(unit(0), 0.1)]))
    # The row about the first alone tells of the second through the difference.
    second = {each.row: each.widens for each in found[parameter_names()[1]]}
    assert min(second.values()) > 3.0


@pytest.mark.slow
def test_rows_tell_of_what_they_are_about(monkeypatch):
    # A quarter of the incidents a point: a slope of log odds is still known to 0.01.
    monkeypatch.setattr(emulator, "INCIDENTS", emulator.INCIDENTS // 4)
    found = find_sources(read_posterior())
    for name, row in {
        "travel_s": "arrival-median",
        "restrained_school": "school-restrained",
        "others_share": "before-police-shot",
        "hit_chance": "hit-rate-no-return-fire",
        "contact_surrender_odds": "after-police-surrendered",
        "hazard_hit_chance": "officer-hit-given-gunfire",
    }.items():
        assert found[name][0].row == row, name
        assert found[name][0].widens > 1.1, name
    # Nothing that is fitted tells how many officers who are hit die.
    assert found["wound_fatal_share"][0].widens < 1.02
