"""Published figures stand in the evidence only; each input is used, and a new row costs little."""

import ast
import json
import re
import shutil
from itertools import pairwise
from pathlib import Path

import pytest

import asher
from asher.calibration.calibrate import fitted_to
from asher.calibration.predictions import PREDICTIONS
from asher.errors import EvidenceError
from asher.evidence import load, statistic, statistics, unused
from asher.evidence.publishing import figure_called, figures_read, law_users, published_source
from asher.record.evidence_rows import evidence_rows
from asher.runs import identity
from asher.scenario.defaults import users
from asher.scenario.sources import Specification, sourced
from asher.workforce.defaults import workforce_users

PACKAGE = Path(asher.__file__).parent
ROOMS = ("kernels", "simulation", "scenario", "workforce", "calibration", "views")
TOY = "toy-share,share of toys,toys,1,4,,,,share,a shop,C,{role}\n"


@pytest.fixture
def with_toy(tmp_path, monkeypatch):
    """Adds a row to a copy of the evidence."""
    shutil.copytree(PACKAGE / "data", tmp_path / "data")
    path = tmp_path / "data" / "evidence.csv"

    def add(role="input"):
        path.write_text(path.read_text(encoding="utf-8") + TOY.format(role=role), encoding="utf-8")
        monkeypatch.setattr(statistics.resources, "files", lambda _: tmp_path)
        statistics._read.cache_clear()
        return path

    yield add
    monkeypatch.undo()
    statistics._read.cache_clear()


def test_the_figures_of_the_laws_are_those_of_the_evidence():
    """Would catch a figure that changed in the evidence and not in the laws, or was typed there."""
    written = (PACKAGE / "kernels" / "published.py").read_text(encoding="utf-8")
    assert written == published_source(), "run python -m asher.evidence.publishing"
    assert len(figures_read()) >= 9


def test_a_changed_figure_changes_the_laws(with_toy):
    path = with_toy()
    path.write_text(path.read_text(encoding="utf-8").replace(",0.677,", ",0.7,"), encoding="utf-8")
    statistics._read.cache_clear()
    assert "DEATH_10MIN = 0.7\n" in published_source()


def test_constants_are_called_after_rows_and_columns():
    assert figure_called("DEATH_0MIN").value == statistic("death-0min").estimate
    assert figure_called("WALK_SPEED_HIGH").value == statistic("walk-speed").high
    with pytest.raises(EvidenceError, match="did you mean walk-speed"):
        figure_called("WALK_SPEDE")
    with pytest.raises(EvidenceError, match="walk-speed: no k"):
        _ = figure_called("WALK_SPEED_K").value


def ids_in(text):
    known = "|".join(sorted(map(re.escape, load()), key=len, reverse=True))
    return set(re.findall(rf"(?<![\w-])(?:{known})(?![\w-])", text or ""))


def numbers_in(nodes):
    for node in (part for each in nodes for part in ast.walk(each)):
        if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
            yield float(node.value)
        elif isinstance(node, ast.Constant) and re.fullmatch(r"[\d.]+ s", str(node.value)):
            yield float(node.value[:-2])


def cited_and_stated(tree):
    """What names a figure, each with the code that it speaks of: constants, laws, defaults."""
    for node in ast.walk(tree):
        body = getattr(node, "body", [])
        for one, after in pairwise(body) if isinstance(body, list) else ():
            if isinstance(one, ast.Assign | ast.AnnAssign) and isinstance(after, ast.Expr):
                yield getattr(after.value, "value", ""), [one]
        if isinstance(node, ast.FunctionDef):
            yield ast.get_docstring(node), [each for each in body if not isinstance(each, ast.Expr)]
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "sourced":
            said = [each.value for each in node.keywords if each.arg == "evidence"]
            yield " ".join(part.value for each in said for part in ast.walk(each)
                           if isinstance(part, ast.Constant)), node.args[:1]  # fmt: skip


def typed_figures(source):
    """Numbers that stand in code beside the id of the very row that has them."""
    found = []
    for text, code in cited_and_stated(ast.parse(source)):
        for id in ids_in(text if isinstance(text, str) else ""):
            row = statistic(id)
            figures = {row.estimate, row.k, row.n, row.low, row.high} - {None, 0, 1}
            found += [f"{id}: {each:g}" for each in numbers_in(code) if each in figures]
    return found


def test_no_published_figure_is_typed_beside_its_id():
    """Would catch 0.571 in the law of death, 1.33 in that of jams and 1.34 as a default."""
    typed = {
        str(path.relative_to(PACKAGE)): found
        for room in ROOMS
        for path in sorted((PACKAGE / room).rglob("*.py"))
        if path.name != "published.py" and (found := typed_figures(path.read_text("utf-8")))
    }
    assert typed == {}, "import it from asher.kernels.published, or leave the default out"


@pytest.mark.parametrize(
    "source",
    [
        'FLOW = 1.33\n"""What a door lets through (`specific-flow`)."""\n',
        'def law(u):\n    """Evidence: ``death-0min``."""\n    return u <= 0.571\n',
        'class A:\n    pace: float = sourced(1.34, evidence="walk-speed", unit="m/s")\n',
        'b = sourced(lognormal("714 s", "20 min"), evidence=("rtf-first-contact",))\n',
        'SCHOOLS = 62.0 / 332.0\n"""As in `school-restrained`."""\n',
    ],
)
def test_a_typed_figure_would_be_found(source):
    assert len(typed_figures(source)) == 1


def used():
    """Ids of all figures that code uses: for laws, as defaults, effects, or to be fitted to."""
    return {*law_users(), *users(), *workforce_users(), *PREDICTIONS}


def test_every_input_is_used_or_says_why_not():
    """Would catch a figure that looks as if results rested on it and decides nothing."""
    idle = {row.id for row in load().values() if row.role == "input"} - used()
    assert idle == set(unused()), "use it, or say in unused_evidence.csv why not"
    assert all(len(why) > 20 for why in unused().values())
    shown = {row.statistic.id: row.document() for row in evidence_rows()}
    assert shown["door-lock-time"]["unused"] == unused()["door-lock-time"]
    assert shown["death-10min"]["used_by"] == ["asher.kernels.incident.harm"]


def test_an_idle_input_would_be_found(with_toy):
    with_toy()
    idle = {row.id for row in load().values() if row.role == "input"} - used()
    assert idle - set(unused()) == {"toy-share"}


@pytest.mark.parametrize("role", ["input", "context"])
def test_a_new_row_moves_no_law_and_no_calibration(with_toy, role):
    """Would catch a digest of the whole file, for which every row means a calibration anew."""
    before = published_source(), fitted_to()
    with_toy(role)
    assert statistic("toy-share").estimate == 0.25
    assert (published_source(), fitted_to()) == before


def test_a_default_that_cites_a_new_row_takes_the_row_and_the_default(with_toy, monkeypatch):
    """Would catch a list of figures or defaults kept anywhere else."""
    with_toy()

    class Toy(Specification):
        share: float = sourced(evidence="toy-share")

    monkeypatch.setattr(Toy, "__module__", "asher.scenario.toy")
    assert Toy().share == Toy().basis("share").default == 0.25
    assert users()["toy-share"] == ["Toy.share"]
    assert "toy-share" in used()
    row = next(row for row in evidence_rows(word="toy-share"))
    assert row.used_by == ("Toy.share",)
    assert json.dumps(row.document())
    monkeypatch.setattr(Toy, "__module__", "elsewhere")


def test_a_default_without_a_number_is_that_of_one_figure():
    with pytest.raises(ValueError, match="one published figure"):
        sourced(evidence=("walk-speed", "specific-flow"))
    with pytest.raises(ValueError, match="one published figure"):
        sourced(judgement="about as many as usual")


def test_a_cited_ground_moves_no_calibration(tmp_path):
    """Would catch a digest that counts the grounds of a default beside its value."""
    root = tmp_path / "asher"
    shutil.copytree(PACKAGE, root, ignore=shutil.ignore_patterns("__pycache__", "data", "web"))
    before = identity._digest.__wrapped__(root, ("asher.calibration.calibrate",))
    path = root / "scenario" / "response.py"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace('judgement="a town; ', 'evidence="toy-share", judgement="a town; ')
    )
    assert path.read_text(encoding="utf-8") != text
    assert identity._digest.__wrapped__(root, ("asher.calibration.calibrate",)) == before
