"""What must hold of every run: everybody out in time, no wall crossed; or one clear refusal."""

import json

import numpy as np

from asher import read_scenario
from asher.errors import AsherError
from asher.simulation.recording import STATUSES
from asher.simulation.site import simulate
from films import find_wall_crossings, record_drill

OUT = STATUSES.index("out")


def run(scenario, *, replications=3, seed=1):
    """A drill on one thread."""
    return simulate(scenario, replications=replications, seed=seed, threads=1)


def assert_all_out(scenario, *, within_s, replications=3, exits=None, walls=True):
    """Everybody is out in every replication, by the right exits and through no wall.

    Returns the evacuation times [s].
    """
    people = sum(each.count for each in scenario.occupants)
    outcome = run(scenario, replications=replications)
    columns = {name: column[0] for name, column in outcome.columns.items()}
    times = columns["evacuation_time_s"]
    left = columns["evacuated"]
    assert np.all(left == people), f"{left.min():.0f} to {left.max():.0f} of {people} are out"
    assert np.all(columns["stuck"] == 0)
    assert np.all(columns["unfinished"] == 0)
    assert np.all(times <= within_s), f"the last is out after {times.max():.1f} s"
    for name, number in (exits or {}).items():
        by_it = outcome.exits[name][0]
        assert np.all(by_it == number), f"{by_it} by {name!r}, not {number}"
    if walls and _is_filmed_in_short_steps(scenario):
        assert_no_wall_crossed(scenario)
    return times


def _is_filmed_in_short_steps(scenario):
    # A film has a frame each quarter of a second, or each step if that is longer. Who walks more
    # than half a metre between two frames may well have rounded the end of a wall.
    step = scenario.time_step_s
    fastest = max(each.walking_speed_m_s for each in scenario.occupants)
    return step >= 0.25 or 0.25 * fastest <= 0.5


def assert_no_wall_crossed(scenario, *, replication=0):
    """Nobody's way from frame to frame crosses a wall; returns the film."""
    film = record_drill(scenario, replication=replication, interval_s=0.25)
    crossed = find_wall_crossings(film, scenario.floorplan)
    assert not crossed, f"{len(crossed)} steps through a wall, the first {told(film, *crossed[0])}"
    return film


def told(film, frame, person):
    """A step of one person in words."""
    before, after = film.positions_m[frame - 1, person], film.positions_m[frame, person]
    return f"of person {person} at {film.times_s[frame]:.2f} s from {before} to {after}"


def leaving_times(film):
    """When each person was out [s]; NaN is never."""
    away = film.status == OUT
    times = film.times_s[away.argmax(axis=0)].astype(float)
    times[~away.any(axis=0)] = np.nan
    return times


def refusal(folder, drawn, *groups, only_read=False, **changes):
    """The message with which a plan or scenario is refused, as a user gets it; None if it runs."""
    (folder / "test.plan.json").write_text(json.dumps(drawn), encoding="utf-8")
    stated = {
        "title": "A drill",
        "plan": "test",
        "occupants": list(groups),
        "courses_of_action": ["stay-outside"],
        "horizon": "10 min",
        **changes,
    }
    (folder / "drill.yaml").write_text(json.dumps(stated), encoding="utf-8")
    try:
        scenario = read_scenario(folder / "drill.yaml")
        if not only_read:
            run(scenario, replications=1)
    except AsherError as error:
        return str(error)
    return None


def assert_refused(folder, drawn, *groups, words, **changes):
    """One clear fault that names the place."""
    message = refusal(folder, drawn, *groups, **changes)
    assert message is not None, "it ran without a word"
    missing = [word for word in words if word not in message]
    assert not missing, f"{missing} not in: {message}"
    assert "Traceback" not in message


def assert_out_or_refused(folder, drawn, *groups, within_s=None, **changes):
    """Everybody gets out in time, or the input is refused with a message: never a lock.

    Returns the message, or None.
    """
    message = refusal(folder, drawn, *groups, **changes)
    if message is not None:
        assert message
        return message
    scenario = read_scenario(folder / "drill.yaml")
    assert_all_out(scenario, within_s=within_s or 600.0)
    return None
