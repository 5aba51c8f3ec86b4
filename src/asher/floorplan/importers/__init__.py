"""From the files that people have to a floor plan: one module a format, found from this folder.

A format is a module with ``NAME``, ``EXTRA``, ``ENDINGS``, ``recognises`` and ``read``, which turns
a file into a `Drawing`; one common stage turns any drawing into a plan and tells what it assumed,
mended and left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType
from typing import TYPE_CHECKING

from asher import bounds
from asher.errors import Fault, FloorplanError
from asher.floorplan.importers._opening import refuse
from asher.floorplan.importers.drawing import Backdrop, Drawing, Note, Storey
from asher.floorplan.importers.options import UNITS_M, Options
from asher.runs.machine import nothing_collected

if TYPE_CHECKING:
    from asher.floorplan.elements import Floorplan

__all__ = [
    "UNITS_M",
    "Backdrop",
    "Drawing",
    "Imported",
    "Note",
    "Options",
    "formats",
    "import_file",
    "import_storeys",
    "mend",
]

_HEAD_BYTES = 8192
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class Imported:
    """What came of a file."""

    format: str  # Name of the format that the content was recognised as
    plan: Floorplan | None  # The plan; None for a backdrop
    backdrop: Backdrop | None  # The picture to trace; None for a plan
    # What is left to be put right by a person: warnings, and errors where the plan cannot run.
    faults: tuple[Fault, ...]
    notes: tuple[Note, ...]  # What was assumed, mended and left out
    # How many of what the source shows, and how many are in the plan, by word: ``{"rooms": (12,
    # 12), ...}``.
    counts: dict[str, tuple[int, int]]


@cache
def formats() -> dict[str, ModuleType]:
    """The formats that can be imported."""
    return dict(_formats())


def _formats() -> Iterator[tuple[str, ModuleType]]:
    """The formats one by one, each imported when its turn comes."""
    for each in iter_modules(__path__):
        if each.name.startswith("_") or each.name in {"assemble", "drawing", "guard", "options"}:
            continue
        module = import_module(f"{__name__}.{each.name}")
        if hasattr(module, "recognises"):
            yield each.name, module


def import_file(path: str | Path, options: Options | None = None) -> Imported:
    """Read a file of any known format into a plan, or into a backdrop to trace.

    Parameters
    ----------
    path : str or Path
        The file; its format is known by its content, not by its ending.
    options : Options, optional
        What the file does not say.

    Returns
    -------
    Imported
        The plan or the backdrop, with everything that was assumed, mended and left out.

    Raises
    ------
    FloorplanError
        If the file cannot be read or holds no plan, or something was mended under
        `Options.strict`.
    """
    from asher.floorplan.importers.guard import read_apart

    path, options = Path(path), options or Options()
    name = _recognised(path)
    shown = read_apart(name, path, options)
    said = _said(name)
    if isinstance(shown, Backdrop):
        return Imported(said, None, shown, (), shown.notes, {})
    return _assembled(said, path, shown, options)


def import_storeys(paths: Sequence[str | Path], options: Options | None = None) -> Imported:
    """Read files of one storey each into one plan.

    Parameters
    ----------
    paths : sequence of str or Path
        The files, from the lowest storey upwards. The ground is the one whose name says so, such
        as ``ground.dxf`` or ``EG.dxf``; else the first.
    options : Options, optional
        What the files do not say.

    Returns
    -------
    Imported
        The plan of all. Storeys that were drawn apart are laid over each other.

    Raises
    ------
    FloorplanError
        As of `import_file`; also if a file is a picture, or holds several storeys.
    """
    from asher.floorplan.importers._level_words import level_in
    from asher.floorplan.importers._storeys import stacked
    from asher.floorplan.importers.guard import read_apart

    options = options or Options()
    files = [Path(path) for path in paths]
    if len(files) == 1:
        return import_file(files[0], options)
    names = [_recognised(path) for path in files]
    drawings: list[Drawing] = []
    for path, name in zip(files, names, strict=True):
        shown = read_apart(name, path, options)
        if isinstance(shown, Backdrop):
            allowed = "drawings of one storey each; trace a picture first"
            raise FloorplanError(
                [Fault(str(path), 1, 1, "", "a picture of several files", allowed)]
            )
        if len(shown.storeys) != 1:
            found = f"{len(shown.storeys)} storeys in one of several files"
            raise FloorplanError([Fault(str(path), 1, 1, "", found, "one storey a file")])
        drawings.append(shown)
    said = [level_in(path.stem) for path in files]
    ground = said.index(0) if 0 in said else 0
    drawings = [
        replace(shown, storeys=(Storey(_storey_name(path), None, number - ground),))
        for number, (path, shown) in enumerate(zip(files, drawings, strict=True))
    ]
    drawing = stacked(drawings, files[0].parent.resolve().name or files[0].stem)
    formats_of = dict.fromkeys(map(_said, names))
    return _assembled(" and ".join(formats_of), files[0], drawing, options)


def _said(name: str) -> str:
    """What people call a format."""
    return str(import_module(f"{__name__}.{name}").NAME)


def _storey_name(path: Path) -> str:
    return path.stem.removesuffix(".plan").replace("_", " ")


def _assembled(said: str, path: Path, drawing: Drawing, options: Options) -> Imported:
    from asher.floorplan.importers.assemble import assemble

    with nothing_collected():
        plan, notes, faults = assemble(drawing, options, name=str(path))
    _refuse_mends(path, notes, options)
    counts = {
        "storeys": (len(drawing.storeys), len(plan.levels)),
        "rooms": (len(drawing.areas), len(plan.spaces)),
        "doors": (
            sum(each.category != "window" for each in drawing.doorways),
            sum(each.category != "window" for each in plan.openings),
        ),
        "stairs": (len(drawing.stairs), len(plan.connectors)),
    }
    return Imported(said, plan, None, faults, notes, counts)


def mend(path: str | Path, options: Options | None = None) -> tuple[Floorplan, tuple[Note, ...]]:
    """Put right what a machine may put right in a plan file, and name each mend.

    Parameters
    ----------
    path : str or Path
        A plan file; it may have faults, as long as its features can be read.
    options : Options, optional
        `Options.strict` refuses instead.

    Returns
    -------
    plan : Floorplan
        The mended plan; equal to that of the file where nothing was to be mended.
    notes : tuple of Note
        Each mend, with its place and amount.

    Raises
    ------
    FloorplanError
        If the file cannot be read at all, or something was mended under `Options.strict`.
    """
    from asher.floorplan.importers._plans import to_drawing
    from asher.floorplan.importers.assemble import assemble
    from asher.floorplan.read import read_loosely

    path, options = Path(path), options or Options()
    drawn = read_loosely(path)
    plan, notes, _ = assemble(to_drawing(drawn), options, name=str(path), close=True)
    _refuse_mends(path, notes, options)
    return (plan, notes) if notes else (drawn, ())


def _refuse_mends(path: Path, notes: Sequence[Note], options: Options) -> None:
    mends = [note for note in notes if note.kind != "assumed"]
    if options.strict and mends:
        raise FloorplanError(
            [
                Fault(str(path), 1, 1, note.code, _placed(note), "nothing to mend (--strict)")
                for note in mends
            ]
        )


def _placed(note: Note) -> str:
    at = "" if note.place is None else f" at ({note.place[0]:.2f}, {note.place[1]:.2f})"
    on = f" on level {note.storey!r}" if note.storey else ""
    return f"{note.words}{at}{on}"


def _recognised(path: Path) -> str:
    if not path.exists():
        refuse(path, "no such file", "a floor plan in a known format")
    if not path.is_file():
        refuse(path, "not a file", "a floor plan in a known format")
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD_BYTES)
        size = path.stat().st_size
    except OSError as error:
        refuse(path, f"cannot be read: {error.strerror}", "a readable file")
    if not head:
        refuse(path, "the file is empty", "a floor plan in a known format")
    if size > bounds.SOURCE_BYTES:
        found = f"{size / 2**20:,.0f} MB"
        refuse(path, found, f"at most {bounds.SOURCE_BYTES // 2**20} MB; export one building")
    name = next((name for name, module in _formats() if module.recognises(head, path)), "")
    if not name:
        names = ", ".join(map(_said, formats()))
        if head.startswith(b"PK"):
            refuse(path, "a ZIP archive that is cut off, damaged or holds no floor plan", names)
        if head.startswith(_UTF_16):
            refuse(path, "text in UTF-16", "text in UTF-8: save it as such in an editor")
        refuse(path, "not a format that can be imported", f"{names}, known by their content")
    return name
