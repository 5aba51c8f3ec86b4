"""Those who wait for a tactical team where none is drawn (R1), and late entry on both scales."""

import numpy as np
import pytest

from asher.simulation.arrays import build_site
from asher.simulation.population import run_races
from asher.simulation.site import simulate
from asher.simulation.terms import course_terms, response_terms
from fakes import race_terms
from pairs import assert_raises, times
from places import FREEZE, attack, frozen, group, hall_with, wide_hall, zone
from tolerance import assert_mean, assert_same_law, assert_share

pytestmark = pytest.mark.slow

HORIZON = 4 * 3600.0
N = 300
RACES = 8_000


def run(*responses):
    scenario = attack(
        hall_with(zone("crowd", 4, 1, 18, 7)),
        frozen(20),
        hazard={"duration": "60 s", "dwell": "40 min", "entry": "back door"},
        response={"late_entry": "5 min", "clear_space": "60 s"},
        horizon="4 h",
        courses_of_action=[
            {"name": f"c{k}", "based_on": "contain-and-wait", "response": each}
            for k, each in enumerate(responses)
        ],
    )
    return simulate(scenario, replications=N, seed=7)


def test_where_no_team_is_drawn_those_who_wait_enter_in_the_end():
    """The same 300 attacks with a team, which comes after 10 min, with none, and by a share."""
    outcome = run({}, {"tactical_team_share": 0}, {"tactical_team_share": 0.59})
    team, none, some = (times(outcome, "time_to_entry_s", HORIZON, row) for row in range(3))
    # With a team at 30 s of the call and 10 min; else 5 min after the end at 60 s.
    assert np.all(np.abs(team - 630.0) < 1.0)
    assert np.all(np.abs(none - 360.0) < 1.0)
    drawn = some == team
    assert np.array_equal(some[~drawn], none[~drawn])
    assert_share(int(drawn.sum()), N, 0.59)
    cared = outcome.columns["time_to_first_care_s"]
    known = np.isfinite(cared).all(axis=0)
    assert_raises(cared[1][known], cared[0][known])


def test_a_neighbour_sends_a_team_by_its_share_and_its_time():
    """Of 300 attacks without a team of the agency's own; a share off by 0.14 would be caught."""
    none = {"tactical_team_share": 0}
    some = {**none, "neighbour_team_share": 0.4, "neighbour_team": "50 min"}
    outcome = run(none, some)
    without, sent = (times(outcome, "time_to_entry_s", HORIZON, row) for row in range(2))
    comes = np.abs(sent - 3030.0) < 1.0
    assert np.array_equal(sent[~comes], without[~comes])
    assert_share(int(comes.sum()), N, 0.4)
    cared = [times(outcome, "time_to_first_care_s", HORIZON, row) for row in range(2)]
    assert_raises(*cared)


# Both scales.

CLEAR_S = 1200.0
LATER = {"late_entry": "15 min"}
LATE = {
    "late_entry": {"median": "4 min", "p90": "9 min"},
    "turn_to_wounded": "20 s",
    "clear_space": f"{CLEAR_S:g} s",
    "travel": "3 min",
}


def on_both_scales(entry, **response):
    """First care, deaths that care would have prevented, and deaths: on a plan, without one."""
    scenario, races = without_a_plan(entry, **response)
    columns = simulate(scenario, replications=N, seed=7).columns
    on_plan = {name: columns[name][0] for name in ("killed", "preventable_deaths")}
    return on_plan | {"first_care_s": columns["time_to_first_care_s"][0]}, races


def without_a_plan(entry, **response):
    """A scenario, and what its attacks come to without its plan."""
    people = group(250, within="crowd", response=FREEZE, pre_movement="10 h")
    scenario = attack(
        wide_hall(),
        people,
        hazard={"duration": "3 min", "dwell": "10 h", "entry": "back door"},
        response={**LATE, **response},
        courses_of_action=[{"name": "waits", "based_on": entry}],
        horizon="6 h",
    )
    site, _ = build_site(scenario)
    course = scenario.courses_of_action[0]
    site = site._replace(
        course=course_terms(course), response=response_terms(scenario.response, is_attack=True)
    )
    # All in sight all the time, as in the hall, which pairs clear; a helper walks some 10 m.
    cleared = CLEAR_S / (site.response.officers // 2)
    terms = race_terms(
        reach=np.array([8.0, 0.0]),
        carry=np.array([20.0, 0.0]),
        cleared_after=np.array([cleared, 0.0]),
    )
    races = run_races(site.hazard, site.response, site.course, terms, incidents=RACES, seed=3)
    return scenario, races


@pytest.mark.parametrize("waits", ["stay-outside", "no team"])
def test_officers_whom_nothing_sent_in_help_as_late_without_a_plan(waits):
    """Of 300 attacks on a plan and 8,000 without: a mean that is 20 s off would be caught."""
    entry = "stay-outside" if waits == "stay-outside" else "contain-and-wait"
    none = {"tactical_team_share": 0}
    on_plan, races = on_both_scales(entry, **none)
    assert_same_law(on_plan["first_care_s"], races["first_care_s"][:4000])
    for figure in ("first_care_s", "killed", "preventable_deaths"):
        assert_mean(on_plan[figure], np.nanmean(races[figure]))
    # As much later as is stated, at both scales; it costs lives at both.
    later_on_plan, later = on_both_scales(entry, **none, **LATER)
    for soon, late in ((on_plan, later_on_plan), (races, later)):
        cared = np.isfinite(soon["first_care_s"]) & np.isfinite(late["first_care_s"])
        assert cared.mean() > 0.9
        assert_raises(soon["first_care_s"][cared], late["first_care_s"][cared])
        assert_raises(soon["killed"], late["killed"])


def test_nobody_enters_late_without_a_plan_where_all_went_in():
    """Late entry is nothing to officers who enter while the attack goes on."""
    (_, base), (_, later) = (
        without_a_plan("two-officer-entry", **changes) for changes in ({}, LATER)
    )
    assert np.array_equal(base.figures, later.figures)
