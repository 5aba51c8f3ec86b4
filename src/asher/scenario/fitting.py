"""Whether people do what people of their kind of place do: filled in, or told where it differs."""

from collections.abc import Iterator, Mapping
from typing import Any

from asher.documents.mismatches import Mismatch
from asher.floorplan import Floorplan
from asher.scenario.occupants import OccupantGroup
from asher.scenario.presets import preset_for, stated_by
from asher.scenario.sources import put_over
from asher.scenario.stated import mappings
from asher.scenario.within import places_in

_ANYWHERE = {"staff"}
"""Presets of people who are at home in places of any kind."""


def with_presets(
    groups: tuple[OccupantGroup, ...], floorplan: Floorplan
) -> tuple[OccupantGroup, ...]:
    """Give each group the preset of its place, unless it states what it does.

    Parameters
    ----------
    groups : tuple of OccupantGroup
        Of an attack.
    floorplan : Floorplan
        Where they start.

    Returns
    -------
    tuple of OccupantGroup
        A group that starts only in spaces of categories of one preset, and states neither `preset`
        nor `response`, has that preset; what it states beside it holds. All others as they are.
    """
    return tuple(_with_preset(group, floorplan) for group in groups)


def _with_preset(group: OccupantGroup, floorplan: Floorplan) -> OccupantGroup:
    stated = group.model_fields_set
    if {"preset", "response"} & stated:
        return group
    preset = _preset_of(group.within, floorplan)
    if not stated_by(preset).keys() - stated:
        return group
    return OccupantGroup.model_validate(put_over(group, {"preset": preset}))


def find_unfit(stated: Mapping[str, Any], floorplan: Floorplan) -> Iterator[Mismatch]:
    """Find groups in an attack that have the preset of another kind of place.

    Parameters
    ----------
    stated : Mapping
        A scenario as its file states it.

    Yields
    ------
    Mismatch
        For every group that starts only in spaces whose preset says what people do there, and
        states another preset without a `response` of its own; staff are at home anywhere.
    """
    if stated.get("hazard") is None:
        return
    for keys, group in mappings(stated.get("occupants"), ("occupants",)):
        own = group.get("preset")
        if own is None or own in _ANYWHERE or "response" in group:
            continue
        preset = _preset_of(group.get("within"), floorplan)
        if preset != own and "response" in stated_by(preset):
            yield Mismatch(
                (*keys, "preset"),
                f"{own}, where all start in spaces of preset {preset}",
                f"{preset}, or their own response beside it",
            )


def _preset_of(within: Any, floorplan: Floorplan) -> str:
    """The one preset of all places in which a group starts; empty where there is none."""
    category_of = {space.name: space.category for space in floorplan.spaces}
    places = places_in(within, floorplan) or frozenset()
    presets = {preset_for(category_of.get(place, "")) for place in places}
    return presets.pop() if len(presets) == 1 else ""
