"""A responding officer, described by what the encounter law needs."""

from typing import Annotated

from pydantic import Field

from asher.quantities import Metres, Seconds, Share
from asher.scenario.distributions import Speed
from asher.scenario.sources import Specification, sourced


class Officer(Specification):
    """One officer of the responding agencies.

    Parameters
    ----------
    walking_speed_m_s : float
        Speed inside the building while searching [m/s].
    hit_chance_under_fire, hit_chance : float
        Chance that a round hits [-] while the hazard fires back, and while it does not.
    hit_chance_concentration : float
        How little these chances differ between officers [-]: the sum of the shapes of a beta law.
    round_interval_s : float
        Mean time between rounds [s].
    stop_chance_on_hit : float
        Chance that a hit ends the attack [-].
    contact_range_m : float
        Farthest distance of an engagement along a line of sight [m].
    wound_fatal_share : float
        Share of officers hit who die [-].
    reaction_s : float
        Time until an officer who comes into a contact can act [s].
    cover_share : float
        Share of the body that the jamb of a door covers of an officer who holds at it [-].
    resolve : float
        Chance that the officer enters when the course of action says so [-].
    tired_share : float
        Share of the officers of the first wave who are tired, at the end of a shift [-].
    tired_hit_factor : float
        Their chance to hit, relative to that of others [-].
    tired_time_factor : float
        Their time between rounds, and the time to form a team with one of them, relative to that
        of others [-].
    supervisor_share : float
        Chance that an officer of the first wave is a supervisor, who takes command on arrival [-].
    """

    walking_speed_m_s: Speed = sourced(
        1.6,
        judgement="a brisk walk with equipment: faster than walk-speed, slower than a run, since "
        "every door and corner is looked at",
        unit="m/s",
        label="Officers' walking speed",
    )
    hit_chance_under_fire: Share = sourced(
        evidence="hit-rate-gunfight", label="Officers' hit chance under fire"
    )
    hit_chance: Share = sourced(evidence="hit-rate-no-return-fire", label="Officers' hit chance")
    hit_chance_concentration: Annotated[float, Field(gt=0, le=10_000)] = sourced(
        2.1,
        evidence=("officer-hit-given-gunfire",),
        judgement="calibrated: the posterior median; the evidence leaves it wide",
        label="Evenness of officers' hit chances",
    )
    round_interval_s: Annotated[Seconds, Field(gt=0)] = sourced(
        1.5, judgement="aimed rounds by a moving person; only ratios to the hazard's own "
        "interval decide who is hit", unit="s", label="Time between an officer's rounds",
    )  # fmt: skip
    stop_chance_on_hit: Share = sourced(
        0.6,
        judgement="not every hit ends an attack at once; no sourced share",
        label="Chance that a hit ends the attack",
    )
    contact_range_m: Annotated[Metres, Field(gt=0)] = sourced(
        25.0,
        judgement="longest engagement inside a building; sight usually ends earlier",
        unit="m",
        label="Officers' contact range",
    )
    wound_fatal_share: Share = sourced(
        0.25,
        judgement="most officers hit wear body armour; a quarter die",
        label="Officers hit who die",
    )
    reaction_s: Annotated[Seconds, Field(le=10)] = sourced(
        0.0, judgement="none for either side unless stated, which comes to the same as the 0.39 s "
        "of reaction-officer beside the 0.38 s of reaction-suspect",
        unit="s", label="Officers' reaction time",
    )  # fmt: skip
    cover_share: Share = sourced(
        0.0,
        judgement="no cover unless stated; no sourced share",
        label="Share of an officer that a door jamb covers",
    )
    resolve: Share = sourced(
        1.0,
        judgement="enters when the course of action says so; the documents hold officers who did "
        "not, so lower it to see what that costs",
        label="Officers who enter when told to",
    )
    tired_share: Share = sourced(
        0.0, judgement="rested unless stated", label="Officers of the first wave who are tired"
    )
    tired_hit_factor: Annotated[float, Field(ge=0, le=1)] = sourced(
        0.8,
        judgement="no sourced figure for rounds in a shooting: vary it",
        label="Hit chance of tired officers, relative to others,",
    )
    tired_time_factor: Annotated[float, Field(ge=1, le=10)] = sourced(
        1.25,
        judgement="no sourced figure: vary it",
        label="Time that tired officers take, relative to others,",
    )
    supervisor_share: Share = sourced(
        0.0,
        judgement="nobody unless stated, as the clock of command was measured; no count of who "
        "comes first is published, so state the share of supervisors on a shift",
        label="Officers of the first wave who are supervisors",
    )
