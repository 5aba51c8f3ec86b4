"""Faults say where, what and what is allowed, and errors keep every one of them."""

import pickle

import pytest

from asher import bounds
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
    by_place,
    fault_lines,
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


def fault(where="rooms[0].area", found="found 0", allowed="> 0", *, line=1, **rest):
    return Fault(rest.pop("file", "a.json"), line, 1, where, found, allowed, **rest)


@pytest.mark.parametrize(
    "other",
    [
        fault("rooms[17].area"),
        fault(found="found -3"),
        fault(line=400),
        fault(allowed="> 12.5"),
        fault(suggestion="1"),
    ],
)
def test_the_same_thing_at_another_place_is_of_one_kind(other):
    assert other.kind == fault().kind


@pytest.mark.parametrize(
    "other",
    [
        fault("rooms[0].width"),
        fault("halls[0].area"),
        fault(allowed="a number"),
        fault(severity="warning"),
        fault(file="b.json"),
    ],
)
def test_another_thing_is_of_another_kind(other):
    assert other.kind != fault().kind


def test_keys_that_are_wrong_themselves_are_of_one_kind():
    kinds = {
        fault(f"rooms[{n}].{key}", f"unknown key '{key}'", "area, name").kind
        for n, key in enumerate(("colour", "x", "a.b"))
    }
    assert len(kinds) == 1
    assert fault("rooms[1].area", "unknown key 'colour'", "area, name").kind not in kinds


def test_names_in_what_is_allowed_make_no_kind():
    near = [fault(allowed=f"a wall; the nearest is '{n}', {n}.5 m away") for n in "123"]
    assert len({each.kind for each in near}) == 1


def test_missing_keys_are_of_a_kind_each():
    kinds = [fault("rooms[0]", f"key '{key}' is missing", "").kind for key in ("name", "area")]
    assert kinds[0] != kinds[1]


def test_of_a_kind_the_first_few_are_told_and_the_rest_is_counted():
    most = bounds.FAULTS_OF_A_KIND
    many = [fault(f"rooms[{n}].area", line=n + 1) for n in range(most + 1234)]
    lone = fault("title", "found 1", "a text", line=most + 5)
    lines = [*fault_lines(by_place([lone, *many]))]
    assert lines[:most] == [str(each) for each in many[:most]]
    assert lines[most:] == ["... and 1,234 more of this kind", str(lone)]
    assert [*fault_lines(many, every=True)] == [str(each) for each in many]


def test_as_many_as_are_told_are_not_counted():
    many = [fault(f"rooms[{n}].area") for n in range(bounds.FAULTS_OF_A_KIND)]
    assert [*fault_lines(many)] == [str(each) for each in many]


def test_kinds_are_bounded_too():
    many = [fault(f"k{n}", allowed=f"word {chr(1000 + n)}") for n in range(bounds.KINDS + 50)]
    lines = [*fault_lines(many, rest=lambda file: f"see {file}")]
    assert len(lines) == bounds.KINDS + 1
    assert lines[-1] == "... and 50 more of other kinds (see a.json)"


def test_an_error_keeps_all_and_its_text_does_not():
    error = ScenarioError([fault(f"rooms[{n}].area") for n in range(5000)])
    assert len(error.faults) == 5000
    assert len(str(error).splitlines()) == bounds.FAULTS_OF_A_KIND + 1


def test_words_of_a_file_are_cut_in_the_middle():
    text = str(fault("w" * 10**6, "f" * 10**6 + " is odd", "a" * 10**6))
    assert len(text) < 10_000
    assert " is odd; allowed" in text


def test_faults_are_put_in_order_and_told_once():
    first, second = fault(line=9), fault(line=10)
    assert by_place([second, first, second]) == [first, second]
