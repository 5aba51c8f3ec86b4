"""IMDF: an archive of levels, units and openings, as venues publish them for indoor maps."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

from asher.floorplan.importers._degrees import Plane
from asher.floorplan.importers._features import (
    broken_told,
    check_degrees,
    check_places,
    features_of,
    moved,
    points_of,
)
from asher.floorplan.importers._imdf_features import PlacedFeatures, ours_of
from asher.floorplan.importers._opening import names_in, parsed, refuse, unpacked
from asher.floorplan.importers.drawing import Drawing
from asher.floorplan.importers.options import Options

__all__ = ["ENDINGS", "EXTRA", "NAME", "read", "recognises"]

NAME = "IMDF"
EXTRA = ""
ENDINGS = (".zip",)

_KINDS = (
    *("level", "unit", "opening", "fixture", "relationship", "detail"),
    *("geofence", "anchor", "occupant", "venue", "manifest"),
)
_FORMS = (".geojson", ".json")


def recognises(head: bytes, path: Path) -> bool:
    """Whether a file is an archive of IMDF."""
    names = {PurePosixPath(name).name for name in names_in(head, path)}
    return all(any(f"{kind}{form}" in names for form in _FORMS) for kind in ("level", "unit"))


def read(path: Path, options: Options) -> Drawing:
    """Read units, openings and stairs."""
    del options
    archive = _Archive(path)
    if not archive.of["level"] or not archive.of["unit"]:
        missing = "level" if not archive.of["level"] else "unit"
        refuse(path, f"no {missing} in the archive", "levels and units, as of IMDF 1.0")
    drawing = PlacedFeatures(archive.of).drawing(path.stem)
    if not drawing.areas:
        refuse(path, "no unit has a floor on a level", "units with a polygon and a level_id")
    notes = (*archive.notes, *drawing.notes)
    return replace(drawing, planned=archive.plane is not None, notes=notes)


class _Archive:
    """The features of an archive by kind, in metres."""

    def __init__(self, path: Path) -> None:
        self.path = path
        files = unpacked(path, [f"{kind}{form}" for kind in _KINDS for form in _FORMS])
        held = {name.partition(".")[0]: parsed(path, raw) for name, raw in files.items()}
        manifest = held.pop("manifest", {})
        of = {
            kind: features_of(path, document)
            for kind, document in held.items()
            if isinstance(document, dict) and document.get("features")
        }
        points = points_of([each for kind in ("level", "unit") for each in of.get(kind, ())])
        if not len(points):
            refuse(path, "no unit has a shape", "units with polygons")
        every = points_of([each for features in of.values() for each in features])
        check_degrees(path, every, "longitude and latitude, as of IMDF")
        self.notes = [*broken_told(each for features in of.values() for each in features)]
        self.plane = _plane(manifest)
        plane = self.plane or Plane.about(points)
        self.of = {kind: moved(of.get(kind, ()), plane.metres) for kind in _KINDS}
        check_places(path, [each for features in self.of.values() for each in features])


def _plane(manifest: Any) -> Plane | None:
    """The place that an export of ours writes down, so that coordinates come back as they were."""
    origin = ours_of(manifest).get("origin") if isinstance(manifest, dict) else None
    try:
        east, north = (float(each) for each in origin or ())
    except (TypeError, ValueError):
        return None
    return Plane(east, north) if abs(east) <= 180 and abs(north) < 90 else None
