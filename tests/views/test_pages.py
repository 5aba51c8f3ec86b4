"""Files are written whole, equal input gives equal bytes, and nothing foreign becomes markup."""

import itertools
import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from asher.comparison.comparison import Comparison
from asher.errors import ScenarioError
from asher.simulation import recording as recording_module
from asher.views.html import write_whole
from asher.views.replay import write_replay
from asher.views.report import COMPARED, REPORT, find_replications, write_report
from views.hall import fake_record, make_scenario

pytestmark = pytest.mark.usefixtures("fake_recordings")


@pytest.fixture(scope="module")
def report(comparison, tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recording_module, "record", fake_record, raising=False)
        path = write_report(comparison, tmp_path_factory.mktemp("report") / "report.html")
    return path.read_text(encoding="utf-8")


def test_equal_input_gives_equal_bytes(comparison, report, tmp_path):
    steps = []
    path = write_report(
        comparison, tmp_path / "deep" / "r.html", progress=lambda k, n: steps.append((k, n))
    )
    assert path.read_text(encoding="utf-8") == report
    assert steps == [(k, steps[-1][1]) for k in range(1, len(steps) + 1)]
    assert steps[-1][0] == steps[-1][1]
    assert [file.name for file in path.parent.iterdir()] == ["r.html"]


def test_report_asks_for_nothing_outside(report):
    outside = re.findall(
        r'(?:src|href|action|url\()\s*=?\s*["\']?((?:https?:)?//[^"\')\s]+)', report
    )
    assert outside == []
    assert "@import" not in report
    assert "default-src 'none'" in report


def test_report_holds_no_path_of_the_machine(report):
    assert not re.search(r"/(home|root|tmp|work|usr)/", report)


def test_report_keeps_its_order(report):
    anchors = re.findall(r'<section id="(\w+)"', report)
    # Question, situation, courses of action, comparison, recommendation, assumptions, limits.
    expected = [
        "answer",
        "situation",
        "courses",
        "comparison",
        "recommendation",
        "assumptions",
        "limits",
        "record",
    ]
    assert [anchor for anchor in anchors if anchor in expected] == expected
    # Whatever else there is stands where the page has it.
    compared = {section.anchor for section in COMPARED}
    beside = [anchor for anchor in anchors if anchor not in compared]
    assert beside == [each.anchor for each in REPORT.sections if each.anchor in anchors]
    # What is compared stands together, after its heading, in the order of its tuple.
    start = anchors.index("comparison") + 1
    inside = anchors[start : anchors.index("recommendation")]
    assert inside == [section.anchor for section in COMPARED if section.anchor in anchors]
    assert len(inside) >= 9
    contents = report.split('<nav class="contents"')[1].split("</nav>")[0]
    assert re.findall(r'<a href="#(\w+)"', contents) == anchors
    levels = [int(level) for level in re.findall(r"<h([1-6])\b", report)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b - a <= 1 for a, b in itertools.pairwise(levels))


def test_recommendation_is_left_blank(report):
    section = report.split('<section id="recommendation"')[1].split("</section>")[0]
    blanks = re.findall(r'<div class="blank">(.*?)</div>', section)
    assert len(blanks) == 10
    assert set(blanks) == {""}
    for title in ("Contain and wait", "Two-officer entry", "Formation"):
        assert title not in section


@pytest.mark.usefixtures("undrawn")
def test_conflicts_have_a_section_where_a_course_rests_on_them(comparison, tmp_path):
    names = ["contain-and-wait", "two-officer-entry", "four-officer-formation", "stay-outside"]
    courses = [
        {"name": name, "based_on": "armed-guard" if name == "stay-outside" else name}
        for name in names
    ]
    scenario = comparison.scenario.with_(courses_of_action=courses)
    doubtful = Comparison(scenario, comparison.outcome)
    text = write_report(doubtful, tmp_path / "r.html").read_text(encoding="utf-8")
    assert '<section id="conflicts"' in text
    assert text.index('id="assumptions"') < text.index('id="conflicts"') < text.index('id="limits"')
    assert "armed-citizen-disputed" in text


def test_report_states_limits_seed_and_digests(report, comparison):
    assert "do not predict an incident" in report
    assert "thin or contradictory" in report
    assert comparison.outcome.scenario_digest in report
    assert comparison.scenario.floorplan.digest in report
    assert "not a recommendation" in report


def test_report_ranks_no_rooms(report):
    for name in ("kitchen", "foyer", "restrooms"):
        assert name not in report


def test_replications_are_at_the_stated_quantiles(comparison):
    found = dict(find_replications(comparison))
    casualties = comparison.outcome.values("contain-and-wait", "casualties")
    for label, quantile in (("Typical", 0.5), ("Good", 0.1), ("Bad", 0.9)):
        share_below = (casualties < casualties[found[label]]).mean()
        share_up_to = (casualties <= casualties[found[label]]).mean()
        assert share_below - 0.01 <= quantile <= share_up_to + 0.01


def test_one_replication_is_listed_once(comparison):
    one = Comparison(comparison.scenario, comparison.outcome.select(replications=[7]))
    assert find_replications(one) == [("Typical", 7)]


def test_drill_report_has_no_attack_in_it(comparison, tmp_path):
    columns = {name: np.zeros_like(v) for name, v in comparison.outcome.columns.items()}
    columns["evacuation_time_s"] = comparison.outcome.columns["evacuation_time_s"]
    outcome = replace(comparison.outcome, columns=columns)
    drill = Comparison(comparison.scenario.with_(hazard=None), outcome)
    text = write_report(drill, tmp_path / "drill.html").read_text(encoding="utf-8")
    assert 'id="endings"' not in text
    assert 'id="minutes"' not in text
    for name in ("tradeoff", "parts", "rescue", "timelines", "conflicts"):
        assert f'id="{name}"' not in text
        assert f'href="#{name}"' not in text
    assert not re.findall(r"<section[^>]*>\s*<h[23][^>]*>[^<]*</h[23]>\s*</section>", text)
    assert "last person out" in text


def test_single_course_and_single_replication_can_be_reported(comparison, tmp_path):
    one = comparison.outcome.select(courses=("stay-outside",), replications=[3])
    path = write_report(Comparison(comparison.scenario, one), tmp_path / "one.html")
    text = path.read_text(encoding="utf-8")
    assert 'id="differences"' not in text
    assert "nan" not in re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL).lower().split()


@pytest.mark.usefixtures("undrawn")
def test_foreign_words_do_not_become_markup(comparison, tmp_path):
    evil = "<script>alert(1)</script> & \u201cquoted\u201d"
    scenario = comparison.scenario.with_(title=evil, description=evil)
    changed = Comparison(scenario, comparison.outcome)
    text = write_report(changed, tmp_path / "evil.html").read_text(encoding="utf-8")
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert" in text


def test_names_in_replay_data_cannot_close_the_script(tmp_path, monkeypatch):
    def hostile(scenario, **given):
        found = fake_record(scenario, **given)
        found.events[0].text = "</script><script>alert(1)</script>"
        return found

    monkeypatch.setattr(recording_module, "record", hostile, raising=False)
    path = write_replay(make_scenario(), path=tmp_path / "r.html", replication=1)
    text = path.read_text(encoding="utf-8")
    assert "<script>alert" not in text
    data = re.search(r'<script type="application/json"[^>]*>(.*?)</script>', text, re.DOTALL)[1]
    assert json.loads(data)["recordings"][0]["events"][0][2].startswith("</script>")


def test_unknown_courses_are_all_named_at_once(tmp_path):
    with pytest.raises(ScenarioError) as found:
        write_replay(
            make_scenario(),
            path=tmp_path / "r.html",
            replication=1,
            courses=["stay", "x", "stay-outside"],
        )
    assert len(found.value.faults) == 2
    assert not list(tmp_path.iterdir())


def test_failed_write_leaves_what_was_there(tmp_path, monkeypatch):
    target = tmp_path / "report.html"
    target.write_text("old")

    def refuse(*_given):
        raise OSError("disk full")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OSError, match="disk full"):
        write_whole("new", target)
    assert target.read_text() == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["report.html"]


def test_a_file_that_cannot_be_written_is_named_as_it_was_asked_for(tmp_path):
    target = tmp_path / ("x" * 250 + ".html")
    with pytest.raises(OSError, match="too long") as told:
        write_whole("text", target)
    assert told.value.filename == str(target)
