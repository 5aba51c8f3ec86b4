"""Nothing that a stranger sends can have a file written or removed outside its folder."""

import ast
import csv
import os
import shutil
from pathlib import Path

import numpy as np
import pytest

from asher.calibration.calibrate import write_posterior
from asher.comparison.merging import merge_shares
from asher.comparison.results import ResultsFolder
from asher.errors import ResultsError
from asher.runs.whole import write_text
from asher.simulation.posterior import Posterior, read_posterior
from asher.views.html import write_whole
from security.conftest import BLOCK, run_on
from security.hostile import asher, refused


def intact(path):
    return path.read_text(encoding="utf-8") == "dear diary" and not path.is_symlink()


@pytest.mark.parametrize("name", ["manifest.json", "summary.json", "blocks/00002.parquet"])
def test_link_at_the_name_of_a_half_written_file_is_replaced(results, elsewhere, name):
    path = results / name
    path.unlink(missing_ok=True)
    if name == "manifest.json":
        shutil.rmtree(results / "blocks")
    part = path.with_name(path.name + ".part")
    part.symlink_to(elsewhere)
    run_on(results, replications=3 * BLOCK)
    assert intact(elsewhere)
    assert path.is_file()
    assert not path.is_symlink()
    assert not part.is_symlink()


@pytest.mark.parametrize("link", [os.symlink, os.link])
@pytest.mark.parametrize("write", [write_text, lambda path, text: write_whole(text, path)])
def test_file_beside_a_link_is_written_where_it_was_asked_for(tmp_path, elsewhere, link, write):
    path = tmp_path / "report.html"
    link(elsewhere, tmp_path / "report.html.part")
    write(path, "<p>ours</p>")
    assert intact(elsewhere)
    assert path.read_text(encoding="utf-8") == "<p>ours</p>"


def test_link_at_the_name_of_a_file_is_replaced(results, elsewhere):
    for name in ("summary.json", "report.html"):
        (results / name).unlink(missing_ok=True)
        (results / name).symlink_to(elsewhere)
        write_text(results / name, "ours")
        assert not (results / name).is_symlink()
    assert intact(elsewhere)


def test_blocks_elsewhere_are_neither_written_nor_removed(results, tmp_path):
    away = tmp_path / "away"
    shutil.move(results / "blocks", away)
    (results / "blocks").symlink_to(away)
    before = sorted(away.iterdir())
    with pytest.raises(ResultsError, match="links are not followed"):
        run_on(results, replications=3 * BLOCK)
    told = refused("compare", "clock-race", "--fresh", "--out", results, "-n", "1")
    assert "links are not followed" in told
    with pytest.raises(ResultsError, match="links are not followed"):
        ResultsFolder(results).clear()
    assert sorted(away.iterdir()) == before


def test_shares_are_merged_into_their_folder_only(results, tmp_path, elsewhere):
    out, away = tmp_path / "out", tmp_path / "away"
    out.mkdir()
    away.mkdir()
    (out / "blocks").symlink_to(away)
    refused("merge", results, "--out", out, "--progress", "none")
    assert list(away.iterdir()) == []
    (out / "blocks").unlink()
    for name in ("manifest.json.part", "summary.json.part"):
        (out / name).symlink_to(elsewhere)
    merge_shares([results], out)
    (out / "blocks" / "00000.parquet.part").symlink_to(elsewhere)
    merge_shares([results], out)
    assert intact(elsewhere)


def test_block_under_another_name_is_neither_merged_nor_removed(results):
    stray = results / "blocks" / "1.parquet"
    shutil.copy(results / "blocks" / "00001.parquet", stray)
    folder = ResultsFolder(results)
    assert [path.name for path in folder.block_files().values()] == [
        "00000.parquet",
        "00001.parquet",
    ]
    folder.clear()
    assert stray.is_file()


def test_examples_and_cities_are_not_written_through_links(tmp_path, elsewhere):
    nowhere = tmp_path / "nowhere.yaml"
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "borderline.yaml").symlink_to(nowhere)
    (mine / "example-city.yaml").symlink_to(nowhere)
    assert "exists already" in refused("examples", "--write", mine)
    assert "exists already" in refused("workforce", "example-city", "--write", mine)
    (mine / "example-city.yaml").unlink()
    (mine / "plans").symlink_to(elsewhere.parent)
    assert "exists already" in refused("workforce", "example-city", "--write", mine)
    assert not nowhere.exists()
    assert [path.name for path in elsewhere.parent.iterdir()] == [elsewhere.name]


def test_search_elsewhere_is_not_gone_on_with(tmp_path):
    pytest.importorskip("optuna")
    (tmp_path / "away").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "search").symlink_to(tmp_path / "away")
    told = refused(
        "workforce", "example-city", "--frontier", "--plans", "1", "-n", "10", "--incidents", "10",
        "--out", tmp_path / "out", "--progress", "none",
    )  # fmt: skip
    assert "links are not followed" in told
    assert list((tmp_path / "away").iterdir()) == []


def test_the_csv_files_we_write_hold_no_word_of_a_stranger(tmp_path):
    """A cell that begins with = + - @ is a formula to a spreadsheet."""
    import asher as package

    root = Path(package.__file__).parent
    writers = [
        path.relative_to(root).as_posix()
        for path in sorted(root.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_bytes()))
        if isinstance(node, ast.Attribute) and ast.unparse(node) in {"csv.writer", "csv.DictWriter"}
    ]
    # One writer, of numbers and of names of shipped places and of kinds of place.
    assert writers == ["runs/whole.py"]
    users = [
        path.relative_to(root).as_posix()
        for path in sorted(root.rglob("*.py"))
        if "write_table" in path.read_text(encoding="utf-8")
    ]
    names = ("calibrate", "exposure", "place_kinds")
    assert users == [*(f"calibration/{name}.py" for name in names), "runs/whole.py"]
    shipped = read_posterior()
    hostile = Posterior(shipped.values[:3], {**shipped.about, "seed": "=cmd()"})
    write_posterior(hostile, tmp_path)
    with (tmp_path / "posterior.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    assert all(name.replace("_", "").isalnum() for name in header)
    assert np.array(rows, dtype=float).min() > 0


def test_names_in_a_scenario_name_no_files(tmp_path):
    from security.hostile import scenario_file

    sent = tmp_path / "sent"
    sent.mkdir()
    path = scenario_file(sent, occupants={"name": "../../x", "count": 1}, title="../../../etc/x")
    done = asher("check", path)
    assert done.exit_code == 0
    assert sorted(each.name for each in tmp_path.rglob("*")) == ["s.yaml", "sent"]
