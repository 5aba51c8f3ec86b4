"""How large a picture of a plan is, in the words of a person or of the page itself."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from fractions import Fraction

from asher.floorplan.importers.options import UNITS_M

__all__ = ["FORMS", "Scale", "noted_scales", "parse_scale"]

FORMS = (
    "1:100, 0.02 m/px, 50 px = 1 m, 120,340 to 180,340 = 0.9 m (two points on the picture), "
    "or door 0.9 m (a PDF of lines)"
)
"""What a scale may be, for messages."""

INCH_M = 0.0254

_NUMBER = r"(\d+(?:[.]\d+)?|[.]\d+)"
_LENGTH = r"(\d+(?:[.,]\d+)?|[.,]\d+)"
_UNIT = "(" + "|".join(sorted(UNITS_M, key=len, reverse=True)) + "|'|\")"
_RATIO = re.compile(rf"1 ?[:/] ?{_NUMBER}")
_PER_PIXEL = re.compile(rf"{_LENGTH} ?{_UNIT} ?(?:/|per) ?(?:px|pixel)")
_PIXELS = re.compile(rf"{_NUMBER} ?(?:px|pixels?) ?= ?{_LENGTH} ?{_UNIT}")
_POINTS = re.compile(
    rf"{_NUMBER} ?[,;] ?{_NUMBER} ?(?:to|-|->) ?{_NUMBER} ?[,;] ?{_NUMBER} ?= ?{_LENGTH} ?{_UNIT}"
)
_DOOR = re.compile(rf"doors? ?=? ?{_LENGTH} ?{_UNIT}")
# Metres to a pixel of any plan of a building (judgement).
_FINE, _COARSE = 1e-4, 5.0
# Doors of a building are this wide [m] (judgement).
_DOOR_M = (0.4, 3.0)

_NOTED_RATIO = re.compile(r"(?<![\w.:])1 ?: ?(\d{1,4})\b(?! ?[:\d])")
_NOTED_FEET = re.compile(
    r"(?<![\d/])(\d+(?:[ -]\d+/\d+)?|\d+/\d+) ?(?:\"|''|\u2033|\u201d|in\b) ?= ?"
    r"(\d+) ?(?:'|\u2032|\u2019|ft\b)(?: ?-? ?(\d+) ?(?:\"|''|\u2033|\u201d))?"
)
# Scales of plans of floors; anything else such as 1:2 is a detail or a slope.
_PLAN_RATIOS = (10, 2500)


@dataclass(frozen=True)
class Scale:
    """A scale that a person gave; one of the four is set."""

    ratio: float | None = None  # Metres of the building to a metre of paper
    per_pixel_m: float | None = None  # Metres to a pixel
    door_m: float | None = None  # Width of the usual door [m]
    # The two points of which `per_pixel_m` was worked out, empty otherwise.
    points: tuple[float, ...] = ()


def parse_scale(text: str) -> Scale | None:
    """Understand a scale that a person wrote.

    Parameters
    ----------
    text : str
        Such as ``1:100`` or ``door 0.9 m``; empty for none.

    Returns
    -------
    Scale or None
        What it says.

    Raises
    ------
    ValueError
        If it is in none of the known forms, or of a size that no plan has.

    Examples
    --------
    >>> parse_scale("0,0 to 30,40 = 1 m").per_pixel_m
    0.02
    """
    said = " ".join(text.lower().split())
    if not said:
        return None
    if match := _RATIO.fullmatch(said):
        ratio = float(match[1])
        if not 1 <= ratio <= 10_000:
            raise ValueError(f"a scale of 1:{match[1]}; between 1:1 and 1:10000")
        return Scale(ratio=ratio)
    if match := _DOOR.fullmatch(said):
        width = _metres(match[1], match[2])
        if not _DOOR_M[0] <= width <= _DOOR_M[1]:
            low, high = _DOOR_M
            raise ValueError(f"a door of {width:g} m; between {low:g} and {high:g} m")
        return Scale(door_m=width)
    points: tuple[float, ...] = ()
    if match := _PER_PIXEL.fullmatch(said):
        per_pixel = _metres(match[1], match[2])
    elif match := _PIXELS.fullmatch(said):
        per_pixel = _divided(_metres(match[2], match[3]), float(match[1]))
    elif match := _POINTS.fullmatch(said):
        points = tuple(float(match[at]) for at in range(1, 5))
        apart = math.hypot(points[2] - points[0], points[3] - points[1])
        per_pixel = _divided(_metres(match[5], match[6]), apart)
    else:
        raise ValueError(f"scale {text!r}")
    if not _FINE <= per_pixel <= _COARSE:
        found = f"a scale of {per_pixel:.3g} m to a pixel"
        raise ValueError(f"{found}; between {_FINE:g} and {_COARSE:g}")
    return Scale(per_pixel_m=per_pixel, points=points)


def _metres(number: str, unit: str) -> float:
    unit = {"'": "ft", '"': "in"}.get(unit, unit)
    return float(number.replace(",", ".")) * UNITS_M[unit]


def _divided(metres: float, pixels: float) -> float:
    if pixels <= 0:
        raise ValueError("two points on the same spot")
    return metres / pixels


def noted_scales(text: str) -> dict[str, float]:
    """Find scales that a page notes in its text.

    Parameters
    ----------
    text : str
        All text of the page.

    Returns
    -------
    dict
        Ratio by the words as noted, in their order; each ratio once.

    Examples
    --------
    >>> noted_scales("drawn at SCALE 1:50, details 1:5")
    {'1:50': 50.0}
    """
    found: dict[str, float] = {}
    said = " ".join(text[:200_000].split())
    for match in _NOTED_RATIO.finditer(said):
        found.setdefault(match[0], float(match[1]))
    for match in _NOTED_FEET.finditer(said):
        inches = sum(Fraction(part) for part in re.split("[ -]", match[1]) if _whole(part))
        feet = 12 * int(match[2]) + int(match[3] or 0)
        if inches > 0:
            found.setdefault(match[0], float(feet / inches))
    low, high = _PLAN_RATIOS
    ratios: dict[float, str] = {}
    for words, ratio in found.items():
        if low <= ratio <= high:
            ratios.setdefault(ratio, words)
    return {words: ratio for ratio, words in ratios.items()}


def _whole(part: str) -> bool:
    return int(part.partition("/")[2] or 1) != 0
