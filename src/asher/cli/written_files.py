"""Files that a verb writes: never in place of another that nobody said to replace."""

from __future__ import annotations

from pathlib import Path

from asher.errors import ResultsError

__all__ = ["require_free", "require_plan_name"]


def require_free(path: Path, *, force: bool = False, source: Path | None = None) -> None:
    """Check that a file may be written, before anything is read.

    Parameters
    ----------
    path : Path
        The file to write.
    force : bool
        Whether a file of this name may be replaced.
    source : Path, optional
        The file that is read, which is never replaced.

    Raises
    ------
    ResultsError
        If something of this name is there and may not be replaced.
    """
    if path.is_dir():
        raise ResultsError(f"{path}: is a folder; name a file with --out")
    if source is not None and path.exists() and source.exists() and path.samefile(source):
        raise ResultsError(f"{path}: is the file that is read; name another with --out")
    if path.exists() and not force:
        raise ResultsError(f"{path}: exists already; --force replaces it, --out names another")


def require_plan_name(path: Path) -> None:
    """Check that a file to write ends in ``.json``, by which a plan is found again."""
    if path.suffix.lower() != ".json":
        raise ResultsError(
            f"--out: found {path.name!r}; allowed: a file name that ends in .plan.json"
        )
