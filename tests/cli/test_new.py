import io

import pytest

from asher.floorplan import read_floorplan
from asher.scenario import read_scenario
from asher.scenario.starting import kind_of, kinds, shares
from command import wide_asher as asher
from pace import ends


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def people_of(scenario):
    return sum(group.count for group in scenario.occupants)


@pytest.mark.parametrize("kind", ends(sorted(kinds())))
def test_every_kind_becomes_a_folder_that_the_check_passes(here, kind, monkeypatch):
    # How long a run takes is tried otherwise, which no verdict hangs on.
    monkeypatch.setattr("asher.cli.compiling.is_compiled", lambda: False)
    done = asher("new", "my-place", "--kind", kind, "--people", 200, "--arrival", "6 min")
    assert done.exit_code == 0, done.output
    assert {each.name for each in here.iterdir()} == {"my-place"}
    names = {each.name for each in (here / "my-place").iterdir()}
    assert names == {"my-place.yaml", "my-place.plan.json"}
    scenario = read_scenario(here / "my-place" / "my-place.yaml")
    assert people_of(scenario) == 200
    assert scenario.floorplan == read_floorplan(kind)
    # 6 min after the call, of which answer and dispatch take 35 s.
    assert scenario.response.travel.median == pytest.approx(325)
    assert asher("check", "my-place/my-place.yaml").exit_code == 0
    assert "compare my-place/my-place.yaml" in done.stdout


def test_without_flags_that_change_them_people_and_clocks_are_those_of_the_example(here):
    assert asher("new", "it", "--kind", "school").exit_code == 0
    mine, example = read_scenario(here / "it" / "it.yaml"), read_scenario("elementary-school")
    assert mine.occupants == example.occupants
    assert mine.response == example.response
    text = (here / "it" / "it.yaml").read_text(encoding="utf-8")
    assert "# response:\n#   call:" in text
    assert max(map(len, text.splitlines())) <= 120


def test_a_plan_of_ones_own_gets_people_where_its_rooms_hold_them(here):
    done = asher("new", "it", "--plan", "two-level", "--people", 50)
    assert done.exit_code == 0, done.output
    scenario = read_scenario(here / "it" / "it.yaml")
    assert scenario.floorplan == read_floorplan("two-level")
    assert people_of(scenario) == 50
    assert {group.within.category for group in scenario.occupants} == {("lobby",), ("office",)}


def test_a_plan_whose_rooms_hold_nobody_gets_people_anywhere(here):
    assert asher("new", "it", "--plan", "corridor").exit_code == 0
    (group,) = read_scenario(here / "it" / "it.yaml").occupants
    assert group.within == ()


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["it"], "name the kind of place (--kind) or a plan (--plan); kinds: cinema"),
        (["it", "--kind", "schol"], "(did you mean 'school'?)"),
        (["it", "--kind", "school", "--arrival", "soon"], "--arrival:"),
        (["it", "--kind", "school", "--arrival", "20 s"], "allowed: 1 min to 6 h"),
        (["it", "--kind", "school", "--people", "2"], "--people: found 2; at least 6"),
        (["it", "--plan", "two-levl"], "did you mean 'two-level'?"),
        (["it", "--plan", "broken.plan.json"], "broken.plan.json:1:"),
        (["there", "--kind", "school"], "there: exists already"),
    ],
)
def test_what_cannot_be_is_one_message_and_leaves_nothing(here, words, found):
    (here / "broken.plan.json").write_text("{", encoding="utf-8")
    (here / "there").mkdir()
    done = asher("new", *words)
    assert done.exit_code == 2
    assert found in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert {each.name for each in here.iterdir()} == {"broken.plan.json", "there"}


def test_a_terminal_is_asked_for_what_is_not_said(here, monkeypatch):
    from typer.testing import CliRunner

    from asher.cli.app import app

    monkeypatch.setattr("asher.cli.verbs.new._is_terminal", lambda: True)
    done = CliRunner().invoke(app, ["new", "it"], input="mall\n300\n5 min\n")
    assert done.exit_code == 0, done.output
    scenario = read_scenario(here / "it" / "it.yaml")
    assert scenario.floorplan == read_floorplan("mall")
    assert people_of(scenario) == 300
    assert scenario.response.travel.median == pytest.approx(265)


def test_nobody_is_asked_where_flags_say_enough(here, monkeypatch):
    monkeypatch.setattr("asher.cli.verbs.new._is_terminal", lambda: True)
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert asher("new", "it", "--kind", "cinema").exit_code == 0


def test_a_word_of_a_kind_finds_it():
    assert kind_of("School") == "elementary-school"
    assert kind_of("high school") == "high-school"
    assert kind_of("worship") == "house-of-worship"
    assert kind_of("") == kind_of("pub") == ""


def test_shares_add_up_and_leave_no_group_empty():
    for total in (3, 4, 10, 997):
        found = shares([50.0, 1.0, 7.5], total)
        assert sum(found) == total
        assert min(found) >= 1
