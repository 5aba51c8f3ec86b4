"""The answer under each side of a dispute: the same incidents, run again for what hangs on it."""

import json

import numpy as np
import pytest

import asher
from asher.comparison import disputes
from asher.comparison.comparison import Comparison
from asher.comparison.disputes import DISPUTES, STATED, Dispute, Side, disputes_on, under_sides
from asher.comparison.experiment import Experiment
from asher.comparison.reading import read_results
from asher.comparison.results import ResultsFolder
from asher.evidence import statistic
from fakes import fake_simulate
from places import FREEZE, attack, exchange_of_fire, group, hall_with, post, zone

COURSES = ("contain-and-wait", "armed-bystanders", "armed-guard", "solo-entry", "stay-outside")
GIVEN = {"seed": 1, "first": 0, "threads": None, "progress": None}


def scenario_of(*names):
    return asher.read_scenario("borderline").with_(courses_of_action=list(names))


def guard_saves(scenario, **given):
    """Ten are killed in each incident, less ten times the chance that people on site act."""
    outcome = fake_simulate(scenario, **given)
    for row, course in enumerate(scenario.courses_of_action):
        acts = sum(people.engages_share for people in course.on_site)
        outcome.columns["killed"][row] = 10.0 - 10.0 * acts
        outcome.columns["officers_wounded"][row] = scenario.hazard.hit_chance
    return outcome


def tried(scenario, *, n=30, run=guard_saves):
    whole = Comparison(scenario, run(scenario, replications=n, **GIVEN))
    found = under_sides(whole, lambda changed: run(changed, replications=n, **GIVEN), n=n)
    return [each for sides in found for each in sides]


def test_each_dispute_is_there_for_the_courses_that_hang_on_it_alone():
    told = {
        name: [one.name for one in disputes_on(scenario_of("two-officer-entry", name))]
        for name in COURSES
    }
    assert told == {
        "contain-and-wait": [],
        "armed-bystanders": ["armed-citizens"],
        "armed-guard": ["guards"],
        "solo-entry": ["solo-entry"],
        "stay-outside": [],
    }
    drill = scenario_of(*COURSES).with_(hazard=None)
    assert disputes_on(drill) == ()
    assert tried(scenario_of("contain-and-wait", "two-officer-entry")) == []


def test_every_dispute_has_sides_and_names_evidence_that_is_there():
    for dispute in DISPUTES:
        assert len(dispute.sides) > 1
        assert len({side.name for side in dispute.sides} | {STATED}) == len(dispute.sides) + 1
        assert all(statistic(row) for row in dispute.evidence)
        assert dispute.figure in disputes.FIGURES


def test_a_side_moves_the_figure_and_each_other_course_stays_as_stated():
    found = tried(scenario_of("contain-and-wait", "armed-guard", "stay-outside"))
    killed = {each.side: each for each in found if each.figure == "killed"}
    assert {each.course for each in found} == {"armed-guard"}
    stated = scenario_of("armed-guard").courses_of_action[0].on_site[0].engages_share
    assert killed[STATED].mean == pytest.approx(-10.0 * stated)
    assert killed["never"].mean == killed["never"].change == 0.0
    always = killed["always"]
    assert (always.mean, always.change) == pytest.approx((-10.0, -10.0))
    assert always.n == 30


def test_intervals_hold_the_spread_of_calibrated_numbers_where_these_are_drawn():
    """As those of every difference; would catch intervals by chance alone, a third as wide."""

    def by_draw(scenario, **given):
        outcome = guard_saves(scenario, **given)
        acts = 1.0 - outcome.columns["killed"] / 10.0
        outcome.columns["killed"] += acts * (outcome.replications // 10)
        return outcome

    scenario = scenario_of("contain-and-wait", "armed-guard")
    drawn = scenario.with_(uncertainty="posterior")
    widths = []
    for each in (scenario, drawn):
        found = tried(each, n=60, run=by_draw)
        (always,) = (e for e in found if (e.side, e.figure) == ("always", "killed"))
        widths.append(always.upper - always.lower)
    assert widths[1] > 2 * widths[0] > 0


def test_where_the_first_course_hangs_on_it_all_others_are_set_against_it():
    found = tried(scenario_of("armed-guard", "contain-and-wait", "stay-outside"))
    always = [e for e in found if (e.side, e.figure) == ("always", "killed")]
    assert {each.course: each.mean for each in always} == pytest.approx(
        {"contain-and-wait": 10.0, "stay-outside": 10.0}
    )


def test_armed_citizens_act_in_as_many_attacks_as_each_source_says():
    scenario = scenario_of("contain-and-wait", "armed-bystanders")
    (dispute,) = disputes_on(scenario)
    for side, row in zip(dispute.sides, dispute.evidence, strict=True):
        people = side.changed(scenario).courses_of_action[1].on_site[0]
        nobody = (1.0 - people.engages_share) ** people.count
        assert 1.0 - nobody == pytest.approx(statistic(row).estimate)
    assert side.changed(scenario).courses_of_action[0] == scenario.courses_of_action[0]


def test_a_toy_dispute_is_added_by_its_name_alone(monkeypatch):
    """Catches a list of disputes that is kept in a second place."""

    def longer(scenario):
        hazard = scenario.hazard.model_copy(update={"hit_chance": 0.75})
        return scenario.model_copy(update={"hazard": hazard})

    toy = Dispute(
        "toy", "a toy", (), "None.",
        concerns=lambda course: course.name == "stay-outside",
        sides=(Side("usual", "it is so", lambda scenario: scenario), Side("more", "not", longer)),
        figure="officers_hit",
    )  # fmt: skip
    monkeypatch.setattr(disputes, "DISPUTES", (toy,))
    found = tried(scenario_of("contain-and-wait", "stay-outside"))
    hit = {each.side: each for each in found if each.figure == "officers_hit"}
    usual = scenario_of("solo-entry").hazard.hit_chance
    assert hit[STATED].mean == hit["usual"].mean == 0.0
    assert hit["more"].change == pytest.approx(0.75 - usual)
    assert tried(scenario_of("contain-and-wait", "two-officer-entry")) == []


def test_they_are_kept_in_the_folder_and_read_with_the_results(tmp_path):
    scenario = scenario_of("contain-and-wait", "armed-guard", "solo-entry")
    folder = ResultsFolder(tmp_path / "r")
    ran = []

    def counted(changed, **given):
        ran.append(changed)
        return guard_saves(changed, **given)

    experiment = Experiment(scenario, 1, folder=folder, simulate=counted)
    comparison = experiment.try_assumptions(experiment.run(replications=200))
    assert {each.dispute for each in comparison.sides} == {"guards", "solo-entry"}
    assert {each.n for each in comparison.sides} == {100}
    assert read_results(folder.path).sides == comparison.sides
    before = len(ran)
    again = experiment.try_assumptions(experiment.run(replications=200))
    assert (again.sides, again.effects) == (comparison.sides, comparison.effects)
    assert len(ran) == before
    kept = json.loads(folder.effects_path.read_text())
    kept["sides"][0]["mean"] = "many"
    folder.effects_path.write_text(json.dumps(kept))
    with pytest.raises(asher.errors.ResultsError, match="mean"):
        read_results(folder.path)


def on_the_plan(scenario, n=120):
    return tried(scenario, n=n, run=lambda s, replications, **given: asher.simulate(
        s, replications=replications, seed=given["seed"]
    ))  # fmt: skip


@pytest.mark.slow
def test_a_guard_who_always_acts_saves_people_in_the_hall():
    """A guard beside the attacker ends it early; one who never acts changes nothing at all.

    Sides that differ by less than 0.3 killed an attack would not be told apart in 120 incidents.
    """
    hall = hall_with(zone("crowd", 6, 1, 18, 7), post("guard post", 14, 2, 16, 6))
    scenario = attack(
        hall,
        group(40, within="crowd", response=FREEZE, pre_movement="10 h"),
        hazard={"duration": "10 min", "entry": "back door", "dwell": "10 h"},
        courses_of_action=["two-officer-entry", "armed-guard"],
    )
    found = on_the_plan(scenario)
    killed = {each.side: each for each in found if each.figure == "killed"}
    assert (killed["never"].mean, killed["never"].lower, killed["never"].upper) == (0, 0, 0)
    assert killed["always"].change_upper < 0
    assert killed["always"].mean < killed[STATED].mean < 0


@pytest.mark.slow
def test_officers_alone_are_hit_by_side_and_a_pair_is_not():
    """Sides that differ by less than 0.3 officers hit would not be told apart in 120 incidents."""
    scenario = exchange_of_fire(
        20,
        courses_of_action=["two-officer-entry", "solo-entry", "three-officer-formation"],
    )
    found = on_the_plan(scenario)
    assert {each.course for each in found} == {"solo-entry"}
    hit = {each.side: each for each in found if each.figure == "officers_hit"}
    assert hit["often"].change_lower > 0
    assert hit["seldom"].mean < hit[STATED].mean < hit["often"].mean
    assert np.isfinite([each.mean for each in found]).all()
