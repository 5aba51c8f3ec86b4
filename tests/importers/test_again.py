"""An imported plan that is written and read again is the same plan, to the last digit."""

import json
from dataclasses import replace

import pytest
from shapely.geometry import LineString, box

from asher.floorplan import exporting
from asher.floorplan.importers import import_file
from asher.floorplan.importers._plans import to_drawing
from asher.floorplan.importers.assemble import assemble
from asher.floorplan.importers.drawing import Area, Doorway, Drawing, Storey
from asher.floorplan.importers.options import Options
from pace import slow


def parts(plan):
    return sorted(json.dumps(each) for each in plan.to_geojson()["features"])


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    [
        slow("crowdit/crowdit-floor/crowdit.floor"),
        "dxf/iso-office/ISO-Office.dxf",
        slow("ifc/duplex/duplex.ifc"),
        "jupedsim/scenario-zip/journeys.zip",
        slow("osm/apb-dresden/APBorig.osm"),
        slow("osm-geojson/gare-de-l-est/gare-de-l-est.geojson"),
        slow("vadere/hm-stairs/hm_stairs.scenario"),
        slow("wrld/westport-house/westport-house.zip"),
    ],
)
def test_a_real_file_is_the_same_plan_again(corpus, tmp_path, name):
    plan = import_file(corpus(name)).plan
    for format, ending in (("geojson", ".plan.json"), ("imdf", ".imdf.zip")):
        path = tmp_path / f"mine{ending}"
        exporting.formats()[format].write(plan, path)
        again = import_file(path)
        assert parts(again.plan) == parts(plan)
        assert again.notes == ()


def test_a_gate_as_long_as_a_hall_comes_back_from_an_archive(tmp_path):
    halls = (Area(0, box(0, 0, 60, 20), "north", "hall"), Area(0, box(0, -20, 60, 0), "south"))
    gate = Doorway(0, LineString([(5, 0), (55, 0)]), category="gate", name="between")
    door = Doorway(0, LineString([(10, 20), (12, 20)]), name="front", exterior=True)
    drawing = Drawing("halls", "ours", (Storey("ground", 0.0, 0),), halls, (gate, door))
    plan = assemble(drawing, Options()).plan
    path = tmp_path / "halls.imdf.zip"
    exporting.formats()["imdf"].write(plan, path)
    again = import_file(path)
    assert parts(again.plan) == parts(plan)
    assert again.notes == ()


def test_a_stair_that_a_plan_lacks_is_added_by_a_repair_alone():
    wells = tuple(
        Area(storey, shape, f"{name} {storey}", category)
        for storey in (0, 1)
        for shape, name, category in (
            (box(0, 0, 5, 3), "well", "stairs"),
            (box(5, 0, 15, 3), "hall", "corridor"),
        )
    )
    doors = tuple(Doorway(storey, LineString([(5, 1), (5, 2)])) for storey in (0, 1))
    front = Doorway(0, LineString([(15, 1), (15, 2)]), name="front", exterior=True)
    storeys = (Storey("ground", 0.0, 0), Storey("first", 3.5, 1))
    drawn = assemble(Drawing("wells", "ours", storeys, wells, (*doors, front)), Options()).plan
    assert len(drawn.connectors) == 1
    without = to_drawing(drawn.model_copy(update={"connectors": ()}))
    assert assemble(without, Options()).plan.connectors == ()
    mended = assemble(without, Options(), close=True)
    assert len(mended.plan.connectors) == 1
    assert [note.code for note in mended.notes] == ["stair-stacked"]


def test_what_a_machine_mends_leaves_the_other_doors_where_they_are():
    rooms = (Area(0, box(0, 0, 5, 3), "one"), Area(0, box(5, 0, 10, 3), "two"))
    # A tenth of a millimetre beside the wall, as rounding leaves a door in a slanting one.
    door = Doorway(0, LineString([(5.0001, 1), (4.9999, 2)]))
    front = Doorway(0, LineString([(10.02, 1), (10.02, 2)]), name="front", exterior=True)
    drawing = Drawing("rooms", "ours", (Storey("ground", 0.0, 0),), rooms, (door, front))
    plan = assemble(replace(drawing, planned=True), Options()).plan
    assert [each.line for each in plan.openings] == [
        ((5.0001, 1.0), (4.9999, 2.0)),
        ((10.0, 1.0), (10.0, 2.0)),
    ]
