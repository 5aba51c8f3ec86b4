"""Rooms that no door leads to: drawn, told and counted apart, and nobody is ever in them."""

import math
from dataclasses import asdict

import numpy as np
import pytest
import shapely

from asher import read_floorplan, read_scenario, simulate
from asher.errors import ScenarioError
from asher.floorplan import (
    exporting,
    find_faults,
    shipped_plans,
    shut_rooms,
    without_shut_rooms,
)
from asher.floorplan.exporting import jupedsim
from asher.floorplan.facts import level_facts
from asher.floorplan.importers import import_file
from asher.scenario.buildings import as_built, by_building
from asher.simulation.recording import record
from asher.views.plan_sheet import plan_sheet
from asher.views.words.situation import situation
from places import (
    attack,
    box,
    drill,
    faults_of,
    group,
    hall_with,
    inner,
    level,
    mapped,
    opening,
    plan,
    zone,
)

TURN = math.radians(31)
COURSES = ["contain-and-wait", "two-officer-entry"]


def turned(floorplan):
    c, s = math.cos(TURN), math.sin(TURN)
    return mapped(floorplan, lambda x, y: [c * x - s * y, s * x + c * y])


def few():
    """A hall with two offices that open onto it, and a closed one between them."""
    return hall_with(
        box("west office", 0, 8, 6, 12, category="office"),
        box("closed", 6, 8, 10, 12, category="office"),
        box("east office", 10, 8, 16, 12, category="office"),
        inner("west door", (2.5, 8), (3.5, 8), lockable=True, lock_delay_s=4.0),
        inner("east door", (12.5, 8), (13.5, 8)),
    )


def many():
    """The same with a row of closed shops beneath, two of them joined, with windows."""
    more = [box(f"shop {at}", 4 * at, -5, 4 * at + 4, 0, category="retail") for at in range(5)]
    return plan(
        *few().to_geojson()["features"][1:],
        *more,
        inner("between shops", (4, -3), (4, -2)),
        opening("shop window", (9, -5), (11, -5), category="window"),
        inner("pane", (13, 0), (14, 0), category="window"),
    )


def all_but_one():
    """A hall, and rooms on all of its sides without a door."""
    sides = [(0, 8, 20, 12), (0, -4, 20, 0), (-4, -4, 0, 3), (20, 4.6, 24, 12)]
    return hall_with(*(box(f"room {at}", *place) for at, place in enumerate(sides)))


PLANS = {
    "few": few,
    "many": many,
    "all but one": all_but_one,
    "turned": lambda: turned(many()),
}
N_SHUT = {"few": 1, "many": 6, "all but one": 4, "turned": 6}


def incident(floorplan, **changes):
    return attack(
        floorplan,
        group(30, response={"run": 0.4, "hide": 0.5, "resist": 0, "freeze": 0.1}),
        **{"courses_of_action": COURSES} | changes,
    )


@pytest.fixture(params=PLANS)
def drawn(request):
    return request.param, PLANS[request.param]()


def test_a_plan_in_which_one_can_walk_everywhere_is_the_same_object():
    for name in shipped_plans():
        floorplan = read_floorplan(name)
        assert without_shut_rooms(floorplan) is floorplan
        assert not any(each.shut for each in level_facts(floorplan))


def test_one_warning_lists_them_with_their_places(drawn):
    name, floorplan = drawn
    (fault,) = [each for each in find_faults(floorplan) if "shut" in each.found]
    assert fault.severity == "warning"
    many = "1 space, which stays" if name == "few" else f"{N_SHUT[name]} spaces, which stay"
    assert fault.found.startswith(f"no door leads to {many} shut and empty: ")
    shut = shut_rooms(floorplan)
    assert len(shut) == N_SHUT[name]
    for space in shut:
        assert f"{space.name!r} at (" in fault.found
    if name == "few":
        assert "'closed' at (8.0, 10.0)" in fault.found


def test_incidents_are_those_of_the_plan_without_them(drawn):
    """Every number of 20 replications is the same, so nothing waits for a shut room."""
    _, floorplan = drawn
    open_plan = without_shut_rooms(floorplan)
    assert {s.name for s in open_plan.spaces} | {s.name for s in shut_rooms(floorplan)} == {
        s.name for s in floorplan.spaces
    }
    assert find_faults(open_plan) == [
        each for each in find_faults(open_plan) if each.severity == "warning"
    ]
    found, asked = (
        simulate(incident(each), replications=20, seed=3) for each in (floorplan, open_plan)
    )
    for name, values in asked.columns.items():
        np.testing.assert_array_equal(found.columns[name], values, err_msg=name)
    assert found.exits.keys() == asked.exits.keys()
    # The attack ends, everything is searched and everybody is cared for before the horizon.
    assert np.isfinite(found.columns["time_to_stop_s"]).all()
    assert not found.columns["unfinished"].any()


def test_nobody_is_ever_in_one(drawn):
    _, floorplan = drawn
    closed = shapely.union_all([space.shape for space in shut_rooms(floorplan)]).buffer(-0.05)
    for course in COURSES:
        for replication in range(3):
            frames = record(incident(floorplan), course=course, replication=replication)
            places = frames.positions_m.reshape(-1, 2).astype(float)
            places = places[~np.isnan(places).any(axis=1)]
            assert len(places) > 100
            assert not shapely.contains_xy(closed, *places.T).any()


def test_a_kind_of_room_means_those_that_people_can_walk_to():
    scenario = drill(few(), group(40, within={"category": "office"}))
    places = record(scenario, course="stay-outside", replication=0).positions_m[0]
    assert (places[:, 1] > 8).all()
    assert ((places[:, 0] < 6) | (places[:, 0] > 10)).all()
    assert simulate(scenario, replications=2).columns["evacuated"].tolist() == [[40, 40]]


@pytest.mark.parametrize(
    ("occupants", "course", "words"),
    [
        ({"within": "closed"}, {}, "no door leads to 'closed'"),
        ({"within": {"category": "retail"}}, {}, "no door leads to 'retail'"),
        ({"within": "closet"}, {}, "'closet' is not in the plan"),
        ({"at_m": [[8, 10]], "count": 1}, {}, r"\(8, 10\) is in space 'closed', where no door"),
        (
            {},
            {"rescue": {"bleeding_kits": ["closed"]}},
            "no door leads to space 'closed'",
        ),
        (
            {},
            {"information": {"kind": "camera-feed", "covers": "closed"}},
            "no door leads to space 'closed'",
        ),
        (
            {},
            {"on_site": {"kind": "resource-officer", "patrol": ["hall", "closed"]}},
            "no door leads to space 'closed'",
        ),
    ],
)
def test_who_or_what_is_put_into_one_is_refused(occupants, course, words):
    courses = [{"name": "tried", "based_on": "two-officer-entry", **course}]
    scenario = incident(many())
    with pytest.raises(ScenarioError, match=words):
        scenario.with_(occupants=[{"count": 5} | occupants], courses_of_action=courses)


def test_a_place_for_people_in_one_is_a_fault():
    features = few().to_geojson()["features"][1:]
    (fault,) = [
        f for f in faults_of(*features, zone("crowd", 7, 9, 9, 11)) if f.severity != "warning"
    ]
    assert fault.found == "spawn zone 'crowd' is in space 'closed', where no door leads"


def test_a_measure_may_open_one_and_nobody_starts_there():
    door = {"name": "new", "at_m": [8, 8], "width": "1 m"}
    tried = {"name": "tried", "based_on": "two-officer-entry", "building": {"add_doors": [door]}}
    scenario = incident(few(), courses_of_action=["two-officer-entry", tried])
    plain, opened = (as_built(scenario, each) for each in scenario.courses_of_action)
    assert "closed" not in {space.name for space in plain.floorplan.spaces}
    assert "closed" in {space.name for space in opened.floorplan.spaces}
    assert not opened.floorplan.opening("new").exterior
    assert len(by_building(scenario)) == 2
    first, second = (
        record(scenario, course=c.name, replication=4).positions_m[0]
        for c in scenario.courses_of_action
    )
    people = slice(0, 30)
    np.testing.assert_array_equal(first[people], second[people])
    # With a door it is a room like any other: somebody hides in it, or officers search it.
    inside = [
        sum(
            shapely.contains_xy(
                shapely.box(6.1, 8.1, 9.9, 11.9),
                *record(scenario, course=course.name, replication=number)
                .positions_m.reshape(-1, 2)
                .astype(float)
                .T,
            ).any()
            for number in range(5)
        )
        for course in scenario.courses_of_action
    ]
    assert inside[0] == 0 < inside[1]
    assert not simulate(scenario, replications=5).columns["unfinished"].any()


def test_facts_count_what_people_can_walk_to(drawn):
    name, floorplan = drawn
    (found,), (asked,) = level_facts(floorplan), level_facts(without_shut_rooms(floorplan))
    assert len(found.shut) == N_SHUT[name]
    assert asdict(found) | {"shut": ()} == asdict(asked)
    assert math.isfinite(found.farthest_walk_m)


def test_they_are_drawn_hatched_with_a_legend(drawn):
    name, floorplan = drawn
    drawing = plan_sheet(floorplan)
    assert drawing.count('fill="#e6e8eb"') == N_SHUT[name] + 1
    assert "room that no door leads to" in drawing
    assert f"{N_SHUT[name]} of them shut" in drawing
    assert "MM" not in drawing
    plain = plan_sheet(without_shut_rooms(floorplan))
    assert "#e6e8eb" not in plain
    assert "shut" not in plain.replace("when shut", "")


def test_a_report_says_how_many():
    words = str(situation(incident(many())))
    assert "3 spaces" in words
    assert "6 spaces that no door leads to" in words


def test_a_level_that_nobody_can_walk_to_is_in_no_walkable_area(tmp_path):
    floorplan = plan(
        box("hall", 0, 0, 10, 8),
        opening("exit", (0, 3), (0, 5), main_entrance=True),
        level("roof", 1),
        box("attic", 0, 0, 10, 8, level="roof"),
    )
    written = jupedsim.write(floorplan, tmp_path / "house.wkt")
    assert [each.name for each in written] == ["house.wkt"]
    assert shapely.from_wkt(written[0].read_text()).area == pytest.approx(80.0, abs=4.0)
    assert "1 room, shut, " in plan_sheet(floorplan)


def street(folder, turn):
    """A shop on a passage with an entrance, and three behind it whose doors the map lacks."""
    from importers.test_osm import Map

    drawn = Map(turn)
    drawn.node(2, 4, door="yes", level="0")
    drawn.node(0, 5, entrance="main", level="0")
    shops = [(0, 0, 16, 4), (0, -5, 5, 0), (5, -5, 10, 0), (10, -5, 16, 0)]
    for at, (x0, y0, x1, y1) in enumerate(shops):
        ring = [(x0, y0), (x0, y1), *[(2, 4)][at:], (x1, y1), (x1, y0), (x0, y0)]
        drawn.way(at + 1, ring, indoor="room", shop="yes", name=f"shop {at}", level="0")
    way = [(0, 4), (2, 4), (16, 4), (16, 6), (0, 6), (0, 5), (0, 4)]
    drawn.way(9, way, indoor="corridor", level="0")
    return drawn.write(folder)


@pytest.mark.parametrize("turn", [False, True])
def test_a_map_keeps_them_goes_to_a_file_and_back_and_runs(tmp_path, turn):
    found = import_file(street(tmp_path, turn), None)
    assert {space.name for space in shut_rooms(found.plan)} == {"shop 1", "shop 2", "shop 3"}
    assert found.counts["rooms"] == (5, 5)
    assert sum(note.code == "shut-in" for note in found.notes) == 3
    assert not [fault for fault in found.faults if fault.severity == "error"]
    for format, ending in (("geojson", ".plan.json"), ("imdf", ".imdf.zip")):
        path = tmp_path / f"mine{ending}"
        exporting.formats()[format].write(found.plan, path)
        again = import_file(path).plan
        assert len(shut_rooms(again)) == 3
        assert again.digest == found.plan.digest or format == "imdf"
    (walked,) = exporting.formats()["jupedsim"].write(found.plan, tmp_path / "mine.wkt")
    floor = shapely.from_wkt(walked.read_text())
    assert floor.disjoint(shut_rooms(found.plan)[1].shape.buffer(-0.1))
    (tmp_path / "it.yaml").write_text(
        "title: A street\nplan: mine.plan.json\noccupants: {count: 20}\nhazard: national\n"
        "courses_of_action: [contain-and-wait, two-officer-entry]\n"
    )
    outcome = simulate(read_scenario(tmp_path / "it.yaml"), replications=10, seed=2)
    assert not outcome.columns["unfinished"].any()
