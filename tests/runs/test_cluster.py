"""A Dask cluster gives the bytes of threads, whatever happens to its workers."""

import numpy as np
import pytest

from asher.comparison.experiment import Replications
from asher.comparison.results import model_of
from asher.errors import SimulationError
from asher.runs.blocks import ranges_of, run_blocks
from asher.runs.executors import opened
from asher.scenario import read_scenario
from command import asher, wide_asher
from crash.running import cluster, files
from runs.counting import Counting

pytest.importorskip("distributed", reason="the extra 'cluster' is not installed")
dask = pytest.importorskip("dask")
WHOLE = Counting().run(0, 160)


@pytest.fixture(scope="module")
def address():
    # Each death of a worker counts: a poisonous block would kill four before it is told. And what
    # the scheduler loses is asked for within a second.
    with (
        pytest.MonkeyPatch.context() as patch,
        dask.config.set({"distributed.scheduler.allowed-failures": 0}),
        cluster() as (there, _),
    ):
        patch.setattr("asher.runs.executors.dask.IDLE_S", 1.0)
        yield there


def values(study, address):
    with opened({"dask": address}) as executor:
        return list(run_blocks(study, None, ranges_of(160, 10), executor=executor))


def joined(ran):
    return np.concatenate([each.block for each in ran if each.block is not None])


def test_cluster_gives_the_same_in_order(address):
    assert np.array_equal(joined(values(Counting(), address)), WHOLE)


def test_worker_that_dies_costs_nothing(address, tmp_path):
    ran = values(Counting(dies_once=tmp_path / "died"), address)
    assert (tmp_path / "died").exists()
    assert np.array_equal(joined(ran), WHOLE)


def test_block_that_kills_every_worker_fails_and_the_others_do_not(address):
    ran = values(Counting(poison=47), address)
    assert [each.first for each in ran if each.block is None] == [40]
    assert np.array_equal(joined(ran), np.delete(WHOLE, np.s_[40:50]))


def test_what_the_scheduler_loses_is_sent_anew(address, monkeypatch):
    """A future whose result went with its worker ends, though nobody says so."""
    monkeypatch.setattr("asher.runs.executors.dask.IDLE_S", 0.1)
    with opened({"dask": address}) as executor:
        client = executor._client
        futures = [executor.submit(Counting().run, first, 10) for first in (0, 10, 20)]
        # The scheduler forgets all that was sent.
        client.run_on_scheduler(
            lambda dask_scheduler: dask_scheduler.client_releases_keys(
                keys=list(dask_scheduler.tasks), client=next(iter(dask_scheduler.clients))
            )
        )
        found = np.concatenate([future.result(timeout=60) for future in futures])
    assert np.array_equal(found, WHOLE[:30])


def test_error_of_the_work_is_told_as_it_is(address):
    with pytest.raises(ValueError, match="roof"):
        values(Counting(fails=33), address)


def test_comparison_on_a_cluster_has_the_bytes_of_one_here(address, tmp_path):
    def compared(folder, *words):
        done = asher("compare", "clock-race", "-n", 450, "--out", folder, *words)
        assert done.exit_code == 0, done.output
        return files(folder)

    assert compared(tmp_path / "there", "--dask", address) == compared(tmp_path / "here")


def test_worker_with_another_model_is_refused():
    scenario = read_scenario("clock-race")
    there = {**model_of(scenario), "numba": "0.1"}
    with pytest.raises(SimulationError, match=r"another model .*numba .*install the same"):
        Replications(scenario, 1, model=there).run(0, 1)
    Replications(scenario, 1, model=model_of(scenario)).run(0, 1)


def test_nobody_there_is_one_message(monkeypatch):
    monkeypatch.setattr("asher.runs.executors.dask.LOST_S", 0.5)
    done = wide_asher("compare", "clock-race", "--dask", "tcp://127.0.0.1:9")
    assert done.exit_code == 1
    assert "no Dask scheduler with workers answers" in done.output
    assert "Traceback" not in done.output
