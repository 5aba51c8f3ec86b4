"""The page of a workforce: the same for the same, whole, readable by everybody."""

import re
import shutil

import pytest

from asher.evidence.incidents import read_incidents
from asher.record.incident_statistics import summarize
from asher.views.figures.workforce import dots_of
from asher.views.incidents import write_incidents
from asher.views.words.workforce_words import written
from asher.views.workforce import workforce_page
from asher.workforce.city_files import read_city
from asher.workforce.effects import effects
from asher.workforce.findings import compare_plans
from asher.workforce.frontier import find_frontier
from asher.workforce.levers import extreme_plans, mixed_levers, plan_at
from asher.workforce.plans import build_world, evaluate
from asher.workforce.study import OBJECTIVES, Tried

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="module")
def world():
    return build_world(read_city("example-city"), draws=10, incidents=50)


@pytest.fixture(scope="module")
def frontier(world):
    """Of the plans that every search begins with; no search is needed for the page."""
    import numpy as np

    city = world.city
    plans = [city.plan, *extreme_plans(city)]
    plans += [plan_at(city, each, title=title) for title, each in mixed_levers(city).items()]
    found = [evaluate(plan, world=world) for plan in plans]
    tried = [
        Tried(one.plan, np.stack([one.columns[name] for name in OBJECTIVES], axis=1))
        for one in found
    ]
    return find_frontier(world, tried)


@pytest.fixture(scope="module")
def found(world, frontier):
    return compare_plans(world, [world.city.plan], frontier=frontier)


@pytest.fixture(scope="module")
def text(found):
    return workforce_page(found)


def test_page_is_whole_and_asks_for_nothing(found, text):
    assert text == workforce_page(found)
    assert "<script" not in text
    assert not re.search(r'(?:src|href|action|url\()\s*=?\s*["\']?(?:https?:)?//', text)
    assert not re.search(r"\bnan\b|\binf\b|None", text)
    ids = re.findall(r'\bid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    for one in effects():
        assert one.name in text
        for id in one.evidence:
            assert id in text


def test_picture_says_in_words_what_its_dots_show(found, text):
    said = re.search(r'<desc id="plans-1040-desc">(.*?)</desc>', text)[1]
    for dot in dots_of(found):
        assert f"{dot.code}, {dot.title}" in said
        assert written(dot.day.mean, sign=True) in said
        assert written(dot.year.lower, sign=True) in said
    assert [dot.code for dot in dots_of(found)] == [str(k + 1) for k in range(len(dots_of(found)))]


def test_both_extremes_and_the_balance_stand_beside_today(found, text):
    plans = text.split('<section id="plans"')[1]
    columns = re.search(r"<th scope=\"col\">Lever</th>(.*?)</tr>", plans)[1]
    for title in (
        "Today",
        "Trained for active attacks",
        "Trained for de-escalation",
        found.frontier.balance,
    ):
        assert title in columns
    assert "The program compares and recommends nothing." in text


def test_no_heading_is_a_word_that_a_reader_may_take_for_an_insult(text):
    titles = re.findall(r"<(?:h\d|th|summary|caption)\b.*?</", text, flags=re.DOTALL)
    assert titles
    assert not [title for title in titles if re.search("warrior|social worker", title, re.I)]
    assert text.lower().count("warrior") == 1


def test_page_without_a_search_leaves_the_frontier_out(world):
    text = workforce_page(compare_plans(world, [world.city.plan]))
    assert 'id="frontier"' not in text
    assert "Trained for active attacks" in text


def test_small_figures_are_written_out():
    assert [written(value) for value in (0, 0.0000554, 0.0996, 0.999, 9.96, 99.6, 12345.6)] == [
        "0", "0.000055", "0.10", "1.0", "10", "100", "12,346",
    ]  # fmt: skip
    assert written(-0.25, sign=True) == "\u22120.25"


CUT = """[...document.querySelectorAll('svg')].flatMap((drawn) => {
    const whole = drawn.getBoundingClientRect();
    return [...drawn.querySelectorAll('text')].filter((text) => {
        const box = text.getBoundingClientRect();
        return box.left < whole.left - 1 || box.right > whole.right + 1;
    }).map((text) => text.textContent);
})"""


@pytest.fixture(scope="module")
def pages(text, tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    (folder / "workforce.html").write_text(text, encoding="utf-8")
    write_incidents(summarize(read_incidents()), folder / "incidents.html")
    return folder


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    program = next(filter(None, map(shutil.which, CHROMIUM)))
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.mark.browser
@pytest.mark.parametrize(
    ("name", "width"),
    [("workforce", 390), ("incidents", 1280), ("workforce", 1280), ("incidents", 390)],
)
def test_nothing_is_cut_and_the_accessibility_audit_finds_nothing(pages, browser, width, name):
    from axe_playwright_python.sync_playwright import Axe

    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto((pages / f"{name}.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(CUT) == []
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    results = Axe().run(page)
    page.close()
    assert results.violations_count == 0, results.generate_report()
