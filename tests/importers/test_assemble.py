"""The stage that turns a drawing into a plan: doors through walls, stairs, repairs, refusals."""

import json
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
import shapely
from shapely import affinity
from shapely.geometry import LineString, Point, Polygon, box

from asher import read_scenario, simulate
from asher.errors import FloorplanError
from asher.floorplan import connect, find_faults, shut_rooms
from asher.floorplan.importers.assemble import assemble
from asher.floorplan.importers.drawing import Area, Doorway, Drawing, Label, Solid, Stair, Storey
from asher.floorplan.importers.options import Options
from importers.offices import DOOR_M, EXIT_M, office
from pace import slow

GROUND = (Storey("ground", 0.0, 0),)


def plan_of(drawing, **options):
    return assemble(drawing, Options(**options))[:2]


def errors(plan):
    return [fault for fault in find_faults(plan) if fault.severity == "error"]


def joins(plan):
    """Names of the spaces on the sides of each opening, as a multiset."""
    names = [space.name for space in plan.spaces] + ["outside"]
    return Counter(
        frozenset(names[at] for at in sides) for sides in connect(plan).opening_spaces.tolist()
    )


def codes(notes, *kinds):
    return Counter(note.code for note in notes if not kinds or note.kind in kinds)


def rooms(*boxes, doors=(), **more):
    areas = tuple(Area(0, box(*each), f"r{at}", id=f"r{at}") for at, each in enumerate(boxes))
    doorways = tuple(Doorway(0, LineString(each)) for each in doors)
    return Drawing("rooms", "test", GROUND, areas, doorways, **more)


EXIT = ((0, 1), (0, 2))


@pytest.mark.parametrize("wall_m", [0.0, slow(0.03), slow(0.1), 0.24, slow(0.4), 0.6])
@pytest.mark.parametrize(
    ("turn", "mirror"), [slow(0, False), (17, True), slow(90, False), (201.3, False)]
)
@pytest.mark.parametrize("points", [False, True])
def test_doors_join_the_same_rooms_through_any_wall_turned_and_mirrored(
    wall_m, turn, mirror, points
):
    drawing = office(wall_m, turn=turn, mirror=mirror, points=points, moved=(31, -7))
    plan, notes = plan_of(drawing)
    assert not errors(plan)
    assert not codes(notes, "mended", "left out")
    asked = {
        frozenset((f"{side}{s}{c}", f"C{s}")) for s in (0, 1) for side in "NS" for c in range(6)
    }
    asked |= {frozenset(("C0", "T0")), frozenset(("C1", "T1")), frozenset(("C0", "outside"))}
    assert joins(plan) == Counter(dict.fromkeys(asked, 1))
    assert {round(opening.width_m, 2) for opening in plan.openings} == {DOOR_M, EXIT_M}
    area = sum(space.shape.area for space in plan.spaces)
    tongues = 26 * DOOR_M * (wall_m if wall_m > 0.05 else 0)
    assert area == pytest.approx(sum(a.polygon.area for a in drawing.areas) + tongues, rel=0.001)
    (stair,) = plan.connectors
    assert (stair.level_from, stair.level_to) == ("level 0", "level 1")


def test_no_wall_is_too_round_or_askew_for_a_door():
    # A round hall in a square one: the wall bends by 4 cm over the door, and both lie 0.3 m apart.
    outer = Point(0, 0).buffer(4.3, quad_segs=32)
    around = box(-8, -8, 8, 8).difference(outer)
    hall = Point(0, 0).buffer(4.0, quad_segs=32)
    for angle in (0, 33, 45, 100, 250):
        door = affinity.rotate(LineString([(-0.6, 4.15), (0.6, 4.15)]), angle, origin=(0, 0))
        out = Doorway(0, LineString([(8, -1), (8, 1)]))
        areas = (Area(0, around, "gallery"), Area(0, hall, "hall"))
        plan, _ = plan_of(Drawing("round", "test", GROUND, areas, (Doorway(0, door), out)))
        assert not errors(plan)
        assert joins(plan) == Counter(
            [frozenset(("gallery", "hall")), frozenset(("gallery", "outside"))]
        )


def test_a_door_drawn_beside_its_wall_slides_onto_it_and_narrows_to_it():
    # The second room begins 0.3 m into the door; then only 0.7 m of wall is shared.
    drawn = rooms((0, 0, 4, 4), (4.2, 1.3, 8, 4), doors=[((4.1, 1), (4.1, 2)), EXIT])
    plan, notes = plan_of(drawn)
    assert joins(plan)[frozenset(("r0", "r1"))] == 1
    assert not codes(notes, "mended")
    assert plan.openings[0].width_m == pytest.approx(1.0, abs=0.01)
    drawn = rooms((0, 0, 4, 4), (4.2, 1.3, 8, 2), doors=[((4.1, 1), (4.1, 2)), EXIT])
    plan, notes = plan_of(drawn)
    assert plan.openings[0].width_m == pytest.approx(0.7, abs=0.01)
    assert codes(notes, "mended") == {"door-narrowed": 1}


def test_what_cannot_be_a_door_is_left_out_by_name_and_place():
    doors = [
        EXIT,
        ((1, 2), (2, 2)),  # in the middle of a room
        ((20, 20), (21, 20)),  # nowhere
        ((4.1, 1), (4.1, 2)),
        ((4.05, 1.1), (4.05, 2.1)),  # the same again
    ]
    plan, notes = plan_of(rooms((0, 0, 4, 4), (4.2, 0, 8, 4), doors=doors))
    assert len(plan.openings) == 2
    assert codes(notes, "left out") == {"door-inside": 1, "door-nowhere": 1}
    assert codes(notes, "mended") == {"door-twice": 1}
    assert all(note.place is not None for note in notes if note.kind == "left out")


def test_a_door_at_a_fork_of_corridors_is_not_lost_to_the_third_room():
    # Below the corner where the door begins, a slanted line parts the two corridors.
    areas = (
        Area(0, box(0, 1, 3, 4), "office", id="office"),
        Area(0, Polygon([(0, 1), (3, 1), (3, 0), (0.1, 0)]), "east", id="east"),
        Area(0, Polygon([(-3, 1), (0, 1), (0.1, 0), (-3, 0)]), "west", id="west"),
    )
    lines = {
        ("office", "east"): [(0, 1), (0.8, 1)],
        ("west", "east"): [(0, 1), (0.1, 0)],
        ("west",): [(-3, 0), (-3, 1)],
    }
    doorways = tuple(Doorway(0, LineString(line), joins=ends) for ends, line in lines.items())
    plan, notes = plan_of(Drawing("fork", "test", GROUND, areas, doorways))
    assert not codes(notes, "left out")
    asked = [("office", "east"), ("west", "east"), ("west", "outside")]
    assert joins(plan) == Counter(map(frozenset, asked))


def test_a_door_onto_what_is_not_drawn_is_no_way_out():
    # A shaft of 0.9 m between two rooms: the door of the one does not lead outside.
    drawn = rooms((0, 0, 4, 4), (4.9, 0, 8, 4), doors=[EXIT, ((4, 1), (4, 2)), ((8, 1), (8, 2))])
    plan, notes = plan_of(drawn)
    assert codes(notes, "left out") == {"door-nowhere": 1}
    assert sum(opening.exterior for opening in plan.openings) == 2


def test_rooms_no_door_leads_to_stay_shut_and_doors_above_the_ground_are_left_out():
    drawing = office(0.2)
    balcony = Doorway(1, LineString([(1, 0), (2, 0)]))
    closed = Area(0, box(50, 0, 54, 4), "closed")
    plan, notes = plan_of(
        replace(
            drawing,
            doorways=(*drawing.doorways, balcony),
            areas=(*drawing.areas, closed),
        )
    )
    assert codes(notes, "left out") == {"door-upstairs": 1}
    assert codes(notes, "assumed")["shut-in"] == 1
    assert [space.name for space in shut_rooms(plan)] == ["closed"]


def shut_in_rooms(turn=0.0):
    """A corridor that can be left; two rooms and a lift without a door, one of them behind another.

    Walls are 0.2 m thick, and there is a level that no stair reaches.
    """
    areas = [
        Area(0, box(0, 0, 12, 2), "corridor", "corridor"),
        Area(0, box(0, 2.2, 5, 6), "front"),
        Area(0, box(0, 6.2, 5, 9), "back"),
        Area(0, box(6, 2.2, 8, 4), "lift", "elevator"),
        Area(1, box(0, 0, 12, 2), "loft"),
    ]
    areas = tuple(
        replace(area, polygon=affinity.rotate(area.polygon, turn, origin=(0, 0))) for area in areas
    )
    exit_ = affinity.rotate(LineString([(0, 0.5), (0, 1.5)]), turn, origin=(0, 0))
    storeys = (*GROUND, Storey("loft", 3.5, 1))
    return Drawing("house", "test", storeys, areas, (Doorway(0, exit_),))


def test_a_room_that_cannot_be_left_is_named_with_what_to_draw():
    plan, notes = plan_of(shut_in_rooms())
    names = ["corridor", "front", "back", "lift", "loft"]
    assert [space.name for space in plan.spaces] == names
    assert [space.name for space in shut_rooms(plan)] == names[1:]
    assert not errors(plan)
    told = [
        note.words.split(" has no way out and stays shut: ")
        for note in notes
        if note.code == "shut-in"
    ]
    assert dict(told) == {
        "room 'front' of 19 m2": "draw a door onto corridor 'corridor', as at (2.5, 2.2), or "
        "assume it (--assume-doors)",
        "room 'back' of 14 m2": "no room beside it can be left: draw a door to the outside, "
        "or what lies between",
        "elevator 'lift' of 4 m2": "nobody leaves by a lift",
        "room 'loft' of 24 m2": "no stair or way out of 'loft' is drawn: draw one",
    }


def test_a_storey_whose_stairs_lead_to_a_room_without_a_door_says_so():
    house = shut_in_rooms()
    wells = [Area(at, box(9, 2.2, 12, 8), name, "stairs") for at, name in enumerate(("low", "up"))]
    loft = Doorway(1, LineString([(10, 2.1), (11, 2.1)]))
    areas = (*house.areas, *wells)
    _, notes = plan_of(replace(house, areas=areas, doorways=(*house.doorways, loft)))
    told = [note.words for note in notes if note.code == "shut-in" and "'loft'" in note.words]
    lacks = "stairs of 'loft' lead to stairs 'low', without a way out too: draw its door"
    assert {words.partition(" has no way out and stays shut: ")[2] for words in told} == {lacks}
    _, notes = plan_of(
        replace(house, areas=areas, doorways=(*house.doorways, loft)), assume_doors=True
    )
    assert not any("'loft'" in note.words for note in notes if note.code == "shut-in")


@pytest.mark.parametrize("corners", [20, 48])
def test_a_gate_across_the_bend_of_a_round_stairwell_lies_on_its_wall(corners):
    turns = np.linspace(0, 2 * np.pi, corners, endpoint=False)
    ring = np.stack([3 + 1.8 * np.cos(turns), 3 + 1.8 * np.sin(turns)], axis=1)
    well = Polygon(ring)
    # A chord of a tenth of the circle: in its middle 0.09 m off the wall.
    gate = LineString(ring[[0, corners // 10]])
    hall = Area(0, box(0, 0, 12, 6) - well, "hall", "corridor", id="hall")
    areas = (hall, Area(0, well, "well", "stairs", id="well"))
    doors = (
        Doorway(0, gate, category="gate", joins=("hall", "well")),
        Doorway(0, LineString([(12, 2), (12, 3)])),
    )
    plan, notes = plan_of(Drawing("house", "test", GROUND, areas, doors))
    assert not errors(plan)
    assert joins(plan) == Counter(map(frozenset, [("hall", "well"), ("hall", "outside")]))
    assert not codes(notes, "left out")
    assert 0.6 < min(opening.width_m for opening in plan.openings) < gate.length


@pytest.mark.parametrize("turn", [0.0, 17.3])
def test_doors_are_assumed_where_a_person_asks_for_it_and_each_is_told(turn):
    plan, notes = plan_of(shut_in_rooms(turn), assume_doors=True)
    assert not errors(plan)
    asked = [("front", "corridor"), ("back", "front"), ("corridor", "outside")]
    assert joins(plan) == Counter(map(frozenset, asked))
    assert {round(opening.width_m, 2) for opening in plan.openings} == {0.9, 1.0}
    assert codes(notes, "assumed")["missing-door"] == 2
    assert codes(notes, "assumed")["shut-in"] == 2
    assert not codes(notes, "left out")


@pytest.mark.parametrize("turn", [0.0, 17.3])
def test_floor_that_nobody_can_leave_is_no_floor_and_is_told(turn):
    # A closet behind a slot of 0.3 m, and a ring of shelves around a spot.
    floor = shapely.union_all([box(0, 0, 10, 6), box(10, 2, 10.5, 2.3), box(10.5, 1, 12.5, 3)])
    ring = box(4, 2, 7, 5) - box(4.3, 2.3, 6.7, 4.7)
    shelves = [(ring & half) for half in (box(4, 2, 7, 3.5), box(4, 3.5, 7, 5))]

    def turned(shape):
        return affinity.rotate(shape, turn, origin=(0, 0))

    drawing = Drawing(
        "hall",
        "test",
        GROUND,
        (Area(0, turned(floor), "hall"),),
        (Doorway(0, turned(LineString([(0, 1), (0, 2)]))),),
        solids=tuple(Solid(0, turned(shelf)) for shelf in shelves),
    )
    plan, notes = plan_of(drawing)
    assert not errors(plan)
    assert codes(notes, "left out") == {"pocket": 2}
    assert not any("divided" in fault.found for fault in find_faults(plan))
    told = sorted(note.amount_m for note in notes if note.code == "pocket")
    assert told == pytest.approx([4.0, 2.4**2], abs=0.05)
    assert sum(space.shape.area for space in plan.spaces) == pytest.approx(60.15 - 5.76, abs=0.1)


def test_doors_are_assumed_in_a_building_without_a_way_out_too():
    drawing = replace(shut_in_rooms(), doorways=())
    plan, notes = plan_of(drawing, assume_doors=True)
    assert codes(notes, "assumed")["missing-door"] == 2
    assert joins(plan)[frozenset(("front", "corridor"))] == 1


def test_overlaps_copies_slivers_and_crossed_rings_are_mended_and_named():
    areas = (
        Area(0, box(0, 0, 10, 10), "hall"),
        Area(0, box(0.01, 0, 10, 10), "hall again"),
        Area(0, box(8, 8, 12, 12), "bar"),
        Area(0, box(12, 8, 12.2, 12), "thin"),
        Area(0, Polygon([(20, 0), (24, 4), (24, 0), (20, 4)]), "bow"),
    )
    out = (Doorway(0, LineString([(0, 1), (0, 2)])), Doorway(0, LineString([(24, 1), (24, 2)])))
    plan, notes = plan_of(Drawing("mends", "test", GROUND, areas, out))
    assert codes(notes, "mended") == {"crossed-ring": 1, "drawn-twice": 1, "overlap": 1}
    assert codes(notes, "left out")["sliver"] == 1
    hall = plan.space("hall")
    assert hall.shape.area == pytest.approx(96, abs=0.1)
    assert not errors(plan)


def test_areas_that_touch_are_open_to_each_other_only_where_walls_are_drawn_apart():
    drawn = rooms((0, 0, 4, 4), (4, 0, 8, 4), doors=[EXIT, ((8, 1), (8, 2))])
    plan, notes = plan_of(drawn)
    assert len(plan.openings) == 2
    plan, notes = plan_of(replace(drawn, open_plan=True))
    assert codes(notes, "assumed")["open-plan"] == 1
    (gate,) = [opening for opening in plan.openings if opening.category == "gate"]
    assert gate.width_m == pytest.approx(4.0, abs=0.2)
    assert not errors(plan)


def test_a_stair_in_the_middle_of_a_room_and_one_at_its_wall_join_levels():
    floors = (Storey("low", 0.0), Storey("high", 3.2))
    areas = tuple(Area(s, box(0, 0, 10, 8), f"hall {s}") for s in (0, 1))
    out = (Doorway(0, LineString([(0, 1), (0, 2)])),)
    for foot, head in (
        (LineString([(4, 3), (5.4, 3)]), LineString([(4, 7), (5.4, 7)])),
        (Point(4, 3), Point(4, 6)),
        (LineString([(4, 0), (5.4, 0)]), LineString([(8, 8), (9.4, 8)])),
    ):
        drawing = Drawing("stair", "test", floors, areas, out, (Stair(0, 1, foot, head),))
        plan, notes = plan_of(drawing)
        assert not errors(plan)
        (stair,) = plan.connectors
        assert stair.length_m > 3.2
        # The landings take no more floor than a tread each, and say so.
        lost = sum(note.amount_m for note in notes if note.code == "stair-amid")
        assert sum(space.shape.area for space in plan.spaces) == pytest.approx(160 - lost, abs=0.01)
        assert lost < 0.9
        assert stair.width_m == pytest.approx(foot.length or 1.2, abs=0.01)


@pytest.mark.parametrize("turn", [0.0, 17.3])
def test_people_get_down_a_stair_that_begins_amid_a_hall(tmp_path, turn):
    """Of 12 people above none is left: the wall behind a landing keeps nobody off it."""
    floors = (Storey("low", 0.0), Storey("high", 3.2))

    def turned(shape):
        return affinity.rotate(shape, turn, origin=(0, 0))

    areas = tuple(Area(s, turned(box(0, 0, 10, 8)), f"hall {s}") for s in (0, 1))
    out = (Doorway(0, turned(LineString([(0, 1), (0, 2)]))),)
    stair = Stair(0, 1, turned(LineString([(4, 3), (5, 3)])), turned(LineString([(4, 6), (5, 6)])))
    plan, _ = plan_of(Drawing("stair", "test", floors, areas, out, (stair,)))
    (tmp_path / "it.plan.json").write_text(json.dumps(plan.to_geojson()))
    people = {"name": "people", "count": 12, "within": ["hall 1"], "familiar_share": 1}
    words = {"title": "drill", "plan": "it.plan.json", "occupants": [people], "hazard": None}
    (tmp_path / "drill.json").write_text(json.dumps(words))
    drill = simulate(read_scenario(tmp_path / "drill.json"), replications=1, seed=1)
    assert drill.columns["evacuated"][0][0] == 12


def test_stairwells_of_many_storeys_are_chained_with_landings_apart():
    plan, notes = plan_of(office(0.2, storeys=5), storey_height_m=3.0)
    assert not errors(plan)
    assert [level.elevation_m for level in plan.levels] == [0, 3, 6, 9, 12]
    assert len(plan.connectors) == 4
    assert codes(notes, "assumed")["storey-height"] == 1


def test_names_come_from_the_source_then_from_labels_and_are_unique():
    labels = (Label(0, Point(1, 1), "Library"), Label(0, Point(5, 1), "Library"))
    drawn = rooms((0, 0, 4, 4), (4, 0, 8, 4), doors=[EXIT, ((4, 1), (4, 2))], labels=labels)
    unnamed = tuple(replace(area, name="") for area in drawn.areas)
    plan, _ = plan_of(replace(drawn, areas=unnamed))
    assert [space.name for space in plan.spaces] == ["Library", "Library 2"]
    odd = [replace(drawn.areas[0], name='say\n"no"'), replace(drawn.areas[1], name="\u202eצד")]
    plan, _ = plan_of(replace(drawn, areas=tuple(odd)))
    assert [space.name for space in plan.spaces] == ['say "no"', "צד"]


def test_a_source_far_from_its_origin_comes_home_and_says_so():
    plan, notes = plan_of(office(0.2, moved=(350_000, 5_800_000)))
    assert codes(notes, "assumed")["origin"] == 1
    assert np.abs([space.shape.bounds for space in plan.spaces]).max() < 100
    assert len(plan.openings) == 27


@pytest.mark.parametrize(("factor", "hint"), [(1e-5, "degrees"), (1e-3, "degrees"), (2000.0, "mm")])
def test_a_building_of_impossible_size_is_refused_with_the_likely_unit(factor, hint):
    drawing = office(0.2)
    areas = tuple(
        replace(a, polygon=affinity.scale(a.polygon, factor, factor, origin=(0, 0)))
        for a in drawing.areas
    )
    with pytest.raises(FloorplanError, match=rf"m across; allowed: 3 m to 30,000 m.*{hint}"):
        plan_of(replace(drawing, areas=areas))


def test_nothing_to_stand_on_is_one_clear_refusal():
    with pytest.raises(FloorplanError, match="no closed area with a floor"):
        plan_of(Drawing("none", "test", GROUND))
    thin = (Area(0, box(0, 0, 10, 0.1), "thin"),)
    with pytest.raises(FloorplanError, match="no room is left"):
        plan_of(Drawing("thin", "test", GROUND, thin))


def test_solids_and_markers_stand_where_they_were_drawn():
    drawn = rooms((0, 0, 8, 8), doors=[EXIT], solids=(Solid(0, box(3, 3, 4, 4), "counter"),))
    plan, _ = plan_of(drawn)
    assert plan.obstacles[0].shape.equals(box(3, 3, 4, 4))


@pytest.mark.parametrize("seed", range(8))
def test_gaps_below_the_tolerance_change_nothing(seed):
    draw = np.random.default_rng(seed)
    drawing = office(0.15, turn=float(draw.uniform(0, 360)))
    whole, _ = plan_of(drawing)

    def shaken(polygon):
        return Polygon(
            [
                (x + dx, y + dy)
                for (x, y), (dx, dy) in zip(
                    polygon.exterior.coords[:-1], draw.uniform(-0.01, 0.01, (4, 2)), strict=True
                )
            ]
        )

    areas = tuple(replace(area, polygon=shaken(area.polygon)) for area in drawing.areas)
    plan, notes = plan_of(replace(drawing, areas=areas))
    assert joins(plan) == joins(whole)
    assert not codes(notes, "left out")
    assert not errors(plan)


def test_the_same_drawing_gives_the_same_plan_to_the_byte():
    assert plan_of(office(0.2, turn=3))[0].digest == plan_of(office(0.2, turn=3))[0].digest


@pytest.mark.parametrize("beside_m", [0.02, 0.06, 0.1, 0.15])
@pytest.mark.parametrize("turn", [0, 33, 180])
def test_a_door_a_hand_beside_its_wall_is_put_back_onto_it(beside_m, turn):
    boxes = (box(0, 0, 4, 4), box(4, 0, 8, 4))
    door, out = LineString([(4 - beside_m, 1), (4 - beside_m, 2)]), LineString([(0, 1), (0, 2)])
    areas = tuple(
        Area(0, affinity.rotate(each, turn, origin=(0, 0)), f"r{at}")
        for at, each in enumerate(boxes)
    )
    doors = tuple(Doorway(0, affinity.rotate(each, turn, origin=(0, 0))) for each in (door, out))
    plan, notes = plan_of(Drawing("beside", "test", GROUND, areas, doors))
    assert joins(plan) == Counter([frozenset(("r0", "r1")), frozenset(("r0", "outside"))])
    assert not errors(plan)
    assert not codes(notes, "left out")


def test_each_part_of_a_building_that_is_entered_by_itself_has_a_main_entrance():
    flats = tuple(
        Area(0, box(left, low, left + 5, low + 4), f"{name} of {side}")
        for side, left in (("west", 0), ("east", 20))
        for name, low in (("hall", 0), ("room", 4))
    )
    doors = [
        Doorway(0, LineString([(left + 1, y), (left + 1 + width, y)]), name=name, exterior=y == 0)
        for left, name, y, width in (
            *((0, "narrow", 0, 0.8), (2, "wide", 0, 1.2), (0, "inner west", 4, 0.9)),
            *((20, "front", 0, 0.9), (20, "inner east", 4, 0.9)),
        )
    ]
    drawing = Drawing("flats", "ours", (Storey("ground", 0.0, 0),), flats, tuple(doors))
    found = assemble(drawing, Options())
    assert {each.name for each in found.plan.openings if each.main_entrance} == {"wide", "front"}
    assert [note.code for note in found.notes].count("main-entrance") == 2
    # What the source says of one part is no word about the other.
    said = tuple(replace(each, main_entrance=each.name == "narrow") for each in doors)
    plan = assemble(replace(drawing, doorways=said), Options()).plan
    assert {each.name for each in plan.openings if each.main_entrance} == {"narrow", "front"}
    # A person who takes one of them away is told.
    one = [
        each.model_copy(update={"main_entrance": each.name == "narrow"}) for each in plan.openings
    ]
    words = "no main entrance leads into space 'hall of east' and 1 more joined to it"
    told = find_faults(plan.model_copy(update={"openings": tuple(one)}))
    assert [(fault.severity, fault.found) for fault in told] == [("warning", words)]
    assert find_faults(plan) == []
