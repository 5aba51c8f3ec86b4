"""IMDF: an archive of GeoJSON in degrees, as indoor maps and venues use it."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import numpy as np
import shapely
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from asher.floorplan.elements import Connector, Element, Floorplan, Obstacle, Opening, Space, Zone
from asher.floorplan.importers._degrees import Plane
from asher.floorplan.topology import connect
from asher.runs.whole import whole

__all__ = ["ENDING", "NAME", "write"]

NAME = "IMDF"
ENDING = ".imdf.zip"

# A plan shows no place on earth; its origin is put where the equator meets the prime meridian.
_ORIGIN = (0.0, 0.0)
# Twelve digits of a degree are a ten-thousandth of a millimetre: any plan comes back as it was.
_DIGITS = 12
# Categories of units in IMDF 1.0.0 that have a floor; what is none of them is a room, with its own
# word beside it.
_UNITS = {
    *("auditorium", "classroom", "conferenceroom", "elevator", "escalator", "fieldofplay"),
    *("firstaid", "fitnessroom", "foodservice", "footbridge", "huddleroom", "kitchen"),
    *("laboratory", "library", "lobby", "lounge", "mailroom", "mothersroom", "movietheater"),
    *("movingwalkway", "office", "parking", "phoneroom", "platform", "privatelounge", "ramp"),
    *("recreation", "restroom", "road", "room", "serverroom", "shower", "smokingarea", "stairs"),
    *("steps", "storage", "terrace", "theater", "unenclosedarea", "waitingroom", "walkway"),
}
_WORDS = {"corridor": "walkway", "gym": "fitnessroom", "meeting": "conferenceroom"}
_NO_ADDRESS = {"locality": "unknown", "country": "ZZ", "province": None, "unit": None}

Feature = dict[str, Any]
_Named = Space | Opening | Connector | Obstacle | Zone


def write(floorplan: Floorplan, path: str | Path) -> tuple[Path, ...]:
    """Write a plan as an archive of IMDF; a property ``asher`` holds what IMDF has no word for."""
    files = _Archive(floorplan).files()
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, document in files.items():
            archive.writestr(name, json.dumps(document, ensure_ascii=False, allow_nan=False))
    with whole(Path(path)) as part:
        part.write_bytes(held.getvalue())
    return (Path(path),)


def _named(name: str) -> Feature:
    return {"name": {"en": name}, "alt_name": None}


class _Archive:
    """Features by kind."""

    def __init__(self, floorplan: Floorplan) -> None:
        self.plan = floorplan
        self.plane = Plane(*_ORIGIN)
        self.spaces = floorplan.spaces
        self.topology = connect(floorplan)

    def _id(self, kind: str, name: str | int = 0) -> str:
        return str(uuid5(NAMESPACE_URL, f"asher:{self.plan.digest}:{kind}:{name}"))

    def _level(self, name: str) -> str:
        return self._id("level", name)

    def _geometry(self, shape: BaseGeometry) -> dict[str, Any]:
        def degrees(corners: Any) -> Any:
            return self.plane.degrees(corners).round(_DIGITS)

        return dict(mapping(shapely.transform(shape, degrees)))

    def _feature(
        self, kind: str, name: str | int, shape: BaseGeometry | None, ours: Feature, /, **said: Any
    ) -> Feature:
        return {
            "id": self._id(kind, name),
            "type": "Feature",
            "feature_type": kind,
            "geometry": None if shape is None else self._geometry(shape),
            "properties": {**said, **({"asher": ours} if ours else {})},
        }

    def _of(self, kind: str, element: _Named, ours: Feature, /, **said: Any) -> Feature:
        return self._feature(kind, element.name, element.shape, ours, **said)

    def files(self) -> dict[str, Any]:
        """All files of the archive by name."""
        made = {
            "address": [self._address()],
            "venue": [self._venue()],
            "building": [self._building()],
            "footprint": [self._footprint()],
            "level": self._levels(),
            "unit": self._units(),
            "opening": self._openings(),
            "relationship": self._relationships(),
            "fixture": self._fixtures(),
            "detail": self._details(),
            "geofence": self._areas_marked(),
            "anchor": self._points_marked(),
        }
        manifest = {
            "version": "1.0.0",
            "created": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "language": "en",
            "generated_by": "asher",
            "asher": {"origin": [*_ORIGIN]},
        }
        collections = {
            f"{kind}.geojson": {"type": "FeatureCollection", "name": kind, "features": features}
            for kind, features in made.items()
            if features
        }
        return {"manifest.json": manifest, **collections}

    def _address(self) -> Feature:
        address = {"address": self.plan.title, **_NO_ADDRESS}
        return self._feature("address", 0, None, {}, **address)

    def _outline(self, spaces: Iterable[Element]) -> BaseGeometry:
        return shapely.union_all([space.shape for space in spaces])

    def _venue(self) -> Feature:
        ours = {"source": self.plan.source, "schematic": self.plan.schematic}
        outline = self._outline(self.spaces)
        return self._feature(
            "venue",
            0,
            outline.convex_hull,
            ours,
            category="businesscampus",
            restriction=None,
            **_named(self.plan.title),
            hours=None,
            phone=None,
            website=None,
            display_point=self._geometry(outline.representative_point()),
            address_id=self._id("address"),
        )

    def _building(self) -> Feature:
        return self._feature(
            "building",
            0,
            None,
            {},
            **_named(self.plan.title),
            category="unspecified",
            restriction=None,
            display_point=None,
            address_id=None,
        )

    def _footprint(self) -> Feature:
        return self._feature(
            "footprint",
            0,
            self._outline(self.spaces),
            {},
            category="ground",
            name=None,
            building_ids=[self._id("building")],
        )

    def _levels(self) -> list[Feature]:
        return [
            self._feature(
                "level",
                level.name,
                self._outline(space for space in self.spaces if space.level == level.name),
                {"elevation_m": level.elevation_m},
                category="unspecified",
                restriction=None,
                outdoor=False,
                ordinal=level.ordinal,
                name={"en": level.name},
                short_name={"en": str(level.ordinal)},
                display_point=None,
                address_id=None,
                building_ids=[self._id("building")],
            )
            for level in self.plan.levels
        ]

    def _units(self) -> list[Feature]:
        made = []
        for space in self.spaces:
            category = _WORDS.get(space.category, space.category)
            ours: Feature = {} if category == space.category else {"category": space.category}
            if space.capacity is not None:
                ours["capacity"] = space.capacity
            if category not in _UNITS:
                ours["category"], category = space.category, "room"
            made.append(
                self._of(
                    "unit",
                    space,
                    ours,
                    category=category,
                    restriction=None,
                    accessibility=None,
                    **_named(space.name),
                    level_id=self._level(space.level),
                    display_point=self._geometry(space.shape.representative_point()),
                )
            )
        return made

    def _openings(self) -> list[Feature]:
        return [
            self._of(
                "opening",
                opening,
                {"lockable": opening.lockable, "lock_delay_s": opening.lock_delay_s}
                | ({"glazed": True} if opening.glazed else {}),
                category="pedestrian.principal" if opening.main_entrance else "pedestrian",
                accessibility=None,
                access_control=["lock"] if opening.lockable else None,
                door={
                    "type": "open" if opening.category == "gate" else "swinging",
                    "automatic": False,
                    "material": None,
                },
                **_named(opening.name),
                display_point=None,
                level_id=self._level(opening.level),
            )
            for opening in self.plan.openings
            if opening.category != "window"
        ]

    def _relationships(self) -> list[Feature]:
        made = []
        ends = self.topology.connector_spaces
        for connector, (low, high) in zip(self.plan.connectors, ends.tolist(), strict=True):
            lower, upper = (
                {"id": self._id("unit", self.spaces[at].name), "feature_type": "unit"}
                for at in (low, high)
            )
            ours = {
                "name": connector.name,
                "length_m": connector.length_m,
                "width_m": connector.width_m,
            }
            made.append(
                self._of(
                    "relationship",
                    connector,
                    ours,
                    category="ramp" if connector.category == "ramp" else "stairs",
                    direction="undirected",
                    origin=lower,
                    intermediary=None,
                    destination=upper,
                    hours=None,
                )
            )
        return made

    def _fixtures(self) -> list[Feature]:
        return [
            self._of(
                "fixture",
                obstacle,
                {"height_m": obstacle.height_m, "see_over": obstacle.see_over},
                category="obstruction",
                **_named(obstacle.name),
                anchor_id=None,
                level_id=self._level(obstacle.level),
                display_point=None,
            )
            for obstacle in self.plan.obstacles
        ]

    def _details(self) -> list[Feature]:
        """Partitions and windows, which are lines on a map."""
        lines: Sequence[tuple[Any, Feature]] = [
            *((wall, {"kind": "wall"}) for wall in self.plan.walls),
            *(
                (opening, {"kind": "window", "name": opening.name})
                for opening in self.plan.openings
                if opening.category == "window"
            ),
        ]
        return [
            self._feature("detail", at, each.shape, ours, level_id=self._level(each.level))
            for at, (each, ours) in enumerate(lines)
        ]

    def _areas_marked(self) -> list[Feature]:
        return [
            self._of(
                "geofence",
                zone,
                {"category": zone.category, "weight": zone.weight},
                category="geofence",
                restriction=None,
                **_named(zone.name),
                correlation_id=None,
                display_point=None,
                building_ids=[self._id("building")],
                level_ids=[self._level(zone.level)],
                parents=None,
            )
            for zone in self.plan.zones
            if zone.polygon is not None
        ]

    def _points_marked(self) -> list[Feature]:
        made = []
        for zone in self.plan.zones:
            if zone.point is None:
                continue
            here = [space for space in self.spaces if space.level == zone.level]
            inside = np.flatnonzero([space.shape.covers(zone.shape) for space in here])
            ours = {
                "name": zone.name,
                "category": zone.category,
                "weight": zone.weight,
                "level_id": self._level(zone.level),
            }
            unit = self._id("unit", here[int(inside[0])].name) if len(inside) else None
            made.append(self._of("anchor", zone, ours, address_id=None, unit_id=unit))
        return made
