"""How blocks of plain values stand in files; none of them can hold code."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from asher import bounds
from asher.strangers import read_json


class ArrayForm:
    """A block is an array, an item a row; the file is one of NumPy's.

    Parameters
    ----------
    columns : int or None
        Of every block, which holds numbers then; None takes any array.
    """

    suffix = ".npz"

    def __init__(self, columns: int | None = None) -> None:
        self.columns = columns

    def write(self, path: Path, block: NDArray[Any], stamp: Mapping[str, str]) -> None:
        """Write a block and its stamp; see `keeper.Form`."""
        with path.open("wb") as file:  # by its name NumPy would give it an ending of its own
            np.savez(file, block, stamp=np.array(json.dumps(dict(stamp))))

    def read(self, path: Path) -> tuple[NDArray[Any], dict[str, str]]:
        """Read both back; see `keeper.Form`."""
        # Zeros pack a thousandfold, and a header may state any shape: what is in it is asked first.
        with zipfile.ZipFile(path) as parts:
            unpacked = sum(part.file_size for part in parts.infolist())
        if unpacked > bounds.BLOCK_BYTES:
            raise ValueError(f"it unpacks to {unpacked / 2**20:,.0f} MB")
        with path.open("rb") as raw, np.load(raw, allow_pickle=False) as file:
            block, stamp = file["arr_0"], dict(json.loads(str(file["stamp"])))
        if self.columns is not None and not self._fits(block):
            raise ValueError(f"it does not hold numbers in {self.columns} columns")
        return block, stamp

    def _fits(self, block: NDArray[Any]) -> bool:
        is_table = block.ndim == 2 and block.shape[1] == self.columns
        return is_table and block.dtype.kind in "fi" and bool(np.isfinite(block).all())

    def digest(self, block: NDArray[Any]) -> str:
        """Checksum of type, shape and values."""
        kind = f"{block.dtype.str} {block.shape} ".encode()
        return sha256(kind + np.ascontiguousarray(block).tobytes()).hexdigest()

    def count(self, block: NDArray[Any]) -> int:
        """Rows."""
        return len(block)

    def join(self, parts: Sequence[NDArray[Any]]) -> NDArray[Any]:
        """One after the other."""
        return np.concatenate(parts)

    def cut(self, block: NDArray[Any], count: int) -> NDArray[Any]:
        """The first rows."""
        return block[:count]


class JsonForm:
    """A block is a list of plain values."""

    suffix = ".json"

    def write(self, path: Path, block: list[Any], stamp: Mapping[str, str]) -> None:
        """Write a block and its stamp; see `keeper.Form`."""
        path.write_text(json.dumps({**stamp, "items": block}), encoding="utf-8")

    def read(self, path: Path) -> tuple[list[Any], dict[str, str]]:
        """Read both back; see `keeper.Form`."""
        stamp = read_json(path, most=bounds.BLOCK_BYTES)
        items = stamp.pop("items")
        if not isinstance(items, list):
            raise TypeError("'items' is not a list")
        return items, stamp

    def digest(self, block: list[Any]) -> str:
        """Checksum of the values as they are written."""
        return sha256(json.dumps(block).encode()).hexdigest()

    def count(self, block: list[Any]) -> int:
        """Values."""
        return len(block)

    def join(self, parts: Sequence[list[Any]]) -> list[Any]:
        """One after the other."""
        return [item for part in parts for item in part]

    def cut(self, block: list[Any], count: int) -> list[Any]:
        """The first values."""
        return block[:count]
