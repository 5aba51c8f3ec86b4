"""What of a scenario is another now than when its results were written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from asher.documents import Keys, path_text, shown

# Words, and how often it is run.
_NO_EFFECT = {"title", "description", "plan", "sources", "replications", "seed"}
_TOLD = 3


def edited(stood: Any, stands: Mapping[str, Any]) -> str:
    """Say what differs between two scenarios.

    Parameters
    ----------
    stood : object
        What a manifest holds as the scenario; a stranger may have written it.
    stands : mapping
        The scenario of now, as `Scenario.to_document` writes it.

    Returns
    -------
    str
        The first places with both values; empty where none is found.
    """
    if not isinstance(stood, Mapping):
        return ""
    before, now = (
        {key: value for key, value in each.items() if key not in _NO_EFFECT}
        for each in (stood, stands)
    )
    found = [*islice(_differences(before, now, ()), _TOLD + 1)]
    return ", ".join(found[:_TOLD]) + (" and more" if len(found) > _TOLD else "")


def _differences(stood: Any, stands: Any, keys: Keys) -> Iterator[str]:
    if isinstance(stood, Mapping) and isinstance(stands, Mapping):
        for key in dict.fromkeys([*stands, *stood]):
            if key not in stood or key not in stands:
                words = "now there" if key in stands else "now left out"
                yield f"{path_text((*keys, str(key)))} {words}"
            else:
                yield from _differences(stood[key], stands[key], (*keys, str(key)))
    elif isinstance(stood, list) and isinstance(stands, list) and len(stood) == len(stands):
        for index, pair in enumerate(zip(stood, stands, strict=True)):
            yield from _differences(*pair, (*keys, index))
    elif isinstance(stood, list) and isinstance(stands, list):
        yield f"{path_text(keys)} {len(stood):,} items, now {len(stands):,}"
    elif stood != stands:
        yield f"{path_text(keys)} {shown(stood)}, now {shown(stands)}"
