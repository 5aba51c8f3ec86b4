"""Elements: closed, frozen, in metres, and equal plans have equal digests."""

import pickle

import pytest
from pydantic import ValidationError

from asher.errors import FloorplanError
from asher.floorplan import Connector, Floorplan, Level, Opening, Space, Wall, Zone

SQUARE = [[[0, 0], [4, 0], [4, 3], [0, 3], [0, 0]]]


def room(**changes):
    given = {"name": "room", "level": "ground", "category": "room", "polygon": SQUARE}
    return Space.model_validate(given | changes)


def door(**changes):
    given = {"name": "door", "level": "ground", "category": "door", "exterior": True}
    return Opening.model_validate(given | {"line": [[4, 1], [4, 2.2]]} | changes)


def plan(**changes):
    given = {
        "title": "One room",
        "schematic": True,
        "source": "drawn for a test",
        "levels": (Level(name="ground", ordinal=0, elevation_m=0.0),),
        "spaces": (room(),),
        "openings": (door(),),
    }
    return Floorplan.model_validate(given | changes)


def test_a_space_has_its_area():
    assert room().shape.area == 12.0


def test_holes_are_cut_out_of_the_area():
    hole = [[1, 1], [2, 1], [2, 2], [1, 2], [1, 1]]
    assert room(polygon=[*SQUARE, hole]).shape.area == 11.0


def test_the_width_of_an_opening_is_the_length_of_its_line():
    assert door().width_m == pytest.approx(1.2)
    assert door(line=[[0, 0], [3, 4]]).width_m == 5.0


def test_a_connector_has_a_foot_and_a_head():
    stair = Connector(
        name="stair", category="stair", level_from="ground", level_to="upper",
        length_m=6.0, width_m=1.5, line_from=((0, 0), (1.5, 0)), line_to=((0, 5), (1.5, 5)),
    )  # fmt: skip
    assert [line.length for line in stair.shape.geoms] == [1.5, 1.5]


def test_a_zone_is_an_area_or_a_point_and_never_both():
    given = {"name": "z", "level": "ground", "category": "post"}
    assert Zone(**given, point=(1, 2)).shape.coords[0] == (1, 2)
    assert Zone(**given, polygon=SQUARE).shape.area == 12.0
    for places in ({}, {"point": (1, 2), "polygon": SQUARE}):
        with pytest.raises(FloorplanError, match=r"^Zone\(.*either a polygon or a point"):
            Zone(**given, **places)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"polygon": [[[0, 0], [4, 0], [4, 3], [0, 3]]]}, "not closed"),
        ({"polygon": [[[0, 0], [4, 0], [4, 0], [0, 0]]]}, "three different positions"),
        ({"polygon": [[[0, 0], [4, 0], [0, 0]]]}, "at least 4 items"),
        ({"polygon": [[[0, 0, 1], [4, 0], [4, 3], [0, 0]]]}, "at most 2 items"),
        ({"polygon": [[[0, float("nan")], [4, 0], [4, 3], [0, 0]]]}, "finite number"),
        ({"polygon": [[[0, 4.2e6], [4, 0], [4, 3], [0, 0]]]}, "less than or equal to 100000"),
        ({"polygon": [[["0", 0], [4, 0], [4, 3], [0, 0]]]}, "valid number"),
        ({"capacity": -1}, "greater than or equal to 0"),
        ({"capacity": 3.5}, "valid integer"),
        ({"name": ""}, "at least 1 character"),
        ({"name": " room"}, "without spaces at its ends"),
        ({"colour": "red"}, "not permitted"),
    ],
)
def test_what_is_no_space_is_refused(changes, message):
    with pytest.raises(ValidationError, match=message):
        room(**changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"category": "hatch"},
        {"exterior": "yes"},
        {"lock_delay_s": -1.0},
        {"line": [[0, 0], [0, 0]]},
        {"line": [[0, 0], [1, 0], [2, 0]]},
    ],
)
def test_what_is_no_opening_is_refused(changes):
    with pytest.raises(ValidationError):
        door(**changes)


def test_elements_cannot_be_changed_in_place():
    with pytest.raises(ValidationError, match="frozen"):
        door().category = "window"


def test_a_changed_copy_has_its_own_shape():
    original = door()
    assert original.width_m == pytest.approx(1.2)
    assert original.model_copy(update={"line": ((4.0, 1.0), (4.0, 2.0))}).width_m == 1.0


def test_equal_plans_have_equal_digests_and_hashes():
    same = plan(spaces=(room(polygon=[[[-0.0, 0], [4.0, 0], [4, 3], [0, 3], [0, -0.0]]]),))
    assert (plan(), plan().digest, hash(plan())) == (same, same.digest, hash(same))


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "Another"},
        {"spaces": (room(capacity=3),)},
        {"openings": (door(line=[[4, 1], [4, 2.21]]),)},
        {"walls": (Wall(level="ground", line=((1, 1), (2, 1))),)},
    ],
)
def test_any_change_changes_the_digest(changes):
    assert plan(**changes).digest != plan().digest


def test_elements_are_found_by_name():
    assert plan().space("room").shape.area == 12.0
    assert plan().opening("door").exterior
    with pytest.raises(
        FloorplanError, match=r"no opening 'dor'; allowed: door \(did you mean 'door'"
    ):
        plan().opening("dor")


def test_a_plan_survives_the_way_between_processes():
    original = plan()
    assert original.digest == pickle.loads(pickle.dumps(original)).digest


def test_a_dumped_plan_is_its_file():
    written = plan().model_dump()
    assert written == plan().to_geojson()
    assert written["features"][1]["properties"] == {
        "kind": "space", "name": "room", "level": "ground", "category": "room",
    }  # fmt: skip
