"""People who are not there at the start: they come in through an exterior opening over time."""

from typing import Annotated, Any

from pydantic import (
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    model_serializer,
    model_validator,
)

from asher.quantities import Seconds
from asher.scenario.sources import Specification, sourced

Times = tuple[Seconds, ...]


class Inflow(Specification):
    """A stream of people who come in from outside, either at a rate or at stated times.

    Parameters
    ----------
    opening : str
        The exterior door or gate they come in by.
    rate_per_s : float or None
        How many come in a second, evenly spaced [1/s].
    from_ : float
        When the first comes [s]; ``from`` in a file. Only with a rate.
    times : tuple of float
        When each comes in [s], one a person.
    """

    # `from` is a word of Python and can be no name of a field.
    model_config = ConfigDict(validate_by_name=True, validate_by_alias=True)

    opening: Annotated[str, Field(min_length=1)]
    rate_per_s: Annotated[float, Field(strict=True, gt=0, le=1000)] | None = sourced(
        None, judgement="times are stated instead", unit="1/s"
    )
    from_: Annotated[Seconds, Field(alias="from")] = sourced(
        0.0, judgement="from the start", unit="s"
    )
    times: Times = sourced((), judgement="evenly spaced, by the rate")

    def times_s(self, count: int) -> tuple[float, ...]:
        """When each person comes in.

        Parameters
        ----------
        count : int
            How many come.

        Returns
        -------
        tuple of float
            Times [s], in the order of the persons.

        Examples
        --------
        >>> Inflow.model_validate({"opening": "door", "rate_per_s": 2.0, "from": "3 s"}).times_s(3)
        (3.0, 3.5, 4.0)
        """
        if self.rate_per_s is None:
            return self.times
        return tuple(self.from_ + k / self.rate_per_s for k in range(count))

    @model_validator(mode="after")
    def _one_way(self) -> "Inflow":
        if (self.rate_per_s is None) == (not self.times):
            raise ValueError("both rate_per_s and times, or neither; state one of them")
        if self.times and "from_" in self.model_fields_set:
            raise ValueError(
                "from goes with rate_per_s only; times already say when each person comes"
            )
        return self

    @model_serializer(mode="wrap")
    def _as_stated(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        stated = handler(self)
        stated["from"] = stated.pop("from_")
        dropped = ("rate_per_s", "from") if self.times else ("times",)
        return {key: value for key, value in stated.items() if key not in dropped}
