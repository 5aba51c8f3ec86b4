"""The parts of a course of action besides the entry: each can be switched on by itself."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, get_args

from pydantic import Field, model_validator

from asher.quantities import Metres, Seconds, Share
from asher.scenario.clocks import Duration, lognormal
from asher.scenario.occupants import Names
from asher.scenario.sources import Specification, sourced

Kind = Literal[
    "unarmed-guard", "armed-guard", "resource-officer", "school-marshal", "armed-bystander"
]
KINDS: tuple[str, ...] = get_args(Kind)
Guidance = Literal["none", "lockdown", "run-hide-fight", "resist"]


class PressOn(Specification):
    """Officers go on after one of them was hit."""

    rule: Literal["press-on"]


class WithdrawAndWait(Specification):
    """R4: when an officer is hit, all pull back and enter again once so many more have come.

    Parameters
    ----------
    officers : int
        How many more must have arrived, 1 to 20.
    """

    rule: Literal["withdraw-and-wait"]
    officers: Annotated[int, Field(strict=True, ge=1, le=20)] = sourced(
        4, judgement="Borderline: two withdrew and waited for a team"
    )


AfterContact = Annotated[PressOn | WithdrawAndWait, Field(discriminator="rule")]


class GoIn(Specification):
    """Officers who find the hazard behind a closed door act as in any other contact."""

    rule: Literal["press-on"]


class HoldAndNegotiate(Specification):
    """R6: officers hold before the barricade until it ends by itself."""

    rule: Literal["hold-and-negotiate"]


class Breach(Specification):
    """R6: officers hold before the barricade, then force it.

    Parameters
    ----------
    after : str
        Time from the barricade to the decision to force it [s]; forcing the door comes on top.
    """

    rule: Literal["breach"]
    after: Seconds


Barricade = Annotated[GoIn | HoldAndNegotiate | Breach, Field(discriminator="rule")]


class OnSite(Specification):
    """R7 to R11: people at the place who may act before police come.

    Parameters
    ----------
    kind : {"unarmed-guard", "armed-guard", "resource-officer", "school-marshal", "armed-bystander"}
        Whose figures fill in what is not stated.
    count : int
        How many, 1 to 50.
    post : tuple of str
        Post zones of the plan, taken in turn; none means all posts of the plan. Armed bystanders
        have none: they are among the occupants.
    engages_share : float
        Chance that each of them acts at all [-]. Who does not is in cover or elsewhere and changes
        nothing.
    ready : Duration
        From noticing to being ready to act [s]: for a marshal, from under lock and key.
    goes_out : bool
        Whether they go towards the sound; else they stay at their post and act on whom they see.
    contact_range_m : float
        Farthest distance of an engagement along a line of sight [m].
    hit_share : float
        Chance that a round hits, relative to an officer's [-].
    reports : bool
        Whether they have a radio: their notice is an emergency call.
    """

    kind: Kind
    count: Annotated[int, Field(strict=True, ge=1, le=50)] = sourced(
        1, judgement="one person unless stated"
    )
    post: Names = sourced((), judgement="all posts of the plan")
    engages_share: Share = sourced(
        0.5,
        judgement="guards and school officers were present at attacks and did not engage, or were "
        "out of place (Parkland, Columbine, Pulse); evidence on them is contradictory, so studies "
        "should vary it from 0 to 1",
    )
    ready: Duration = sourced(lognormal("3 s", "10 s"), judgement="armed and at the post")
    goes_out: bool = sourced(True, judgement="goes towards the sound")
    contact_range_m: Annotated[Metres, Field(gt=0)] = sourced(
        25.0, judgement="as an officer's", unit="m"
    )
    hit_share: Annotated[float, Field(ge=0, le=2)] = sourced(
        1.0, judgement="as an officer's: no sourced share for other armed people"
    )
    reports: bool = sourced(False, judgement="no radio unless stated")

    @property
    def is_armed(self) -> bool:
        """Whether they can end the attack."""
        return self.kind != "unarmed-guard"

    @property
    def is_visible(self) -> bool:
        """Whether somebody who plans an attack could know of them."""
        return self.kind in ("unarmed-guard", "armed-guard", "resource-officer")

    @property
    def is_sworn(self) -> bool:
        """Whether they count as officers in the results."""
        return self.kind == "resource-officer"

    @model_validator(mode="before")
    @classmethod
    def _fill_from_kind(cls, data: Any) -> Any:
        if isinstance(data, str):
            data = {"kind": data}
        if isinstance(data, Mapping) and data.get("kind") in KINDS:
            return {**_OF_KIND[data["kind"]], **data}
        return data


_OF_KIND: dict[str, dict[str, Any]] = {
    "unarmed-guard": {"engages_share": 1.0, "goes_out": False, "reports": True},
    "armed-guard": {},
    "resource-officer": {"reports": True},
    # 80 h of training against 58 h of firearms hours of a recruit (marshal-hours,
    # recruit-hours-firearms): nothing says that they shoot worse. Lock and key is a judgement.
    "school-marshal": {
        "ready": {"median": "60 s", "p90": "2 min"},
        "goes_out": False,
    },
    "armed-bystander": {
        "engages_share": 0.3,
        "goes_out": False,
        "contact_range_m": 7.0,
        "hit_share": 0.7,
    },
}


class Notice(Specification):
    """R13: how the place itself raises the alarm.

    Parameters
    ----------
    alarm_button : bool
        Whoever notices first calls at once: no delay of recognising and dialling.
    public_address : bool
        An announcement tells everyone inside.
    """

    alarm_button: bool = sourced(False, judgement="none unless stated")
    public_address: bool = sourced(False, judgement="none unless stated")


class Rescue(Specification):
    """R18: when care reaches the wounded.

    Parameters
    ----------
    rule : {"hold-until-cleared", "officers-carry-out", "rescue-task-force"}
        Care once the whole place is cleared; by the officers inside once the hazard is contained;
        or by an escorted medical team in the part of the place that it has left.
    bystander_aid : bool
        Whether people inside stop bleeding before that.
    """

    rule: Literal["hold-until-cleared", "officers-carry-out", "rescue-task-force"] = sourced(
        "hold-until-cleared", judgement="the practice until about 2013"
    )
    bystander_aid: bool = sourced(False, judgement="none unless stated")


class Agencies(Specification):
    """R15: whether agencies that meet at the door have trained together.

    Parameters
    ----------
    joint_training : bool
        They have.
    """

    joint_training: bool = sourced(False, judgement="none unless stated")
