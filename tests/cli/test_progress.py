import json

import pytest

from asher.cli import progress
from asher.cli.progress import ProgressMode, shown_progress


class Clock:
    def __init__(self):
        self.now = 100.0

    def monotonic(self):
        return self.now


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(progress, "time", clock)
    return clock


def test_plain_prints_a_line_every_few_seconds_with_the_time_left(clock, capsys):
    with shown_progress(ProgressMode.plain) as update:
        for done in range(101):
            update(done, 100)
            clock.now += 1.0
        update(100, 100)
    shown = capsys.readouterr()
    assert shown.out == ""
    lines = shown.err.splitlines()
    assert len(lines) == 20
    assert lines[0] == "5 of 100 replications, 5 s, about 1:35 min left"
    assert lines[-1] == "100 of 100 replications, 1:40 min"


def test_blocks_that_stood_do_not_make_the_pace_look_fast(clock, capsys):
    with shown_progress(ProgressMode.plain) as update:
        update(1000, 1100)
        clock.now += 10.0
        update(1010, 1100)
    assert "about 1:30 min left" in capsys.readouterr().err


def test_json_is_one_object_a_line(clock, capsys):
    with shown_progress(ProgressMode.json) as update:
        for done in (0, 50, 100):
            update(done, 100)
            clock.now += 2.0
    objects = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [o["done"] for o in objects] == [50, 100]
    assert objects[0] == {
        "what": "replications",
        "done": 50,
        "total": 100,
        "elapsed_s": 2.0,
        "left_s": 2.0,
    }


def test_none_prints_nothing(capsys):
    with shown_progress(ProgressMode.none) as update:
        assert update is None
    assert capsys.readouterr() == ("", "")


def test_auto_is_plain_where_there_is_no_terminal(clock, capsys):
    with shown_progress(ProgressMode.auto) as update:
        update(100, 100)
    assert capsys.readouterr().err == "100 of 100 replications, 0 s\n"


def test_bar_shows_how_many_are_done(capsys, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "80")
    with shown_progress(ProgressMode.bar) as update:
        update(40, 100)
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "40/100" in shown.err
