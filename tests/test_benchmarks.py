"""The laws as benchmarks drive them from outside, by drivers that are compiled as laws are."""

import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture
def walking(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT))
    from benchmarks import walking

    return walking


@pytest.mark.slow
def test_movement_alone_empties_the_venue(walking):
    walk = walking.Walkers(60).run(1)
    assert (walk.left_over, walk.time_s < 60.0) == (0, True)
    # Each of them walks for as long as he or she is in: the mean, in steps of a twentieth.
    assert abs(walk.person_steps - 60 * walk.mean_s / 0.05) <= 60


def test_no_driver_is_compiled_but_as_laws_are():
    """Any other compiler hands records over differently, and the law that is called crashes."""
    for path in (ROOT / "benchmarks").glob("*.py"):
        assert "njit" not in path.read_text(encoding="utf-8"), path


def test_what_importers_need_is_installed_for_benchmarks():
    """Files of each format are imported in the last third of half an hour."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = project["project"]["optional-dependencies"]
    assert {*extras["dxf"], *extras["ifc"]} <= set(extras["bench"])


def test_an_item_that_fails_loses_no_other(monkeypatch, capsys):
    monkeypatch.syspath_prepend(str(ROOT))
    from benchmarks import results

    def breaks(quick):
        raise RuntimeError("no such format" if quick else "no such file")

    one = results.Result("second", "a figure", 1.0, "1.0 s", "", None, {})
    items = {"first": breaks, "second": lambda quick: [one] * quick}
    assert results.find(items, quick=True) == ([one], ["first"])
    assert "no such format" in capsys.readouterr().err
