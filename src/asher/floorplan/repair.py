"""The repair report: everything in a plan that does not fit together, nothing mended."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import pairwise

import numpy as np
import shapely
from shapely.validation import explain_validity

from asher.documents import Document, Keys, closest, listed, path_text
from asher.errors import Fault, by_place
from asher.floorplan.contents import find_misplaced
from asher.floorplan.elements import COLLECTIONS, Element, Floorplan, Level
from asher.floorplan.fitting import MOST_OVERLAPS, find_misfits, find_overlaps
from asher.floorplan.lines import QUIET
from asher.floorplan.remark import Remark

__all__ = ["find_faults", "placed_in"]

# How a fault of a plan without a file names its element: of a kind, by position, and what of it.
_WHERE = re.compile(r"(\w+)\[(\d+)\]\.(.*)")

# Groups in which a scenario or a result tells the elements apart by name alone.
_NAME_GROUPS = (("levels",), ("spaces", "zones"), ("openings", "connectors"), ("obstacles",))
_LEVEL_KEYS = ("level", "level_from", "level_to")


@QUIET
def find_faults(
    floorplan: Floorplan,
    document: Document | None = None,
    *,
    places: Mapping[int, Keys] | None = None,
) -> list[Fault]:
    """Look for everything in a plan that does not fit together.

    Parameters
    ----------
    document : Document, optional
        The file it was read from, for line and column; without it every fault is at 1:1 of the
        plan's title.
    places : mapping of int to tuple, optional
        By identity of an element its keys in the document, where some of the document's elements
        could not be read: then only what does not hang on those is looked for.

    Returns
    -------
    list of Fault
        Errors (the plan cannot be used) and warnings (it can, but look at this), by place.

    Examples
    --------
    >>> from asher.floorplan.read import read_floorplan
    >>> find_faults(read_floorplan("borderline"))
    []
    """
    names = [*_find_bad_names(floorplan)]
    remarks = [*_find_bad_levels(floorplan), *_find_bad_polygons(floorplan)]
    # Only what has a known level and a valid polygon can be laid against each other; of two levels
    # of one name the second is unknown.
    broken = {id(each.element) for each in remarks if not isinstance(each.element, Level)}
    broken |= {id(each.element) for each in names if isinstance(each.element, Level)}
    sound = _without(floorplan, broken) if broken else floorplan
    remarks += names
    if sound.spaces:
        whole = not broken and places is None
        overlaps = [*find_overlaps(sound)]
        remarks += find_misfits(sound, overlaps, whole=whole)
        if whole and len(overlaps) <= MOST_OVERLAPS:
            remarks += find_misplaced(sound)
    places = places if places is not None else _places(floorplan, document)
    return by_place(_fault(remark, places, floorplan, document) for remark in remarks)


def placed_in(document: Document, faults: Iterable[Fault]) -> list[Fault]:
    """Give faults of a plan the places that they have in a file, without looking for them again.

    Parameters
    ----------
    document : Document
        The file to which the plan was written.
    faults : iterable of Fault
        What `find_faults` says of the plan without it.

    Returns
    -------
    list of Fault
        What `find_faults` says of the plan with it.
    """
    of_kind = _features_by_kind(document)
    kinds = {attribute: kind for kind, (_, attribute) in COLLECTIONS.items()}
    found = []
    for fault in faults:
        keys: Keys = ("features",)
        if at := _WHERE.fullmatch(fault.where):
            attribute, index, part = at.groups()
            keys = _keys_in_file(("features", of_kind[kinds[attribute]][int(index)]), part)
        line, column = document.position(keys)
        file, where = str(document.path), path_text(keys)
        found.append(replace(fault, file=file, line=line, column=column, where=where))
    return by_place(found)


def _features_by_kind(document: Document) -> dict[str, list[int]]:
    of_kind: dict[str, list[int]] = defaultdict(list)
    for place, feature in enumerate(document.data["features"]):
        of_kind[feature["properties"]["kind"]].append(place)
    return of_kind


def _keys_in_file(at: Keys, part: str) -> Keys:
    return (*at, *(("geometry", "coordinates") if part == "geometry" else ("properties", part)))


def _without(floorplan: Floorplan, broken: set[int]) -> Floorplan:
    return floorplan.model_copy(
        update={
            attribute: tuple(
                each for each in getattr(floorplan, attribute) if id(each) not in broken
            )
            for _, attribute in COLLECTIONS.values()
        }
    )


def _places(floorplan: Floorplan, document: Document | None) -> dict[int, Keys]:
    # By identity of an element, its place among the plan's elements or in the file.
    of_kind = _features_by_kind(document) if document else {}
    places: dict[int, Keys] = {}
    for kind, (_, attribute) in COLLECTIONS.items():
        for index, element in enumerate(getattr(floorplan, attribute)):
            in_file = ("features", of_kind[kind][index]) if document else (attribute, index)
            places[id(element)] = in_file
    return places


def _fault(
    remark: Remark, places: Mapping[int, Keys], floorplan: Floorplan, document: Document | None
) -> Fault:
    rest = (remark.found, remark.allowed, remark.suggestion, remark.severity)
    at = places.get(id(remark.element), ())
    if document is None:
        keys: Keys = (*at, remark.part) if at else ()
        return Fault(floorplan.title, 1, 1, path_text(keys), *rest)
    keys = _keys_in_file(at, remark.part) if at else ("features",)
    line, column = document.position(keys)
    return Fault(str(document.path), line, column, path_text(keys), *rest)


def _find_bad_names(floorplan: Floorplan) -> Iterator[Remark]:
    for group in _NAME_GROUPS:
        seen: dict[str, str] = {}
        for attribute in group:
            for element in getattr(floorplan, attribute):
                if element.name in seen:
                    found = (
                        f"{element.kind} {element.name!r} has the same name as a "
                        f"{seen[element.name]}"
                    )
                    yield Remark(
                        element, "name", found, f"names unique among {' and '.join(group)}"
                    )
                seen.setdefault(element.name, element.kind)


def _find_bad_levels(floorplan: Floorplan) -> Iterator[Remark]:
    names = dict.fromkeys(level.name for level in floorplan.levels)
    first, allowed = floorplan.levels[0].name, listed(names)
    for element in _elements(floorplan):
        for key in _LEVEL_KEYS:
            name = getattr(element, key, first)
            if name not in names:
                yield Remark(element, key, f"no level {name!r}", allowed, closest(name, names))
    by_ordinal = sorted(floorplan.levels, key=lambda level: level.ordinal)
    for lower, upper in pairwise(by_ordinal):
        if lower.ordinal == upper.ordinal:
            found = f"levels {lower.name!r} and {upper.name!r} both have ordinal {upper.ordinal}"
            yield Remark(upper, "ordinal", found, "a different ordinal for each level")
        elif lower.elevation_m >= upper.elevation_m:
            found = f"level {upper.name!r} is not above level {lower.name!r}"
            allowed = "elevations that rise with the ordinal"
            yield Remark(upper, "elevation_m", found, allowed, severity="warning")


def _find_bad_polygons(floorplan: Floorplan) -> Iterator[Remark]:
    elements = [*_elements(floorplan)]
    shapes = np.array([element.shape for element in elements], dtype=object)
    bad = (shapely.get_type_id(shapes) == shapely.GeometryType.POLYGON) & ~shapely.is_valid(shapes)
    for element, is_bad in zip(elements, bad.tolist(), strict=True):
        if is_bad:
            reason = explain_validity(element.shape).replace("[", " at [").lower()
            yield Remark(element, "geometry", f"invalid polygon: {reason}", "a simple polygon")


def _elements(floorplan: Floorplan) -> Iterator[Element]:
    for _, attribute in COLLECTIONS.values():
        yield from getattr(floorplan, attribute)
