"""Where an observed figure falls: ties, intervals, what never came, and the file of cases."""

import math

import numpy as np
import pytest
from pydantic import ValidationError

from asher.errors import ScenarioError
from asher.evidence import load
from asher.record.case_files import find_case, own_response, read_cases, shipped_cases
from asher.record.cases import percentile, place, replay_case, stated_clocks
from asher.scenario import SHIPPED_COURSES, Response, lognormal, read_scenario
from asher.simulation.metrics import METRICS, find_metric
from asher.simulation.outcome import Outcome
from fakes import fake_scenario, fake_simulate, make_case, make_case_replay


def outcome_of(**columns):
    """An outcome of one course of action with these columns; the others are zero."""
    n = len(next(iter(columns.values())))
    return Outcome(
        scenario_digest="0" * 64,
        seed=1,
        courses=("enter",),
        replications=np.arange(n),
        columns={
            m.name: np.array([columns.get(m.name, [0.0] * n)], dtype=np.float64) for m in METRICS
        },
        ending=np.zeros((1, n), dtype=np.int8),
        exits={},
    )


def only(observed, **columns):
    (found,) = place(outcome_of(**columns), make_case(observed=observed), course="enter")
    return found


@pytest.mark.parametrize(
    ("values", "observed", "expected"),
    [
        ([1, 2, 3, 4], 0, 0.0),
        ([1, 2, 3, 4], 5, 100.0),
        ([1, 2, 3, 4], 2.5, 50.0),
        ([1, 2, 3, 4], 2, 37.5),
        ([0, 0, 0, 0], 0, 50.0),
        ([0, 0, 0, 7], 0, 37.5),
        ([], 1, math.nan),
    ],
)
def test_percentile_is_the_mid_rank(values, observed, expected):
    found = percentile(np.array(values, dtype=float), observed)
    assert found == pytest.approx(expected, nan_ok=True)


def test_percentile_of_a_figure_and_of_its_mirror_image_add_up_to_100():
    values = np.random.default_rng(3).poisson(2.0, 200).astype(float)
    for observed in range(8):
        assert percentile(values, observed) + percentile(-values, -observed) == pytest.approx(100)


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [
        (20, 20, "inside"),
        (10, 90, "inside"),
        (9, 50, "partly inside"),
        (5, 95, "partly inside"),
        (90, 91, "partly inside"),
        (0, 9, "outside"),
        (91, 200, "outside"),
    ],
)
def test_verdict_is_that_of_the_whole_interval(low, high, verdict):
    # The values 0 to 100: the 10th percentile is 10 and the 90th is 90.
    found = only({"killed": {"low": low, "high": high}}, killed=list(range(101)))
    assert (found.p10, found.median, found.p90) == (10, 50, 90)
    assert found.verdict == verdict


def test_interval_has_a_range_of_percentiles():
    found = only({"killed": {"low": 1, "high": 3}}, killed=[0, 1, 2, 3])
    assert found.percentiles == (37.5, 87.5)


def test_moment_that_never_came_counts_in_the_share_alone():
    nan = math.nan
    found = only(
        {"time_to_entry_s": {"low": "2 min", "high": "2 min"}},
        time_to_entry_s=[60, nan, 120, nan, 180, nan, nan, nan],
    )
    assert (found.n, found.share) == (3, 0.375)
    assert found.median == 120
    assert found.percentiles == (50, 50)
    assert found.verdict == "inside"


def test_moment_that_came_in_no_replication_is_not_predicted():
    found = only(
        {"time_to_entry_s": {"low": "2 min", "high": "3 min"}}, time_to_entry_s=[math.nan] * 4
    )
    assert (found.n, found.share, found.verdict) == (0, 0.0, "never came")
    assert all(map(math.isnan, (found.median, found.p10, found.p90, *found.percentiles)))


def test_rows_stand_in_the_order_of_the_metrics_and_unknown_ones_are_left_out():
    observed = {
        "time_to_call_s": {"low": "1 min", "high": "1 min"},
        "killed": {"low": 1, "high": 1, "source": "another account"},
        "preventable_deaths": {"low": 1, "high": 1, "evidence": "preventable-siege"},
    }
    found = place(outcome_of(killed=[1, 2]), make_case(observed=observed), course="enter")
    assert [one.metric for one in found] == ["killed", "preventable_deaths", "time_to_call_s"]
    evidence = load()["preventable-siege"].citation
    assert [one.source for one in found] == ["another account", evidence, "an account"]


def test_document_holds_no_nan_and_tells_what_was_cut_off_and_left_out():
    replay = make_case_replay(course="outside")
    document = replay.document()
    entry = document["metrics"]["time_to_entry_s"]
    assert entry["predicted"] == {"median": None, "p10": None, "p90": None, "n": 0, "share": 0.0}
    assert entry["percentile"] == {"low": None, "high": None}
    assert document["unfinished"] == 0.0
    assert list(document["left_out"]) == ["time_to_stop_s"]
    assert any("one of five cases" in limit for limit in document["limits"])
    assert not any(word in key for key in document for word in ("score", "rank"))


def test_unfinished_replications_are_counted():
    from asher.comparison.comparison import Comparison
    from fakes import fake_scenario

    outcome = outcome_of(unfinished=[1, 0, 0, 0])
    comparison = Comparison(fake_scenario(courses=("enter",)), outcome)
    assert replay_case("x", make_case(), comparison, course="enter").unfinished == 0.25


def test_clocks_that_the_scenario_states_are_named():
    assert stated_clocks(Response()) == frozenset()
    stated = Response(call=lognormal("85 s", "2 min"), forming=lognormal("70 s", "100 s"))
    found = stated_clocks(stated)
    assert found == {"time_to_call_s", "time_to_dispatch_s", "time_to_entry_s"}
    assert "time_to_arrival_s" in stated_clocks(read_scenario("borderline").response)


def test_every_shipped_case_is_whole():
    names = {course.name for course in SHIPPED_COURSES}
    cases = shipped_cases()
    assert list(cases) == ["borderline", "columbine", "parkland", "pulse", "tree-of-life"]
    for name, case in cases.items():
        assert case.course_of_action in names, name
        # Every case tells what most people want to know first, or says that it is not known.
        told = set(case.observed) | set(case.unknown)
        assert {"killed", "wounded", "time_to_entry_s", "time_to_stop_s"} <= told, name


def test_counts_of_a_case_are_those_of_the_model():
    """Officers are counted apart: 12 killed at the Borderline are 11 occupants and an officer."""
    seen = find_case("borderline").observed
    assert seen["killed"].low + seen["officers_killed"].low == 12
    assert find_metric("killed").description.startswith("Occupants")


def test_own_response_is_what_happened_where_the_scenario_states_it():
    scenario, case = read_scenario("borderline"), find_case("borderline")
    assert own_response(case, scenario) == "as-happened"
    unstated = scenario.with_(courses_of_action=("solo-entry", "two-officer-entry"))
    assert own_response(case, unstated) == "two-officer-entry"
    happened = {"name": "as-happened", "based_on": "two-officer-entry"}
    stated = scenario.with_(courses_of_action=("solo-entry", happened))
    assert own_response(case, stated) == "as-happened"


def test_unknown_case_names_a_near_one():
    with pytest.raises(ScenarioError, match=r"allowed: .*pulse.*did you mean 'parkland'"):
        find_case("parklnd")


def test_case_whose_scenario_does_not_ship_says_which_can_be_run(monkeypatch):
    monkeypatch.setattr("asher.scenario.scenario_files.shipped_scenarios", lambda: ("borderline",))
    with pytest.raises(ScenarioError, match=r"'pulse' of this case is not shipped yet.*borderline"):
        find_case("pulse")


GOOD = """\
here:
  title: A case
  date: "2001-02-03"
  place: Somewhere
  scenario: borderline
  course_of_action: solo-entry
  source: an account
  observed:
    killed: {low: 1, high: 2}
"""


@pytest.mark.parametrize(
    ("line", "place", "words"),
    [
        ("    kiled: {low: 1, high: 2}", ":10:", "did you mean 'killed'"),
        ("    wounded: {low: 1, high: 2, noet: x}", ":10:", "did you mean 'note'"),
        ("    wounded: {low: 3, high: 2}", ":10:", "the lower one first"),
        ("    wounded: {low: 1.5, high: 2}", ":10:", "a whole number of people"),
        (
            "    wounded: {low: 1 min, high: 2 min}",
            ":8:|:2:",
            "wounded: low and high must be whole",
        ),
        ("    time_to_call_s: {low: 60, high: 90}", ":8:|:2:", "must be times with their unit"),
        ("    time_to_call_s: {low: 60, high: 2 min}", ":10:", "two counts or two times"),
        ("    wounded: {low: 1, high: 1, evidence: walk-sped}", ":10:", "did you mean walk-speed"),
        ("  unknown: {killed: why}", ":2:", "both observed and unknown: killed"),
    ],
)
def test_every_fault_of_a_file_of_cases_has_its_place(tmp_path, line, place, words):
    path = tmp_path / "cases.yaml"
    path.write_text(GOOD, encoding="utf-8")
    assert read_cases(path)["here"].observed["killed"].high == 2
    path.write_text(f"{GOOD}{line}\n", encoding="utf-8")
    with pytest.raises(ScenarioError) as found:
        read_cases(path)
    (fault,) = found.value.faults
    assert any(part in str(fault) for part in place.split("|"))
    assert words in str(fault)


def test_file_that_is_no_mapping_is_refused(tmp_path):
    path = tmp_path / "cases.yaml"
    path.write_text("- 1\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match="a mapping of names to cases"):
        read_cases(path)


def test_case_cannot_be_changed():
    with pytest.raises(ValidationError):
        make_case().title = "Another"


def test_the_rest_is_placed_among_attacks_at_least_half_as_severe():
    """Of a case with eight hurt: attacks with four or more, whichever metric is placed."""
    observed = {
        "killed": {"low": 5, "high": 5},
        "wounded": {"low": 3, "high": 3},
        "time_to_stop_s": {"low": "5 min", "high": "7 min"},
    }
    replay = make_case_replay(make_case(observed=observed, unknown={}), replications=400)
    nearly = replay.nearly
    assert nearly.least == 4
    columns = fake_simulate(
        fake_scenario(), replications=400, seed=1, first=0, threads=1, progress=None
    ).columns
    row = [course.name for course in fake_scenario().courses_of_action].index("enter")
    severe = columns["casualties"][row] >= 4
    assert nearly.n == severe.sum()
    assert 0 < nearly.n < 400
    (stop,) = nearly.placements
    assert stop.metric == "time_to_stop_s"
    assert stop.median == np.median(columns["time_to_stop_s"][row][severe])
    document = replay.document()["nearly_as_severe"]
    assert (document["least"], document["n"]) == (4, nearly.n)
    assert document["metrics"]["time_to_stop_s"]["predicted"]["median"] == stop.median


def test_nothing_is_placed_where_hardly_any_attack_is_as_severe_or_it_is_not_known():
    many = {"killed": {"low": 500, "high": 500}, "wounded": {"low": 3, "high": 3}}
    assert make_case_replay(make_case(observed=many, unknown={})).nearly is None
    assert make_case_replay().nearly is None


def test_each_case_has_a_timeline_and_its_evidence_holds_the_same_figures():
    rows = load()
    for name, case in shipped_cases().items():
        timeline = [seen for metric, seen in case.observed.items() if metric[-3:] == "min"]
        assert timeline, f"{name}: how many were hit by when is not told"
        for seen in timeline:
            row = rows[seen.evidence]
            assert (row.low or row.value, row.high or row.value) == (seen.low, seen.high)
            assert row.role == "context"
