"""The rare day: a force in the incidents of the country, the same incidents for every plan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from asher.workforce.city import City
from asher.workforce.officer import Force, force_terms, mean_of

if TYPE_CHECKING:
    from asher.kernels.state import ResponseTerms

DAY = {
    "killed": "Killed",
    "wounded": "Wounded",
    "preventable_deaths": "Preventable deaths",
    "officers_killed": "Officers killed",
    "officers_hit": "Officers hit",
    "friendly_fire": "Hit by their own side besides, at most",
    "minutes": "Minutes to the end",
    "enters": "An officer enters (chance)",
    "hit_under_fire": "A round hits under fire (chance)",
    "forming": "Time to form, to the default",
    "travel": "Time to come, to the default",
}
"""What the rare day holds, for one event, with words for each."""


def rare_day(
    city: City, force: Force, *, values: Mapping[str, float], incidents: int, seed: int
) -> dict[str, float]:
    """Run incidents with a force and tell what they come to in the mean.

    Parameters
    ----------
    city : City
        Course of action, agencies, and how many come.
    force : Force
        Who comes.
    values : mapping of str to float
        One draw of the posterior: the attack is as it was in the past, and never a choice.
    incidents : int
        How many, >= 1.
    seed : int
        Of the incidents; the same for every plan.

    Returns
    -------
    dict of str to float
        By name of `DAY`, for one event.

    Notes
    -----
    At population scale two agencies take longer to form but do not hit each other: friendly fire is
    rounds times its chance, as if officers of the other agency stood in every contact.
    """
    from asher.simulation.population import HORIZON_S, simulate_population

    seen: list[ResponseTerms] = []

    def with_force(response: ResponseTerms) -> ResponseTerms:
        ours = response._replace(
            agencies=city.agencies,
            officers=city.first_officers,
            tactical_team=city.tactical_team_size,
        )
        seen.append(force_terms(force, ours))
        return seen[-1]

    found = simulate_population(
        values, incidents=incidents, seed=seed, course=city.course, change=with_force
    )
    terms = seen[-1]
    names = ("killed", "wounded", "preventable_deaths", "officers_killed", "officers_hit")
    means = {name: float(found[name].mean()) for name in names}
    chance = terms.friendly_fire if city.agencies > 1 else 0.0
    return means | {
        "friendly_fire": float(found["rounds"].mean()) * chance,
        "minutes": float(found["stop_s"].clip(max=HORIZON_S).mean()) / 60.0,
        "enters": mean_of(force.enters),
        "hit_under_fire": terms.hit_under_fire,
        "forming": force.forming,
        "travel": force.travel,
    }


def day_harm(day: Mapping[str, float], city: City) -> float:
    """Put one event into one figure.

    Parameters
    ----------
    day : mapping of str to float
        Of `rare_day`.
    city : City
        What an injury counts beside a life.

    Returns
    -------
    float
        Lives, of occupants and officers.
    """
    died = day["killed"] + day["officers_killed"]
    hurt = day["wounded"] + day["officers_hit"] - day["officers_killed"]
    return died + city.injury_weight * hurt
