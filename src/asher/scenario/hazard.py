"""The attack as an exogenous hazard: rates, a duration and an ending, never a decision.

Nothing here can be chosen to make an attack worse: there is no weapon, no tactic and no choice of
whom to harm. The profiles are calibrated to national figures; a study may vary these numbers as
uncertainties only.
"""

from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from pydantic import Field, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from asher.documents import read_document
from asher.errors import ScenarioError
from asher.quantities import Seconds, Share
from asher.scenario.distributions import Speed
from asher.scenario.durations import Duration, lognormal, or_text
from asher.scenario.endings import KINDS, basis_of_endings, contact_endings, moved, own_endings
from asher.scenario.sources import Basis, Shares, Specification, basis_of, sourced
from asher.scenario.within import Names

Profile = Literal[
    "government", "hospital", "national", "nightclub", "open-space", "school", "worship",
    "workplace",
]  # fmt: skip
PROFILES: tuple[str, ...] = get_args(Profile)

_CALIBRATED = "calibrated: the posterior median; see asher check-model"

Rate = Annotated[float, Field(strict=True, ge=0, le=1000)]
Shape = Annotated[float, Field(strict=True, gt=0)]


class OwnEnding(Shares):
    """How the attack ends when nobody ends it; the shares add up to 1.

    Parameters
    ----------
    left, suicide, remains : float
        Shares [-] who leave, who end their own life, and who cease but stay in the building.

    Notes
    -----
    Of 249 attacks over before police came, 113 attackers left and 72 ended their own life
    (``before-police-left``, ``before-police-suicide``); other people ended 64. These shares are of
    attacks that nobody ends, so they are calibrated through the race of all clocks; 0.05 are left
    for `remains`.
    """

    left: Share = sourced(
        0.59, evidence=("before-police-left", "before-police-suicide"), judgement=_CALIBRATED
    )
    suicide: Share = sourced(
        0.36, evidence=("before-police-left", "before-police-suicide"), judgement=_CALIBRATED
    )
    remains: Share = sourced(
        0.05, judgement="stays behind a closed door (Pulse 2016, Uvalde 2022); no sourced share"
    )


class OnContact(Shares):
    """What happens when police reach the hazard while it is active; the shares add up to 1.

    Parameters
    ----------
    suicide, surrenders, subdued, fights, barricades : float
        Shares [-].

    Notes
    -----
    Of 184 attacks that ended after police came: 38 suicide, 15 surrendered, 33 subdued, 98 shot by
    police (``after-police-*``). That an attacker was shot is read as that he fought. Some of the
    38 did not wait for contact, and some ended an exchange of gunfire (``exchange-suicide``), so
    the shares are calibrated through the race of all clocks.
    """

    suicide: Share = sourced(0.127, evidence="after-police-suicide", judgement=_CALIBRATED)
    surrenders: Share = sourced(0.084, evidence="after-police-surrendered", judgement=_CALIBRATED)
    subdued: Share = sourced(0.191, evidence="after-police-subdued", judgement=_CALIBRATED)
    fights: Share = sourced(0.598, evidence="after-police-shot", judgement=_CALIBRATED)
    barricades: Share = sourced(
        0.0, judgement="Pulse 2016; rare and in no count of endings, so 0 unless a study states it"
    )


class Hazard(Specification):
    """An attack as rates, a duration and an ending; defaults are those of its profile.

    Parameters
    ----------
    profile : {"national", "school", "workplace", ...}
        Whose figures fill in what is not stated.
    casualty_rate_per_min : float
        Mean rate of casualty events while a dense crowd is in sight [1/min].
    casualty_rate_log_sd : float
        Standard deviation of the logarithm of the rate between attacks [-]; 0: all alike.
    casualty_at_once_share : float
        Share of attacks in which casualties come as soon as somebody is exposed [-]; those after
        them follow the rate.
    more_casualties_at_once : float
        Mean number of casualties that then come with the first [-], Poisson distributed.
    half_rate_in_sight : float
        People in sight who are hit at half the rate of a dense crowd [-]; 0: one alone at the whole
        rate.
    duration : Duration
        The attack's own clock [s]: when it ends if nobody ends it.
    ending_shares : OwnEnding
        How it then ends.
    endings : {"country", "place"}
        Whose `ending_shares` and `on_contact` fill in what is not stated: those of the country, or
        of the kind of place of the profile.
    restrained_share : float
        Chance that one person who acts against the attacker for 20 s within reach restrains it [-];
        without a plan, that people present do.
    dwell : Duration
        Time in one space before moving to an adjacent one [s].
    walking_speed_m_s : float
        Speed between spaces [m/s].
    entry : tuple of str
        Openings it may come in by; none means any exterior door.
    fatal_share : float
        Share of the wounded who die without care [-].
    fatal_share_concentration : float
        How little that share differs between incidents [-]: the sum of the shapes of a beta law.
    on_contact : OnContact
        What happens when police reach it.
    round_interval_s : float
        Mean time between rounds at responders during an exchange [s].
    hit_chance : float
        Chance that such a round hits an officer [-].
    turns_to_responders_share : float
        Share of the rate that turns from occupants to responders while these are in contact [-].
    reaction_s : float
        Time until its first round at responders once they come into sight [s].
    breaks_off_per_min : float
        Rate at which a contact with responders is broken off and it moves on [1/min].
    exchange_suicide_per_min : float
        Rate at which an exchange of gunfire with police is ended by suicide [1/min].
    remains_for : Duration
        How long it stays in a closed room if nobody goes in [s].
    remains_in_closed_room : bool
        Whether it stays nowhere but in a room that can be closed: one with doors and windows alone,
        none of its doors to the outside. Elsewhere such an attack ends as the others do.
    held_share : float
        Chance that people in such a room cannot leave it until that is over [-].

    Notes
    -----
    Rates, durations and shares are medians of the shipped posterior: they were calibrated at
    population scale on the rows of the evidence that each default names, and are checked against
    rows that were held back (``asher check-model``). They hang together; ``--uncertainty
    posterior`` draws them together.
    """

    profile: Profile
    casualty_rate_per_min: Rate = sourced(
        4.9,
        evidence=("hurt-past-5", "hurt-past-8", "duration-2min", "duration-5min"),
        judgement=_CALIBRATED,
        unit="1/min",
    )
    casualty_rate_log_sd: Annotated[float, Field(strict=True, ge=0, le=3)] = sourced(
        1.2, evidence=("hurt-past-8", "hurt-past-12", "hurt-past-20"),
        judgement=_CALIBRATED,
    )  # fmt: skip
    casualty_at_once_share: Share = sourced(
        0.8, evidence=("hurt-zero", "hurt-past-3"), judgement=_CALIBRATED
    )
    more_casualties_at_once: Annotated[float, Field(strict=True, ge=0, le=20)] = sourced(
        1.5, evidence=("hurt-past-3", "hurt-past-5"), judgement=_CALIBRATED
    )
    half_rate_in_sight: Annotated[float, Field(strict=True, ge=0, le=100)] = sourced(
        1.0,
        judgement="whoever is alone in sight is hit half as often as one of many is: in rooms that "
        "an attacker came into nearly all were hit, the last of them too (hid-in-room-entered); no "
        "count exists. The rate is calibrated on the shipped places with this number",
    )
    duration: Duration = sourced(
        lognormal("4 min 24 s", "21 min 3 s"),
        evidence=("duration-2min", "duration-5min"),
        judgement=_CALIBRATED,
    )
    ending_shares: OwnEnding = sourced(OwnEnding(), judgement="see the single shares")
    endings: Literal["country", "place"] = sourced(
        "country", judgement="calibrated for the country; a kind of place has few counts of its own"
    )
    restrained_share: Share = sourced(
        0.126,
        evidence=("school-restrained", "elsewhere-restrained"),
        judgement="calibrated: the posterior median; the chance that it would come in time",
    )
    dwell: Duration = sourced(
        lognormal("20 s", "60 s"), judgement="most accounts have attackers move on within a minute"
    )
    walking_speed_m_s: Speed = sourced(
        1.0, judgement="slower than free walking: stops and looks about", unit="m/s"
    )
    entry: Names = sourced((), judgement="no restriction: any exterior door")
    fatal_share: Share = sourced(
        0.57, evidence=("killed-most", "killed-zero", "wounded-zero"), judgement=_CALIBRATED
    )
    fatal_share_concentration: Shape = sourced(
        3.6, evidence=("killed-zero", "wounded-zero"), judgement=_CALIBRATED
    )
    on_contact: OnContact = sourced(OnContact(), judgement="see the single shares")
    round_interval_s: Annotated[Seconds, Field(gt=0)] = sourced(
        1.5, judgement="as the officers'; only the ratio of the two matters", unit="s"
    )
    hit_chance: Share = sourced(0.21, evidence="officer-hit-given-gunfire", judgement=_CALIBRATED)
    turns_to_responders_share: Share = sourced(
        0.8,
        judgement="the documents say that entering officers took gunfire that would otherwise have "
        "been directed at others; no count exists",
    )
    reaction_s: Annotated[Seconds, Field(le=10)] = sourced(
        0.0, judgement="none for either side unless stated; reaction-suspect has 0.38 s", unit="s"
    )
    breaks_off_per_min: Rate = sourced(
        0.0, judgement="a contact lasts until one side is done unless stated; no count exists",
        unit="1/min",
    )  # fmt: skip
    exchange_suicide_per_min: Rate = sourced(
        0.85, evidence="exchange-suicide", judgement=_CALIBRATED, unit="1/min"
    )
    remains_for: Duration = sourced(
        lognormal("45 min", "3 h"),
        judgement="the cases: Uvalde 77 min, Pulse about 3 h; others end within minutes",
    )
    remains_in_closed_room: bool = sourced(
        False, judgement="it stays wherever it is unless stated, as the posterior was made"
    )
    held_share: Share = sourced(
        0.0, judgement="Pulse and Uvalde held people; in no count, so 0 unless a study states it"
    )

    @model_validator(mode="before")
    @classmethod
    def _fill_from_profile(cls, data: Any) -> Any:
        if isinstance(data, str):
            data = {"profile": data}
        if isinstance(data, Mapping) and data.get("profile") in PROFILES:
            stated = {name: basis.default for name, basis in profile(data["profile"]).items()}
            if data.get("endings") == "place":
                stated |= _of_place(data["profile"])
            return {**stated, **data}
        return data

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return or_text(handler(core_schema), handler, {"enum": list(PROFILES)})

    def basis(self, field: str) -> Basis | None:
        """Say what the default of a field rests on, by its profile where that differs."""
        if self.endings == "place" and field in ("ending_shares", "on_contact"):
            return Basis(
                default=_of_place(self.profile)[field],
                evidence=basis_of_endings(self.profile).evidence,
                judgement=basis_of_endings(self.profile).judgement,
            )
        return profile(self.profile).get(field) or super().basis(field)


def _of_place(name: str) -> dict[str, OwnEnding | OnContact]:
    """Endings at the kind of place of a profile, by field of `Hazard`."""
    if name not in KINDS:
        raise PydanticCustomError(
            "no_place",
            "endings: country, or a profile that is a kind of place ({names})",
            {"names": ", ".join(KINDS)},
        )
    own, contact = OwnEnding().model_dump(), OnContact().model_dump()
    return {
        "ending_shares": OwnEnding.model_validate(moved(own, own_endings(name))),
        "on_contact": OnContact.model_validate(moved(contact, contact_endings(name))),
    }


@cache
def profile(name: str) -> Mapping[str, Basis]:
    """Read what a named profile sets apart from the national figures.

    Parameters
    ----------
    name : str
        One of `PROFILES`.

    Returns
    -------
    Mapping of str to Basis
        By field of `Hazard`.

    Raises
    ------
    ScenarioError
        If the shipped file is damaged.
    """
    with resources.as_file(resources.files("asher") / "data" / "hazards") as folder:
        document = read_document(Path(folder) / f"{name}.yaml", error=ScenarioError)
    return {field: _basis(field, entry) for field, entry in document.data["differs"].items()}


def _basis(field: str, entry: Mapping[str, Any]) -> Basis:
    info = Hazard.model_fields[field]
    national = basis_of(info)
    value = entry["value"]
    return Basis(
        default=Duration.model_validate(value) if info.annotation is Duration else value,
        evidence=tuple(entry.get("evidence", ())),
        judgement=entry.get("judgement", ""),
        unit=national.unit if national else "",
    )
