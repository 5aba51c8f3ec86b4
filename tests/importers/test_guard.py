"""A reader that crashes, hangs or fills the memory ends in one clear error."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from asher import bounds
from asher.errors import FloorplanError, MissingExtraError
from asher.floorplan.importers import guard
from asher.floorplan.importers.drawing import Drawing
from asher.floorplan.importers.options import Options
from pace import slow

FILE = Path("plan.abc")
POSIX = pytest.mark.skipif(os.name != "posix", reason="limits of memory are those of POSIX")


@pytest.fixture
def house(tmp_path, monkeypatch):
    """A folder of readers of our own making, beside the file."""
    (tmp_path / "strange_formats").mkdir()
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(guard, "_HOUSE", "strange_formats")
    return tmp_path / "strange_formats"


@pytest.fixture
def read(house):
    """Read with a module whose `read` does what the test says."""

    def read(*lines, path=FILE, options=None):
        name = f"format{len([*house.glob('*.py')])}"
        write_reader(house / f"{name}.py", *lines)
        return guard.read_apart(name, path, options or Options())

    return read


def write_reader(path, *lines):
    body = textwrap.indent("\n".join(lines), "    ")
    path.write_text(
        "import os, sys, time\n"
        "from asher.errors import Fault, FloorplanError, MissingExtraError\n"
        "from asher.floorplan.importers.drawing import Drawing\n"
        f"def read(path, options):\n{body}\n",
        encoding="utf-8",
    )


def refused(read, *lines):
    with pytest.raises(FloorplanError) as caught:
        read(*lines)
    (fault,) = caught.value.faults
    assert (fault.file, fault.line, fault.column) == (str(FILE), 1, 1)
    assert "\n" not in str(caught.value)
    return fault


def test_what_the_reader_returns_comes_back(read):
    lines = (
        "print('words of a library')",
        "os.write(1, b'more of them')",
        "return Drawing(title=str(path), source=options.unit, storeys=())",
    )
    drawing = read(*lines, path=Path("Gebäude 1.abc"), options=Options(unit="ft"))
    assert drawing == Drawing(title="Gebäude 1.abc", source="ft", storeys=())


def test_a_large_drawing_comes_back_whole(read):
    drawing = read("return Drawing(title='x' * 10**7, source='', storeys=())")
    assert len(drawing.title) == 10**7


def test_it_costs_less_than_seven_tenths_of_a_second(read):
    took = []
    for _ in range(3):
        before = os.times()
        read("return Drawing(title='', source='', storeys=())")
        after = os.times()
        took.append(after.children_user + after.children_system)
        took[-1] -= before.children_user + before.children_system
    assert min(took) < 0.7


def test_errors_of_ours_come_back_as_they_are(read):
    fault = "Fault('a', 2, 3, 'walls', 'found 0', '1 or more')"
    with pytest.raises(FloorplanError) as caught:
        read(f"raise FloorplanError([{fault}] * 2)")
    assert [str(each) for each in caught.value.faults] == [
        "a:2:3: walls: found 0; allowed: 1 or more"
    ] * 2
    with pytest.raises(MissingExtraError, match="needs the extra 'abc'"):
        read("raise MissingExtraError(\"needs the extra 'abc'\")")


def test_any_other_error_is_a_damaged_file_and_keeps_its_trace(read):
    with pytest.raises(FloorplanError) as caught:
        read("return {}['wall\\n7']")
    assert "the reader failed (KeyError: 'wall\\n7')" in str(caught.value)
    assert "line 5, in read" in str(caught.value.__cause__)
    fault = refused(read, "raise ValueError('a\\nb')")
    assert fault.found == "damaged: the reader failed (ValueError: a b)"
    assert "save it again" in fault.allowed


def test_endless_nesting_is_an_error(read):
    assert "nested too deeply" in refused(read, "return read(path, options)").found


def test_a_file_that_is_not_there_is_an_error(read):
    assert "No such file" in refused(read, "open(path)").found


@POSIX
def test_a_crash_is_an_error(read):
    found = refused(read, "import ctypes; ctypes.string_at(0)").found
    assert found == "damaged: the reader crashed (SIGSEGV)"
    assert "SIGABRT" in refused(read, "os.abort()").found


def test_a_reader_that_leaves_without_a_word_is_an_error(read):
    assert refused(read, "os._exit(0)").found == "damaged: the reader crashed (status 0)"
    assert refused(read, "os._exit(3)").found == "damaged: the reader crashed (status 3)"


@POSIX
@pytest.mark.parametrize(
    "lines",
    [
        ("bytearray(10**10)",),
        ("rows = []", "while True: rows.append(bytearray(10**6))"),
        # What the system does not limit, as on macOS, is watched over.
        (
            "import mmap, itertools",
            "rows = mmap.mmap(-1, 10**9)",
            "for n in itertools.count(): rows[n * 4096 % 10**9] = 1",
        ),
    ],
)
def test_too_much_memory_is_an_error(read, monkeypatch, lines):
    monkeypatch.setattr(bounds, "READING_BYTES", 400 * 2**20)
    assert refused(read, *lines).found == "needs more than 400 MB to read"


@POSIX
def test_memory_of_who_starts_the_reader_is_not_the_reader_s(read, monkeypatch):
    held = b"x" * (600 * 2**20)
    monkeypatch.setattr(bounds, "READING_BYTES", 400 * 2**20)
    lines = "time.sleep(0.5)", "return Drawing(title='small', source='', storeys=())"
    assert read(*lines).title == "small"
    del held


@pytest.mark.parametrize("lines", [slow("time.sleep(60)"), "while True: pass"])
def test_too_much_time_is_an_error(read, monkeypatch, lines):
    monkeypatch.setattr(bounds, "READING_S", 1.0)
    start = time.perf_counter()
    assert refused(read, lines).found == "not read after 1 s"
    assert time.perf_counter() - start < 5


@POSIX
def test_no_core_is_dumped_and_no_thread_pool_opened(read):
    lines = (
        "import resource",
        "core = resource.getrlimit(resource.RLIMIT_CORE)",
        "return Drawing(title=str(core), source=os.environ['OPENBLAS_NUM_THREADS'], storeys=())",
    )
    drawing = read(*lines)
    assert (drawing.title, drawing.source) == ("(0, 0)", "1")


def test_the_folder_where_one_starts_is_not_searched_for_modules(read, tmp_path, monkeypatch):
    folder = tmp_path / "downloads"
    folder.mkdir()
    (folder / "shapely.py").write_text("raise SystemExit(9)", encoding="utf-8")
    monkeypatch.chdir(folder)
    assert read("return Drawing(title='', source='', storeys=())")


@POSIX
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_the_reader_ends_with_who_started_it(house, tmp_path, number):
    write_reader(
        house / "abc.py",
        "(path.parent / 'started').write_text(str(os.getpid()))",
        "time.sleep(60)",
    )
    script = (
        f"import sys; from pathlib import Path; sys.path.insert(0, {str(tmp_path)!r})\n"
        # Where the tests run in the background, an interrupt is ignored by whoever they start.
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from asher.floorplan.importers import guard\n"
        "from asher.floorplan.importers.options import Options\n"
        "guard._HOUSE = 'strange_formats'\n"
        f"guard.read_apart('abc', Path({str(tmp_path / 'file')!r}), Options())\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], stderr=subprocess.DEVNULL)
    started = tmp_path / "started"
    _until(lambda: started.exists() and started.read_text())
    parent.send_signal(number)
    parent.wait(timeout=10)
    _until(lambda: not _is_running(int(started.read_text())))


def _until(there, seconds=10):
    end = time.monotonic() + seconds
    while not there():
        assert time.monotonic() < end
        time.sleep(0.05)


def _is_running(number):
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{number}/stat")
    return not (state.exists() and state.read_text().rpartition(")")[2].split()[0] == "Z")
