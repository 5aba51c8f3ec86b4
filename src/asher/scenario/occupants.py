"""The people at risk: how many, where, how fast, and what they do when they notice."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from asher import bounds
from asher.evidence import statistic
from asher.quantities import MetresPerSecond, Share
from asher.scenario.arrivals import Inflow, Times
from asher.scenario.distributions import PresetSpeed, WaitingTime, WalkingSpeed
from asher.scenario.durations import lognormal
from asher.scenario.presets import Preset, read_preset, stated_by
from asher.scenario.sources import Basis, Shares, Specification, sourced
from asher.scenario.within import Coordinate, Name, Names, Within

MOST_OCCUPANTS = bounds.OCCUPANTS
# What a key says in other words of a group.
_REPLACED = {
    "at_m": ("within", "inflow"),
    "within": ("at_m", "level", "inflow"),
    "pre_movement": ("start_times", "inflow"),
    "start_times": ("pre_movement", "inflow"),
    "inflow": ("pre_movement", "start_times", "at_m", "within", "level"),
}

Count = Annotated[int, Field(strict=True, ge=0, le=MOST_OCCUPANTS)]


class OccupantResponse(Shares):
    """What the people of a group do once they have noticed; the shares add up to 1.

    Parameters
    ----------
    run, hide, resist, freeze : float
        Shares [-].
    """

    run: Share = sourced(
        0.72,
        judgement="most people leave by an exit they know or see when they can; no sourced share "
        "exists for attacks, so studies should vary it",
    )
    hide: Share = sourced(0.15, judgement="some seek a room to lock or a place out of sight")
    resist: Share = sourced(
        0.05,
        evidence=("school-restrained", "elsewhere-restrained"),
        judgement="few act against an attacker near them; with so many, and the restrained_share "
        "of each kind of place, the shipped places come near both counts",
    )
    freeze: Share = sourced(0.08, judgement="some stay where they are until others move them")


class OccupantGroup(Specification):
    """Occupants who share a place and a way of responding.

    Parameters
    ----------
    name : str
        What the group is called in reports.
    preset : str or None
        Kind of place whose people they are (`classroom`, `office`, ...): fills in what they do and
        know; whatever is stated beside it holds. In an attack that of the place in which all of
        them start, where it has one and no `response` is stated.
    count : int
        How many; may be left out when `at_m`, `start_times` or `inflow` state every person.
    within : tuple of str or SpacesOf
        Spaces or spawn zones they start in, or every space of a category; none means anywhere.
    at_m : tuple of (float, float)
        Exact places [m] in plan coordinates, one a person.
    level : str or None
        The level of the places in `at_m`; may be left out in a plan of one level.
    walking_speed_m_s : float or distribution
        Free walking speed [m/s]: the mean of a normal law, a kind of people (`child`, `adult`,
        `older-adult`, `wheelchair`), or a law of one's own.
    walking_speed_sd_m_s : float or None
        Standard deviation [m/s] where the speed is one number; None where it is a law.
    pre_movement : distribution or None
        From noticing to moving [s]; None where `start_times` or `inflow` say when each walks.
    start_times : tuple of float
        When each begins to walk [s], one a person: in a drill after the start, in an attack after
        noticing.
    inflow : Inflow or None
        They are not there at the start but come in from outside, and walk on at once.
    stays_together : int or None
        Parties of so many people, one after another, who leave together.
    exits : tuple of str
        The only openings they leave by, which all of them know; none means any.
    response : OccupantResponse
        Shares who run, hide, resist and freeze.
    familiar_share : float
        Share [-] who know every exit; the others leave the way they came in, by the main
        entrance, unless they see another exit.
    mobility_limited_share : float
        Share [-] who walk slower than the others: on crutches, in wheelchairs, the frail.
    mobility_limited_pace : float
        Their walking speed relative to the others' [-].
    assisted_share : float
        Share [-] of the mobility-limited who are helped by another of the group who is not.
    assisted_pace : float
        Speed of such a pair relative to the helped person's own speed without limitation [-].
    rerouting_share : float
        Share [-] of those who know every exit and leave a jammed one for another.
    hides_in_place_share : float
        Share [-] of those who would hide and find no room, or have the attacker in the way, who
        stay out of sight where they are; the others run.
    key_share : float
        Share [-] who can lock a room they hide in. A room stays unlocked while nobody in it can.
    staff_share : float
        Share [-] who are staff: those of them who know of an attack tell the whole place
        (`response.word_by_staff_per_min`).
    """

    name: Name = sourced("occupants", judgement="a label only")
    preset: Preset | None = sourced(
        None, judgement="that of their place; else the general defaults"
    )
    count: Count
    within: Within = sourced((), judgement="no restriction: all spaces")
    at_m: tuple[tuple[Coordinate, Coordinate], ...] = sourced((), judgement="places are drawn")
    level: Name | None = sourced(None, judgement="the only level of the plan")
    walking_speed_m_s: WalkingSpeed = sourced(evidence="walk-speed", unit="m/s")
    walking_speed_sd_m_s: Annotated[MetresPerSecond, Field(le=2)] | None = sourced(
        statistic("walk-speed").high, evidence="walk-speed", unit="m/s"
    )
    pre_movement: WaitingTime | None = sourced(
        lognormal("15 s", "60 s"),
        judgement="most are bewildered at first (bewildered-at-first); who sees the attacker takes "
        "a quarter of it, and pre-movement times of fire drills (minutes) do not apply",
    )
    start_times: Times = sourced((), judgement="drawn by pre_movement")
    inflow: Inflow | None = sourced(None, judgement="they are there at the start")
    stays_together: Annotated[int, Field(strict=True, ge=2, le=MOST_OCCUPANTS)] | None = sourced(
        None, judgement="everybody leaves alone"
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
        0.5, judgement="about half the speed of others on the level, without help"
    )
    assisted_share: Share = sourced(0.0, judgement="nobody helps unless stated")
    assisted_pace: Annotated[float, Field(gt=0, le=1)] = sourced(
        evidence="assisted-pace",
        judgement="measured with wheelchairs; taken for all who are helped",
    )
    rerouting_share: Share = sourced(0.0, judgement="none unless stated")
    hides_in_place_share: Share = sourced(
        0.25, judgement="few stay behind furniture, most run after all; no sourced share"
    )
    key_share: Share = sourced(
        1.0, judgement="turned from inside; state the share of staff where it takes a key"
    )
    staff_share: Share = sourced(0.0, judgement="none unless stated, or their kind of place has")

    def basis(self, field: str) -> Basis | None:
        """Say what the default of a field rests on; a named kind of people has its own figure."""
        speed = self.walking_speed_m_s
        if field == "walking_speed_m_s" and isinstance(speed, PresetSpeed):
            return Basis(speed, (speed.evidence,), unit="m/s")
        return preset_basis(self.preset).get(field) or super().basis(field)

    def kept(self, changes: Mapping[str, Any]) -> dict[str, Any]:
        """Say what stays while others of its values change; what one of them replaces does not."""
        gone = {other for key in changes for other in _REPLACED.get(key, ())}
        if _people_in(dict(changes)):
            gone |= {"count", "at_m", "start_times"}
        if _is_law(changes.get("walking_speed_m_s")):
            gone.add("walking_speed_sd_m_s")
        if changes.get("preset", self.preset) != self.preset:
            gone |= stated_by(self.preset).keys()
        return {key: value for key, value in super().kept(changes).items() if key not in gone}

    @model_validator(mode="before")
    @classmethod
    def _fill_in(cls, data: Any) -> Any:
        """Count the people where each is named, and drop defaults that another key replaces."""
        if not isinstance(data, dict):
            return data
        filled = stated_by(data.get("preset")) | data
        if "count" not in data and _people_in(data):
            filled["count"] = _people_in(data)
        if _is_law(data.get("walking_speed_m_s")):
            filled.setdefault("walking_speed_sd_m_s", None)
        if data.get("start_times") or data.get("inflow") is not None:
            filled.setdefault("pre_movement", None)
        return filled

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        schema = handler(core_schema)
        definition = handler.resolve_ref_schema(schema)
        definition["anyOf"] = [
            {"required": definition.pop("required")},
            *({"required": [key]} for key in ("at_m", "start_times", "inflow")),
        ]
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
        if self.inflow is not None and (self.at_m or self.within):
            raise ValueError(
                f"both {'at_m' if self.at_m else 'within'} and inflow; people who come in "
                "from outside have no place at the start"
            )
        return self

    @model_validator(mode="after")
    def _times_agree(self) -> "OccupantGroup":
        stated = {"start_times": self.start_times}
        if self.inflow is not None:
            stated["inflow.times"] = self.inflow.times
            if self.start_times:
                raise ValueError("both start_times and inflow; state one of them")
        for key, times in stated.items():
            if times and len(times) != self.count:
                raise ValueError(
                    f"count is {self.count} but {key} states {len(times)} times; "
                    "leave count out or make them agree"
                )
        if self.pre_movement is not None and (self.start_times or self.inflow is not None):
            key = "start_times" if self.start_times else "inflow"
            raise ValueError(f"both pre_movement and {key}; state one of them")
        if self.pre_movement is None and not self.start_times and self.inflow is None:
            raise ValueError("pre_movement is null; state a time, or start_times")
        return self

    @model_validator(mode="after")
    def _speeds_agree(self) -> "OccupantGroup":
        is_law, has_sd = _is_law(self.walking_speed_m_s), self.walking_speed_sd_m_s is not None
        if is_law and has_sd:
            raise ValueError(
                "both walking_speed_sd_m_s and a walking_speed_m_s that already says how "
                "speeds vary; state walking_speed_sd_m_s with a plain number only"
            )
        if not is_law and not has_sd:
            raise ValueError("walking_speed_sd_m_s is null; state a speed, or leave it out")
        if self.stays_together is not None and self.stays_together > self.count:
            raise ValueError(
                f"stays_together is {self.stays_together} but the group has {self.count} people; "
                "at most all of them"
            )
        return self


def preset_basis(name: str | None) -> dict[str, Basis]:
    """Say what the defaults of a preset rest on.

    Parameters
    ----------
    name : str or None
        One of `asher.scenario.presets.PRESETS`.

    Returns
    -------
    dict of str to Basis
        By field of `OccupantGroup`; none without a preset.
    """
    if name is None:
        return {}
    return {
        field: Basis(
            OccupantResponse(**entry["value"]) if field == "response" else entry["value"],
            judgement=entry["judgement"],
        )
        for field, entry in read_preset(name)["differs"].items()
    }


def _people_in(data: dict[str, Any]) -> int:
    """How many people the keys of a group name one by one."""
    inflow = data.get("inflow")
    times = inflow.get("times") if isinstance(inflow, dict) else getattr(inflow, "times", None)
    for each in (data.get("at_m"), data.get("start_times"), times):
        if isinstance(each, list | tuple) and each:
            return len(each)
    return 0


def _is_law(speed: Any) -> bool:
    """Whether a speed says itself how it varies between people."""
    if isinstance(speed, str):
        return not any(letter.isdigit() for letter in speed)
    return speed is not None and not isinstance(speed, int | float)
