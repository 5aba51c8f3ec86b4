"""Nothing that a stranger sends exhausts the machine: what is too much is refused unread."""

import json
import re
import time
import tracemalloc
import zipfile
from importlib import resources

import numpy as np
import pytest

from asher import bounds
from asher.comparison.outcome_file import OutcomeForm
from asher.comparison.reading import read_results
from asher.errors import ResultsError
from asher.evidence.incidents import COLUMNS
from asher.runs.forms import ArrayForm
from asher.runs.identity import Identity
from asher.runs.keeper import Keeper
from fakes import fake_simulate
from pace import ends
from security.conftest import BLOCK
from security.hostile import change_json, refused, scenario_file

HUGE = 10 * 2**30


def peak_mb(call):
    """Memory that Python takes at most while something is done [MB]."""
    tracemalloc.start()
    try:
        call()
        return tracemalloc.get_traced_memory()[1] / 2**20
    finally:
        tracemalloc.stop()


def sparse(path, size=HUGE):
    """A file that tells a size and takes no room."""
    with path.open("wb") as file:
        file.truncate(size)
    return path


@pytest.mark.parametrize(
    ("name", "verb"),
    [
        ("s.yaml", "check"),
        ("s.json", "check"),
        ("p.plan.json", "check"),
        ("r.csv", "incidents"),
        ("c.yaml", "workforce"),
    ],
)
def test_file_too_large_is_refused_before_it_is_read(tmp_path, name, verb):
    path = sparse(tmp_path / name)
    told = refused(verb, path)
    assert told.startswith(f"{path}:1:1: cannot read: it has 10,240.0 MB, and at most ")
    assert len(told.splitlines()) == 1


@pytest.mark.parametrize("name", ["manifest.json", "summary.json", "blocks/00001.parquet"])
def test_results_too_large_are_refused_before_they_are_read(results, name):
    sparse(results / name)
    assert "10,240.0 MB" in refused("report", results, "--progress", "none")


def test_posterior_too_large_is_refused_before_it_is_read(tmp_path):
    sparse(tmp_path / "posterior.csv")
    sparse(tmp_path / "posterior.json")
    assert refused("check-model", tmp_path).count("10,240.0 MB") == 2


@pytest.mark.parametrize("levels", ends([bounds.DEPTH + 1, 500, 950, 970, 100_000]))
@pytest.mark.parametrize("name", ["s.json", "p.plan.json", "s.yaml"])
def test_file_too_deep_is_refused(tmp_path, name, levels):
    path = tmp_path / name
    path.write_text('{"title": ' + "[" * levels + "]" * levels + "}", encoding="utf-8")
    assert "nested" in refused("check", path)


@pytest.mark.parametrize("name", ["manifest.json", "summary.json"])
def test_results_too_deep_are_refused(results, name):
    for levels in (bounds.DEPTH + 1, 970, 100_000):
        (results / name).write_text('{"format": ' + "[" * levels + "]" * levels + "}")
        assert "nested deeper than" in refused("report", results)


def test_json_of_too_many_values_is_refused(tmp_path):
    path = tmp_path / "p.plan.json"
    path.write_text('{"features": [' + "1," * bounds.VALUES + "1]}", encoding="utf-8")
    assert "values; allowed: at most 1,000,000" in refused("check", path)


def test_plan_of_too_many_features_is_told_in_one_fault(tmp_path):
    path = tmp_path / "p.plan.json"
    path.write_text('{"features": [' + "{}," * bounds.ITEMS + "{}]}", encoding="utf-8")
    told = [line for line in refused("check", path).splitlines() if "features: " in line]
    assert told == [f"{path}:1:14: features: 100,001 items; allowed: at most 100,000"]


@pytest.mark.parametrize("key", ["occupants", "courses_of_action", "closures"])
def test_scenario_of_too_many_parts_is_not_looked_through(tmp_path, key):
    told = refused("check", scenario_file(tmp_path, **{key: [{}] * 100_000}, name="s.json"))
    assert f"{key}: 100,000 items; at most 1,000 are read" in told
    assert len(told.splitlines()) < 10


def test_many_faults_in_a_ring_take_no_square_of_time(tmp_path):
    plan = {
        "type": "FeatureCollection", "title": "t", "units": "m", "schematic": True, "source": "s",
        "features": [{
            "type": "Feature",
            "properties": {"kind": "space", "name": "a", "level": "g", "category": "room"},
            "geometry": {"type": "Polygon", "coordinates": [[["x"]] * 20_000]},
        }],
    }  # fmt: skip
    path = tmp_path / "p.plan.json"
    path.write_text(json.dumps(plan), encoding="utf-8")
    start = time.process_time()
    refused("check", path)
    assert time.process_time() - start < 30  # seconds; a square of it takes minutes


def test_aliases_that_stand_for_billions_are_refused(tmp_path):
    lines = ["a: &a [x, x, x, x, x, x, x, x, x, x]"]
    for above, name in zip("abcdefgh", "bcdefghi", strict=True):
        lines.append(f"{name}: &{name} [{', '.join([f'*{above}'] * 10)}]")
    path = tmp_path / "s.yaml"
    path.write_text("\n".join(lines), encoding="utf-8")
    assert "too many values" in refused("check", path)


@pytest.mark.parametrize(
    "number", ["9" * 400, "9" * 4300, "9" * 5000, "0x" + "f" * 50_000, "1e999", "-1e999", ".nan"]
)
@pytest.mark.parametrize("name", ["s.yaml", "s.json"])
def test_number_without_end_is_told_at_its_place(tmp_path, name, number):
    number = "NaN" if name == "s.json" and number == ".nan" else number
    for key in ("seed", "horizon", "replications", "time_step_s", "max_specific_flow_per_m_s"):
        path = scenario_file(tmp_path, name, **{key: "HERE"})
        path.write_text(path.read_text().replace('"HERE"', number), encoding="utf-8")
        told = refused("check", path)
        assert f"{path}:1:" in told
        assert len(told) < 1000
    path = scenario_file(tmp_path, name, occupants={"name": "a", "count": "HERE"})
    path.write_text(path.read_text().replace('"HERE"', number), encoding="utf-8")
    refused("check", path)


def test_time_below_zero_is_told_at_its_place(tmp_path):
    assert ":1:" in refused("check", scenario_file(tmp_path, horizon=-1))


def test_coordinate_without_end_is_told_at_its_place(tmp_path):
    plan = resources.files("asher") / "data" / "plans" / "corridor.plan.json"
    text, path = plan.read_text(encoding="utf-8"), tmp_path / "p.plan.json"
    for number in ("1e999", "NaN", "9" * 1_000_000, "-" + "9" * 400):
        changed = re.sub(r"(\[\s*)-?[\d.]+", rf"\g<1>{number}", text, count=1)
        path.write_text(changed, encoding="utf-8")
        assert f"{path}:" in refused("check", path)


@pytest.mark.parametrize("row", ["," * 2000, "x\n" * 2000, "\n" * 2000])
def test_table_of_too_many_fields_is_refused(tmp_path, monkeypatch, row):
    monkeypatch.setattr(bounds, "VALUES", 1000)
    path = tmp_path / "r.csv"
    path.write_text(",".join(COLUMNS) + "\n" + row, encoding="utf-8")
    assert "about 2,010 values; allowed: at most 1,000" in refused("incidents", path)


@pytest.mark.parametrize("field", ['"' + "x" * 15_000_000 + '"', '"' + "x" * 15_000_000, "\0" * 9])
def test_field_without_end_takes_no_more_memory_than_the_file(tmp_path, field):
    path = tmp_path / "r.csv"
    path.write_text(",".join(COLUMNS) + "\n" + field, encoding="utf-8")
    told = []
    assert peak_mb(lambda: told.append(refused("incidents", path))) < 200
    assert f"{path}:2:" in told[0]
    assert len(told[0]) < 2000


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("manifest.json", {"block_size": 0}),
        ("manifest.json", {"block_size": 10**30}),
        ("manifest.json", {"block_size": None}),
        ("manifest.json", {"seed": -1}),
        ("manifest.json", {"seed": [1]}),
        ("manifest.json", {"identity": "x"}),
        ("manifest.json", {"versions": 3}),
        ("manifest.json", {"scenario": {"floorplan": {"type": "FeatureCollection"}}}),
        ("summary.json", {"replications": 1.5}),
        ("summary.json", {"replications": 10**30}),
        ("summary.json", {"stopping": 3}),
    ],
)
def test_results_that_say_what_cannot_be_are_refused(results, name, changes):
    change_json(results / name, **changes)
    assert str(results / name) in refused("report", results, "--progress", "none")


def test_share_of_a_study_without_end_is_refused(results, tmp_path):
    out = tmp_path / "out"
    for whole in (10**18, "x", None, -1, [1]):
        (results / "share.json").write_text(json.dumps({"whole": whole}))
        assert "share.json" in refused("merge", results, "--out", out)
    change_json(results / "manifest.json", block_size=1)
    (results / "share.json").write_text(json.dumps({"whole": bounds.REPLICATIONS}))
    assert "9999998 of 10000000 blocks" in refused("merge", results, "--out", out)


def database():
    import duckdb

    return duckdb.connect()


def test_block_that_unpacks_to_too_much_is_refused(results):
    path = results / "blocks" / "00000.parquet"
    rows = bounds.BLOCK_VALUES + 1
    with database() as connection:
        connection.execute(
            f"COPY (SELECT 1::TINYINT AS replication FROM range({rows})) TO '{path}' "
            "(FORMAT parquet, COMPRESSION zstd, KV_METADATA {courses: '[\"a\"]'})"
        )
    assert path.stat().st_size < 2**20
    assert "unpacks to" in refused("report", results, "--progress", "none")


def test_long_word_in_every_row_of_a_block_is_not_written_out(results):
    path = results / "blocks" / "00000.parquet"
    with database() as connection:
        connection.execute(
            "COPY (SELECT 0 AS replication, repeat('a', 1000000) AS course_of_action "
            f"FROM range(300)) TO '{path}' "
            "(FORMAT parquet, COMPRESSION zstd, KV_METADATA {courses: '[\"a\"]', first: '0'})"
        )
    keeper = Keeper(results / "blocks", OutcomeForm(), Identity({"seed": 1}))

    def read():
        with pytest.raises(ResultsError, match="cannot be read"):
            keeper.read(0, 0)

    assert peak_mb(read) < 50


def tampered(**changes):
    from asher.scenario.scenario_files import read_scenario

    scenario = read_scenario("clock-race")
    block = fake_simulate(scenario, replications=BLOCK, seed=1, first=0, threads=1, progress=None)
    for name, value in changes.items():
        block.columns[name][0, 0] = value
    return block


@pytest.mark.parametrize(
    "changes",
    [{"killed": np.nan}, {"killed": -1.0}, {"killed": 1e300}, {"killed": np.inf},
     {"time_to_stop_s": -5.0}, {"time_to_stop_s": np.inf}],
)  # fmt: skip
def test_figures_that_no_run_gives_are_refused(results, changes):
    keeper = Keeper(
        results / "blocks",
        OutcomeForm(),
        Identity(json.loads((results / "manifest.json").read_text())["identity"]),
    )
    keeper.write(0, 0, tampered(**changes))
    with pytest.raises(ResultsError, match="impossible values"):
        keeper.read(0, 0)
    keeper.write(0, 0, tampered())
    assert keeper.read(0, 0).n == BLOCK


@pytest.mark.parametrize(
    "columns", ["0 AS x", "0 AS replication, 'zz' AS course_of_action", "'x' AS replication"]
)
def test_table_of_other_columns_is_refused(results, columns):
    path = results / "blocks" / "00000.parquet"
    with database() as connection:
        connection.execute(
            f"COPY (SELECT {columns}) TO '{path}' (FORMAT parquet, KV_METADATA "
            "{courses: '[\"a\"]', first: '0', scenario: 'x', seed: '1'})"
        )
    assert "cannot be read" in refused("report", results, "--progress", "none")


def test_array_that_unpacks_to_too_much_is_refused(tmp_path):
    keeper = Keeper(tmp_path, ArrayForm(), Identity({"seed": 1}))
    with (
        zipfile.ZipFile(keeper.path(0), "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file,
        file.open("arr_0.npy", "w") as part,
    ):
        for _ in range(bounds.BLOCK_BYTES // 2**20 + 1):
            part.write(bytes(2**20))
    assert keeper.path(0).stat().st_size < 2**20
    with pytest.raises(ResultsError, match="unpacks to"):
        keeper.read(0, 0)


def test_array_of_another_shape_is_refused(tmp_path):
    stated = Keeper(tmp_path, ArrayForm(3), Identity({"seed": 1}))
    for block in (np.zeros((2, 4)), np.zeros(3), np.full((2, 3), np.nan), np.array([["a"] * 3])):
        Keeper(tmp_path, ArrayForm(), Identity({"seed": 1})).write(0, 0, block)
        with pytest.raises(ResultsError, match="does not hold numbers"):
            stated.read(0, 0)


def test_rate_that_would_never_end_is_refused(tmp_path):
    from asher.calibration.calibrate import write_posterior
    from asher.simulation.posterior import Posterior, read_posterior

    shipped = read_posterior()
    values = shipped.values[:3].copy()
    values[1] = np.where(values[1] > 1, 1e300, values[1])
    write_posterior(Posterior(values, shipped.about), tmp_path)
    assert "posterior.csv:3:1: " in refused("check-model", tmp_path)
    (tmp_path / "posterior.csv").write_text(
        (tmp_path / "posterior.csv").read_text().splitlines()[0] + "\n" * 1_000_000
    )
    assert len(refused("check-model", tmp_path).splitlines()) < 30


def test_what_stands_is_read(results):
    assert read_results(results).outcome.n == 2 * BLOCK
