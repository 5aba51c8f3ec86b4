"""What is packed for the browser is what was recorded, to the centimetre."""

import base64
import json
import zlib
from types import SimpleNamespace

import numpy as np
import pytest

from asher.scenario import read_scenario
from asher.simulation.recording import ROLES, STATUSES, record
from asher.views.playback.playback import (
    pack,
    plan_lines,
    playback,
    shown_events,
    shown_level,
)
from asher.views.playback.stills import key_moments, stills
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
    packed = playback(scenario.floorplan, [], courses=[], replications=[])
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
    plan = make_scenario().floorplan
    drawn = stills(plan, recording, course_title="Two-officer entry")
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


def test_doors_of_one_second_are_told_of_together():
    def event(time_s, kind, text=""):
        return SimpleNamespace(time_s=time_s, kind=kind, text=text or f"{kind} of room {time_s}")

    film = SimpleNamespace(
        events=(
            event(35.9, "locked"), event(36.0, "locked"), event(36.1, "wounded", "1 hit"),
            event(36.1, "wounded", "2 hit"), event(36.5, "locked"), event(36.6, "opened"),
        )
    )  # fmt: skip
    assert shown_events(film) == [
        (35.9, "locked", "A door is locked"),
        (36.0, "locked", "2 doors are locked"),
        (36.1, "wounded", "1 hit"),
        (36.1, "wounded", "2 hit"),
        (36.6, "opened", "A locked door is opened"),
    ]
