"""Every section of a report says what the comparison says, and no more."""

import pkgutil
import re
from dataclasses import replace
from importlib import import_module

import numpy as np
import pytest

from asher.comparison.by_severity import PARTS as PARTS_BY_SEVERITY
from asher.comparison.by_severity import Further, by_severity
from asher.comparison.comparison import Comparison, Failed
from asher.comparison.effect import UnderSide
from asher.quantities import format_share
from asher.scenario import read_scenario
from asher.scenario.deterrence import Deterrence
from asher.views import sections
from asher.views.figures.by_minute import by_minute_figure
from asher.views.figures.panels import NARROW, WIDE
from asher.views.figures.tradeoff import labels, tradeoff_figure
from asher.views.report import REPORT, head_of, report_html
from asher.views.reported import Reported
from asher.views.section import Figure, Section, Tabled, shown
from asher.views.sections.by_minute import by_minute_table
from asher.views.sections.parts import PARTS, parts_sentence, parts_table, split
from asher.views.sections.rescue import rescue_sentence, rescue_table
from asher.views.summary import SUMMARY
from asher.views.table import Cell, Row, Table
from asher.views.tables import courses_table
from asher.views.words.answer import answer
from asher.views.words.glance import friendly_fire_sentence, glance_table
from asher.views.words.isolated import alike_but_for
from asher.views.words.measures import course_titles
from asher.views.words.situation import clocks_table, situation
from asher.views.words.tradeoffs import points, tradeoff_sentence, tradeoff_table
from asher.views.words.wording import clock, number
from views.hall import make_scenario

pytestmark = pytest.mark.usefixtures("fake_recordings")


def rows_of(table):
    return {row.head: row for _, rows in table.groups for row in rows}


def sections_of(comparison):
    """Every section of the report that is there, parts too, by its anchor."""
    top = shown(REPORT.sections, Reported(comparison))
    return {
        section.anchor: section
        for one in top
        for section in (one, *shown(one.parts, Reported(comparison)))
    }


def tables_of(comparison):
    reported = Reported(comparison)
    return {
        one.name: one for each in sections_of(comparison).values() for one in each.tables(reported)
    }


def with_columns(comparison, **columns):
    changed = {**comparison.outcome.columns, **columns}
    return Comparison(comparison.scenario, replace(comparison.outcome, columns=changed))


def test_glance_has_the_means_and_the_paired_differences(comparison):
    table = glance_table(comparison)
    rows = rows_of(table)
    column = table.columns.index
    for course, title in course_titles(comparison).items():
        cells = rows[title].cells
        killed = comparison.metric(course, "killed")
        assert cells[column("Killed")].main == number(killed.mean)
        hit = comparison.outcome.values(course, "officers_killed") + comparison.outcome.values(
            course, "officers_wounded"
        )
        assert float(cells[column("Officers hit")].main) == pytest.approx(hit.mean(), abs=0.006)
        if course == "contain-and-wait":
            assert cells[column("Against the first")].main == "\u2013"
            continue
        gap = comparison.difference(course, "contain-and-wait", metric="killed")
        said = cells[column("Against the first")]
        assert float(said.main.replace("\u2212", "-")) == pytest.approx(gap.mean, abs=0.06)
        assert ("spans zero" in said.note) == (gap.lower <= 0 <= gap.upper)
    entry = comparison.metric("two-officer-entry", "time_to_entry_s")
    shown = rows["Two-officer entry"].cells[column("First officer in")]
    assert shown.main == clock(entry.mean)
    assert f"{clock(entry.lower)} to {clock(entry.upper)}" in shown.note
    assert format_share(entry.share) in shown.note


@pytest.mark.usefixtures("undrawn")
def test_replications_that_failed_are_told_in_every_table_and_in_the_answer(comparison):
    lost = replace(comparison, failed=(Failed(300, 100), Failed(700, 50)))
    whole, text = (report_html(one) for one in (comparison, lost))
    for name, one in tables_of(lost).items():
        caption = re.search(rf'<caption id="{name}-caption">(.*?)</caption>', text)[1]
        assert ("150 more incidents failed" in caption) == one.is_of_all, name
    assert [name for name, one in tables_of(lost).items() if not one.is_of_all] == ["assumptions"]
    assert "failed" not in whole
    assert rows_of(courses_table(lost))["Failed"].cells[0].main == "150"
    said = sections_of(lost)
    counted = said["answer"].values(Reported(lost))["answer"].counted
    assert "numbers 300 to 399, 700 to 749" in counted
    assert "Every attack" not in counted
    assert "Failed" in dict(said["record"].values(Reported(lost))["record"])
    assert "Failed" not in dict(said["record"].values(Reported(comparison))["record"])


def test_tradeoff_places_each_course_at_its_means(comparison):
    for point in points(comparison):
        entry = comparison.metric(point.sign.name, "time_to_entry_s")
        found = (point.entry.mean, point.entry.lower, point.entry.upper)
        assert found == (entry.mean, entry.lower, entry.upper)
        assert point.killed.mean == comparison.metric(point.sign.name, "killed").mean
    # Nobody goes in there: no time, no place.
    assert "Stay outside" not in rows_of(tradeoff_table(comparison))


def test_tradeoff_sentence_sets_the_soonest_against_the_latest(comparison):
    said = tradeoff_sentence(comparison)
    by_entry = sorted(points(comparison), key=lambda point: point.entry.mean)
    assert said.index(by_entry[0].title) < said.index(by_entry[-1].title)
    assert by_entry[0].title == "Two-officer entry"
    assert by_entry[-1].title == "Contain and wait"
    assert "These 3 courses of action differ only in the rule of entry." in said


def differing_in_more(comparison):
    """Each course of action has a notice of its own, so none differs in one part alone."""
    courses = comparison.scenario.courses_of_action
    notices = [
        {"public_address": a, "alarm_button": b} for a in (False, True) for b in (False, True)
    ]
    changed = [
        {**course.model_dump(), "notice": notice}
        for course, notice in zip(courses, notices, strict=True)
    ]
    return replace(comparison, scenario=comparison.scenario.with_(courses_of_action=changed))


def test_no_cause_is_named_where_courses_differ_in_more(comparison):
    """Would catch a sentence that lays to entry or rescue what an announcement did."""
    mixed = differing_in_more(comparison)
    assert alike_but_for(comparison, "entry") == comparison.courses
    assert alike_but_for(mixed, "entry") == alike_but_for(mixed, "rescue") == ()
    assert "tradeoff" in sections_of(comparison)
    assert "tradeoff" not in sections_of(mixed)
    assert rescue_sentence(mixed).endswith("so deaths may have other causes.")
    rescue = replace(
        comparison,
        scenario=comparison.scenario.with_(
            courses_of_action=[
                {**comparison.scenario.courses_of_action[0].model_dump(), "name": name, "rescue": r}
                for name, r in zip(
                    comparison.courses,
                    (
                        {},
                        {"rule": "rescue-task-force"},
                        {"rule": "officers-carry-out"},
                        {"bystander_aid": True},
                    ),
                    strict=True,
                )
            ]
        ),
    )
    assert "They differ only in rescue. From the latest to the soonest: " in rescue_sentence(rescue)


def test_labels_never_stand_upon_one_another():
    rng = np.random.default_rng(3)
    dots = [(float(x), float(y)) for x, y in rng.uniform((20, 20), (330, 240), (8, 2))]
    dots[1] = dots[0]
    placed = labels([str(i) for i in range(8)], dots, width=350)
    assert "0, 1" in [text for _, text, _ in placed]
    for i, ((x, y), text, _) in enumerate(placed):
        for (u, v), other, _ in placed[:i]:
            assert abs(y - v) >= 13 or abs(x - u) >= 4.2 * (len(text) + len(other))


def test_many_dots_upon_one_another_get_one_short_label():
    placed = labels([str(i) for i in range(1, 25)], [(100.0, 100.0)] * 24, width=350)
    assert [text for _, text, _ in placed] == ["1 and 23 more"]


def test_one_replication_of_several_courses_can_be_drawn(comparison):
    one = Comparison(comparison.scenario, comparison.outcome.select(replications=[7]))
    assert "NaN" not in tradeoff_figure(one)
    assert len(glance_table(one).groups[0][1]) == 4


def test_parts_add_up_to_the_mean_time_to_entry(comparison):
    for course in ("contain-and-wait", "two-officer-entry", "four-officer-formation"):
        one = split(comparison, course, until="entry")
        times = comparison.outcome.values(course, "time_to_entry_s")
        assert sum(part.mean for part in one.parts) == pytest.approx(np.nanmean(times))
        assert one.k == np.isfinite(times).sum()
        assert one.parts[one.longest].mean == max(part.mean for part in one.parts)
    assert split(comparison, "stay-outside", until="entry") is None


def test_longest_part_is_named_with_its_minutes(comparison):
    said = parts_sentence(comparison)
    for course, title in course_titles(comparison).items():
        one = split(comparison, course, until="entry")
        if one is None:
            assert f"under \u201c{title}\u201d officers did not go in" in said
            continue
        assert title in said
        assert PARTS[one.longest].label.lower() in said
    waiting = split(comparison, "contain-and-wait", until="entry")
    assert clock(waiting.parts[waiting.longest].mean) in said
    cells = rows_of(parts_table(comparison))["In all"].cells
    assert cells[0].main == clock(waiting.total.mean)


def test_rescue_figures_are_those_of_the_comparison(comparison):
    rows = rows_of(rescue_table(comparison))
    for column, course in enumerate(comparison.courses):
        care = comparison.metric(course, "time_to_first_care_s")
        assert rows["Time to first care"].cells[column].main == clock(care.mean)
        deaths = comparison.metric(course, "preventable_deaths")
        shown = float(rows["Preventable deaths"].cells[column].main)
        assert shown == pytest.approx(deaths.mean, abs=0.006)
    means = {
        title: comparison.metric(course, "time_to_first_care_s").mean
        for course, title in course_titles(comparison).items()
    }
    soonest = min(means, key=means.get)
    assert f"soonest under \u201c{soonest}\u201d" in rescue_sentence(comparison)


def test_every_minute_has_the_figures_of_the_comparison(comparison):
    people = sum(group.count for group in comparison.scenario.occupants)
    n = comparison.outcome.n
    first, second, *_ = comparison.courses
    hit, safe = np.zeros((2, len(comparison.courses), n))
    hit[0, : n // 2], hit[1] = 6.0, 9.0
    safe[1] = people / 4
    marked = with_columns(comparison, casualties_by_5min=hit, safe_by_5min=safe)
    (_, hurt), (_, saved) = by_minute_table(marked).groups
    (row,) = (one for one in hurt if one.head == "5 min")
    assert [float(cell.main) for cell in row.cells[:2]] == [3.0, 9.0]
    (row,) = (one for one in saved if one.head == "5 min")
    assert [cell.main for cell in row.cells[:2]] == [format_share(0), format_share(0.25)]
    svg = by_minute_figure(marked)
    titles = course_titles(comparison)
    assert f"{titles[second]}: " in svg
    assert "9.0 by 5 min" in svg
    assert titles[first] in svg


def test_friendly_fire_is_told_only_where_there_was_some(comparison):
    assert friendly_fire_sentence(comparison) == ""
    fired = np.zeros_like(comparison.outcome.columns["friendly_fire"])
    fired[1, :30] = 2.0
    said = friendly_fire_sentence(with_columns(comparison, friendly_fire=fired))
    assert "\u201cTwo-officer entry\u201d (30 of 300)" in said
    assert "Contain and wait" not in said


def test_situation_counts_the_place_and_names_no_room():
    scenario = make_scenario()
    said = " ".join(value for _, value in situation(scenario))
    assert "240 occupants" in said
    assert "3 ways out" in said
    assert not any(room in said for room in ("kitchen", "foyer", "restrooms"))


def test_clocks_are_those_that_a_course_uses():
    scenario = make_scenario()
    rows = rows_of(clocks_table(scenario))
    assert {"Call", "Travel", "Tactical team", "Forming"} <= set(rows)
    assert not {"Rescue task force", "Call by alarm button", "Bystander aid"} & set(rows)


def test_contents_and_figures_of_a_drill_hold_no_attack(comparison):
    drill = Comparison(comparison.scenario.with_(hazard=None), comparison.outcome)
    reported = Reported(drill, (("Typical", 7),))
    assert REPORT.count_pictures(reported) == 4
    parts = {anchor: found for anchor, _, found in REPORT.contents(reported)}
    assert [anchor for anchor, _ in parts["comparison"]] == ["outcomes", "differences", "replay"]
    gone = {"conflicts", "timelines", "tradeoff", "by-minute", "minutes", "parts"}
    assert not gone & set(sections_of(drill))
    courses = sections_of(drill)["courses"].values(reported)["courses"]
    assert all(not course["parts"] for course in courses)
    assert not {"tradeoff", "minutes", "parts", "rescue", "endings", "clocks"} & set(
        tables_of(drill)
    )


def test_words_are_about_the_courses_that_were_compared(comparison):
    one = Comparison(
        comparison.scenario, comparison.outcome.select(courses=("stay-outside", "contain-and-wait"))
    )
    assert len(sections_of(one)["courses"].values(Reported(one))["courses"]) == 2


def test_every_picture_stands_beside_a_table_that_says_the_same(comparison):
    reported = Reported(comparison)
    for anchor, section in sections_of(comparison).items():
        assert section.tables(reported) or not section.figures(reported), anchor


def test_a_section_is_added_by_its_name_in_the_tuple_of_a_page(comparison):
    """Contents, anchor, heading, nesting, picture count, caption and HTML follow from it alone.

    Catches a list of sections, of figures or of anchors that is kept in a second place.
    """
    table = Table("Toys", "Toy", ("Count",), (("", (Row("ball", (Cell("3"),)),)),))
    toy = Section(
        "toys",
        "Toys & more",
        listed="Toys",
        is_there=lambda reported: reported.has_several,
        words=lambda reported: (f"Found in {reported.comparison.outcome.n} replications.",),
        figures=lambda _: [Figure(lambda *, width: f'<svg data-toy="{width}"></svg>', "A ball.")],
        tables=lambda _: [Tabled("toy-table", table, "The toys as a table")],
        parts=(Section("ball", "The ball", words=lambda _: ("It is round.",)),),
    )
    *before, last = [one for one in REPORT.sections if one.anchor in {"answer", "record"}]
    plain = replace(REPORT, sections=(*before, last))
    page = replace(REPORT, sections=(*before, toy, last))
    steps, usual = [], []
    text = report_html(comparison, page=page, progress=lambda *step: steps.append(step))
    without = report_html(comparison, page=plain, progress=lambda *step: usual.append(step))
    assert page.contents(Reported(comparison))[-2] == ("toys", "Toys", [("ball", "The ball")])
    assert '<li><a href="#toys">Toys</a><ul><li><a href="#ball">The ball</a></li></ul></li>' in text
    assert '<h2 id="toys-h">Toys &amp; more</h2>' in text
    assert '<h3 id="ball-h">The ball</h3>\n<p>It is round.</p>' in text
    section = text.split('<section id="toys"')[1].split('<section id="record"')[0]
    assert "<p>Found in 300 replications.</p>" in section
    assert [int(width) for width in re.findall(r'data-toy="(\d+)"', section)] == [WIDE, NARROW]
    assert '<caption id="toy-table-caption">' in section
    assert len(steps) == len(usual) + 2 == steps[-1][1] == steps[-1][0]
    for added in ('<section id="toys"' + section, '<li><a href="#toys">'):
        start = text.index(added)
        end = start + len(added) if "section" in added else text.index("\n", start) + 1
        text = text[:start] + text[end:]
    assert text == without
    single = Comparison(comparison.scenario, comparison.outcome.select(courses=("stay-outside",)))
    assert 'id="toys"' not in report_html(single, page=page)


def test_every_module_of_the_sections_declares_one_that_a_page_names():
    """Catches a section that was written and forgotten, or two under one roof."""
    from asher.views import case, checks, incidents, replay, report, summary, workforce

    pages = (
        report.REPORT,
        summary.SUMMARY,
        replay.REPLAY,
        case.CASE,
        checks.CHECKS,
        incidents.INCIDENTS,
    )
    named = [s for page in (*pages, workforce.WORKFORCE) for s in page.sections]
    named += [part for section in named for part in section.parts]
    for module in pkgutil.iter_modules(sections.__path__):
        declared = vars(import_module(f"{sections.__name__}.{module.name}"))["SECTION"]
        assert any(declared is one for one in named), module.name


def test_wide_tables_are_cut_into_equal_parts_and_lose_nothing():
    columns = tuple(f"course {i}" for i in range(24))
    row = Row("killed", tuple(Cell(str(i)) for i in range(24)), "note")
    parts = Table("caption", "corner", columns, (("group", (row,)),)).parts()
    assert [len(part.columns) for part in parts] == [6, 6, 6, 6]
    assert tuple(column for part in parts for column in part.columns) == columns
    assert [c.main for part in parts for c in part.groups[0][1][0].cells] == [
        str(i) for i in range(24)
    ]
    assert parts[1].caption == "caption (part 2 of 4)"


def test_tables_that_fit_stay_whole(comparison):
    table = courses_table(comparison)
    assert table.parts() == (table,)


def test_deterrence_speaks_of_courses_by_their_titles(comparison):
    first, *_, last = comparison.outcome.courses
    courses = [
        {"name": name, "based_on": "armed-guard" if name == last else "solo-entry", "title": title}
        for name, title in course_titles(comparison).items()
    ]
    place = {"hazard": "nightclub", "courses_of_action": courses}
    scenario = read_scenario("borderline").with_(**place, deterrence={"low": -0.2, "high": 0.3})
    guarded = Comparison(scenario, comparison.outcome)
    titles = course_titles(comparison)
    assert list(rows_of(tables_of(guarded)["deterrence"].table)) == [titles[last]]
    (said,) = sections_of(guarded)["deterrence"].words(Reported(guarded))
    assert f"under \u201c{titles[first]}\u201d. The range" in said


def test_the_answer_is_given_under_each_side_of_a_dispute(comparison):
    """Would catch a side left out, or a section where nothing hangs on a dispute."""

    def under(side, mean):
        rest = {"figure": "killed", "course": last, "dispute": "guards", "n": 60}
        ends = mean - 0.2, mean + 0.2, mean - 1.0, mean - 1.2, mean - 0.8
        return UnderSide(side=side, mean=mean, lower=ends[0], upper=ends[1], **rest,
                         change=ends[2], change_lower=ends[3], change_upper=ends[4])  # fmt: skip

    last = comparison.courses[-1]
    assert "disputes" not in sections_of(comparison)
    assert answer(comparison).disputed == ""
    sides = (under("", -1.0), under("never", 0.0), under("always", -2.0))
    told = replace(comparison, sides=sides)
    table = tables_of(told)["disputes"].table
    ((heading, rows),) = table.groups
    assert heading == "Whether armed guards and staff act"
    differences = [row.cells[0].main.replace("\u2212", "-") for row in rows]
    changes = [row.cells[1].main.replace("\u2212", "-") for row in rows]
    assert differences == ["-1.00", "0.00", "-2.00"]
    assert changes == ["\u2013", "\u2013", "-3.00"]
    assert {row.note for row in rows} == {course_titles(comparison)[last]}
    said = answer(told).disputed
    assert "no clear change in people killed" in said.split(" if none of them")[0]
    assert "2.00 fewer people killed per attack" in said.split(" if none of them")[1]
    # A side that changes nothing is told as that, and not by two equal figures.
    zero = {"change": 0.0, "change_lower": 0.0, "change_upper": 0.0}
    same = [each.model_copy(update=zero) for each in sides]
    (sentence,) = answer(replace(comparison, sides=tuple(same))).disputed.splitlines()
    assert sentence == (
        "The evidence does not settle whether armed guards and staff act, but here nothing hangs "
        "on it: on 60 of the same attacks, every difference in people killed and officers hit is "
        "the same under each side."
    )
    ground = " ".join(sections_of(told)["disputes"].words(Reported(told)))
    assert "The first 60 of the attacks" in ground
    assert "[before-police-shot]" in ground


def test_results_are_told_by_how_severe_attacks_are(comparison):
    """Would catch a part under another name, a mean of other attacks, and a difference unpaired."""
    severity = (np.arange(300) + 0.5) / 300
    told = with_columns(comparison, severity=np.tile(severity, (4, 1)))
    section = sections_of(told)["severity"]
    (one,) = section.tables(Reported(told))
    found, titles = by_severity(told), course_titles(told)
    assert [heading for heading, _ in one.table.groups] == [
        "The milder half (150 attacks)", "The next four tenths (120 attacks)",
        "The severest tenth (30 attacks)",
    ]  # fmt: skip
    assert one.table.columns == ("Killed", "Difference from Contain and wait")
    for (_, rows), courses in zip(one.table.groups, found.values(), strict=True):
        assert [row.head for row in rows] == list(titles.values())
        assert rows[0].cells[1].main == "\u2013"
        for row, name in zip(rows, titles, strict=True):
            outcomes = courses[name]
            for cell, figure in zip(row.cells, (outcomes.mean, outcomes.gap), strict=True):
                if figure is not None:
                    said = [number(each, decimals=2) for each in figure]
                    assert (cell.main, cell.note) == (said[0], f"{said[1]} to {said[2]}")
    # Three of 300 are the severest hundredth: too few.
    words = section.words(Reported(told))
    assert "nobody sets it, and nobody chooses it" in words[0]
    assert words[1:] == (
        "Too few attacks (fewer than 5) for: the severest hundredth. Run more replications, or "
        "asher compare with --by-severity 250.",
    )


@pytest.mark.usefixtures("undrawn")
def test_the_section_of_severity_stands_on_the_page_and_in_no_drill(comparison):
    text = report_html(comparison)
    section = text.split('<section id="severity"')[1].split("</section>")[0]
    assert "Mild and severe attacks" in section
    assert 'id="severity-caption"' in section
    assert '<a href="#severity">' in text
    plain = make_scenario(hazard=None)
    assert "severity" not in sections_of(Comparison(plain, comparison.outcome))


def with_further(comparison):
    """The comparison with further attacks of the severest hundredth, ten of which were lost."""
    told = with_columns(comparison, severity=np.tile((np.arange(300) + 0.5) / 300, (4, 1)))
    more = replace(told.outcome.select(replications=range(50)), seed=4711, severity=(0.99, 1.0))
    return replace(told, further=(Further(PARTS_BY_SEVERITY[-1], more, 10),))


def test_further_attacks_are_told_and_counted_where_they_count(comparison):
    told = with_further(comparison)
    section = sections_of(told)["severity"]
    (one,) = section.tables(Reported(told))
    assert one.table.groups[-1][0] == "The severest hundredth (53 attacks)"
    assert one.table.groups[0][0] == "The milder half (150 attacks)"
    words = " ".join(section.words(Reported(told)))
    # Fewer than a thousand of the severest: their intervals hold less than promised.
    assert "until it has about 1,000 attacks (docs/statistics.md)" in words
    assert "until it has about" not in " ".join(section.words(Reported(comparison)))
    assert "run under every course of action: 50 in the severest hundredth. 10 more failed" in words
    assert "of the 300 of all severities. Every other figure rests on the 300 alone." in words
    recorded = dict(sections_of(told)["record"].values(Reported(told))["record"])
    stated = recorded["The severest hundredth, further"]
    assert stated == "50 attacks, 10 more failed; seed 4711"
    assert answer(told).baseline == answer(comparison).baseline


def summary_html(comparison):
    return SUMMARY.html(Reported(comparison), head=head_of(comparison))


@pytest.mark.usefixtures("undrawn")
@pytest.mark.parametrize("write", [report_html, summary_html])
def test_a_page_about_some_attacks_alone_says_so_first(comparison, write):
    """Would catch a page that shows the severest attacks as if they were all."""
    said = "Only the severest hundredth of attacks. One attack in a hundred at such a place is as"
    severe = replace(comparison, outcome=replace(comparison.outcome, severity=(0.99, 1.0)))
    text, usual = write(severe), write(comparison)
    head = text.split("</header>")[0]
    title = f"{comparison.scenario.title} \u2013 only the severest hundredth of attacks"
    assert f"<title>{title}" in text
    assert f"<h1>{title}</h1>" in head
    assert f'<p role="note"><strong>{said} severe. No figure is a mean over all attacks.' in head
    assert "an attack among the severest hundredth leaves" in text
    assert "Everything here is about the day on which one happens. One attack in a hundred" in text
    assert "severest" not in usual.split("</header>")[0]
    assert "an attack leaves" in usual


def test_where_attacks_are_not_all_nothing_is_said_of_deterrence_or_wider_parts(comparison):
    tenth = replace(comparison.outcome, severity=(0.9, 1.0))
    severity = np.tile(0.9 + (np.arange(300) + 0.5) / 3000, (4, 1))
    told = with_columns(replace(comparison, outcome=tenth), severity=severity)
    assert [part.low for part in by_severity(told)] == [0.99]
    assert "severity" in told.summary()
    deterring = told.scenario.model_copy(update={"deterrence": Deterrence(low=-0.5, high=0.5)})
    assert "deterrence" not in sections_of(replace(told, scenario=deterring))


def test_where_no_part_has_enough_attacks_there_is_no_section_of_severity(comparison):
    few = Comparison(comparison.scenario, comparison.outcome.select(replications=range(4)))
    assert "severity" not in sections_of(few)
