"""Every verb tells faults in one way: of a kind a few and the count of the rest."""

import json

import pytest

from asher import bounds
from asher.evidence.incidents import COLUMNS
from command import wide_asher as asher

MOST = bounds.FAULTS_OF_A_KIND


@pytest.fixture
def scenario(tmp_path):
    path = tmp_path / "my scenario.yaml"
    keys = "\n".join(f"k{n}: 1" for n in range(100))
    path.write_text(f"title: t\nplan: corridor\noccupants: {{count: 1}}\n{keys}\n", "utf-8")
    return path


@pytest.fixture
def plan(tmp_path):
    path = tmp_path / "a.plan.json"
    level = {"kind": "level", "name": "g", "ordinal": 0, "elevation_m": 0, "colour": 1}
    feature = {"type": "Feature", "properties": level, "geometry": None}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature] * 100}))
    return path


@pytest.fixture
def records(tmp_path):
    path = tmp_path / "a.csv"
    rows = [f"2001-01-0{n % 9 + 1},,s,n{n},nowhere {n},1,1,t,f,r" for n in range(100)]
    path.write_text("\n".join([",".join(COLUMNS), *rows, ""]))
    return path


@pytest.fixture
def city(tmp_path):
    path = tmp_path / "city.yaml"
    path.write_text("title: t\nresidents: 1\n" + "".join(f"k{n}: 1\n" for n in range(100)))
    return path


@pytest.mark.parametrize("file", ["scenario", "plan", "city"])
def test_check_counts_what_is_of_a_kind_and_tells_all_on_demand(file, request):
    path = request.getfixturevalue(file)
    short, whole = asher("check", path), asher("check", path, "--all")
    assert short.exit_code == whole.exit_code == 2
    told = [line for line in short.stderr.splitlines() if "unknown key" in line]
    assert len(told) == MOST
    assert f"... and {100 - MOST} more of this kind (--all shows all)" in short.stderr
    assert len([line for line in whole.stderr.splitlines() if "unknown key" in line]) == 100
    assert "more of this kind" not in whole.stderr
    # In the order of the file, and nothing of another kind is lost.
    others = [line for line in whole.stderr.splitlines() if "unknown key" not in line]
    assert [line for line in short.stderr.splitlines() if line in others] == others
    assert told == whole.stderr.splitlines()[whole.stderr.splitlines().index(told[0]) :][:MOST]


def test_warnings_are_counted_alike(records):
    short = asher("check", records)
    assert short.exit_code == 0
    assert len(short.stderr.splitlines()) == MOST + 1
    assert short.stdout == f"{records}: 100 incidents; 100 warnings\n"
    assert len(asher("check", records, "--all").stderr.splitlines()) == 100


@pytest.mark.parametrize(
    ("verb", "file"),
    [
        ("compare", "scenario"),
        ("workforce", "city"),
        ("incidents", "records"),
    ],
)
def test_other_verbs_say_how_all_can_be_seen(verb, file, request):
    path = request.getfixturevalue(file)
    lines = asher(verb, path).stderr.splitlines()
    quoted = f"'{path}'" if " " in str(path) else path
    (count,) = [line for line in lines if "of this kind" in line]
    assert count.startswith(f"... and {100 - MOST} more of this kind (")
    assert count.endswith(f" check {quoted} --all shows all)")


def test_a_verb_tells_in_few_words_what_is_most_of_a_file(tmp_path):
    path = tmp_path / "a.json"
    long = "x" * 2_000_000
    path.write_text(json.dumps({"title": "t", "plan": long, long: long}))
    told = asher("check", path)
    assert told.exit_code == 2
    assert len(told.stderr) < 10_000
    assert "there is no plan" in told.stderr


def test_a_file_that_cannot_be_opened_is_a_fault(tmp_path):
    (tmp_path / "a.json").mkdir()
    for name in ("a.json", "none.csv", "none.yaml"):
        told = asher("check", tmp_path / name)
        assert told.exit_code == 2
        assert told.stderr.startswith(f"{tmp_path / name}:1:1: ")
