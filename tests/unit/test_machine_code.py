"""Where machine code is kept: nothing of anybody else is run, and no damage stops a run."""

import errno
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

numba = pytest.importorskip("numba")

from asher.kernels import machine_code  # noqa: E402
from asher.kernels.machine_code import KEPT, Folder, Kept  # noqa: E402

IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


def add(a, b):
    return a + b


@pytest.fixture
def base(tmp_path):
    """A folder that is the user's own, as its parents are but for those of the system."""
    tmp_path.chmod(0o700)
    return tmp_path


def test_folder_of_ones_own_is_made_and_closed_to_others(base):
    folder = Folder(str(base), "one")
    assert folder.note == ""
    assert folder.path == str(base / "asher" / "one")
    assert (base / "asher").stat().st_mode & 0o777 == 0o700


def test_folder_that_others_can_read_is_closed_and_used(base):
    (base / "asher").mkdir(mode=0o755)
    assert Folder(str(base), "one").note == ""
    assert (base / "asher").stat().st_mode & 0o777 == 0o700


def test_folder_that_others_can_write_to_is_left_alone(base):
    (base / "asher").mkdir()
    (base / "asher").chmod(0o777)
    refused(base, "others can write to")


def test_folder_in_one_where_others_can_put_another_is_left_alone(base):
    base.chmod(0o777)
    refused(base, "in which it lies")
    base.chmod(0o1777)  # as the common temporary folder is
    assert Folder(str(base), "one").note == ""


def test_link_is_not_followed(base):
    (base / "elsewhere").mkdir(mode=0o700)
    (base / "asher").symlink_to(base / "elsewhere")
    refused(base, "is a link")
    assert not any((base / "elsewhere").iterdir())


@pytest.mark.skipif(not IS_ROOT, reason="only root can give a folder to another user")
def test_folder_of_another_user_is_left_alone(base):
    (base / "asher").mkdir(mode=0o700)
    os.chown(base / "asher", 34567, 34567)
    refused(base, "belongs to another user")


def test_without_a_home_there_is_a_private_folder(monkeypatch):
    def homeless():
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(machine_code.Path, "home", homeless)
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    folder = Folder("", "one")
    assert folder.note == "there is no home folder"
    assert Path(folder.path).stat().st_mode & 0o777 == 0o700


def test_where_nothing_can_be_written_nothing_is_kept(base, monkeypatch):
    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(machine_code.tempfile, "TemporaryFile", full)
    monkeypatch.setattr(machine_code.tempfile, "mkdtemp", full)
    folder = Folder(str(base), "one")
    assert folder.path is None
    assert "No space left" in folder.note


def test_private_folder_goes_with_its_process(base):
    (base / "asher").mkdir()
    (base / "asher").chmod(0o777)
    code = (
        "from asher.kernels.machine_code import Folder;"
        f"print(Folder({str(base)!r}, 'one').path, end='')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout
    assert not Path(done.stdout).exists()


def test_only_the_newest_versions_are_kept(base):
    for age, version in enumerate(["new", "older", "old", "oldest", "ancient"]):
        path = base / "asher" / version
        path.mkdir(parents=True)
        os.utime(path, (1e9 - age, 1e9 - age))
    Folder(str(base), "now")
    left = sorted(path.name for path in (base / "asher").iterdir())
    assert left == ["new", "now", "older"]
    assert len(left) == KEPT


def test_machine_code_is_read_back(kept):
    assert compiled(kept)(1, 2) == 3
    again = compiled(kept)
    assert again(1, 2) == 3
    assert sum(again.stats.cache_hits.values()) == 1


def test_an_installation_finds_the_machine_code_of_another_one(base):
    first = drawn_by_a_copy(base / "sources", base)
    second = drawn_by_a_copy(base / "environment" / "site-packages", base)
    assert first.hits == 0
    assert second.hits == 1
    assert second.numbers == first.numbers


@pytest.mark.parametrize("ending", ["nbi", "nbc"])
@pytest.mark.parametrize("damage", ["empty", "cut", "changed"])
def test_damaged_files_are_compiled_anew(kept, ending, damage):
    compiled(kept)(1, 2)
    (path,) = kept.rglob(f"*.{ending}")
    whole = path.read_bytes()
    half = len(whole) // 2
    path.write_bytes(
        {
            "empty": b"",
            "cut": whole[:half],
            "changed": whole[:half] + bytes([whole[half] ^ 1]) + whole[half + 1 :],
        }[damage]
    )
    law = compiled(kept)
    assert law(1, 2) == 3
    assert sum(law.stats.cache_hits.values()) == 0
    again = compiled(kept)
    assert again(1, 2) == 3
    assert sum(again.stats.cache_hits.values()) == 1


def test_full_disk_costs_time_and_not_the_run(kept, monkeypatch):
    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(machine_code._Files, "_open_for_write", full)
    assert compiled(kept)(1, 2) == 3


@pytest.fixture
def kept(base):
    path = Folder(str(base), "one").path
    return Path(path)


def compiled(folder):
    law = numba.njit(add)
    law._cache = Kept(add, folder)
    return law


_DRAW = """
import numpy as np
from asher.kernels import jit, streams

stream = streams.Stream(np.uint64(7), 1)
numbers = [streams.draw_normal(stream, 0, 0, index) for index in range(3)]
print(jit.__file__, sum(streams.draw_normal.stats.cache_hits.values()), *numbers)
"""


def drawn_by_a_copy(folder, base):
    """What another process draws by a copy of the laws, and how often it found machine code."""
    shutil.copytree(
        Path(machine_code.__file__).parent,
        folder / "asher" / "kernels",
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    (folder / "asher" / "__init__.py").touch()
    environment = {name: each for name, each in os.environ.items() if name != "NUMBA_CACHE_DIR"}
    environment |= {"PYTHONPATH": str(folder), "XDG_CACHE_HOME": str(base)}
    done = subprocess.run(
        [sys.executable, "-c", _DRAW],
        env=environment,
        cwd=base,
        capture_output=True,
        text=True,
        check=True,
    )
    where, hits, *numbers = done.stdout.split()
    assert Path(where).is_relative_to(folder)
    return Drawn(int(hits), numbers)


class Drawn(NamedTuple):
    hits: int
    numbers: list


def refused(base, why):
    """Another folder is used, of this process alone, and the reason told."""
    folder = Folder(str(base), "one")
    assert why in folder.note
    assert str(base) not in folder.path
    assert Path(folder.path).stat().st_mode & 0o777 == 0o700
