"""Blocks: read where they stand, run where they do not, in order whatever runs them."""

from concurrent.futures import Future

import numpy as np
import pytest

from asher.errors import ResultsError
from asher.runs.blocks import ranges_of, run_blocks
from asher.runs.executors.processes import Processes
from asher.runs.forms import ArrayForm, JsonForm
from asher.runs.identity import Identity
from asher.runs.keeper import Keeper
from runs.counting import Counting

WHOLE = Counting().run(0, 47)


@pytest.fixture(scope="module")
def processes():
    pool = Processes(2)
    yield pool
    pool.close()


def kept(folder):
    return Keeper(folder / "blocks", ArrayForm(), Identity({"seed": 1}))


def values(study, keeper=None, total=47, size=10, **options):
    ran = run_blocks(study, keeper, ranges_of(total, size), **options)
    return np.concatenate([each.block for each in ran])


@pytest.mark.parametrize("size", [1, 7, 10, 47, 100])
def test_size_of_blocks_changes_nothing(size):
    assert np.array_equal(values(Counting(), size=size), WHOLE)


def test_processes_give_the_same(processes, tmp_path):
    assert np.array_equal(values(Counting(), executor=processes), WHOLE)
    assert np.array_equal(values(Counting(), kept(tmp_path), executor=processes), WHOLE)
    assert np.array_equal(values(Counting(), kept(tmp_path)), WHOLE)


@pytest.mark.parametrize("elsewhere", [False, True])
def test_only_what_does_not_stand_is_run(tmp_path, processes, elsewhere):
    options = {"executor": processes} if elsewhere else {}
    values(Counting(), kept(tmp_path), total=24)
    kept(tmp_path).path(0).unlink()
    study = Counting(tmp_path / "ran")
    assert np.array_equal(values(study, kept(tmp_path), **options), WHOLE)
    assert sorted(study.ranges_run()) == [(0, 10), (24, 6), (30, 10), (40, 7)]


def test_who_has_seen_enough_closes_and_little_more_is_run(tmp_path, processes):
    study = Counting(tmp_path / "ran")
    ran = run_blocks(study, kept(tmp_path), ranges_of(1000, 10), executor=processes)
    for each in ran:
        if each.index == 3:
            ran.close()
            break
    assert len(study.ranges_run()) <= 4 + 2 * processes.workers


@pytest.mark.parametrize("elsewhere", [False, True])
def test_progress_rises_to_the_whole(processes, elsewhere):
    told = []
    options = {"executor": processes} if elsewhere else {}
    values(Counting(), told=told.append, **options)
    assert told == sorted(told)
    assert told[-1] == 47


@pytest.mark.parametrize("elsewhere", [False, True])
def test_what_fails_is_told_and_what_was_done_is_kept(tmp_path, processes, elsewhere):
    options = {"executor": processes} if elsewhere else {}
    with pytest.raises(ValueError, match="roof"):
        values(Counting(fails=33), kept(tmp_path), **options)
    found = [kept(tmp_path).read(k, 10 * k) for k in range(5)]
    # One process may come to the block that fails while the other still starts with the first.
    done = [k for k, block in enumerate(found) if block is not None]
    assert done == [0, 1, 2] or elsewhere
    assert 0 < len(done) < 5
    assert 3 not in done
    for k in done:
        assert np.array_equal(found[k], WHOLE[10 * k : 10 * k + 10])


class AtOnce:
    """Runs what it is given before it gives it back."""

    workers = 4

    def submit(self, run, *what):
        future = Future()
        try:
            future.set_result(run(*what))
        except ValueError as error:
            future.set_exception(error)
        return future


def test_blocks_that_end_together_with_one_that_fails_are_kept(tmp_path):
    with pytest.raises(ValueError, match="roof"):
        values(Counting(fails=13), kept(tmp_path), executor=AtOnce())
    found = [kept(tmp_path).read(k, 10 * k) is not None for k in range(5)]
    assert found == [True, False, True, True, True]


def test_worker_that_dies_once_costs_nothing(tmp_path):
    pool = Processes(2)
    try:
        study = Counting(dies_once=tmp_path / "died")
        assert np.array_equal(values(study, kept(tmp_path), executor=pool), WHOLE)
        assert (tmp_path / "died").exists()
    finally:
        pool.close()


def test_block_that_kills_every_worker_is_given_up_and_the_others_are_not(tmp_path):
    pool = Processes(2)
    try:
        ran = list(
            run_blocks(Counting(poison=25), kept(tmp_path), ranges_of(47, 10), executor=pool)
        )
    finally:
        pool.close()
    assert [each.block is None for each in ran] == [False, False, True, False, False]
    found = np.concatenate([each.block for each in ran if each.block is not None])
    assert np.array_equal(found, np.delete(WHOLE, np.s_[20:30]))
    assert not kept(tmp_path).path(2).exists()

    # Going on does not kill three workers more, and comes to the same.
    study = Counting(tmp_path / "ran")
    again = list(run_blocks(study, kept(tmp_path), ranges_of(47, 10)))
    assert [each.block is None for each in again] == [False, False, True, False, False]
    assert not study.ran.exists()
    # Who asks for it to be tried gets it.
    kept(tmp_path).failed_path(2).unlink()
    assert np.array_equal(values(study, kept(tmp_path)), WHOLE)
    assert study.ranges_run() == [(20, 10)]


def test_that_a_block_failed_counts_for_its_own_run_and_items_only(tmp_path):
    kept(tmp_path).fail(2, 20, 7)
    assert kept(tmp_path).failed(2, 20, 7)
    assert not kept(tmp_path).failed(2, 20, 10)
    with pytest.raises(ResultsError, match="belongs to another run"):
        Keeper(tmp_path / "blocks", ArrayForm(), Identity({"seed": 2})).failed(2, 20, 7)
    path = kept(tmp_path).failed_path(2)
    path.write_text(path.read_text()[:-9])
    with pytest.raises(ResultsError, match="cannot be read"):
        kept(tmp_path).failed(2, 20, 7)


@pytest.mark.parametrize("elsewhere", [False, True])
def test_what_is_said_before_is_said_once_and_only_where_something_runs(
    tmp_path, processes, elsewhere
):
    said = []
    options = {"executor": processes} if elsewhere else {}
    values(Counting(), kept(tmp_path), before=lambda: said.append(1), **options)
    assert said == [1]
    values(Counting(), kept(tmp_path), before=lambda: said.append(2), **options)
    assert said == [1]


@pytest.mark.parametrize(
    ("form", "block"), [(ArrayForm(), np.arange(6.0).reshape(2, 3)), (JsonForm(), [{"a": 1.5}, 2])]
)
def test_a_block_is_whole_and_its_own_or_not_read(tmp_path, form, block):
    keeper = Keeper(tmp_path, form, Identity({"seed": 1}))
    keeper.write(3, 6, block)
    assert np.array_equal(keeper.read(3, 6), block)
    assert keeper.read(4, 8) is None
    with pytest.raises(ResultsError, match="belongs to another run"):
        keeper.read(3, 7)
    with pytest.raises(ResultsError, match="belongs to another run"):
        Keeper(tmp_path, form, Identity({"seed": 2})).read(3, 6)
    path = keeper.path(3)
    whole = path.read_bytes()
    for cut in range(len(whole)):
        path.write_bytes(whole[:cut])
        with pytest.raises(ResultsError, match="delete it to run it again"):
            keeper.read(3, 6)


def test_a_block_whose_values_were_changed_is_told(tmp_path):
    keeper = Keeper(tmp_path, JsonForm(), Identity({"seed": 1}))
    keeper.write(0, 0, [1.5, 2.5])
    path = keeper.path(0)
    path.write_text(path.read_text().replace("2.5", "9.5"))
    with pytest.raises(ResultsError, match="checksum"):
        keeper.read(0, 0)
