"""Pictures to trace: of a stated size, upright, with the scale that a person gives."""

import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from asher.floorplan.importers import picture
from importers.reading import Reader

read = Reader(picture)
refused = read.refused


def written(tmp_path, image=None, name="plan.png", **kwargs):
    path = tmp_path / name
    (image or Image.new("RGB", (40, 30), "white")).save(path, **kwargs)
    return path


def shown(backdrop):
    return Image.open(io.BytesIO(backdrop.picture))


def test_a_real_picture(corpus, facts):
    name = "png/wrld-cad-office/cad_image.png"
    backdrop = read(corpus(name))
    assert [*backdrop.pixels] == facts(name)["pixels"]
    assert [note.code for note in backdrop.notes] == ["no-scale"]
    original = np.asarray(Image.open(corpus(name)).convert("RGB"))
    assert (np.asarray(shown(backdrop)) == original).all()


def test_the_size_on_paper_that_a_picture_states_is_told(corpus, facts):
    name = "png/wrld-cad-office/cad_image.png"
    backdrop = read(corpus(name), scale="1:100")
    assert backdrop.metres_per_pixel == pytest.approx(2.54 / facts(name)["dpi"][0])
    assert [note.kind for note in backdrop.notes] == ["assumed"]


@pytest.mark.parametrize(
    ("scale", "metres"), [("0,0 to 30,40 = 1 m", 0.02), ("50 px = 1 m", 0.02), ("2 cm/px", 0.02)]
)
def test_a_scale_that_a_person_gives_is_taken(tmp_path, scale, metres):
    backdrop = read(written(tmp_path), scale=scale)
    assert backdrop.metres_per_pixel == pytest.approx(metres)
    assert backdrop.notes == ()


def test_a_photograph_is_turned_upright(tmp_path):
    image = Image.new("RGB", (64, 32), "white")
    image.paste("black", (0, 0, 32, 32))
    exif = Image.Exif()
    exif[0x0112] = 6
    path = written(tmp_path, image, "a.jpg", exif=exif)
    backdrop = read(path)
    assert backdrop.pixels == (32, 64)
    upright = np.asarray(shown(backdrop).convert("L"))
    assert upright[:24].mean() < 20
    assert upright[-24:].mean() > 230
    assert "turned" in [note.code for note in backdrop.notes]


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_pictures_of_any_depth_become_grey_or_colour(tmp_path, mode):
    backdrop = read(written(tmp_path, Image.new(mode, (40, 30), 0)))
    assert shown(backdrop).mode in {"L", "RGB"}


def test_what_is_clear_is_white(tmp_path):
    backdrop = read(written(tmp_path, Image.new("RGBA", (40, 30), (0, 0, 0, 0))))
    assert np.asarray(shown(backdrop)).min() == 255


def test_a_jpeg_in_colours_of_print(tmp_path):
    backdrop = read(written(tmp_path, Image.new("CMYK", (40, 30)), "a.jpg"))
    assert shown(backdrop).mode == "RGB"


@pytest.mark.parametrize("side", [31_623, 12_000, 2**31 - 1])
def test_a_picture_of_very_many_pixels_is_refused_before_it_is_unpacked(tmp_path, side):
    def chunk(name, data):
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0))
    path = tmp_path / "a.png"
    body = chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + head + body)
    refused(path, "pixels")


def test_a_tiny_picture_is_refused(tmp_path):
    refused(written(tmp_path, Image.new("L", (3, 3))), "3 by 3 pixels")


@pytest.mark.parametrize("name", ["a.png", "a.jpg"])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_truncated_picture_is_one_error(tmp_path, name, share):
    rng = np.random.default_rng(1)
    image = Image.fromarray(rng.integers(0, 255, (60, 60, 3), np.uint8))
    path = written(tmp_path, image, name)
    raw = path.read_bytes()
    path.write_bytes(raw[: int(share * len(raw))])
    refused(path, "not a whole picture")


def test_doors_and_ratios_need_what_a_picture_has_not(tmp_path):
    refused(written(tmp_path), "two points", scale="door 0.9 m")
    refused(written(tmp_path), "two points", scale="1:100")
    refused(written(tmp_path), "scale 'large'", scale="large")
