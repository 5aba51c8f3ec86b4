"""One incident to watch, under one or several courses of action."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from asher.simulation.severity import ALL
from asher.views.html import raw, write_whole
from asher.views.playback.playback import playback
from asher.views.playback.stills import plan_symbol
from asher.views.recorded import record_each
from asher.views.section import Page, Section
from asher.views.sections import replication as one_replication
from asher.views.words.course_words import titles_of
from asher.views.words.measures import facts, noun_of, title_of

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence
    from pathlib import Path

    from asher.scenario import Scenario
    from asher.simulation.recording import Recording
    from asher.simulation.severity import Severity

_LIMITS = (
    "One {one} shows what the model does, not what would happen. Only a comparison over many of "
    "them says anything about a course of action."
)


@dataclass(frozen=True)
class Replayed:
    """One incident or drill under one or several courses of action."""

    scenario: Scenario  # Of which it is one
    replication: int  # Its number
    titles: dict[str, str]  # Title of each course of action by its name
    recordings: tuple[Recording, ...]  # One for each course of action

    @property
    def noun(self) -> str:
        """What one replication is called on the page."""
        return noun_of(self.scenario)

    @cached_property
    def data(self) -> dict[str, Any]:
        """What the replay plays."""
        return playback(
            self.scenario,
            self.recordings,
            courses=list(self.titles.items()),
            replications=[(self.replication, f"No. {self.replication}")],
        )


REPLAY: Page[Replayed] = Page(
    kicker="replay",
    about="replay",
    skip="Skip to the replay",
    promise="",
    sections=(
        one_replication.SECTION,
        Section("limits", "Limits", words=lambda replayed: (_LIMITS.format(one=replayed.noun),)),
    ),
)


def write_replay(
    scenario: Scenario,
    *,
    path: str | os.PathLike[str],
    replication: int,
    courses: Sequence[str] | None = None,
    seed: int | None = None,
    severity: Severity = ALL,
) -> Path:
    """Write the replay of one incident as one HTML file.

    Parameters
    ----------
    path : path-like
        The file to write; it is written completely or not at all.
    replication : int
        Which replication, >= 0.
    courses : sequence of str, optional
        Names of courses of action; all of the scenario's by default.
    seed : int, optional
        Seed of the random streams; the scenario's own by default.
    severity : tuple of float
        Of which attacks it is one, as in `asher.simulate`.

    Raises
    ------
    ScenarioError
        If the scenario has no such course of action.
    SimulationError
        If the severities are no part of all.
    OSError
        If the file cannot be written.
    """
    known = titles_of(scenario)
    names = list(known) if courses is None else list(courses)
    _require_known(names, known=list(known))
    recordings = record_each(scenario, names, [replication], seed=seed, severity=severity)
    titles = {name: known[name] for name in names}
    replayed = Replayed(scenario, replication, titles, recordings)
    head = {
        "title": title_of(scenario, severity),
        "facts": [*facts(scenario), ("Seed", str(scenario.seed if seed is None else seed))],
        "symbols": raw(plan_symbol(scenario)),
    }
    page = replace(REPLAY, kicker=f"replay of one {replayed.noun}")
    return write_whole(page.html(replayed, head=head, data=replayed.data), path)


def _require_known(names: Sequence[str], *, known: list[str]) -> None:
    from asher.documents import closest
    from asher.errors import Fault, ScenarioError

    faults = [
        Fault(
            file="courses",
            line=1,
            column=index + 1,
            where="courses of action",
            found=repr(name),
            allowed=", ".join(known),
            suggestion=closest(name, known),
        )
        for index, name in enumerate(names)
        if name not in known
    ]
    if faults:
        raise ScenarioError(faults)
