"""What is packed for the browser is what was recorded, to the centimetre."""

import base64
import json
import zlib
from types import SimpleNamespace

import numpy as np
import pytest

from asher.scenario import read_scenario
from asher.simulation.metrics import ENDINGS
from asher.simulation.recording import ROLES, STATUSES, record
from asher.views.figures.marks import KINDS
from asher.views.playback.buildings import buildings_of
from asher.views.playback.people import (
    how_it_ended,
    in_the_end,
    kinds_of,
    named_kinds,
    runs,
    shown_status,
)
from asher.views.playback.playback import (
    pack,
    plan_lines,
    playback,
    shown_events,
    shown_level,
)
from asher.views.playback.stills import key_moments, plan_symbol, stills
from places import drill, group, offices
from views.hall import fake_record, make_scenario

ORIGIN = (18.0, 14.0)


def unpack(packed: dict, *, levels: int = 1) -> tuple:
    """The inverse, as replay.js does it, in numpy."""
    data = zlib.decompress(base64.b64decode(packed["packed"]), wbits=-15)
    frames, people = packed["frames"], packed["people"]
    n = 2 * frames * people
    times = np.cumsum(np.frombuffer(data, "<i4", frames)) / 1000
    low = np.frombuffer(data, np.uint8, n, 4 * frames).astype(np.uint16)
    high = np.frombuffer(data, np.uint8, n, 4 * frames + n).astype(np.uint16)
    moves = (low | (high << 8)).astype(np.uint16).view(np.int16).reshape(people, 2, frames)
    places = np.cumsum(moves, axis=2, dtype=np.int16).transpose(2, 0, 1)
    start = 4 * frames + 2 * n
    status = np.frombuffer(data, np.uint8, frames * people, start).reshape(people, frames).T
    assert len(data) == start + (2 if levels > 1 else 1) * frames * people
    return times, places, status


@pytest.fixture(scope="module")
def recording():
    return fake_record(make_scenario(), course="two-officer-entry", replication=3)


def test_places_and_statuses_come_back(recording):
    times, places, status = unpack(pack(recording, origin=ORIGIN, step=0.01, n_levels=1))
    frames = np.searchsorted(recording.times_s, times)
    assert np.array_equal(recording.times_s[frames], times)
    assert np.array_equal(status, recording.status[frames])
    known = np.isfinite(recording.positions_m[frames])
    back = places * 0.01 + np.array(ORIGIN)
    assert np.abs(back - recording.positions_m[frames])[known].max() <= 0.0051


def test_frames_left_out_are_told_by_their_neighbours(recording):
    times, places, status = unpack(pack(recording, origin=ORIGIN, step=0.01, n_levels=1))
    assert times[0] == recording.times_s[0]
    assert times[-1] == recording.times_s[-1]
    assert len(times) < len(recording.times_s)
    for i, time in enumerate(recording.times_s):
        before = np.searchsorted(times, time, side="right") - 1
        assert np.array_equal(status[before], recording.status[i])
        known = np.isfinite(recording.positions_m[i])
        after = min(before + 1, len(times) - 1)
        span = times[after] - times[before]
        share = (time - times[before]) / span if span else 0.0
        between = places[before] + share * (places[after].astype(float) - places[before])
        back = between * 0.01 + np.array(ORIGIN)
        assert np.abs(back - recording.positions_m[i])[known].max() < 0.02


def test_person_on_a_stair_is_drawn_where_last_seen():
    level = np.array([[-1, 0], [0, -1], [-1, -1], [1, 0]], dtype=np.int8)
    shown = shown_level(level, n_levels=2)
    assert shown.tolist() == [[0, 0], [0, 0], [0, 0], [1, 0]]
    assert not shown_level(level, n_levels=1).any()


def test_wide_plan_gets_a_coarser_step():
    scenario = make_scenario()
    packed = playback(scenario, [], courses=[], replications=[])
    assert packed["step_m"] == 0.01
    moved = fake_record(scenario, course="stay-outside", replication=1)
    far = pack(moved, origin=ORIGIN, step=0.05, n_levels=1)
    assert far["people"] == 60


def test_plan_has_walls_with_gaps_and_no_room_names():
    plan = make_scenario(2).floorplan
    drawn = plan_lines(plan)
    assert len(drawn) == 2
    assert all(level["walls"] and level["exits"] and level["doors"] for level in drawn)
    text = json.dumps(drawn)
    assert "kitchen" not in text
    assert "office" not in text


def test_doors_with_glass_are_lines_of_their_own_and_film_takes_them_away_and_marks_the_door():
    stated = {"name": "film", "based_on": "stay-outside", "building": {"film": "classroom 101"}}
    scenario = read_scenario("high-school").with_(courses_of_action=["stay-outside", stated])
    plain, film = buildings_of(scenario)[0]
    drawn = [[level["glass"].count("M") for level in plan_lines(*each)] for each in (plain, film)]
    assert drawn == [[19, 15], [18, 15]]
    assert film.changed == {"classroom 101 door"}


def with_measures():
    """The hall as it is, and with a new way out, a wider door, and a side exit that stays open."""
    building = {
        "add_doors": {"name": "new exit", "at_m": (0.0, 12.0), "width": "2 m"},
        "widen": {"kitchen door, ground floor": "1.5 m"},
        "open": ["side exit, ground floor"],
    }
    return make_scenario().with_(
        closures=[{"opening": "side exit, ground floor", "at": "0 s"}],
        courses_of_action=[
            "stay-outside",
            {"name": "more-doors", "based_on": "stay-outside", "building": building},
            {"name": "more-doors-too", "based_on": "stay-outside", "building": building},
        ],
    )


def test_a_replay_draws_the_doors_of_each_course_and_marks_what_is_changed():
    scenario = with_measures()
    courses = [(course.name, course.name) for course in scenario.courses_of_action]
    data = playback(scenario, [], courses=courses, replications=[])
    assert [course["building"] for course in data["courses"]] == [0, 1, 1]
    ((before,), (after,)) = data["buildings"]
    assert before["changed"] == ""
    assert "M0 -13L0 -11" in after["exits"]
    assert "M0 -13L0 -11" not in before["exits"]
    assert after["changed"].count("M") == 3
    for changed in ("M0 -13L0 -11", "M24 -22.75L24 -24.25", "M0 -18L0 -19.6"):
        assert changed in after["changed"]
    assert "new exit" not in json.dumps(data["buildings"])
    # The wall has a gap where the door is, or it would be drawn shut.
    assert before["walls"] != after["walls"]


def test_stills_are_drawn_on_the_building_of_their_course():
    scenario = with_measures()
    symbols = plan_symbol(scenario)
    assert symbols.count("<symbol") == 2
    assert symbols.count("--plan-changed") == 1
    for course, symbol in (("stay-outside", "#plan-0-0"), ("more-doors", "#plan-1-0")):
        one = fake_record(scenario, course=course, replication=3)
        assert all(symbol in still.svg for still in stills(scenario, one, course_title=course))


def test_a_large_report_stays_small():
    """Twelve recordings of 250 people who all walk for two minutes stay below 5 MB."""
    rng = np.random.default_rng(5)
    frames, people = 600, 250
    steps = rng.normal(0, 1.0, (frames, people, 2))
    steps[120:] = 0
    one = fake_record(make_scenario(), course="stay-outside", replication=1)
    one.positions_m = (np.cumsum(steps, axis=0) + 18).astype(np.float32)
    one.times_s = np.arange(frames, dtype=float)
    one.status = np.full((frames, people), 2, dtype=np.uint8)
    one.level = np.zeros((frames, people), dtype=np.int8)
    one.role = np.zeros(people, dtype=np.uint8)
    size = len(json.dumps(pack(one, origin=ORIGIN, step=0.01, n_levels=1)))
    assert 12 * size < 4e6


def test_stills_show_three_moments_in_words_too(recording):
    drawn = stills(make_scenario(), recording, course_title="Two-officer entry")
    assert len(drawn) == 3
    assert [still.caption.split(",")[0] for still in drawn] == ["Early", "Stop", "Last"]
    assert "hiding" in drawn[0].svg.split(">")[0]
    assert key_moments(recording)[-1][1] == recording.times_s[-1]


def test_a_recorded_drill_comes_back_and_everybody_is_out():
    scenario = read_scenario("corridor")
    made = record(scenario, course=scenario.courses_of_action[0].name, replication=0)
    _, places, status = unpack(pack(made, origin=(0.0, 0.0), step=0.01, n_levels=1))
    occupants = made.role == ROLES.index("occupant")
    assert (status[-1][occupants] == STATUSES.index("out")).all()
    walked = np.abs(np.diff(places[:, occupants].astype(float), axis=0)).sum() * 0.01
    # The corridor is 40 m long; a walk a tenth shorter would be caught.
    assert walked > 36


def test_a_recorded_drill_of_nobody_is_drawn():
    recording = record(drill(offices(), group(0)), course="stay-outside", replication=0, seed=1)
    packed = pack(recording, origin=(0.0, 0.0), step=0.1, n_levels=1)
    assert packed["people"] == 0
    assert packed["frames"] >= 1


def test_doors_of_one_second_are_told_of_together():
    def event(time_s, kind, text=""):
        return SimpleNamespace(time_s=time_s, kind=kind, text=text or f"{kind} of room {time_s}")

    film = SimpleNamespace(
        events=(
            event(35.9, "locked"), event(36.0, "locked"), event(36.1, "wounded", "1 hit"),
            event(36.1, "wounded", "2 hit"), event(36.5, "locked"), event(36.6, "opened"),
        ),
        rescued=(),
    )  # fmt: skip
    assert shown_events(film) == [
        (35.9, "locked", "A door is locked"),
        (36.0, "locked", "2 doors are locked"),
        (36.1, "wounded", "1 hit"),
        (36.1, "wounded", "2 hit"),
        (36.6, "opened", "A locked door is opened"),
    ]


def test_who_is_staff_and_who_is_on_site_is_told_from_the_others(recording):
    scenario = make_scenario()
    kinds = list(KINDS)
    found = kinds_of(recording, groups=[group.name for group in scenario.occupants])
    assert {kinds[code] for code in found[20:26]} == {"staff"}
    assert kinds[found[-8]] == "guard"
    assert {kinds[code] for code in found[-7:-1]} == {"officer"}
    assert kinds[found[-1]] == "hazard"
    assert {kinds[code] for code in found[:20]} == {"occupant"}
    assert np.repeat(*np.transpose(runs(found))).tolist() == found.tolist()
    data = playback(scenario, [recording], courses=[], replications=[])
    assert data["recordings"][0]["kinds"] == runs(found)
    # Only what is seen is explained, and the groups that are staff are named.
    assert {data["marks"][m]["kind"] for m in data["shown"]} == set(KINDS) - {"medic"}
    two = [{"name": "guests", "count": 5}, {"name": "bar staff", "count": 5}]
    named = named_kinds(scenario.with_(occupants=two))
    assert dict(named)["staff"] == "Staff (bar staff)"


def small(statuses, *, stop, ending, roles=(0, 2)):
    """A recording written by hand: a row of words per frame, ten seconds apart."""
    return SimpleNamespace(
        times_s=10.0 * np.arange(len(statuses)),
        status=np.array([[STATUSES.index(word) for word in row] for row in statuses], np.uint8),
        role=np.array(roles, np.uint8),
        milestones={"time_to_stop_s": stop},
        ending=ending,
    )


def test_how_an_attack_ended_is_said_with_its_time():
    rows = [("unaware", "moving"), ("moving", "moving"), ("out", "dead")]
    stopped = small(rows, stop=19.5, ending="stopped_by_police")
    assert how_it_ended(stopped) == [(19.5, "Attack over: stopped by police")]
    rows = [("moving", "moving"), ("out", "waiting"), ("out", "waiting"), ("out", "restrained")]
    assert how_it_ended(small(rows, stop=5.0, ending="surrendered")) == [
        (5.0, "Attack over: the attacker stays inside and is still"),
        (30.0, "Surrendered"),
    ]
    # Who stays on is shown as over from the stop, not as active.
    held = [STATUSES[code] for code in shown_status(small(rows, stop=5.0, ending="x"))[:, 1]]
    assert held == ["moving", "restrained", "restrained", "restrained"]
    unfinished = small(rows[:3], stop=5.0, ending="unfinished")
    assert len(how_it_ended(unfinished)) == 1
    assert how_it_ended(small(rows[:3], stop=np.nan, ending="unfinished")) == []
    drill = small([("moving", "out"), ("out", "out")], stop=np.nan, ending="none", roles=(0, 0))
    assert how_it_ended(drill) == [(10.0, "Everybody is out")]
    assert how_it_ended(small([("moving", "out")], stop=np.nan, ending="none", roles=(0, 0))) == []


def test_a_recording_says_who_knows_and_how_it_ended():
    scenario = read_scenario("tree-of-life")
    made = record(scenario, course=scenario.courses_of_action[0].name, replication=0)
    n = sum(group.count for group in scenario.occupants)
    unaware = made.status == STATUSES.index("unaware")
    # Nobody but the first in sight knows at the first shot, and who knows does not forget.
    assert unaware[0, :n].mean() > 0.5
    assert not (unaware[1:] & ~unaware[:-1])[:, :n].any()
    assert not unaware[:, made.role == ROLES.index("hazard")].any()
    assert np.bincount(made.group[:n]).tolist() == [g.count for g in scenario.occupants]
    assert (made.group[n:] == -1).all()
    assert made.ending in ENDINGS
    in_film = np.isin(made.status[-1, :n], [STATUSES.index(name) for name in ("wounded", "dead")])
    assert made.killed + made.wounded == in_film.sum()


def test_in_a_drill_everybody_knows():
    scenario = read_scenario("corridor")
    made = record(scenario, course=scenario.courses_of_action[0].name, replication=0)
    assert STATUSES.index("unaware") not in made.status
    assert in_the_end(made) == []
    assert how_it_ended(made)[0][1] == "Everybody is out"
