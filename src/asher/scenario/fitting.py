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
    preset_in = _preset_in(floorplan)
    return tuple(_with_preset(group, floorplan, preset_in) for group in groups)


def _with_preset(
    group: OccupantGroup, floorplan: Floorplan, preset_in: Mapping[str, str]
) -> OccupantGroup:
    stated = group.model_fields_set
    if {"preset", "response"} & stated:
        return group
    preset = _preset_of(places_in(group.within, floorplan), preset_in)
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
    preset_in = _preset_in(floorplan)
    for keys, group in mappings(stated.get("occupants"), ("occupants",)):
        own = group.get("preset")
        if own is None or own in _ANYWHERE or "response" in group:
            continue
        preset = _preset_of(places_in(group.get("within"), floorplan), preset_in)
        if preset != own and "response" in stated_by(preset):
            yield Mismatch(
                (*keys, "preset"),
                f"{own}, where all start in spaces of preset {preset}",
                f"{preset}, or their own response beside it",
            )


def _preset_in(floorplan: Floorplan) -> dict[str, str]:
    """The preset of each space by name; empty where it has none."""
    return {space.name: preset_for(space.category) for space in floorplan.spaces}


def _preset_of(places: frozenset[str] | None, preset_in: Mapping[str, str]) -> str:
    """The one preset of all places in which a group starts; empty where there is none."""
    presets = {preset_in.get(place, "") for place in places or ()}
    return presets.pop() if len(presets) == 1 else ""
