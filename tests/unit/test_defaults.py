"""Every number the program starts from names its evidence or says that it is a judgement."""

import ast
from pathlib import Path

import pytest

import asher
from asher import evidence
from asher.scenario import Officer, assumptions, read_scenario, shipped_scenarios
from asher.scenario.defaults import Default, program_defaults, users
from asher.scenario.sources import Basis, Specification

PACKAGE = Path(asher.__file__).parent

# Constants that assume nothing about the world: how finely it is computed, and the words of a law.
COMPUTED = {
    "site_course.TICK_S", "site_course.LONGEST_STEP_M", "durations.STANDARD_NORMAL_P90",
    "layout.GAP_M", "occupants.EVERY_TICKS", "site.CHUNK",
    "memory.WORLDS",  # how many copies `simulate` keeps
    "plane.CELL_M", "plane.PAGE", "plane.REACH_M",  # how walls are listed
    "plane.PANE", "plane.SEES", "plane.TOUCHES",  # words, not quantities
    "aims.AT_LINE", "aims.NOT_LOOKED",
    "passages.INSIDE_M",  # rounding
    "radios.EVERY_RADIO",  # bits
    "carrying.PREVENTABLE_WITHIN_S",  # the definition of the metric
    "checks.MOST_PERSONS_PER_M2",  # how many discs fit
    "occupants.MOST_OCCUPANTS",  # the largest input that is accepted
}  # fmt: skip


def test_every_default_rests_on_evidence_or_a_judgement():
    found = program_defaults()
    assert len(found) > 100
    for default in found:
        assert default.basis is not None, f"{default.where} does not say what it rests on"
        assert default.basis.evidence or len(default.basis.judgement) > 8, default.where
        for id in default.basis.evidence:
            assert id in evidence.load(), f"{default.where}: {id}"


def not_from_its_row(default):
    """Whether a default is none of the figures it cites, and does not say how it follows."""
    basis = default.basis
    rows = [evidence.statistic(id) for id in basis.evidence] if basis else []
    if not rows or basis.judgement or basis.default is None:
        return False
    return basis.default not in {x for row in rows for x in (row.estimate, row.low, row.high)}


def test_every_default_is_the_figure_it_cites_or_says_how_it_follows():
    """Would catch a row that changed under a default, and a default typed beside its row."""
    found = program_defaults()
    assert [default.where for default in found if not_from_its_row(default)] == []
    for default in found:
        for id in default.basis.evidence:
            assert evidence.statistic(id).role not in {"validate", "context"}, default.where


def test_a_default_beside_its_row_would_be_found():
    assert not_from_its_row(Default("Toy.pace", Basis(1.5, ("walk-speed",))))
    assert not not_from_its_row(Default("Toy.pace", Basis(1.34, ("walk-speed",))))
    assert not not_from_its_row(Default("Toy.pace", Basis(1.5, ("walk-speed",), "in haste")))


def test_every_module_that_declares_defaults_is_looked_at():
    found = {default.where.split(".")[0] for default in program_defaults()}
    for part in (
        "Officer",
        "OccupantGroup",
        "Agencies",
        "Rescue",
        "Hazard",
        "Response",
        "Scenario",
    ):
        assert part in found
    assert "school hazard.restrained_share" in {one.where for one in program_defaults()}


def test_a_default_from_nowhere_would_be_found(monkeypatch):
    class Careless(Specification):
        waits_s: float = 5.0

    monkeypatch.setattr(Careless, "__module__", "asher.scenario.careless")
    found = [one for one in program_defaults() if one.where == "Careless.waits_s"]
    monkeypatch.setattr(Careless, "__module__", "elsewhere")
    assert [one.basis for one in found] == [None]
    assert all(not one.where.startswith("Careless") for one in program_defaults())


def test_users_are_the_defaults_that_name_the_figure():
    assert "Officer.hit_chance_under_fire" in users()["hit-rate-gunfight"]
    assert "OccupantGroup.walking_speed_m_s" in users()["walk-speed"]
    assert set(users()) <= set(evidence.load())
    assert Officer().basis("hit_chance_under_fire").evidence == ("hit-rate-gunfight",)


@pytest.mark.parametrize("name", shipped_scenarios())
def test_numbers_of_a_shipped_scenario_say_where_they_come_from(name):
    for item in assumptions(read_scenario(name)):
        assert item.evidence or item.judgement, item.where


def unsaid_constants(path):
    """Names of numeric constants whose docstring, below the group they stand in, says no source."""
    ids = set(evidence.load())
    body = ast.parse(path.read_text(encoding="utf-8")).body
    unsaid, group = [], []
    for node in body:
        if isinstance(node, ast.Assign | ast.AnnAssign):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            if isinstance(target, ast.Name) and target.id.isupper() and is_number(node.value):
                group.append(f"{path.stem}.{target.id}")
            continue
        text = node.value if isinstance(node, ast.Expr) else None
        said = text.value if isinstance(text, ast.Constant) and isinstance(text.value, str) else ""
        if "judgement" not in said and not any(id in said for id in ids):
            unsaid += [name for name in group if not name.split(".")[1].startswith("_")]
        group = []
    return unsaid


def is_number(node):
    kinds = (ast.Constant, ast.Call, ast.BinOp, ast.UnaryOp, ast.Name, ast.Load, ast.operator)
    parts = list(ast.walk(node))
    constants = [part.value for part in parts if isinstance(part, ast.Constant)]
    return all(isinstance(part, (*kinds, ast.unaryop)) for part in parts) and any(
        isinstance(value, int | float) and not isinstance(value, bool) for value in constants
    )


def test_constants_of_the_laws_name_their_source():
    found = {
        name
        for folder in ("kernels", "simulation", "scenario")
        for path in sorted((PACKAGE / folder).rglob("*.py"))
        for name in unsaid_constants(path)
    }
    assert found - COMPUTED == set(), "say evidence id or judgement in its docstring"


def test_constant_without_a_source_would_be_found(tmp_path):
    path = tmp_path / "law.py"
    path.write_text('A_S = f4(3.0)\nB_S = 4\n"""Both [s] (judgement)."""\nC_S = 5.0\n"""x"""\n')
    assert unsaid_constants(path) == ["law.C_S"]
