import re
from dataclasses import replace

import pytest
from rich.console import Console

from asher.cli.tables import comparison_tables
from asher.comparison.by_severity import PARTS, by_severity, count_in
from asher.comparison.experiment import Experiment
from asher.comparison.further import run_further
from asher.comparison.stopping import parse_rule
from asher.views.words.wording import in_a_hundred
from fakes import by_rate, fake_scenario, fake_simulate

NAMES = ("contain-and-wait", "four-officer-formation", "outside")


@pytest.fixture(scope="module")
def comparison():
    return Experiment(fake_scenario(courses=NAMES), seed=1, simulate=fake_simulate).run(
        replications=150
    )


def printed(comparison, *, width):
    console = Console(width=width, record=True, file=open("/dev/null", "w", encoding="utf-8"))  # noqa: SIM115, PTH123
    with console.file:
        console.print(comparison_tables(comparison, width=width))
    return console.export_text()


@pytest.mark.parametrize("width", [20, 30, 45, 60, 80, 100, 160])
def test_tables_fit_the_terminal_and_cut_nothing(comparison, width):
    text = printed(comparison, width=width)
    assert max(map(len, text.splitlines())) <= width
    assert "…" not in text
    plain = re.sub(r"\s+", "", text)
    for name in NAMES:
        # Names may be broken at a hyphen, beside the cells of the other columns.
        assert name.split("-")[0] in plain


def test_every_course_has_its_mean_and_interval(comparison):
    text = printed(comparison, width=160)
    figure = comparison.metric("contain-and-wait", "killed")
    row = text[text.index("Means with") :]
    row = row[row.index("contain-and-wait") :]
    assert f"{figure.mean:.1f}" in row[:60]
    assert f"{figure.lower:.1f}\u00a0to\u00a0{figure.upper:.1f}" in row


def test_time_that_never_came_says_never(comparison):
    row = next(
        line for line in printed(comparison, width=160).splitlines() if line.startswith("outside")
    )
    assert "never" in row


def test_differences_show_interval_and_chance(comparison):
    text = printed(comparison, width=160)
    d = comparison.difference(*NAMES[:2], metric="killed")
    section = text[text.index("Paired differences") :]
    pair = f"{NAMES[1]} \u2212 {NAMES[0]}"
    line = next(line for line in section.splitlines() if line.startswith(pair))
    assert f"\u2212{d.mean:.1f}" in line
    assert f"\u2212{d.upper:.1f} to \u2212{d.lower:.1f}" in line
    assert " / ".join(in_a_hundred(comparison.odds(*NAMES[1::-1], metric="killed"))) in line
    assert len(re.findall(r" to \S?\d", section)) == 3


def test_what_was_cut_off_is_always_told(comparison):
    assert "Every replication was over within 2\u00a0h.\nNobody was stuck." in printed(
        comparison, width=160
    )
    cut = Experiment(fake_scenario(), seed=1, simulate=fake_simulate).run(replications=10)
    cut.outcome.columns["unfinished"][0, :3] = 1.0
    cut.outcome.columns["stuck"][2, 0] = 5.0
    text = printed(cut, width=200)
    assert "Replications cut off at 2\u00a0h: wait 30\u00a0%." in text
    assert "People stuck, on average: outside 0.50." in text
    cut.outcome.columns["stuck"][:, 0] = 5.0
    again = Experiment(fake_scenario(), seed=1, simulate=lambda *_, **__: cut.outcome)
    assert "0.50 under each course of action" in printed(again.run(replications=10), width=200)


def test_stopping_is_told():
    rule = parse_rule("killed +- 0.001", courses=("wait", "enter", "outside"))
    stopped = Experiment(fake_scenario(), seed=1, simulate=fake_simulate).run(
        replications=50, rule=rule
    )
    assert "was not met at 50 replications" in printed(stopped, width=200)


def test_single_replication_has_no_interval():
    single = Experiment(fake_scenario(), seed=1, simulate=fake_simulate).run(replications=1)
    text = printed(single, width=200)
    assert "nan" not in text


def test_a_terminal_says_first_which_attacks_alone_were_run(comparison):
    severe = replace(comparison, outcome=replace(comparison.outcome, severity=(0.9, 1.0)))
    first, second, third, *_ = printed(severe, width=200).splitlines()
    assert first.strip().endswith("\u2013 only the severest tenth of attacks")
    assert second.startswith(
        "Only the severest tenth of attacks. One attack in ten at such a place"
    )
    assert "No figure is a mean over all attacks." in second
    assert "replications" in third
    assert "severest" not in printed(comparison, width=200)


def test_figures_by_severity_stand_under_the_name_of_their_part():
    study = Experiment(fake_scenario(), seed=1, simulate=by_rate)
    found = run_further(study, study.run(replications=40), attacks=20)
    lines = [line.strip() for line in printed(found, width=200).splitlines()]
    at = [lines.index(f"{part.words} ({count_in(found, part)} attacks)") for part in PARTS]
    assert at == sorted(at)
    means = by_severity(found)
    for part, place in zip(PARTS, at, strict=True):
        mean = means[part]["wait"].mean[0]
        assert any(f"{mean:.2f}" in line for line in lines[place : place + 6])
    assert any(line.startswith("For this table alone, further attacks") for line in lines)
