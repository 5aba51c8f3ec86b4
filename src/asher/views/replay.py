"""One replication to watch, under one or several courses of action."""

from __future__ import annotations

from typing import TYPE_CHECKING

from asher import bounds
from asher.views.html import page, raw, text_and_stills, write_whole
from asher.views.playback.playback import playback
from asher.views.playback.stills import plan_symbol, stills
from asher.views.words.course_words import titles_of
from asher.views.words.measures import facts

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence
    from pathlib import Path

    from asher.scenario import Scenario


def write_replay(
    scenario: Scenario,
    *,
    path: str | os.PathLike[str],
    replication: int,
    courses: Sequence[str] | None = None,
    seed: int | None = None,
) -> Path:
    """Write the replay of one replication as one HTML file.

    Parameters
    ----------
    scenario : Scenario
        What is run.
    path : path-like
        The file to write; it is there whole or not at all.
    replication : int
        Which replication, >= 0.
    courses : sequence of str, optional
        Names of courses of action; all of the scenario's by default.
    seed : int, optional
        Seed of the random streams; the scenario's own by default.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    ScenarioError
        If the scenario has no such course of action.
    OSError
        If the file cannot be written.
    """
    from asher.simulation.arrays import build_site
    from asher.simulation.recording import Frames, record

    known = titles_of(scenario)
    names = list(known) if courses is None else list(courses)
    _require_known(names, known=list(known))
    built = build_site(scenario)
    frames = Frames(most_bytes=bounds.FILMS_MB * 1e6 / len(names))
    recordings = [
        record(
            scenario,
            course=name,
            replication=replication,
            seed=seed,
            frames=frames,
            built=built,
        )
        for name in names
    ]
    titles = [(name, known[name]) for name in names]
    plan = scenario.floorplan
    data = playback(
        plan, recordings, courses=titles, replications=[(replication, f"No. {replication}")]
    )
    values = {
        "title": scenario.title,
        "replication": replication,
        "symbols": raw(plan_symbol(plan)),
        "facts": [
            *facts(scenario),
            ("Seed", str(scenario.seed if seed is None else seed)),
        ],
        "stills": [
            text_and_stills(
                recording,
                known[recording.course],
                stills(plan, recording, course_title=known[recording.course]),
            )
            for recording in recordings
        ],
    }
    return write_whole(page("replay.html.jinja", data=data, values=values), path)


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
