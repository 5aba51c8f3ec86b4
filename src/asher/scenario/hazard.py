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
from pydantic_core import CoreSchema

from asher.documents import read_document
from asher.errors import ScenarioError
from asher.quantities import Seconds, Share
from asher.scenario.clocks import Duration, lognormal, or_text
from asher.scenario.occupants import Names, Speed
from asher.scenario.sources import Basis, Specification, basis_of, require_whole, sourced

Profile = Literal["national", "nightclub", "school", "worship", "workplace"]
PROFILES: tuple[str, ...] = get_args(Profile)

Rate = Annotated[float, Field(strict=True, ge=0, le=1000)]
Shape = Annotated[float, Field(strict=True, gt=0)]


class OwnEnding(Specification):
    """How the attack ends when nobody ends it; the shares add up to 1.

    Parameters
    ----------
    left, suicide, remains : float
        Shares [-] who leave, who end their own life, and who cease but stay in the building.

    Notes
    -----
    Of 249 attacks over before police came, 113 attackers left and 72 ended their own life
    (``before-police-left``, ``before-police-suicide``). The 64 ended by other people are taken
    out, since the model ends those by its own clocks: 113 and 72 of 185, times 0.95.
    """

    left: Share = sourced(
        0.58,
        evidence="before-police-left",
        judgement="113 of the 185 that nobody ended, times 0.95 to leave room for `remains`",
    )
    suicide: Share = sourced(
        0.37,
        evidence="before-police-suicide",
        judgement="72 of the 185 that nobody ended, times 0.95 to leave room for `remains`",
    )
    remains: Share = sourced(
        0.05, judgement="stays behind a closed door (Pulse 2016, Uvalde 2022); no sourced share"
    )

    @model_validator(mode="after")
    def _whole(self) -> "OwnEnding":
        require_whole(self)
        return self


class OnContact(Specification):
    """What happens when police reach the hazard while it is active; the shares add up to 1.

    Parameters
    ----------
    suicide, surrenders, subdued, fights, barricades : float
        Shares [-].

    Notes
    -----
    Of 184 attacks that ended after police came: 38 suicide, 15 surrendered, 33 subdued, 98 shot by
    police (``after-police-*``). That an attacker was shot is read as that he fought.
    """

    suicide: Share = sourced(0.206, evidence="after-police-suicide", judgement="38 of 184")
    surrenders: Share = sourced(0.082, evidence="after-police-surrendered", judgement="15 of 184")
    subdued: Share = sourced(0.179, evidence="after-police-subdued", judgement="33 of 184")
    fights: Share = sourced(
        0.533, evidence="after-police-shot", judgement="98 of 184, read as that he fought"
    )
    barricades: Share = sourced(
        0.0, judgement="Pulse 2016; rare and in no count of endings, so 0 unless a study states it"
    )

    @model_validator(mode="after")
    def _whole(self) -> "OnContact":
        require_whole(self)
        return self


class Hazard(Specification):
    """An attack as rates, a duration and an ending; defaults are those of its profile.

    Parameters
    ----------
    profile : {"national", "nightclub", "school", "worship", "workplace"}
        Whose figures fill in what is not stated.
    casualty_rate_per_min : float
        Mean rate of casualty events while somebody is exposed [1/min].
    casualty_rate_shape : float
        Shape of the gamma variable that scales the rate of one incident [-]; small is
        over-dispersed.
    duration : Duration
        The attack's own clock [s]: when it ends if nobody ends it.
    ending_shares : OwnEnding
        How it then ends.
    restrained_share : float
        Chance that close occupants restrain the attacker [-].
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
    remains_for : Duration
        How long it stays in a closed room if nobody goes in [s].

    Notes
    -----
    *Duration.* A lognormal through 23 of 63 attacks over within 2 min and 44 of 63 within 5 min
    has ``s = ln(5/2) / (z(44/63) - z(23/63)) = 1.06`` and median ``2 exp(-s z(23/63)) = 2.9`` min.
    A first approximation, since other people ended some of those attacks.

    *Casualties.* Counts with mean m and variance v have the shape ``m^2 / (v - m)`` of a gamma
    mixed Poisson law: 0.49 for killed and 0.45 for wounded.

    *Encounter.* Two officers (0.18 x 0.6 stops per round each) against one hazard, all firing
    every 1.5 s: at least one officer is hit in ``h / (h + 2 x 0.18 x 0.6)`` of exchanges, 0.45 for
    h = 0.18, beside 21 of 45 observed.
    """

    profile: Profile
    casualty_rate_per_min: Rate = sourced(
        2.5,
        evidence=("killed-mean", "wounded-mean", "duration-2min", "duration-5min"),
        judgement="6.8 casualties an incident over a median of 2.9 min is 2.3 a minute, over a "
        "mean of 5.1 min it is 1.3; people are in sight for a part of the time only, hence "
        "slightly above the first; to be calibrated through the simulation",
        unit="1/min",
    )
    casualty_rate_shape: Shape = sourced(
        0.5,
        evidence=("killed-mean", "killed-variance", "wounded-mean", "wounded-variance"),
        judgement="moments of a gamma-mixed Poisson count give 0.49 (killed) and 0.45 (wounded); "
        "slightly more, since the durations also vary; to be calibrated through the simulation",
    )
    duration: Duration = sourced(
        lognormal("2 min 53 s", "11 min 12 s"),
        evidence=("duration-2min", "duration-5min"),
        judgement="lognormal through both shares (median 2.9 min, log sd 1.06); a first "
        "approximation, since others ended some of those attacks",
    )
    ending_shares: OwnEnding = sourced(OwnEnding(), judgement="see the single shares")
    restrained_share: Share = sourced(
        0.099,
        evidence=("school-restrained", "elsewhere-restrained"),
        judgement="19 + 14 of 62 + 270: two rows of one review with one inclusion rule",
    )
    dwell: Duration = sourced(
        lognormal("20 s", "60 s"), judgement="most accounts have attackers move on within a minute"
    )
    walking_speed_m_s: Speed = sourced(
        1.0, judgement="slower than free walking: stops and looks about", unit="m/s"
    )
    entry: Names = sourced((), judgement="no restriction: any exterior door")
    fatal_share: Share = sourced(
        0.5,
        evidence=("killed-mean", "wounded-mean", "death-10min", "death-60min"),
        judgement="0.44 of those hit died with the care of those incidents; without care about "
        "0.5, since most deaths come before care does",
    )
    fatal_share_concentration: Shape = sourced(
        6.0,
        evidence=("killed-mean", "wounded-mean", "killed-variance"),
        judgement="incidents differ: at a mean of 0.5 half of them lie within about 0.37 to 0.63; "
        "to be calibrated through the simulation",
    )
    on_contact: OnContact = sourced(OnContact(), judgement="see the single shares")
    round_interval_s: Annotated[Seconds, Field(gt=0)] = sourced(
        1.5, judgement="as the officers'; only the ratio of the two matters", unit="s"
    )
    hit_chance: Share = sourced(
        0.18,
        evidence=("officer-hit-given-gunfire", "hit-rate-gunfight"),
        judgement="the officers' own share under fire; with two officers who are alike it gives "
        "0.45 exchanges with an officer hit beside 21 of 45",
    )
    turns_to_responders_share: Share = sourced(
        0.8,
        judgement="the documents say that entering officers took gunfire that would otherwise have "
        "been directed at others; no count exists",
    )
    remains_for: Duration = sourced(
        lognormal("45 min", "3 h"),
        judgement="the cases: Uvalde 77 min, Pulse about 3 h; others end within minutes",
    )

    @model_validator(mode="before")
    @classmethod
    def _fill_from_profile(cls, data: Any) -> Any:
        if isinstance(data, str):
            data = {"profile": data}
        if isinstance(data, Mapping) and data.get("profile") in PROFILES:
            stated = {name: basis.default for name, basis in profile(data["profile"]).items()}
            return {**stated, **data}
        return data

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return or_text(handler(core_schema), handler, {"enum": list(PROFILES)})

    def basis(self, field: str) -> Basis | None:
        """Say what the default of a field rests on, by its profile where that differs.

        Parameters
        ----------
        field : str
            Name of the field.

        Returns
        -------
        Basis or None
            None for ``profile``.
        """
        return profile(self.profile).get(field) or super().basis(field)


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
