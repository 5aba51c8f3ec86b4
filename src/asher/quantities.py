"""Quantities as people write them, ``"3 min"`` or ``"80 cm"``, turned into SI numbers.

The rule is the same everywhere: a quantity is a text with a unit, or a bare number where the key
itself carries the unit (``delay_s: 45``). A bare number under any other key is a fault that asks
for the unit. What is written back always has its unit, so it can be read again under any key.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import (
    BeforeValidator,
    GetJsonSchemaHandler,
    PlainSerializer,
    ValidationInfo,
    WithJsonSchema,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

__all__ = [
    "Metres",
    "MetresPerSecond",
    "Seconds",
    "Share",
    "SpeedOfKey",
    "format_seconds",
    "format_share",
    "parse_metres",
    "parse_metres_per_second",
    "parse_seconds",
    "parse_share",
]

_NO_BREAK = "\u00a0"
_TIME = {"h": 3600.0, "min": 60.0, "s": 1.0}
_LONG_TIME = {
    "hour": "h", "hours": "h", "hr": "h", "minute": "min", "minutes": "min", "mins": "min",
    "second": "s", "seconds": "s", "sec": "s", "secs": "s",
}  # fmt: skip
_LENGTH = {"km": 1000.0, "m": 1.0, "cm": 0.01, "mm": 0.001}
_SPEED = {"m/s": 1.0, "km/h": 1 / 3.6}

_TIME_HELP = "a time of at least 0 with its unit, such as '90 s', '3 min', '1.5 h' or '1 min 30 s'"
_LENGTH_HELP = "a length of at least 0 with its unit, such as '12 m' or '80 cm'"
_SPEED_HELP = "a speed of at least 0 with its unit, such as '1.34 m/s'"
_SHARE_HELP = "a share from 0 to 1, or a percentage such as '30 %'"

_NUMBER = r"(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?"
_PART = re.compile(rf"\s*({_NUMBER})\s*([a-zA-Z/%]+)", re.ASCII)


def parse_seconds(text: str) -> float:
    """Read a time.

    Parameters
    ----------
    text : str
        Hours, minutes and seconds, each at most once and in this order.

    Returns
    -------
    float
        Time [s], >= 0.

    Raises
    ------
    ValueError
        If it is not a time with a unit.

    Examples
    --------
    >>> parse_seconds("1 min 30 s")
    90.0
    """
    total, last = 0.0, math.inf
    for amount, word in _parts(text, help_text=_TIME_HELP):
        scale = _TIME.get(_LONG_TIME.get(word, word))
        # Falling units keep '30 s 1 min' and '1 min 1 min' from passing as something sensible.
        if scale is None or scale >= last:
            raise ValueError(_TIME_HELP)
        total, last = total + amount * scale, scale
    return _finite(total, help_text=_TIME_HELP)


def parse_metres(text: str) -> float:
    """Read a length.

    Parameters
    ----------
    text : str
        A number with ``m``, ``cm``, ``mm`` or ``km``.

    Returns
    -------
    float
        Length [m], >= 0.

    Raises
    ------
    ValueError
        If it is not a length with a unit.

    Examples
    --------
    >>> parse_metres("80 cm")
    0.8
    """
    return _one_part(text, units=_LENGTH, help_text=_LENGTH_HELP)


def parse_metres_per_second(text: str) -> float:
    """Read a speed.

    Parameters
    ----------
    text : str
        A number with ``m/s`` or ``km/h``.

    Returns
    -------
    float
        Speed [m/s], >= 0.

    Raises
    ------
    ValueError
        If it is not a speed with a unit.

    Examples
    --------
    >>> parse_metres_per_second("1.34 m/s")
    1.34
    """
    return _one_part(text, units=_SPEED, help_text=_SPEED_HELP)


def parse_share(value: str | float) -> float:
    """Read a share of a whole.

    Parameters
    ----------
    value : str or float
        A number from 0 to 1, or a percentage such as ``"30 %"``.

    Returns
    -------
    float
        Share [-], in [0, 1].

    Raises
    ------
    ValueError
        If it is not a share, or lies outside [0, 1].

    Examples
    --------
    >>> parse_share("30 %")
    0.3
    """
    if isinstance(value, str):
        share = _one_part(value, units={"%": 1.0}, help_text=_SHARE_HELP) / 100
    else:
        share = _bare_number(value, help_text=_SHARE_HELP)
    if share > 1:
        raise ValueError(_SHARE_HELP)
    return share


def format_seconds(seconds: float) -> str:
    """Write a time as `parse_seconds` reads it back, without loss.

    Parameters
    ----------
    seconds : float
        Time [s], finite, >= 0.

    Returns
    -------
    str
        For example ``"1 min 30 s"``.

    Examples
    --------
    >>> format_seconds(180.0)
    '3 min'
    """
    hours, rest = divmod(float(seconds), 3600.0)
    minutes, rest = divmod(rest, 60.0)
    amounts = ((hours, "h"), (minutes, "min"), (rest, "s"))
    text = " ".join(f"{_short(amount)} {unit}" for amount, unit in amounts if amount) or "0 s"
    # Splitting 200.123 s leaves a rounding crumb; then the plain number of seconds is better.
    return text if parse_seconds(text) == seconds and len(text) < 24 else f"{_short(seconds)} s"


def format_share(share: float) -> str:
    """Write a share as a percentage.

    Parameters
    ----------
    share : float
        0 to 1; NaN is written as a dash.

    Returns
    -------
    str
        Whole per cents; one decimal below 1 and above 99; never rounded to a certainty it is not.

    Examples
    --------
    >>> [format_share(s).replace(_NO_BREAK, " ") for s in (0.0, 0.0001, 0.004, 0.714, 0.9999, 1.0)]
    ['0 %', '<0.1 %', '0.4 %', '71 %', '>99.9 %', '100 %']
    """
    if not math.isfinite(share):
        return "\u2013"
    value = 100.0 * share
    if value in (0.0, 100.0):
        text = f"{value:.0f}"
    elif value < 0.1:
        text = "<0.1"
    elif value > 99.9:
        text = ">99.9"
    elif value < 0.95 or value > 99.05:
        text = f"{value:.1f}"
    else:
        text = f"{value:.0f}"
    return f"{text}{_NO_BREAK}%"


def _short(amount: float) -> str:
    return str(int(amount)) if amount == int(amount) and amount < 1e15 else repr(float(amount))


def _parts(text: str, *, help_text: str) -> list[tuple[float, str]]:
    parts, at = [], 0
    text = text.rstrip()
    while at < len(text):
        match = _PART.match(text, at)
        if match is None:
            raise ValueError(help_text)
        parts.append((float(match[1]), match[2]))
        at = match.end()
    if not parts:
        raise ValueError(help_text)
    return parts


def _one_part(text: str, *, units: Mapping[str, float], help_text: str) -> float:
    parts = _parts(text, help_text=help_text)
    if len(parts) != 1 or parts[0][1] not in units:
        raise ValueError(help_text)
    amount, unit = parts[0]
    return _finite(amount * units[unit], help_text=help_text)


def _finite(value: float, *, help_text: str) -> float:
    if not math.isfinite(value) or value < 0:
        raise ValueError(help_text)
    return value


def _bare_number(value: Any, *, help_text: str) -> float:
    # bool is an int to Python, but 'yes' is not a number to a planner.
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(help_text)  # noqa: TRY004 - pydantic collects only ValueError
    try:
        number = float(value)
    except OverflowError:
        raise ValueError(help_text) from None
    return _finite(number, help_text=help_text)


def _reader(
    parse: Callable[[str], float], *, suffix: str, help_text: str
) -> Callable[[Any, ValidationInfo], float]:
    def read(value: Any, info: ValidationInfo) -> float:
        if isinstance(value, str):
            return parse(value)
        number = _bare_number(value, help_text=help_text)
        if not (info.field_name or "").endswith(suffix):
            raise ValueError(help_text)
        return number

    return read


SUFFIX = "x-suffix"
"""In a JSON Schema, how a key ends under which a bare number may stand."""
_LIMITS = {"ge": "minimum", "gt": "exclusiveMinimum", "le": "maximum", "lt": "exclusiveMaximum"}


@dataclass(frozen=True)
class _Schema:
    """How a quantity is written, for editors: a number within its limits, or a text."""

    pattern: str
    description: str
    suffix: str = ""

    def __get_pydantic_json_schema__(
        self, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        del handler
        number = {"type": "number", "minimum": 0, SUFFIX: self.suffix}
        layer: Any = core_schema
        while isinstance(layer, dict):
            # Each limit of a field is a layer around the number.
            limits = layer.get("metadata", {}).get("pydantic_js_updates", {})
            number |= {_LIMITS[key]: limits[key] for key in limits if key in _LIMITS}
            layer = layer.get("schema")
        text = {"type": "string", "pattern": self.pattern}
        return {"anyOf": [number, text], "description": self.description}


Seconds = Annotated[
    float,
    BeforeValidator(_reader(parse_seconds, suffix="_s", help_text=_TIME_HELP)),
    PlainSerializer(format_seconds, return_type=str),
    _Schema(rf"^\s*{_NUMBER}\s*[a-z]+(\s*{_NUMBER}\s*[a-z]+)*\s*$", _TIME_HELP, "_s"),
]
Metres = Annotated[
    float,
    BeforeValidator(_reader(parse_metres, suffix="_m", help_text=_LENGTH_HELP)),
    PlainSerializer(lambda value: f"{_short(value)} m", return_type=str),
    _Schema(rf"^\s*{_NUMBER}\s*(m|cm|mm|km)\s*$", _LENGTH_HELP, "_m"),
]
_AS_SPEED = PlainSerializer(lambda value: f"{_short(value)} m/s", return_type=str)
_SPEED_PATTERN = rf"^\s*{_NUMBER}\s*(m/s|km/h)\s*$"
MetresPerSecond = Annotated[
    float,
    BeforeValidator(_reader(parse_metres_per_second, suffix="_m_s", help_text=_SPEED_HELP)),
    _AS_SPEED,
    _Schema(_SPEED_PATTERN, _SPEED_HELP, "_m_s"),
]
# Below a key that carries the unit, as the parts of `walking_speed_m_s: {mean: 1.2, sd: 0.2}`.
SpeedOfKey = Annotated[
    float,
    BeforeValidator(_reader(parse_metres_per_second, suffix="", help_text=_SPEED_HELP)),
    _AS_SPEED,
    _Schema(_SPEED_PATTERN, _SPEED_HELP),
]
Share = Annotated[
    float,
    BeforeValidator(parse_share),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "number", "minimum": 0, "maximum": 1},
                {"type": "string", "pattern": rf"^\s*{_NUMBER}\s*%\s*$"},
            ],
            "description": _SHARE_HELP,
        }
    ),
]
