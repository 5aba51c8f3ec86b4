"""Quantities: text with a unit becomes an SI number, and anything else is refused with advice."""

import math

import pytest
from pydantic import BaseModel, ValidationError

from asher.quantities import (
    Metres,
    MetresPerSecond,
    Seconds,
    Share,
    format_seconds,
    parse_metres,
    parse_metres_per_second,
    parse_seconds,
    parse_share,
)


class Timetable(BaseModel):
    arrival: Seconds = 0.0
    delay_s: Seconds = 0.0
    width: Metres = 0.0
    width_m: Metres = 0.0
    pace: MetresPerSecond = 0.0
    speed_m_s: MetresPerSecond = 0.0
    share: Share = 0.0


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("3 min", 180.0),
        ("90 s", 90.0),
        ("1.5 h", 5400.0),
        ("1 min 30 s", 90.0),
        ("2h 5min", 7500.0),
        ("10 minutes", 600.0),
        (" 0.5 s ", 0.5),
        ("0 s", 0.0),
    ],
)
def test_times_are_read_in_the_units_people_write(text, seconds):
    assert parse_seconds(text) == seconds


@pytest.mark.parametrize(
    "text",
    [
        *("", "3", "3 m", "-3 min", "3:00", "1,5 min", "30 s 1 min", "1 min 1 min", "3 minx", "s"),
        *("inf s", "nan s", "1e400 s", "٣ min"),
    ],
)
def test_what_is_no_time_is_refused_with_an_example(text):
    with pytest.raises(ValueError, match="such as '90 s', '3 min'"):
        parse_seconds(text)


@pytest.mark.parametrize(("text", "metres"), [("12 m", 12.0), ("80 cm", 0.8), ("1.2 km", 1200.0)])
def test_lengths_are_read(text, metres):
    assert parse_metres(text) == pytest.approx(metres, rel=1e-15)


def test_speeds_are_read():
    assert parse_metres_per_second("1.34 m/s") == 1.34
    assert parse_metres_per_second("36 km/h") == pytest.approx(10.0)


@pytest.mark.parametrize(("value", "share"), [("30 %", 0.3), ("100%", 1.0), (0.25, 0.25), (1, 1.0)])
def test_shares_are_read(value, share):
    assert parse_share(value) == share


@pytest.mark.parametrize("value", ["30", "101 %", 1.01, -0.1, True, None, math.nan, "30 % 2 %"])
def test_what_is_no_share_is_refused(value):
    with pytest.raises(ValueError, match="a share from 0 to 1"):
        parse_share(value)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (180.0, "3 min"),
        (90.0, "1 min 30 s"),
        (5400.0, "1 h 30 min"),
        (0.0, "0 s"),
        (0.05, "0.05 s"),
    ],
)
def test_times_are_written_as_people_say_them(seconds, text):
    assert format_seconds(seconds) == text


def test_a_bare_number_needs_a_key_that_carries_the_unit():
    assert Timetable(delay_s=45, width_m=0.9, speed_m_s=1.3).delay_s == 45.0
    with pytest.raises(ValidationError) as caught:
        Timetable(arrival=45, width=1, pace=2)
    assert [error["loc"] for error in caught.value.errors()] == [
        ("arrival",),
        ("width",),
        ("pace",),
    ]
    assert "with its unit" in str(caught.value)


@pytest.mark.parametrize("value", [True, None, [1], math.inf, math.nan, -1, 10**400])
@pytest.mark.parametrize("key", ["delay_s", "width_m", "speed_m_s", "share"])
def test_what_is_no_finite_positive_number_is_refused(key, value):
    with pytest.raises(ValidationError):
        Timetable.model_validate({key: value})


def test_what_is_written_is_read_again_under_any_key():
    timetable = Timetable(arrival="1 min 30 s", delay_s=0.1, width="80 cm", pace="1.34 m/s")
    written = timetable.model_dump()
    assert written["arrival"] == "1 min 30 s"
    assert Timetable.model_validate(written) == timetable


def test_schema_tells_editors_what_may_stand_there():
    schema = Timetable.model_json_schema()["properties"]["arrival"]
    assert "such as '90 s'" in schema["description"]
