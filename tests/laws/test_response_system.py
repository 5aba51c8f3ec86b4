"""Each row of the response system shows its stated effect, on paired incidents.

Each test compares two runs of the same incidents. A mean difference counts when it is more than
five of its standard errors from zero, which is the smallest effect it would catch.
"""

import numpy as np
import pytest

from asher.floorplan import parse_floorplan
from asher.scenario.shipped import SHIPPED_COURSES
from asher.simulation.metrics import ENDINGS
from asher.simulation.site import simulate
from pairs import assert_never_raises, assert_raises, times
from places import (
    FREEZE,
    HIDE,
    RUN,
    attack,
    box,
    group,
    hall_with,
    in_a_row,
    inner,
    met_and_gone,
    opening,
    plan,
    post,
    zone,
)

pytestmark = pytest.mark.slow

FIGHTS = {"on_contact": {"suicide": 0, "surrenders": 0, "subdued": 0, "fights": 1}}
GOES_ON = {**FIGHTS, "duration": "40 min", "dwell": "40 min", "entry": "back door"}
OVER = {"duration": "20 s", "ending_shares": {"left": 0, "suicide": 1, "remains": 0}}
STAYS = {
    **FIGHTS,
    "duration": "30 s",
    "dwell": "40 min",
    "entry": "back door",
    "ending_shares": {"left": 0, "suicide": 0, "remains": 1},
}
HORIZON = 4 * 3600.0


def place(**lock):
    """A hall with two exits, an office that locks, and posts at its entrance and in its middle."""
    lock = {"lockable": True, "lock_delay_s": 4.0} | lock
    return hall_with(
        box("office", 0, 8, 6, 12, category="classroom", capacity=6),
        inner("office door", (2.5, 8), (3.5, 8), **lock),
        zone("crowd", 4, 1, 18, 7),
        post("entrance post", 0.8, 5.0, 1.6, 5.8),
        post("back post", 18.4, 5.0, 19.2, 5.8),
    )


def people(count=16, **changes):
    waiting = {"median": "6 s", "p90": "20 s"}
    return group(count, **({"within": "crowd", "pre_movement": waiting} | changes))


def frozen(count=16):
    return people(count, response=FREEZE, pre_movement="50 min")


def course(name="two-officer-entry", **parts):
    return {"name": "tried", "based_on": name, **parts}


def run(*courses, occupants=None, n=300, floorplan=None, **changes):
    """Run courses of action on the same incidents; gives one row a course."""
    named = [
        {"name": each, "based_on": each} if isinstance(each, str) else {**each, "name": f"c{k}"}
        for k, each in enumerate(courses)
    ]
    scenario = attack(
        floorplan or place(),
        *([occupants] if isinstance(occupants, dict) else occupants or [frozen()]),
        **({"hazard": GOES_ON, "horizon": "4 h"} | changes),
        courses_of_action=named,
    )
    return simulate(scenario, replications=n, seed=7)


def rows(outcome, metric):
    """One row of values a course of action."""
    if metric == "officers_hit":
        return outcome.columns["officers_killed"] + outcome.columns["officers_wounded"]
    values = outcome.columns[metric]
    return np.where(np.isnan(values), HORIZON, values)


def test_every_shipped_course_of_action_runs_and_those_alone_in_name_are_the_same():
    outcome = run(*[each.name for each in SHIPPED_COURSES], n=40)
    assert len(outcome.courses) == len(SHIPPED_COURSES)
    assert outcome.columns["unfinished"].mean() < 0.05
    named = dict(zip(outcome.courses, outcome.columns["killed"], strict=True))
    assert not np.array_equal(named["hold-until-cleared"], named["two-officer-entry"])


def test_waiting_is_worst_of_the_entries_for_an_attack_that_goes_on():
    waiting, *entries = rows(
        run("contain-and-wait", "two-officer-entry", "four-officer-formation", "solo-entry"),
        "killed",
    )
    for entry in entries:
        assert_raises(entry, waiting)


def test_waiting_kills_no_more_in_an_attack_that_is_over_before_police_come():
    outcome = run(
        "contain-and-wait", "two-officer-entry", "four-officer-formation", "solo-entry",
        hazard=OVER,
    )  # fmt: skip
    assert np.all(outcome.columns["ended_before_police"] == 1)
    # Who is hit is the same person by person; who dies for want of care is not.
    hit = rows(outcome, "casualties")
    assert np.array_equal(hit[0], hit[1])
    assert np.array_equal(hit[0], hit[2])
    early = rows(outcome, "killed") - rows(outcome, "preventable_deaths")
    assert abs((early[0] - early[1]).mean()) < 0.5


def corridor():
    """A corridor with six classrooms that lock; the hazard comes in at one end and stays there."""
    rooms, doors = [], []
    for k in range(6):
        x, y = 6.0 * (k % 3), 0.0 if k < 3 else 8.0
        rooms.append(box(f"room {k}", x, y, x + 6, y + 5, category="classroom", capacity=30))
        edge = 5.0 if k < 3 else 8.0
        doors.append(inner(f"door {k}", (x + 2, edge), (x + 3, edge), lockable=True))
    return plan(
        *rooms,
        box("corridor", 0, 5, 18, 8, category="corridor"),
        *doors,
        opening("main entrance", (0, 5.8), (0, 7.2), main_entrance=True),
        opening("back door", (18, 6), (18, 7)),
    )


def test_officers_who_enter_open_no_locked_room_to_an_attack_that_goes_on():
    # The hazard wanders, so that it may come to any door that was opened.
    hazard = {**FIGHTS, "duration": "40 min", "entry": "back door"}
    hazard |= {"dwell": "10 s", "turns_to_responders_share": 0}
    rooms = [f"room {k}" for k in range(6)]
    pupils = group(60, within=rooms, response=HIDE, pre_movement="2 s")
    never = {"hit_chance": 0, "hit_chance_under_fire": 0}
    outcome = run(
        "contain-and-wait", "solo-entry", "two-officer-entry", "four-officer-formation",
        floorplan=corridor(), occupants=pupils, hazard=hazard, officer=never, horizon="30 min",
        n=60,
    )  # fmt: skip
    waiting, *entries = rows(outcome, "casualties")
    assert np.nanmin(outcome.columns["time_to_entry_s"][1:]) < 1200
    # Nobody stops the hazard, so that entering can only add: one person in one incident would show.
    for entry in entries:
        assert np.array_equal(entry, waiting)


def test_withdrawing_spares_officers_and_lets_the_attack_go_on():
    # Six officers who come one after another; a pair that meets a hazard hard to stop.
    hard = {"hit_chance": 0.05, "hit_chance_under_fire": 0.05}
    response = {"next_officer": "60 s"}
    pair, withdraws = (
        run("two-officer-entry", "withdraw-and-wait", officer=hard, response=response, n=500),
    ) * 2
    assert_raises(*rows(withdraws, "officers_hit")[::-1])
    assert_raises(*rows(pair, "time_to_stop_s"))


def test_a_barricade_held_raises_preventable_deaths_with_its_length():
    def held(length, rule):
        hazard = {**STAYS, "remains_for": length}
        outcome = run(rule, hazard=hazard, n=500)
        return rows(outcome, "preventable_deaths")[0]

    short, long = held("5 min", "hold-and-negotiate"), held("2 h", "hold-and-negotiate")
    assert_raises(short, long)
    assert_raises(held("2 h", "two-officer-entry"), long)
    assert_raises(held("2 h", "breach"), long)


def test_a_breach_comes_when_it_is_due():
    def end(after):
        hazard = {**STAYS, "remains_for": "3 h"}
        barricade = {"rule": "breach", "after": after}
        outcome = run(
            course(barricade=barricade), hazard=hazard, response={"force_door": "60 s"}, n=40
        )
        return rows(outcome, "time_to_first_care_s")[0]

    # 70 s to entry, the decision, 60 s to force, the exchange, a round of care.
    for minutes in (20, 60):
        care = end(f"{minutes} min") - 60.0 * minutes
        assert np.all(care > 130)
        assert np.median(care) < 260


@pytest.mark.parametrize(
    "kind",
    ["armed-guard", "resource-officer", "school-marshal", "armed-bystander", "off-duty-officer"],
)
def test_whoever_on_site_does_not_engage_changes_nothing(kind):
    person = {"kind": kind, "engages_share": 0}
    outcome = run("two-officer-entry", course(on_site=person), n=60)
    for name, values in outcome.columns.items():
        assert np.array_equal(values[0], values[1], equal_nan=True), name


@pytest.mark.parametrize("kind", ["armed-guard", "resource-officer", "school-marshal"])
def test_whoever_on_site_engages_shortens_the_attack(kind):
    person = {"kind": kind, "engages_share": 1, "post": "back post"}
    outcome = run(course(on_site=person), "two-officer-entry")
    assert_raises(*rows(outcome, "time_to_stop_s"))
    if kind != "school-marshal":  # whose weapon is locked away, so that much is over before
        assert_raises(*rows(outcome, "killed"))
    sworn = kind == "resource-officer"
    by = ENDINGS.index("stopped_by_police" if sworn else "stopped_by_others")
    assert np.mean((outcome.ending[0] == by) & (rows(outcome, "time_to_stop_s")[0] < 60)) > 0.1
    assert (rows(outcome, "officers_hit")[0].sum() > rows(outcome, "officers_hit")[1].sum()) == (
        sworn
    )


def test_armed_bystanders_act_at_close_range_alone():
    def stop(range_m):
        person = {"kind": "armed-bystander", "count": 2, "engages_share": 1}
        person["contact_range_m"] = range_m
        return rows(run(course(on_site=person)), "time_to_stop_s")[0]

    assert_raises(stop(30), stop(3))


def test_a_marshal_who_need_not_fetch_is_an_armed_guard_in_the_same_place():
    at = {"engages_share": 0.6, "post": "back post", "goes_out": True}
    marshal = {"kind": "school-marshal", **at, "ready": "0 s"}
    guard = {"kind": "armed-guard", **at, "ready": "0 s"}
    late = {**marshal, "ready": "45 s"}
    outcome = run(*(course(on_site=each) for each in (marshal, guard, late)))
    for name, values in outcome.columns.items():
        assert np.array_equal(values[0], values[1], equal_nan=True), name
    assert_raises(rows(outcome, "time_to_stop_s")[0], rows(outcome, "time_to_stop_s")[2])


def test_an_unarmed_guard_at_the_door_is_hit_more_often_than_any_other_person():
    hazard = {"entry": "main entrance", "duration": "30 s", "casualty_rate_per_min": 12.0}
    within = people(30, response=RUN)
    guard = {"kind": "unarmed-guard", "post": "entrance post"}
    without = rows(run("two-officer-entry", hazard=hazard, occupants=within, n=1500), "casualties")
    # One more person in sight; that one is hit more often than an occupant is on average. In these
    # 900 recordings 1.42 times as often, with a standard error of 0.10.
    share = without[0].mean() / 30
    assert guard_hit_share(guard, hazard, within) > 1.2 * share


def guard_hit_share(guard, hazard, occupants):
    """How often the guard is hit, told by recordings."""
    from asher.simulation.arrays import build_site
    from asher.simulation.recording import STATUSES, Frames, record

    scenario = attack(place(), occupants, hazard=hazard, courses_of_action=[course(on_site=guard)])
    down = [STATUSES.index(name) for name in ("wounded", "dead")]
    # Drawn on the plan once for all of them: it took as long as the recordings.
    asked = {"course": "tried", "frames": Frames(30), "built": build_site(scenario)}
    hit = [record(scenario, replication=k, **asked).status[-1, 30] in down for k in range(900)]
    return float(np.mean(hit))


def assert_brings_police_sooner(tried):
    response = {"call": "3 min", "call_from_outside": "3 min"}
    outcome = run(tried, "two-officer-entry", response=response)
    for name in ("time_to_call_s", "time_to_arrival_s", "killed"):
        assert_raises(*rows(outcome, name))


def test_an_unarmed_guard_with_a_radio_brings_police_sooner():
    guard = {"kind": "unarmed-guard", "post": "back post"}
    assert_brings_police_sooner(course(on_site=guard))


def test_an_alarm_button_brings_police_sooner():
    assert_brings_police_sooner("alarm-button")


def test_an_announcement_reaches_those_who_hear_nothing():
    far = in_a_row(
        box("hall", 0, 0, 12, 8, category="lobby"),
        box("lock", 12, 3, 14, 5, category="corridor"),
        box("corridor", 14, 0, 90, 8, category="corridor"),
        box("lock 2", 90, 3, 92, 5, category="corridor"),
        box("far hall", 92, 0, 110, 8, category="lobby"),
        doors="abcd",
        beside=[zone("crowd", 94, 1, 108, 7)],
        out="far exit",
    )
    hazard = {"entry": "main entrance", "duration": "5 min", "dwell": "40 min"}
    outcome = run(
        "public-address", "two-officer-entry", floorplan=far, hazard=hazard, n=60,
        occupants=[people(10, response=RUN), met_and_gone("hall")],
    )  # fmt: skip
    assert_raises(*rows(outcome, "evacuated")[::-1])
    # Ten people two halls away; an attack may be over before the announcement.
    told, untold = rows(outcome, "never_knew")
    assert_raises(told, untold)
    assert untold.mean() > 5


def test_lockdown_shelters_more_people():
    floorplan = place()
    outcome = run("two-officer-entry", "lockdown", floorplan=floorplan, occupants=people(12))
    assert_raises(*rows(outcome, "sheltered"))


def test_training_to_act_sooner_lowers_casualties():
    mixed = {"run": 0.5, "hide": 0, "resist": 0, "freeze": 0.5}
    hazard = {"entry": "back door", "duration": "60 s"}
    outcome = run(
        "run-hide-fight", "two-officer-entry", occupants=people(response=mixed), hazard=hazard
    )
    assert_raises(*rows(outcome, "casualties"))


def test_resistance_ends_attacks():
    hazard = {
        "entry": "back door", "dwell": "10 s", "duration": "5 min", "restrained_share": 0.4
    }  # fmt: skip
    outcome = run(
        "two-officer-entry", "unarmed-resistance", hazard=hazard, n=600,
        occupants=people(40, response=RUN), response={"resistance_share": 0.5},
    )  # fmt: skip
    ended = (outcome.ending == ENDINGS.index("restrained")).astype(float)
    assert_raises(*ended)


def test_a_full_room_shuts_late_comers_out():
    # Nobody is hurt; all would hide in the one room that locks.
    hiding = people(14, response=HIDE, within="crowd")
    hazard = {**OVER, "casualty_rate_per_min": 0, "duration": "60 s"}

    def sheltered(capacity):
        floorplan = place()
        document = floorplan.to_geojson()
        for feature in document["features"]:
            if feature["properties"].get("name") == "office":
                feature["properties"]["capacity"] = capacity
        outcome = run(
            "two-officer-entry", occupants=hiding, hazard=hazard, n=80,
            floorplan=parse_floorplan(document),
        )  # fmt: skip
        return rows(outcome, "sheltered")[0]

    small, large = sheltered(3), sheltered(14)
    assert np.all(small <= 3)
    assert_raises(small, large)


def test_agencies_that_have_not_trained_together_form_more_slowly_and_hit_their_own():
    hard = {"hit_chance": 0.05, "hit_chance_under_fire": 0.05}
    response = {"agencies": 2, "friendly_fire_chance": 0.05, "forming": "60 s"}
    outcome = run("joint-training", "two-officer-entry", officer=hard, response=response)
    assert_raises(*rows(outcome, "friendly_fire"))
    assert_raises(*rows(outcome, "time_to_entry_s"))
    one = run("two-officer-entry", officer=hard, response={**response, "agencies": 1})
    assert np.all(rows(one, "friendly_fire") == 0)


def test_care_before_all_is_cleared_lowers_preventable_deaths_most_in_a_long_case():
    response = {"rescue_task_force": "12 min"}

    def saved(length):
        hazard = {**STAYS, "remains_for": length, "dwell": "5 s", "duration": "60 s"}
        outcome = run(
            "rescue-task-force", "hold-and-negotiate", course("hold-and-negotiate", rescue={
                "rule": "rescue-task-force"}),
            hazard=hazard, response=response, n=600, floorplan=two_rooms(),
        )  # fmt: skip
        values = rows(outcome, "preventable_deaths")
        return values[1] - values[2]

    short, long = saved("1 min"), saved("3 h")
    assert_never_raises(long, short)
    assert_raises(short, long)


def two_rooms():
    """Rooms with open doors, so that the barricade is seldom where the wounded are."""
    return plan(
        box("hall", 0, 0, 12, 8, category="lobby"),
        box("stage", 12, 0, 20, 8, category="room"),
        opening("main entrance", (0, 3.3), (0, 4.7), main_entrance=True),
        opening("back door", (20, 3.5), (20, 4.5)),
        inner("between", (12, 3), (12, 5)),
        zone("crowd", 2, 1, 11, 7),
    )


@pytest.mark.parametrize("name", ["officers-carry-out", "bystander-aid", "rescue-task-force"])
def test_rescue_lowers_preventable_deaths_of_a_contained_case(name):
    hazard = {**STAYS, "remains_for": "3 h", "dwell": "5 s", "duration": "60 s"}
    rescue = next(each for each in SHIPPED_COURSES if each.name == name).rescue
    outcome = run(
        course("hold-and-negotiate", rescue=rescue.model_dump()), "hold-and-negotiate",
        hazard=hazard, n=500, floorplan=two_rooms(),
    )  # fmt: skip
    assert_raises(*rows(outcome, "killed"))


def test_the_hazard_turned_to_responders_leaves_occupants_alone_while_contact_lasts():
    # Nobody is ever hit in the exchange: contact lasts until the horizon.
    never = {"hit_chance": 0, "hit_chance_under_fire": 0}
    hazard = {**GOES_ON, "hit_chance": 0, "turns_to_responders_share": 1}
    outcome = run(
        "two-officer-entry", "stay-outside", officer=never, hazard=hazard, horizon="5 min",
        occupants=frozen(60), n=100,
    )  # fmt: skip
    assert_raises(*rows(outcome, "casualties"))
    assert times(outcome, "time_to_contact_s", HORIZON).max() < 200


def test_people_of_limited_mobility_get_out_later_and_are_hit_more_often():
    hazard = {"duration": "40 s", "dwell": "40 min", "entry": "back door"}

    def incident(share):
        occupants = people(30, response=RUN, mobility_limited_share=share)
        return run("two-officer-entry", occupants=occupants, hazard=hazard)

    none, all_of_them = incident(0), incident(1)
    for metric in ("evacuation_time_s", "casualties"):
        assert_raises(rows(none, metric)[0], rows(all_of_them, metric)[0])


def test_a_room_nobody_has_the_key_to_stays_open():
    hiding = {"response": HIDE, "within": "crowd"}
    hazard = {**GOES_ON, "duration": "5 min", "dwell": "5 s", "entry": "main entrance"}

    def casualties(share):
        occupants = people(5, **hiding, key_share=share)
        return rows(run("two-officer-entry", occupants=occupants, hazard=hazard), "casualties")[0]

    some, none = casualties(1), casualties(0)
    assert_raises(some, none)
    # One in ten with a key locks fewer rooms than all of them.
    assert_raises(some, casualties(0.1))


def test_care_at_the_scene_saves_nobody_who_lives_hours_from_a_trauma_centre():
    def killed(transport):
        hazard = {**STAYS, "remains_for": "10 min", "duration": "60 s"}
        outcome = run("rescue-task-force", hazard=hazard, response={"transport": transport})
        return rows(outcome, "killed")[0]

    near, far = killed("10 min"), killed("90 min")
    assert_raises(near, far)
    assert np.array_equal(near, killed("30 min"))  # within the hour it makes no difference


@pytest.mark.parametrize("rate", [2.0, 12.0])
def test_casualty_events_follow_the_integral_of_the_rate(rate):
    # As in the verification of an absorbed dose: nobody moves, so that the closed form is known.
    # Over T in sight the count is Poisson with mean rate x T, and each wait is exponential.
    hazard = {
        "casualty_rate_per_min": rate, "casualty_rate_log_sd": 0, "duration": "5 min",
        "dwell": "40 min", "entry": "back door", "restrained_share": 0, "fatal_share": 0,
        "ending_shares": {"left": 0, "suicide": 1, "remains": 0},
    }  # fmt: skip
    never = {"officers": 0, "tactical_team_size": 0, "public_address": "1 h"}
    outcome = run(
        "stay-outside", occupants=frozen(400), hazard=hazard, response=never, n=200,
        floorplan=plan(
            box("hall", 0, 0, 60, 20, category="lobby"),
            opening("main entrance", (0, 9), (0, 11), main_entrance=True),
            opening("back door", (60, 9), (60, 11)),
            zone("crowd", 2, 2, 58, 18),
        ),
    )  # fmt: skip
    count, expected = rows(outcome, "casualties")[0], rate * 5.0
    # One tick is 0.25 s: what the integral may be off by.
    caught = 5.0 * np.sqrt(expected / len(count)) + rate * 0.25 / 60.0
    assert abs(count.mean() - expected) < caught, f"smallest effect: {caught:.3g} casualties"
    assert count.var(ddof=1) == pytest.approx(expected, rel=5.0 * np.sqrt(2.0 / len(count)))


def windows(*more):
    return plan(
        box("hall", 0, 0, 20, 8, category="lobby"),
        opening("main entrance", (0, 3.3), (0, 4.7), main_entrance=True),
        *more,
        zone("crowd", 8, 1, 18, 7),
    )


def test_people_break_windows_to_get_out_where_the_hazard_stands_in_the_only_door():
    pane = opening("pane", (20, 3.5), (20, 4.5), category="window")
    hazard = {**GOES_ON, "entry": "main entrance", "duration": "3 min"}

    def incident(*more):
        running = people(30, response=RUN)
        return run("two-officer-entry", occupants=running, hazard=hazard, floorplan=windows(*more))

    shut, glazed = incident(), incident(pane)
    assert glazed.exits["pane"][0].mean() > 5
    assert_raises(rows(glazed, "casualties")[0], rows(shut, "casualties")[0])


def test_people_keep_away_from_a_hazard_they_see():
    back = opening("back door", (20, 3.5), (20, 4.5))
    strangers = people(30, response=RUN, familiar_share=0)

    def by_main(entry):
        hazard = {**GOES_ON, "entry": entry, "casualty_rate_per_min": 0.01, "duration": "3 min"}
        outcome = run(
            "two-officer-entry", occupants=strangers, hazard=hazard, floorplan=windows(back), n=100
        )
        return outcome.exits["main entrance"][0]

    # Strangers leave as they came in, unless the hazard stands there.
    assert_raises(by_main("main entrance"), by_main("back door"))


def test_police_may_take_an_armed_bystander_for_the_attacker():
    person = {"kind": "armed-bystander", "count": 4, "engages_share": 1, "contact_range_m": 30}
    never = {"hit_chance": 0.02, "hit_chance_under_fire": 0.02}

    def taken(chance):
        response = {"friendly_fire_chance": chance, "travel": "5 s", "call_from_outside": "5 s"}
        outcome = run(course(on_site=person), officer=never, response=response)
        return rows(outcome, "friendly_fire")[0]

    assert np.all(taken(0) == 0)
    assert_raises(taken(0), taken(0.2))
