"""A results folder: what was run, its blocks of replications, and their summary."""

from __future__ import annotations

import glob
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from asher.errors import ResultsError
from asher.runs.identity import Identity, laws_digest, versions
from asher.runs.keeper import Keeper, claim, read_claim, read_json
from asher.simulation.outcome import ENDINGS, METRICS, Outcome

if TYPE_CHECKING:
    from asher.scenario.scenario import Scenario

FORMAT = 2
LAWS = ("asher.simulation.site",)
"""Where a replication begins: every module that is reached from there decides what happens."""
MODEL = ("calibrated numbers", "version of the model")
"""Parts of an identity that are not the user's choice."""
_EXIT = "out_by:"
_WAY_OUT = "choose another folder (--out), or --fresh to run it anew"


def identity_of(scenario: Scenario, *, seed: int, block_size: int) -> Identity:
    """What decides the bytes of a study.

    Parameters
    ----------
    scenario : Scenario
        What is run.
    seed : int
        Seed of its streams.
    block_size : int
        Replications in a whole block.

    Returns
    -------
    Identity
        Its parts, by the words that a reader knows them by.
    """
    from asher.simulation.posterior import draws_digest

    return Identity(
        {
            "file format": FORMAT,
            "scenario": scenario.digest,
            "courses of action": ", ".join(course.name for course in scenario.courses_of_action),
            "seed": seed,
            "block size": block_size,
            "calibrated numbers": draws_digest(scenario),
            "version of the model": laws_digest(*LAWS),
        }
    )


def model_of(scenario: Scenario) -> dict[str, str]:
    """What decides a replication besides the user's choice: laws, numbers, and what computes them.

    Parameters
    ----------
    scenario : Scenario
        What is run.

    Returns
    -------
    dict of str to str
        Digests and versions by name.
    """
    from asher.simulation.posterior import draws_digest

    computing = {name: each for name, each in versions().items() if name != "python"}
    return {
        "version of the model": laws_digest(*LAWS),
        "calibrated numbers": draws_digest(scenario),
        **computing,
    }


class OutcomeForm:
    """A block is an `Outcome`; the file a Parquet table, a row a replication and course."""

    suffix = ".parquet"

    def write(self, path: Path, block: Outcome, stamp: Mapping[str, str]) -> None:
        """Write a block and its stamp; see `runs.keeper.Form`."""
        import duckdb

        n_courses, n = block.ending.shape
        table: dict[str, Any] = {
            "replication": np.repeat(block.replications, n_courses),
            "course_of_action": np.tile(np.array(block.courses, dtype=object), n),
            **{metric.name: block.columns[metric.name].T.ravel() for metric in METRICS},
            "ending": np.array(ENDINGS, dtype=object)[block.ending.T.ravel()],
            **{f"{_EXIT}{name}": column.T.ravel() for name, column in block.exits.items()},
        }
        marks = {**stamp, "scenario": block.scenario_digest, "seed": str(block.seed)}
        marks["courses"] = json.dumps(block.courses)
        words = ", ".join(f"{key}: {_quoted(value)}" for key, value in marks.items())
        with duckdb.connect() as connection:
            connection.register("block", table)
            # NaN, a time that never came, is NULL in the file: readers leave it out of means.
            connection.execute(
                f"COPY block TO {_quoted(str(path.absolute()))} "
                f"(FORMAT parquet, COMPRESSION zstd, KV_METADATA {{{words}}})"
            )

    def read(self, path: Path) -> tuple[Outcome, dict[str, str]]:
        """Read both back; see `runs.keeper.Form`."""
        import duckdb

        # A name is a name: no pattern, and no column by a folder called `key=value`.
        literal = glob.escape(str(path.absolute()))
        with duckdb.connect() as connection:
            marks = connection.execute(
                "SELECT decode(key), decode(value) FROM parquet_kv_metadata(?)", [literal]
            ).fetchall()
            table = connection.execute(
                "SELECT * FROM read_parquet(?, hive_partitioning = false)", [literal]
            ).fetchnumpy()
        stamp = dict(marks)
        courses = tuple(json.loads(stamp["courses"]))
        place = {name: i for i, name in enumerate(courses)}
        row = np.array([place[name] for name in table["course_of_action"]])
        order = np.lexsort((row, table["replication"]))
        shape = (len(order) // len(courses), len(courses))

        def by_course(name: str) -> Any:
            values = np.ma.filled(table[name].astype(np.float64), np.nan)[order]
            return np.ascontiguousarray(values.reshape(shape).T)

        category = {name: i for i, name in enumerate(ENDINGS)}
        ending = np.array([category[name] for name in table["ending"]], dtype=np.int8)[order]
        outcome = Outcome(
            scenario_digest=stamp["scenario"],
            seed=int(stamp["seed"]),
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
        return outcome, stamp

    def digest(self, block: Outcome) -> str:
        """Checksum of every number, in the order of names."""
        digest = hashlib.sha256(np.ascontiguousarray(block.replications).tobytes())
        for name, column in sorted({**block.columns, **_exits(block)}.items()):
            digest.update(f"{name} {column.shape}\n".encode())
            digest.update(np.ascontiguousarray(column, dtype=np.float64).tobytes())
        digest.update(np.ascontiguousarray(block.ending).tobytes())
        return digest.hexdigest()

    def count(self, block: Outcome) -> int:
        """Replications."""
        return block.n

    def join(self, parts: Sequence[Outcome]) -> Outcome:
        """One after the other."""
        return parts[0].concatenate(parts[1:])

    def cut(self, block: Outcome, count: int) -> Outcome:
        """The first replications."""
        return block.select(replications=block.replications[:count])


def _exits(block: Outcome) -> dict[str, Any]:
    return {f"{_EXIT}{name}": column for name, column in block.exits.items()}


def _quoted(text: str) -> str:
    doubled = text.replace("'", "''")
    return f"'{doubled}'"


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

    @property
    def share_path(self) -> Path:
        """Where a share says of how many replications it is one."""
        return self.path / "share.json"

    @property
    def blocks_path(self) -> Path:
        """Where the blocks stand."""
        return self.path / "blocks"

    def keeper(self, identity: Identity) -> Keeper[Outcome]:
        """Return what keeps the blocks.

        Parameters
        ----------
        identity : Identity
            Of the study.

        Returns
        -------
        Keeper
            Of `Outcome`.
        """
        return Keeper(self.blocks_path, OutcomeForm(), identity)

    def open(self, scenario: Scenario, *, seed: int, block_size: int) -> Keeper[Outcome]:
        """Make the folder ready for a study, or check that it holds this very study.

        Parameters
        ----------
        scenario : Scenario
            What is run.
        seed : int
            Seed of its streams.
        block_size : int
            Replications in a whole block.

        Returns
        -------
        Keeper
            Of its blocks.

        Raises
        ------
        ResultsError
            If the folder holds another study; nothing is changed then.
        """
        identity = identity_of(scenario, seed=seed, block_size=block_size)
        claim(
            self.manifest_path,
            identity,
            others=self.blocks_path.is_dir(),
            about=_manifest(scenario, seed, block_size),
            way_out=_WAY_OUT,
        )
        return self.keeper(identity)

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
        stands = read_claim(self.manifest_path)
        if stands is None:
            return self.blocks_path.is_dir()
        return bool(identity_of(scenario, seed=seed, block_size=block_size).unlike(stands))

    def clear(self) -> None:
        """Take away what a study left: manifest, blocks, summary and report; nothing else.

        Raises
        ------
        OSError
            If something cannot be removed.
        """
        # The manifest last: until then the folder says what is in it.
        for path in (*self.block_files(), *self.failed_files()):
            path.unlink()
        if self.blocks_path.is_dir() and not any(self.blocks_path.iterdir()):
            self.blocks_path.rmdir()
        for path in (self.report_path, self.summary_path, self.share_path, self.manifest_path):
            path.unlink(missing_ok=True)

    def block_files(self) -> list[Path]:
        """List the blocks that stand.

        Returns
        -------
        list of Path
            In their order.
        """
        found = self.blocks_path.glob(f"*{OutcomeForm.suffix}")
        return sorted((path for path in found if path.stem.isdecimal()), key=lambda p: int(p.stem))

    def failed_files(self) -> list[Path]:
        """List what says of a block that it failed.

        Returns
        -------
        list of Path
            In the order of their blocks.
        """
        return sorted(self.blocks_path.glob("*.failed.json"))

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
        manifest = self._read_json(self.manifest_path)
        if manifest.get("format") != FORMAT:
            raise ResultsError(
                f"{self.path}: written in file format {manifest.get('format')!r} of another "
                f"version of ASHER; this one reads format {FORMAT}. Run the comparison again into "
                "another folder"
            )
        return manifest

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

    def read_share(self) -> dict[str, Any]:
        """Return of how many replications this is a share.

        Returns
        -------
        dict
            ``share``, ``of`` and ``whole``; empty where the folder is no share.

        Raises
        ------
        ResultsError
            If the file is damaged.
        """
        return self._read_json(self.share_path) if self.share_path.exists() else {}

    def _read_json(self, path: Path) -> dict[str, Any]:
        try:
            return read_json(path)
        except FileNotFoundError:
            raise ResultsError(
                f"{self.path}: not a results folder (no {path.name}); "
                "`asher compare SCENARIO --out FOLDER` writes one"
            ) from None


def _manifest(scenario: Scenario, seed: int, block_size: int) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "scenario_digest": scenario.digest,
        "plan_digest": scenario.floorplan.digest,
        "seed": seed,
        "block_size": block_size,
        "courses_of_action": [course.name for course in scenario.courses_of_action],
        "scenario": scenario.to_document(),
    }
