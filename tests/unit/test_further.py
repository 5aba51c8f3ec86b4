"""Further attacks of each part by severity: as many as asked, unbiased, paired, kept by part."""

import hashlib
import json
import shutil
from dataclasses import replace

import numpy as np
import pytest

from asher.comparison.between_draws import spread_between, widened_nonnegative
from asher.comparison.by_severity import PARTS, by_severity, count_in, seed_of
from asher.comparison.compare import compare
from asher.comparison.experiment import Experiment
from asher.comparison.further import run_further
from asher.comparison.intervals import nonnegative_interval
from asher.comparison.reading import read_results
from asher.comparison.results import ResultsFolder, identity_of
from asher.comparison.stopping import parse_rule
from asher.errors import ResultsError, SimulationError
from asher.runs.executors import opened
from asher.scenario import read_scenario
from asher.simulation.metrics import METRICS, Metric
from asher.simulation.posterior import draw_number
from asher.simulation.severity import ALL, require_severity
from fakes import Dying, by_rate, fake_scenario
from pace import slow
from tolerance import assert_mean

MILD, NEXT, WORST, HUNDREDTH = PARTS


def expected(part, mean):
    """Mean of that law in a part."""
    return mean * (part.high**5 - part.low**5) / 5.0 / (part.high - part.low)


def experiment(folder=None, **changes):
    options = {"seed": 7, "block_size": 20, "simulate": by_rate, **changes}
    scenario = options.pop("scenario", None) or fake_scenario()
    return Experiment(scenario, folder=folder and ResultsFolder(folder), **options)


def ran(folder=None, *, n=100, attacks=40, **changes):
    study = experiment(folder, **changes)
    return run_further(study, study.run(replications=n), attacks=attacks)


def hashes(folder):
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def summary_in(folder):
    return json.loads((folder / "summary.json").read_text(encoding="utf-8"))


def test_every_part_has_as_many_attacks_as_asked_and_no_other_figure_moves():
    plain, found = experiment().run(replications=100), ran()
    assert plain.further is None
    assert [each.part for each in found.further] == [WORST, HUNDREDTH]
    sizes = {part: courses["enter"].n for part, courses in by_severity(found).items()}
    assert sizes[MILD] == count_in(plain, MILD) >= 40
    assert sizes[NEXT] == count_in(plain, NEXT) >= 40
    assert sizes[WORST] == sizes[HUNDREDTH] == 40
    # Those of the severest tenth that are as severe count for the severest hundredth as well.
    assert found.further[1].outcome.n < 40 - count_in(plain, HUNDREDTH)
    said = found.summary()
    by_part = said.pop("by_severity")
    assert said == plain.summary()
    assert [each["attacks"] for each in by_part] == [*sizes.values()]
    assert [each["further"] for each in by_part] == [0, 0, *(f.outcome.n for f in found.further)]


def test_with_attacks_enough_in_every_part_nothing_is_run():
    found = ran(n=1000, attacks=5)
    assert found.further == ()
    assert [each["further"] for each in found.summary()["by_severity"]] == [0, 0, 0, 0]


def test_a_part_rests_on_plain_and_further_attacks_of_it_alone():
    found = ran()
    own, tenth, hundredth = found.outcome, *(each.outcome for each in found.further)
    for part, sources in ((MILD, [own]), (WORST, [own, tenth])):
        within = []
        for outcome in sources:
            severity = outcome.values("wait", "severity")
            chosen = (severity >= part.low) & (severity < part.high)
            within.append(outcome.columns["killed"][:, chosen])
        killed = np.concatenate(within, axis=1)
        told = by_severity(found)[part]
        assert told["wait"].mean == pytest.approx(nonnegative_interval(killed[0]))
        assert told["enter"].gap[0] == pytest.approx((killed[1] - killed[0]).mean())
        assert told["wait"].gap is None
    assert hundredth.values("wait", "severity").min() >= 0.99


@pytest.mark.slow
def test_results_by_severity_are_unbiased():
    """Of 150 studies: means of the severest tenth or hundredth off by 3 % would be caught."""
    means = {part: [] for part in PARTS}
    for seed in range(150):
        found = by_severity(ran(n=60, attacks=30, seed=seed))
        for part in PARTS:
            means[part].append([found[part][course].mean[0] for course in ("wait", "enter")])
    for part in PARTS:
        wait, enter = np.array(means[part]).T
        assert_mean(wait, expected(part, 6.0), z=4.0)
        assert_mean(wait - enter, expected(part, 2.0), z=4.0)
        if part in {WORST, HUNDREDTH}:
            assert 4.0 * wait.std(ddof=1) / np.sqrt(150) < 0.03 * expected(part, 6.0)


def test_with_more_attacks_the_severest_grow_sharper_by_the_square_root():
    def half_width(attacks):
        return np.diff(by_severity(ran(attacks=attacks))[HUNDREDTH]["wait"].mean[1:])[0] / 2

    assert half_width(100) / half_width(1600) == pytest.approx(4.0, rel=0.2)


def test_attacks_of_a_part_share_no_draw_with_those_of_all_severities():
    """With the seed of the study each would be the twin of one of these."""
    seeds = [7, *(seed_of(part, 7) for part in PARTS), *(seed_of(part, 8) for part in PARTS)]
    assert len(set(seeds)) == len(seeds)
    assert max(seeds) < 2**63
    told = [each.outcome.seed for each in ran().further]
    assert told == [seed_of(WORST, 7), seed_of(HUNDREDTH, 7)]


def test_intervals_hold_the_spread_between_draws_that_plain_and_further_attacks_met():
    scenario = fake_scenario()
    scenario.uncertainty = "posterior"

    def levels(scenario, **options):
        outcome = by_rate(scenario, **options)
        draws = [draw_number(int(each)) for each in outcome.replications]
        level = [np.random.default_rng((9, draw)).gamma(1.0, 20.0) for draw in draws]
        return replace(outcome, columns={**outcome.columns, "killed": np.tile(level, (3, 1))})

    study = experiment(simulate=levels)
    found = run_further(study, study.run(replications=100), attacks=40)
    # Only words and intervals know that numbers are drawn.
    found = replace(found, scenario=scenario)
    values, draws = [], []
    for outcome in (found.outcome, found.further[0].outcome):
        chosen = outcome.values("wait", "severity") >= 0.9
        values.append(outcome.values("wait", "killed")[chosen])
        draws.append(outcome.replications[chosen] // 10)
    values, draws = np.concatenate(values), np.concatenate(draws)
    chance = nonnegative_interval(values)
    wider = widened_nonnegative(chance, spread_between(values, draws))
    assert by_severity(found)[WORST]["wait"].mean == pytest.approx(wider)
    assert np.diff(wider[1:]) > 1.2 * np.diff(chance[1:])


# Kept in folders.


def test_each_part_is_a_results_folder_of_its_own(tmp_path):
    found = ran(tmp_path)
    main = ResultsFolder(tmp_path).read_manifest()
    assert main.severity == ALL
    assert "severity" not in json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    for each, name in zip(found.further, ("90-100", "99-100"), strict=True):
        inner = ResultsFolder(tmp_path / "by-severity" / name)
        kept = inner.read_manifest()
        unlike = {key for key in kept.identity if kept.identity[key] != main.identity.get(key)}
        assert unlike == {"seed", "severity of attacks"}
        assert kept.severity == each.part.severity
        assert len(inner.block_files()) == -(-each.outcome.n // 20)
    assert summary_in(tmp_path) == found.summary()


class Stopped(BaseException):
    """Somebody pulled the plug."""


@pytest.mark.parametrize("after", [slow(2), 5, slow(6), slow(7)])
def test_stopped_anywhere_it_goes_on_and_comes_to_the_same_bytes(tmp_path, after):
    whole = ran(tmp_path / "whole")
    calls = []

    def dying(scenario, **options):
        calls.append(options["first"])
        if len(calls) > after:
            raise Stopped
        return by_rate(scenario, **options)

    with pytest.raises(Stopped):
        ran(tmp_path / "cut", simulate=dying)
    again = ran(tmp_path / "cut")
    assert again.summary() == whole.summary()
    assert hashes(tmp_path / "cut") == hashes(tmp_path / "whole")


@pytest.mark.slow
def test_what_is_there_is_not_run_again_and_more_runs_only_what_is_missing(tmp_path):
    def never(scenario, **options):
        raise AssertionError(options)

    first = ran(tmp_path)
    assert ran(tmp_path, simulate=never).summary() == first.summary()
    run = []

    def counting(scenario, **options):
        run.append((options["severity"], options["first"]))
        return by_rate(scenario, **options)

    ran(tmp_path, attacks=60, simulate=counting)
    assert ALL not in [severity for severity, _ in run]
    assert all(at >= first.further[0].outcome.n for severity, at in run if severity == (0.9, 1.0))
    # Fewer again: the figures of the first study.
    assert ran(tmp_path, simulate=never).summary() == first.summary()


def test_a_run_without_leaves_the_figures_of_parts_out(tmp_path):
    ran(tmp_path)
    plain = experiment(tmp_path).run(replications=100)
    assert summary_in(tmp_path) == plain.summary()
    assert "by_severity" not in summary_in(tmp_path)


@pytest.mark.slow
def test_fresh_takes_the_parts_away_and_nothing_else(tmp_path):
    ran(tmp_path)
    note = tmp_path / "by-severity" / "notes.txt"
    note.write_text("mine", encoding="utf-8")
    ResultsFolder(tmp_path).clear()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [note]
    note.unlink()
    ran(tmp_path)
    ResultsFolder(tmp_path).clear()
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize("name", ["by-severity", "by-severity/90-100"])
def test_parts_elsewhere_are_neither_written_nor_removed(tmp_path, name):
    folder, elsewhere = tmp_path / "results", tmp_path / "elsewhere"
    ran(folder)
    shutil.move(folder / name, elsewhere)
    (folder / name).symlink_to(elsewhere)
    before = hashes(elsewhere)
    for act in (lambda: ran(folder), ResultsFolder(folder).clear):
        with pytest.raises(ResultsError, match="it is a link"):
            act()
    assert hashes(elsewhere) == before


class DyingInThePart(Dying):
    """Workers die of the first attack of the severest tenth."""

    def submit(self, run, first, count):
        self.deadly = (0,) if run.__self__.severity == (0.9, 1.0) else ()
        return super().submit(run, first, count)


def test_failed_attacks_of_a_part_are_counted_and_in_no_figure(monkeypatch):
    monkeypatch.setattr("asher.comparison.experiment.model_of", lambda _: None)
    found, whole = ran(executor=DyingInThePart()), ran()
    tenth, asked = found.further[0], whole.further[0].outcome.n
    assert (tenth.n_failed, tenth.outcome.n) == (20, asked - 20)
    about = found.summary()["by_severity"][2]
    assert (about["failed"], about["further"], about["attacks"]) == (20, asked, 20)


@pytest.mark.slow
def test_a_rule_decides_first_how_many_plain_attacks_there_are(tmp_path):
    study = experiment(tmp_path)
    rule = parse_rule("killed +- 1", courses=["wait", "enter", "outside"])
    found = run_further(study, study.run(replications=3000, rule=rule), attacks=150)
    assert found.stopping.met
    assert all(count_in(found, part) >= 150 for part in PARTS)


# Refused.


def test_parts_need_an_attack_and_all_severities():
    drill = fake_scenario()
    drill.hazard = None
    study = experiment(scenario=drill)
    plain = experiment().run(replications=20)
    with pytest.raises(SimulationError, match="a drill, which has no attack"):
        run_further(study, plain, attacks=10)
    with pytest.raises(SimulationError, match="a drill, which has no attack"):
        experiment(scenario=drill, severity=(0.9, 1.0))
    study = experiment(severity=(0.9, 1.0))
    with pytest.raises(SimulationError, match="has to be of all attacks"):
        run_further(study, study.run(replications=20), attacks=10)


@pytest.mark.parametrize(
    "severity",
    [(0.5, 0.5), (0.9, 0.1), (-0.1, 1.0), (0.5, 1.5), (0.0, float("nan")), (0.5, 0.5 + 1e-9)],
)
def test_severities_that_are_no_part_of_all_are_refused(severity):
    with pytest.raises(SimulationError, match=r"^severity: found .*allowed: shares"):
        require_severity(severity, fake_scenario())


def test_studies_of_other_severities_share_no_folder(tmp_path):
    whole, severe = (
        identity_of(read_scenario("clock-race"), seed=1, block_size=20, severity=each)
        for each in (ALL, (0.99, 1.0))
    )
    assert severe.unlike(whole.parts) == ["severity of attacks"]
    assert identity_of(read_scenario("clock-race"), seed=1, block_size=20) == whole
    for stands, other in ((ALL, (0.99, 1.0)), ((0.99, 1.0), ALL)):
        folder = tmp_path / f"{stands[0]}"
        experiment(folder, severity=stands).run(replications=20)
        with pytest.raises(ResultsError, match="another severity of attacks"):
            experiment(folder, severity=other).run(replications=20)


# For real, on a race of clocks.


def real(folder, executors):
    with opened(executors) as executor:
        study = Experiment(
            read_scenario("clock-race"), 5, ResultsFolder(folder), block_size=10, executor=executor
        )
        return run_further(study, study.run(replications=40), attacks=30)


@pytest.mark.slow
def test_bytes_are_the_same_with_two_processes_and_are_read_back(tmp_path):
    found = real(tmp_path / "here", {})
    real(tmp_path / "there", {"processes": 2})
    assert hashes(tmp_path / "here") == hashes(tmp_path / "there")
    again = read_results(tmp_path / "here")
    assert again.summary() == found.summary()
    assert by_severity(again) == by_severity(found)
    # A part is read by itself as what it is.
    inner = read_results(tmp_path / "here" / "by-severity" / "99-100")
    assert inner.outcome.severity == (0.99, 1.0)
    assert inner.severity_words == (
        "Only the severest hundredth of attacks. One attack in a hundred at such a place is as "
        "severe. No figure is a mean over all attacks."
    )
    assert inner.is_of_this_model
    assert list(by_severity(inner)) == []
    tenth = read_results(tmp_path / "here" / "by-severity" / "90-100")
    assert tenth.summary()["severity"]["from"] == 0.9


@pytest.mark.slow
def test_a_part_that_is_another_study_or_too_short_is_not_read(tmp_path):
    real(tmp_path, {})
    inner = tmp_path / "by-severity" / "90-100" / "blocks" / "00002.parquet"
    kept = inner.read_bytes()
    inner.unlink()
    with pytest.raises(ResultsError, match="run the comparison again to fill the gap"):
        read_results(tmp_path)
    shutil.copy(tmp_path / "blocks" / "00002.parquet", inner)
    with pytest.raises(ResultsError, match="belongs to another run"):
        read_results(tmp_path)
    inner.write_bytes(kept)
    summary = summary_in(tmp_path)
    summary["by_severity"][2]["from"] = 0.8
    (tmp_path / "summary.json").write_text(json.dumps(summary), encoding="utf-8")
    with pytest.raises(ResultsError, match="no such part of all attacks"):
        read_results(tmp_path)


def test_own_metrics_are_made_of_further_attacks_too():
    doubled = Metric(
        name="twice",
        label="Twice",
        kind="count",
        lower_is_better=True,
        description="Those killed, twice.",
        of_outcome=lambda outcome: 2.0 * outcome.columns["killed"],
    )
    scenario = read_scenario("clock-race")
    found = compare(scenario, replications=20, seed=5, metrics=[doubled], by_severity=10)
    killed, twice = by_severity(found), by_severity(found, "twice")
    first = found.courses[0]
    for part in PARTS:
        assert twice[part][first].mean[0] == 2 * killed[part][first].mean[0]
    assert len(found.outcome.metrics) == len(METRICS) + 1
