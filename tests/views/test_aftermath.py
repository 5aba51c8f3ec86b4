"""A replay shows who helps and carries whom after an attack, and where the wounded are brought."""

from itertools import pairwise

import numpy as np
import pytest

from asher.simulation.recording import ROLES, record
from asher.simulation.rescued import OUTSIDE_M
from asher.simulation.site import simulate
from asher.views.html import legend
from asher.views.playback.aftermath import (
    NOTE,
    PLAYED_ROLES,
    PLAYED_STATUSES,
    aftermath_events,
    collection_points,
    with_aftermath,
)
from asher.views.playback.playback import playback, shown_events
from asher.views.replay import write_replay
from places import FREEZE, attack, group, offices

SPEED_M_S = 1.2


ROOMS = ["west office", "store", "east office"]


def scenario(*, walking=0.0, **rescue):
    """Wounded people in a hall and in rooms beside it, whom officers carry out by the back door."""
    rescue = {"rule": "officers-carry-out", "collection_point": "back door", **rescue}
    return attack(
        offices(),
        group(40, within="crowd", response=FREEZE, pre_movement="50 min"),
        group(30, name="rooms", within=ROOMS, response=FREEZE, pre_movement="50 min"),
        hazard={
            "dwell": "30 s",
            "entry": "main entrance",
            "fatal_share": 0.2,
            "casualty_rate_per_min": 12,
            "duration": "4 min",
        },
        response={
            "transport": "10 min",
            "officers": 2,
            "tactical_team_size": 0,
            "travel": "4 min",
            "walking_wounded_share": walking,
        },
        courses_of_action=[{"name": "out", "based_on": "two-officer-entry", "rescue": rescue}],
    )


@pytest.fixture(scope="module")
def recording():
    return record(scenario(), course="out", replication=1)


@pytest.fixture(scope="module")
def film(recording):
    return with_aftermath(recording)


def at(film, person, time):
    """Place and status of somebody in the frame at a time."""
    frame = int(np.searchsorted(film.times_s, time + 0.006, side="right")) - 1
    return film.positions_m[frame, person], PLAYED_STATUSES[film.status[frame, person]]


def test_who_is_reached_and_carried_is_what_the_laws_say(recording):
    assert len(recording.rescued) > 3
    reached = min(each.reached_s for each in recording.rescued)
    assert reached == pytest.approx(recording.milestones["time_to_first_care_s"])
    outs = [each.out_s for each in recording.rescued if each.carriers]
    assert len(outs) > 3
    counted = simulate(scenario(), replications=2).columns
    assert min(outs) == pytest.approx(counted["time_to_first_carried_out_s"][0][1])
    assert max(outs) == pytest.approx(counted["time_to_last_carried_out_s"][0][1])
    # Nobody carries two at a time.
    for carrier in {k for each in recording.rescued for k in each.carriers}:
        mine = sorted(
            (each.carried_from_s, each.back_s)
            for each in recording.rescued
            if carrier in each.carriers
        )
        assert all(one[1] <= other[0] + 1e-6 for one, other in pairwise(mine))


def test_ways_from_door_to_door_are_as_long_as_the_law_walks(recording):
    pace = scenario().response.carry_speed_m_s
    for each in recording.rescued:
        way = each.way_out
        assert way is not None
        walked = float(way.walked_m[-1]) - OUTSIDE_M
        # The law walks to where a body may cross a door, this way to the middle of it.
        assert walked == pytest.approx((each.out_s - each.carried_from_s) * pace, abs=1.5)
        assert np.all(np.diff(way.walked_m) >= 0)
        assert way.places_m[-1] == pytest.approx([16 + OUTSIDE_M, 4.0])


def test_the_wounded_and_those_who_help_are_drawn_where_they_are(recording, film):
    n = recording.status.shape[1]
    assert film.times_s[-1] >= max(each.out_s for each in recording.rescued if each.carriers)
    for each in recording.rescued:
        place, status = at(film, each.person, each.reached_s - 0.1)
        assert status == "wounded"
        beside, doing = at(film, each.helper, 0.5 * (each.reached_s + each.cared_s))
        assert doing == "helping"
        assert np.hypot(*(beside - place)) < 1.0
        middle = 0.5 * (each.carried_from_s + each.out_s)
        carried, status = at(film, each.person, middle)
        assert status == "carried"
        for carrier in each.carriers:
            beside, doing = at(film, carrier, middle)
            assert doing == "carrying"
            assert np.hypot(*(beside - carried)) < 1.0
        brought, status = at(film, each.person, film.times_s[-1])
        assert status == "brought"
        assert brought == pytest.approx([16 + OUTSIDE_M, 4.0], abs=0.01)
    # Everybody else is where the recording has them.
    helped = {each.person for each in recording.rescued}
    others = [i for i in range(n) if i not in helped and film.role[i] == ROLES.index("occupant")]
    frames = np.searchsorted(film.times_s, recording.times_s)
    assert np.array_equal(film.status[frames][:, others], recording.status[:, others])
    seen = np.isfinite(recording.positions_m[:, others])
    assert np.array_equal(
        film.positions_m[frames][:, others][seen], recording.positions_m[:, others][seen]
    )


def test_the_collection_point_is_one_where_it_is_stated_and_else_the_nearest_ways_out(recording):
    assert collection_points(recording) == [(0, 16 + OUTSIDE_M, 4.0)]
    free = record(scenario(collection_point=None), course="out", replication=1)
    assert {x for _, x, _ in collection_points(free)} <= {-OUTSIDE_M, 16 + OUTSIDE_M}
    none = record(scenario(rule="hold-until-cleared"), course="out", replication=1)
    assert none.rescued


def test_medics_are_people_of_their_own(recording):
    team = record(scenario(rule="rescue-task-force"), course="out", replication=1)
    film = with_aftermath(team)
    medics = film.role == PLAYED_ROLES.index("medic")
    n = team.status.shape[1]
    assert medics.sum() == max(max(each.helper, *each.carriers) for each in team.rescued) + 1 - n
    # A page asks with the film, in which medics are.
    assert sorted(aftermath_events(film)) == sorted(aftermath_events(team))
    texts = [text for _, _, text in aftermath_events(film)]
    assert any(text.startswith("A medic reaches") for text in texts)


def test_pages_tell_it_in_words_and_signs_too(recording, tmp_path):
    texts = [text for _, _, text in shown_events(recording)]
    assert "An officer reaches a wounded person" in texts
    assert any(text.startswith("A wounded person is carried by two officers") for text in texts)
    n = sum(bool(each.carriers) for each in recording.rescued)
    last = f"A wounded person is at the collection point ({n} of {n} carried out)"
    assert texts.count(last) == 1
    data = playback(scenario(), [recording], courses=[], replications=[])
    assert data["recordings"][0]["points"] == [(0, 16 + OUTSIDE_M, 4.0)]
    words = {word for _, signs in legend(data) for _, word in signs}
    assert {"carrying", "being carried out", "with a wounded person"} <= words
    assert "collection point, where ambulances load" in words
    page = write_replay(scenario(), path=tmp_path / "replay.html", replication=1)
    assert NOTE in page.read_text(encoding="utf-8")


def test_where_nobody_is_reached_nothing_is_drawn_or_said():
    quiet = attack(offices(), group(4), hazard={"casualty_rate_per_min": 0.0001})
    alone = record(quiet, course="two-officer-entry", replication=0)
    assert with_aftermath(alone) is alone
    assert list(aftermath_events(alone)) == []
    assert collection_points(alone) == []


def test_a_replay_shows_who_walks_out():
    recording = record(scenario(walking=0.5), course="out", replication=1)
    alone = [each for each in recording.rescued if each.helper < 0]
    assert alone
    assert any(each.carriers for each in recording.rescued), "others are carried"
    texts = [text for _, _, text in aftermath_events(recording)]
    assert texts.count("A wounded person walks out") == len(alone)
    shown = with_aftermath(recording)
    for each in alone:
        end = each.way_out.places_m[-1]
        assert np.allclose(shown.positions_m[-1, each.person], end, atol=0.01)
        assert each.way_out.walked_m[-1] > OUTSIDE_M
