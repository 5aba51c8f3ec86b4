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
from pace import slow
from views.hall import N_PEOPLE, fake_record, make_scenario

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
        yield _Pages(
            report=lambda: write_report(comparison, folder / "report.html"),
            replay=lambda: write_replay(
                make_scenario(2), path=folder / "replay.html", replication=3
            ),
            drill=lambda: write_replay(
                make_scenario(hazard=None), path=folder / "drill.html", replication=3
            ),
            crowd=lambda: _crowd(folder, patch),
            many=lambda: write_report(_many(comparison), folder / "many.html"),
            case=lambda: write_case(make_case_replay(), folder / "case.html"),
        )


class _Pages(dict):
    """Pages by name, each written when it is first asked for."""

    def __init__(self, **write):
        super().__init__()
        self.write = write

    def __missing__(self, name):
        self[name] = self.write[name]()
        return self[name]


def _crowd(folder, patch):
    """Nine hundred people on two floors."""

    def record(scenario, **given):
        found = fake_record(scenario, **given)
        for name in ("positions_m", "status", "level"):
            setattr(found, name, np.concatenate([getattr(found, name)] * 15, axis=1))
        for name in ("role", "group", "on_site"):
            setattr(found, name, np.concatenate([getattr(found, name)] * 15))
        return found

    with patch.context() as crowded:
        crowded.setattr(recording_module, "record", record)
        courses = ["two-officer-entry", "stay-outside"]
        return write_replay(
            make_scenario(2), path=folder / "crowd.html", replication=3, courses=courses
        )


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


@pytest.mark.parametrize(
    ("name", "width"), [("report", 1280), slow("report", 390), slow("case", 1280)]
)
def test_no_word_of_a_figure_is_cut_off_where_letters_are_wider(open_page, name, width):
    page = open_page(name, width=width)
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    cut = page.evaluate(
        """[...document.querySelectorAll(".chart svg")].flatMap((figure) => {
          const own = figure.getBoundingClientRect();
          return [...figure.querySelectorAll("text")]
            .map((e) => [e.textContent, e.getBoundingClientRect()])
            .filter(([, at]) => at.width > 0)
            .filter(([, at]) => at.left < own.left - 2 || at.right > own.right + 2)
            .map(([word]) => word);
        })"""
    )
    assert cut == []


@pytest.mark.parametrize(
    ("name", "width", "scheme"),
    [
        slow("report", 390, "dark"),
        slow("replay", 1280, "light"),
        ("case", 1280, "light"),
        slow("report", 1280, "light"),
        slow("replay", 390, "dark"),
        slow("case", 390, "dark"),
    ],
)
def test_accessibility_audit_finds_nothing(open_page, name, width, scheme):
    from axe_playwright_python.sync_playwright import Axe

    page = open_page(name, width=width, color_scheme=scheme)
    if name == "replay":
        page.get_by_label("Beside it").select_option("stay-outside")
        page.wait_for_selector('.is-paired[aria-busy="false"]')
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


@pytest.mark.slow
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


@pytest.mark.slow
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


@pytest.mark.slow
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


@pytest.mark.slow
def test_course_and_replication_can_be_chosen_at_the_same_time_of_day(open_page):
    page = open_page("report")
    page.locator('.replay-controls input[type="range"]').fill("240")
    first = page.inner_text(".replay-counts")
    page.select_option("text=Course of action >> xpath=../select", "two-officer-entry")
    page.wait_for_selector('.replay-jumps button:has-text("Arrival 03:20")')
    assert shown_clock(page) == "04:00"
    assert page.inner_text(".replay-counts") != first
    assert "Police" in page.inner_text(".replay-counts")
    options = page.get_by_label("Incident", exact=True).locator("option")
    assert options.count() == 3


def test_counts_hold_everybody(open_page):
    page = open_page("report")
    for second in ("0", "60", "240", "600"):
        page.locator('.replay-controls input[type="range"]').fill(second)
        numbers = [int(n) for n in re.findall(r"\d+", page.inner_text(".replay-counts"))]
        assert 53 <= sum(numbers) <= 59


PICTURE = "(i) => document.querySelectorAll('.replay-stage canvas')[i].toDataURL()"


def cells(page, who, *, course=0):
    """Signs under a plan and what is said beside them, of one kind of person."""
    rows = page.locator(".replay-counts").nth(course).locator(".replay-row")
    row = rows.filter(has=page.locator(".replay-who", has_text=re.compile(f"^{who}$")))
    return row.locator(".replay-count")


def test_every_sign_is_explained_by_shape_and_words_and_counted(open_page):
    page = open_page("report")
    shown = cells(page, "Occupants")
    words = [re.sub(r"^\d+\s*", "", text.strip()) for text in shown.all_inner_texts()]
    for said in ("know yet", "not moving", "moving", "hiding", "out", "wounded", "killed"):
        assert any(word.endswith(said) for word in words), said
    whom = page.locator(".replay-who").all_inner_texts()
    assert whom == ["Occupants", "Staff", "On site before police", "Police", "Attacker"]
    assert "way out" in page.inner_text(".replay-counts [data-plan]")
    # Without colour: no two signs have the same shapes, sizes and fills.
    signs = page.locator(".replay-count .sign").evaluate_all(
        """all => all.map((sign) => [...sign.children].map((path) =>
            ["d", "transform", "fill"].map((name) => path.getAttribute(name))
                .map((value) => value.replace(/--sign-(?!paper).*/, "ink")).join()).join())"""
    )
    assert len(signs) == len(set(signs))


@pytest.mark.slow
def test_who_does_not_know_yet_is_told_from_who_knows(open_page):
    page = open_page("report")
    slider = page.locator('.replay-controls input[type="range"]')
    unaware = cells(page, "Occupants").filter(has_text="not know yet").locator("b")
    assert int(unaware.inner_text()) > 0
    slider.fill("30")
    assert unaware.inner_text() == "0"
    assert int(cells(page, "Occupants").filter(has_text="not moving").locator("b").inner_text()) > 0


def test_floors_are_tabs_with_the_people_on_each(open_page):
    page = open_page("replay")
    tabs = page.get_by_role("tab")
    assert tabs.count() == 2
    assert page.locator(".replay-stage canvas").count() == 1
    on = [int(re.search(r"(\d+)", text)[1]) for text in tabs.all_inner_texts()]
    assert sum(on) == N_PEOPLE - 7  # officers are to come, the hazard is no person to count
    first = page.evaluate(PICTURE, 0)
    tabs.nth(1).click()
    assert tabs.nth(1).get_attribute("aria-selected") == "true"
    wait_until(page, lambda: page.evaluate(PICTURE, 0) != first)
    page.keyboard.press("ArrowLeft")
    assert tabs.nth(0).get_attribute("aria-selected") == "true"
    assert shown_clock(page) == "00:00"
    page.locator('.replay-controls input[type="range"]').fill("100")
    assert [int(re.search(r"(\d+)", text)[1]) for text in tabs.all_inner_texts()] != on


@pytest.mark.slow
@pytest.mark.parametrize("width", [slow(1280), 390])
def test_a_second_course_is_played_in_step(open_page, width):
    page = open_page("report", width=width)
    page.get_by_label("Beside it").select_option("two-officer-entry")
    page.wait_for_selector('.is-paired[aria-busy="false"]')
    boxes = [page.locator(".replay-stage").nth(i).bounding_box() for i in (0, 1)]
    below = boxes[1]["y"] >= boxes[0]["y"] + boxes[0]["height"]
    assert below == (width == 390)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    slider = page.locator('.replay-controls input[type="range"]')
    assert slider.count() == 1
    before = [page.evaluate(PICTURE, i) for i in (0, 1)]
    slider.fill("260")
    after = [page.evaluate(PICTURE, i) for i in (0, 1)]
    assert all(was != now for was, now in zip(before, after, strict=True))
    # The officers of the second have come at 3:20, those of the first have not.
    assert [cells(page, "Police", course=i).first.inner_text().split()[0] for i in (0, 1)] == [
        "0",
        "6",
    ]
    page.click(".replay-play")
    wait_until(page, lambda: shown_clock(page) > "04:24")
    page.click(".replay-play")
    assert page.locator(".replay-ended").nth(1).inner_text().startswith("03:50 Attack over")
    page.get_by_label("Beside it").select_option("")
    page.wait_for_selector('.replay:not(.is-paired)[aria-busy="false"]')
    assert page.locator(".replay-stage").count() == 1


def zoom(page):
    return int(page.inner_text(".replay-zoom").split()[0])


def test_keys_buttons_wheel_and_drag_move_the_plan(open_page):
    page = open_page("report")
    whole = page.evaluate(PICTURE, 0)
    focus_stage(page)
    page.keyboard.press("+")
    wait_until(page, lambda: zoom(page) == 150)
    page.keyboard.press("+")
    page.keyboard.press("-")
    page.keyboard.press("+")
    wait_until(page, lambda: zoom(page) == 225)
    near = page.evaluate(PICTURE, 0)
    assert near != whole
    page.locator(".replay-stage").scroll_into_view_if_needed()
    box = page.locator(".replay-stage").bounding_box()
    middle = box["x"] + box["width"] / 2, box["y"] + 150
    page.mouse.move(*middle)
    page.mouse.down()
    page.mouse.move(middle[0] + 120, middle[1] + 40, steps=4)
    page.mouse.up()
    wait_until(page, lambda: page.evaluate(PICTURE, 0) != near)
    assert zoom(page) == 225
    page.keyboard.press("0")
    wait_until(page, lambda: zoom(page) == 100)
    wait_until(page, lambda: page.evaluate(PICTURE, 0) == whole)
    page.keyboard.press("-")
    assert zoom(page) == 100
    page.keyboard.down("Control")
    page.mouse.wheel(0, -60)
    page.keyboard.up("Control")
    wait_until(page, lambda: zoom(page) > 100)
    page.get_by_role("button", name="Whole plan").click()
    wait_until(page, lambda: zoom(page) == 100)
    page.get_by_role("button", name="Zoom in").click()
    wait_until(page, lambda: zoom(page) == 150)


def test_full_screen_is_a_button_and_escape_leaves_it(open_page):
    page = open_page("report")
    full = "document.fullscreenElement?.id"
    page.get_by_role("button", name="Full screen").click()
    wait_until(page, lambda: page.evaluate(full) == "replay-root")
    wait_until(page, lambda: page.inner_text(".replay-full") == "Leave full screen")
    box = page.locator(".replay-controls").bounding_box()
    assert box["y"] + box["height"] <= 900
    focus_stage(page)
    page.keyboard.press("Escape")
    wait_until(page, lambda: page.evaluate(full) is None)
    wait_until(page, lambda: page.inner_text(".replay-full") == "Full screen")


def test_how_it_ended_is_said_once_it_has(open_page):
    page = open_page("report")
    slider = page.locator('.replay-controls input[type="range"]')
    slider.fill("349")
    assert page.inner_text(".replay-ended") == "Attack going on"
    slider.fill("350")
    assert page.inner_text(".replay-ended") == "05:50 Attack over: surrendered."
    assert page.inner_text(".replay-after") == ""
    slider.fill("600")
    after = page.inner_text(".replay-after")
    assert "first care 11:40" in after
    assert "4 killed, 5 wounded" in after


def test_a_drill_is_called_a_drill(open_page):
    page = open_page("drill")
    text = page.inner_text("body").lower()
    assert "incident" not in text
    assert "one replication" not in text
    assert page.get_by_label("Drill", exact=True).count() == 1
    assert page.inner_text("h2 >> nth=0") == "Drill 3"


@pytest.mark.slow
def test_nine_hundred_people_move_thirty_times_a_second(open_page):
    """Two courses side by side, the work of a picture alone: a quarter of the time there is."""
    page = open_page("crowd")
    page.get_by_label("Beside it").select_option("stay-outside")
    page.wait_for_selector('.is-paired[aria-busy="false"]')
    spent = page.evaluate(
        """() => {
          const slider = document.querySelector(".replay-controls input");
          const start = performance.now();
          for (let second = 0; second < 60; second += 1) {
            slider.value = second;
            slider.dispatchEvent(new Event("input"));
          }
          return (performance.now() - start) / 60;
        }"""
    )
    assert spent < 1000 / 30


@pytest.mark.slow
def test_plan_uses_the_width_there_is(open_page):
    page = open_page("report")
    assert page.locator(".replay").bounding_box()["width"] > 1200
    assert page.locator(".replay-stage").bounding_box()["width"] > 1180
    narrow = open_page("report", width=390)
    assert narrow.locator(".replay-stage canvas").bounding_box()["width"] > 350


@pytest.mark.slow
@pytest.mark.parametrize(
    "options", [{"color_scheme": "dark"}, {"forced_colors": "active"}], ids=["dark", "contrast"]
)
def test_signs_stand_out_in_other_colours(open_page, options):
    """The paint of a sign on the canvas differs from the plan under it, whatever the theme."""
    page = open_page("report", **options)
    page.locator('.replay-controls input[type="range"]').fill("100")
    shades = page.evaluate(
        """() => {
          const canvas = document.querySelector(".replay-stage canvas");
          const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
          const found = new Map();
          for (let i = 0; i < data.length; i += 4) {
            if (data[i + 3] < 255) continue;
            const key = (0.2 * data[i] + 0.7 * data[i + 1] + 0.1 * data[i + 2]) | 0;
            found.set(key, (found.get(key) || 0) + 1);
          }
          return [...found].sort((a, b) => b[1] - a[1]).slice(0, 30).map(([shade]) => shade);
        }"""
    )
    assert max(abs(shade - shades[0]) for shade in shades) > 90


@pytest.mark.slow
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


@pytest.mark.slow
@pytest.mark.parametrize(("name", "has_stills"), [("report", False), ("replay", True)])
def test_paper_shows_stills_of_a_replay_and_spares_them_in_a_report(open_page, name, has_stills):
    page = open_page(name)
    assert not page.locator(".stills").is_visible()
    page.emulate_media(media="print")
    assert page.locator(".stills").is_visible() == has_stills
    assert not page.locator("#replay-root").is_visible()
    assert page.locator(".signs").is_visible() == has_stills
    assert not page.locator(".contents").is_visible()
    printed = page.pdf(prefer_css_page_size=True)
    assert printed.startswith(b"%PDF")
    assert len(printed) > 30_000


def test_timelines_open_and_close_by_keyboard(open_page):
    page = open_page("report")
    details = page.locator("#timelines details")
    assert details.count() == 3
    assert page.locator("#timelines .legend").is_visible()
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


def test_paper_shows_what_was_unfolded_and_the_lines_to_write_on(open_page):
    page = open_page("report")
    page.locator("#rescue summary").click()
    page.emulate_media(media="print")
    assert page.locator("#rescue details table").bounding_box()["height"] > 40
    for table in ("#tradeoff", "#parts", "#assumptions"):
        assert not page.locator(f"{table} details").first.is_visible()
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


@pytest.mark.slow
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


@pytest.mark.slow
def test_wide_and_narrow_pages_have_their_own_pictures(open_page):
    wide, narrow = open_page("report"), open_page("report", width=390)
    assert wide.locator(".chart .wide").first.is_visible()
    assert not wide.locator(".chart .narrow").first.is_visible()
    assert narrow.locator(".chart .narrow").first.is_visible()
    assert not narrow.locator(".chart .wide").first.is_visible()
