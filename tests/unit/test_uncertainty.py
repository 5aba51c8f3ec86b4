"""Calibrated numbers drawn anew for every ten incidents, and intervals that say so."""

import numpy as np
import pytest
from rich.console import Console

from asher import compare
from asher.cli.tables import comparison_tables
from asher.comparison.experiment import Experiment
from asher.comparison.results import ResultsFolder
from asher.comparison.stopping import parse_rule
from asher.scenario import PROFILES
from asher.simulation.arrays import build_site
from asher.simulation.place_kinds import KIND_OF, at_kind_of_place, place_kinds
from asher.simulation.posterior import Sites, draw_number, draws_met, read_posterior, stated_fields
from asher.simulation.recording import record
from asher.simulation.site import simulate
from asher.views.reported import Reported
from asher.views.sections import differences, limits
from asher.views.tables import pairs_table
from fakes import fake_scenario, fake_simulate
from places import attack, group, offices


@pytest.fixture(scope="module")
def scenario():
    people = group(20, within="crowd", pre_movement={"median": "6 s", "p90": "20 s"})
    stated = attack(
        offices(),
        people,
        courses_of_action=["two-officer-entry", "solo-entry"],
    )
    # The place states numbers of its own hazard; those of the country are drawn.
    return stated.with_(hazard="national", uncertainty="posterior")


@pytest.fixture(scope="module")
def compared(scenario):
    return compare(scenario, replications=120, seed=3)


def test_ten_incidents_in_a_row_have_the_same_numbers_and_so_has_every_course(scenario):
    site, _ = build_site(scenario)
    drawn = Sites(scenario, [site, site], scenario.courses_of_action)
    first, again = drawn.of(0), drawn.of(0)
    assert first[0].hazard.rate_per_s == first[1].hazard.rate_per_s == again[0].hazard.rate_per_s
    rates = [drawn.of(k)[0].hazard.rate_per_s for k in range(40)]
    assert rates == [rates[10 * draw_number(k)] for k in range(40)]
    assert len(set(rates)) == 4
    values = read_posterior().draw(0)
    assert first[0].hazard.fatal == values["fatal_share"]


def test_what_the_scenario_states_stays(scenario):
    stated = scenario.with_(
        hazard={"profile": "school", "fatal_share": 0.4},
        response={"call": "33 s", "officers": 2},
    )
    assert set(stated_fields(stated, stated.courses_of_action[0])) == {
        "hazard.fatal_share", "response.call", "response.travel",
    }  # fmt: skip
    site, _ = build_site(stated)
    (drawn,) = Sites(stated, [site], stated.courses_of_action[:1]).of(7)
    assert drawn.hazard.fatal == 0.4
    assert drawn.response.clock[0].tolist() == [33.0, 0.0]
    assert drawn.hazard.rate_log_sd != site.hazard.rate_log_sd


@pytest.mark.parametrize("replication", [3, 1995, 2011])
def test_a_kind_of_place_draws_its_own_numbers(scenario, replication):
    """Would catch a median in the place of a draw, and numbers of different draws put together."""

    def drawn(profile):
        stated = scenario.with_(hazard=profile)
        site, _ = build_site(stated)
        drawn = Sites(stated, [site], stated.courses_of_action[:1]).of(replication)[0].hazard
        odds = drawn.at_once / (1.0 - drawn.at_once)
        own = [drawn.rate_per_s, drawn.rate_log_sd, odds, drawn.more_at_once]
        return np.array(own), drawn.fatal

    nation, fatal = drawn("national")
    for profile, kind in KIND_OF.items():
        place, fatal_there = drawn(profile)
        table = place_kinds()[kind]
        # Draws of kinds of place begin again after the last of theirs.
        rate, log_sd, shift, more = table[draw_number(replication) % len(table)]
        assert place / nation == pytest.approx([rate, log_sd, np.exp(shift), more]), profile
        assert fatal_there == fatal


def test_a_kind_of_place_without_draws_keeps_the_numbers_of_the_country():
    values = read_posterior().draw(0)
    assert at_kind_of_place("national", values) == values
    assert set(PROFILES) == {"national", *KIND_OF}


def test_results_without_it_do_not_change_and_digests_differ(scenario):
    plain = scenario.with_(uncertainty="none")
    assert plain.digest != scenario.digest
    a, b = simulate(plain, replications=20), simulate(scenario, replications=20)
    assert not np.array_equal(a.columns["casualties"], b.columns["casualties"])
    assert np.array_equal(
        simulate(scenario, replications=20, threads=1).columns["killed"], b.columns["killed"]
    )


def test_a_recording_is_of_the_same_incident(scenario):
    outcome = simulate(scenario, replications=6)
    for number in range(6):
        film = record(scenario, course="solo-entry", replication=number)
        for metric in ("time_to_call_s", "time_to_stop_s"):
            told = outcome.values("solo-entry", metric)[number]
            assert film.milestones[metric] == pytest.approx(told, nan_ok=True)


def test_draw_of_an_incident_hangs_on_its_number_alone(scenario):
    assert draws_met(scenario, np.array([25, 7, 10_009])).tolist() == [2, 0, 1000]
    assert draws_met(scenario.with_(uncertainty="none"), np.arange(3)) is None
    assert draws_met(scenario.with_(hazard=None), np.arange(3)) is None


def test_resumed_run_gives_the_same_bytes(scenario, tmp_path):
    def written(folder, *replications):
        kept = ResultsFolder(tmp_path / folder)
        for n in replications:
            Experiment(scenario, seed=3, folder=kept, block_size=15).run(replications=n)
        return {
            path.name: path.read_bytes()
            for path in (kept.summary_path, *(kept.path / "blocks").iterdir())
        }

    assert written("resumed", 15, 45) == written("whole", 45)


def test_intervals_hold_the_spread_between_draws_as_well_as_chance(compared):
    gap = compared.difference("solo-entry", "two-officer-entry", metric="killed")
    for figure in (gap, compared.metric("solo-entry", "killed")):
        assert figure.lower < figure.chance_lower < figure.mean
        assert figure.mean < figure.chance_upper < figure.upper
    same = compared.difference("solo-entry", "solo-entry", metric="killed")
    assert (same.mean, same.lower, same.upper) == (0.0, 0.0, 0.0)
    for metric in compared.outcome.metrics:
        figure = compared.metric("solo-entry", metric.name)
        if figure.n > 1:
            assert figure.lower <= figure.chance_lower + 1e-9, metric.name
            assert figure.chance_upper <= figure.upper + 1e-9, metric.name
    plain = compare(compared.scenario.with_(uncertainty="none"), replications=10)
    assert plain.metric("solo-entry", "killed").chance_lower is None
    assert "chance_lower" not in str(plain.summary())
    summary = compared.summary()
    assert summary["differences"][0].keys() >= {"chance_lower", "chance_upper"}
    assert "chance_upper" in summary["courses_of_action"]["solo-entry"]["metrics"]["killed"]


def test_pages_show_both_intervals(compared):
    reported = Reported(compared)
    assert "By chance alone" in pairs_table(compared).columns
    _, said = differences.SECTION.words(reported)
    assert "the table also gives the one by chance alone" in said
    told = " ".join(limits.SECTION.values(reported)["limits"])
    assert "By chance alone the difference in people killed between" in told
    console = Console(width=160)
    with console.capture() as shown:
        console.print(comparison_tables(compared, width=160))
    assert "By chance" in shown.get()  # The heading is broken where the column is narrow.
    few = compare(compared.scenario, replications=5)
    told = " ".join(limits.SECTION.values(Reported(few))["limits"])
    assert "met one set of the calibrated numbers" in told


def test_stopping_rule_looks_at_chance_alone():
    drawn = fake_scenario()
    drawn.uncertainty = "posterior"
    rule = parse_rule("killed +- 0.4", courses=[course.name for course in drawn.courses_of_action])
    run = Experiment(drawn, seed=7, block_size=100, simulate=fake_simulate)
    found = run.run(replications=4000, rule=rule)
    widths = [(gap.chance_upper - gap.chance_lower) / 2.0 for gap in found.differences("killed")]
    assert found.stopping.met
    assert found.stopping.half_width == pytest.approx(max(widths))
    assert found.stopping_words.endswith(", by chance alone.")
