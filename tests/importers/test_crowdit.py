"""Floors of Crowd:it: what lies between walls, and where it opens to the open air."""

import pytest
import shapely
from shapely.geometry import box

from asher import bounds
from asher.floorplan.importers import crowdit
from importers.reading import Reader

read = Reader(crowdit)
refused = read.refused


def wall(*points, closed="true", deleted="false"):
    inside = "".join(f'<point x="{x}" y="{y}"/>' for x, y in points)
    return f'<wall closed="{closed}" deleted="{deleted}">{inside}</wall>'


def slab(x1, y1, x2, y2):
    return wall((x1, y1), (x2, y1), (x2, y2), (x1, y2))


def written(tmp_path, *inside, head="<?xml version='1.0'?>"):
    path = tmp_path / "a.floor"
    body = "".join(inside)
    path.write_text(f'{head}<floor xmlFormat="0.11"><layer id="1">{body}</layer></floor>')
    return path


HOUSE = (
    slab(0, 0, 4, 0.2),
    slab(6, 0, 20, 0.2),
    slab(0, 9.8, 20, 10),
    slab(0, 0.2, 0.2, 9.8),
    slab(19.8, 0.2, 20, 9.8),
    slab(10, 0.2, 10.2, 4),
    slab(10, 4.9, 10.2, 9.8),
)


def test_a_real_floor(corpus, facts):
    name = "crowdit/crowdit-floor/crowdit.floor"
    counted = facts(name)["tags"]
    drawing = read(corpus(name))
    # One of the walls and one of the zones are struck out in the file.
    (left_out,) = [note for note in drawing.notes if note.code == "scenario-parts"]
    assert left_out.words.startswith(f"{counted['wunderZone'] - 1} zones")
    assert len([each for each in drawing.doorways if each.exterior]) == 7
    assert 900 < sum(area.polygon.area for area in drawing.areas) < 1000
    assert len(read(corpus(name), neck_m=1.6).areas) == 14


def test_rooms_a_door_and_the_gap_in_the_outer_wall(tmp_path):
    drawing = read(written(tmp_path, *HOUSE))
    assert len(drawing.areas) == 2
    gate, way_out = drawing.doorways
    assert gate.width_m == pytest.approx(0.9, abs=0.01)
    assert way_out.exterior
    assert way_out.width_m == pytest.approx(2, abs=0.05)


def test_a_house_that_is_not_square_opens_to_the_air_by_its_necks(tmp_path):
    turned = shapely.affinity.rotate(
        shapely.union_all([box(0, 0, 20, 10) - box(0.2, 0.2, 19.8, 9.8)])
        - box(4, -1, 4.9, 1)
        - box(19, 6, 21, 6.95),
        30,
    )
    drawing = read(
        written(
            tmp_path,
            wall(*turned.exterior.coords[:-1])
            if turned.geom_type == "Polygon"
            else "".join(wall(*part.exterior.coords[:-1]) for part in turned.geoms),
        )
    )
    (room,) = drawing.areas
    assert room.polygon.area == pytest.approx(19.6 * 9.6, rel=0.01)
    assert sorted(round(each.width_m, 1) for each in drawing.doorways) == [0.9, 0.9]
    assert all(each.exterior for each in drawing.doorways)


def test_walls_as_lines_part_rooms_too_and_deleted_ones_do_not(tmp_path):
    outside = HOUSE[:5]
    line = wall((10, 0), (10, 4), closed="false") + wall((10, 4.9), (10, 10), closed="false")
    gone = wall((5, 0), (5, 10), closed="false", deleted="true")
    assert len(read(written(tmp_path, *outside, line, gone)).areas) == 2


@pytest.mark.parametrize(
    ("inside", "match"),
    [
        ("", "no wall"),
        (wall((0, 0), (1, "a"), (2, 2)), "without x and y"),
        (wall((0, 0), (1, "nan"), (2, 2)), "no place"),
        (wall((0, 0), (1e9, 0), (2, 2)), "no place"),
        ("<wall", "not whole XML"),
        ("<a>" * 100 + "</a>" * 100, "nested without end"),
    ],
)
def test_a_broken_floor_is_one_error(tmp_path, inside, match):
    refused(written(tmp_path, inside), match)


def test_entities_that_grow_are_refused(tmp_path):
    laughs = '<!DOCTYPE f [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    refused(written(tmp_path, "&b;", head=laughs), r"1:1: definitions of its own \(DOCTYPE\)")
    outside = '<!DOCTYPE f SYSTEM "file:///etc/passwd">'
    refused(written(tmp_path, *HOUSE, head=outside), "DOCTYPE")


def test_walls_of_too_many_corners_are_refused(tmp_path):
    many = wall(*[(at, at % 2) for at in range(bounds.OUTLINE_POINTS + 1)])
    refused(written(tmp_path, many), "too many corners")
