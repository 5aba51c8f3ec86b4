"""The JSON Schema of a plan file, for editors that check while one types."""

from __future__ import annotations

from typing import Any

from asher.bounds import COORDINATE_M
from asher.floorplan.elements import COLLECTIONS, Element, Heading

__all__ = ["plan_schema"]

_POSITION = {
    "type": "array",
    "items": {"type": "number", "minimum": -COORDINATE_M, "maximum": COORDINATE_M},
    "minItems": 2,
    "maxItems": 2,
    "description": "x and y in local metres",
}


def _many(items: dict[str, Any], at_least: int, at_most: int | None = None) -> dict[str, Any]:
    bounds = {"minItems": at_least} | ({} if at_most is None else {"maxItems": at_most})
    return {"type": "array", "items": items, **bounds}


_COORDINATES = {
    "Point": _POSITION,
    "LineString": _many(_POSITION, 2),
    "MultiLineString": _many(_many(_POSITION, 2, 2), 2, 2),
    "Polygon": _many(_many(_POSITION, 4), 1),
}


def plan_schema() -> dict[str, Any]:
    """Describe a plan file.

    Returns
    -------
    dict
        JSON Schema, draft 2020-12.
    """
    heading = Heading.model_json_schema()["properties"]
    properties = {
        "$schema": {"type": "string", "description": "ignored"},
        "type": {"const": "FeatureCollection"},
        "units": {"const": "m", "description": "plans are in local metres"},
        **heading,
        "features": _many({"oneOf": [_feature(kind) for kind, _ in COLLECTIONS.values()]}, 1),
        "bbox": {"description": "ignored"},
        "name": {"description": "ignored"},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "ASHER floor plan",
        "type": "object",
        "properties": properties,
        "required": ["type", "units", *heading, "features"],
        "additionalProperties": False,
    }


def _feature(kind: type[Element]) -> dict[str, Any]:
    schema = kind.model_json_schema()
    written = {
        name: value
        for name, value in schema["properties"].items()
        if not kind.model_fields[name].exclude
    }
    written["kind"] = {"const": kind.model_fields["kind"].default}
    required = [name for name in schema.get("required", []) if name in written]
    geometries: list[dict[str, Any]] = [
        {
            "type": "object",
            "properties": {"type": {"const": name}, "coordinates": _COORDINATES[name]},
            "required": ["type", "coordinates"],
            "additionalProperties": False,
        }
        for name in kind.geometries
    ]
    return {
        "title": kind.__name__,
        "type": "object",
        "properties": {
            "type": {"const": "Feature"},
            "id": {"description": "ignored"},
            "bbox": {"description": "ignored"},
            "properties": {
                "type": "object",
                "description": (kind.__doc__ or "").splitlines()[0],
                "properties": written,
                "required": ["kind", *required],
                "additionalProperties": False,
            },
            "geometry": {"anyOf": geometries} if geometries else {"type": "null"},
        },
        "required": ["type", "properties"] + (["geometry"] if geometries else []),
        "additionalProperties": False,
    }
