"""What files of simulation programs have in common: one floor of walkable polygons, in metres."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
import shapely
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from asher import bounds
from asher.errors import Fault, FloorplanError
from asher.floorplan.importers._walkable import find_exits, polygons_of, split
from asher.floorplan.importers.drawing import Area, Doorway, Drawing, Marker, Note, Storey
from asher.floorplan.importers.options import UNITS_M, Options
from asher.strangers import find_excess, read_plain

__all__ = ["Flat", "as_polygon", "check_finite", "drawn", "parsed", "refuse", "unpacked"]

# Files of an archive (judgement: a scenario has two).
_MEMBERS = 1000
# Floor smaller than this is a crack between obstacles [m2].
_SLIVER_M2 = 0.01
# Widths of necks that are tried beside that of a person [m], on floors of fewer corners than this.
_TRIED_M, _TRIED_CORNERS = (1.0, 1.3, 1.6, 2.0), 4000
# Half of the room that one person takes [m] (judgement).
_STANDS_M = 0.25


@dataclass
class Flat:
    """One floor as a simulation program has it."""

    # As of `Drawing`.
    title: str
    source: str
    walkable: BaseGeometry  # What can be walked on, without obstacles [unit of the file]
    exits: list[tuple[str, Polygon]] = field(default_factory=list)  # Where people leave
    spawns: list[tuple[str, Polygon]] = field(default_factory=list)  # Where people start
    notes: list[Note] = field(default_factory=list)  # What was assumed and left out


def refuse(path: Path, found: str, allowed: str, line: int = 1, column: int = 1) -> NoReturn:
    """Say why a file is not read.

    Parameters
    ----------
    path : Path
        The file.
    found, allowed : str
        As of `Fault`.
    line, column : int
        As of `Fault`.

    Raises
    ------
    FloorplanError
        Always.
    """
    raise FloorplanError([Fault(str(path), line, column, "", found, allowed)])


def parsed(path: Path, raw: bytes | None = None) -> Any:
    """Read JSON that a stranger wrote.

    Parameters
    ----------
    path : Path
        The file.
    raw : bytes, optional
        Its content where it is in an archive.

    Returns
    -------
    object
        Plain values, finite, of a stated number and depth.

    Raises
    ------
    FloorplanError
        If it is no such JSON.
    """
    if raw is None:
        raw = content(path)
    try:
        document = json.loads(raw.decode("utf-8-sig"), parse_constant=_not_finite)
    except RecursionError:
        refuse(path, "values nested without end", f"at most {bounds.DEPTH} levels")
    except json.JSONDecodeError as error:
        refuse(path, f"not JSON: {error.msg}", "a whole JSON file", error.lineno, error.colno)
    except ValueError as error:
        refuse(path, str(error), "JSON in UTF-8 with finite numbers")
    if excess := find_excess(document):
        refuse(path, excess, "a floor plan of one building")
    return document


def _not_finite(word: str) -> NoReturn:
    raise ValueError(f"{word} for a number")


def content(path: Path) -> bytes:
    """Read a file whole.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    bytes
        What it holds.

    Raises
    ------
    FloorplanError
        If it cannot be read or is too large.
    """
    try:
        return read_plain(path, most=bounds.DOCUMENT_BYTES, links=True)
    except OSError as error:
        refuse(path, error.strerror or str(error), f"at most {bounds.DOCUMENT_BYTES >> 20} MB")


def unpacked(path: Path, wanted: Sequence[str]) -> dict[str, bytes]:
    """Unpack members of an archive by the end of their names.

    Parameters
    ----------
    path : Path
        A zip archive.
    wanted : sequence of str
        Ends of names, such as ``".wkt"``.

    Returns
    -------
    dict
        Content by end of name; the first of each.

    Raises
    ------
    FloorplanError
        If it is damaged, has too many members, names that lead out of it, or unpacks to too
        much; nothing is written.
    """
    found: dict[str, bytes] = {}
    left = bounds.DOCUMENT_BYTES
    try:
        with zipfile.ZipFile(io.BytesIO(content(path))) as archive:
            members = archive.infolist()
            if len(members) > _MEMBERS:
                refuse(path, f"{len(members):,} files in the archive", f"at most {_MEMBERS:,}")
            for member in members:
                if _leads_out(member.filename):
                    refuse(path, f"a file {member.filename[:80]!r}", "names within the archive")
                end = next((each for each in wanted if member.filename.endswith(each)), None)
                if end is None or end in found or Path(member.filename).name.startswith("."):
                    continue
                with archive.open(member) as stream:
                    # The header may lie about the size; the stream does not.
                    found[end] = stream.read(left + 1)
                left -= len(found[end])
                if left < 0:
                    most = f"at most {bounds.DOCUMENT_BYTES >> 20} MB unpacked"
                    refuse(path, f"too much up to {member.filename[:80]!r}", most)
    except FloorplanError:
        raise
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        refuse(path, f"damaged archive: {error}", "a whole zip archive without a password")
    except Exception as error:  # noqa: BLE001 - decompressors have errors of their own
        refuse(path, f"damaged archive: {error}", "a whole zip archive")
    return found


def _leads_out(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return ".." in parts or parts[0] == "" or ":" in parts[0]


def as_polygon(points: Any) -> Polygon | None:
    """Make a polygon of a list of corners.

    Parameters
    ----------
    points : object
        ``[[x, y], ...]``, or ``[{"x": x, "y": y}, ...]``.

    Returns
    -------
    Polygon or None
        Its largest part; None where it has no area, or the values are no corners.
    """
    try:
        pairs = [(p["x"], p["y"]) if isinstance(p, dict) else (p[0], p[1]) for p in points]
        corners = np.array(pairs, float)
    except (KeyError, IndexError, TypeError, ValueError):
        return None
    if corners.ndim != 2 or len(corners) < 3 or not np.isfinite(corners).all():
        return None
    parts = polygons_of(Polygon(corners))
    return max(parts, key=lambda part: part.area) if parts else None


def check_finite(path: Path, shapes: Iterable[BaseGeometry], metres: float) -> None:
    """Refuse coordinates that are no places, and outlines of too many corners.

    Parameters
    ----------
    path : Path
        The file.
    shapes : iterable of geometry
        All that it holds.
    metres : float
        One unit of the file [m].

    Raises
    ------
    FloorplanError
        If there are such.
    """
    points = shapely.get_coordinates([*shapes]) * metres
    most = bounds.OUTLINE_POINTS
    if len(points) > most:
        refuse(path, f"outlines of {len(points):,} corners", f"at most {most:,}: one building")
    if not np.isfinite(points).all() or (np.abs(points) > bounds.COORDINATE_M).any():
        refuse(
            path,
            f"a coordinate that is no place (farther than {bounds.COORDINATE_M:,.0f} m, or none)",
            "metres; name the unit (--unit mm) if the file has another",
        )


def drawn(path: Path, flat: Flat, options: Options) -> Drawing:
    """Draw a floor of a simulation program.

    Parameters
    ----------
    path : Path
        The file.
    flat : Flat
        What it shows.
    options : Options
        Width of necks and unit.

    Returns
    -------
    Drawing
        Its rooms, doorways, ways out and starting places.

    Raises
    ------
    FloorplanError
        If it holds no floor, or coordinates that are no places.
    """
    unit = options.unit or "m"
    if unit not in UNITS_M:
        refuse(path, f"{unit} as unit", ", ".join(UNITS_M))
    metres = UNITS_M[unit]
    marked = [*flat.exits, *flat.spawns]
    check_finite(path, [flat.walkable, *(shape for _, shape in marked)], metres)
    floor = [part for part in polygons_of(_scaled(flat.walkable, metres)) if part.area > _SLIVER_M2]
    if not floor:
        refuse(path, "nothing can be walked on", "a walkable area that obstacles do not fill")
    areas, gates = _rooms(floor, options.neck_m)
    exits = [(name, _scaled(shape, metres)) for name, shape in flat.exits]
    ways_out, told = find_exits(areas, exits, 0)
    notes = [*flat.notes, *_necks_told(areas, gates, options), *told]
    markers, unplaced = _spawns(flat, metres, shapely.union_all(floor))
    return Drawing(
        flat.title,
        flat.source,
        (Storey("ground floor", 0.0, 0),),
        areas=tuple(areas),
        doorways=(*gates, *ways_out),
        markers=markers,
        notes=(*notes, *unplaced),
    )


def _scaled(shape: Any, metres: float) -> Any:
    return shape if metres == 1.0 else shapely.transform(shape, lambda xy: xy * metres)


def _rooms(floor: Sequence[Polygon], neck_m: float) -> tuple[list[Area], list[Doorway]]:
    areas: list[Area] = []
    gates: list[Doorway] = []
    for at, polygon in enumerate(floor, 1):
        rooms, between = split(polygon, neck_m, 0, id=f"floor {at}")
        areas += rooms
        gates += between
    return areas, gates


def _necks_told(
    areas: Sequence[Area], gates: Sequence[Doorway], options: Options
) -> Iterable[Note]:
    corners = sum(shapely.get_num_coordinates(area.polygon) for area in areas)
    others = ""
    if corners < _TRIED_CORNERS:
        whole = polygons_of(shapely.union_all([area.polygon for area in areas], grid_size=1e-6))
        counts = {neck: len(_rooms(whole, neck)[0]) for neck in _TRIED_M}
        tried = [f"{n} with --neck {neck:g}" for neck, n in counts.items() if n != len(areas)]
        others = f"; {', '.join(tried)}" if tried else ""
    words = (
        f"the file has no rooms: {len(areas)}, by {len(gates)} necks narrower than "
        f"{options.neck_m:g} m{others}"
    )
    yield Note("assumed", "necks", words, amount_m=options.neck_m)


def _spawns(
    flat: Flat, metres: float, floor: BaseGeometry
) -> tuple[tuple[Marker, ...], tuple[Note, ...]]:
    markers, notes = [], []
    for name, drawn_as in flat.spawns:
        shape = _scaled(drawn_as, metres)
        if shape.buffer(-_STANDS_M).is_empty:
            # A line or a spot from which people come: room to stand around it.
            shape = shape.buffer(2 * _STANDS_M)
        parts = polygons_of(shape.intersection(floor))
        if parts:
            markers.append(Marker(0, max(parts, key=lambda part: part.area), "spawn", name))
        else:
            words = f"starting place {name!r} is off the floor"
            notes.append(Note("left out", "spawn-outside", words))
    return tuple(markers), tuple(notes)
