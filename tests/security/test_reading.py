"""Nothing that a stranger sends can have a file read that it does not hold."""

import json
import os
import shutil
import subprocess
import sys
from importlib import resources

import pytest

from asher.comparison.reading import read_results
from pace import slow
from security.hostile import SCENARIO, asher, change_json, refused, scenario_file

PLAN = "secret.plan.json"


@pytest.fixture
def private(tmp_path):
    """A plan of the user's, beside the folder that a stranger sent."""
    plan = resources.files("asher") / "data" / "plans" / "corridor.plan.json"
    (tmp_path / PLAN).write_text(plan.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "sent").mkdir()
    return tmp_path / PLAN


@pytest.mark.parametrize("plan", ["{whole}", "../secret", "../secret.plan.json", "x/../../secret"])
def test_plan_elsewhere_is_opened_where_the_scenario_names_it(private, plan):
    folder = private.parent / "sent"
    (folder / "x").mkdir()
    assert asher("check", scenario_file(folder, plan=plan.format(whole=private))).exit_code == 0


@pytest.mark.parametrize("plan", ["{whole}", "../secret.txt", "secret.txt"])
def test_what_is_no_plan_by_its_name_is_not_opened(private, plan):
    for folder in (private.parent, private.parent / "sent"):
        (folder / "secret.txt").write_text(private.read_text())
    whole = private.parent / "secret.txt"
    path = scenario_file(private.parent / "sent", plan=plan.format(whole=whole))
    assert "there is no plan" in refused("check", path)


def test_plan_behind_a_link_is_not_opened(private):
    folder = private.parent / "sent"
    (folder / "hall.plan.json").symlink_to(private)
    (folder / "halls").symlink_to(private.parent)
    for plan in ("hall", "halls/secret", "../sent/hall", str(folder / "hall.plan.json")):
        assert "there is no plan" in refused("check", scenario_file(folder, plan=plan))


def test_plan_in_a_folder_beside_the_scenario_is_opened(private):
    folder = private.parent / "sent"
    (folder / "plans").mkdir()
    shutil.copy(private, folder / "plans" / "hall.plan.json")
    assert asher("check", scenario_file(folder, plan="plans/hall")).exit_code == 0


@pytest.mark.parametrize("plan", ["/dev/zero", "/dev/stdin", "pipe", "a" * 5000, "hall\0"])
def test_plan_that_is_no_plain_file_is_not_opened(private, plan):
    folder = private.parent / "sent"
    os.mkfifo(folder / "pipe")
    os.mkfifo(folder / "pipe.plan.json")
    assert "there is no plan" in refused("check", scenario_file(folder, plan=plan))


@pytest.mark.parametrize("name", ["s.yaml", "p.plan.json", "r.csv", "c.yaml"])
def test_pipe_in_place_of_a_file_is_refused_and_not_waited_for(tmp_path, name):
    path = tmp_path / name
    os.mkfifo(path)
    words = {"s.yaml": ["check"], "p.plan.json": ["check"], "r.csv": ["incidents"]}
    told = refused(*words.get(name, ["workforce"]), path)
    assert f"{path}:1:1: " in told


@pytest.mark.parametrize("name", ["/dev/stdin", slow("/dev/fd/0")])
def test_a_pipe_that_the_program_was_started_with_is_read(tmp_path, name):
    plan = resources.files("asher") / "data" / "plans" / "corridor.plan.json"
    (tmp_path / "here.plan.json").write_text(plan.read_text(encoding="utf-8"), encoding="utf-8")
    text = json.dumps({**SCENARIO, "plan": "here", "replications": 1})
    command = [sys.executable, "-m", "asher", "check", name]
    done = subprocess.run(
        command, check=False, input=text, cwd=tmp_path, text=True, capture_output=True
    )
    assert done.stdout.startswith(f"{name}: a drill with 3 occupants"), done.stderr


def test_a_folder_in_place_of_a_scenario_is_called_one(tmp_path):
    assert f"{tmp_path}:1:1: cannot read: Is a directory" in refused("check", tmp_path)


def test_scenario_in_a_manifest_opens_nothing(results):
    scenario = json.loads((results / "manifest.json").read_text(encoding="utf-8"))["scenario"]
    for plan in ("/dev/zero", "../../elsewhere", "/etc/passwd"):
        changed = {**scenario, "plan": plan, "sources": {"horizon": "/dev/zero"}}
        change_json(results / "manifest.json", scenario=changed)
        assert read_results(results).scenario.plan == plan


@pytest.mark.parametrize(
    ("verb", "name"),
    [
        ("report", "manifest.json"),
        ("report", "summary.json"),
        ("report", "blocks"),
        ("report", "blocks/00000.parquet"),
        ("merge", "manifest.json"),
        ("merge", "share.json"),
        ("merge", "blocks"),
        ("merge", "blocks/00000.parquet"),
    ],
)
def test_link_in_a_results_folder_is_not_followed(results, tmp_path, verb, name):
    path, away = results / name, tmp_path / "away"
    if path.exists():
        shutil.move(path, away)
    else:
        away.write_text('{"whole": 20}')
    path.symlink_to(away)
    more = ["--out", tmp_path / "out"] if verb == "merge" else []
    told = refused(verb, results, *more, "--progress", "none")
    assert "links are not followed" in told
    assert not (tmp_path / "out" / "blocks").exists()


@pytest.mark.parametrize("name", ["manifest.json", "summary.json", "blocks/00001.parquet"])
def test_pipe_in_a_results_folder_is_refused_and_not_waited_for(results, name):
    (results / name).unlink()
    os.mkfifo(results / name)
    assert "not a plain file" in refused("report", results, "--progress", "none")


def test_link_in_a_folder_of_a_posterior_or_of_plans_is_not_followed(tmp_path, elsewhere):
    (tmp_path / "posterior.csv").symlink_to(elsewhere)
    (tmp_path / "posterior.json").symlink_to(elsewhere)
    told = refused("check-model", tmp_path)
    assert told.count("links are not followed") == 2
    assert "diary" not in told.replace(str(elsewhere), "")
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "a.yaml").symlink_to(elsewhere)
    told = refused("workforce", "example-city", "--compare", tmp_path / "plans")
    assert "links are not followed" in told
