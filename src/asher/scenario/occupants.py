"""The people at risk: how many, where, how fast, and what they do when they notice."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from asher.quantities import MetresPerSecond, Share
from asher.scenario.clocks import Duration, lognormal
from asher.scenario.sources import Specification, require_whole, sourced

MOST_OCCUPANTS = 100_000


def _one_or_many(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


Name = Annotated[str, Field(min_length=1)]
Names = Annotated[
    tuple[Name, ...], BeforeValidator(_one_or_many, json_schema_input_type=str | tuple[str, ...])
]
Count = Annotated[int, Field(strict=True, ge=0, le=MOST_OCCUPANTS)]
Coordinate = Annotated[float, Field(strict=True)]
Speed = Annotated[MetresPerSecond, Field(gt=0, le=10)]


class OccupantResponse(Specification):
    """What the people of a group do once they have noticed; the shares add up to 1.

    Parameters
    ----------
    run, hide, resist, freeze : float
        Shares [-].
    """

    run: Share = sourced(
        0.75,
        judgement="most people leave by an exit they know or see when they can; no sourced share "
        "exists for attacks, so studies should vary it",
    )
    hide: Share = sourced(0.15, judgement="some seek a room to lock or a place out of sight")
    resist: Share = sourced(
        0.02,
        judgement="few act against the attacker; whether they succeed is the hazard's "
        "restrained_share, which is fitted to school-restrained and elsewhere-restrained",
    )
    freeze: Share = sourced(0.08, judgement="some stay where they are until others move them")

    @model_validator(mode="after")
    def _whole(self) -> "OccupantResponse":
        require_whole(self)
        return self


class OccupantGroup(Specification):
    """Occupants who share a place and a way of responding.

    Parameters
    ----------
    name : str
        What the group is called in reports.
    count : int
        How many; may be left out when `at_m` states every place.
    within : tuple of str
        Spaces or spawn zones they start in; none means anywhere.
    at_m : tuple of (float, float)
        Exact places [m] in plan coordinates, one a person.
    level : str or None
        The level of the places in `at_m`; may be left out in a plan of one level.
    walking_speed_m_s, walking_speed_sd_m_s : float
        Mean and standard deviation of the free walking speed [m/s].
    pre_movement : Duration
        From noticing to moving [s].
    exits : tuple of str
        The only openings they leave by; none means any.
    response : OccupantResponse
        Shares who run, hide, resist and freeze.
    familiar_share : float
        Share [-] who know every exit; the others leave the way they came in, by the main
        entrance, unless they see another exit.
    mobility_limited_share : float
        Share [-] who walk slower than the others: on crutches, in wheelchairs, the frail.
    mobility_limited_pace : float
        Their walking speed relative to the others' [-].
    key_share : float
        Share [-] who can lock a room they hide in. A room stays unlocked while nobody in it can.
    """

    name: Name = sourced("occupants", judgement="a label only")
    count: Count
    within: Names = sourced((), judgement="no restriction: all spaces")
    at_m: tuple[tuple[Coordinate, Coordinate], ...] = sourced((), judgement="places are drawn")
    level: Name | None = sourced(None, judgement="the only level of the plan")
    walking_speed_m_s: Speed = sourced(1.34, evidence="walk-speed", unit="m/s")
    walking_speed_sd_m_s: Annotated[MetresPerSecond, Field(le=2)] = sourced(
        0.26, evidence="walk-speed", unit="m/s"
    )
    pre_movement: Duration = sourced(
        lognormal("6 s", "20 s"),
        judgement="people who see or hear gunfire start within seconds; pre-movement times of "
        "fire drills (minutes) do not apply",
    )
    exits: Names = sourced((), judgement="no restriction: any exit")
    response: OccupantResponse = sourced(
        OccupantResponse(), judgement="see the single shares", about="What they do; sums to 1."
    )
    familiar_share: Share = sourced(
        0.5, judgement="half know every exit; visitors of a venue know fewer, staff all of them"
    )
    mobility_limited_share: Share = sourced(0.0, judgement="none unless stated")
    mobility_limited_pace: Annotated[float, Field(gt=0, le=1)] = sourced(
        0.5, judgement="about half the speed of others on the level; nobody helps them"
    )
    key_share: Share = sourced(
        1.0, judgement="turned from inside; state the share of staff where it takes a key"
    )

    @model_validator(mode="before")
    @classmethod
    def _count_places(cls, data: Any) -> Any:
        if isinstance(data, dict) and "count" not in data:
            places = data.get("at_m")
            if isinstance(places, list | tuple) and places:
                return {**data, "count": len(places)}
        return data

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        schema = handler(core_schema)
        definition = handler.resolve_ref_schema(schema)
        definition["anyOf"] = [{"required": definition.pop("required")}, {"required": ["at_m"]}]
        return schema

    @model_validator(mode="after")
    def _places_agree(self) -> "OccupantGroup":
        if self.at_m and len(self.at_m) != self.count:
            raise ValueError(
                f"count is {self.count} but at_m states {len(self.at_m)} places; "
                "leave count out or make them agree"
            )
        if self.at_m and self.within:
            raise ValueError("both within and at_m; state one of them")
        if self.level is not None and not self.at_m:
            raise ValueError("level without at_m; name the spaces of that level in within")
        return self
