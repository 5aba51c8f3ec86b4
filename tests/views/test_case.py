"""The page of a case: the same for the same, whole, and nothing foreign in it."""

import re

import pytest

from asher.views.case import write_case as write
from asher.views.figures.case import _ticks
from asher.views.words.case_words import (
    interval_words,
    median_words,
    percentile_words,
    verdict_words,
)
from fakes import make_case, make_case_replay


def page(tmp_path, replay, name="case.html"):
    return write(replay, tmp_path / name).read_text(encoding="utf-8")


def test_equal_input_gives_equal_bytes(tmp_path):
    assert page(tmp_path, make_case_replay()) == page(tmp_path, make_case_replay(), "again.html")
    assert {path.name for path in tmp_path.iterdir()} == {"case.html", "again.html"}


def test_page_asks_for_nothing_outside_and_runs_no_script(tmp_path):
    text = page(tmp_path, make_case_replay())
    assert not re.search(r'(?:src|href|action|url\()\s*=?\s*["\']?(?:https?:)?//', text)
    assert "<script" not in text
    assert "default-src 'none'" in text
    assert not re.search(r"/(home|root|tmp|work|usr)/", text)


def test_page_says_in_words_what_the_strips_show(tmp_path):
    replay = make_case_replay()
    text = page(tmp_path, replay)
    described = re.search(r'<desc id="case-1040-desc">(.*?)</desc>', text)[1]
    for one in replay.placements:
        assert f"{median_words(one)}, {interval_words(one)}" in described
        assert verdict_words(one) in described
        assert percentile_words(one) in text
    assert "Time to stop: nobody looked at a clock." in text
    assert "Counted twice." in text
    assert "one of five cases" in text


def test_moment_that_never_came_is_told_and_drawn_without_a_bar(tmp_path):
    replay = make_case_replay(course="outside")
    entry = next(one for one in replay.placements if one.metric == "time_to_entry_s")
    assert (median_words(entry), interval_words(entry)) == ("never", "\u2013")
    text = page(tmp_path, replay)
    assert "observed 5:00\u20137:00; predicted never" in text
    assert "NaN" not in text
    assert not re.search(r"\bnan\b", text)


def test_foreign_words_do_not_become_markup(tmp_path):
    evil = "<script>alert(1)</script> & more"
    case = make_case(title=evil, place=evil, source=evil, unknown={"time_to_stop_s": evil})
    text = page(tmp_path, make_case_replay(case))
    assert "<script" not in text
    assert "&lt;script&gt;alert" in text


@pytest.mark.parametrize("last", [1.0, 1.5, 2.0, 4.9, 7.1, 9.9, 10.0, 49.0, 78.0, 99.0, 195.0])
def test_ticks_are_whole_distinct_and_few(last):
    ticks = _ticks(last)
    assert ticks[0] == 0
    assert 2 <= len(ticks) == len(set(ticks)) <= 7
    assert last - (ticks[1] - ticks[0]) <= ticks[-1] <= 1.04 * last
