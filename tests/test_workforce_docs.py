"""What the page of the workforce says stands in the program, and nothing is left out."""

import re
from pathlib import Path

import typer

from asher.cli.app import app
from asher.evidence import load
from asher.workforce.city_files import read_city
from asher.workforce.effects import effects

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "docs" / "workforce.md").read_text(encoding="utf-8")


def test_every_effect_stands_there_with_its_evidence_and_how_strong_it_is():
    rows = re.findall(r"^\| `(\w+)` \| (.+) \|$", TEXT, flags=re.MULTILINE)
    assert [name for name, _ in rows] == [one.name for one in effects()]
    for (_, said), one in zip(rows, effects(), strict=True):
        ids = ", ".join(f"`{id}`" for id in one.evidence) or "\u2013"
        value = f"{one.median:g} ({one.low:g} to {one.high:g}) {one.unit}"
        assert said == f"{one.about} | {value} | {one.strength} | {ids} | {one.judgement}"


def test_rows_of_the_evidence_that_are_named_are_there():
    named = re.findall(r"`([a-z]+(?:-[a-z]+)+)`", TEXT)
    assert len(set(named)) > 10
    assert set(named) <= set(load())


def test_the_city_shown_is_read_without_a_fault(tmp_path):
    example = re.search(r"^```\n(title: .*?)^```", TEXT, flags=re.MULTILINE | re.DOTALL)
    path = tmp_path / "city.yaml"
    path.write_text(example[1], encoding="utf-8")
    assert read_city(path).plan.weights == {"interview": 2, "stress exercise": 1}


def test_options_named_are_those_of_the_verb():
    known = {
        name
        for param in typer.main.get_command(app).commands["workforce"].params
        for name in param.opts
    }
    named = re.findall(r"asher workforce[^\n`]*", TEXT)
    assert len(named) >= 4
    for line in named:
        assert set(re.findall(r"--[a-z]+", line)) <= known, line
