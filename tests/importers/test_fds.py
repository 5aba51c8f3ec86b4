"""Fire models: boxes cut one metre above the floor."""

import time

import pytest
import shapely

from asher.errors import FloorplanError
from asher.floorplan.importers import fds
from importers.reading import Reader

read = Reader(fds)


HALL = """&HEAD CHID='hall', TITLE='A hall / with a stroke' /
&MESH IJK=80,40,12, XB=0,20,0,10,0,3 /
! &OBST XB=0,20,0,10,0,3 / this is a remark
&OBST XB=9.9,10.1, 0.0,10.0, 0.0,3.0, SURF_ID='WALL' /
&HOLE XB=9.8,10.2, 4.0,4.9, 0.0,2.1 /
&OBST XB=3,5, 3,5, 0,0.7 / a table
&VENT XB=0,0, 2,4, 0,2, SURF_ID='OPEN', ID='west' /
&VENT XB=2,4, 2,4, 0,0, SURF_ID='OPEN' / in the floor
&TAIL /
"""


def written(tmp_path, text=HALL):
    path = tmp_path / "a.fds"
    path.write_text(text)
    return path


def test_a_real_model(corpus):
    drawing = read(corpus("fds/demo/demo.fds"))
    (floor,) = drawing.areas
    # A corridor of 30 m by 3 m, and a branch of 6 m by 10 m.
    assert floor.polygon.area == pytest.approx(150)
    (way_out,) = drawing.doorways
    assert sorted(way_out.place.coords) == [(0, 10), (0, 13)]
    assert drawing.title == "T-corridor fire for pyFDS-Evac demo"


def test_walls_holes_and_open_vents(tmp_path):
    drawing = read(written(tmp_path))
    assert drawing.title == "A hall / with a stroke"
    assert len(drawing.areas) == 2
    gate, way_out = drawing.doorways
    assert gate.width_m == pytest.approx(0.9, abs=0.01)
    assert way_out.name == "west"
    assert sorted(way_out.place.coords) == [(0, 2), (0, 4)]
    assert sum(area.polygon.area for area in drawing.areas) == pytest.approx(200 - 2 + 0.18)
    assert [n.words[:7] for n in drawing.notes if n.code == "boxes"] == ["1 boxes"]


def test_a_wall_without_thickness_parts_rooms(tmp_path):
    text = HALL.replace("XB=9.9,10.1,", "XB=1.0D1,1.0D1,")
    assert len(read(written(tmp_path, text)).areas) == 2


def test_several_meshes_are_one_floor(tmp_path):
    text = HALL.replace(
        "XB=0,20,0,10,0,3 /\n!", "XB=0,10,0,10,0,3 /\n&MESH IJK=1,1,1 XB=10,20,0,10,0,3 /\n!"
    )
    assert len(read(written(tmp_path, text)).areas) == 2


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("&HEAD CHID='a' /", "no mesh"),
        ("&HEAD / &MESH XB=0,1e999,0,1,0,3 /", "six numbers"),
        ("&HEAD / &MESH XB=0,1e7,0,1,0,3 /", "six numbers"),
        ("&HEAD / &MESH XB=0,-,0,1,0,3 /", "six numbers"),
        ("&HEAD / &MESH XB=0,9,0,9,0,3 / &OBST XB=-1,10,-1,10,0,3 /", "walked on"),
        ("&HEAD / &MESH XB=0,9,0,9,0,3", "no mesh"),
    ],
)
def test_a_broken_model_is_one_error(tmp_path, text, match):
    with pytest.raises(FloorplanError, match=match) as caught:
        read(written(tmp_path, text))
    assert len(caught.value.faults) == 1


def test_a_model_that_is_cut_off_is_refused_or_told(tmp_path):
    with pytest.raises(FloorplanError, match="cut off") as caught:
        read(written(tmp_path, HALL[: HALL.index("ID='west'")]))
    assert len(caught.value.faults) == 1
    # Cut between two groups it cannot be known, only asked.
    codes = [note.code for note in read(written(tmp_path, HALL[: HALL.index("&VENT")])).notes]
    assert "no-tail" in codes
    assert "no-tail" not in [note.code for note in read(written(tmp_path)).notes]


def test_a_box_without_a_place_is_told(tmp_path):
    text = HALL.replace("XB=3,5, 3,5, 0,0.7", "XB=3,5, 3,o, 0,0.7")
    (note,) = (each for each in read(written(tmp_path, text)).notes if each.code == "boxes-unread")
    assert note.words == "boxes without six numbers as XB: 1, the first &OBST XB=3,5, 3,o, 0,0.7"


@pytest.mark.parametrize(
    "text",
    [
        "&OBST '" * 400_000,
        "&OBST XB=" + "1" * 2_000_000,
        "&MESH " * 400_000,
        "&OBST XB=" + "1 1" * 700_000 + " /",
    ],
)
def test_a_hostile_model_ends_soon(tmp_path, text):
    start = time.perf_counter()
    with pytest.raises(FloorplanError):
        read(written(tmp_path, "&HEAD CHID='a' /\n" + text))
    assert time.perf_counter() - start < 3


def test_too_many_boxes_are_refused(tmp_path):
    with pytest.raises(FloorplanError, match="boxes"):
        read(written(tmp_path, "&HEAD /\n" + "&HOLE XB=0,1,0,1,0,1 /\n" * 50_001))


def test_thousands_of_boxes_are_one_floor(tmp_path):
    boxes = "".join(
        f"&OBST XB={x},{x + 0.2},{y},{y + 0.2},0,3 /\n" for x in range(60) for y in range(60)
    )
    text = f"&HEAD /\n&MESH XB=-1,60,-1,60,0,3 /\n{boxes}"
    drawing = read(written(tmp_path, text))
    floor = shapely.union_all([area.polygon for area in drawing.areas])
    assert floor.area == pytest.approx(61 * 61 - 3600 * 0.04, rel=1e-3)
