"""What decides the bytes of a run: what it can reach, wherever that stands, and nothing else."""

import ast
import shutil
from functools import cache
from pathlib import Path

import pytest

import asher
from asher.runs import identity
from asher.runs.identity import Identity, laws_digest, modules_reached
from pace import ends

SITE = "asher.simulation.site"


@pytest.fixture(scope="module")
def once():
    """What is worked out of a source, kept by all that stands in it: most are never changed."""
    parsed, said = cache(ast.parse), cache(identity._said)
    return lambda path: parsed(path.read_bytes()), said


@pytest.fixture
def copy(tmp_path, monkeypatch, once):
    """A copy of the package that may be changed; its digest is taken anew each time."""
    monkeypatch.setattr(identity, "_parsed", once[0])
    monkeypatch.setattr(identity, "_said", once[1])
    root = tmp_path / "asher"
    source = Path(asher.__file__).parent
    shutil.copytree(source, root, ignore=shutil.ignore_patterns("__pycache__", "data", "web"))
    monkeypatch.setattr(identity, "_root", lambda: root)

    def digest(*entries):
        identity._digest.cache_clear()
        return laws_digest(*(entries or (SITE,)))

    yield root, digest
    identity._digest.cache_clear()


REACHED = (
    "kernels/walking/laws.py",
    "kernels/streams.py",
    "kernels/kinds.py",
    "simulation/posterior.py",
    "simulation/parameters.py",
    "scenario/clocks.py",
    "floorplan/walls.py",
    "quantities.py",
)
NOT_REACHED = (
    "views/report.py",
    "cli/verbs/compare.py",
    "__init__.py",
    "workforce/city.py",
    "comparison/compare.py",
    "documents/faults.py",
    "errors.py",
    "bounds.py",
)


def test_how_a_plan_is_laid_out_counts_only_where_there_is_one(copy):
    root, digest = copy
    without = "asher.calibration.calibrate"
    before, on_a_plan = digest(without), digest()
    _add_a_line(root / "floorplan" / "walls.py")
    assert digest(without) == before
    assert digest() != on_a_plan


@pytest.fixture(scope="module")
def unchanged():
    """The digest of the package as it is; where a copy of it stands decides nothing."""
    identity._digest.cache_clear()
    return laws_digest(SITE)


@pytest.mark.parametrize(
    ("module", "counts"),
    [*ends((each, True) for each in REACHED), *ends((each, False) for each in NOT_REACHED)],
)
def test_a_change_of_what_a_run_reaches_changes_it_and_no_other_does(
    unchanged, copy, module, counts
):
    root, digest = copy
    _add_a_line(root / module)
    assert (digest() != unchanged) == counts


def test_where_the_package_stands_decides_nothing(unchanged, copy):
    _, digest = copy
    assert digest() == unchanged


def _add_a_line(path):
    path.write_text(path.read_text() + "\nanother = 1\n")


def test_words_decide_nothing(unchanged, copy):
    """Would catch a calibration or a results folder thrown away for a comment or a citation."""
    root, digest = copy
    before = unchanged
    path = root / "scenario" / "response.py"
    text = path.read_text()
    said = text.replace('"""Who comes', '"""Whoever comes').replace(
        'judgement="a town; ', 'evidence="swat-none", judgement="a large town; '
    )
    path.write_text(f"# another\n{said}")
    assert said.count("large town") == said.count("Whoever") == 1
    assert digest() == before
    refusing = root / "scenario" / "distributions.py"
    words = refusing.read_text()
    refusing.write_text(words.replace("raise ValueError(", "raise ValueError('otherwise', "))
    assert refusing.read_text() != words
    assert digest() == before
    path = root / "scenario" / "call_out.py"
    text = path.read_text()
    path.write_text(text.replace('0.75,\n        judgement="in part', 'judgement="in part'))
    assert (without := digest()) != before
    # Where no default stands, the figure that is named is the default.
    named = 'evidence="swat-none", judgement="in part'
    path.write_text(path.read_text().replace('judgement="in part', named))
    assert digest() != without


def test_a_law_that_moves_into_another_folder_still_counts(copy):
    root, digest = copy
    (root / "kernels" / "incident" / "deep").mkdir()
    (root / "kernels" / "incident" / "deep" / "__init__.py").write_text("")
    (root / "kernels" / "incident" / "deep" / "harm.py").write_text(
        (root / "kernels" / "incident" / "harm.py")
        .read_text()
        .replace("from .", "from asher.kernels.incident.")
    )
    (root / "kernels" / "incident" / "harm.py").write_text("from .deep.harm import *\n")
    before = digest()
    _add_a_line(root / "kernels" / "incident" / "deep" / "harm.py")
    assert digest() != before


def test_what_is_reached_inside_functions_counts_and_what_only_a_checker_reads_does_not(tmp_path):
    root = tmp_path / "asher"
    (root / "part").mkdir(parents=True)
    (root / "__init__.py").write_text("import asher.part.never\n")
    (root / "part" / "__init__.py").write_text("from .inner import thing\n")
    (root / "part" / "inner.py").write_text("def f():\n    from asher.part import late\n")
    (root / "part" / "late.py").write_text("import numpy\nfrom . import last\n")
    (root / "part" / "last.py").write_text("")
    (root / "part" / "never.py").write_text("")
    (root / "start.py").write_text(
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from asher.part import never\n"
        "else:\n    import asher.part.inner\n"
    )
    assert modules_reached("asher.start", root=root) == (
        "asher.part.inner", "asher.part.last", "asher.part.late", "asher.start",
    )  # fmt: skip
    # A name that a package hands on is that of its module; a package asked for whole counts too.
    (root / "start.py").write_text("from asher.part import thing\n")
    assert "asher.part" not in modules_reached("asher.start", root=root)
    (root / "start.py").write_text("import asher.part\n")
    assert "asher.part" in modules_reached("asher.start", root=root)
    with pytest.raises(ModuleNotFoundError, match=r"asher\.nothing"):
        modules_reached("asher.nothing", root=root)


def test_every_law_and_every_bridge_to_it_is_reached():
    reached = modules_reached(SITE)
    root = Path(asher.__file__).parent
    laws = {
        ".".join(("asher", *path.relative_to(root).with_suffix("").parts))
        for path in (root / "kernels").rglob("*.py")
        if path.name != "__init__.py"
    }
    assert laws - {"asher.kernels.population_step"} <= set(reached)
    assert not [name for name in reached if name.split(".")[1] in {"views", "cli"}]


def test_unlike_parts_are_named_whichever_side_has_them():
    now = Identity({"seed": 1, "scenario": "a"})
    assert now.unlike({"seed": 1, "scenario": "a"}) == []
    assert now.unlike({"seed": 2, "scenario": "a"}) == ["seed"]
    assert now.unlike({"seed": 1, "more": 3}) == ["scenario", "more"]
    assert now.digest == Identity({"scenario": "a", "seed": 1}).digest
