"""Quantities: what is written is read back exactly, and no text makes the reader stumble."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asher.quantities import format_seconds, parse_metres, parse_seconds, parse_share

TIMES = st.floats(min_value=0, max_value=1e9, allow_nan=False)


@given(TIMES)
def test_a_written_time_is_read_back_exactly(seconds):
    assert parse_seconds(format_seconds(seconds)) == seconds


@given(st.integers(0, 99), st.integers(0, 59), st.integers(0, 59))
def test_hours_minutes_and_seconds_add_up(hours, minutes, seconds):
    text = f"{hours} h {minutes} min {seconds} s"
    assert parse_seconds(text) == 3600 * hours + 60 * minutes + seconds


@given(st.floats(min_value=0, max_value=100))
def test_a_percentage_is_a_hundredth(percentage):
    assert parse_share(f"{percentage!r} %") == pytest.approx(percentage / 100)


@given(st.text())
def test_any_text_is_read_or_refused_with_a_value_error(text):
    for parse in (parse_seconds, parse_metres, parse_share):
        with contextlib.suppress(ValueError):
            assert 0 <= parse(text) < float("inf")
