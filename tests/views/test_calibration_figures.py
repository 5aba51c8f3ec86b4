import re
import xml.etree.ElementTree as ET
from math import nan

import pytest

from asher.calibration.checks import Check
from asher.views.figures.calibration import (
    narrowing_figure,
    percentiles_figure,
    ranks_figure,
)
from asher.views.figures.check import checks_figure
from asher.views.words.check_words import count_words, ends_words, figure_words

CHECKS = (
    Check("duration-2min", "calibrate", 0.365, 0.257, 0.489, 0.35, 0.19, 0.51, 0.9, True),
    Check("killed-mean", "calibrate", 2.987, nan, nan, 6.0, 5.0, 7.0, 0.0, False),
    Check("preventable-siege", "validate", 0.327, 0.21, 0.47, 0.04, 0.0, 0.12, 0.0, False),
    Check("armed-citizen-disputed", "sensitivity", 0.36, 0.32, 0.4, 0.05, 0.02, 0.11, 0.0, False),
)


def parts(svg):
    root = ET.fromstring(svg)
    tag = "{http://www.w3.org/2000/svg}"
    words = [each.text for each in root.iter(f"{tag}text")]
    return root, words, root.find(f"{tag}desc").text


@pytest.mark.parametrize("width", [1040, 350])
def test_every_row_is_drawn_at_its_place_and_told_in_words(width):
    svg = checks_figure(CHECKS, width=width)
    root, words, said = parts(svg)
    assert root.get("role") == "img"
    assert float(root.get("width")) <= 1.1 * width
    for each in CHECKS:
        assert any(text.startswith(each.id) for text in words), each.id
        assert f"{each.id}: observed {figure_words(each.id, each.observed)}" in said
    assert said.count(", outside") == 3
    # A narrow picture draws each name over a pale ground, and so twice.
    assert len({text for text in words if text.endswith("outside")}) == 3
    assert "Calibrated on: 1 of 2 inside (50%)" in words
    assert "nan" not in svg.lower()


def test_equal_checks_give_equal_bytes():
    assert checks_figure(CHECKS) == checks_figure(CHECKS)


def test_a_share_is_in_per_cent_a_time_in_minutes_and_a_count_plain():
    assert figure_words("duration-2min", 0.3651).replace("\u00a0", " ") == "36.5 %"
    assert figure_words("arrival-median", 177.0) == "2:57"
    assert figure_words("killed-variance", 21.28) == "21.3"
    assert ends_words("duration-2min", 0.1, 0.25).replace("\u00a0", " ") == "10.0\u201325.0 %"
    assert ends_words("killed-mean", nan, nan) == ""
    assert count_words(CHECKS, "validate") == "Held back: never fitted: 0 of 1 inside (0%)"


def test_ranks_show_every_count():
    svg = ranks_figure({"duration_s": [12, 12, 12, 12], "hit_chance": [40, 4, 2, 2]})
    _, words, said = parts(svg)
    assert {"duration_s", "hit_chance"} <= set(words)
    assert "hit_chance: 40, 4, 2, 2." in said


def test_posteriors_are_drawn_over_priors():
    _, words, said = parts(narrowing_figure({"duration_s": (-0.5, 0.1, 0.7)}))
    assert "duration_s" in words
    assert "duration_s: -0.50 to 0.70." in said


def test_percentiles_of_cases_are_told_with_both_ends():
    svg = percentiles_figure({"pulse": [("Killed", 99.0, 99.0), ("Wounded", 40.0, 80.0)]})
    _, words, said = parts(svg)
    assert {"pulse: killed", "pulse: wounded"} <= set(words)
    assert "Wounded 40 to 80" in said
    assert len(re.findall("<path", svg)) >= 4
