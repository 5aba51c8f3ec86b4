"""Reading what a scenario file states before it is checked: parts of a wrong type are passed over.

Such parts are faults already, told with their place by the reader.
"""

import math
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BeforeValidator

from asher.documents import Keys
from asher.quantities import parse_seconds


def one_or_many(item: type, *forms: type) -> BeforeValidator:
    """Let one item alone be read as a list of one.

    Parameters
    ----------
    item : type
        What the list has.
    *forms : type
        What a file may state instead of one, such as a mapping.

    Returns
    -------
    BeforeValidator
        For the annotation of the list.
    """
    return BeforeValidator(
        lambda value: (value,) if isinstance(value, (item, *forms)) else value,
        json_schema_input_type=item | tuple[item, ...],  # type: ignore[valid-type]
    )


def items(value: Any, keys: Keys) -> Iterator[tuple[Keys, Any]]:
    """Items of a list with their keys; one item alone stands for a list of one."""
    if isinstance(value, list | tuple):
        yield from (((*keys, index), item) for index, item in enumerate(value))
    elif value is not None:
        yield keys, value


def mappings(value: Any, keys: Keys) -> Iterator[tuple[Keys, Mapping[str, Any]]]:
    """Items of a list that are mappings, with their keys."""
    for place, item in items(value, keys):
        if isinstance(item, Mapping):
            yield place, item


def number_of(value: Any) -> float | None:
    """A finite number, or None where there is none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return value if math.isfinite(value) else None
    except OverflowError:  # a whole number of hundreds of digits
        return None


def count_of(group: Mapping[str, Any]) -> int:
    """How many people a group states, one by one or by their number; 0 where it states neither."""
    count = number_of(group.get("count"))
    if count is not None:
        return max(0, int(count))
    inflow = group.get("inflow")
    times = inflow.get("times") if isinstance(inflow, Mapping) else None
    listed = (group.get("at_m"), group.get("start_times"), times)
    return next((len(each) for each in listed if isinstance(each, list | tuple) and each), 0)


def seconds_of(value: Any) -> float | None:
    """A time of at least 0 [s] as a file states it or as a scenario holds it, or None."""
    if isinstance(value, str):
        try:
            return parse_seconds(value)
        except ValueError:
            return None
    number = number_of(value)
    return None if number is None or number < 0 else number
