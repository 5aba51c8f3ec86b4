"""Each lever and each parameter moves its own metric in the stated direction, on paired incidents.

Every row runs the same replications twice, with a low and a high value. The mean of the paired
differences must lie more than five of its standard errors on the stated side of zero, so each row
catches a parameter that is not read.
"""

import numpy as np
import pytest

from asher.simulation.metrics import ENDINGS
from asher.simulation.site import simulate
from films import record_drill
from pairs import assert_never_raises, assert_raises, times
from places import FREEZE, HIDE, RUN, attack, group, offices

N = 320
HORIZON = 3600.0
FIGHTS = {"on_contact": {"suicide": 0, "surrenders": 0, "subdued": 0, "fights": 1}}
STAYS = {**FIGHTS, "duration": "20 min", "dwell": "50 min", "entry": "back door"}
MIXED = {"run": 0.6, "hide": 0.25, "resist": 0, "freeze": 0.15}


def people(count=16, **changes):
    waiting = {"median": "6 s", "p90": "20 s"}
    return group(
        count, **({"within": "crowd", "pre_movement": waiting, "response": MIXED} | changes)
    )


def frozen(count=16, **changes):
    return people(count, **({"response": FREEZE, "pre_movement": "50 min"} | changes))


def measure(metric, *groups, n=N, **changes):
    """One metric in n replications of an attack; a time that never came counts as the horizon."""
    doors = changes.pop("doors", {})
    outcome = simulate(attack(offices(**doors), *groups, **changes), replications=n, seed=11)
    if metric in ENDINGS:
        return (outcome.ending[0] == ENDINGS.index(metric)).astype(float)
    if metric == "officers_hit":
        return outcome.columns["officers_killed"][0] + outcome.columns["officers_wounded"][0]
    if metric in outcome.exits:
        return outcome.exits[metric][0]
    return times(outcome, metric, HORIZON)


# part, name, low, high, metric, does the high value raise it?, what else is stated
OFFICERS = [
    ("officer", "hit_chance", 0.02, 0.9, "time_to_stop_s", False, STAYS),
    ("officer", "hit_chance_under_fire", 0.02, 0.9, "time_to_stop_s", False, STAYS),
    ("officer", "stop_chance_on_hit", 0.05, 1.0, "time_to_stop_s", False, STAYS),
    ("officer", "round_interval_s", 0.5, 6.0, "time_to_stop_s", True, STAYS),
    ("officer", "hit_chance_under_fire", 0.02, 0.9, "officers_hit", False, STAYS),
    ("officer", "contact_range_m", 3.0, 25.0, "time_to_contact_s", False, STAYS),
    ("officer", "walking_speed_m_s", 0.5, 2.0, "time_to_contact_s", False, STAYS),
    ("officer", "wound_fatal_share", 0.0, 1.0, "officers_killed", True, STAYS),
    ("officer", "resolve", 0.3, 1.0, "time_to_entry_s", False, STAYS),
]
HAZARD = [
    ("hazard", "casualty_rate_per_min", 2.0, 12.0, "casualties", True, {}),
    ("hazard", "duration", "30 s", "90 s", "time_to_stop_s", True, {}),
    ("hazard", "duration", "10 s", "50 s", "casualties", True, {}),
    ("hazard", "fatal_share", 0.2, 0.8, "killed", True, {}),
    ("hazard", "restrained_share", 0.0, 1.0, "restrained", True, {}),
    ("hazard", "restrained_share", 0.0, 1.0, "time_to_stop_s", False, {}),
    ("hazard", "walking_speed_m_s", 0.3, 2.0, "sheltered", False, {"dwell": "1 s"}),
    ("hazard", "hit_chance", 0.0, 0.6, "officers_hit", True, STAYS),
    ("hazard", "round_interval_s", 0.5, 6.0, "officers_hit", False, STAYS),
]
RESPONSE = [
    ("response", "call_from_outside", "10 s", "60 s", "time_to_call_s", True, STAYS),
    ("response", "call_from_outside", "10 s", "60 s", "time_to_arrival_s", True, STAYS),
    ("response", "answer", "0 s", "30 s", "time_to_arrival_s", True, STAYS),
    ("response", "dispatch", "0 s", "30 s", "time_to_dispatch_s", True, STAYS),
    ("response", "travel", "10 s", "60 s", "time_to_arrival_s", True, STAYS),
    ("response", "next_officer", "0 s", "60 s", "time_to_entry_s", True, STAYS),
    ("response", "forming", "0 s", "60 s", "time_to_entry_s", True, STAYS),
    ("response", "care_round", "20 s", "5 min", "time_to_last_carried_out_s", True, STAYS),
    ("response", "care_saves_share", 0.0, 1.0, "killed", False, STAYS),
    ("response", "officers", 1, 4, "time_to_entry_s", False, {}),
]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("part", "name", "low", "high", "metric", "is_raised", "hazard"), OFFICERS + HAZARD + RESPONSE
)
def test_a_parameter_moves_its_own_metric(part, name, low, high, metric, is_raised, hazard):
    def run(value):
        # Officers who are all alike, unless how they differ is what moves.
        parts = {"hazard": dict(hazard), "officer": {"hit_chance_concentration": 1000}}
        parts.setdefault(part, {})[name] = value
        if part == "officer" and metric == "time_to_stop_s":
            # Nobody is hit: what counts is how fast two officers end it.
            parts["hazard"]["hit_chance"] = 0.0
        if name == "hit_chance" and part == "officer":
            # Before the hazard fires, which here it hardly ever does.
            parts["hazard"]["round_interval_s"] = 1000.0
        if name == "walking_speed_m_s" and part == "officer":
            # Otherwise contact is at the entrance, from which the hall is seen.
            parts["officer"]["contact_range_m"] = 5.0
        occupants = frozen() if hazard and name != "walking_speed_m_s" else people()
        if name == "walking_speed_m_s" and part == "hazard":
            occupants = people(response=HIDE, pre_movement="20 s")
        if name == "restrained_share":
            occupants = people(response={"run": 0.5, "hide": 0.2, "resist": 0.3, "freeze": 0})
        return measure(metric, occupants, **parts)

    first, second = run(low), run(high)
    assert_raises(*((first, second) if is_raised else (second, first)))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "low", "high", "metric", "is_raised"),
    [
        ("pre_movement", "2 s", "40 s", "evacuation_time_s", True),
        ("pre_movement", "2 s", "40 s", "casualties", True),
        ("familiar_share", 0.0, 1.0, "back door", True),
        ("walking_speed_m_s", 0.7, 2.0, "evacuation_time_s", False),
        ("response", RUN, HIDE, "sheltered", True),
        ("response", RUN, FREEZE, "casualties", True),
        ("response", RUN, HIDE, "evacuated", False),
    ],
)
def test_what_occupants_do_moves_its_own_metric(name, low, high, metric, is_raised):
    def run(value):
        changes = {name: value}
        if name == "familiar_share":
            # From an office no exit is seen, and nobody locks it.
            changes |= {"within": "east office", "response": RUN}
        return measure(metric, people(**changes))

    first, second = run(low), run(high)
    assert_raises(*((first, second) if is_raised else (second, first)))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("own", "ending"),
    [
        ({"left": 1, "suicide": 0, "remains": 0}, "left"),
        ({"left": 0, "suicide": 1, "remains": 0}, "suicide_before_police"),
    ],
)
def test_an_own_ending_is_the_one_stated(own, ending):
    shares = measure(ending, people(), n=40, hazard={"ending_shares": own, "duration": "20 s"})
    assert np.all(shares == 1)


@pytest.mark.slow
@pytest.mark.parametrize("entry", ["stay-outside", "two-officer-entry"])
def test_own_life_is_before_police_until_the_first_of_them_comes(entry):
    """The same 100 attacks; officers come at 60 s. Once it was until they met the attacker."""
    own = {"left": 0, "suicide": 1, "remains": 0}
    scenario = attack(
        offices(),
        frozen(),
        hazard={**FIGHTS, "ending_shares": own, "duration": {"median": "60 s", "p90": "90 s"}},
        courses_of_action=[entry],
    )
    outcome = simulate(scenario, replications=100, seed=7)
    stop, arrival = (outcome.columns[f"time_to_{name}_s"] for name in ("stop", "arrival"))
    before = outcome.ending == ENDINGS.index("suicide_before_police")
    assert 0.3 < before.mean() < 0.7
    assert np.array_equal(before, stop < arrival)
    assert np.array_equal(before, outcome.columns["ended_before_police"] > 0)
    if entry == "stay-outside":
        assert np.all(before | (outcome.ending == ENDINGS.index("suicide_on_contact")))


@pytest.mark.slow
def test_a_hazard_that_remains_stops_hurting_and_waits_for_police():
    remains = {"ending_shares": {"left": 0, "suicide": 0, "remains": 1}, "duration": "20 s"}
    scenario = attack(offices(), frozen(), hazard={**FIGHTS, **remains})
    outcome = simulate(scenario, replications=40)
    assert np.all(outcome.columns["time_to_stop_s"] < 21)
    stopped = np.isin(outcome.ending, [ENDINGS.index(n) for n in ("stopped_by_police",)])
    assert stopped.mean() > 0.7


@pytest.mark.slow
@pytest.mark.parametrize(
    ("way", "ending"),
    [
        ("suicide", "suicide_on_contact"),
        ("surrenders", "surrendered"),
        ("subdued", "stopped_by_police"),
    ],
)
def test_what_happens_on_contact_is_what_is_stated(way, ending):
    contact = {"suicide": 0, "surrenders": 0, "subdued": 0, "fights": 0} | {way: 1}
    hazard = {**STAYS, "on_contact": contact}
    outcome = simulate(attack(offices(), frozen(), hazard=hazard), replications=40)
    assert np.all(outcome.ending == ENDINGS.index(ending))
    assert np.all(outcome.columns["officers_wounded"] + outcome.columns["officers_killed"] == 0)


@pytest.mark.slow
def test_hazard_turned_to_responders_hurts_fewer_occupants():
    # An exchange that lasts: officers hardly hit, the hazard not at all.
    long = {"hit_chance": 0.01, "hit_chance_under_fire": 0.01}

    def run(share):
        hazard = {**STAYS, "hit_chance": 0, "turns_to_responders_share": share}
        return measure("casualties", frozen(count=40), hazard=hazard, officer=long, horizon="4 min")

    assert_raises(run(1.0), run(0.0))


@pytest.mark.slow
def test_a_longer_dwell_keeps_the_hazard_in_fewer_rooms():
    def rooms(dwell):
        scenario = attack(
            offices(),
            people(1),
            hazard={"dwell": dwell, "casualty_rate_per_min": 0, "duration": "4 min"},
            courses_of_action=["stay-outside"],
        )
        counts = []
        for number in range(40):
            film = record_drill(scenario, replication=number, interval_s=1.0)
            x, y = film.positions_m[:, -1].T
            counts.append(len({int(column // 8) for column in x[y > 8]}))
        return np.array(counts)

    assert_raises(rooms("2 min"), rooms("3 s"))


SLOW_AND_FAST = {
    "call_from_outside": ("2 min", "15 s"),
    "dispatch": ("2 min", "0 s"),
    "travel": ("3 min", "30 s"),
    "answer": ("2 min", "0 s"),
    "forming": ("2 min", "0 s"),
    "next_officer": ("2 min", "5 s"),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", SLOW_AND_FAST)
def test_a_faster_response_never_raises_mean_killed(name):
    # 400 incidents that last until police end them. Rises above about 0.3 killed would be caught,
    # and that it lowers the mean at all is asserted too.
    hazard = {**FIGHTS, "duration": "20 min", "casualty_rate_per_min": 2.0}
    slower, faster = (
        measure("killed", frozen(), n=400, hazard=hazard, response={name: value})
        for value in SLOW_AND_FAST[name]
    )
    assert_never_raises(slower, faster)
    assert_raises(faster, slower)


@pytest.mark.slow
def test_more_officers_at_entry_are_hit_less_and_enter_later():
    hazard = {**FIGHTS, "duration": "20 min"}
    hit, entry = [], []
    for course in ("solo-entry", "two-officer-entry", "four-officer-formation"):
        scenario = attack(
            offices(),
            frozen(),
            hazard=hazard,
            response={"next_officer": "40 s"},
            courses_of_action=[course],
        )
        outcome = simulate(scenario, replications=600, seed=11)
        columns = outcome.columns
        hit.append((columns["officers_killed"] + columns["officers_wounded"])[0])
        entry.append(columns["time_to_entry_s"][0])
    # Solo entries follow one another, each alone; a pair meets the hazard together.
    assert_raises(hit[1], hit[0])
    assert_raises(hit[2], hit[1])
    assert_raises(entry[0], entry[1])
    assert_raises(entry[1], entry[2])


def test_officers_who_stay_outside_enter_once_the_attack_is_over():
    late = {"late_entry": "5 min"}
    scenario = attack(offices(), people(), courses_of_action=["stay-outside"], response=late)
    columns = simulate(scenario, replications=40).columns
    after = columns["time_to_entry_s"] - np.maximum(
        columns["time_to_stop_s"], columns["time_to_arrival_s"]
    )
    # They step in with the tick in which their time has come.
    assert np.all((after >= 300.0) & (after < 301.0))
    assert np.all(np.isnan(columns["time_to_contact_s"]))
    assert np.all(columns["officers_killed"] + columns["officers_wounded"] == 0)
    assert np.all(np.isfinite(columns["time_to_arrival_s"]))


def test_officers_who_wait_enter_with_the_tactical_team():
    hazard = {**STAYS, "duration": "30 min"}
    scenario = attack(offices(), people(), hazard=hazard, courses_of_action=["contain-and-wait"])
    entry = simulate(scenario, replications=20).columns["time_to_entry_s"]
    # Call 30 s, team 10 min after the dispatch; a tick later they are inside.
    assert np.all(np.abs(entry - 630) <= 0.5)


def test_a_team_too_large_for_the_shift_enters_only_once_it_is_over():
    response = {"officers": 3, "tactical_team_size": 0}
    scenario = attack(
        offices(), people(), response=response, courses_of_action=["four-officer-formation"]
    )
    columns = simulate(scenario, replications=20).columns
    assert np.all(columns["time_to_entry_s"] > columns["time_to_stop_s"] + 60.0)


@pytest.mark.slow
def test_rooms_that_lock_lower_casualties():
    # Who is in an office locks it, or has to run through the hall.
    hiding = people(response=HIDE, pre_movement="3 s", within=["west office", "east office"])
    hazard = {"duration": "4 min", "dwell": "20 s"}
    lockable, open_doors = (
        measure("casualties", hiding, hazard=hazard, doors={"lockable": each})
        for each in (True, False)
    )
    assert_raises(lockable, open_doors)


@pytest.mark.slow
def test_a_lock_that_takes_longer_raises_casualties():
    hiding = people(response=HIDE, pre_movement="3 s")
    hazard = {"duration": "4 min", "dwell": "5 s"}
    quick, slow = (
        measure("casualties", hiding, hazard=hazard, doors={"lock_delay_s": each})
        for each in (4.0, 120.0)
    )
    assert_raises(quick, slow)


def test_the_hazard_comes_in_where_the_scenario_says():
    for entry, x in (("main entrance", 0), ("back door", 16)):
        scenario = attack(offices(), people(2), hazard={"entry": entry})
        for number in range(3):
            start = record_drill(scenario, replication=number).positions_m[0, -1]
            assert abs(start[0] - x) < 0.6


@pytest.mark.slow
def test_incidents_that_differ_in_severity_spread_the_share_of_the_killed():
    def spread(concentration):
        hazard = {
            "fatal_share": 0.5,
            "fatal_share_concentration": concentration,
            "duration": "60 s",
        }
        columns = simulate(attack(offices(), frozen(60), hazard=hazard), replications=N, seed=11)
        killed, all_hit = (columns.columns[metric][0] for metric in ("killed", "casualties"))
        some = all_hit >= 4
        return (killed[some] / all_hit[some]).var()

    # Some 60 incidents of six or so: a variance half as large again would be told from chance.
    assert spread(0.8) > 1.5 * spread(1000)


def test_officers_who_differ_spread_the_time_it_takes_them():
    def spread(concentration):
        hazard = {**STAYS, "hit_chance": 0}
        officer = {"hit_chance_concentration": concentration}
        stop = measure("time_to_stop_s", frozen(), hazard=hazard, officer=officer)
        return stop.var()

    # Variances of 320 times each: one half as large again would be told from chance.
    assert spread(0.5) > 1.5 * spread(1000)
