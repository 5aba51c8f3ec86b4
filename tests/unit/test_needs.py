"""What a run needs is said before it starts, holds, and is refused where it is too much."""

import numpy as np
import pytest

from asher import bounds
from asher.cli.needs import JUDGED_AFTER_S, check_time, ending, lasting
from asher.comparison import needs
from asher.comparison.experiment import Experiment
from asher.comparison.needs import memory_needed, time_needed
from asher.errors import TooLargeError
from asher.runs import machine
from asher.scenario import read_scenario
from asher.simulation.arrays import build_site, build_world
from asher.simulation.memory import plan_bytes, world_bytes
from asher.simulation.recording import Frames, record
from command import wide_asher as asher
from places import box, drill, group, obstacle, opening, plan


def hall(width, depth, *, doors=1, people=10, columns=0):
    ways = [opening(f"door {k}", (1 + 1.5 * k, 0), (2 + 1.5 * k, 0)) for k in range(doors)]
    posts = [
        obstacle(f"post {k}", x, 5, x + 0.5, 5.5, see_over=False)
        for k, x in enumerate(np.linspace(3, width - 3, columns))
    ]
    return drill(plan(box("hall", 0, 0, width, depth), *ways, *posts), group(people))


def size(part):
    if isinstance(part, np.ndarray):
        return part.nbytes
    return sum(map(size, part)) if hasattr(part, "_fields") else 0


SHAPES = {
    "small": {"width": 20, "depth": 10},
    "wide": {"width": 900, "depth": 400},
    "long and narrow": {"width": 4000, "depth": 4},
    "many doors": {"width": 1600, "depth": 8, "doors": 1000},
    "many people": {"width": 200, "depth": 200, "people": 20_000},
    "many columns": {"width": 900, "depth": 12, "columns": 300, "doors": 40},
}


@pytest.mark.parametrize("shape", SHAPES)
def test_memory_of_a_plan_and_its_people_is_known_before_they_are_built(shape):
    scenario = hall(**SHAPES[shape])
    site, _ = build_site(scenario)
    said = plan_bytes(scenario) + 2 * world_bytes(scenario)
    taken = size(site) + 2 * size(build_world(site))
    assert 0.9 * taken < said < 3.0 * taken + 500_000


def test_memory_counts_a_world_for_each_number_of_officers():
    def worlds(*numbers):
        courses = [
            {"name": f"c{k}", "based_on": "solo-entry", "response": response}
            for k, response in enumerate(numbers)
        ]
        scenario = read_scenario("borderline").with_(courses_of_action=courses)
        return needs._worlds(scenario, scenario, [*range(len(courses))]) / world_bytes(scenario)

    few, more = {"officers": 4, "tactical_team_size": 2}, {"officers": 6, "tactical_team_size": 2}
    assert worlds(few) == worlds(few, few) == 1
    # Six in all, however many of them are of a tactical team.
    assert worlds(few, {"officers": 6, "tactical_team_size": 0}) == 1
    assert worlds(few, more) == 2


@pytest.mark.parametrize("name", ["borderline", "columbine", "parkland", "tree-of-life"])
def test_memory_of_a_building_is_known_too(name):
    scenario = read_scenario(name)
    site, _ = build_site(scenario)
    said = plan_bytes(scenario) + 2 * world_bytes(scenario)
    taken = size(site) + 2 * size(build_world(site))
    assert 0.9 * taken < said < 3.0 * taken + 500_000


@pytest.mark.parametrize(
    ("scenario", "options", "free", "advice"),
    [
        (hall(20, 10), {"replications": 10**7}, 1000.0, r"at most [\d,]+ replications fit \(-n\)"),
        (hall(200, 200, people=90_000), {"replications": 1, "threads": 8}, 700.0, "--threads 1"),
        (hall(200, 200, people=90_000), {"replications": 1, "threads": 1}, 300.0, "fewer occup"),
        (hall(20, 10), {"replications": 1, "report": False}, 100.0, "close other programs"),
        (hall(20, 10), {"replications": 1, "report": True}, 500.0, "run without --out"),
    ],
)
def test_too_much_memory_is_refused_with_the_need_the_limit_and_what_to_change(
    scenario, options, free, advice
):
    needed = memory_needed(scenario, **{"report": False, **options})
    with pytest.raises(TooLargeError, match=advice) as told:
        needed.check(free)
    assert f"{needed.total:,.0f} MB are needed" in str(told.value)
    assert f"{free:,.0f} MB are free" in str(told.value)
    needed.check(needed.total)


def test_as_many_replications_as_are_said_to_fit_do():
    needed = memory_needed(hall(20, 10), replications=10**7, report=False)
    with pytest.raises(TooLargeError) as told:
        needed.check(1000.0)
    fit = int(str(told.value).split("at most ")[1].split()[0].replace(",", ""))
    memory_needed(hall(20, 10), replications=fit, report=False).check(1000.0)
    with pytest.raises(TooLargeError):
        memory_needed(hall(20, 10), replications=fit + 20, report=False).check(1000.0)


def test_processes_each_need_the_plan():
    alone = memory_needed(hall(900, 400), replications=1, threads=2)
    four = memory_needed(hall(900, 400), replications=1, processes=4)
    assert four.plan == pytest.approx(4 * alone.plan)
    assert four.program > alone.program
    assert four.people == pytest.approx(2 * alone.people)


def test_experiment_that_does_not_fit_is_refused_before_anything_is_written(monkeypatch, tmp_path):
    for where in (needs, machine):
        monkeypatch.setattr(where, "memory_free", lambda: 50.0)
    with pytest.raises(TooLargeError, match="50 MB are free"):
        Experiment(read_scenario("clock-race"), 1).run(replications=10)
    done = asher("compare", "clock-race", "-n", 10, "--out", tmp_path / "out")
    assert done.exit_code == 2
    assert not (tmp_path / "out").exists()
    assert asher("check", "clock-race").exit_code == 2


@pytest.fixture
def clock(monkeypatch):
    """A clock that `simulate` moves on: 2 ms to begin, 1 ms a second that is not cut off."""

    class Clock:
        now = 0.0
        lasts = 100.0
        a_second = 0.001
        ran = 0

    def simulate(scenario, *, replications, threads, first=0):
        Clock.ran += replications
        Clock.now += replications * (0.002 + Clock.a_second * min(scenario.horizon, Clock.lasts))

    monkeypatch.setattr(needs.time, "perf_counter", lambda: Clock.now)
    monkeypatch.setattr("asher.simulation.site.simulate", simulate)
    monkeypatch.setattr("asher.simulation.arrays.build_site", lambda _: None)
    return Clock


def test_trial_says_how_long_a_run_takes(clock):
    found = time_needed(hall(20, 10), replications=10_000, threads=2)
    assert found.seconds == pytest.approx(10_000 * 0.102 / 2, rel=0.02)
    assert 10 < found.replications < 40
    assert clock.now < 3 * needs.TRIAL_S


def test_trial_of_what_is_slow_is_cut_off_and_says_at_most(clock):
    clock.a_second, clock.lasts = 0.4, 1000.0
    found = time_needed(hall(20, 10), replications=50, threads=1)
    assert found.replications == 0
    assert found.seconds == pytest.approx(50 * (0.002 + 0.4 * 1800), rel=0.02)
    assert clock.now < 10 * needs.TRIAL_S


def test_trial_of_many_people_begins_with_a_moment(clock):
    clock.a_second, clock.lasts = 10.0, 1000.0
    time_needed(hall(400, 400, people=50_000), replications=50, threads=1)
    assert clock.now < 5 * needs.TRIAL_S


def test_trial_runs_no_more_than_is_asked_for(clock):
    assert time_needed(hall(20, 10), replications=1, threads=1).replications == 1


def test_run_without_end_is_stopped_once_its_pace_is_known(monkeypatch):
    now = [0.0]
    monkeypatch.setattr("asher.cli.needs.time.monotonic", lambda: now[0])
    seen = []
    watched = ending(lambda done, _: seen.append(done))
    # What stood already says nothing of the pace.
    for at, done in ((0.0, 5000), (JUDGED_AFTER_S - 1, 5001)):
        now[0] = at
        watched(done, 10**7)
    now[0] = JUDGED_AFTER_S + 1
    with pytest.raises(TooLargeError, match=r"at most 30 days are allowed; at most [\d,]+ fit"):
        watched(5002, 10**7)
    watched(5002, 6000)
    assert seen == [5000, 5001, 5002, 5002]


def test_as_many_as_are_said_to_fit_in_time_do():
    with pytest.raises(TooLargeError) as told:
        check_time(100 * 86_400.0, 1_000_000)
    assert "at most 300,000 fit" in str(told.value)
    check_time(bounds.RUN_DAYS * 86_400.0, 300_000)


def test_lengths_of_time_are_said_in_their_unit():
    found = [lasting(value) for value in (0.0, 59.0, 89.0, 91.0, 5399.0, 5401.0, 1e5, 2e5)]
    assert found == ["1 s", "59 s", "89 s", "2 min", "90 min", "2 h", "28 h", "2 days"]


def test_check_states_what_a_scenario_needs():
    done = asher("check", "clock-race")
    assert done.exit_code == 0, done.output
    assert "2,000 replications need at most" in done.stdout
    assert "MB of memory" in done.stdout
    assert "core" in done.stdout or "compiled" in done.stdout


def test_recording_of_many_is_kept_at_longer_intervals_within_its_memory():
    scenario = hall(60, 30, people=40)
    whole = record(scenario, course="stay-outside", replication=0)
    people, frames = len(whole.role), len(whole.times_s)
    assert frames > 30
    for least in (4, 9, 20):
        most = least * (people + 1) * 10
        film = record(
            scenario, course="stay-outside", replication=0, frames=Frames(most_bytes=most)
        )
        assert len(film.times_s) <= least
        assert len(film.times_s) > least / 2 - 2
        # The frames that are left are those of the whole, from its first to its last.
        place = np.searchsorted(whole.times_s, film.times_s)
        assert np.array_equal(whole.times_s[place], film.times_s)
        assert np.array_equal(whole.positions_m[place], film.positions_m, equal_nan=True)
        assert film.times_s[-1] == whole.times_s[-1]
        assert place[0] == 0
