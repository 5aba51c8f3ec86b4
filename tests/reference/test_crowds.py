"""Movement standards for crowds: RiMEA 4, 9 and 12; NIST TN 1822 2.8, 4.1 and 5.2; a stair."""
# ruff: noqa: T201 - the numbers of the standards are printed; pytest -rP shows them

import itertools

import numpy as np
import pytest

from asher.floorplan import read_floorplan
from asher.simulation.site import simulate
from films import count_within, find_wall_crossings, record_drill
from places import box, drill, group, inner, opening, plan, zone


def fundamental_diagram():
    """Density, speed and flow in the middle of a corridor 4 m wide, from thin to dense."""
    corridor = plan(
        box("corridor", 0, 0, 60, 4),
        opening("exit", (60, 0), (60, 4), category="gate", main_entrance=True),
        zone("crowd", 0.3, 0.3, 40, 3.7),
    )
    points = []
    for density in (0.3, 0.6, 1.0, 1.5, 2.0, 3.0, 4.0):
        count = round(density * 39.7 * 3.4)
        scenario = drill(corridor, group(count, walking_speed_sd_m_s=0.26), horizon="8 s")
        film = record_drill(scenario, interval_s=0.5)
        frames = np.flatnonzero((film.times_s >= 3) & (film.times_s <= 7))
        speeds, counts = [], []
        for first, last in itertools.pairwise(frames):
            x = film.positions_m[[first, last], :, 0]
            inside = (x[0] >= 12) & (x[0] < 24)
            span = film.times_s[last] - film.times_s[first]
            speeds.append((x[1] - x[0])[inside].mean() / span)
            counts.append(np.count_nonzero(inside))
        rho, v = np.mean(counts) / (12 * 4), np.mean(speeds)
        points.append((rho, v, rho * v))
    return np.array(points)


def test_rimea_4_flow_rises_then_falls_with_density():
    # RiMEA 4: the relation of density and speed in a corridor. Weidmann 1993: capacity 1.22
    # persons/(m s) at 1.75 persons/m2. The time gap of 1 s, which the movement law takes from its
    # authors, keeps the capacity of a corridor at about two thirds of that; the factor is printed.
    points = fundamental_diagram()
    for rho, v, flow in points:
        print(f"RiMEA 4: {rho:.2f} persons/m2, {v:.2f} m/s, {flow:.2f} persons/(m s)")
    density, speed, flow = points.T
    peak = int(flow.argmax())
    print(f"RiMEA 4: capacity {flow[peak] / 1.22:.2f} times Weidmann's 1.22 persons/(m s)")
    assert 0 < peak < len(flow) - 1, "the flow has no maximum inside the range"
    assert np.all(np.diff(flow[: peak + 1]) > 0)
    assert flow[-1] < flow[peak]
    assert np.all(np.diff(speed[1:]) < 0)
    assert 0.7 <= flow[peak] <= 1.6
    assert 0.8 <= density[peak] <= 3.0


@pytest.mark.parametrize("width", [0.8, 1.0, 1.2, 2.0])
def test_nist_5_2_flow_through_a_door(width):
    # TN 1822 5.2: mean specific flow of at most 1.33 persons/(m s), the SFPE design value. The
    # movement law exceeds it, as laboratory crowds do; the factor is printed and bounded.
    hall = plan(
        box("hall", 0, 0, 12, 12),
        opening("door", (12, 6 - width / 2), (12, 6 + width / 2), main_entrance=True),
        zone("crowd", 3, 2, 11.5, 10),
    )
    scenario = drill(hall, group(100, walking_speed_sd_m_s=0.26))
    outcome = simulate(scenario, replications=10, seed=5)
    specific = 99 / outcome.columns["evacuation_time_s"][0] / width
    print(
        f"NIST 5.2: {width} m door, {specific.mean():.2f} persons/(m s), "
        f"{specific.mean() / 1.33:.2f} times the design value"
    )
    assert outcome.columns["stuck"].sum() == 0
    assert 1.0 <= specific.mean() <= 2.9


def corridor_between_rooms():
    return plan(
        box("west", 0, 0, 10, 10),
        box("corridor", 10, 4, 20, 6, category="walkway"),
        box("east", 20, 0, 30, 10),
        inner("west gate", (10, 4), (10, 6), category="gate"),
        inner("east gate", (20, 4), (20, 6), category="gate"),
        opening("west exit", (0, 4), (0, 6), main_entrance=True),
        opening("east exit", (30, 4), (30, 6)),
        zone("west crowd", 2, 1, 9, 9),
        zone("east crowd", 21, 1, 28, 9),
    )


@pytest.mark.parametrize("each_way", [10, 50, 100])
def test_nist_2_8_counter_flow_does_not_deadlock(each_way):
    # TN 1822 2.8: two rooms joined by a corridor of 10 m x 2 m, people walk both ways, all arrive.
    rooms = corridor_between_rooms()
    scenario = drill(
        rooms,
        group(each_way, name="eastward", within="west crowd", exits="east exit"),
        group(each_way, name="westward", within="east crowd", exits="west exit"),
    )
    outcome = simulate(scenario, replications=5, seed=4)
    times = outcome.columns["evacuation_time_s"][0]
    stuck = outcome.columns["stuck"][0]
    one_way = simulate(drill(rooms, scenario.occupants[0]), replications=5, seed=4)
    alone = one_way.columns["evacuation_time_s"][0].mean()
    print(
        f"NIST 2.8: {each_way} each way, all out after {times.mean():.0f} s "
        f"({alone:.0f} s without counter-flow), stuck {stuck.sum():.0f} of {10 * each_way}"
    )
    assert stuck.sum() == 0
    assert np.all(outcome.exits["east exit"][0] == each_way)
    assert times.mean() > alone


def test_nist_4_1_nobody_uses_an_exit_after_it_closed():
    # TN 1822 4.1: exit 1 closes after a time; nobody leaves by it any more, all by the other.
    hall = plan(
        box("hall", 0, 0, 20, 6),
        opening("near", (0, 2.5), (0, 3.5), main_entrance=True),
        opening("far", (20, 2.5), (20, 3.5)),
        zone("crowd", 1, 1, 10, 5),
    )
    scenario = drill(hall, group(60))
    closing = scenario.with_(closures=[{"opening": "near", "at": "10 s"}])
    open_all, closed = (simulate(each, replications=5, seed=2) for each in (scenario, closing))
    film = record_drill(closing, interval_s=0.25)
    by_near = film.positions_m[-1, :, 0] < 10
    left = np.argmax(film.status == 6, axis=0)
    last = film.times_s[left[by_near]].max()
    print(
        f"NIST 4.1: {open_all.exits['near'].mean():.1f} by the near exit if it stays open, "
        f"{closed.exits['near'].mean():.1f} if it closes at 10 s, the last one at {last:.2f} s"
    )
    assert np.all(closed.columns["evacuated"] == 60)
    assert np.all(closed.exits["far"] > 0)
    assert np.all(closed.exits["near"] < open_all.exits["near"])
    assert last <= 10.5


def test_an_exit_closed_from_the_start_is_used_by_nobody():
    hall = plan(
        box("hall", 0, 0, 20, 6),
        opening("near", (0, 2.5), (0, 3.5), main_entrance=True),
        opening("far", (20, 2.5), (20, 3.5)),
    )
    scenario = drill(hall, group(20), closures=[{"opening": "near", "at": "0 s"}])
    outcome = simulate(scenario, replications=3)
    assert np.all(outcome.exits["near"] == 0)
    assert np.all(outcome.exits["far"] == 20)


@pytest.mark.slow
def test_rimea_9_half_the_exits_take_twice_as_long():
    # RiMEA 9: 1000 people in 30 m x 20 m with four exits of 1 m; with two closed about double.
    room = plan(
        box("room", 0, 0, 30, 20),
        opening("south west", (7, 0), (8, 0), main_entrance=True),
        opening("south east", (22, 0), (23, 0)),
        opening("north west", (7, 20), (8, 20)),
        opening("north east", (22, 20), (23, 20)),
        zone("seats", 1, 1, 29, 19),
    )
    scenario = drill(room, group(1000, walking_speed_sd_m_s=0.26))
    shut = [{"opening": name, "at": "0 s"} for name in ("north west", "north east")]
    four = simulate(scenario, replications=4, seed=6)
    two = simulate(scenario.with_(closures=shut), replications=4, seed=6)
    with_four = four.columns["evacuation_time_s"].mean()
    with_two = two.columns["evacuation_time_s"].mean()
    print(
        f"RiMEA 9: four exits {with_four:.0f} s, two exits {with_two:.0f} s, "
        f"{with_two / with_four:.2f} times as long"
    )
    assert four.columns["stuck"].sum() == two.columns["stuck"].sum() == 0
    assert 1.6 <= with_two / with_four <= 2.4
    shares = np.array([four.exits[name].mean() for name in four.exits]) / 1000
    assert np.all(np.abs(shares - 0.25) < 0.05)


def test_rimea_12_a_jam_forms_only_before_the_bottleneck():
    # RiMEA 12: a room, a corridor of 5 m x 1 m, a second room of the same size.
    rooms = plan(
        box("first", 0, 0, 10, 10),
        box("bottleneck", 10, 4.5, 15, 5.5, category="walkway"),
        box("second", 15, 0, 25, 10),
        inner("in", (10, 4.5), (10, 5.5), category="gate"),
        inner("out", (15, 4.5), (15, 5.5), category="gate"),
        opening("exit", (25, 4.5), (25, 5.5), main_entrance=True),
        zone("crowd", 1, 1, 9, 9),
    )
    film = record_drill(drill(rooms, group(150, walking_speed_sd_m_s=0.26)), interval_s=1.0)
    frames = [k for k, t in enumerate(film.times_s) if 20 <= t <= 50]
    before = np.mean([count_within(film, k, 8, 3, 10, 7) for k in frames]) / 8
    after = np.mean([count_within(film, k, 15, 3, 17, 7) for k in frames]) / 8
    at_exit = max(count_within(film, k, 23, 3, 25, 7) for k in frames) / 8
    print(
        f"RiMEA 12: {before:.2f} persons/m2 before the bottleneck, {after:.2f} behind it, "
        f"at most {at_exit:.2f} at the exit as wide as the bottleneck"
    )
    assert np.count_nonzero(film.status[-1] == 6) == 150
    assert before > 2.0
    assert after < 0.5 * before
    assert at_exit < 0.75 * before
    assert not find_wall_crossings(film, rooms)


def test_everybody_comes_down_the_stair():
    # RiMEA 2 in spirit: two levels; all of the upper one leave by the exits of the ground one.
    building = read_floorplan("two-level")
    scenario = drill(
        building, group(60, name="up", within="upper floor"), group(20, within="hall floor")
    )
    outcome = simulate(scenario, replications=5, seed=2)
    times = outcome.columns["evacuation_time_s"][0]
    print(f"Stair: 60 people down a stair of 1.5 m and out after {times.mean():.0f} s")
    assert np.all(outcome.columns["evacuated"] == 80)
    assert outcome.columns["stuck"].sum() == 0
    film = record_drill(scenario)
    assert np.any((film.level == -1) & (film.status == 2)), "nobody was on the stair"
    assert not find_wall_crossings(film, building)


def test_a_stair_takes_its_length_over_its_speed():
    building = read_floorplan("two-level")
    scenario = drill(building, group(1, at_m=[[1.0, 11.0]], level="upper"), time_step_s=0.05)
    # From the landing: about 0.5 m to the stair, 6 m at 0.6 of the speed, then 11 m of hall.
    film = record_drill(scenario)
    on_stair = np.count_nonzero((film.level[:, 0] == -1) & (film.status[:, 0] == 2)) * 0.25
    assert abs(on_stair - 6 / (0.6 * 1.34)) < 1.0
