"""A results folder: what was run, its blocks of replications, and their summary."""

from __future__ import annotations

import hashlib
import json
import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from asher.errors import ResultsError, SimulationError
from asher.simulation.outcome import ENDINGS, METRICS, Outcome

if TYPE_CHECKING:
    from asher.scenario.scenario import Scenario

FORMAT = 1
_EXIT = "out_by:"
# What must be equal for a block of yesterday to stand beside a block of today.
_MATCHED = (
    ("format", "file format"),
    ("scenario_digest", "scenario"),
    ("courses_of_action", "courses of action"),
    ("seed", "seed"),
    ("block_size", "block size"),
    ("model_digest", "version of the model"),
)


def model_digest() -> str:
    """Return a digest of the code that decides what happens in a replication.

    Returns
    -------
    str
        SHA-256, in hexadecimal, of the sources of the kernels and of the simulation.
    """
    package = Path(__file__).parent.parent
    digest = hashlib.sha256()
    # Subfolders too, and by their paths: a change of the walking laws is a change of the model.
    for path in sorted([*package.glob("kernels/**/*.py"), *package.glob("simulation/**/*.py")]):
        digest.update(path.relative_to(package).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


@dataclass(frozen=True)
class ResultsFolder:
    """A folder with `manifest.json`, `blocks/`, `summary.json` and perhaps `report.html`.

    Parameters
    ----------
    path : Path
        The folder; made when the first file is written.

    Notes
    -----
    Every file is written under another name and then renamed, so that a file which stands is
    whole, whenever the program was stopped.
    """

    path: Path

    @property
    def manifest_path(self) -> Path:
        """Where the manifest stands."""
        return self.path / "manifest.json"

    @property
    def summary_path(self) -> Path:
        """Where the summary stands."""
        return self.path / "summary.json"

    @property
    def report_path(self) -> Path:
        """Where the report is written."""
        return self.path / "report.html"

    def block_path(self, index: int) -> Path:
        """Return where a block stands.

        Parameters
        ----------
        index : int
            Number of the block, >= 0.

        Returns
        -------
        Path
            The file.
        """
        return self.path / "blocks" / f"{index:05d}.parquet"

    def open(self, scenario: Scenario, *, seed: int, block_size: int) -> None:
        """Make the folder ready for a study, or check that it holds this very study.

        Parameters
        ----------
        scenario : Scenario
            What is run.
        seed : int
            Seed of its streams.
        block_size : int
            Replications in a whole block.

        Raises
        ------
        ResultsError
            If the folder holds another study; nothing is changed then.
        """
        manifest = _manifest(scenario, seed, block_size)
        if not self.manifest_path.exists():
            if self.block_path(0).parent.is_dir():
                raise ResultsError(
                    f"{self.path}: holds blocks but no manifest.json, so they belong to nothing "
                    "known; choose another folder"
                )
            self.write(self.manifest_path, manifest)
            return
        unlike = _unlike(self.read_manifest(), manifest)
        if unlike:
            raise ResultsError(
                f"{self.path}: holds the results of another study (another {', '.join(unlike)}); "
                "nothing was changed; choose another folder or remove this one"
            )

    def holds_another(self, scenario: Scenario, *, seed: int, block_size: int) -> bool:
        """Whether the folder holds the results of another study.

        Parameters
        ----------
        scenario : Scenario
            What is to be run.
        seed : int
            Seed of its streams.
        block_size : int
            Replications in a whole block.

        Returns
        -------
        bool
            False if it is empty or holds this very study.

        Raises
        ------
        ResultsError
            If its manifest is damaged.
        """
        if not self.manifest_path.exists():
            return self.block_path(0).parent.is_dir()
        return bool(_unlike(self.read_manifest(), _manifest(scenario, seed, block_size)))

    def count_blocks(self) -> int:
        """Count the blocks that stand, from the first on.

        Returns
        -------
        int
            Number of blocks.
        """
        index = 0
        while self.block_path(index).exists():
            index += 1
        return index

    def read_manifest(self) -> dict[str, Any]:
        """Return what the folder says it holds.

        Returns
        -------
        dict
            The manifest.

        Raises
        ------
        ResultsError
            If the folder is not a results folder.
        """
        return self._read_json(self.manifest_path)

    def read_summary(self) -> dict[str, Any] | None:
        """Return the summary of the last finished run.

        Returns
        -------
        dict or None
            None if no run was finished.

        Raises
        ------
        ResultsError
            If the file is damaged.
        """
        return self._read_json(self.summary_path) if self.summary_path.exists() else None

    def write(self, path: Path, document: dict[str, Any]) -> None:
        """Write a JSON file whole or not at all.

        Parameters
        ----------
        path : Path
            Where it goes.
        document : dict
            Plain values.
        """
        text = json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
        with _whole(path) as part:
            part.write_text(text, encoding="utf-8")

    def write_block(self, index: int, block: Outcome) -> None:
        """Write a block whole or not at all.

        Parameters
        ----------
        index : int
            Number of the block.
        block : Outcome
            Its replications.
        """
        import duckdb

        n_courses, n = block.ending.shape
        table: dict[str, Any] = {
            "replication": np.repeat(block.replications, n_courses),
            "course_of_action": np.tile(np.array(block.courses, dtype=object), n),
            **{metric.name: block.columns[metric.name].T.ravel() for metric in METRICS},
            "ending": np.array(ENDINGS, dtype=object)[block.ending.T.ravel()],
            **{f"{_EXIT}{name}": column.T.ravel() for name, column in block.exits.items()},
        }
        with _whole(self.block_path(index)) as part, duckdb.connect() as connection:
            connection.register("block", table)
            target = str(part).replace("'", "''")
            # NaN, a time that never came, is NULL in the file: readers leave it out of means.
            connection.execute(f"COPY block TO '{target}' (FORMAT parquet, COMPRESSION zstd)")

    def read_block(self, index: int, *, scenario: Scenario, seed: int) -> Outcome | None:
        """Read a block.

        Parameters
        ----------
        index : int
            Number of the block.
        scenario : Scenario
            What was run.
        seed : int
            Seed of its streams.

        Returns
        -------
        Outcome or None
            None if the block was not run yet.

        Raises
        ------
        ResultsError
            If the file is damaged.
        """
        path = self.block_path(index)
        if not path.exists():
            return None
        import duckdb

        courses = tuple(course.name for course in scenario.courses_of_action)
        try:
            with duckdb.connect() as connection:
                table = connection.execute(
                    "SELECT * FROM read_parquet(?) ORDER BY replication", [str(path)]
                ).fetchnumpy()
            place = {name: i for i, name in enumerate(courses)}
            row = np.array([place[name] for name in table["course_of_action"]])
            order = np.lexsort((row, table["replication"]))
            shape = (len(order) // len(courses), len(courses))

            def by_course(name: str) -> Any:
                values = np.ma.filled(table[name].astype(np.float64), np.nan)[order]
                return np.ascontiguousarray(values.reshape(shape).T)

            category = {name: i for i, name in enumerate(ENDINGS)}
            ending = np.array([category[name] for name in table["ending"]], dtype=np.int8)[order]
            return Outcome(
                scenario_digest=scenario.digest,
                seed=seed,
                courses=courses,
                replications=table["replication"][order].reshape(shape)[:, 0].astype(np.int64),
                columns={metric.name: by_course(metric.name) for metric in METRICS},
                ending=np.ascontiguousarray(ending.reshape(shape).T),
                exits={
                    name.removeprefix(_EXIT): by_course(name)
                    for name in table
                    if name.startswith(_EXIT)
                },
            )
        except (duckdb.Error, KeyError, ValueError) as error:
            why = str(error).splitlines()[0]
            raise ResultsError(
                f"{path}: the block cannot be read ({why}); remove it to run it again"
            ) from error

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other runs from writing to the folder meanwhile.

        Yields
        ------
        None
            While the folder is locked.

        Raises
        ------
        SimulationError
            If another run is writing to it.
        """
        self.path.mkdir(parents=True, exist_ok=True)
        try:
            import fcntl
        except ImportError:  # Windows has no such lock; two runs there write the same bytes
            yield
            return
        # A lock on the folder itself leaves no lock file behind when the program is killed.
        handle = os.open(self.path, os.O_RDONLY)
        try:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise SimulationError(
                    f"{self.path}: another run is writing to this folder"
                ) from None
            yield
        finally:
            os.close(handle)

    def _read_json(self, path: Path) -> dict[str, Any]:
        try:
            document = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise ResultsError(
                f"{self.path}: not a results folder (no {path.name}); "
                "`asher compare SCENARIO --out FOLDER` writes one"
            ) from None
        except (OSError, ValueError) as error:
            raise ResultsError(f"{path}: cannot be read ({error})") from error
        if not isinstance(document, dict):
            raise ResultsError(f"{path}: cannot be read (not a mapping)")
        return document


def _manifest(scenario: Scenario, seed: int, block_size: int) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "scenario_digest": scenario.digest,
        "plan_digest": scenario.floorplan.digest,
        "model_digest": model_digest(),
        "seed": seed,
        "block_size": block_size,
        "courses_of_action": [course.name for course in scenario.courses_of_action],
        "versions": {
            "asher": version("asher"),
            "python": platform.python_version(),
            **{name: version(name) for name in ("numba", "numpy")},
        },
        "scenario": scenario.to_document(),
    }


def _unlike(stands: dict[str, Any], wanted: dict[str, Any]) -> list[str]:
    return [words for key, words in _MATCHED if stands.get(key) != wanted[key]]


@contextmanager
def _whole(path: Path) -> Iterator[Path]:
    path.parent.mkdir(parents=True, exist_ok=True)
    # A fixed name, so that what a killed run left is overwritten by the next one.
    part = path.with_name(path.name + ".part")
    try:
        yield part
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
