"""The same incident, however it is run: threads, blocks, order of courses, with and without JIT."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from asher.simulation.recording import Frames, record
from asher.simulation.site import simulate
from places import attack, group, offices, post

COURSES = ["contain-and-wait", "two-officer-entry", "solo-entry", "stay-outside"]


@pytest.fixture(scope="module")
def scenario():
    people = group(
        25,
        within="crowd",
        walking_speed_sd_m_s=0.26,
        pre_movement={"median": "6 s", "p90": "20 s"},
        response={"run": 0.6, "hide": 0.25, "resist": 0.05, "freeze": 0.1},
        familiar_share=0.5,
    )
    return attack(
        offices(),
        people,
        hazard={"casualty_rate_log_sd": 1.0},
        response={"next_officer": {"median": "10 s", "p90": "30 s"}},
        courses_of_action=COURSES,
    )


def bytes_of(outcome):
    arrays = [*outcome.columns.values(), *outcome.exits.values(), outcome.ending]
    return b"".join(np.ascontiguousarray(array).tobytes() for array in arrays)


def test_one_thread_and_two_give_the_same_bytes(scenario):
    one, two = (simulate(scenario, replications=30, threads=n) for n in (1, 2))
    assert bytes_of(one) == bytes_of(two)


def test_a_replication_alone_is_the_same_as_in_a_batch(scenario):
    batch = simulate(scenario, replications=12)
    for number in (0, 5, 11):
        alone = simulate(scenario, replications=1, first=number)
        assert bytes_of(alone) == bytes_of(batch.select(replications=[number]))


def test_courses_that_share_their_time_come_to_what_each_comes_to_by_itself(monkeypatch):
    absent = {"kind": "resource-officer", "post": "guard post", "engages_share": 0}
    present = {**absent, "engages_share": 0.5}
    on_site = {"nobody": [], "absent": absent, "present": present, "both": [absent, present]}
    rules = ["hold-until-cleared", "officers-carry-out", "rescue-task-force"]
    courses = [
        {"name": f"{entry}-{name}", "based_on": entry, **stated}
        for entry in ("two-officer-entry", "solo-entry")
        for name, stated in (
            *((name, {"on_site": people}) for name, people in on_site.items()),
            *((rule, {"rescue": {"rule": rule}}) for rule in rules),
        )
    ]
    place = offices(post("guard post", 1, 1, 2, 2))
    scenario = attack(place, group(25, within="crowd"), courses_of_action=courses)
    alike = {course.before_care for course in scenario.courses_of_action}
    assert len({course.before_police for course in scenario.courses_of_action}) == 3
    assert len(alike) == 6
    shared = simulate(scenario, replications=20)
    for what in ("before_police", "before_care"):
        monkeypatch.setattr(
            type(scenario.courses_of_action[0]), what, property(lambda one: one.name)
        )
    assert bytes_of(shared) == bytes_of(simulate(scenario, replications=20))


def test_blocks_put_together_are_the_same_as_one_run(scenario):
    whole = simulate(scenario, replications=10)
    first, second = (simulate(scenario, replications=5, first=k) for k in (0, 5))
    assert bytes_of(first.concatenate([second])) == bytes_of(whole)


def test_the_order_of_courses_changes_no_course(scenario):
    forwards = simulate(scenario, replications=10)
    backwards = simulate(scenario.with_(courses_of_action=COURSES[::-1]), replications=10)
    for name in COURSES:
        assert bytes_of(forwards.select(courses=[name])) == bytes_of(
            backwards.select(courses=[name])
        )


def test_a_course_compared_with_its_double_differs_by_nothing(scenario):
    double = {"name": "the-same", "based_on": "two-officer-entry"}
    outcome = simulate(
        scenario.with_(courses_of_action=["two-officer-entry", double]), replications=20
    )
    for values in outcome.columns.values():
        np.testing.assert_array_equal(values[0], values[1])


def test_another_seed_gives_other_incidents(scenario):
    a, b = (simulate(scenario, replications=20, seed=seed) for seed in (1, 2))
    assert not np.array_equal(
        a.columns["evacuation_time_s"], b.columns["evacuation_time_s"], equal_nan=True
    )


def test_courses_do_not_differ_before_the_first_officer_comes(scenario):
    films = [record(scenario, course=name, replication=3, frames=Frames(1.0)) for name in COURSES]
    before = [film.times_s < 59 for film in films]
    for film, early in zip(films[1:], before[1:], strict=True):
        np.testing.assert_array_equal(
            film.positions_m[early][:, :25], films[0].positions_m[before[0]][:, :25]
        )


def test_a_recording_shows_the_replication_that_was_simulated(scenario):
    outcome = simulate(scenario, replications=6)
    for number in range(6):
        film = record(scenario, course="two-officer-entry", replication=number)
        evacuated = np.count_nonzero((film.status[-1] == 6) & (film.role == 0))
        assert evacuated == outcome.values("two-officer-entry", "evacuated")[number]
        for name, value in film.milestones.items():
            np.testing.assert_equal(value, outcome.values("two-officer-entry", name)[number])


SCRIPT = """
import json, sys
from asher.scenario import Scenario
from asher.simulation.site import simulate
scenario = Scenario.from_document(json.load(open(sys.argv[1])))
outcome = simulate(scenario, replications=1, threads=1)
columns = {name: values.tolist() for name, values in outcome.columns.items()}
json.dump({**columns, "ending": outcome.ending.tolist()}, sys.stdout)
"""


@pytest.mark.slow
def test_compiled_laws_are_the_laws_as_written(tmp_path):
    from places import box, opening, people_at, plan

    room = plan(box("room", 0, 0, 4, 3), opening("door", (4, 1), (4, 2), main_entrance=True))
    people = people_at([(1, 1), (2, 2), (3, 2.4)], walking_speed_sd_m_s=0.2, pre_movement="1 s")
    scenario = attack(
        room,
        people,
        hazard={"casualty_rate_per_min": 20, "duration": "5 s"},
        response={
            "call": "1 s",
            "call_from_outside": "1 s",
            "travel": "1 s",
            "forming": "1 s",
            "officers": 2,
        },
        horizon="8 s",
        courses_of_action=["two-officer-entry", "stay-outside"],
    )
    file = tmp_path / "scenario.json"
    file.write_text(json.dumps(scenario.to_document()))
    results = []
    for disabled in ("0", "1"):
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT, str(file)],
            env={**os.environ, "NUMBA_DISABLE_JIT": disabled},
            cwd=Path(__file__).parents[2],
            capture_output=True,
            text=True,
            check=True,
        )
        results.append(json.loads(done.stdout))
    compiled, written = results
    for name, values in compiled.items():
        np.testing.assert_allclose(values, written[name], rtol=1e-6, atol=1e-6, err_msg=name)
    assert sum(compiled["casualties"][0]) > 0, "nothing happened that could have differed"


POPULATION = """
import json
from asher.simulation.parameters import parameters
from asher.simulation.population import simulate_population
values = {each.name: each.median for each in parameters()} | {"contact_subdued_odds": 0.01}
found = simulate_population(values, incidents=150, seed=3)
print(json.dumps(found.figures.clip(max=1e9).tolist()))
"""


@pytest.mark.slow
def test_incidents_without_a_plan_are_the_same_compiled_and_as_written():
    results = []
    for disabled in ("0", "1"):
        done = subprocess.run(
            [sys.executable, "-c", POPULATION],
            env={**os.environ, "NUMBA_DISABLE_JIT": disabled},
            cwd=Path(__file__).parents[2],
            capture_output=True,
            text=True,
            check=True,
        )
        results.append(np.array(json.loads(done.stdout)))
    np.testing.assert_allclose(*results, rtol=1e-9)
    assert results[0][:, 5].sum() > 0, "no exchange that could have differed"
