"""The script that reads spoilt files notices what it is to notice, and a few hundred go well."""

import argparse
import random
import time

import pytest

from fuzz import __main__ as fuzz
from fuzz.mutating import mutated
from fuzz.reading import Kind


def options(folder, count):
    return argparse.Namespace(
        seed=7, first=0, count=count, full=False, minutes=5, keep=folder / "found"
    )


def spin():
    while True:
        pass


@pytest.mark.slow
def test_spoilt_files_of_every_kind_are_read_or_refused(tmp_path, capsys):
    (tmp_path / "files").mkdir()
    with fuzz.hangs_told():
        failed = fuzz.run(options(tmp_path, 280), tmp_path / "files")
    shown = capsys.readouterr().out
    assert failed == 0, shown
    assert len(shown.splitlines()) == 14


@pytest.mark.slow
@pytest.mark.parametrize(
    ("reads", "told"),
    [
        (lambda: 1 / 0, "ZeroDivisionError"),
        (spin, "longer than 1 s"),
        (lambda: time.sleep(9), "2 s of waiting"),
        (lambda: None, "MB of memory"),
    ],
)
def test_what_goes_wrong_is_noticed(tmp_path, monkeypatch, reads, told):
    monkeypatch.setattr(fuzz, "HANGS_S", 1)
    monkeypatch.setattr(fuzz, "WAITS_S", 2)
    monkeypatch.setattr(fuzz, "peak_mb", iter_peaks() if "MB" in told else fuzz.peak_mb)
    with fuzz.hangs_told():
        assert told in fuzz.read(Kind("x", tmp_path / "x", b"", reads))


def iter_peaks():
    peaks = iter((100.0, 700.0))
    return lambda: next(peaks)


def test_one_seed_spoils_alike():
    raw = b'{"a": [1, 2, {"b": "c"}], "d": null}'
    first, second = (
        [mutated(raw, chance) for _ in range(50)] for chance in (random.Random(3), random.Random(3))
    )
    assert first == second
    assert len(set(first)) > 25
