"""The report of a comparison: one HTML file to read, to print and to pass on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from asher import bounds
from asher.views.html import page, raw, text_and_stills, write_whole
from asher.views.old_sections import contents, count_pictures, figures, tables, timelines, words
from asher.views.playback.playback import playback
from asher.views.playback.stills import plan_symbol, stills
from asher.views.words.measures import course_titles, is_drill

if TYPE_CHECKING:
    import os
    from collections.abc import Callable
    from pathlib import Path

    from asher.comparison.comparison import Comparison
    from asher.simulation.recording import Recording

_QUANTILES = (("Typical", 0.5), ("Good", 0.1), ("Bad", 0.9))
_NO_REPLAY = {"symbols": "", "replay_title": ""}
_REPLAY_TITLES = {
    1: "One replication, replayed",
    2: "Two replications, replayed",
    3: "Three replications, replayed",
}


def write_report(
    comparison: Comparison,
    path: str | os.PathLike[str],
    *,
    progress: Callable[[int, int], None] | None = None,
) -> Path:
    """Write the report of a comparison as one HTML file.

    Parameters
    ----------
    comparison : Comparison
        What was compared.
    path : path-like
        The file to write; it is there whole or not at all.
    progress : callable, optional
        Called with the steps done and the steps in all.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    OSError
        If the file cannot be written.
    SimulationError
        If a replication cannot be recorded or a figure cannot be drawn.

    Notes
    -----
    Equal input gives equal bytes: the report holds no time, no machine and no chance.
    """
    courses = comparison.outcome.courses
    # Under another model an incident would be run anew and be another one.
    chosen = find_replications(comparison) if comparison.is_of_this_model else []
    steps = [0, len(courses) * len(chosen) + count_pictures(comparison, chosen)]

    def step() -> None:
        steps[0] += 1
        if progress is not None:
            progress(steps[0], steps[1])

    recordings = _record(comparison, [number for _, number in chosen], step=step)
    values = words(comparison)
    values |= {
        "contents": contents(comparison, conflicting=bool(values["conflicts"])),
        "figures": figures(comparison, step=step),
        "tables": tables(comparison),
        "timelines": timelines(comparison, recordings, chosen, step=step),
    }
    values |= _replay_values(comparison, recordings, chosen) if chosen else _NO_REPLAY
    titles = course_titles(comparison)
    data = playback(
        comparison.scenario.floorplan,
        recordings,
        courses=list(titles.items()),
        replications=[(number, f"{label} (no. {number})") for label, number in chosen],
    )
    return write_whole(page("report.html.jinja", data=data, values=values), path)


def find_replications(comparison: Comparison) -> list[tuple[str, int]]:
    """Choose a typical, a good and a bad replication.

    Parameters
    ----------
    comparison : Comparison
        What was compared.

    Returns
    -------
    list of (str, int)
        Label and replication number: those at the median, the 10th and the 90th percentile of
        casualties (in a drill: of the evacuation time) under the first course of action. A
        replication is listed once.
    """
    outcome = comparison.outcome
    first = outcome.courses[0]
    if is_drill(comparison):
        keys = [np.nan_to_num(outcome.values(first, "evacuation_time_s"), nan=np.inf)]
    else:
        keys = [outcome.values(first, "casualties"), outcome.values(first, "killed")]
    # lexsort takes its last key first; equal replications stand in order of number.
    order = np.lexsort([outcome.replications, *reversed(keys)])
    found: list[tuple[str, int]] = []
    for label, quantile in _QUANTILES:
        number = int(outcome.replications[order[round(quantile * (outcome.n - 1))]])
        if number not in [known for _, known in found]:
            found.append((label, number))
    return found


def _record(
    comparison: Comparison, numbers: list[int], *, step: Callable[[], None]
) -> list[Recording]:
    from asher.simulation.arrays import build_site
    from asher.simulation.recording import Frames, record

    scenario, seed = comparison.scenario, comparison.outcome.seed
    built = build_site(scenario)
    shown = len(comparison.outcome.courses) * len(numbers)
    frames = Frames(most_bytes=bounds.FILMS_MB * 1e6 / max(1, shown))
    found = []
    for course in comparison.outcome.courses:
        for number in numbers:
            found.append(
                record(
                    scenario,
                    course=course,
                    replication=number,
                    seed=seed,
                    frames=frames,
                    built=built,
                )
            )
            step()
    return found


def _replay_values(
    comparison: Comparison, recordings: list[Recording], chosen: list[tuple[str, int]]
) -> dict[str, Any]:
    titles = course_titles(comparison)
    plan = comparison.scenario.floorplan
    label, number = chosen[0]
    shown = [recording for recording in recordings if recording.replication == number]
    by = "evacuation times" if is_drill(comparison) else "casualties"
    first = next(iter(titles.values()))
    named = {"Typical": "median", "Good": "10th percentile", "Bad": "90th percentile"}
    listed = ", ".join(f"{known.lower()}: no. {n} ({named[known]})" for known, n in chosen)
    return {
        "symbols": raw(plan_symbol(plan)),
        "replay_title": _REPLAY_TITLES[len(chosen)],
        "replay_words": f"Chosen by {by} under {first}; {listed}.",
        "stills_label": f"{label.lower()} replication, no. {number}",
        "stills": [
            text_and_stills(
                recording,
                titles[recording.course],
                stills(plan, recording, course_title=titles[recording.course]),
            )
            for recording in shown
        ],
    }
