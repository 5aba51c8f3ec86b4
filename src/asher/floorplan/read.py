"""Read a plan file into a floor plan, or say everything that is wrong with it."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from asher import bounds
from asher.documents import Document, Keys, closest, faults_of, read_document
from asher.errors import Fault, FloorplanError, by_place
from asher.floorplan.coordinates import Element
from asher.floorplan.elements import COLLECTIONS, Floorplan, Heading
from asher.floorplan.features import found_value, key_faults, kind_of, read_feature
from asher.floorplan.repair import find_faults

__all__ = [
    "check_floorplan",
    "parse_floorplan",
    "read_floorplan",
    "read_loosely",
    "shipped_plans",
]

_ROOT_KEYS = ("type", "title", "units", "schematic", "source", "features")
# Drawing programs add these; they carry nothing that a plan does not say better.
_IGNORED_ROOT_KEYS = frozenset({"bbox", "name"})

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
        As `read_floorplan` gives it.
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
        element = read_feature(feature, document, index, faults)
        if element is not None:
            elements[COLLECTIONS[kind_of(feature)][1]].append(element)
            places[id(element)] = ("features", index)
        else:
            lost_levels = lost_levels or kind_of(feature) == "level"
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
    faults = key_faults(document, (), _ROOT_KEYS, _IGNORED_ROOT_KEYS)
    head = {key: data.get(key) for key in Heading.model_fields if key in data}
    try:
        Heading.model_validate(head)
    except ValidationError as error:
        faults += [fault for fault in faults_of(error, document) if "is missing" not in fault.found]
    if "type" in data and data["type"] != "FeatureCollection":
        faults.append(document.fault(("type",), found_value(data["type"]), '"FeatureCollection"'))
    if "units" in data and data["units"] != "m":
        allowed = '"m": plans are in local metres; convert the coordinates first'
        faults.append(document.fault(("units",), found_value(data["units"]), allowed))
    if "features" in data:
        faults += _feature_list_faults(document)
    return faults


def _feature_list_faults(document: Document) -> list[Fault]:
    features = document.data["features"]
    if not isinstance(features, list):
        return [document.fault(("features",), found_value(features), "a list of features")]
    kinds = Counter(map(kind_of, features))
    if kinds["level"] > bounds.LEVELS:
        found, allowed = f"{kinds['level']:,} levels", f"at most {bounds.LEVELS}"
        return [document.fault(("features",), found, allowed)]
    return [
        document.fault(("features",), f"no feature of kind {kind!r}", "at least one")
        for kind in ("level", "space")
        if kind not in kinds
    ]
