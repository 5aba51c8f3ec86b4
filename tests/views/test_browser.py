"""The report and the replay in a real browser: reach, keys, widths, paper."""

import re
import shutil
from dataclasses import replace

import numpy as np
import pytest

from asher.comparison.comparison import Comparison
from asher.simulation import recording as recording_module
from asher.views.case import write_case
from asher.views.replay import write_replay
from asher.views.report import write_report
from fakes import make_case_replay
from views.hall import fake_record, make_scenario

pytestmark = [pytest.mark.browser]

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NAMES = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="module")
def pages(comparison, tmp_path_factory):
    """A report on one level and a replay on two."""
    folder = tmp_path_factory.mktemp("pages")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recording_module, "record", fake_record, raising=False)
        return {
            "report": write_report(comparison, folder / "report.html"),
            "replay": write_replay(make_scenario(2), path=folder / "replay.html", replication=3),
            "many": write_report(_many(comparison), folder / "many.html"),
            "case": write_case(make_case_replay(), folder / "case.html"),
        }


def _many(comparison):
    """The same outcome six times over: 24 courses of action in one replication."""
    courses = [f"{name}-{i}" for i in range(6) for name in comparison.outcome.courses]
    scenario = comparison.scenario.with_(
        courses_of_action=[
            {
                "name": name,
                "based_on": name.rsplit("-", 1)[0],
                "title": f"{name[:-2].replace('-', ' ').capitalize()}, variant {name[-1]}",
            }
            for name in courses
        ]
    )
    outcome = comparison.outcome.select(replications=[7])
    many = replace(
        outcome,
        courses=tuple(courses),
        columns={name: np.tile(values, (6, 1)) for name, values in outcome.columns.items()},
        ending=np.tile(outcome.ending, (6, 1)),
    )
    return Comparison(scenario, many)


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    found = next(filter(None, map(shutil.which, NAMES)))
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        yield running
        running.close()


@pytest.fixture
def open_page(browser, pages):
    """Open a page; whatever it asks of the network or says on the console fails the test."""
    opened, wrong = [], []

    def one(name, *, width=1280, **options):
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        page = context.new_page()
        opened.append(context)
        address = pages[name].as_uri()
        page.on("request", lambda r: r.url == address or wrong.append(f"request {r.url}"))
        page.on("console", lambda m: wrong.append(f"console {m.text}"))
        page.on("pageerror", lambda e: wrong.append(f"error {e}"))
        page.goto(address)
        if name != "case" and options.get("java_script_enabled", True):
            page.wait_for_selector('#replay-root[aria-busy="false"]')
        return page

    yield one
    for context in opened:
        context.close()
    assert wrong == []


def shown_clock(page):
    return page.inner_text(".replay-clock")


def wait_until(page, condition):
    """Wait by asking again: the page's policy forbids the evaluation Playwright would wait with."""
    for _ in range(200):
        if condition():
            return
        page.wait_for_timeout(50)
    raise AssertionError("it did not come about within ten seconds")


def focus_stage(page):
    page.focus(".replay-stage")


@pytest.mark.parametrize("name", ["report", "replay", "case"])
@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_hangs_over_the_edge(open_page, name, width):
    page = open_page(name, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    cut = page.evaluate(
        """[...document.querySelectorAll("p, li, dd, h1, h2, h3, button, select, canvas")]
        .filter((e) => e.offsetParent && !e.closest(".scroll"))
        .filter((e) => e.getBoundingClientRect().right > innerWidth + 1)
        .map((e) => e.outerHTML.slice(0, 80))"""
    )
    assert cut == []


@pytest.mark.parametrize("name", ["report", "replay", "case"])
@pytest.mark.parametrize("width", [1280, 390])
def test_accessibility_audit_finds_nothing(open_page, name, width):
    from axe_playwright_python.sync_playwright import Axe

    page = open_page(name, width=width)
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


def test_keys_play_step_and_jump(open_page):
    page = open_page("report")
    focus_stage(page)
    assert shown_clock(page) == "00:00"
    for key, expected in (
        ("ArrowRight", "00:01"),
        ("ArrowRight", "00:02"),
        ("ArrowLeft", "00:01"),
        ("Shift+ArrowRight", "00:11"),
        ("PageUp", "01:11"),
        ("End", "10:00"),
        ("Home", "00:00"),
        ("ArrowLeft", "00:00"),
    ):
        page.keyboard.press(key)
        assert shown_clock(page) == expected, key
    page.keyboard.press(" ")
    assert page.inner_text(".replay-play") == "Pause"
    wait_until(page, lambda: shown_clock(page) > "00:01")
    page.keyboard.press(" ")
    assert page.inner_text(".replay-play") == "Play"
    stopped = shown_clock(page)
    page.wait_for_timeout(150)
    assert shown_clock(page) == stopped


def test_replay_ends_by_itself_and_starts_again(open_page):
    page = open_page("report")
    page.select_option("text=Speed >> xpath=../select", "120")
    focus_stage(page)
    page.keyboard.press("End")
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press(" ")
    wait_until(page, lambda: page.inner_text(".replay-play") == "Play")
    assert shown_clock(page) == "10:00"
    page.keyboard.press(" ")
    wait_until(page, lambda: shown_clock(page) < "09:00")


def test_a_stretch_in_which_nobody_moves_is_jumped_over_unless_not_wished(open_page):
    page = open_page("report")
    page.select_option("text=Speed >> xpath=../select", "1")
    page.locator('.replay-controls input[type="range"]').fill("450")
    page.click(".replay-play")
    wait_until(page, lambda: shown_clock(page) >= "09:59")
    assert "in which nobody moved" in page.inner_text(".replay-note")
    page.get_by_label("Jump over stretches in which nobody moves").uncheck()
    page.locator('.replay-controls input[type="range"]').fill("450")
    page.click(".replay-play")
    page.wait_for_timeout(600)
    assert "07:30" <= shown_clock(page) <= "07:40"


def test_scrubbing_and_stepping_move_clock_picture_and_events(open_page):
    page = open_page("report")
    picture = "document.querySelector('.replay-stage canvas').toDataURL()"
    before = page.evaluate(picture)
    page.locator('.replay-controls input[type="range"]').fill("330")
    assert shown_clock(page) == "05:30"
    assert page.evaluate(picture) != before
    current = page.inner_text('.replay-events [aria-current="step"]')
    assert re.match(r"05:20\s+First officer on scene", current)
    page.click('[aria-label="One second on"]')
    assert shown_clock(page) == "05:31"
    page.click('[aria-label="One second back"]')
    page.click('[aria-label="One second back"]')
    assert shown_clock(page) == "05:29"
    page.click("text=Call 01:02")
    assert shown_clock(page) == "01:02"


def test_course_and_replication_can_be_chosen_at_the_same_time_of_day(open_page):
    page = open_page("report")
    page.locator('.replay-controls input[type="range"]').fill("240")
    first = page.inner_text(".replay-counts")
    page.select_option("text=Course of action >> xpath=../select", "two-officer-entry")
    page.wait_for_selector('.replay-jumps button:has-text("Arrival 03:20")')
    assert shown_clock(page) == "04:00"
    assert page.inner_text(".replay-counts") != first
    assert "Officers" in page.inner_text(".replay-counts") or "Officer" in page.inner_text(
        ".replay-counts"
    )
    options = page.locator("text=Replication >> xpath=../select").locator("option")
    assert options.count() == 3


def test_counts_hold_everybody(open_page):
    page = open_page("report")
    for second in ("0", "60", "240", "600"):
        page.locator('.replay-controls input[type="range"]').fill(second)
        numbers = [int(n) for n in re.findall(r"\d+", page.inner_text(".replay-counts"))]
        assert 53 <= sum(numbers) <= 59


def test_two_levels_stand_side_by_side(open_page):
    page = open_page("replay")
    assert page.locator(".replay-stage canvas").count() == 2
    boxes = [page.locator(".replay-stage canvas").nth(i).bounding_box() for i in (0, 1)]
    assert abs(boxes[0]["y"] - boxes[1]["y"]) < 2
    assert boxes[1]["x"] >= boxes[0]["x"] + boxes[0]["width"]
    assert page.inner_text(".replay-stage figcaption >> nth=1") == "upper floor"


def test_less_motion_means_whole_steps(open_page):
    page = open_page("report", reduced_motion="reduce")
    page.evaluate(
        """() => {
          window.changes = 0;
          new MutationObserver(() => { window.changes += 1; })
            .observe(document.querySelector('.replay-clock'), { childList: true });
        }"""
    )
    focus_stage(page)
    page.keyboard.press(" ")
    page.wait_for_timeout(1300)
    page.keyboard.press(" ")
    assert 1 <= page.evaluate("window.changes") <= 4


def test_skip_link_comes_first_and_leads_to_main(open_page):
    page = open_page("report")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#main"


def test_without_scripts_stills_and_events_take_over(open_page):
    page = open_page("report", java_script_enabled=False)
    assert page.locator(".stills").is_visible()
    assert page.locator(".still svg").count() == 12
    assert not page.locator("#replay-root").is_visible()


def test_paper_shows_stills_instead_of_the_replay(open_page):
    page = open_page("report")
    assert not page.locator(".stills").is_visible()
    page.emulate_media(media="print")
    assert page.locator(".stills").is_visible()
    assert not page.locator("#replay-root").is_visible()
    assert not page.locator(".contents").is_visible()
    printed = page.pdf(prefer_css_page_size=True)
    assert printed.startswith(b"%PDF")
    assert len(printed) > 50_000


def test_timelines_open_and_close_by_keyboard(open_page):
    page = open_page("report")
    details = page.locator("#timelines details")
    assert details.count() == 3
    assert page.evaluate("[...document.querySelectorAll('#timelines details')].map(d => d.open)")[
        :2
    ] == [True, False]
    details.nth(1).locator("summary").focus()
    page.keyboard.press("Enter")
    assert details.nth(1).locator("table").is_visible()
    picture = details.nth(1).locator(".wide svg")
    assert picture.get_attribute("role") == "img"
    assert "Two-officer entry: " in picture.locator("desc").text_content()
    page.keyboard.press("Enter")
    assert not details.nth(1).locator("table").is_visible()


def test_paper_shows_what_is_folded_and_the_lines_to_write_on(open_page):
    page = open_page("report")
    folded = page.locator("#tradeoff details table")
    assert not folded.is_visible()
    page.emulate_media(media="print")
    for table in ("#tradeoff", "#parts", "#rescue", "#assumptions"):
        assert page.locator(f"{table} details table").first.bounding_box()["height"] > 40
    lines = page.locator("#recommendation .blank")
    assert lines.count() == 10
    for i in range(10):
        box = lines.nth(i).bounding_box()
        assert box["height"] >= 20
        assert box["width"] > 300
        width = lines.nth(i).evaluate("e => getComputedStyle(e).borderBottomWidth")
        assert width == "1px"


def test_first_screen_holds_question_answer_and_figures(open_page):
    page = open_page("report")
    for part in (".question", ".answer", "#answer thead", "#answer tbody tr >> nth=0"):
        box = page.locator(part).bounding_box()
        assert box["y"] + box["height"] <= 900, part


@pytest.mark.parametrize("width", [1280, 390])
def test_report_of_24_courses_stays_within_the_page(open_page, width):
    page = open_page("many", width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("#outcomes table").count() == 4
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    if width == 1280:
        over = page.evaluate(
            """[...document.querySelectorAll(".scroll")]
            .filter((e) => e.scrollWidth > e.clientWidth + 1 && !e.closest("#assumptions"))
            .map((e) => e.querySelector("caption").innerText)"""
        )
        assert over == []
    # Panels of each course: in pictures that a sheet of paper holds, each wide and narrow.
    for part in ("#minutes", "#timelines"):
        assert page.locator(f"{part} svg[role=img]").count() == 8
        tall = page.locator(f"{part} .wide svg").evaluate_all(
            "all => all.map((e) => e.viewBox.baseVal.height / e.viewBox.baseVal.width)"
        )
        assert max(tall) < 1.2
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((e) => e.id)")
    assert len(ids) == len(set(ids))


def test_wide_and_narrow_pages_have_their_own_pictures(open_page):
    wide, narrow = open_page("report"), open_page("report", width=390)
    assert wide.locator(".chart .wide").first.is_visible()
    assert not wide.locator(".chart .narrow").first.is_visible()
    assert narrow.locator(".chart .narrow").first.is_visible()
    assert not narrow.locator(".chart .wide").first.is_visible()
