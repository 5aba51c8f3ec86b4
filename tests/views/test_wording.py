"""Numbers as people read them."""

import math

from asher.quantities import format_share
from asher.views.words.wording import (
    NO_BREAK,
    clock,
    decimals_for,
    interval,
    listed,
    number,
    signed,
    spoken_time,
)


def test_share_is_never_rounded_to_a_certainty():
    assert format_share(0.0) == f"0{NO_BREAK}%"
    assert format_share(1.0) == f"100{NO_BREAK}%"
    assert format_share(0.99999) == f">99.9{NO_BREAK}%"
    assert format_share(0.00001) == f"<0.1{NO_BREAK}%"
    for k in range(1, 2000):
        assert format_share(k / 2000) not in (format_share(0.0), format_share(1.0))


def test_zero_has_no_sign_however_small_the_figure():
    for value in (0.0, -0.0, 0.001, -0.001):
        assert signed(value, decimals=1) == "0.0"
        assert number(value, decimals=1) == "0.0"
    assert clock(-0.2, sign=True) == "0:00"


def test_decimals_show_the_interval():
    for half in (0.004, 0.03, 0.2, 0.9):
        digits = decimals_for(half)
        assert number(1.0 + half, decimals=digits) != number(1.0, decimals=digits)


def test_what_is_not_known_is_a_dash():
    nan = math.nan
    assert number(nan) == format_share(nan) == clock(nan) == spoken_time(nan) == "\u2013"


def test_times_are_minutes_and_seconds():
    assert clock(59.6) == "1:00"
    assert clock(3 * 3600.0) == "180:00"
    assert spoken_time(3 * 3600.0) == f"3{NO_BREAK}h"
    assert spoken_time(0.0) == f"0{NO_BREAK}s"


def test_lists_and_intervals_read_as_sentences():
    assert listed(["a"]) == "a"
    assert listed(["a", "b"]) == "a and b"
    assert interval(-1.0, 2.0) == f"\u22121.0{NO_BREAK}to{NO_BREAK}2.0"
