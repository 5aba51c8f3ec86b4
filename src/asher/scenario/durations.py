"""Times that vary from one incident to the next."""

import math
from typing import Any

from pydantic import GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from asher.documents.built import built
from asher.quantities import Seconds, format_seconds, parse_seconds
from asher.scenario.sources import Quantity

STANDARD_NORMAL_P90 = 1.2815515655446004


class Duration(Quantity):
    """A lognormal time, stated by its median and its 90th percentile.

    Parameters
    ----------
    median : str
        Half of all times are shorter, such as ``"3 min"``.
    p90 : str
        Nine of ten are shorter; not below the median.

    Notes
    -----
    ``T = median exp(s Z)``, Z standard normal, ``s = ln(p90 / median) / 1.2816``. A plain
    ``"3 min"`` is a constant, s = 0.

    Examples
    --------
    >>> lognormal("3 min", "6 min").median_s
    180.0
    >>> round(lognormal("3 min", "6 min").log_sd, 3)
    0.541
    """

    median: Seconds
    p90: Seconds

    @property
    def median_s(self) -> float:
        """Median [s], >= 0."""
        return self.median

    @property
    def p90_s(self) -> float:
        """90th percentile [s], >= the median."""
        return self.p90

    @property
    def log_sd(self) -> float:
        """Standard deviation of the natural logarithm of the time [-]; 0 for a constant."""
        if self.p90 == self.median:
            return 0.0
        return math.log(self.p90 / self.median) / STANDARD_NORMAL_P90

    def __str__(self) -> str:
        if self.p90 == self.median:
            return format_seconds(self.median)
        return f"{format_seconds(self.median)} (90 % within {format_seconds(self.p90)})"

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, data: Any) -> Any:
        if isinstance(data, str):
            parse_seconds(data)
            return {"median": data, "p90": data}
        if isinstance(data, int | float):
            raise ValueError(  # noqa: TRY004 - pydantic collects ValueError only
                "a time with its unit, such as '3 min', or {median: 3 min, p90: 6 min}"
            )
        return data

    @model_validator(mode="after")
    def _in_order(self) -> "Duration":
        if self.p90 < self.median or (self.median == 0 < self.p90):
            raise ValueError(
                f"p90 {format_seconds(self.p90)} with median {format_seconds(self.median)}; "
                "p90 must not be below the median, and a median of 0 s allows only p90 0 s"
            )
        return self

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        schema = handler(core_schema)
        time = handler.resolve_ref_schema(schema)["properties"]["median"]
        text = next(form for form in time["anyOf"] if form["type"] == "string")
        return or_text(schema, handler, {"type": "string", "pattern": text["pattern"]})


def or_text(
    schema: JsonSchemaValue, handler: GetJsonSchemaHandler, text: JsonSchemaValue
) -> JsonSchemaValue:
    """Let the schema of a model also allow a text that stands for the whole model.

    Parameters
    ----------
    schema : dict
        JSON Schema of the model, or a reference to it; changed in place.
    handler : GetJsonSchemaHandler
        Finds what a reference refers to.
    text : dict
        JSON Schema of the text.

    Returns
    -------
    dict
        ``schema``.
    """
    definition = handler.resolve_ref_schema(schema)
    mapping = dict(definition)
    definition.clear()
    definition["anyOf"] = [text, mapping]
    return schema


def lognormal(median: str, p90: str) -> Duration:
    """Write a varying time in code as the file has it.

    Parameters
    ----------
    median, p90 : str
        Times with units.

    Returns
    -------
    Duration
        Their lognormal time.

    Raises
    ------
    ScenarioError
        If a text is not a time, or p90 is below the median.
    """
    stated = {"median": median, "p90": p90}
    with built("lognormal(median, p90)", stated, Duration):
        return Duration.model_validate(stated)
