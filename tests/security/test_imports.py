"""A hostile file to import is one refusal: no crash, no wait, nothing opened or written."""

import io
import time
import zipfile
from pathlib import Path

import pytest

from asher.errors import FloorplanError
from asher.floorplan import importers
from asher.floorplan.importers import import_file

LAUGHS = """<?xml version="1.0"?>
<!DOCTYPE osm [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>
<osm version="0.6"><node id="1" lat="&c;" lon="1"/></osm>"""
ELSEWHERE = """<?xml version="1.0"?>
<!DOCTYPE svg [<!ENTITY other SYSTEM "file://{path}">]>
<svg xmlns="http://www.w3.org/2000/svg" width="10m"><text>&other;</text></svg>"""


def archive(**members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in members.items():
            file.writestr(name, text)
    return out.getvalue()


def bomb():
    """An archive of 100 MB of blanks in a few kilobytes, named as a venue's levels."""
    return archive(**{"manifest.json": "{}", "level.geojson": " " * 10**8, "unit.geojson": "{}"})


HOSTILE = {
    "laughs.osm": LAUGHS.encode(),
    "bomb.zip": bomb(),
    "outside.zip": archive(**{"../../level.geojson": "{}", "manifest.json": "{}"}),
    "deep.geojson": b'{"type":"FeatureCollection","features":' + b"[" * 5000,
    "cut.ifc": b"ISO-10303-21;\nHEADER;\nFILE_SCHEMA(('IFC2X3'));\nENDSEC;\nDATA;\n#1=IFCWALL(",
    "loop.dxf": b"0\nSECTION\n2\nENTITIES\n0\nINSERT\n2\nA\n" * 50,
    "zero.pdf": b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 1 0 R>>endobj\n",
    "few.png": b"\x89PNG\r\n\x1a\n" + b"\0" * 40,
    "none.plan": b"\0" * 1000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_one_refusal_and_nothing_is_written(name, tmp_path, monkeypatch):
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    path = tmp_path / name
    path.write_bytes(HOSTILE[name])
    begun = time.monotonic()
    with pytest.raises(FloorplanError) as told:
        import_file(path)
    assert len(told.value.faults) == 1
    assert time.monotonic() - begun < 60
    assert not [*folder.iterdir()]
    assert {each.name for each in tmp_path.iterdir()} == {"here", name}


def test_no_other_file_is_opened(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("a word that only this file holds")
    path = tmp_path / "plan.svg"
    path.write_text(ELSEWHERE.format(path=secret))
    with pytest.raises(FloorplanError) as told:
        import_file(path)
    assert "only this file holds" not in str(told.value)


def test_every_format_is_read_in_a_process_of_its_own():
    house = Path(importers.__file__).parent
    text = (house / "__init__.py").read_text(encoding="utf-8")
    assert "read_apart(name, path, options)" in text
    assert ".read(" not in text.replace("stream.read(", "")
