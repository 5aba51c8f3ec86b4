"""Layouts of a DXF drawing as storeys: windows onto its model, and plans drawn on paper."""

import ezdxf
import numpy as np
import pytest
from ezdxf.math import Matrix44

from asher.floorplan.importers import dxf
from asher.floorplan.importers.assemble import assemble
from asher.floorplan.importers.options import Options
from importers.test_levels import PLAIN, is_whole, storey

AWAY = (40.0, 3.0)


def drawn(*storeys):
    """A document with plans in its model: layers, and as ``storey`` takes it; turned if said."""
    document = ezdxf.new()
    document.header["$INSUNITS"] = 6
    for more in storeys:
        turn = np.radians(more.pop("turn", 0.0))
        block = document.blocks.new_anonymous_block()
        at = more.pop("at", (0.0, 0.0))
        storey(block, more.pop("layers", PLAIN), **more)
        place = Matrix44.z_rotate(turn) @ Matrix44.translate(*at, 0)
        for entity in [*block]:
            entity.transform(place)
            block.unlink_entity(entity)
            document.modelspace().add_entity(entity)
    return document


def look(document, name, at, *, turn=0.0, scale=10.0, half=(9.0, 6.0), frozen=()):
    """A layout with a view of a part of the model, and a frame and a title block on paper."""
    layout = document.layouts.new(name)
    layout.add_lwpolyline([(5, 5), (415, 5), (415, 292), (5, 292)], close=True)
    layout.add_text(name, height=5, dxfattribs={"insert": (350, 20)})
    c, s = np.cos(np.radians(turn)), np.sin(np.radians(turn))
    window = layout.add_viewport(
        center=(200, 150),
        size=(2 * half[0] * scale, 2 * half[1] * scale),
        view_center_point=(c * at[0] - s * at[1], s * at[0] + c * at[1]),
        view_height=2 * half[1],
    )
    window.dxf.view_twist_angle = turn
    window.frozen_layers = [*frozen]
    return layout


def read(path, document, **said):
    for layer in {entity.dxf.layer for entity in document.modelspace()}:
        if layer not in document.layers:
            document.layers.add(layer)
    document.saveas(path)
    drawing = dxf.read(path, Options(**said))
    return drawing, *assemble(drawing, Options(**said))


def left_out(notes):
    return " ".join(note.words for note in notes if note.code == "layout")


UPPER = {"at": AWAY, "has_exit": False}
MIDDLE, AWAY_MIDDLE = (6.0, 4.0), (46.0, 7.0)


@pytest.mark.parametrize(
    "names", [("EG", "1. OG"), ("Ground floor", "Level 1"), ("A-101", "A-102")]
)
def test_layouts_that_look_at_plans_beside_each_other_are_a_storey_each(tmp_path, names):
    document = drawn({}, dict(UPPER))
    document.layouts.new("Deckblatt").add_text("Haus", height=5)
    # The upper one is first in the row of layouts.
    for name, at in zip(names, (MIDDLE, AWAY_MIDDLE), strict=True):
        look(document, name, at)
    drawing, plan, notes, faults = read(tmp_path / "house.dxf", document)
    assert [each.name for each in drawing.storeys] == [*names]
    assert [level.elevation_m for level in plan.levels] == [0.0, 3.5]
    assert is_whole(plan)
    assert not [fault for fault in faults if fault.severity == "error"]
    told = {note.code: note for note in notes}
    assert told["layouts"].kind == "assumed"
    assert "-40.00 m, -3.00 m" in told["storey-moved"].words
    assert "'Deckblatt': no plan of a storey by its name" in left_out(notes)
    for floor in zip(plan.spaces[:3], plan.spaces[3:], strict=True):
        one, two = (space.shape for space in floor)
        assert one.symmetric_difference(two).area < 0.6


def test_storeys_rise_by_the_names_of_their_layouts_whatever_their_order(tmp_path):
    document = drawn({"has_exit": False}, {"at": AWAY})
    look(document, "OG", MIDDLE)
    look(document, "EG", AWAY_MIDDLE)
    drawing, plan, *_ = read(tmp_path / "house.dxf", document)
    assert [each.name for each in drawing.storeys] == ["EG", "OG"]
    assert is_whole(plan)


@pytest.mark.parametrize("turn", [-90.0, 30.0])
def test_a_plan_that_is_turned_in_the_model_is_turned_as_its_view_shows_it(tmp_path, turn):
    c, s = np.cos(np.radians(turn)), np.sin(np.radians(turn))
    upper = {"at": (60.0, 5.0), "has_exit": False, "turn": turn}
    document = drawn({}, upper)
    look(document, "EG", MIDDLE)
    middle = (60 + c * 6 - s * 4, 5 + s * 6 + c * 4)
    look(document, "OG", middle, turn=-turn)
    _, plan, *_ = read(tmp_path / "house.dxf", document)
    assert is_whole(plan)
    for one, two in zip(plan.spaces[:3], plan.spaces[3:], strict=True):
        assert one.shape.symmetric_difference(two.shape).area < 0.6


def test_views_of_any_scale_and_of_a_part_cut_out_what_they_show(tmp_path):
    document = drawn({}, dict(UPPER))
    # A section beside the plans on a layer of walls, in no view; a line of a wall through both.
    for y in np.linspace(-60, -52, 5):
        document.modelspace().add_line((0, y), (50, y), dxfattribs={"layer": "WAND"})
    look(document, "EG", MIDDLE, scale=20.0)
    look(document, "OG", AWAY_MIDDLE, scale=5.0, half=(7.0, 7.0))
    drawing, plan, *_ = read(tmp_path / "house.dxf", document)
    assert is_whole(plan)
    assert len(drawing.areas) == 6
    # A view that ends in the corridor cuts it open.
    document = drawn({}, dict(UPPER))
    look(document, "EG", MIDDLE)
    look(document, "OG", (46.0, 9.0), half=(9.0, 4.5))
    drawing, *_ = read(tmp_path / "house.dxf", document)
    assert {area.name for area in drawing.areas if area.storey == 1} == {"Treppe", "Büro"}


def test_layers_that_a_view_freezes_are_not_of_its_storey(tmp_path):
    layers = tuple(f"{each}-{end}" for end in "AB" for each in PLAIN)
    document = drawn({"layers": layers[:3]}, {"layers": layers[3:], "has_exit": False})
    look(document, "EG", MIDDLE, frozen=layers[3:])
    look(document, "OG", MIDDLE, frozen=layers[:3])
    _, plan, notes, _ = read(tmp_path / "house.dxf", document)
    assert is_whole(plan)
    assert "storey-moved" not in {note.code for note in notes}


def test_sheets_that_are_no_plan_of_a_storey_are_left_out_and_told(tmp_path):
    document = drawn({}, dict(UPPER))
    space = document.modelspace()
    for y in np.linspace(-30, -20, 6):
        space.add_line((0, y), (12, y), dxfattribs={"layer": "WAND"})
    look(document, "Übersicht", (26.0, 4.0), half=(40.0, 30.0))
    look(document, "A1", MIDDLE)
    look(document, "A2", AWAY_MIDDLE)
    look(document, "A1 Möblierung", MIDDLE, half=(8.0, 6.0))
    look(document, "B1", (6.0, -25.0))
    look(document, "Section A", AWAY_MIDDLE)
    document.layouts.new("leer")
    document.layouts.new("Notizen").add_text("Alle Maße prüfen", height=5)
    drawing, plan, notes, _ = read(tmp_path / "house.dxf", document)
    assert [each.name for each in drawing.storeys] == ["A1", "A2"]
    assert is_whole(plan)
    lost = left_out(notes)
    assert "'Übersicht': it shows the plans of several others" in lost
    assert "'A1 Möblierung': it shows the same as 'A1'" in lost
    assert "'B1': no door swings in it" in lost
    assert "'Section A': no plan of a storey by its name" in lost
    assert "'Notizen': no view of a plan in it" in lost
    assert "leer" not in lost
    assert "Layout1" not in lost


def test_a_person_says_which_layouts_are_storeys(tmp_path):
    document = drawn({}, dict(UPPER))
    look(document, "Section 1", AWAY_MIDDLE)
    look(document, "Section 2", MIDDLE)
    levels = {"unten": "section 2", "oben": "*ION 1"}
    drawing, plan, *_ = read(tmp_path / "house.dxf", document, levels=levels)
    assert [each.name for each in drawing.storeys] == ["unten", "oben"]
    assert is_whole(plan)


@pytest.mark.parametrize("said", [{}, {"scale": "1:100"}])
def test_plans_that_are_drawn_on_paper_are_a_storey_each(tmp_path, said):
    document = drawn()
    if said:
        document.header["$INSUNITS"] = 4
    scale = 10.0 if said else 1.0
    for name, at, has_exit in (("EG", (5.0, 5.0), True), ("OG", (7.0, 4.0), False)):
        layout = document.layouts.new(name)
        storey(layout, PLAIN, at=at, has_exit=has_exit)
        for entity in layout:
            if entity.dxftype() != "VIEWPORT":
                entity.transform(Matrix44.scale(scale))
        layout.add_lwpolyline([(0, 0), (420, 0), (420, 297), (0, 297)], close=True)
    title = document.layouts.new("Title")
    title.add_lwpolyline([(0, 0), (420, 0), (420, 297), (0, 297)], close=True)
    drawing, plan, notes, _ = read(tmp_path / "house.dxf", document, **said)
    assert [each.name for each in drawing.storeys] == ["EG", "OG"]
    assert is_whole(plan)
    assert "'Title'" in left_out(notes)
    assert "-2.00 m, 1.00 m" in next(n.words for n in notes if n.code == "storey-moved")


def test_a_plan_on_one_sheet_of_paper_is_a_storey(tmp_path):
    document = drawn()
    storey(document.layouts.new("Plan"), PLAIN)
    drawing, plan, *_ = read(tmp_path / "house.dxf", document)
    assert [each.name for each in drawing.storeys] == ["Plan"]
    assert is_whole(plan, 1)


def of(drawing):
    return [(area.name, area.polygon.wkt) for area in drawing.areas], drawing.storeys, drawing.notes


def test_a_file_of_one_plan_stays_as_it_was_whatever_its_layouts(tmp_path):
    path = tmp_path / "house.dxf"
    plain, *_ = read(path, drawn({}))
    document = drawn({})
    look(document, "EG", MIDDLE)
    assert of(read(path, document)[0]) == of(plain)
    look(document, "1. OG", MIDDLE, scale=20.0)
    look(document, "Schnitt", (100.0, 100.0))
    assert of(read(path, document)[0]) == of(plain)
    # Layers that are named after levels say more than what sheets show of them.
    layers = [tuple(f"{at}_{each}" for each in PLAIN) for at in ("EG", "OG")]
    document = drawn({"layers": layers[0]}, {"layers": layers[1], **UPPER})
    before, *_ = read(path, document)
    look(document, "Plan 1", AWAY_MIDDLE)
    look(document, "Plan 2", MIDDLE)
    assert of(read(path, document)[0]) == of(before)


def test_views_of_no_size_or_place_and_from_the_side_are_none(tmp_path):
    document = drawn({}, dict(UPPER))
    look(document, "EG", MIDDLE)
    for name, key, value in (
        ("OG", "view_height", 0.0),
        ("2. OG", "view_height", 1e308),
        ("3. OG", "view_direction_vector", (1, 0, 0)),
        ("4. OG", "view_center_point", (1e300, 0)),
        ("5. OG", "status", 0),
    ):
        view = look(document, name, AWAY_MIDDLE).query("VIEWPORT").last
        view.dxf.set(key, value)
    drawing, *_ = read(tmp_path / "house.dxf", document)
    assert len(drawing.storeys) == 1
