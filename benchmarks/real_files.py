"""Files of about 4 MB with as many rooms as real ones: the office of `big_files` and more.

Real files hold more than rooms: furniture, properties, outlines of many corners. How many bytes
there are to a room was counted in files that people have; `docs/importing.md` names them. To a
megabyte these are 8 rooms (IFC), 160 (DXF), 200 (IMDF, unpacked), 250 (GeoJSON), 260 (Vadere), 650
(OpenStreetMap), 690 (SVG) and 2,100 holes (WKT). `big_files` has 1,300 (GeoJSON) to 6,800 (SVG).
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks import big_files

BYTES_TO_A_ROOM = {
    "dxf": 6_147,  # iso-office: 19 rooms
    "ifc": 113_370,  # duplex: 21 rooms; large-building has 161,574
    "osm": 1_528,  # apb-dresden: 476 rooms
    "imdf.zip": 4_918,  # osmtoimdf-ulm, unpacked: 554 rooms
    "geojson": 4_004,  # gare-de-l-est: 116 rooms
    "wkt": 476,  # arena-wkt: 18 holes
    "scenario": 3_823,  # supermarket: 41 obstacles
    "svg": 1_458,  # ha-home: 196 paths and rectangles, two to a room
}
"""By ending; of walkable areas a hole or an obstacle counts as a room of the made-up office."""

_CORNERS = 22  # Of a hole of arena-wkt


def write(folder: Path, size: int = big_files.SIZE_BYTES) -> Iterator[Path]:
    """Write a file of each format with as many rooms as real ones of that size, filled up to it."""
    for ending, bytes_to_a_room in BYTES_TO_A_ROOM.items():
        # There are two rooms to a column and half a corridor, in a quarter as many rows.
        columns = max(8, int((2 * size / bytes_to_a_room) ** 0.5) // 4 * 4)
        path = folder / f"like-real.{ending}"
        plain = (
            _columns(columns) if ending == "wkt" else big_files.FORMATS[f"large.{ending}"](columns)
        )
        path.write_bytes(_FILLED[ending](plain, size - len(plain)) if ending in _FILLED else plain)
        yield path


def _before(anchor: bytes, filler: Callable[[int], str]) -> Callable[[bytes, int], bytes]:
    def filled(plain: bytes, missing: int) -> bytes:
        count = max(0, missing) // len(filler(10_000))
        at = plain.rindex(anchor)
        more = "".join(filler(number) for number in range(count)).encode()
        return plain[:at] + more + plain[at:]

    return filled


def _chair(number: int) -> str:
    # With the handle, the owner and the markers that CAD programs write.
    x, y = 1.0 + number % 20 / 10 + 1e-9, 1.0 + number // 20 % 20 / 10 + 1e-9
    ends = f" 10\n{x:.13f}\n 20\n{y:.13f}\n 30\n0.0\n 11\n{x + 0.4:.13f}\n 21\n{y:.13f}\n 31\n0.0"
    marks = f"  5\n{0x10000 + number:X}\n330\n1F\n100\nAcDbEntity\n  8\nfurniture\n100\nAcDbLine"
    return f"0\nLINE\n{marks}\n{ends}\n"


def _property(number: int) -> str:
    return f"#{9_000_000 + number}=IFCPROPERTYSINGLEVALUE('Note {number}',$,IFCLABEL('-'),$);\n"


def _bench(number: int) -> str:
    return (
        f'<node id="{9_000_000 + number}" lat="51.0000{number % 10}" lon="13.0000{number % 7}">'
        '<tag k="amenity" v="bench"/><tag k="level" v="0"/></node>\n'
    )


def _point(number: int) -> dict[str, object]:
    return {
        "id": f"amenity-{number}",
        "type": "Feature",
        "feature_type": "amenity",
        "properties": {"category": "seating", "name": f"bench {number}"},
        "geometry": {"type": "Point", "coordinates": [1.0 + number % 20 / 10, 1.0]},
    }


def _amenities(plain: bytes, missing: int) -> bytes:
    archive = io.BytesIO(plain)
    points = [_point(number) for number in range(missing // len(json.dumps(_point(10_000))))]
    whole = {"type": "FeatureCollection", "name": "amenity", "features": points}
    with zipfile.ZipFile(archive, "a", zipfile.ZIP_STORED) as out:
        out.writestr("amenity.geojson", json.dumps(whole))
    return archive.getvalue()


def _writers(plain: bytes, missing: int) -> bytes:
    whole = json.loads(plain)
    writer = {"type": "output", "processors": [1, 2, 3, 4], "attributes": {"startTime": 0.0}}
    more = len(json.dumps([writer], indent=1))
    whole["processWriters"] = [writer] * (missing // more)
    return json.dumps(whole, indent=1).encode()


def _columns(columns: int) -> bytes:
    """One walkable area with a hole of many corners for each room."""
    far = 6.0 * columns
    rings = [[(-10, -10), (far, -10), (far, 4 * far), (-10, 4 * far), (-10, -10)]]
    for _, (left, low, right, high), _ in big_files.rooms(columns):
        step = (right - left) / (_CORNERS // 2 - 1)
        below = [(left + step * at, low + 0.1 * (at % 2)) for at in range(_CORNERS // 2)]
        above = [(x, high - (y - low)) for x, y in reversed(below)]
        rings.append([*below, *above, below[0]])
    drawn = (", ".join(f"{x:.6f} {y:.6f}" for x, y in ring) for ring in rings)
    return f"POLYGON ({', '.join(f'({ring})' for ring in drawn)})".encode()


_FILLED = {
    "dxf": _before(b"0\nENDSEC\n0\nEOF", _chair),
    "ifc": _before(b"ENDSEC;\nEND-ISO", _property),
    "osm": _before(b"</osm>", _bench),
    "imdf.zip": _amenities,
    "geojson": _before(b"\n ]\n}", lambda number: f",\n  {json.dumps(_point(number))}"),
    "scenario": _writers,
    "svg": _before(b"</svg>", lambda number: f"<desc>as drawn by hand, note {number:06d}</desc>\n"),
}
