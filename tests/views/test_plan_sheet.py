import itertools
import re
import xml.etree.ElementTree as ET

import pytest
import shapely

from asher.floorplan import connect, read_floorplan
from asher.views.plan_labels import LETTER, Label, Taken
from asher.views.plan_marks import WINDOW
from asher.views.plan_page import PAPERS, Page
from asher.views.plan_sheet import plan_sheet, write_plan_sheet
from asher.views.plan_words import usual_width, write_words
from pace import plans


def texts(svg):
    return [each for each in ET.fromstring(svg).iter() if each.tag.endswith("}text")]


def said(svg):
    return " ".join(each.text for each in texts(svg))


@pytest.mark.parametrize("name", plans())
def test_every_room_way_out_and_stair_is_named_once_on_its_level(name):
    plan = read_floorplan(name)
    words = said(plan_sheet(plan))
    for thing in (*plan.spaces, *(each for each in plan.openings if each.exterior)):
        if getattr(thing, "category", "") == "window":
            continue
        # A name may take several lines.
        assert all(part in words for part in thing.name.split()), thing.name
    for each in plan.connectors:
        assert f"{each.width_m:.2f}" in words


@pytest.mark.parametrize("name", ["pulse", "two-level", "hospital-ward", "high-school"])
def test_names_and_widths_lie_on_no_other_words(name):
    plan = read_floorplan(name)
    topology = connect(plan)
    box = tuple(shapely.total_bounds([each.shape for each in plan.spaces]).tolist())
    page = Page.fitting(box, "A4", beside=54)
    for level in plan.levels:
        boxes = []
        svg = "".join(write_words(page, plan, topology, level.name).svg)
        for each in texts(f'<svg xmlns="http://www.w3.org/2000/svg">{svg}</svg>'):
            x, y, size = (float(each.get(key)) for key in ("x", "y", "font-size"))
            wide = 0.9 * len(each.text) * LETTER * size / 2
            y -= 0.35 * size
            turned = each.get("transform")
            sides = (size * 0.35, wide) if turned else (wide, size * 0.35)
            boxes.append(shapely.box(x - sides[0], y - sides[1], x + sides[0], y + sides[1]))
        over = [pair for pair in itertools.combinations(boxes, 2) if pair[0].intersects(pair[1])]
        # What has no other place is written all the same: a few in a hundred.
        assert len(over) <= 0.03 * len(boxes), len(over)


@pytest.mark.parametrize("paper", sorted(PAPERS))
def test_the_scale_is_round_and_the_plan_is_in_its_frame(paper):
    page = Page.fitting((-10, 0, 70, 22), paper)
    left, top, right, low = page.frame
    corners = [page.place(*corner) for corner in ((-10, 0), (70, 22))]
    assert all(left < x < right and top < y < low for x, y in corners)
    # A metre is as long on the paper as the scale says.
    assert page.place(1, 0)[0] - page.place(0, 0)[0] == pytest.approx(1000 / page.ratio)
    assert page.ratio % 25 == 0
    assert page.back(*page.place(3, 4)) == pytest.approx((3, 4))


def test_a_larger_sheet_has_a_larger_scale():
    ratios = [Page.fitting((0, 0, 80, 50), paper).ratio for paper in ("A4", "A3")]
    assert ratios[0] > ratios[1]


def test_a_tall_plan_stands_upright():
    assert Page.fitting((0, 0, 20, 60), "A4").wide == 210
    assert Page.fitting((0, 0, 60, 20), "A4").wide == 297


def test_a_room_too_small_for_its_name_bears_a_number_that_a_list_explains():
    svg = plan_sheet(read_floorplan("mall"))
    words = [each.text for each in texts(svg)]
    assert "Rooms by number" in words
    numbers = [int(word) for word in words if re.fullmatch(r"\d+", word)]
    assert words.count("women's restroom, 48 m²") == 1
    at = words.index("women's restroom, 48 m²")
    assert words.count(words[at - 1]) >= 2
    assert max(numbers)


def test_what_is_usual_is_said_once_and_only_signs_that_stand_there_are_explained():
    plan = read_floorplan("pulse")
    assert usual_width(plan) == "0.90"
    words = said(plan_sheet(plan))
    assert "0.90 where none is written" in words
    assert "locks from inside" in words
    assert "stair or ramp" not in words
    assert "up on the plan" in words


def test_a_door_with_glass_is_a_light_double_line_and_is_explained_where_there_is_one():
    plan = read_floorplan("parkland")
    solid = plan.model_copy(
        update={
            "openings": tuple(each.model_copy(update={"glazed": False}) for each in plan.openings)
        }
    )
    drawn, plain = (plan_sheet(each) for each in (plan, solid))
    words = "door with glass, seen through when shut"
    assert words in said(drawn)
    assert words not in said(plain)
    # One for each of the ten classrooms of a level, and the sign; three levels.
    assert drawn.count(WINDOW) - plain.count(WINDOW) == 33


def test_names_of_a_stranger_are_words_and_no_markup():
    plan = read_floorplan("corridor")
    space = plan.spaces[0].model_copy(update={"name": "</text><script>"})
    svg = plan_sheet(plan.model_copy(update={"spaces": (space,), "title": "<b>&"}))
    assert "<script" not in svg
    assert "</text><script>" in said(svg) or "script" in said(svg)
    ET.fromstring(svg)


def test_equal_plans_give_equal_bytes():
    assert plan_sheet(read_floorplan("two-level")) == plan_sheet(read_floorplan("two-level"))


def test_a_pdf_has_a_sheet_for_each_level_of_the_size_that_was_asked_for(tmp_path):
    pypdfium2 = pytest.importorskip("pypdfium2")
    pytest.importorskip("weasyprint")
    path = write_plan_sheet(read_floorplan("parkland"), tmp_path / "it.pdf", paper="A3")
    document = pypdfium2.PdfDocument(path)
    assert len(document) == 3
    assert sorted(document[0].get_size()) == pytest.approx([841.9, 1190.6], abs=1)
    document.close()


def test_a_label_keeps_off_what_is_taken_and_gives_up_where_nothing_fits():
    hall = shapely.box(0, 0, 40, 20)
    taken = Taken()
    taken.add(shapely.box(0, 0, 40, 11))
    (name, under) = Label("hall", "80 m²").written(hall, taken)
    assert float(re.search(r' y="([\d.]+)"', name)[1]) > 11
    assert "80 m²" in under
    assert Label("a room of a long name", "1 m²").written(shapely.box(0, 0, 3, 3), Taken()) == []
