"""Laws of walking speeds and waiting times: what a file may state, and what is drawn."""

import math
from functools import cache

import numpy as np
import pytest
from pydantic import ValidationError

from asher import evidence
from asher.kernels.streams import Purpose, Stream, draw, draw_law
from asher.scenario import OccupantGroup, assumptions
from asher.scenario.defaults import users
from asher.scenario.distributions import (
    WALKERS,
    ListedSpeed,
    LognormalSpeed,
    NormalSpeed,
    NormalTime,
    PresetSpeed,
    UniformSpeed,
    UniformTime,
)
from asher.simulation.groups import speed_row, waiting_row
from tolerance import assert_mean, assert_share

N = 5_000


def group(**stated):
    return OccupantGroup.model_validate({"count": 3, **stated})


def drawn(purpose, **stated):
    """Draws of many persons by the law of a group."""
    values = []
    row = speed_row if purpose == Purpose.SPEED else waiting_row
    law = np.array(row(group(**stated), values), dtype=np.float64)
    stream = Stream(np.uint64(3), 0)
    listed = np.array(values, dtype=np.float64)
    return np.array([draw_law(stream, int(purpose), i, law, listed) for i in range(N)])


@cache
def uniforms(purpose):
    return np.array([draw(Stream(np.uint64(3), 0), int(purpose), i, 0) for i in range(N)])


SPEED_LAWS = [
    1.2,
    {"mean": 1.3, "sd": 0.2},
    {"median": 1.2, "p90": 1.8},
    {"low": 0.5, "high": 1.5},
    {"values": [0.6, 1.4, 0.9, 1.4]},
    "child",
]


@pytest.mark.parametrize("law", SPEED_LAWS, ids=str)
def test_a_law_rises_in_the_uniform_number_so_paired_people_keep_their_order(law):
    speeds = drawn(Purpose.SPEED, walking_speed_m_s=law)
    order = np.argsort(uniforms(Purpose.SPEED))
    assert np.all(np.diff(speeds[order]) >= 0)
    assert speeds.min() > 0


def test_a_normal_law_has_its_mean_and_spread():
    # Cut at three standard deviations, the spread is 0.98658 of that of the uncut law.
    speeds = drawn(Purpose.SPEED, walking_speed_m_s={"mean": 1.3, "sd": 0.2})
    assert_mean(speeds, 1.3)
    assert_mean((speeds - 1.3) ** 2, (0.2 * 0.99334) ** 2)
    assert speeds.min() >= 1.3 - 3 * 0.2
    assert speeds.max() <= 1.3 + 3 * 0.2


def test_a_plain_number_is_the_mean_of_a_normal_law_with_its_own_spread():
    plain = drawn(Purpose.SPEED, walking_speed_m_s=1.3, walking_speed_sd_m_s=0.2)
    law = drawn(Purpose.SPEED, walking_speed_m_s={"mean": "1.3 m/s", "sd": "0.2 m/s"})
    assert np.array_equal(plain, law)


def test_a_lognormal_law_has_its_median_and_its_90th_percentile():
    speeds = drawn(Purpose.SPEED, walking_speed_m_s={"median": 1.2, "p90": 1.8})
    assert_share(np.sum(speeds < 1.2), N, 0.5)
    assert_share(np.sum(speeds < 1.8), N, 0.9)


def test_a_uniform_law_has_its_bounds_and_its_moments():
    speeds = drawn(Purpose.SPEED, walking_speed_m_s={"low": 0.5, "high": 1.5})
    assert_mean(speeds, 1.0)
    assert_mean((speeds - 1.0) ** 2, 1 / 12)
    assert 0.5 <= speeds.min() < 0.51
    assert 1.49 < speeds.max() <= 1.5


def test_each_listed_value_comes_as_often_as_it_is_listed():
    speeds = drawn(Purpose.SPEED, walking_speed_m_s={"values": [0.6, 1.4, 0.9, 1.4]})
    for value, share in ((0.6, 0.25), (0.9, 0.25), (1.4, 0.5)):
        assert_share(np.sum(speeds == value), N, share)


@pytest.mark.parametrize("speed", [0.05, 0.1, 0.29])
def test_a_stated_slow_speed_is_kept(speed):
    speeds = drawn(Purpose.SPEED, walking_speed_m_s=speed, walking_speed_sd_m_s=0)
    assert np.all(speeds == speed)


def test_a_wide_normal_law_is_cut_at_a_tenth_of_its_mean_and_a_narrow_one_is_not():
    wide = drawn(Purpose.SPEED, walking_speed_m_s=0.3, walking_speed_sd_m_s=0.5)
    assert wide.min() == pytest.approx(0.03)
    below = 0.5 * math.erfc((0.3 - 0.03) / 0.5 / math.sqrt(2))
    assert_share(np.sum(wide == wide.min()), N, below)
    narrow = drawn(Purpose.SPEED, walking_speed_m_s=0.31, walking_speed_sd_m_s=0.1)
    assert 0.009 < narrow.min() < 0.031


def test_waiting_times_follow_their_law_and_never_fall_below_0():
    normal = drawn(Purpose.PRE_MOVEMENT, pre_movement={"mean": "5 s", "sd": "4 s"})
    assert normal.min() == 0
    assert_share(np.sum(normal == 0), N, 0.5 * math.erfc(5 / 4 / math.sqrt(2)))
    uniform = drawn(Purpose.PRE_MOVEMENT, pre_movement={"low": "10 s", "high": "1 min"})
    assert_mean(uniform, 35)
    listed = drawn(Purpose.PRE_MOVEMENT, pre_movement={"values": ["3 s", "9 s"]})
    assert_share(np.sum(listed == 9), N, 0.5)
    lognormal = drawn(Purpose.PRE_MOVEMENT, pre_movement={"median": "6 s", "p90": "20 s"})
    assert_share(np.sum(lognormal < 20), N, 0.9)
    assert np.all(drawn(Purpose.PRE_MOVEMENT, pre_movement="20 s") == 20)


# What a file may state.


@pytest.mark.parametrize(
    ("stated", "law"),
    [
        ({"mean": 1, "sd": "0.2 m/s"}, NormalSpeed(mean=1, sd=0.2)),
        ({"median": 1, "p90": "3.6 km/h"}, LognormalSpeed(median=1, p90=1)),
        ({"low": 0.5, "high": 1.5}, UniformSpeed(low=0.5, high=1.5)),
        ({"values": [1, "2 m/s"]}, ListedSpeed(values=(1, 2))),
        ("older-adult", PresetSpeed(preset="older-adult")),
        ("1.2 m/s", 1.2),
        (1.2, 1.2),
    ],
)
def test_a_speed_is_a_number_a_kind_of_people_or_a_law(stated, law):
    found = group(walking_speed_m_s=stated)
    assert found.walking_speed_m_s == law
    again = OccupantGroup.model_validate(found.model_dump(mode="json"))
    assert again == found


@pytest.mark.parametrize(
    ("stated", "law"),
    [
        ({"mean": "20 s", "sd": "5 s"}, NormalTime(mean="20 s", sd="5 s")),
        ({"low": "0 s", "high": "1 min"}, UniformTime(low="0 s", high="1 min")),
    ],
)
def test_a_waiting_time_is_a_law_of_times_with_units(stated, law):
    found = group(pre_movement=stated)
    assert found.pre_movement == law
    assert OccupantGroup.model_validate(found.model_dump(mode="json")) == found


@pytest.mark.parametrize(
    ("stated", "words"),
    [
        ({"walking_speed_m_s": "chld"}, "'child', 'adult', 'older-adult' or 'wheelchair'"),
        ({"walking_speed_m_s": {"mean": 1}}, "Field required"),
        ({"walking_speed_m_s": {"men": 1}}, "a speed, child, adult, older-adult, wheelchair, or"),
        ({"walking_speed_m_s": [1.2]}, "a speed, child, adult"),
        ({"walking_speed_m_s": {"mean": 1, "sd": 0.1, "p90": 2}}, "Extra inputs"),
        ({"walking_speed_m_s": {"low": 2, "high": 1}}, "high 1 is below low 2"),
        ({"walking_speed_m_s": {"median": 2, "p90": 1}}, "p90 1 is below median 2"),
        ({"walking_speed_m_s": {"values": []}}, "at least 1 item"),
        ({"walking_speed_m_s": {"low": 0, "high": 1}}, "greater than 0"),
        ({"walking_speed_m_s": 0}, "greater than 0"),
        ({"walking_speed_m_s": "child", "walking_speed_sd_m_s": 0.1}, "a plain number only"),
        ({"walking_speed_m_s": {"low": 1, "high": 2}, "walking_speed_sd_m_s": 0.1}, "a plain"),
        ({"walking_speed_sd_m_s": None}, "walking_speed_sd_m_s is null"),
        ({"pre_movement": 20}, "a time with its unit"),
        ({"pre_movement": {"low": 3, "high": 5}}, "a time of at least 0 with its unit"),
        ({"pre_movement": {"low": "5 s", "high": "3 s"}}, "high 3 is below low 5"),
        ({"pre_movement": {"values": "3 s"}}, "tuple"),
        ({"pre_movement": None}, "pre_movement is null"),
    ],
    ids=str,
)
def test_what_is_no_law_is_refused_with_what_is_allowed(stated, words):
    with pytest.raises(ValidationError, match=words):
        group(**stated)


@pytest.mark.parametrize("preset", WALKERS)
def test_a_kind_of_people_walks_as_published_and_says_where_that_is(preset):
    found = group(walking_speed_m_s=preset)
    rows = {item.where: item for item in assumptions(found)}
    row = evidence.statistic(found.walking_speed_m_s.evidence)
    assert rows["walking_speed_m_s"].evidence == row.id
    assert rows["walking_speed_m_s"].grade == row.grade
    assert "walking_speed_sd_m_s" not in rows
    assert row.role == "input"
    speeds = drawn(Purpose.SPEED, walking_speed_m_s=preset)
    assert_mean(speeds, row.estimate)
    assert any(preset in user for user in users()[row.id])


def test_a_law_of_ones_own_is_said_to_be_stated():
    rows = {
        item.where: item for item in assumptions(group(walking_speed_m_s={"low": 1, "high": 2}))
    }
    found = rows["walking_speed_m_s"]
    assert (found.value, found.unit, found.evidence) == ("1 to 2", "m/s", None)
    assert found.judgement == "stated in the scenario file"
