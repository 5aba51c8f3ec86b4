import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from asher.floorplan import read_floorplan
from asher.views.sheet_grid import Grid, letters
from command import wide_asher as asher

CORPUS = Path(__file__).parents[1] / "importers" / "corpus"
CONFIG = CORPUS / "jupedsim" / "iso-table21" / "config.json"
PICTURE = CORPUS / "png" / "wrld-cad-office" / "cad_image.png"
PAGE = CORPUS / "pdf" / "synthetic-four-rooms" / "sample-plan.pdf"
# Two rooms, of which the left one has a way out; a door of the right one stands for itself.
TWO_ROOMS = "POLYGON ((0 0, 12 0, 12 6, 0 6, 0 0))"


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_file_becomes_a_plan_that_is_read_and_a_report_that_says_what_next(here):
    done = asher("import", CONFIG)
    assert done.exit_code == 0, done.output
    plan = read_floorplan(here / "config.plan.json")
    assert len(plan.spaces) == 1
    assert re.search(r"^rooms +1 +1$", done.stdout, flags=re.MULTILINE)
    assert "Assumed (please confirm): 3" in done.stdout
    assert "is the main entrance [" in done.stdout
    for words in ("plan draw config.plan.json", "plan check config", "new config --plan config"):
        assert words in done.stdout
    assert [each.name for each in here.iterdir()] == ["config.plan.json"]


def test_nothing_is_replaced_unless_it_is_said(here):
    (here / "config.plan.json").write_text("mine", encoding="utf-8")
    done = asher("import", CONFIG)
    assert done.exit_code == 2
    assert done.stderr.count("\n") == 1
    assert "exists already; --force replaces it" in done.stderr
    assert (here / "config.plan.json").read_text(encoding="utf-8") == "mine"
    assert asher("import", CONFIG, "--force").exit_code == 0
    assert read_floorplan(here / "config.plan.json").spaces


def test_the_source_is_never_replaced(here):
    source = here / "it.json"
    source.write_bytes((CORPUS / "jupedsim" / "iso-table21" / "geometry.wkt").read_bytes())
    done = asher("import", source, "-o", source, "--force")
    assert done.exit_code == 2
    assert "is the file that is read" in done.stderr
    assert source.read_text(encoding="utf-8").startswith("POLYGON")


def test_a_plan_that_cannot_run_yet_is_written_with_what_is_wrong_at_its_line(here):
    (here / "hall.wkt").write_text(TWO_ROOMS, encoding="utf-8")
    done = asher("import", "hall.wkt")
    assert done.exit_code == 2
    assert re.search(r"^hall\.plan\.json:\d+:\d+: .*no exterior opening", done.stderr, re.MULTILINE)
    assert "cannot be used until the errors above are put right" in done.stdout


@pytest.mark.parametrize(
    "source",
    [
        "dxf/iso-office/ISO-Office.dxf",
        "wrld/westport-house/westport-house.zip",
        "jupedsim/iso-table21/geometry.wkt",
    ],
)
def test_faults_are_looked_for_once_and_told_where_a_check_of_the_file_finds_them(
    here, source, monkeypatch
):
    monkeypatch.setattr("asher.floorplan.read.find_faults", None)
    done = asher("import", CORPUS / source, "-o", "it.plan.json")
    monkeypatch.undo()
    monkeypatch.chdir(here)
    said = done.stderr.partition("The check of the plan says:\n")[2]
    assert said == asher("plan", "check", "it.plan.json").stderr.replace("plan check", "import")
    assert "it.plan.json:" in said


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (None, "no such file"),
        (b"", "the file is empty"),
        (b"to whom it may concern", "not a format that can be imported"),
        (b"POLYGON ((0 0, 12 0, nan 6", "hall.wkt:1:1"),
        (b"PK\x03\x04broken", "a ZIP archive that is cut off, damaged or holds no floor plan"),
        (b"%PDF-1.7\nbroken", "hall.wkt:1:1"),
        (b"\x89PNG\r\n\x1a\nbroken", "hall.wkt:1:1"),
    ],
)
def test_a_broken_file_is_one_message_and_leaves_nothing(here, content, found):
    if content is not None:
        (here / "hall.wkt").write_bytes(content)
    done = asher("import", "hall.wkt")
    assert done.exit_code == 2
    assert found in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert [each.name for each in here.iterdir()] == ["hall.wkt"] * (content is not None)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["--layer", "A-WALL"], "'A-WALL' is not NAME=ROLE"),
        (["--layer", "A-WALL=roof"], "a role of wall, door"),
        (["--level", "EG"], "'EG' is not NAME=LAYERS"),
        (["--out", "plan.txt"], "a file name that ends in .plan.json"),
        (["--unit", "yards"], "'mm'"),
        (["--neck", "0"], "0.5"),
    ],
)
def test_an_option_that_says_nothing_is_refused_before_the_file_is_read(here, words, found):
    done = asher("import", "missing.dxf", *words)
    assert done.exit_code == 2
    assert found in done.stderr
    assert "no such file" not in done.stderr


def test_strict_refuses_what_had_to_be_left_out(here):
    vadere = CORPUS / "crowdit" / "crowdit-floor" / "crowdit.floor"
    loose = asher("import", vadere)
    strict = asher("import", vadere, "--strict", "--force")
    assert ("Left out" in loose.stdout or "Mended" in loose.stdout) == (strict.exit_code == 2)


def test_few_notes_of_a_sort_are_shown_unless_all_are_asked_for():
    from asher.cli.notes_text import SHOWN, note_lines
    from asher.floorplan.importers import Note

    notes = [Note("assumed", "width", f"door {n}", "ground", (n, 2.0)) for n in range(9)]
    few = list(note_lines(notes, None))
    assert sum("door " in line for line in few) == SHOWN
    assert "    ... and 6 more" in few
    assert few[-1] == "--all shows every one."
    assert "    door 1 [level 'ground', x 1.0, y 2.0]" in few
    assert sum("door " in line for line in note_lines(notes, None, every=True)) == 9


def test_names_of_a_stranger_steer_no_terminal():
    from asher.cli.notes_text import note_lines
    from asher.floorplan.importers import Note

    (*_, line) = note_lines([Note("mended", "gap", "room '\x1b[2J'")], None)
    assert "\x1b" not in line


def test_a_picture_becomes_a_backdrop_with_a_grid_in_pixels_until_its_scale_is_known(here):
    done = asher("import", PICTURE)
    assert done.exit_code == 0, done.output
    assert "the grid is in pixels" in done.stdout
    assert '--scale "120,340 to 180,340 = 0.9 m" --force' in done.stdout
    assert {each.name for each in here.iterdir()} == {
        "cad_image.backdrop.png",
        "cad_image.backdrop.svg",
    }
    assert asher("import", PICTURE).exit_code == 2


def test_a_backdrop_with_a_scale_has_metres_and_layers_to_trace_on(here):
    done = asher("import", PAGE, "--scale", "1:50", "-o", "four.plan.json")
    assert done.exit_code == 0, done.output
    assert "21.6 m by 14.0 m" in done.stdout
    root = ET.parse(here / "four.backdrop.svg").getroot()
    # The unit is the metre of the building, so that what is traced has its size.
    assert root.get("data-metres-per-unit") == "1"
    assert float(root.get("viewBox").split()[2]) == pytest.approx(21.59, abs=0.05)
    named = [group.get("id") for group in root if group.tag.endswith("}g")]
    assert named == ["picture", "grid", "rooms", "doors", "stairs", "text"]
    words = {each.text for each in root.iter() if each.tag.endswith("}text")}
    assert {"A", "1", "0 m", "13 m"} <= words


def test_a_room_that_is_traced_comes_out_where_the_grid_shows_it(here):
    asher("import", PAGE, "--scale", "1:50", "-o", "four.plan.json")
    sheet = (here / "four.backdrop.svg").read_text(encoding="utf-8")
    room = '<path d="M2 -2H10V-7H2Z"/><path d="M10 -2H18V-7H10Z"/>'
    door = '<line x1="10" y1="-3" x2="10" y2="-4"/><line x1="4" y1="-7" x2="5" y2="-7"/>'
    for layer, drawn in (("rooms", room), ("doors", door)):
        start = sheet.index("</g>", sheet.index(f'id="{layer}"'))
        sheet = sheet[:start] + drawn + sheet[start:]
    (here / "four.backdrop.svg").write_text(sheet, encoding="utf-8")
    done = asher("import", "four.backdrop.svg", "--unit", "m", "-o", "four.plan.json")
    assert done.exit_code == 0, done.output
    plan = read_floorplan(here / "four.plan.json")
    assert [space.shape.bounds for space in plan.spaces] == [(2, 2, 10, 7), (10, 2, 18, 7)]
    assert [each.exterior for each in plan.openings] == [False, True]


def test_squares_are_of_a_round_size_and_cover_the_area():
    grid = Grid.over((-3.2, 0.4, 61, 40), least=3.1)
    assert grid == Grid(5, -5, 0, 65, 40)
    assert [name for _, name in grid.columns()][:3] == ["A", "B", "C"]
    assert letters(27) == "AB"
    assert [*grid.rows()][-1] == (35, "8")


def test_every_room_that_cannot_be_left_is_listed_and_gets_a_door_where_asked(here):
    """Five rooms along a corridor with a way out; the doors between them are not drawn."""

    def feature(kind, coordinates, **properties):
        geometry = {"type": kind, "coordinates": coordinates}
        return {"type": "Feature", "properties": properties, "geometry": geometry}

    def ring(x0, y0, x1, y1):
        return [[[x0, y0], [x1, y0], [x1, y1], [x0, y1], [x0, y0]]]

    rooms = [feature("Polygon", ring(0, 0, 20, 2), name="Hall", category="corridor")]
    rooms += [
        feature("Polygon", ring(4 * at, 2.2, 4 * at + 3.8, 6), name=f"Room {at}") for at in range(5)
    ]
    rooms.append(feature("LineString", [[0, 0.5], [0, 1.5]], category="door"))
    text = json.dumps({"type": "FeatureCollection", "features": rooms})
    (here / "house.geojson").write_text(text, encoding="utf-8")
    done = asher("import", "house.geojson", "--unit", "m")
    assert done.exit_code == 0, done.output
    told = " ".join(done.stdout.split())
    for at in range(5):
        assert (
            f"'Room {at}' of 14 m2 has no way out and stays shut: draw a door onto corridor 'Hall'"
            in told
        )
    assert "5 rooms stay shut for want of a door onto a room beside it. Draw it, or" in told
    done = asher("import", "house.geojson", "--unit", "m", "--assume-doors", "--force")
    assert done.exit_code == 0, done.output
    assert "for want of a door" not in done.stdout
    assert "missing-door (5)" in done.stdout
    assert len(read_floorplan(here / "house.plan.json").spaces) == 6


@pytest.mark.slow
def test_storeys_are_files_of_their_own_or_layers_that_a_person_names(here):
    pytest.importorskip("ezdxf")
    from importers.test_levels import PLAIN, is_whole, saved

    layers = [tuple(f"{name} {kind}" for kind in PLAIN) for name in ("low", "high")]
    upper = {"at": (30.0, 0.0), "has_exit": False}
    saved(here / "ground.dxf", (PLAIN, {}))
    saved(here / "first.dxf", (PLAIN, upper))
    saved(here / "house.dxf", (layers[0], {}), (layers[1], upper))
    done = asher("import", "ground.dxf", "first.dxf", "-o", "both.plan.json")
    assert done.exit_code == 0, done.output
    assert "ground.dxf, first.dxf: DXF, written as a plan: both.plan.json" in done.stdout
    assert is_whole(read_floorplan(here / "both.plan.json"))
    done = asher("import", "house.dxf", "--level", "EG=low *", "--level", "OG=high *")
    assert done.exit_code == 0, done.output
    plan = read_floorplan(here / "house.plan.json")
    assert is_whole(plan)
    assert [level.name for level in plan.levels] == ["EG", "OG"]
