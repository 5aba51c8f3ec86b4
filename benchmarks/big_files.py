"""Files of about 4 MB in the formats that are imported: one large office, written as each asks."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

SIZE_BYTES = 4 * 10**6
ROOM_M, WALL_M, DOOR_M = 4.0, 0.2, 0.9
_DEGREE_M = 111_320.0

Box = tuple[float, float, float, float]


def rooms(columns: int) -> Iterator[tuple[str, Box, tuple[float, float]]]:
    """Rooms on both sides of corridors, and the middle of the door of each: name, box, door."""
    step, long = ROOM_M + WALL_M, columns * (ROOM_M + WALL_M)
    for row in range(columns // 4):
        y = row * (2 * step + 2.2)
        yield f"corridor {row}", (0, y + step, long, y + step + 2), (0, y + step + 1)
        for column in range(columns):
            x = column * step
            door = x + ROOM_M / 2
            yield f"{row}.{column} south", (x, y, x + ROOM_M, y + ROOM_M), (door, y + ROOM_M + 0.1)
            top = y + step + 2.2
            yield (
                f"{row}.{column} north",
                (x, top, x + ROOM_M, top + ROOM_M),
                (door, top - WALL_M / 2),
            )


def _ring(box: Box, scale: float = 1.0) -> list[list[float]]:
    left, low, right, high = (value * scale for value in box)
    return [[left, low], [right, low], [right, high], [left, high], [left, low]]


def geojson(columns: int) -> bytes:
    """Rooms as polygons and doors as lines, in metres."""
    features = []
    for name, box, (x, y) in rooms(columns):
        across = name.startswith("corridor")
        ends = [[x, y - 0.45], [x, y + 0.45]] if across else [[x - 0.45, y], [x + 0.45, y]]
        for kind, geometry in (
            ("room", {"type": "Polygon", "coordinates": [_ring(box)]}),
            ("door", {"type": "LineString", "coordinates": ends}),
        ):
            properties = {"category": kind, "name": name if kind == "room" else ""}
            features.append({"type": "Feature", "properties": properties, "geometry": geometry})
    return json.dumps({"type": "FeatureCollection", "features": features}, indent=1).encode()


def osm(columns: int) -> bytes:
    """Rooms as closed ways tagged ``indoor=room``, doors as nodes on them."""
    nodes, ways, at = [], [], 0
    for name, box, (x, y) in rooms(columns):
        references = []
        for point in [*_ring(box)[:4], [x, y]]:
            at += 1
            lat, lon = 51 + point[1] / _DEGREE_M, 13 + point[0] / (_DEGREE_M * 0.6293)
            tag = '<tag k="door" v="yes"/><tag k="level" v="0"/>' if point == [x, y] else ""
            nodes.append(f'<node id="{at}" lat="{lat:.9f}" lon="{lon:.9f}">{tag}</node>')
            references.append(at)
        kind = "corridor" if name.startswith("corridor") else "room"
        order = [*references[:4], references[0]]
        marks = "".join(f'<nd ref="{each}"/>' for each in order)
        ways.append(
            f'<way id="{at}">{marks}<tag k="indoor" v="{kind}"/><tag k="level" v="0"/>'
            f'<tag k="name" v="{name}"/></way>'
        )
    body = "\n".join([*nodes, *ways])
    return f'<?xml version="1.0"?>\n<osm version="0.6">\n{body}\n</osm>\n'.encode()


def svg(columns: int) -> bytes:
    """Rooms as rectangles, in centimetres as users' units."""
    shapes = []
    for name, (left, low, right, high), (x, y) in rooms(columns):
        shapes.append(
            f'<rect id="room-{name}" x="{left:.2f}" y="{low:.2f}" width="{right - left:.2f}" '
            f'height="{high - low:.2f}"/><line class="door" x1="{x - 0.45:.2f}" y1="{y:.2f}" '
            f'x2="{x + 0.45:.2f}" y2="{y:.2f}"/>'
        )
    inside = "\n".join(shapes)
    size = columns * 5
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}m" viewBox="0 0 {size} {size}">'
        f"\n{inside}\n</svg>\n"
    ).encode()


def wkt(columns: int) -> bytes:
    """One walkable area with a hole for each room."""
    holes = [ring for _, box, _ in rooms(columns) for ring in [_ring(box)]]
    far = 6.0 * columns
    outer = _ring((-10, -10, far, 4 * far))
    rings = [", ".join(f"{x:.6f} {y:.6f}" for x, y in ring) for ring in (outer, *holes)]
    return f"POLYGON ({', '.join(f'({ring})' for ring in rings)})".encode()


def vadere(columns: int) -> bytes:
    """One walkable area with an obstacle for each room."""
    obstacles = [
        {
            "id": at,
            "shape": {
                "x": box[0] + 1,
                "y": box[1] + 1,
                "width": box[2] - box[0],
                "height": box[3] - box[1],
                "type": "RECTANGLE",
            },
        }
        for at, (_, box, _) in enumerate(rooms(columns), 1)
    ]
    target = {
        "id": 0,
        "absorbing": True,
        "shape": {"x": 0.5, "y": 0.5, "width": 2.0, "height": 0.6, "type": "RECTANGLE"},
    }
    far = 6.0 * columns
    topography = {
        "attributes": {
            "bounds": {"x": 0.0, "y": 0.0, "width": far, "height": 4 * far},
            "boundingBoxWidth": 0.5,
            "bounded": True,
        },
        "obstacles": obstacles,
        "stairs": [],
        "targets": [target],
        "sources": [],
    }
    whole = {"name": "office", "release": "2.4", "scenario": {"topography": topography}}
    return json.dumps(whole, indent=1).encode()


def dxf(columns: int) -> bytes:
    """Walls as loose lines and doors as arcs, in metres."""
    out = ["0\nSECTION\n2\nHEADER\n9\n$INSUNITS\n70\n6\n0\nENDSEC\n0\nSECTION\n2\nENTITIES"]

    def line(x1: float, y1: float, x2: float, y2: float) -> None:
        out.append(f"0\nLINE\n8\nwalls\n10\n{x1:.4f}\n20\n{y1:.4f}\n11\n{x2:.4f}\n21\n{y2:.4f}")

    for name, box, (x, _) in rooms(columns):
        left, low, right, high = box
        if name.startswith("corridor"):
            line(left, low, left, high)
            line(right, low, right, high)
            continue
        near, far = (low, high) if name.endswith("north") else (high, low)
        line(left, far, right, far)
        line(left, low, left, high)
        line(right, low, right, high)
        line(left, near, x - 0.45, near)
        line(x + 0.45, near, right, near)
        inside = near + WALL_M if near == high else near - WALL_M
        line(left - WALL_M, inside, x - 0.45, inside)
        line(x + 0.45, inside, right, inside)
        for jamb in (x - 0.45, x + 0.45):
            line(jamb, near, jamb, inside)
        out.append(
            f"0\nARC\n8\ndoors\n10\n{x - 0.45:.4f}\n20\n{near:.4f}\n40\n{DOOR_M}\n50\n0\n51\n90"
        )
    return "\n".join([*out, "0\nENDSEC\n0\nEOF\n"]).encode()


def imdf(columns: int) -> bytes:
    """Rooms as units and doors as openings of a level, in degrees."""

    def degrees(point: list[float]) -> list[float]:
        return [13 + point[0] / (_DEGREE_M * 0.6293), 51 + point[1] / _DEGREE_M]

    def feature(kind: str, at: int, geometry: object, **properties: object) -> dict[str, object]:
        return {
            "id": f"{kind}-{at}",
            "type": "Feature",
            "feature_type": kind,
            "geometry": geometry,
            "properties": properties,
        }

    units, doors = [], []
    for at, (name, box, (x, y)) in enumerate(rooms(columns)):
        ring = [degrees(point) for point in _ring(box)]
        shape = {"type": "Polygon", "coordinates": [ring]}
        title = {"en": name}
        units.append(feature("unit", at, shape, category="room", level_id="level-0", name=title))
        ends = [degrees([x - 0.45, y]), degrees([x + 0.45, y])]
        line = {"type": "LineString", "coordinates": ends}
        doors.append(feature("opening", at, line, category="pedestrian", level_id="level-0"))
    level = feature("level", 0, units[0]["geometry"], ordinal=0, name={"en": "ground"})
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as out:
        out.writestr("manifest.json", json.dumps({"version": "1.0.0", "language": "en"}))
        for name, members in (("level", [level]), ("unit", units), ("opening", doors)):
            whole = {"type": "FeatureCollection", "name": name, "features": members}
            out.writestr(f"{name}.geojson", json.dumps(whole))
    return archive.getvalue()


def ifc(columns: int) -> bytes:
    """Rooms as spaces of extruded rectangles on one storey, in metres."""
    lines = [
        "#1=IFCORGANIZATION($,'test',$,$,$);",
        "#2=IFCSIUNIT(*,.LENGTHUNIT.,$,.METRE.);",
        "#3=IFCUNITASSIGNMENT((#2));",
        "#4=IFCCARTESIANPOINT((0.,0.,0.));",
        "#5=IFCDIRECTION((0.,0.,1.));",
        "#6=IFCAXIS2PLACEMENT3D(#4,$,$);",
        "#7=IFCGEOMETRICREPRESENTATIONCONTEXT($,'Model',3,1.E-05,#6,$);",
        "#15=IFCCARTESIANPOINT((0.,0.));",
        "#16=IFCAXIS2PLACEMENT2D(#15,$);",
        "#8=IFCPROJECT('0000000000000000000001',$,'office',$,$,$,$,(#7),#3);",
        "#9=IFCLOCALPLACEMENT($,#6);",
        "#10=IFCBUILDING('0000000000000000000002',$,'b',$,$,#9,$,$,.ELEMENT.,$,$,$);",
        "#11=IFCBUILDINGSTOREY('0000000000000000000003',$,'ground',$,$,#9,$,$,.ELEMENT.,0.);",
        "#12=IFCRELAGGREGATES('0000000000000000000004',$,$,$,#8,(#10));",
        "#13=IFCRELAGGREGATES('0000000000000000000005',$,$,$,#10,(#11));",
    ]
    at, spaces = 100, []
    for name, (left, low, right, high), _ in rooms(columns):
        x, y = (left + right) / 2, (low + high) / 2
        lines += [
            f"#{at}=IFCCARTESIANPOINT(({x:.4f},{y:.4f},0.));",
            f"#{at + 1}=IFCAXIS2PLACEMENT3D(#{at},$,$);",
            f"#{at + 2}=IFCLOCALPLACEMENT(#9,#{at + 1});",
            f"#{at + 3}=IFCRECTANGLEPROFILEDEF(.AREA.,$,#16,{right - left:.4f},{high - low:.4f});",
            f"#{at + 4}=IFCEXTRUDEDAREASOLID(#{at + 3},#6,#5,3.);",
            f"#{at + 5}=IFCSHAPEREPRESENTATION(#7,'Body','SweptSolid',(#{at + 4}));",
            f"#{at + 6}=IFCPRODUCTDEFINITIONSHAPE($,$,(#{at + 5}));",
            f"#{at + 7}=IFCSPACE('{at:022d}',$,'{name}',$,$,#{at + 2},#{at + 6},$,.ELEMENT.,"
            ".INTERNAL.,0.);",
        ]
        spaces.append(f"#{at + 7}")
        at += 8
    lines.append(f"#14=IFCRELAGGREGATES('0000000000000000000006',$,$,$,#11,({','.join(spaces)}));")
    head = (
        "ISO-10303-21;\nHEADER;\nFILE_DESCRIPTION((''),'2;1');\n"
        "FILE_NAME('office','2020-01-01T00:00:00',(''),(''),'','','');\n"
        "FILE_SCHEMA(('IFC2X3'));\nENDSEC;\nDATA;\n"
    )
    return (head + "\n".join(lines) + "\nENDSEC;\nEND-ISO-10303-21;\n").encode()


FORMATS: dict[str, Callable[[int], bytes]] = {
    "large.dxf": dxf,
    "large.ifc": ifc,
    "large.osm": osm,
    "large.imdf.zip": imdf,
    "large.geojson": geojson,
    "large.wkt": wkt,
    "large.scenario": vadere,
    "large.svg": svg,
}


def write(folder: Path, size: int = SIZE_BYTES) -> Iterator[Path]:
    """Write a file of each format, of the size that is nearest from below."""
    for name, make in FORMATS.items():
        trial = len(make(20))
        columns = max(8, int(20 * (size / trial) ** 0.5) // 4 * 4)
        path = folder / name
        path.write_bytes(make(columns))
        yield path
