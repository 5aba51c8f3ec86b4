"""Whether what people of a scenario do fits the places they are in."""

from collections.abc import Iterator, Mapping
from typing import Any

from asher.documents.mismatches import Mismatch
from asher.floorplan import Floorplan
from asher.scenario.presets import preset_for, stated_by
from asher.scenario.stated import mappings
from asher.scenario.within import places_in


def find_unfit(stated: Mapping[str, Any], floorplan: Floorplan) -> Iterator[Mismatch]:
    """Find groups in an attack whose place has a preset of its own, and who do not use it.

    Parameters
    ----------
    stated : Mapping
        A scenario as its file states it.

    Yields
    ------
    Mismatch
        For every group that starts in spaces of such a category alone and says neither `preset` nor
        `response`; where the preset changes nothing that they do, there is nothing to say.
    """
    if stated.get("hazard") is None:
        return
    category_of = {space.name: space.category for space in floorplan.spaces}
    for keys, group in mappings(stated.get("occupants"), ("occupants",)):
        if {"preset", "response"} & group.keys():
            continue
        places = places_in(group.get("within"), floorplan) or frozenset()
        presets = {preset_for(category_of.get(place, "")) for place in places}
        if len(presets) == 1 and "response" in stated_by(preset := presets.pop()):
            category = category_of[min(places)]
            yield Mismatch(
                keys,
                f"people in spaces of category {category!r} do what people anywhere do",
                f"preset: {preset}, or their own response",
            )
