"""Read a plan file into a floor plan, or say everything that is wrong with it."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from asher import bounds
from asher.documents import (
    Document,
    Keys,
    brief,
    closest,
    faults_of,
    printable,
    read_document,
    shown,
)
from asher.errors import Fault, FloorplanError, by_place
from asher.floorplan.coordinates import Element, Line, Position, Rings, Segment
from asher.floorplan.elements import COLLECTIONS, Floorplan, Heading, Opening
from asher.floorplan.repair import find_faults

__all__ = [
    "check_floorplan",
    "parse_floorplan",
    "read_floorplan",
    "read_loosely",
    "shipped_plans",
]

_ROOT_KEYS = ("type", "title", "units", "schematic", "source", "features")
_FEATURE_KEYS = ("type", "properties", "geometry")
# Drawing programs add these; they carry nothing that a plan does not say better.
_IGNORED_ROOT_KEYS = frozenset({"bbox", "name"})
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


# What pydantic says of a coordinate that is out of bounds.
_FAR = re.compile(rf"(less|greater) than or equal to -?{bounds.COORDINATE_M:.0f}")


def shipped_plans() -> dict[str, Path]:
    """Plans that come with the program.

    Returns
    -------
    dict
        Path by name, such as ``"borderline"``.
    """
    folder = Path(str(resources.files("asher"))) / "data" / "plans"
    suffix = ".plan.json"
    return {path.name.removesuffix(suffix): path for path in sorted(folder.glob(f"*{suffix}"))}


def read_floorplan(path: str | Path) -> Floorplan:
    """Read a plan file, or a plan that comes with the program.

    Parameters
    ----------
    path : str or Path
        A ``*.plan.json`` file, or the name of a shipped plan such as ``"borderline"``.

    Returns
    -------
    Floorplan
        A plan in which `find_faults` finds no error; it may have warnings.

    Raises
    ------
    FloorplanError
        If anything is wrong; it holds every fault with its line and column.

    Examples
    --------
    >>> read_floorplan("corridor").opening("exit").width_m
    2.0
    """
    return check_floorplan(path)[0]


def check_floorplan(path: str | Path) -> tuple[Floorplan, list[Fault]]:
    """Read a plan file, and tell what is doubtful in it too.

    Parameters
    ----------
    path : str or Path
        As of `read_floorplan`.

    Returns
    -------
    plan : Floorplan
        The plan.
    warnings : list of Fault
        What to look at, by place.

    Raises
    ------
    FloorplanError
        If anything is wrong; it holds every fault with its line and column.
    """
    shipped = shipped_plans()
    if str(path) in shipped and not Path(path).exists():
        path = shipped[str(path)]
    elif Path(path).suffix == "" and not Path(path).exists():
        found = f"no such file and no shipped plan {str(path)!r}"
        near = closest(str(path), shipped)
        raise FloorplanError([Fault(str(path), 1, 1, "", found, ", ".join(shipped), near)])
    return _checked(read_document(path, error=FloorplanError))


def parse_floorplan(plan: Mapping[str, Any], *, name: str = "plan") -> Floorplan:
    """Turn a GeoJSON mapping, as `Floorplan.to_geojson` writes it, into a floor plan.

    Parameters
    ----------
    plan : mapping
        The content of a plan file.
    name : str
        What to call it in faults.

    Returns
    -------
    Floorplan
        A plan in which `find_faults` finds no error.

    Raises
    ------
    FloorplanError
        If anything is wrong; lines count in the plan written with an indent of one.
    """
    text = json.dumps(plan, indent=1)
    return _checked(Document(Path(name), text, json.loads(text)))[0]


def read_loosely(path: str | Path) -> Floorplan:
    """Read a plan file whose elements need not fit together, as `mend` puts it right.

    Parameters
    ----------
    path : str or Path
        A plan file.

    Returns
    -------
    Floorplan
        A plan in which `find_faults` may find errors.

    Raises
    ------
    FloorplanError
        If a feature cannot be read; it holds every such fault with its line and column.
    """
    document = read_document(path, error=FloorplanError)
    elements, faults, *_ = _elements(document)
    if faults:
        raise FloorplanError(by_place(_far_as_one(faults)))
    return _plan(document, elements)


def _checked(document: Document) -> tuple[Floorplan, list[Fault]]:
    elements, faults, places, lost_levels = _elements(document)
    if not faults:
        plan = _plan(document, elements)
        faults = find_faults(plan, document)
        if all(fault.severity != "error" for fault in faults):
            return plan, faults
    elif 0 < len(elements["levels"]) <= bounds.LEVELS and elements["spaces"] and not lost_levels:
        # What could be read is looked at too, so that no fault waits behind another.
        read: dict[str, Any] = {"title": "", "schematic": True, "source": ""}
        read |= {attribute: tuple(found) for attribute, found in elements.items()}
        plan = Floorplan.model_construct(None, **read)
        is_whole = len(places) == len(document.data["features"])
        faults += find_faults(plan, document, places=None if is_whole else places)
    raise FloorplanError(by_place(_far_as_one(faults)))


def _plan(document: Document, elements: dict[str, list[Element]]) -> Floorplan:
    head = {key: document.data[key] for key in Heading.model_fields}
    return Floorplan.model_validate({**head, **elements})


def _elements(
    document: Document,
) -> tuple[dict[str, list[Element]], list[Fault], dict[int, Keys], bool]:
    """Read what can be read, with its faults, places in the file, and whether a level is lost."""
    faults = _root_faults(document)
    features = document.data.get("features") if isinstance(document.data, dict) else None
    elements: dict[str, list[Element]] = {attribute: [] for _, attribute in COLLECTIONS.values()}
    listed = features if isinstance(features, list) else []
    places: dict[int, Keys] = {}
    lost_levels = False
    for index, feature in enumerate(listed):
        element = _element(feature, document, index, faults)
        if element is not None:
            elements[COLLECTIONS[_kind(feature)][1]].append(element)
            places[id(element)] = ("features", index)
        else:
            lost_levels = lost_levels or _kind(feature) == "level"
    return elements, faults, places, lost_levels


def _far_as_one(faults: list[Fault]) -> list[Fault]:
    """Tell coordinates out of bounds once: what is far away is so from one origin."""
    far = [fault for fault in faults if _FAR.fullmatch(fault.allowed)]
    elements = {fault.where.partition(".")[0] for fault in far}
    if len(elements) < 2:
        return faults
    first = by_place(far)[0]
    n = len(elements) - 1
    more = "1 more feature" if n == 1 else f"{n:,} more features"
    found = f"{first.found.partition(' (')[0]}, and coordinates as far away in {more}"
    allowed = (
        f"{first.allowed}: local metres; subtract the same corner of the building from all "
        "coordinates"
    )
    out = set(map(id, far))
    return [*(f for f in faults if id(f) not in out), replace(first, found=found, allowed=allowed)]


def _root_faults(document: Document) -> list[Fault]:
    data = document.data
    if not isinstance(data, dict):
        return [document.fault((), "not a GeoJSON FeatureCollection", "one JSON object")]
    faults = _key_faults(document, (), _ROOT_KEYS, _IGNORED_ROOT_KEYS)
    head = {key: data.get(key) for key in Heading.model_fields if key in data}
    try:
        Heading.model_validate(head)
    except ValidationError as error:
        faults += [fault for fault in faults_of(error, document) if "is missing" not in fault.found]
    if "type" in data and data["type"] != "FeatureCollection":
        faults.append(document.fault(("type",), _found(data["type"]), '"FeatureCollection"'))
    if "units" in data and data["units"] != "m":
        allowed = '"m": plans are in local metres; convert the coordinates first'
        faults.append(document.fault(("units",), _found(data["units"]), allowed))
    if "features" in data:
        faults += _feature_list_faults(document)
    return faults


def _feature_list_faults(document: Document) -> list[Fault]:
    features = document.data["features"]
    if not isinstance(features, list):
        return [document.fault(("features",), _found(features), "a list of features")]
    kinds = Counter(map(_kind, features))
    if kinds["level"] > bounds.LEVELS:
        found, allowed = f"{kinds['level']:,} levels", f"at most {bounds.LEVELS}"
        return [document.fault(("features",), found, allowed)]
    return [
        document.fault(("features",), f"no feature of kind {kind!r}", "at least one")
        for kind in ("level", "space")
        if kind not in kinds
    ]


def _element(feature: Any, document: Document, index: int, faults: list[Fault]) -> Element | None:
    at: Keys = ("features", index)
    if not isinstance(feature, dict):
        faults.append(document.fault(at, _found(feature), "a GeoJSON feature"))
        return None
    optional = frozenset({"geometry"}) if _kind(feature) == "level" else frozenset()
    before = len(faults)
    faults += _key_faults(document, at, _FEATURE_KEYS, _IGNORED_FEATURE_KEYS, optional)
    if feature.get("type", "Feature") != "Feature":
        faults.append(document.fault((*at, "type"), _found(feature["type"]), '"Feature"'))
    properties = feature.get("properties", {})
    if not isinstance(properties, dict):
        faults.append(document.fault((*at, "properties"), _found(properties), "an object"))
        return None
    kind = _kind(feature)
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
            faults.append(document.fault((*at, "geometry"), _found(geometry), "null"))
        return {}
    fields = next(iter(types.values()))
    if not isinstance(geometry, dict):
        allowed = f"a geometry of type {' or '.join(types)}"
        faults.append(document.fault((*at, "geometry"), _found(geometry), allowed))
        return _by_field(fields, _COORDINATES[fields][1])
    at = (*at, "geometry")
    faults += _key_faults(document, at, ("type", "coordinates"), frozenset())
    given = geometry.get("type")
    if "type" in geometry and given not in list(types):
        allowed = " or ".join(f'"{name}"' for name in types)
        faults.append(document.fault((*at, "type"), _found(given), allowed))
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


def _kind(feature: Any) -> str:
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
    found = _found(properties["kind"])
    fault = document.fault((*at, "properties", "kind"), found, allowed)
    return replace(fault, suggestion=closest(_kind(feature), COLLECTIONS))


def _key_faults(
    document: Document,
    at: Keys,
    allowed: tuple[str, ...],
    ignored: frozenset[str],
    optional: frozenset[str] = frozenset(),
) -> list[Fault]:
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


def _found(value: Any) -> str:
    return f"found {shown(value)}"
