"""`asher workforce`: tables, figures for programs, a page, and every fault at once."""

import json
import re

import pytest

from asher.workforce.city_files import read_city, shipped_cities
from asher.workforce.effects import effects
from command import asher

FEW = ("-n", "10", "--incidents", "50", "--progress", "none")


def test_shipped_cities_are_read_and_their_plans_run(tmp_path):
    assert shipped_cities() == ("example-city",)
    written = asher("workforce", "example-city", "--write", tmp_path)
    assert written.exit_code == 0, written.output
    done = asher("workforce", tmp_path / "example-city.yaml", "--compare", tmp_path / "plans", *FEW)
    assert done.exit_code == 0, done.output
    assert max(map(len, done.stdout.splitlines())) <= 80
    words = " ".join(done.stdout.split())
    assert "Expect one event here in about 45 years (37 to 56)." in words
    assert "Strict selection: 30 of 300 applicants a year above the cut-off, 30 hired for 48" in (
        words
    )
    assert "More range time beside Today" in words
    again = asher("workforce", "example-city", "--write", tmp_path)
    assert again.exit_code == 2
    assert len(again.stderr.splitlines()) == 5


def test_same_seed_gives_the_same_figures_and_plans_do_not_change_each_other(tmp_path):
    plan = tmp_path / "more.yaml"
    plan.write_text("yearly_hours: {medical: 9}\n", encoding="utf-8")
    alone = json.loads(asher("workforce", "example-city", *FEW, "--json").stdout)
    beside = json.loads(
        asher("workforce", "example-city", "--compare", plan, *FEW, "--json").stdout
    )
    assert alone["plans"]["Today"] == beside["plans"]["Today"]
    gaps = beside["plans"]["more"]["from_today"]
    assert gaps["year_harm"] == {"mean": 0, "lower": 0, "upper": 0, "chance_lower": 0.5}
    assert gaps["killed"]["mean"] < 0
    assert {one["name"] for one in alone["effects"]} == {one.name for one in effects()}


@pytest.mark.slow
def test_frontier_page_and_files(tmp_path):
    pytest.importorskip("optuna")
    out = tmp_path / "out"
    done = asher("workforce", "example-city", "--frontier", "--plans", 12, *FEW, "--out", out)
    assert done.exit_code == 0, done.output
    assert "Frontier of 15 plans" in done.stdout
    text = (out / "workforce.html").read_text(encoding="utf-8")
    assert not re.search(r'(?:src|href|action|url\()\s*=?\s*["\']?(?:https?:)?//', text)
    assert "<script" not in text
    assert not re.search(r"/(home|root|tmp|work|usr)/", text)
    assert not re.search(r"\bnan\b", text)
    for one in effects():
        assert one.name in text, one.name
        assert one.strength in text.casefold(), one.strength
    for title in (
        "Trained for active attacks",
        "Trained for de-escalation",
        "The program compares and recommends",
    ):
        assert title in text
    described = re.search(r'<desc id="plans-1040-desc">(.*?)</desc>', text)[1]
    assert "Trained for active attacks: rare day " in described
    figures = json.loads((out / "workforce.json").read_text(encoding="utf-8"))
    assert figures["frontier"]["tried"] == 15
    again = asher("workforce", "example-city", "--frontier", "--plans", 12, *FEW, "--out", out)
    assert again.exit_code == 0
    assert (out / "workforce.html").read_text(encoding="utf-8") == text
    other = asher(
        "workforce", "example-city", "--frontier", "--plans", 12, *FEW, "--seed", 2, "--out", out
    )
    assert other.exit_code == 2
    assert "another seed" in other.stderr


def test_every_fault_of_a_city_is_told_at_once_with_its_place(tmp_path):
    city = tmp_path / "city.yaml"
    city.write_text(
        "title: A\nresidnts: 5\nofficers: -1\napplicants_a_year: 9\ncalls_a_year: 9\n"
        "course: two-oficer-entry\nplan:\n  weights: {intervew: 1}\n",
        encoding="utf-8",
    )
    done = asher("workforce", city)
    assert done.exit_code == 2
    lines = [line.removeprefix(f"{city}:") for line in done.stderr.splitlines()]
    assert [line.split(": ")[0] for line in lines] == ["1:1", "2:1", "3:11", "6:9", "8:23"]
    assert "did you mean 'residents'?" in lines[1]
    assert "did you mean 'two-officer-entry'?" in lines[3]
    assert "did you mean 'interview'?" in lines[4]
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("residents: 9e9", "more than the 330,000,000 of the country"),
        ("plan: {yearly_hours: {medical: 30}}", "50 hours in all; allowed: at most 40"),
        ("instruments: [{name: a}, {name: a}]", "'a' is here a second time"),
        (
            "instruments: [{name: a, validity: {resolve: 0.9, interpersonal: 0.9}}]",
            "contradict each other",
        ),
        ("sources: {oficers: mine}", "did you mean 'officers'?"),
        ("leave_share: 0", "greater than 0"),
    ],
)
def test_numbers_that_do_not_go_together_are_told(tmp_path, change, said):
    stated = {
        "title": "A", "residents": "9e4", "officers": "90", "applicants_a_year": "90",
        "calls_a_year": "9e4",
    }  # fmt: skip
    key, value = change.split(": ", 1)
    text = "\n".join(f"{k}: {v}" for k, v in {**stated, key: value}.items())
    city = tmp_path / "city.yaml"
    city.write_text(text + "\n", encoding="utf-8")
    done = asher("workforce", city)
    assert done.exit_code == 2
    assert said in done.stderr
    assert str(city) in done.stderr


def test_every_fault_of_every_plan_is_told(tmp_path):
    (tmp_path / "a.yaml").write_text("yearly_hours: {firearm: 3}\n", encoding="utf-8")
    (tmp_path / "b.yaml").write_text("selection_ratio: 0\nweights: {x: 1}\n", encoding="utf-8")
    (tmp_path / "c.yaml").write_text("title: Today\n", encoding="utf-8")
    (tmp_path / "d.yaml").write_text("- 3\n", encoding="utf-8")
    done = asher("workforce", "example-city", "--compare", tmp_path)
    assert done.exit_code == 2
    told = done.stderr.splitlines()
    assert [line.split("/")[-1].split(":")[0] for line in told] == [
        "a.yaml", "b.yaml", "b.yaml", "c.yaml", "d.yaml",
    ]  # fmt: skip
    assert "did you mean 'firearms'?" in told[0]


@pytest.mark.parametrize("words", [["nope"], ["example-city", "--compare", "nope"]])
def test_what_is_not_there_is_told(words):
    done = asher("workforce", *words)
    assert done.exit_code == 2
    assert done.stderr.startswith("nope:1:1: no such ")


def test_a_plan_keeps_what_it_does_not_state(tmp_path):
    from asher.workforce.city_files import read_plan

    path = tmp_path / "some-plan.yaml"
    path.write_text("yearly_hours: {medical: 9}\n", encoding="utf-8")
    city = read_city("example-city")
    plan = read_plan(path, city=city)
    assert plan.title == "some plan"
    assert plan.yearly_hours.medical == 9
    assert plan.yearly_hours.firearms == city.plan.yearly_hours.firearms
    assert plan.selection_ratio == city.plan.selection_ratio


def test_schema_of_a_city():
    document = json.loads(asher("schema", "city").stdout)
    assert document["title"] == "ASHER city"
    assert {"residents", "officers", "plan"} <= set(document["properties"])
