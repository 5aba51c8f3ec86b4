"""An IFC file, opened only when its text says that it is whole and not too much."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from asher import bounds
from asher.errors import MissingExtraError
from asher.floorplan.importers._opening import refuse

__all__ = ["SCHEMAS", "is_step", "open_file"]

SCHEMAS = ("IFC2X3", "IFC4", "IFC4X3")
"""Versions that are read, with their amendments."""

_MARK = b"\xef\xbb\xbf"
_START = b"ISO-10303-21;"
_END = re.compile(rb"END-ISO-10303-21\s*;[\s\x00]*\Z")
_SCHEMA = re.compile(rb"FILE_SCHEMA\s*\(\s*\(\s*'([^']{1,80})'", re.IGNORECASE)
_ENTITY = re.compile(
    rb"#\d+\s*=\s*(IFC(?:SPACE|DOOR|WALL|STAIR|RAMP|COLUMN|OPENING)?)", re.IGNORECASE
)
_HEAD_BYTES, _TAIL_BYTES, _CHUNK_BYTES, _SEAM_BYTES = 2**16, 4096, 2**24, 64
# A file in which more is missing than this share of its entities is refused [-] (judgement).
_MISSING = 0.01
_SAVE_AGAIN = "a whole IFC file; save or fetch it again"


def is_step(head: bytes) -> bool:
    """Whether a file begins as IFC files do."""
    return head.removeprefix(_MARK).lstrip().startswith(_START)


def open_file(path: Path) -> tuple[Any, int]:
    """Open a file as a model.

    Returns
    -------
    model : ifcopenshell.file
        What it holds.
    missing : int
        How often something is named that is not in the file; few, or it is refused.

    Raises
    ------
    FloorplanError
        If the file is not IFC, is of a version that is not read, is cut off, or holds too much.
    MissingExtraError
        If what reads it is not installed.
    """
    entities = _check_text(path)
    try:
        import ifcopenshell
    except ImportError:
        raise MissingExtraError(
            "reading IFC needs the extra 'ifc': pip install -e '.[ifc]' in a clone"
        ) from None
    ifcopenshell.get_log()  # what is said of other models is not of this one
    try:
        model = _opened(ifcopenshell, path)
    except (RuntimeError, ValueError, ifcopenshell.Error) as error:
        words = " ".join(str(error).split())[:200]
        refuse(path, f"the file cannot be opened as IFC ({words})", _SAVE_AGAIN)
    missing = ifcopenshell.get_log().count(" not found ")
    if missing > _MISSING * entities:
        refuse(
            path, f"damaged: {missing:,} references to things that are not in the file", _SAVE_AGAIN
        )
    return model, missing


def _opened(ifcopenshell: Any, path: Path) -> Any:
    with path.open("rb") as file:
        if file.read(len(_MARK)) != _MARK:
            return ifcopenshell.open(path)
        # The library does not read past the mark that some editors put before a text.
        return ifcopenshell.file.from_string(file.read().decode("utf-8", errors="replace"))


def _check_text(path: Path) -> int:
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
        if not is_step(head):
            refuse(path, "not an IFC file", f"a file that begins with {_START.decode()}")
        schema = _SCHEMA.search(head)
        name = schema[1].decode("ascii", "replace").upper() if schema else ""
        if not name.startswith(SCHEMAS):
            found = f"a STEP file of schema {name!r}" if name else "a STEP file without a schema"
            refuse(path, found, f"a building in one of {', '.join(SCHEMAS)}")
        size = file.seek(0, 2)
        file.seek(max(0, size - _TAIL_BYTES))
        if not _END.search(file.read()):
            refuse(path, "the file is cut off: END-ISO-10303-21 is missing at its end", _SAVE_AGAIN)
        file.seek(0)
        return _count(path, file)


def _count(path: Path, file: Any) -> int:
    """Count what the file holds, without reading it as a model."""
    entities = elements = 0
    seam = b""
    while chunk := file.read(_CHUNK_BYTES):
        text = seam + chunk
        found = [match for match in _ENTITY.finditer(text) if match.end() > len(seam)]
        entities += len(found)
        elements += sum(len(match[1]) > len("IFC") for match in found)
        seam = text[-_SEAM_BYTES:]
    for count, most, noun in (
        (entities, bounds.IFC_ENTITIES, "entities"),
        (elements, bounds.IFC_ELEMENTS, "rooms, walls, doors, stairs and columns"),
    ):
        if count > most:
            refuse(path, f"{count:,} {noun}", f"{most:,}; export one building, or fewer storeys")
    return entities
