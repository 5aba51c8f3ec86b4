"""No page reaches the network or runs a stranger's words, and no picture is fetched for it."""

import json
import re
import socket
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from asher.comparison.comparison import Comparison
from asher.comparison.stopping import Stopping
from asher.evidence.incidents import read_incidents
from asher.record.incident_statistics import summarize
from asher.runs.identity import Origin
from asher.simulation import recording as recording_module
from asher.views.checks import write_checks
from asher.views.incidents import write_incidents
from asher.views.replay import write_replay
from asher.views.report import write_report
from asher.views.workforce import workforce_page
from fakes import make_case, make_case_replay
from security.hostile import MARKUP, RECORD
from views.hall import fake_record, make_comparison
from views.test_calibration_figures import CHECKS

POLICY = {
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    "base-uri 'none'",
    "form-action 'none'",
}
PLAYED = {"img-src data:"}
# Whatever can load, send, go somewhere or stand for another page has no place among them.
TAGS = {
    "a", "b", "body", "caption", "circle", "clippath", "dd", "defs", "desc", "details", "div", "dl",
    "dt", "figcaption", "figure", "footer", "g", "h1", "h2", "h3", "h4", "h5", "head", "header",
    "html", "i",
    "em", "li", "line", "lineargradient", "main", "meta", "nav", "ol", "p", "path", "rect",
    "script", "section", "small", "span", "stop", "strong", "style", "sub", "summary", "sup", "svg",
    "symbol", "table", "tbody", "td", "text", "th", "thead", "title", "tr", "tspan", "ul", "use",
}  # fmt: skip
ADDRESSES = {"action", "background", "cite", "data", "formaction", "manifest", "ping", "poster",
             "src", "srcdoc", "srcset", "xlink:href"}  # fmt: skip


def hostile_comparison():
    made = make_comparison()
    courses = tuple(
        course.model_copy(update={"title": MARKUP, "description": MARKUP})
        for course in made.scenario.courses_of_action[:2]
    )
    scenario = made.scenario.with_(
        title=MARKUP, description=MARKUP, courses_of_action=courses, sources={"horizon": MARKUP}
    )
    few = made.outcome.select(courses=made.outcome.courses[:2], replications=range(40))
    outcome = replace(few, exits={MARKUP: few.columns["killed"]})
    stopping = Stopping(MARKUP, True, 0.1, MARKUP, MARKUP, 2, outcome.n)
    return Comparison(scenario, outcome, stopping, Origin({"asher": MARKUP}))


def hostile_record(scenario, **given):
    found = fake_record(scenario, **given)
    found.events[0].text = MARKUP
    return found


def make_workforce():
    from asher.workforce.city_files import read_city
    from asher.workforce.findings import compare_plans
    from asher.workforce.plans import build_world

    city = read_city("example-city")
    words = MARKUP[:60]
    instruments = tuple(
        one.model_copy(update={"name": f"{k}{words}"}) for k, one in enumerate(city.instruments)
    )
    changes = {"title": words, "currency": "<b>'\"</b>", "instruments": instruments}
    city = city.model_copy(
        update={**changes, "plan": city.plan.model_copy(update={"title": words})}
    )
    world = build_world(city, draws=10, incidents=20)
    return compare_plans(world, [city.plan])


@pytest.fixture(scope="session")
def pages(tmp_path_factory):
    """Every kind of page we write, each with a stranger's words wherever it takes any."""
    folder = tmp_path_factory.mktemp("pages")
    comparison = hostile_comparison()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recording_module, "record", hostile_record)
        write_report(comparison, folder / "report.html")
        write_replay(comparison.scenario, path=folder / "replay.html", replication=1)
    case = make_case(title=MARKUP, place=MARKUP, source=MARKUP, unknown={"time_to_stop_s": MARKUP})
    from asher.views.case import write_case

    write_case(make_case_replay(case), folder / "case.html")
    quoted = '"' + MARKUP.replace('"', '""') + '"'
    (folder / "r.csv").write_text(RECORD.format(name=quoted, location=quoted), encoding="utf-8")
    record = summarize(read_incidents(folder / "r.csv"))
    write_incidents(record, folder / "incidents.html")
    write_incidents(record, folder / "incidents.svg")
    write_checks(CHECKS, folder / "checks.html")
    (folder / "workforce.html").write_text(workforce_page(make_workforce()), encoding="utf-8")
    return {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.[hs]*")}


class Reader(HTMLParser):
    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.tags, self.scripts, self.styles, self.said = [], [], [], []
        self.inside = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.inside = tag

    def handle_endtag(self, tag):
        assert tag
        self.inside = ""

    def handle_data(self, data):
        {"script": self.scripts, "style": self.styles}.get(self.inside, self.said).append(data)


KINDS = ["report.html", "replay.html", "case.html", "incidents.html", "checks.html",
         "workforce.html"]  # fmt: skip


def test_every_page_begins_with_one_template():
    """Catches a page that is begun elsewhere, where nobody thought of the policy."""
    from importlib import resources

    web = resources.files("asher.views") / "web"
    texts = {path.name: path.read_text() for path in web.iterdir() if path.is_file()}
    texts |= {path.name: path.read_text() for path in (web / "sections").iterdir()}
    assert [name for name, text in texts.items() if "<!doctype" in text] == ["page.html.jinja"]


@pytest.mark.parametrize("name", KINDS)
def test_page_forbids_every_connection(pages, name):
    text = pages[name]
    policies = [
        attrs["content"]
        for tag, attrs in Reader(text).tags
        if tag == "meta" and attrs.get("http-equiv") == "Content-Security-Policy"
    ]
    assert len(policies) == 1
    stated = set(policies[0].split("; "))
    played = name in {"report.html", "replay.html"}
    scripts = {part for part in stated if part.startswith("script-src")}
    assert stated - scripts == POLICY | (PLAYED if played else set())
    # By its hash: no other script runs, wherever it comes from.
    assert all(re.fullmatch(r"script-src 'sha256-[\w+/=]{44}'", part) for part in scripts)
    assert len(scripts) == played
    # Nothing stands before it that it would come too late for.
    assert "<script" not in text[: text.index("Content-Security-Policy")]


@pytest.mark.parametrize("name", [*KINDS, "incidents.svg"])
def test_page_loads_nothing_and_leads_nowhere(pages, name):
    read = Reader(pages[name])
    assert {tag for tag, _ in read.tags} <= TAGS
    for tag, attrs in read.tags:
        assert not ADDRESSES & set(attrs), (tag, attrs)
        assert not [key for key in attrs if key.startswith("on")], (tag, attrs)
        assert (attrs.get("href") or "#").startswith("#"), (tag, attrs)
        assert attrs.get("http-equiv", "Content-Security-Policy") == "Content-Security-Policy"
        for value in attrs.values():
            assert not re.search(r"url\((?!#)", value or ""), (tag, attrs)
    assert not re.search(r"url\(|@import", "".join(read.styles))
    assert len(read.scripts) == (2 if name in {"report.html", "replay.html"} else 0)


@pytest.mark.parametrize("name", sorted(set(KINDS) - {"checks.html"}))
def test_words_of_a_stranger_are_shown_as_words(pages, name):
    read = Reader(pages[name])
    assert any("<script>alert(1)</script>" in said for said in read.said)
    assert not any("alert(1)" in script for script in read.scripts[1:])
    assert "49" not in {said.strip() for said in read.said}  # {{ 7 * 7 }}


@pytest.mark.parametrize("name", ["report.html", "replay.html"])
def test_data_of_a_replay_cannot_end_its_script(pages, name):
    (data,) = re.findall(
        r'<script type="application/json" id="replay-data">(.*?)</script>', pages[name], re.DOTALL
    )
    assert "<" not in data
    assert json.loads(data)["courses"][0]["title"].startswith(MARKUP)


def test_notebook_shows_words_as_words():
    read = Reader(hostile_comparison()._repr_html_())
    assert {tag for tag, _ in read.tags} <= {
        "p",
        "strong",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
    }


def test_drawing_a_picture_fetches_nothing():
    import altair

    from asher.views.figures.drawing import svg_of

    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/data.json"
        chart = altair.Chart(altair.UrlData(address)).mark_point().encode(x="a:Q")
        with pytest.raises(ValueError, match="not allowed"):
            svg_of(chart, name="a", title="t", description="d")
        with pytest.raises(TimeoutError):
            server.accept()
