"""Shares of a run put together, as if it had been run at once."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from asher.comparison.comparison import Comparison
from asher.comparison.experiment import Experiment
from asher.comparison.outcome_file import OutcomeForm
from asher.comparison.reading import read_results
from asher.comparison.results import ResultsFolder
from asher.documents import listed
from asher.errors import ResultsError
from asher.runs.claims import claim, locked
from asher.runs.identity import Identity, unlike_there
from asher.runs.keeper import Keeper
from asher.runs.whole import write_json
from asher.strangers import read_json


def merge_shares(shares: Sequence[Path], out: Path) -> Comparison:
    """Put the shares of a run together.

    Parameters
    ----------
    shares : sequence of Path
        Results folders; each block stands in one of them at least.
    out : Path
        Results folder of the whole; it may hold some of the blocks already.

    Returns
    -------
    Comparison
        The same as one run of all replications gives.

    Raises
    ------
    ResultsError
        If a share is of another run, a block is damaged, or blocks between others are missing.
    """
    target = ResultsFolder(out)
    folders = [ResultsFolder(share) for share in shares]
    first = folders[0].read_manifest()
    identity, size = Identity(first.identity), first.block_size
    found: dict[int, Path] = {}
    failed: dict[int, Path] = {}
    for folder in folders:
        unlike = identity.unlike(folder.read_manifest().identity)
        if unlike:
            raise ResultsError(
                f"{folder.path}: belongs to another run than {folders[0].path} "
                f"(another {', another '.join(unlike)})"
            )
        found.update(folder.block_files())
        failed.update(folder.failed_files())
    # A block that another share has stands in for one that failed.
    there = {**failed, **found}
    wanted = -(-max(folder.read_share().whole for folder in folders) // size)
    missing = wanted - sum(index < wanted for index in there)
    if missing or not found:
        numbers = listed(str(index) for index in range(wanted) if index not in there)
        raise ResultsError(
            f"{out}: {missing} of {wanted} blocks are in none of the shares "
            f"({numbers}); nothing was written"
        )
    for index, path in found.items():
        # Each is read before anything is written: a damaged one is told by its name.
        Keeper(path.parent, OutcomeForm(), identity).read(index, index * size)
    with locked(out):
        stated = read_json(folders[0].manifest_path)
        claim(target.manifest_path, identity, others=target.blocks_path.is_dir(), about=stated)
        keeper = target.keeper(identity)
        for path in there.values():
            with keeper.placed(keeper.folder / path.name) as part:
                shutil.copyfile(path, part)
        target.summary_path.unlink(missing_ok=True)
        comparison = read_results(out)
        write_json(target.summary_path, comparison.summary())
    return comparison


def merged_experiment(comparison: Comparison, out: Path) -> Experiment:
    """Return the experiment that a merged run is, to go on with it.

    Parameters
    ----------
    comparison : Comparison
        What `merge_shares` returned.
    out : Path
        Its results folder.

    Returns
    -------
    Experiment
        Run here, over threads.
    """
    folder = ResultsFolder(out)
    manifest = folder.read_manifest()
    return Experiment(
        comparison.scenario,
        manifest.seed,
        folder=folder,
        block_size=manifest.block_size,
        severity=manifest.severity,
    )


def unlike_versions(shares: Sequence[Path]) -> list[str]:
    """Name the shares that other versions computed than the first.

    Returns
    -------
    list of str
        A line each; the last bits of their figures may be others.
    """
    first, *others = shares
    wanted = ResultsFolder(first).read_manifest().versions
    found = {
        share: unlike_there(wanted, ResultsFolder(share).read_manifest().versions)
        for share in others
    }
    return [
        f"{share}: made with {', '.join(unlike)}, unlike {first}"
        for share, unlike in found.items()
        if unlike
    ]
