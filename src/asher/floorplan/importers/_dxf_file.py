"""A DXF file as a document: text or binary, whole, and not too large."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import Any

from asher import bounds
from asher.errors import MissingExtraError
from asher.floorplan.importers._opening import refuse

__all__ = ["is_dwg", "is_dxf", "open_file"]

_MARK = b"\xef\xbb\xbf"
_BINARY = b"AutoCAD Binary DXF\r\n\x1a\x00"
_TEXT = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:\s*999\r?\n[^\n]*\n)*\s*0[ \t]*\r?\n\s*SECTION[ \t]*\r?\n"
)
_DWG = re.compile(rb"AC(?:10[0-9]{2}|1\.\d\d|2\.\d\d)")
_END = re.compile(rb"(?:^|\n)\s*EOF\s*\x1a?\s*$")
_ENTITY = re.compile(rb"\n[ \t]*0[ \t]*\r?\n[ \t]*[A-Z]")
_CODE = re.compile(rb"\x00\x00?[A-Z][A-Z0-9_]{2,}\x00")
_TAIL_BYTES = 512
_SAVE_AGAIN = "a whole DXF file; save it again in the CAD program"


def is_dxf(head: bytes) -> bool:
    """Whether a file that begins so is DXF."""
    return head.startswith(_BINARY) or bool(_TEXT.match(head))


def is_dwg(head: bytes) -> bool:
    """Whether a file that begins so is DWG, which nothing reads here."""
    return bool(_DWG.match(head))


def open_file(path: Path) -> Any:
    """Open a file as a document of ezdxf; refuse what is no whole DXF file, or holds too much."""
    raw = _checked(path)
    try:
        from ezdxf import recover
        from ezdxf.filemanagement import readfile
        from ezdxf.lldxf.const import DXFError
    except ImportError:
        raise MissingExtraError(
            "reading DXF needs the extra 'dxf': pip install -e '.[dxf]' in a clone"
        ) from None
    try:
        try:
            if raw.startswith(_MARK):
                # The library does not read past the mark that some editors put before a text.
                return recover.read(BytesIO(raw.removeprefix(_MARK)))[0]
            return readfile(path)
        except (DXFError, ValueError, KeyError, TypeError, AttributeError, IndexError):
            document, _ = recover.readfile(path)
            return document
    except Exception as error:  # noqa: BLE001 - damaged files end in errors of any kind
        words = " ".join(str(error).split())[:200]
        refuse(path, f"damaged: {words or type(error).__name__}", _SAVE_AGAIN)


def _checked(path: Path) -> bytes:
    raw = path.read_bytes() if path.stat().st_size <= bounds.SOURCE_BYTES else None
    if raw is None:
        refuse(path, "too large", f"at most {bounds.SOURCE_BYTES // 2**20} MB")
    if is_dwg(raw):
        refuse(path, "a DWG file", "a DXF file; export it as DXF in the CAD program")
    if not is_dxf(raw[:8192]):
        refuse(path, "not a DXF file", "a file that begins with 0, SECTION")
    binary = raw.startswith(_BINARY)
    if not (raw.rstrip(b"\x00").endswith(b"EOF") if binary else _END.search(raw[-_TAIL_BYTES:])):
        refuse(path, "the file is cut off: EOF is missing at its end", _SAVE_AGAIN)
    count = len((_CODE if binary else _ENTITY).findall(raw))
    if count > bounds.DXF_ENTITIES:
        refuse(path, f"{count:,} entities", f"{bounds.DXF_ENTITIES:,}; export one storey")
    return raw
