"""Read one feature of a plan file into an element, or say what is wrong with it."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from asher.documents import Document, Keys, brief, closest, faults_of, printable, shown
from asher.errors import Fault, by_place
from asher.floorplan.coordinates import Element, Line, Position, Rings, Segment
from asher.floorplan.elements import COLLECTIONS, Opening

__all__ = ["found_value", "key_faults", "kind_of", "read_feature"]

_FEATURE_KEYS = ("type", "properties", "geometry")
# Drawing programs add these; they carry nothing that a plan does not say better.
_IGNORED_FEATURE_KEYS = frozenset({"bbox", "id"})

# How to read the coordinates of each element field, and a stand-in by which the properties are
# checked in the same go when the coordinates are wrong.
_SQUARE = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 0.0))
_COORDINATES: dict[tuple[str, ...], tuple[Any, Any]] = {
    ("polygon",): (Rings, (_SQUARE,)),
    ("point",): (Position, (0.0, 0.0)),
    ("line",): (Line, _SQUARE[:2]),
    ("line_from", "line_to"): (tuple[Segment, Segment], (_SQUARE[:2], _SQUARE[1:3])),
}


def read_feature(
    feature: Any, document: Document, index: int, faults: list[Fault]
) -> Element | None:
    """Read a feature.

    Parameters
    ----------
    feature : object
        What stands in the list of features.
    document : Document
        The plan file.
    index : int
        Its place in that list.
    faults : list of Fault
        Grows by everything that is wrong with it.

    Returns
    -------
    Element or None
        The element; None if anything is wrong.
    """
    at: Keys = ("features", index)
    if not isinstance(feature, dict):
        faults.append(document.fault(at, found_value(feature), "a GeoJSON feature"))
        return None
    optional = frozenset({"geometry"}) if kind_of(feature) == "level" else frozenset()
    before = len(faults)
    faults += key_faults(document, at, _FEATURE_KEYS, _IGNORED_FEATURE_KEYS, optional)
    if feature.get("type", "Feature") != "Feature":
        faults.append(document.fault((*at, "type"), found_value(feature["type"]), '"Feature"'))
    properties = feature.get("properties", {})
    if not isinstance(properties, dict):
        faults.append(document.fault((*at, "properties"), found_value(properties), "an object"))
        return None
    kind = kind_of(feature)
    if kind not in COLLECTIONS:
        faults.append(_kind_fault(document, at))
        return None
    model = COLLECTIONS[kind][0]
    coordinates = _coordinates(feature.get("geometry"), model, document, at, faults)
    for key in sorted(set(properties) & set(model.model_fields) - _written(model)):
        place = (*at, "properties", key)
        faults.append(document.fault(place, f"unknown key {key!r}", "coordinates in the geometry"))
    try:
        element = model.model_validate({**properties, **coordinates})
    except ValidationError as error:
        faults += faults_of(error, document, at=(*at, "properties"), model=model)
        return None
    return element if len(faults) == before else None


def _coordinates(
    geometry: Any, model: type[Element], document: Document, at: Keys, faults: list[Fault]
) -> dict[str, Any]:
    # By element field; a stand-in where they cannot be read.
    types = model.geometries
    if not types:
        if geometry is not None:
            faults.append(document.fault((*at, "geometry"), found_value(geometry), "null"))
        return {}
    fields = next(iter(types.values()))
    if not isinstance(geometry, dict):
        allowed = f"a geometry of type {' or '.join(types)}"
        faults.append(document.fault((*at, "geometry"), found_value(geometry), allowed))
        return _by_field(fields, _COORDINATES[fields][1])
    at = (*at, "geometry")
    faults += key_faults(document, at, ("type", "coordinates"), frozenset())
    given = geometry.get("type")
    if "type" in geometry and given not in list(types):
        allowed = " or ".join(f'"{name}"' for name in types)
        faults.append(document.fault((*at, "type"), found_value(given), allowed))
    fields = types[given] if given in list(types) else fields
    reader, stand_in = _COORDINATES[fields]
    if given not in list(types) or "coordinates" not in geometry:
        return _by_field(fields, stand_in)
    if model is Opening:
        reader = Segment
    try:
        read = _adapter(reader).validate_python(geometry["coordinates"])
    except ValidationError as error:
        faults += _one_of_a_kind(faults_of(error, document, at=(*at, "coordinates")))
        read = stand_in
    return _by_field(fields, read)


@cache
def _adapter(reader: Any) -> TypeAdapter[Any]:
    return TypeAdapter(reader)


def _one_of_a_kind(faults: list[Fault]) -> list[Fault]:
    # A height in every position or a far origin is one fault and not one for each number; and a
    # ring does not lack the positions that are wrong in themselves.
    around = {f.where[: at.start()] for f in faults for at in re.finditer(r"\[", f.where)}
    inner = [fault for fault in faults if fault.where not in around]
    of_kind: dict[str, list[Fault]] = defaultdict(list)
    for fault in by_place(inner):
        of_kind[fault.allowed].append(fault)
    return [
        replace(first, found=f"{first.found} (and {len(more)} more like it)") if more else first
        for first, *more in of_kind.values()
    ]


def _written(model: type[Element]) -> set[str]:
    return {name for name, info in model.model_fields.items() if not info.exclude}


def _by_field(fields: tuple[str, ...], coordinates: Any) -> dict[str, Any]:
    values = (coordinates,) if len(fields) == 1 else coordinates
    return dict(zip(fields, values, strict=True))


def kind_of(feature: Any) -> str:
    """Say of which kind a feature is; empty if it does not say."""
    properties = feature.get("properties") if isinstance(feature, dict) else None
    kind = properties.get("kind") if isinstance(properties, dict) else None
    return kind if isinstance(kind, str) else ""


def _kind_fault(document: Document, at: Keys) -> Fault:
    feature = document.data
    for key in at:
        feature = feature[key]
    allowed = ", ".join(COLLECTIONS)
    properties = feature.get("properties", {})
    if "kind" not in properties:
        return document.fault((*at, "properties"), "key 'kind' is missing", allowed)
    found = found_value(properties["kind"])
    fault = document.fault((*at, "properties", "kind"), found, allowed)
    return replace(fault, suggestion=closest(kind_of(feature), COLLECTIONS))


def key_faults(
    document: Document,
    at: Keys,
    allowed: tuple[str, ...],
    ignored: frozenset[str],
    optional: frozenset[str] = frozenset(),
) -> list[Fault]:
    """Tell the keys of a mapping that are missing, and those that are unknown.

    Parameters
    ----------
    document : Document
        The plan file.
    at : tuple of str and int
        Where in it the mapping stands.
    allowed : tuple of str
        Keys that it has.
    ignored, optional : frozenset of str
        Further keys that it may have, and those of ``allowed`` that it need not have.

    Returns
    -------
    list of Fault
        One for each key.
    """
    mapping = document.data
    for key in at:
        mapping = mapping[key]
    faults = [
        document.fault(at, f"key {key!r} is missing")
        for key in allowed
        if key not in mapping and key not in optional
    ]
    for key in mapping:
        if key not in allowed and key not in ignored:
            line, column = document.key_position((*at, key))
            fault = document.fault(
                (*at, key), f"unknown key {printable(brief(key))!r}", ", ".join(allowed)
            )
            if key == "crs":
                fault = replace(
                    fault, found="a coordinate system", allowed="local metres, no 'crs'"
                )
            near = closest(key, allowed)
            faults.append(replace(fault, line=line, column=column, suggestion=near))
    return faults


def found_value(value: Any) -> str:
    """Say which value stands there."""
    return f"found {shown(value)}"
