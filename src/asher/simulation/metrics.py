"""The metrics and endings that every file, table, plot and column shares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from asher.errors import SimulationError

Unit = Literal["count", "s", "share"]
Kind = Literal["count", "time", "flag"]


@dataclass(frozen=True)
class Metric:
    """One thing that is reported of every replication.

    Parameters
    ----------
    name : str
        The word used in files, tables, plots and code.
    label : str
        The words a table or a plot shows.
    unit : {"count", "s", "share"}
        Of the mean: people, seconds, or a share of replications.
    kind : {"count", "time", "flag"}
        A ``time`` may never come and is then NaN; a ``flag`` is 0 or 1.
    lower_is_better : bool or None
        None where neither direction is better in itself.
    description : str
        One sentence that says what is counted.
    """

    name: str
    label: str
    unit: Unit
    kind: Kind
    lower_is_better: bool | None
    description: str


METRICS: tuple[Metric, ...] = (
    Metric(
        "killed",
        "Killed",
        "count",
        "count",
        True,
        "Occupants who die, at once or later for want of care in time.",
    ),
    Metric(
        "wounded",
        "Wounded",
        "count",
        "count",
        True,
        "Occupants who are hit and survive.",
    ),
    Metric(
        "casualties",
        "Casualties",
        "count",
        "count",
        True,
        "Occupants killed or wounded.",
    ),
    Metric(
        "preventable_deaths",
        "Preventable deaths",
        "count",
        "count",
        True,
        "Deaths that care within ten minutes of the wound would have prevented.",
    ),
    Metric(
        "officers_killed",
        "Officers killed",
        "count",
        "count",
        True,
        "Officers who die of their wounds.",
    ),
    Metric(
        "officers_wounded",
        "Officers wounded",
        "count",
        "count",
        True,
        "Officers who are hit and survive.",
    ),
    Metric(
        "friendly_fire",
        "Hit by friendly fire",
        "count",
        "count",
        True,
        "Officers or occupants hit by a responder's round.",
    ),
    Metric(
        "time_to_call_s",
        "Time to first call",
        "s",
        "time",
        True,
        "From the first shot to the first emergency call.",
    ),
    Metric(
        "time_to_dispatch_s",
        "Time to dispatch",
        "s",
        "time",
        True,
        "From the first shot to the dispatch of the first officer.",
    ),
    Metric(
        "time_to_arrival_s",
        "Time to arrival",
        "s",
        "time",
        True,
        "From the first shot to the first officer on scene.",
    ),
    Metric(
        "time_to_entry_s",
        "Time to entry",
        "s",
        "time",
        True,
        "From the first shot to the first officer inside.",
    ),
    Metric(
        "time_to_contact_s",
        "Time to contact",
        "s",
        "time",
        True,
        "From the first shot to the first encounter of an officer and the hazard.",
    ),
    Metric(
        "time_to_stop_s",
        "Time to stop",
        "s",
        "time",
        True,
        "From the first shot to the end of the attack, however it ends.",
    ),
    Metric(
        "time_to_first_care_s",
        "Time to first care",
        "s",
        "time",
        True,
        "From the first shot to the first wounded person who gets care.",
    ),
    Metric(
        "time_to_last_rescue_s",
        "Time to last rescue",
        "s",
        "time",
        True,
        "From the first shot to the last wounded person who gets care.",
    ),
    Metric(
        "evacuated",
        "Evacuated",
        "count",
        "count",
        None,
        "Occupants who got out by their own movement.",
    ),
    Metric(
        "sheltered",
        "Sheltered",
        "count",
        "count",
        None,
        "Occupants who are behind a closed or locked door when the attack ends.",
    ),
    Metric(
        "stuck",
        "Stuck",
        "count",
        "count",
        True,
        "Occupants who wanted to get out and had not when the replication ended.",
    ),
    Metric(
        "evacuation_time_s",
        "Evacuation time",
        "s",
        "time",
        True,
        "From the first shot (in a drill, from the start) to the last occupant out.",
    ),
    Metric(
        "ended_before_police",
        "Over before police",
        "share",
        "flag",
        None,
        "The attack is over before the first officer is on scene.",
    ),
    Metric(
        "unfinished",
        "Unfinished",
        "share",
        "flag",
        True,
        "The replication reached its horizon before it was over.",
    ),
)

ENDINGS: tuple[str, ...] = (
    "none",
    "left",
    "suicide_before_police",
    "suicide_on_contact",
    "restrained",
    "stopped_by_police",
    "stopped_by_others",
    "surrendered",
    "unfinished",
)


def find_metric(name: str) -> Metric:
    """Return the metric of that name.

    Parameters
    ----------
    name : str
        A name in `METRICS`.

    Returns
    -------
    Metric
        The metric.

    Raises
    ------
    SimulationError
        If there is no such metric; the message suggests near names.

    Examples
    --------
    >>> find_metric("killed").unit
    'count'
    """
    for metric in METRICS:
        if metric.name == name:
            return metric
    raise SimulationError(unknown_name("metric", name, [metric.name for metric in METRICS]))


def unknown_name(what: str, word: str, allowed: Sequence[str]) -> str:
    """Say that a name is unknown, which ones are known, and which one is near.

    Parameters
    ----------
    what : str
        What the name was to name.
    word : str
        What was given.
    allowed : sequence of str
        The names that exist.

    Returns
    -------
    str
        One line.
    """
    # Imported here: documents reads YAML, which an outcome does not need.
    from asher.documents import closest

    near = closest(word, allowed)
    hint = f" (did you mean {near}?)" if near else ""
    return f"{what}: {word!r} is unknown; one of {', '.join(allowed)}{hint}"
