"""Faults say where, what and what is allowed, and errors keep every one of them."""

import pickle

import pytest

from asher.errors import (
    AsherError,
    EvidenceError,
    Fault,
    FloorplanError,
    MissingExtraError,
    RecordsError,
    ResultsError,
    ScenarioError,
    SimulationError,
)

MISSPELT = Fault(
    "my.plan.json", 14, 22, "features[3].properties.widht_m",
    "unknown key 'widht_m'", "level, name, width_m", "width_m",
)  # fmt: skip


def test_fault_reads_as_a_compiler_message():
    assert str(MISSPELT) == (
        "my.plan.json:14:22: features[3].properties.widht_m: unknown key 'widht_m'; "
        "allowed: level, name, width_m (did you mean 'width_m'?)"
    )


def test_fault_leaves_out_what_it_does_not_know():
    assert str(Fault("a.yaml", 1, 1, "", "cannot read", "")) == "a.yaml:1:1: cannot read"


def test_warning_is_called_a_warning():
    warning = Fault("a.yaml", 2, 1, "seed", "odd", "", severity="warning")
    assert str(warning) == "a.yaml:2:1: warning: seed: odd"


def test_faults_sort_by_place():
    later, earlier = Fault("a", 10, 1, "x", "", ""), Fault("a", 9, 30, "y", "", "")
    assert sorted([later, earlier]) == [earlier, later]


@pytest.mark.parametrize("kind", [FloorplanError, ScenarioError, RecordsError])
def test_error_keeps_every_fault_on_its_own_line(kind):
    error = kind([MISSPELT, MISSPELT])
    assert error.faults == (MISSPELT, MISSPELT)
    assert str(error).splitlines() == [str(MISSPELT)] * 2


@pytest.mark.parametrize("kind", [FloorplanError, ScenarioError, RecordsError])
def test_error_survives_the_way_between_processes(kind):
    assert pickle.loads(pickle.dumps(kind([MISSPELT]))).faults == (MISSPELT,)


@pytest.mark.parametrize(
    ("kind", "builtin"),
    [
        (FloorplanError, ValueError),
        (ScenarioError, ValueError),
        (RecordsError, ValueError),
        (EvidenceError, LookupError),
        (SimulationError, RuntimeError),
        (ResultsError, SimulationError),
        (MissingExtraError, ImportError),
    ],
)
def test_each_kind_is_also_the_builtin_a_caller_expects(kind, builtin):
    assert issubclass(kind, AsherError)
    assert issubclass(kind, builtin)
