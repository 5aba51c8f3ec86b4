"""What README and docs name exists: verbs, options, courses, keys, tests; examples are read."""

import importlib.util
import json
import re
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
import typer

from asher import evidence
from asher.cli.app import app
from asher.evidence import load
from asher.floorplan import elements
from asher.record.case_files import shipped_cases
from asher.scenario import SHIPPED_COURSES, Hazard, read_scenario
from asher.scenario.defaults import Default, program_defaults
from asher.scenario.occupants import OccupantGroup
from asher.scenario.parts.building import Building
from asher.scenario.parts.information import Channel
from asher.scenario.parts.on_site import OnSite
from asher.scenario.presets import PRESETS
from asher.scenario.response import Response
from asher.scenario.sources import Basis
from asher.simulation.parameters import parameters
from asher.simulation.posterior import read_posterior

ROOT = Path(__file__).parent.parent
PAGES = ("README.md", "CONTRIBUTING.md", *sorted(f"docs/{p.name}" for p in ROOT.glob("docs/*.md")))
# Pages that name no command of the program, so that a finder that finds none would be seen.
WITHOUT_COMMANDS = (
    "CONTRIBUTING.md", "docs/api.md", "docs/arrival.md", "docs/examples.md", "docs/index.md",
    "docs/movement.md", "docs/reading-results.md", "docs/response-system.md", "docs/statistics.md",
    "docs/verification.md",
)  # fmt: skip
VERBS = typer.main.get_command(app).commands
SHIPPED = [course.name for course in SHIPPED_COURSES]
SCENARIOS = ("borderline", "columbine", "parkland", "pulse", "tree-of-life")
FICTIONAL = (
    "cinema", "elementary-school", "high-school", "hospital-ward", "house-of-worship", "mall",
    "office-floor", "railway-hall",
)  # fmt: skip


def text_of(page):
    return (ROOT / page).read_text(encoding="utf-8")


def commands(text):
    """Every `asher ...` in code, as words."""
    blocks = re.findall(r"^```\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    spans = re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.M | re.S))
    for said in lines + spans:
        found = re.match(r"(?:\.venv/bin/)?asher (.+)", said)
        if found:
            yield found[1].split()


def generator(name):
    """A module of `docs/` that writes a page or a part of one."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "docs" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def has_key(path):
    return bool(generator("response_rows").models_with(path))


@pytest.mark.parametrize("page", PAGES)
def test_every_command_named_exists_with_its_options(page):
    named = list(commands(text_of(page)))
    assert named or page in WITHOUT_COMMANDS
    for verb, *words in named:
        assert verb in VERBS or verb == "--help", verb
        command = VERBS.get(verb)
        while words and words[0].split("|")[0] in getattr(command, "commands", ()):
            # A verb of a group, or several of them: check|draw.
            command = command.commands[words.pop(0).split("|")[0]]
        known = {name for p in command.params for name in p.opts} if command else set()
        for option in (word for word in words if re.match(r"--?\w", word)):
            assert option in known, f"asher {verb} {option}"
        is_name = words and words[0][0].islower() and not words[0].endswith(".yaml")
        if verb in {"compare", "replay-case"} and is_name:
            assert words[0] in (*SCENARIOS, *FICTIONAL, "NAME", "SCENARIO", "clock-race"), words
        if "--courses" in words:
            assert set(words[words.index("--courses") + 1].split(",")) <= set(SHIPPED), words


def test_every_verb_is_told_of_on_the_page_of_commands():
    told = {words[0] for words in commands(text_of("docs/commands.md"))}
    assert set(VERBS) - told == set()


def test_the_table_of_courses_is_that_of_the_shipped_ones_by_their_parts():
    make_files = generator("make_files")
    text = text_of("docs/files.md")
    assert make_files.page(text) == text, "run docs/make_files.py"
    shown = [name for course in SHIPPED_COURSES for name in make_files.parts_shown(course)]
    assert {name for name, _ in make_files.levers()} - set(shown) == {"response"}
    for course in SHIPPED_COURSES:
        assert f"`{course.name}`" in make_files.table()
        # What is no rule of entry has the entry of the plain one.
        keys = make_files.parts_shown(course)
        assert keys == ["entry"] or course.entry == make_files.PLAIN.entry, course.name


def test_every_key_of_groups_people_on_site_measures_and_channels_is_explained():
    text = text_of("docs/files.md")
    models = (OccupantGroup, OnSite, Building, *Channel.__subclasses__())
    names = {key for model in models for key in model.model_fields} | set(PRESETS)
    assert {name for name in names if f"`{name}`" not in text} == set()


@pytest.mark.parametrize("page", PAGES)
def test_every_key_named_is_one_of_a_scenario_file(page):
    roots = "occupants|response|hazard|courses_of_action|deterrence|sound"
    keys = re.findall(rf"`((?:{roots})\.[\w.]+)`", text_of(page))
    assert keys or page != "docs/response-system.md"
    assert [key for key in keys if not has_key(key)] == []


def test_the_finder_of_keys_finds_a_wrong_one():
    assert has_key("courses_of_action.entry.officers")
    assert not has_key("response.clear_spaces")
    assert not has_key("courses_of_action.hazard")


def test_keys_of_a_plan_that_are_named_are_fields_of_it():
    for name in ("lockable", "lock_delay_s"):
        assert name in elements.Opening.__annotations__
    assert "capacity" in elements.Space.__annotations__


def test_every_row_names_tests_that_exist_and_evidence_that_is_there():
    text = text_of("docs/response-system.md")
    parts = re.split(r"^### (R\d+) ", text, flags=re.MULTILINE)[1:]
    # Which rows there are is told by the levers (`tests/unit/test_parts.py`).
    assert parts
    assert len(set(parts[::2])) == len(parts[::2])
    files = [*ROOT.glob("tests/laws/*.py"), *ROOT.glob("tests/unit/test_[ds]*.py")]
    files.append(ROOT / "tests/views/test_aftermath.py")
    code = "\n".join(path.read_text(encoding="utf-8") for path in files)
    for row, said in zip(parts[::2], parts[1::2], strict=True):
        for heading in ("- In the model: ", "- Keys: ", "- Source: ", "- Tests: ", "- Missing: "):
            assert heading in said, f"{row}: {heading}"
        tests = re.findall(r"`(test_\w+)`", said)
        assert tests, row
        assert [name for name in tests if f"def {name}(" not in code] == [], row
        source = re.search(r"- Source: (.+)", said)[1]
        for id in re.findall(r"`([a-z0-9]+(?:-[a-z0-9*]+)+)`", source):
            start = id.removesuffix("*")
            assert any(i == id or (start != id and i.startswith(start)) for i in load()), id


def test_the_response_system_shows_every_default_that_cites_a_figure():
    """Would catch a key with evidence that no row names."""
    response_rows = generator("response_rows")
    said = [line for line in text_of("docs/response-system.md").splitlines() if "- Keys: " in line]
    keys = [key for line in said for key in response_rows.keys_in(line)]
    shown = {default.where for key in keys for default in response_rows.defaults_of(key)}
    cites = {each.where for each in program_defaults() if each.basis and each.basis.evidence}
    assert cites - shown == set(), "name its key under `Keys` of its row"


def test_no_source_repeats_a_figure_that_a_key_of_its_row_declares():
    rows = text_of("docs/response-system.md").split("\n### ")[1:]
    shown = generator("response_rows").with_grounds(text_of("docs/response-system.md"))
    for row, full in zip(rows, shown.split("\n### ")[1:], strict=True):
        source = re.search(r"- Source: (.+)", row)[1]
        declared = full.split(source)[1].split("- Tests: ")[0]
        for id in set(re.findall(r"`([a-z0-9-]+)`", source)) & set(load()):
            assert f"`{id}`" not in declared, f"{row.splitlines()[0]}: {id}"


def test_a_default_that_cites_a_new_figure_needs_no_word_in_the_response_system(monkeypatch):
    response_rows = generator("response_rows")
    toy = Default("Response.transport", Basis(0.25, ("toy-share",), "a quarter", "min"))
    monkeypatch.setattr(response_rows, "program_defaults", lambda: [toy])
    shown = response_rows.with_grounds(text_of("docs/response-system.md"))
    assert "\n  - `response.transport` = 0.25 min. From `toy-share`; a quarter.\n" in shown


@pytest.mark.parametrize("page", PAGES)
def test_every_file_linked_is_there(page):
    for target in re.findall(r"\]\(([^)#:]+)\)", text_of(page)):
        assert ((ROOT / page).parent / target).exists(), target
    for path in re.findall(r"`((?:tests|docs|src|benchmarks)/[\w./-]+)`", text_of(page)):
        assert (ROOT / path).exists(), path


@pytest.mark.parametrize("page", PAGES)
def test_every_example_of_a_file_is_read_without_a_fault(page, tmp_path):
    examples = re.findall(r"^```yaml\n(.*?)^```", text_of(page), flags=re.MULTILINE | re.DOTALL)
    assert "what-we-plan" in "".join(examples) or page != "docs/files.md"
    for number, example in enumerate(examples):
        path = tmp_path / f"{number}.yaml"
        path.write_text(example, encoding="utf-8")
        for plan in ROOT.glob("examples/*.plan.json"):
            (tmp_path / plan.name).write_bytes(plan.read_bytes())
        scenario = read_scenario(path)
        if page != "docs/files.md" or "what-we-plan" not in example:
            continue
        planned = scenario.course("what-we-plan")
        stated = {
            key for key in type(planned).model_fields if re.search(rf"^    {key}:", example, re.M)
        }
        assert stated >= {"entry", "after_contact", "barricade", "on_site", "notice", "guidance"}
        assert scenario.deterrence.is_on


def test_the_version_stands_alike_in_package_citation_and_changes():
    """Would catch a release that raised one of them only."""
    package = tomllib.loads(text_of("pyproject.toml"))["project"]["version"]
    assert re.search(r"^version: (.+)$", text_of("CITATION.cff"), re.M)[1] == package
    assert re.search(r"^## (\d.*)$", text_of("CHANGELOG.md"), re.M)[1] == package


def features_shown(text):
    """The features in each JSON block of a page; the first block is a file of its own."""
    for block in re.findall(r"^```json\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL):
        shown = json.loads(f"[{block}]")
        yield shown[0].get("features", shown)


def test_the_page_of_the_plan_file_shows_what_its_files_hold():
    make_plan_file = generator("make_plan_file")
    text = text_of("docs/plan-file.md")
    shown, added = list(features_shown(text)), make_plan_file.added()
    assert len(shown) == len(added) == 6
    for number, (some, every) in enumerate(zip(shown, added, strict=True)):
        assert some, number
        assert [feature for feature in some if feature not in every] == [], number
    (first,) = re.findall(r"^```json\n(\{\n.*?)^```", text, flags=re.MULTILINE | re.DOTALL)
    assert json.loads(first) == make_plan_file.steps()[0]
    scenario = text_of("examples/my-school.yaml")
    assert f"```yaml\n{scenario}```" in text


@pytest.mark.slow
def test_the_page_of_the_plan_file_says_what_asher_check_says():
    make_plan_file = generator("make_plan_file")
    text = text_of("docs/plan-file.md")
    assert text.count("$ asher check my-school.plan.json") == 6
    assert make_plan_file.page(text, slow=False) == text, "run docs/make_plan_file.py"


@pytest.mark.slow
def test_the_page_of_the_plan_file_says_what_asher_compare_says():
    make_plan_file = generator("make_plan_file")
    text = text_of("docs/plan-file.md")
    assert make_plan_file.page(text) == text, "run docs/make_plan_file.py"


@pytest.mark.parametrize("step", range(1, 7))
def test_the_pictures_of_the_plan_file_are_those_of_its_steps(step):
    drawn = text_of(f"docs/plan-file-{step}.svg")
    assert drawn == generator("make_plan_file").picture(step), "run docs/make_plan_file.py"
    assert len(drawn) < 40_000
    assert f"](plan-file-{step}.svg)" in text_of("docs/plan-file.md")


def test_the_plans_of_the_fictional_places_are_those_that_the_script_draws(monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "docs")
    make_places = generator("make_places")
    assert make_places.PLACES == FICTIONAL
    for place in make_places.PLACES:
        shipped = (make_places.PLANS / f"{place}.plan.json").read_text(encoding="utf-8")
        assert make_places.plan(place) == shipped, f"{place}: run docs/make_places.py"


@pytest.mark.parametrize("place", FICTIONAL)
def test_a_fictional_place_says_what_it_is_and_stands_apart_from_the_past_incidents(place):
    scenario = read_scenario(place)
    assert scenario.plan == place
    assert scenario.floorplan.source.startswith("Fictional: ")
    assert "public domain" in scenario.floorplan.source
    assert "fictional" in scenario.floorplan.title
    assert "fictional" in scenario.description
    assert "as-happened" not in {course.name for course in scenario.courses_of_action}
    assert place not in shipped_cases()
    assert f"`{place}`" in text_of("docs/commands.md")


def test_the_page_of_cases_is_what_the_program_said():
    make_cases = generator("make_cases")
    documents = json.loads(text_of("docs/cases.json"))
    assert tuple(one["case"] for one in documents) == make_cases.NAMES == SCENARIOS
    assert {one["course_of_action"] for one in documents} == {"as-happened"}
    assert text_of("docs/cases.md") == make_cases.cases_page(documents)


def test_the_page_of_cases_sets_numbers_drawn_beside_those_stated():
    make_cases = generator("make_cases")
    documents = json.loads(text_of("docs/cases.json"))
    for document in documents:
        drawn = json.loads(json.dumps({key: document[key] for key in make_cases.KEPT}))
        drawn["metrics"]["killed"]["predicted"] |= {"median": 123.0, "p10": 0.0, "p90": 200.0}
        drawn["metrics"]["killed"]["verdict"] = "inside"
        document["posterior"] = drawn
    page = make_cases.cases_page(documents)
    assert page.count("| 123 | 0\u2013200 |") == len(documents)
    assert "the numbers as stated, and, under *calibrated*, those drawn" in page
    assert f"In 0 of {len(documents)} cases" in page.split("Calibrated, that is")[1]


def test_the_page_of_the_calibration_is_what_the_program_said():
    make_calibration = generator("make_calibration")
    document = json.loads(text_of("docs/calibration.json"))
    cases = json.loads(text_of("docs/cases.json"))
    assert text_of("docs/calibration.md") == make_calibration.calibration_page(document, cases)
    assert document["about"] == dict(read_posterior().about), "run docs/make_calibration.py"


def test_a_new_input_leaves_the_page_of_the_calibration_as_it_is(monkeypatch):
    """Would catch a count of rows that are not shown: each new row would mean a new page."""
    rows = load()
    toy = replace(rows["walk-speed"], id="toy-speed")
    assert toy.role == "input"
    monkeypatch.setattr(evidence, "load", lambda: {**rows, toy.id: toy})
    make_calibration = generator("make_calibration")
    document, cases = (json.loads(text_of(f"docs/{n}.json")) for n in ("calibration", "cases"))
    assert text_of("docs/calibration.md") == make_calibration.calibration_page(document, cases)


def test_the_page_of_the_calibration_hides_no_row_and_no_prior():
    make_calibration = generator("make_calibration")
    page = text_of("docs/calibration.md")
    document = json.loads(text_of("docs/calibration.json"))
    for row in document["rows"]:
        (line,) = re.findall(rf"^\| `{row['id']}` \|.*$", page, flags=re.MULTILINE)
        assert ("**outside**" in line) == (not row["inside"]), line
        if not row["inside"]:
            failed = page.split("## Where it fails")[1].split("\n## ")[0]
            assert f"- `{row['id']}`: " in failed
    for each in parameters():
        (line,) = re.findall(rf"^\| `{each.name}` \|.*$", page, flags=re.MULTILINE)
        assert each.judgement in line
    assert set(make_calibration.WHY) <= set(load())
    # A row that agrees is not told as one that fails.
    for row in document["rows"]:
        row["inside"], row["p_value"] = True, 0.5
    cases = json.loads(text_of("docs/cases.json"))
    agrees = make_calibration.calibration_page(document, cases)
    assert "No row lies outside." in agrees
    assert "- Outside: none." in agrees


def test_defaults_beside_the_posterior_are_those_of_a_scenario_that_states_nothing():
    found = generator("make_calibration").defaults()
    stated = {each.name for each in parameters() if each.field}
    # Restraint has a default a kind of place, so none for the country.
    assert set(found) == stated - {"restrained_school", "restrained_elsewhere"}
    response, hazard = Response(), Hazard(profile="national")
    assert found["hit_chance"] == response.officer.hit_chance
    assert found["casualty_rate_per_min"] == pytest.approx(hazard.casualty_rate_per_min)
    shares = hazard.on_contact
    assert found["contact_suicide_odds"] == pytest.approx(shares.suicide / shares.fights)
    assert found["contact_subdued_odds"] == pytest.approx(shares.subdued / shares.fights)
    ending = hazard.ending_shares
    assert found["left_odds"] == pytest.approx(ending.left / ending.suicide)


def test_the_odd_page_names_tests_and_evidence_that_are_there():
    text = text_of("docs/odd.md")
    for heading in (
        "1 Purpose and patterns", "2 Entities, state variables and scales",
        "3 Process overview and scheduling", "4 Design concepts", "5 Initialization",
        "6 Input data", "7 Submodels",
    ):  # fmt: skip
        assert f"\n## {heading}\n" in text
    code = "\n".join(path.read_text(encoding="utf-8") for path in ROOT.glob("tests/**/*.py"))
    tests = re.findall(r"`(test_\w+)`", text)
    assert tests
    assert [name for name in tests if f"def {name}(" not in code] == []
    rows = [line.split("|") for line in text.split("## 7")[1].splitlines() if line.count("|") == 6]
    named = [id for row in rows for id in re.findall(r"`([a-z0-9]+(?:-[a-z0-9]+)+)`", row[4])]
    assert named
    assert [id for id in named if id not in load()] == []


def test_the_odd_page_lists_the_processes_in_the_order_of_the_model():
    listed = re.findall(r"`(advance_\w+)`", text_of("docs/odd.md").split("## 3")[1].split("##")[0])
    model = (ROOT / "src/asher/kernels/site_step.py").read_text(encoding="utf-8")
    tick = model.split("def advance_tick")[1].split("\n@kernel")[0]
    called = list(dict.fromkeys(re.findall(r"^ +(advance_\w+)\(", tick, flags=re.MULTILINE)))
    assert [name for name in listed if name != "advance_race"] == called
