"""A scenario and a simulation without a floor plan, for what only needs an Outcome."""

import hashlib
import json
import time
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from types import SimpleNamespace

import numpy as np

from asher.comparison.experiment import Experiment
from asher.kernels.columns import MARKS_MIN
from asher.kernels.population_step import PopulationTerms
from asher.record.case_files import Case
from asher.record.cases import replay_case
from asher.scenario import Response
from asher.scenario.deterrence import Deterrence
from asher.scenario.parts.own_response import OwnResponse
from asher.simulation.exposure import LOG_RATES, curves
from asher.simulation.metrics import ENDINGS, METRICS
from asher.simulation.outcome import Outcome


class FakeScenario(SimpleNamespace):
    """Looks to a comparison as a Scenario does."""

    @property
    def digest(self):
        stated = json.dumps([[c.name for c in self.courses_of_action], self.mean_killed])
        return hashlib.sha256(stated.encode()).hexdigest()

    def course(self, name):
        return next(each for each in self.courses_of_action if each.name == name)

    def to_document(self):
        return {"title": self.title, "courses": [c.name for c in self.courses_of_action]}


def fake_scenario(*, courses=("wait", "enter", "outside"), mean_killed=(6.0, 4.0, 7.0)):
    return FakeScenario(
        title="A race of clocks",
        courses_of_action=tuple(
            SimpleNamespace(name=name, title="", response=OwnResponse()) for name in courses
        ),
        mean_killed=tuple(mean_killed[: len(courses)]),
        floorplan=SimpleNamespace(digest="0" * 64),
        hazard=SimpleNamespace(profile="nightclub"),
        uncertainty="none",
        response=Response(),
        deterrence=Deterrence(),
        horizon=7200.0,
        replications=200,
        seed=1,
    )


def fake_simulate(scenario, *, replications, seed, first, threads, progress, severity=(0.0, 1.0)):
    """Draw paired, over-dispersed outcomes keyed by (seed, replication)."""
    numbers = np.arange(first, first + replications, dtype=np.int64)
    shape = (len(scenario.courses_of_action), replications)
    means = getattr(scenario, "mean_killed", None) or [4.0 + i for i in range(shape[0])]
    columns = {metric.name: np.zeros(shape) for metric in METRICS}
    ending = np.full(shape, ENDINGS.index("left"), dtype=np.int8)
    for j, number in enumerate(numbers):
        draw = np.random.default_rng((seed, int(number)))
        level, chance, clock = draw.gamma(2.0, 0.5), draw.random(), draw.exponential(300.0)
        for i, mean in enumerate(means):
            killed = float(draw.poisson(mean * level))
            columns["killed"][i, j] = killed
            columns["casualties"][i, j] = killed
            columns["time_to_stop_s"][i, j] = clock * mean
            # A course of action named "outside" never enters.
            never = scenario.courses_of_action[i].name == "outside"
            columns["time_to_entry_s"][i, j] = np.nan if never else clock + 60.0 * mean
            columns["ended_before_police"][i, j] = float(chance < 0.3)
        if progress:
            progress(j + 1, replications)
    return Outcome(
        scenario_digest=scenario.digest,
        seed=seed,
        courses=tuple(course.name for course in scenario.courses_of_action),
        replications=numbers,
        columns=columns,
        ending=ending,
        exits={"main entrance": np.ones(shape)},
        severity=severity,
    )


def by_rate(scenario, *, severity, **options):
    """Made-up attacks that hurt the more the more severe they are, in any part of all."""
    outcome = fake_simulate(scenario, severity=severity, **options)
    low, high = severity
    draws = [np.random.default_rng((options["seed"], int(k))) for k in outcome.replications]
    found = np.array([low + (high - low) * draw.random() for draw in draws])
    killed = [
        [draw.poisson(mean * each**4) for draw, each in zip(draws, found, strict=True)]
        for mean in scenario.mean_killed
    ]
    stated = {"severity": np.tile(found, (len(killed), 1)), "killed": np.array(killed, float)}
    return replace(outcome, columns={**outcome.columns, **stated})


def slow_simulate(scenario, **options):
    time.sleep(0.15)
    return fake_simulate(scenario, **options)


class Dying:
    """An executor whose workers die of some replications, in this process."""

    workers, processes = 2, 0

    def __init__(self, *deadly):
        self.deadly = deadly
        self.ran = []

    def submit(self, run, first, count):
        future = Future()
        if any(first <= each < first + count for each in self.deadly):
            future.set_exception(BrokenProcessPool("it died"))
        else:
            self.ran.append((first, count))
            future.set_result(run(first, count))
        return future

    def renew(self):
        pass

    def alone(self, run, first, count):
        return self.submit(run, first, count).result()

    def close(self):
        pass


ALWAYS_IN_SIGHT = 60.0 * np.array([[MARKS_MIN]], dtype=float)


def race_terms(**changes):
    """What a race without a plan rests on: nobody restrains anybody, contact comes at once."""
    stated = {
        "exposure_s": ALWAYS_IN_SIGHT,
        "log_rates": np.zeros(1),
        "curve_chance": np.ones(1),
        "school_curves": 0,
        "school_share": 0.0,
        "school_restrained": 0.0,
        "restrained_after": np.array([120.0, 0.8]),
        "others": 0.0,
        "contact": np.array([0.0, 0.0]),
        "cleared_after": np.array([600.0, 0.0]),
        "reach": np.array([15.0, 0.0]),
        "carry": np.array([60.0, 0.0]),
        "horizon_s": 4 * 3600.0,
    }
    return PopulationTerms(**stated | changes)


def country_terms(**changes):
    """As exposed as people are at the places of the country: helpers have hands for the wounded."""
    found = curves()
    stated = {
        "exposure_s": found.exposure_s,
        "log_rates": LOG_RATES,
        "curve_chance": found.chance,
        "school_curves": found.n_schools,
        "contact": np.array([60.0, 0.8]),
    }
    return race_terms(**stated | changes)


def make_case(**changes):
    stated = {
        "title": "A case",
        "date": "2001-02-03",
        "place": "Somewhere",
        "scenario": "borderline",
        "course_of_action": "enter",
        "source": "an account",
        "observed": {
            "killed": {"low": 4, "high": 4, "note": "counted twice"},
            "officers_wounded": {"low": 0, "high": 1},
            "time_to_entry_s": {"low": "5 min", "high": "7 min"},
        },
        "unknown": {"time_to_stop_s": "nobody looked at a clock"},
    }
    return Case.model_validate(stated | changes)


def make_case_replay(case=None, *, course="enter", replications=60):
    run = Experiment(fake_scenario(), seed=1, simulate=fake_simulate)
    comparison = run.run(replications=replications)
    return replay_case("somewhere", case or make_case(), comparison, course=course)
