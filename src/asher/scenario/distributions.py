"""How a walking speed or a waiting time varies between people: normal, lognormal, uniform, listed.

Each law is drawn by inverting its distribution function, so that the same person in a paired run
keeps the place in the order: faster people stay the faster ones whatever the law.
"""

import math
from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal, get_args

from pydantic import (
    Discriminator,
    Field,
    GetJsonSchemaHandler,
    Tag,
    model_serializer,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from asher.evidence import statistic
from asher.quantities import MetresPerSecond, Seconds, SpeedOfKey, format_seconds
from asher.scenario.durations import STANDARD_NORMAL_P90, Duration
from asher.scenario.sources import Quantity

Walker = Literal["child", "adult", "older-adult", "wheelchair"]
WALKERS: tuple[str, ...] = get_args(Walker)

Speed = Annotated[MetresPerSecond, Field(gt=0, le=10)]
_Speed = Annotated[SpeedOfKey, Field(gt=0, le=10)]
_Speeds = Annotated[tuple[_Speed, ...], Field(min_length=1)]
_Times = Annotated[tuple[Seconds, ...], Field(min_length=1)]


def _ordered(low_name: str, high_name: str) -> Any:
    """Make the check that one field of a law is not below another."""

    def check(law: Any) -> Any:
        low, high = getattr(law, low_name), getattr(law, high_name)
        if high < low:
            raise ValueError(f"{high_name} {high:g} is below {low_name} {low:g}")
        return law

    return model_validator(mode="after")(check)


class NormalSpeed(Quantity):
    """A normal law of walking speeds.

    Parameters
    ----------
    mean, sd : float
        Mean and standard deviation [m/s].

    Notes
    -----
    Cut at three standard deviations, and at a tenth of the mean where that is not above 0.
    """

    mean: _Speed
    sd: Annotated[SpeedOfKey, Field(le=2)]

    def __str__(self) -> str:
        return f"{self.mean:g} (sd {self.sd:g})"


class LognormalSpeed(Quantity):
    """A lognormal law of walking speeds.

    Parameters
    ----------
    median, p90 : float
        Median and 90th percentile [m/s].
    """

    median: _Speed
    p90: _Speed

    @property
    def log_sd(self) -> float:
        """Standard deviation of the natural logarithm of the speed [-]."""
        return math.log(self.p90 / self.median) / STANDARD_NORMAL_P90

    _in_order = _ordered("median", "p90")

    def __str__(self) -> str:
        return f"{self.median:g} (90 % below {self.p90:g})"


class UniformSpeed(Quantity):
    """All walking speeds between two bounds alike.

    Parameters
    ----------
    low, high : float
        Bounds [m/s].
    """

    low: _Speed
    high: _Speed

    _in_order = _ordered("low", "high")

    def __str__(self) -> str:
        return f"{self.low:g} to {self.high:g}"


class ListedSpeed(Quantity):
    """Walking speeds as observed, each with the same chance.

    Parameters
    ----------
    values : tuple of float
        Speeds [m/s]; one that stands there twice has twice the chance.
    """

    values: _Speeds

    def __str__(self) -> str:
        return f"{len(self.values)} values, {min(self.values):g} to {max(self.values):g}"


class PresetSpeed(Quantity):
    """Walking speeds of a kind of people, as published: a normal law.

    Parameters
    ----------
    preset : {"child", "adult", "older-adult", "wheelchair"}
        The kind; a plain text stands for it.
    """

    preset: Walker

    @property
    def evidence(self) -> str:
        """Id of the published figure."""
        return "walk-speed" if self.preset == "adult" else f"walk-speed-{self.preset}"

    @property
    def law(self) -> NormalSpeed:
        """The law itself: mean and standard deviation as published [m/s]."""
        row = statistic(self.evidence)
        return NormalSpeed(mean=row.estimate, sd=row.high)

    def __str__(self) -> str:
        return f"{self.preset}: {self.law}"

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, data: Any) -> Any:
        return {"preset": data} if isinstance(data, str) else data

    @model_serializer
    def _as_text(self) -> str:
        return self.preset

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"enum": list(WALKERS), "description": "a kind of people, at published speeds"}


class NormalTime(Quantity):
    """A normal law of waiting times, cut at 0.

    Parameters
    ----------
    mean, sd : float
        Mean and standard deviation [s].

    Notes
    -----
    Cut at three standard deviations, and at 0 s.
    """

    mean: Seconds
    sd: Seconds

    def __str__(self) -> str:
        return f"{format_seconds(self.mean)} (sd {format_seconds(self.sd)})"


class UniformTime(Quantity):
    """All waiting times between two bounds alike.

    Parameters
    ----------
    low, high : float
        Bounds [s].
    """

    low: Seconds
    high: Seconds

    _in_order = _ordered("low", "high")

    def __str__(self) -> str:
        return f"{format_seconds(self.low)} to {format_seconds(self.high)}"


class ListedTime(Quantity):
    """Waiting times as observed, each with the same chance.

    Parameters
    ----------
    values : tuple of float
        Times [s]; one that stands there twice has twice the chance.
    """

    values: _Times

    def __str__(self) -> str:
        low, high = format_seconds(min(self.values)), format_seconds(max(self.values))
        return f"{len(self.values)} values, {low} to {high}"


def _tagger(
    by_keys: Mapping[frozenset[str], type[Quantity]], text: Callable[[str], str]
) -> Callable[[Any], str | None]:
    """Make the function that tells which law a value states, by the first key it knows."""
    firsts = {key: law.__name__ for keys, law in by_keys.items() for key in keys}

    def tag(value: Any) -> str | None:
        if isinstance(value, Quantity):
            return type(value).__name__
        if isinstance(value, Mapping):
            return next((firsts[key] for key in value if key in firsts), None)
        if isinstance(value, str):
            return text(value)
        return text("0") if isinstance(value, int | float) else None

    return tag


def _speed_of_text(text: str) -> str:
    return "number" if any(letter.isdigit() for letter in text) else PresetSpeed.__name__


_SPEED_KEYS = {
    frozenset({"mean", "sd"}): NormalSpeed,
    frozenset({"median", "p90"}): LognormalSpeed,
    frozenset({"low", "high"}): UniformSpeed,
    frozenset({"values"}): ListedSpeed,
    frozenset({"preset"}): PresetSpeed,
}
_TIME_KEYS = {
    frozenset({"mean", "sd"}): NormalTime,
    frozenset({"median", "p90"}): Duration,
    frozenset({"low", "high"}): UniformTime,
    frozenset({"values"}): ListedTime,
}
_FORMS = "{mean, sd}, {median, p90}, {low, high} or {values: [...]}"

WalkingSpeed = Annotated[
    Annotated[Speed, Tag("number")]
    | Annotated[PresetSpeed, Tag("PresetSpeed")]
    | Annotated[NormalSpeed, Tag("NormalSpeed")]
    | Annotated[LognormalSpeed, Tag("LognormalSpeed")]
    | Annotated[UniformSpeed, Tag("UniformSpeed")]
    | Annotated[ListedSpeed, Tag("ListedSpeed")],
    Discriminator(
        _tagger(_SPEED_KEYS, _speed_of_text),
        custom_error_type="speed_law",
        custom_error_message=f"a speed, {', '.join(WALKERS)}, or one of {_FORMS}",
    ),
]
"""A number, the mean of a normal law; a kind of people; or a law of one's own."""

WaitingTime = Annotated[
    Annotated[Duration, Tag("Duration")]
    | Annotated[NormalTime, Tag("NormalTime")]
    | Annotated[UniformTime, Tag("UniformTime")]
    | Annotated[ListedTime, Tag("ListedTime")],
    Discriminator(
        _tagger(_TIME_KEYS, lambda _: "Duration"),
        custom_error_type="time_law",
        custom_error_message=f"a time with its unit, or one of {_FORMS}",
    ),
]
"""A time, lognormal or constant as all clocks are, or another law."""
