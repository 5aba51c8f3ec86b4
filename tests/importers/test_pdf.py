"""A page of a PDF becomes a picture to trace; its scale is given, told by doors, or proposed."""

import io
import math
import sys

import numpy as np
import pytest
from PIL import Image

from asher.errors import MissingExtraError
from asher.floorplan.importers import pdf
from asher.floorplan.importers._scale import noted_scales, parse_scale
from asher.floorplan.importers.options import Options
from importers.reading import Reader, codes

read = Reader(pdf)
refused = read.refused


KAPPA = 0.5522847


def document(content="", pages=1, count=None, more="", trailer=""):
    """A PDF with that content on each page, written by hand."""
    kids = " ".join(f"{4 + at} 0 R" for at in range(pages))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count or pages} >>",
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        *(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 1224 792] /Contents 3 0 R "
            f"/Resources << {more} >> >>"
            for _ in range(pages)
        ),
    ]
    out = io.BytesIO(b"%PDF-1.4\n")
    out.seek(0, 2)
    places = []
    for at, each in enumerate(objects, 1):
        places.append(out.tell())
        out.write(f"{at} 0 obj\n{each}\nendobj\n".encode())
    start = out.tell()
    rows = "".join(f"{place:010d} 00000 n \n" for place in places)
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{rows}".encode())
    size = len(objects) + 1
    out.write(
        f"trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF".encode()
    )
    return out.getvalue()


def swing(x, y, r, leaf=True):
    """A door as a leaf and a curve."""
    k = KAPPA * r
    line = f"{x} {y} m {x + r} {y} l S " if leaf else ""
    return f"{line}{x + r} {y} m {x + r} {y + k} {x + k} {y + r} {x} {y + r} c S\n"


def many_lines(x, y, r, n=12):
    """A door as a leaf and an arc of short lines, as drawing programs print it."""
    turn = np.linspace(0, math.pi / 2, n + 1)
    dots = [f"{x + r * math.cos(a):.4f} {y + r * math.sin(a):.4f}" for a in turn]
    return f"{x} {y} m {dots[0]} l S {dots[0]} m " + " ".join(f"{d} l" for d in dots[1:]) + " S\n"


def written(tmp_path, *args, **kwargs):
    path = tmp_path / "plan.pdf"
    path.write_bytes(document(*args, **kwargs))
    return path


@pytest.mark.parametrize("name", ["scanned-plan/scanned-plan", "synthetic-four-rooms/sample-plan"])
def test_real_files_become_pictures(corpus, facts, name):
    path = corpus(f"pdf/{name}.pdf")
    backdrop = read(path)
    (page,) = facts(f"pdf/{name}.pdf")["pages"]
    assert backdrop.pixels == pytest.approx(page["pixels"], abs=1)
    shown = np.asarray(Image.open(io.BytesIO(backdrop.picture)).convert("L"))
    assert shown.shape == backdrop.pixels[::-1]
    assert 0.002 < (shown < 128).mean() < 0.2
    assert backdrop.metres_per_pixel is None
    assert len(backdrop.notes) == 1


def test_a_noted_scale_is_proposed_and_not_taken(corpus):
    backdrop = read(corpus("pdf/synthetic-four-rooms/sample-plan.pdf"))
    (note,) = backdrop.notes
    assert note.code == "scale-noted"
    assert "--scale 1:48" in note.words
    assert backdrop.metres_per_pixel is None


@pytest.mark.parametrize(
    ("scale", "metres"),
    [
        ("1:100", 100 * 0.0254 / 150),
        ("1/48", 48 * 0.0254 / 150),
        ("0.0254 m/px", 0.0254),
        ("2.54 cm per pixel", 0.0254),
        ("3.2 px = 1 m", 1 / 3.2),
        ("120,340 to 180,340 = 0.9 m", 0.015),
        ("0,0 to 30,40 = 5 ft", 0.03048),
        ("  120, 340  TO 180, 340 = 0,9 M ", 0.015),
    ],
)
def test_a_scale_that_a_person_gives_is_taken(tmp_path, scale, metres):
    assert read(written(tmp_path), scale=scale).metres_per_pixel == pytest.approx(metres)


@pytest.mark.parametrize("draw", [swing, many_lines])
@pytest.mark.parametrize("matrix", ["", "0.8 0.6 -0.6 0.8 300 100 cm\n", "-1 0 0 1 1200 0 cm\n"])
def test_doors_tell_the_scale(tmp_path, draw, matrix):
    # At 1:50 a door of 0.9 m is 18 mm wide.
    r = 0.018 / 0.0254 * 72
    doors = "".join(draw(200 + 80 * at, 200, r) for at in range(4)) + draw(300, 400, 0.7 * r)
    # Basins and rounded corners are quarters too, and have no leaf.
    others = "".join(swing(100 + 40 * at, 50, 12, leaf=False) for at in range(9))
    backdrop = read(written(tmp_path, matrix + doors + others), scale="door 0.9 m")
    assert backdrop.metres_per_pixel == pytest.approx(50 * 0.0254 / 150, rel=0.01)
    (note,) = backdrop.notes
    assert note.kind == "assumed"
    assert "4 of 5" in note.words
    assert "1:50" in note.words


def test_doors_inside_a_form_are_found_at_its_size(tmp_path):
    form = swing(0, 0, 100)
    more = "/XObject << /X 5 0 R >>"
    raw = document("q 0.5 0 0 0.5 100 100 cm /X Do Q", more=more).decode()
    stream = f"<< /Type /XObject /Subtype /Form /BBox [-9 -9 999 999] /Length {len(form)} >>"
    raw = raw.replace("xref", f"5 0 obj\n{stream}\nstream\n{form}\nendstream\nendobj\nxref", 1)
    path = tmp_path / "a.pdf"
    # The table no longer fits; readers mend that.
    path.write_text(raw)
    backdrop = read(path, scale="door 0.9 m")
    paper = 50 / 72 * 0.0254
    assert backdrop.metres_per_pixel == pytest.approx(0.9 / paper * 0.0254 / 150, rel=0.01)


def test_a_page_without_doors_offers_two_points(tmp_path):
    refused(written(tmp_path, "0 0 m 99 99 l S"), "two points", scale="door 0.9 m")


@pytest.mark.parametrize(
    "scale", ["door", "1:0", "big", "1:99999999", "0 px = 1 m", "5,5 to 5,5 = 1 m", "door 40 m"]
)
def test_a_scale_that_says_nothing_is_refused(tmp_path, scale):
    refused(written(tmp_path), "scale|door|spot", scale=scale)


def test_pages(tmp_path):
    path = written(tmp_path, pages=3)
    assert codes(read(path, page=3)) == ["no-scale", "other-pages"]
    refused(path, "no page 4; allowed: 1 to 3", page=4)
    refused(path, "no page 0", page=0)


def test_a_file_of_very_many_pages_is_refused(tmp_path):
    refused(written(tmp_path, count=100_000), "100,000 pages")


@pytest.mark.parametrize("keep", [40, 200, 0.5])
def test_a_truncated_file_is_one_error_or_a_page(tmp_path, keep):
    raw = document("0 0 m 99 99 l S")
    path = tmp_path / "a.pdf"
    path.write_bytes(raw[: int(keep if keep > 1 else keep * len(raw))])
    refused(path, "not a whole PDF")


def test_a_locked_file_says_what_to_do(tmp_path):
    keys = f"/O <{'ab' * 32}> /U <{'cd' * 32}>"
    lock = f"/Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -44 {keys} >> /ID [<00> <00>]"
    refused(written(tmp_path, trailer=lock), "locked by a password")


def test_a_page_of_any_size_becomes_a_picture_of_bounded_size(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(document().replace(b"[0 0 1224 792]", b"[0 0 9000 9000]"))
    backdrop = read(path, scale="1:100")
    assert math.prod(backdrop.pixels) < 41_000_000
    assert backdrop.pixels[0] * backdrop.metres_per_pixel == pytest.approx(317.5, rel=1e-3)


def test_scales_as_drawings_note_them():
    assert noted_scales('SCALE: 1/8" = 1\'-0" U.N.O.') == {'1/8" = 1\'-0"': 96.0}
    assert noted_scales("M 1 : 100 / 1:100, detail 1:5") == {"1 : 100": 100.0}
    assert noted_scales("1/0\" = 1' 12:30 version 3.1:50.2") == {}
    assert noted_scales("Maßstab 1:200") == {"1:200": 200.0}


def test_no_scale_is_none():
    assert parse_scale("  ") is None


def test_a_missing_library_names_its_extra(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    with pytest.raises(MissingExtraError, match=r"asher\[pdf\]"):
        pdf.read(written(tmp_path), Options())
