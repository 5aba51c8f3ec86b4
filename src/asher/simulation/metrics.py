"""Metrics and endings: each declared once, with all that is known of it.

Columns, tables, the report, the terminal and charts follow from these declarations; a law writes a
metric by the member of `asher.kernels.columns.Column` that has its name.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from asher.errors import SimulationError
from asher.kernels.codes import Ending
from asher.kernels.columns import MARKS_MIN, Column

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from asher.simulation.recording import Recording

Unit = Literal["count", "s", "share"]
Kind = Literal["count", "time", "span", "flag", "level"]
Table = Literal["courses", "pairs", "terminal", "drill"]


@dataclass(frozen=True, kw_only=True)
class Metric:
    """One thing that is reported of every replication.

    Parameters
    ----------
    name : str
        The word used in files, tables, plots and code.
    label : str
        The words a table or a plot shows.
    kind : {"count", "time", "span", "flag", "level"}
        A ``time`` may never come and is then NaN; a ``span`` is a length of time; a ``flag`` is 0
        or 1, and a ``level`` between these.
    lower_is_better : bool or None
        None where neither direction is better in itself.
    description : str
        One sentence that says what is counted.
    noun : str
        For sentences: "1.8 fewer killed"; the label in small letters if left out.
    shown : tuple of str
        Tables it stands in: of the courses of action in a report (``courses``) and of their
        differences (``pairs``), in a terminal (``terminal``), and in all of these for a drill
        (``drill``).
    milestone : tuple of str, optional
        Of a time: its short name on a time line, and what it means in a dispatcher's log.
    only_if_seen : bool
        Left out where it came under no course of action.
    of_outcome : callable, optional
        For a metric of one's own: makes its column, shape (n_courses, n), from an `Outcome`.
    of_recording : callable, optional
        For a metric of one's own: makes its value from the `Recording` of one replication, in
        which everybody's places stand; each replication is then run twice.

    Examples
    --------
    >>> import asher
    >>> hurt = Metric(
    ...     name="anybody_killed", label="Anybody killed", kind="flag",
    ...     lower_is_better=True, description="Somebody dies.",
    ...     of_outcome=lambda outcome: outcome.columns["killed"] > 0,
    ... )
    >>> asher.simulate(scenario, metrics=[hurt]).columns["anybody_killed"]  # doctest: +SKIP
    """

    name: str
    label: str
    kind: Kind
    lower_is_better: bool | None
    description: str
    noun: str = ""
    shown: tuple[Table, ...] = ()
    milestone: tuple[str, str] | None = None
    only_if_seen: bool = False
    of_outcome: Callable[[Any], NDArray[np.float64]] | None = None
    of_recording: Callable[[Recording], float] | None = None

    @property
    def unit(self) -> Unit:
        """Unit of the mean: people, seconds, or a share of replications."""
        return _UNITS[self.kind]

    @property
    def is_time(self) -> bool:
        """Whether it is a time, which may never come."""
        return self.kind == "time"


_UNITS: dict[Kind, Unit] = {
    "count": "count", "time": "s", "span": "s", "flag": "share", "level": "share",
}  # fmt: skip
_MAIN_TABLES: tuple[Table, ...] = ("courses", "pairs", "terminal")


def _metric(name: str, label: str, kind: Kind, description: str, **more: Any) -> Metric:
    """Declare one that the laws write: less is better if not said."""
    known = {"lower_is_better": True} | more
    return Metric(name=name, label=label, kind=kind, description=description, **known)


# fmt: off
METRICS: tuple[Metric, ...] = (
    _metric("killed", "Killed", "count",
            "Occupants who die, at once or later for want of care in time.",
            noun="killed", shown=_MAIN_TABLES),
    _metric("wounded", "Wounded", "count",
            "Occupants who are hit and survive.",
            noun="wounded", shown=_MAIN_TABLES),
    _metric("casualties", "Casualties", "count",
            "Occupants killed or wounded.",
            noun="killed or wounded"),
    _metric("preventable_deaths", "Preventable deaths", "count",
            "Deaths that care within ten minutes of the wound would have prevented.",
            noun="preventable deaths", shown=_MAIN_TABLES),
    _metric("officers_killed", "Officers killed", "count",
            "Officers who die of their wounds.",
            noun="officers killed", shown=_MAIN_TABLES),
    _metric("officers_wounded", "Officers wounded", "count",
            "Officers who are hit and survive.",
            noun="officers wounded", shown=_MAIN_TABLES),
    _metric("on_site_hit", "On-site staff hit", "count",
            "Guards, marshals and armed people on site, no officers, who are hit; they are among "
            "the killed and the wounded.",
            noun="on-site staff hit", shown=("courses", "pairs"), only_if_seen=True),
    _metric("friendly_fire", "Hit by friendly fire", "count",
            "Officers or occupants hit by a responder's round.",
            noun="hit by friendly fire", shown=("courses", "pairs"), only_if_seen=True),
    _metric("time_to_call_s", "Time to first call", "time",
            "From the first shot to the first emergency call.",
            milestone=("Call", "the first emergency call is made")),
    _metric("time_to_dispatch_s", "Time to dispatch", "time",
            "From the first shot to the dispatch of the first officer.",
            milestone=("Dispatch", "officers are sent")),
    _metric("time_to_arrival_s", "Time to arrival", "time",
            "From the first shot to the first officer on scene.",
            milestone=("Arrival", "the first officer is on scene")),
    _metric("time_to_entry_s", "Time to entry", "time",
            "From the first shot to the first officer inside.",
            shown=("courses", "terminal"),
            milestone=("Entry", "the first officer goes in")),
    _metric("time_to_contact_s", "Time to contact", "time",
            "From the first shot to the first encounter of responders and the hazard.",
            shown=("courses",), milestone=("Contact", "responders first meet the attacker")),
    _metric("time_to_stop_s", "Time to stop", "time",
            "From the first shot to the end of the attack, however it ends.",
            shown=_MAIN_TABLES,
            milestone=("Stop", "the attack is over, however it ended")),
    _metric("time_to_first_care_s", "Time to first care", "time",
            "From the first shot to the first wounded person who gets care.",
            shown=("courses", "pairs"),
            milestone=("First care", "the first wounded person is given care")),
    _metric("time_to_last_rescue_s", "Time to last rescue", "time",
            "From the first shot to the last wounded person who gets care.",
            milestone=("Last rescue", "the last wounded person is reached")),
    _metric("time_to_first_carried_out_s", "Time to first carried out", "time",
            "From the first shot to the first wounded person carried out of the building."),
    _metric("time_to_last_carried_out_s", "Time to last carried out", "time",
            "From the first shot to the last wounded person carried out of the building."),
    _metric("evacuated", "Evacuated", "count",
            "Occupants who got out by their own movement.",
            lower_is_better=None, shown=("courses", "drill")),
    _metric("sheltered", "Sheltered", "count",
            "Occupants who are behind a closed or locked door when the attack ends.",
            lower_is_better=None, shown=("courses",)),
    _metric("stuck", "Stuck", "count",
            "Occupants who wanted to get out and had not when the replication ended.",
            shown=("courses", "drill")),
    _metric("never_knew", "Never knew", "count",
            "Occupants unhurt who never learned of the attack.",
            lower_is_better=None, shown=("courses",)),
    _metric("hiding_in_place", "Hiding in place", "count",
            "Occupants who hide out of sight where there is no door to lock.",
            lower_is_better=None, shown=("courses",), only_if_seen=True),
    _metric("time_to_officer_hit_s", "Time to first officer hit", "time",
            "From the first shot to the first officer who is hit.", lower_is_better=False),
    _metric("officers_hit_outside", "Officers hit outside", "count",
            "Officers who are hit before they come in, or where the attacker leaves the place.",
            noun="officers hit outside", shown=("courses",), only_if_seen=True),
    _metric("officers_hit_at_entry", "Officers hit at entry", "count",
            "Officers who are hit within 15 s after coming in, or as a closed room is forced.",
            noun="officers hit at entry", shown=("courses",), only_if_seen=True),
    _metric("officers_hit_inside", "Officers hit inside", "count",
            "Officers who are hit inside at any other time: in contact later, on the way out, or "
            "at their post.",
            noun="officers hit inside", shown=("courses",), only_if_seen=True),
    _metric("in_sight_person_s", "Time in sight, all people together", "span",
            "Seconds for which people are in sight of the attacker, added up over all of them."),
    _metric("in_sight_s", "Time with anybody in sight", "span",
            "Seconds of the attack in which anybody is in sight of the attacker."),
    _metric("severity", "Severity", "level",
            "How severe the attack is before anything is done: the share of attacks whose rate is "
            "lower. It is drawn first, and is the same for every course of action.",
            lower_is_better=None),
    *(_metric(f"exposure_by_{n}min_s", f"Time with anybody exposed by {n} min", "span",
              f"Seconds of the first {n} min of the attack in which anybody is in sight of the "
              "attacker; those in which all in sight are hidden count by how exposed they are.")
      for n in MARKS_MIN),
    *(_metric(f"casualties_by_{n}min", f"Casualties by {n} min", "count",
              f"Occupants killed or wounded whose wound is no later than {n} min after the first "
              "shot.", noun=f"killed or wounded by {n} min")
      for n in MARKS_MIN),
    *(_metric(f"safe_by_{n}min", f"Safe by {n} min", "count",
              f"Occupants who are out, or behind a closed or locked door, {n} min after the first "
              "shot (in a drill, after the start).",
              noun=f"safe by {n} min", lower_is_better=False)
      for n in MARKS_MIN),
    _metric("evacuation_time_s", "Evacuation time", "time",
            "From the first shot (in a drill, from the start) to the last occupant out.",
            noun="time until the last person was out", shown=("drill",)),
    _metric("ended_before_police", "Over before police", "flag",
            "The attack is over before the first officer is on scene.",
            lower_is_better=None, shown=("courses",)),
    _metric("unfinished", "Unfinished", "flag",
            "The replication reached its horizon before it was over."),
)
# fmt: on
assert [metric.name.upper() for metric in METRICS] == [column.name for column in Column][:-1]

ENDINGS: tuple[str, ...] = tuple(ending.name.lower() for ending in Ending)


def headline(*, is_drill: bool) -> str:
    """Name the metric that the question is about.

    Parameters
    ----------
    is_drill : bool
        Whether there is no hazard.
    """
    return "evacuation_time_s" if is_drill else "killed"


def shown_in(table: Table) -> tuple[str, ...]:
    """Name the metrics that stand in a table, in the order of `METRICS`, the headline first.

    Parameters
    ----------
    table : {"courses", "pairs", "terminal", "drill"}
        Which one.

    Examples
    --------
    >>> shown_in("drill")
    ('evacuation_time_s', 'evacuated', 'stuck')
    """
    names = [metric.name for metric in METRICS if table in metric.shown]
    first = headline(is_drill=table == "drill")
    return tuple(sorted(names, key=lambda name: name != first))


def find_metric(name: str, among: Sequence[Metric] = METRICS) -> Metric:
    """Return the metric of that name.

    Parameters
    ----------
    among : sequence of Metric
        Where to look.

    Raises
    ------
    SimulationError
        If there is no such metric; the message suggests near names.

    Examples
    --------
    >>> find_metric("killed").unit
    'count'
    """
    for metric in among:
        if metric.name == name:
            return metric
    raise SimulationError(unknown_name("metric", name, [metric.name for metric in among]))


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
    return f"{what}: {word!r} is unknown; allowed: {', '.join(allowed)}{hint}"
