"""JuPedSim: walkable areas as WKT, scenarios of its web app, trajectories with their geometry."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

import numpy as np
import shapely
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from asher import bounds
from asher.floorplan.importers._flat import Flat, as_polygon, drawn
from asher.floorplan.importers._opening import content, names_in, parsed, refuse, unpacked
from asher.floorplan.importers._walkable import polygons_of
from asher.floorplan.importers.drawing import Drawing, Note
from asher.floorplan.importers.options import Options

__all__ = ["ENDINGS", "EXTRA", "NAME", "read", "recognises"]

NAME = "JuPedSim"
EXTRA = ""
ENDINGS = (".wkt", ".json", ".zip", ".sqlite")

_WKT = re.compile(rb"(?:\xef\xbb\xbf)?\s*(MULTIPOLYGON|POLYGON|GEOMETRYCOLLECTION)\s*Z?\s*\(", re.I)
_SQLITE = b"SQLite format 3\0"
_KEYS = (b'"exits"', b'"distributions"', b'"journeys"', b'"simulation_settings"')
_GEOMETRY, _CONFIG = "geometry.wkt", ".json"
_FLOOR_KEYS = ("walkable_area", "walkableArea", "geometry", "wkt")
_QUERY_S = 10.0
# Nothing is this far away, in any unit.
_FARTHEST = 1e9


def recognises(head: bytes, path: Path) -> bool:
    """Whether a file is a walkable area, a scenario or trajectories of JuPedSim."""
    if head.startswith(_SQLITE) or _WKT.match(head):
        return True
    if head.startswith(b"PK"):
        return any(name.endswith(".wkt") for name in names_in(head, path))
    begins = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return begins.startswith(b"{") and sum(key in head for key in _KEYS) >= 2


def read(path: Path, options: Options) -> Drawing:
    """Read what can be walked on, its exits and its starting places."""
    with path.open("rb") as stream:
        head = stream.read(len(_SQLITE))
    if head == _SQLITE:
        flat = _from_trajectories(path)
    elif head.startswith(b"PK"):
        flat = _from_archive(path)
    elif head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        flat = _from_scenario(path)
    else:
        flat = Flat(path.stem, f"{path.name} (JuPedSim geometry)", _floor(path, content(path)))
    return drawn(path, flat, options)


def _floor(path: Path, raw: bytes) -> BaseGeometry:
    """The walkable area that a text in WKT says."""
    signs = np.frombuffer(raw, np.uint8)
    corners = int((signs == ord(",")).sum()) + 1
    if corners > bounds.OUTLINE_POINTS:
        refuse(path, f"an outline of {corners:,} corners", f"at most {bounds.OUTLINE_POINTS:,}")
    brackets = signs[(signs == ord("(")) | (signs == ord(")"))]
    depth = np.cumsum(np.where(brackets == ord("("), 1, -1))
    if depth.size and depth.max() > bounds.DEPTH:
        refuse(path, "brackets nested without end", f"at most {bounds.DEPTH} levels")
    try:
        with np.errstate(all="ignore"):
            shape = shapely.from_wkt(raw.decode("utf-8-sig"))
    except (shapely.errors.GEOSException, UnicodeDecodeError, ValueError) as error:
        found = " ".join(str(error).split())[:200]
        refuse(path, f"not a whole geometry in WKT: {found}", "POLYGON ((x y, ...)) in metres")
    if not (np.abs(shapely.get_coordinates(shape)) < _FARTHEST).all():
        refuse(path, "a coordinate that is no place", "finite coordinates in metres")
    parts = polygons_of(shape)
    if not parts:
        found = f"{shape.geom_type} without floor"
        refuse(path, found, "POLYGON, MULTIPOLYGON or a collection of them")
    return shapely.union_all(parts)


def _from_archive(path: Path) -> Flat:
    files = unpacked(path, (_GEOMETRY, ".wkt", "config.json", _CONFIG))
    wkt = files.get(_GEOMETRY) or files.get(".wkt")
    if wkt is None:
        refuse(path, "no geometry in the archive", f"{_GEOMETRY} and config.json")
    config = files.get("config.json") or files.get(_CONFIG)
    source = f"{path.name} (JuPedSim scenario)"
    if config is None:
        return Flat(path.stem, source, _floor(path, wkt))
    return _with_config(path, Flat(path.stem, source, _floor(path, wkt)), parsed(path, config))


def _from_scenario(path: Path) -> Flat:
    config = parsed(path)
    inside = [config.get(key) for key in _FLOOR_KEYS if isinstance(config, dict)]
    text = next((each for each in inside if isinstance(each, str)), None)
    beside = path.with_name(_GEOMETRY)
    source = f"{path.name} (JuPedSim scenario)"
    if text is not None:
        return _with_config(path, Flat(path.stem, source, _floor(path, text.encode())), config)
    if not beside.is_file():
        found = "the scenario holds no walkable area"
        refuse(path, found, f"{_GEOMETRY} in the same folder, or an archive that holds both")
    title = path.parent.name if path.stem == "config" else path.stem
    flat = Flat(title or path.stem, source, _floor(beside, content(beside)))
    words = f"the walkable area is that of {_GEOMETRY} in the same folder"
    flat.notes.append(Note("assumed", "geometry-beside", words))
    return _with_config(path, flat, config)


def _with_config(path: Path, flat: Flat, config: Any) -> Flat:
    """The floor with the exits, starting places and obstacles of a scenario."""
    if not isinstance(config, dict):
        refuse(path, "a list or a value alone", "a scenario: exits, distributions, ...")
    solids = [shape for _, shape in _shapes(flat, config, "obstacles")]
    if solids:
        flat.walkable = flat.walkable.difference(shapely.union_all(solids))
    flat.exits = [*_shapes(flat, config, "exits")]
    flat.spawns = [*_shapes(flat, config, "distributions")]
    for key in ("zones", "checkpoints", "waiting_areas"):
        if n := len(config.get(key) or ()):
            words = f"{n} {key.replace('_', ' ')} of the scenario: a plan has none"
            flat.notes.append(Note("left out", "scenario-parts", words))
    return flat


def _shapes(flat: Flat, config: dict[str, Any], key: str) -> Iterator[tuple[str, Polygon]]:
    things = config.get(key) or {}
    if isinstance(things, dict):
        pairs = [*things.items()]
    else:
        pairs = [(f"{key} {at}", thing) for at, thing in enumerate(things, 1)]
    for name, thing in pairs:
        corners = thing.get("coordinates") if isinstance(thing, dict) else thing
        shape = as_polygon(corners)
        if shape is None:
            words = f"{key} {str(name)[:80]!r} is no polygon"
            flat.notes.append(Note("left out", "scenario-parts", words))
        else:
            yield str(name), shape


def _from_trajectories(path: Path) -> Flat:
    """The floor on which trajectories were recorded, read without trust in the file."""
    end = time.monotonic() + _QUERY_S
    address = f"file:{quote(str(path.absolute()))}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(address, uri=True)) as base:
            base.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, bounds.DOCUMENT_BYTES)
            base.set_progress_handler(lambda: time.monotonic() > end, 10_000)
            base.execute("PRAGMA trusted_schema = OFF")
            tables = {
                row[0]
                for row in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            }
            if "geometry" not in tables:
                found = "a database without a table of geometry"
                refuse(path, found, "trajectories of JuPedSim, which hold where they were walked")
            rows = base.execute("SELECT wkt FROM geometry LIMIT 1000").fetchall()
    except sqlite3.Error as error:
        refuse(path, f"not a whole SQLite file: {error}", "trajectories of JuPedSim")
    texts = [row[0] for row in rows if isinstance(row[0], str)]
    if not texts:
        refuse(path, "no geometry in the file", "trajectories that hold where they were walked")
    source = f"{path.name} (JuPedSim trajectories)"
    flat = Flat(path.stem, source, _floor(path, texts[0].encode()))
    if len(texts) > 1:
        words = f"{len(texts) - 1} later geometries of the recording; the first is the plan"
        flat.notes.append(Note("left out", "later-geometry", words))
    flat.notes.append(Note("left out", "trajectories", "who walked where: no part of a plan"))
    return flat
