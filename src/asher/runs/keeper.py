"""Blocks of a run in a folder: each whole or absent, each of one identity."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from asher import bounds
from asher.errors import ResultsError
from asher.runs.claims import read_mapping
from asher.runs.identity import Identity
from asher.runs.whole import whole, write_json
from asher.strangers import printable, require_plain

Block = TypeVar("Block")
FAILED = ".failed.json"
"""Ending of a file that says that a block failed."""


class Form(Protocol[Block]):
    """How a block stands in a file."""

    suffix: str

    def write(self, path: Path, block: Block, stamp: Mapping[str, str]) -> None:
        """Write a block, and beside its values what it is of."""

    def read(self, path: Path) -> tuple[Block, dict[str, str]]:
        """Read both back; any error of a damaged file may come."""

    def digest(self, block: Block) -> str:
        """Checksum of the values."""

    def count(self, block: Block) -> int:
        """How many items it holds."""

    def join(self, parts: Sequence[Block]) -> Block:
        """Put blocks that follow each other together."""

    def cut(self, block: Block, count: int) -> Block:
        """The first items of a block."""


def block_name(index: int, suffix: str) -> str:
    """Name the file of a block.

    Parameters
    ----------
    index : int
        Number of the block, >= 0.
    suffix : str
        Ending of its form.

    Returns
    -------
    str
        Such as ``00012.parquet``.
    """
    return f"{index:05d}{suffix}"


@dataclass(frozen=True)
class Keeper(Generic[Block]):
    """Keeps the blocks of one run."""

    folder: Path  # Where; made when the first block is written
    form: Form[Block]  # How a block stands in a file
    identity: Identity  # What decides the bytes of the run

    def path(self, index: int) -> Path:
        """Return where a block stands."""
        return self.folder / block_name(index, self.form.suffix)

    def write(self, index: int, first: int, block: Block) -> None:
        """Write a block whole or not at all.

        Parameters
        ----------
        first : int
            Number of its first item.
        block : Block
            Its items.

        Raises
        ------
        OSError
            If it cannot be written.
        """
        stamp = {
            "identity": self.identity.digest,
            "first": str(first),
            "checksum": self.form.digest(block),
        }
        with self.placed(self.path(index)) as part:
            self.form.write(part, block, stamp)

    @contextmanager
    def placed(self, path: Path) -> Iterator[Path]:
        """Put a file in its place among the blocks, whole or not at all.

        Parameters
        ----------
        path : Path
            Its place, as `path` or `failed_path` has it.

        Yields
        ------
        Path
            Where to write it meanwhile.

        Raises
        ------
        OSError
            If it cannot be written there.
        ResultsError
            If the folder of the blocks leads elsewhere.
        """
        require_own(self.folder)
        with whole(path) as part:
            yield part

    def read(self, index: int, first: int) -> Block | None:
        """Read a block.

        Parameters
        ----------
        first : int
            Number of its first item.

        Returns
        -------
        Block or None
            None if the block was not run yet.

        Raises
        ------
        ResultsError
            If the file is damaged, or of another run.
        """
        path = self.path(index)
        require_own(self.folder)
        try:
            require_plain(path, most=bounds.BLOCK_BYTES)
            block, stamp = self.form.read(path)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise ResultsError(f"{error.filename or path}: {error.strerror or error}") from error
        except Exception as error:
            raise ResultsError(
                f"{path}: the block cannot be read ({_first_line(error)}); delete it to run it "
                "again"
            ) from error
        if stamp.get("identity") != self.identity.digest or stamp.get("first") != str(first):
            raise ResultsError(
                f"{path}: the block belongs to another run; delete it to run it again"
            )
        if stamp.get("checksum") != self.form.digest(block):
            raise ResultsError(
                f"{path}: the block is damaged (wrong checksum); delete it to run it again"
            )
        return block

    def failed_path(self, index: int) -> Path:
        """Return where it says that a block failed; who removes it lets it be tried again."""
        return self.folder / block_name(index, FAILED)

    def fail(self, index: int, first: int, count: int) -> None:
        """Keep that a block failed, so that going on does not try it again.

        Parameters
        ----------
        first, count : int
            Number of its first item, and how many were asked for.

        Raises
        ------
        OSError
            If it cannot be written.
        """
        stamp = {"identity": self.identity.digest, "first": first, "count": count}
        require_own(self.folder)
        write_json(self.failed_path(index), {**stamp, "why": "killed every worker that ran it"})

    def failed(self, index: int, first: int, count: int) -> bool:
        """Tell whether these very items failed before; refuse what says so if it is damaged."""
        path = self.failed_path(index)
        require_own(self.folder)
        stamp = read_mapping(path)
        if stamp is None:
            return False
        if stamp.get("identity") != self.identity.digest or stamp.get("first") != first:
            raise ResultsError(f"{path}: belongs to another run; delete it to run the block again")
        return bool(stamp.get("count") == count)


def require_own(folder: Path) -> None:
    """Check that what a folder holds is within it.

    Parameters
    ----------
    folder : Path
        A folder inside one that a person named; it may be missing.

    Raises
    ------
    ResultsError
        If it is a link: what is written or removed there would be so elsewhere.
    """
    if folder.is_symlink():
        raise ResultsError(f"{folder}: it is a link, and links are not followed")


def _first_line(error: Exception) -> str:
    # It may quote what stands in the file.
    lines = str(error).splitlines() or [type(error).__name__]
    return printable(lines[0][:200])
