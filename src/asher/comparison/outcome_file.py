"""A block of replications as a Parquet file, written by us and read as if by a stranger."""

from __future__ import annotations

import errno
import glob
import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from asher import bounds
from asher.simulation.metrics import ENDINGS, METRICS
from asher.simulation.outcome import Outcome
from asher.simulation.severity import ALL

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_EXIT = "out_by:"
# Twice what a block may unpack to, and nothing that is fetched from elsewhere to read a file.
_SETTINGS: dict[str, Any] = {
    "memory_limit": "1GB",
    "temp_directory": "",
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
_NUMBER, _WORD = "CAST({0} AS DOUBLE)", "list_position({1}, CAST({0} AS VARCHAR)) - 1"
# People, seconds, shares: beyond this no run gives a figure, and sums of them would overflow.
_MOST = 1e9


class OutcomeForm:
    """A block is an `Outcome`; the file a Parquet table, a row a replication and course."""

    suffix = ".parquet"

    def write(self, path: Path, block: Outcome, stamp: Mapping[str, str]) -> None:
        """Write a block and its stamp; see `runs.keeper.Form`."""
        n_courses, n = block.ending.shape
        table: dict[str, Any] = {
            "replication": np.repeat(block.replications, n_courses),
            "course_of_action": np.tile(np.array(block.courses, dtype=object), n),
            **{metric.name: block.columns[metric.name].T.ravel() for metric in METRICS},
            "ending": np.array(ENDINGS, dtype=object)[block.ending.T.ravel()],
            **{
                column: values.T.ravel()
                for column, values in zip(
                    _exit_columns(block.exits), block.exits.values(), strict=True
                )
            },
        }
        marks = {**stamp, "scenario": block.scenario_digest, "seed": str(block.seed)}
        marks["courses"] = json.dumps(block.courses)
        marks["exits"] = json.dumps([*block.exits])
        if block.severity != ALL:
            marks["severity"] = json.dumps(block.severity)
        words = ", ".join(f"{key}: {_quoted(value)}" for key, value in marks.items())
        with _database() as connection, _as_system_error(path):
            connection.register("block", table)
            # NaN, a time that never came, is NULL in the file: readers leave it out of means.
            connection.execute(
                f"COPY block TO {_quoted(str(path.absolute()))} "
                f"(FORMAT parquet, COMPRESSION zstd, KV_METADATA {{{words}}})"
            )

    def read(self, path: Path) -> tuple[Outcome, dict[str, str]]:
        """Read both back; see `runs.keeper.Form`."""
        # A name is a name: no pattern, and no column by a folder called `key=value`.
        literal = glob.escape(str(path.absolute()))
        with _database() as connection:
            marks = connection.execute(
                "SELECT decode(key), decode(value) FROM parquet_kv_metadata(?)", [literal]
            ).fetchall()
            stamp = dict(marks)
            courses = tuple(json.loads(stamp["courses"]))
            table = _fetched(connection, literal, courses)
        order = np.lexsort((table["course_of_action"], table["replication"]))
        shape = (len(order) // len(courses), len(courses))

        def by_course(name: str) -> Any:
            return np.ascontiguousarray(table[name][order].reshape(shape).T)

        ending = by_course("ending")
        if not np.all(np.isfinite(ending)):
            raise ValueError("an ending is not known")
        first = int(stamp["first"])
        replications = np.arange(first, first + shape[0], dtype=np.int64)
        if not np.array_equal(table["replication"][order], np.repeat(replications, shape[1])):
            raise ValueError("its replications do not follow each other")
        outcome = Outcome(
            scenario_digest=stamp["scenario"],
            seed=int(stamp["seed"]),
            courses=courses,
            replications=replications,
            columns={metric.name: by_course(metric.name) for metric in METRICS},
            ending=ending.astype(np.int8),
            exits={
                name: by_course(column)
                for name, column in _exits_in(table, stamp.get("exits")).items()
            },
        )
        if "severity" in stamp:
            low, high = map(float, json.loads(stamp["severity"]))
            outcome = replace(outcome, severity=(low, high))
        _check(outcome)
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


@contextmanager
def _as_system_error(path: Path) -> Iterator[None]:
    """Raise what the database says of a disk as what the system said to it."""
    import duckdb

    try:
        yield
    except duckdb.IOException as error:
        said = str(error)
        for number in (errno.ENOSPC, errno.EROFS, errno.EFBIG, errno.EDQUOT, errno.EACCES):
            if os.strerror(number) in said:
                raise OSError(number, os.strerror(number), str(path)) from None
        raise OSError(errno.EIO, said.splitlines()[0], str(path)) from None


def _database() -> DuckDBPyConnection:
    import duckdb

    return duckdb.connect(config=_SETTINGS)


def _fetched(
    connection: DuckDBPyConnection, literal: str, courses: tuple[str, ...]
) -> dict[str, Any]:
    """Columns as numbers, once it is known how many there are; NaN where nothing stands."""
    # Words become numbers before they leave the database: one long word, packed to nothing, may
    # stand in every row.
    rows = connection.execute(
        "SELECT num_rows FROM parquet_file_metadata(?)", [literal]
    ).fetchnumpy()["num_rows"]
    source = f"read_parquet({_quoted(literal)}, hive_partitioning = false)"
    names = [row[0] for row in connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()]
    if int(rows.sum()) * len(names) > bounds.BLOCK_VALUES:
        raise ValueError(f"it unpacks to {int(rows.sum()):,} rows of {len(names):,} columns")
    words = {"course_of_action": list(courses), "ending": list(ENDINGS)}
    columns, given = [], []
    for name in names:
        quoted = '"' + name.replace('"', '""') + '"'
        columns.append((_WORD if name in words else _NUMBER).format(quoted, "?"))
        given += [words[name]] if name in words else []
    found = connection.execute(
        f"SELECT {', '.join(columns)} FROM {source} LIMIT {int(rows.sum())}", given
    ).fetchnumpy()
    arrays = [np.ma.filled(each.astype(np.float64), np.nan) for each in found.values()]
    return dict(zip(names, arrays, strict=True))


def _check(outcome: Outcome) -> None:
    """Refuse what no run gives: pages and tables rest on it."""
    for metric in METRICS:
        values = outcome.columns[metric.name]
        came = values[~np.isnan(values)] if metric.kind == "time" else values
        if not np.all((came >= 0) & (came <= _MOST)):
            raise ValueError(f"{metric.name} has impossible values")
    if not all(np.all((each >= 0) & (each <= _MOST)) for each in outcome.exits.values()):
        raise ValueError("an exit has impossible values")
    if not np.all((outcome.ending >= 0) & (outcome.ending < len(ENDINGS))):
        raise ValueError("an ending is not known")


def _exit_columns(names: Iterable[str]) -> list[str]:
    """Columns of the exits: a database takes names that differ by case alone for one."""
    columns: dict[str, str] = {}
    for name in names:
        column, n = f"{_EXIT}{name}", 1
        while column.casefold() in columns:
            n += 1
            column = f"{_EXIT}{name} ({n})"
        columns[column.casefold()] = column
    return [*columns.values()]


def _exits_in(table: Iterable[str], stated: str | None) -> dict[str, str]:
    """Column of each exit; the file says their names, unless it was written before it did."""
    columns = [name for name in table if name.startswith(_EXIT)]
    names = [column.removeprefix(_EXIT) for column in columns]
    names = names if stated is None else json.loads(stated)
    if not isinstance(names, list) or len(names) != len(columns) or len({*names}) < len(names):
        raise ValueError("its exits are others than it says")
    return dict(zip(map(str, names), columns, strict=True))


def _exits(block: Outcome) -> dict[str, Any]:
    return {f"{_EXIT}{name}": column for name, column in block.exits.items()}


def _quoted(text: str) -> str:
    doubled = text.replace("'", "''")
    return f"'{doubled}'"
