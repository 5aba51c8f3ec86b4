"""No word of a stranger steers the terminal: it is shown, or refused, and never obeyed."""

import json

import pytest

from security.hostile import RECORD, STEERING, asher, change_json, refused, scenario_file

LINK = "[/x][link=http://x.example]here[/link] [red]:skull:"


@pytest.mark.parametrize(
    "changes",
    [
        {"title": STEERING},
        {"title": "two\nlines"},
        {"description": STEERING},
        {"sources": {"horizon": STEERING}},
        {"occupants": {"name": STEERING, "count": 1}},
        {"plan": STEERING},
        {"courses_of_action": [STEERING]},
        {STEERING: 1},
        {"hazard": {"profile": STEERING}},
    ],
)
def test_scenario_that_would_steer_the_terminal_is_refused(tmp_path, changes):
    refused("check", scenario_file(tmp_path, **changes))


def test_description_may_have_lines(tmp_path):
    assert asher("check", scenario_file(tmp_path, description="one\ntwo")).exit_code == 0


@pytest.mark.parametrize("key", ["title", "source"])
def test_plan_that_would_steer_the_terminal_is_refused(tmp_path, key):
    from importlib import resources

    plan = resources.files("asher") / "data" / "plans" / "corridor.plan.json"
    path = tmp_path / "p.plan.json"
    path.write_text(plan.read_text(encoding="utf-8"), encoding="utf-8")
    change_json(path, **{key: STEERING})
    refused("check", path)


@pytest.mark.parametrize("column", ["name", "location"])
def test_record_that_would_steer_the_terminal_is_refused(tmp_path, column):
    words = {"name": "A place", "location": "Commerce", column: STEERING}
    path = tmp_path / "r.csv"
    path.write_text(RECORD.format(**words), encoding="utf-8")
    assert f"{path}:2:" in refused("incidents", path)


@pytest.mark.parametrize("key", ["title", "currency"])
def test_city_that_would_steer_the_terminal_is_refused(tmp_path, key):
    from asher.workforce.city_files import read_city

    city = read_city("example-city").model_dump(mode="json")
    path = tmp_path / "c.json"
    path.write_text(json.dumps({**city, key: STEERING[:9]}), encoding="utf-8")
    refused("workforce", path)


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("manifest.json", {"versions": {"asher": STEERING}}),
        ("manifest.json", {"versions": {STEERING: "1"}}),
        ("manifest.json", {"identity": {STEERING: 1}}),
        ("manifest.json", {"format": STEERING}),
        ("summary.json", {"stopping": {"rule": STEERING, "met": True, "half_width": 1.0, "a": "a",
                                       "b": "b", "n_pairs": 1, "replications": 20}}),
    ],
)  # fmt: skip
def test_results_that_would_steer_the_terminal_are_refused(results, name, changes):
    change_json(results / name, **changes)
    refused("report", results, "--progress", "none")


def test_identity_that_would_steer_the_terminal_is_not_said(results):
    change_json(results / "manifest.json", identity={STEERING: 1})
    refused("compare", "clock-race", "-n", "1", "--out", results, "--progress", "none")


def test_name_of_a_file_is_escaped(tmp_path):
    path = tmp_path / "a\x1b[2J\u202eb.json"
    path.write_text("{", encoding="utf-8")
    assert "a\\x1b[2J\\u202eb.json:1:" in refused("check", path)
    folder = tmp_path / "f\x1b[2J"
    folder.mkdir()
    assert "f\\x1b[2J" in refused("report", folder)


def test_brackets_in_names_are_no_commands(tmp_path):
    path = tmp_path / "r.csv"
    path.write_text(RECORD.format(name=LINK, location=LINK), encoding="utf-8")
    done = asher("incidents", path, columns="200")
    assert done.exit_code == 0
    assert LINK in done.stdout
    plans = tmp_path / "plans"
    plans.mkdir()
    (plans / "a.yaml").write_text(json.dumps({"title": LINK[:40]}), encoding="utf-8")
    done = asher(
        "workforce", "example-city", "--compare", plans, "-n", "10", "--incidents", "10",
        "--progress", "none", columns="200",
    )  # fmt: skip
    assert done.exit_code == 0
    assert LINK[:40] in done.stdout
