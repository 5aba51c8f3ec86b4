"""A results folder read back, as a comparison."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import count
from pathlib import Path

from asher import bounds
from asher.comparison.by_severity import PARTS, Further, Part, seed_of
from asher.comparison.comparison import Comparison, Failed
from asher.comparison.manifest import Manifest, Summary
from asher.comparison.results import MODEL, ResultsFolder, identity_of, severity_parts
from asher.comparison.sensitivity import incidents_for
from asher.comparison.stopping import Stopping
from asher.errors import ResultsError, ScenarioError
from asher.runs.identity import Identity, Origin
from asher.simulation.outcome import Outcome


def read_results(folder: Path | str) -> Comparison:
    """Read a results folder.

    Parameters
    ----------
    folder : path
        A folder that `compare` wrote. If the run was interrupted, its finished blocks are read.

    Returns
    -------
    Comparison
        The same as the run returned.

    Raises
    ------
    ResultsError
        If it is not a results folder, is damaged, or holds no block yet.
    """
    from asher.scenario.scenario import Scenario

    results = ResultsFolder(Path(folder))
    manifest, summary = results.read_manifest(), results.read_summary()
    try:
        scenario = Scenario.from_document(manifest.scenario)
    except ScenarioError as error:
        first, *more = (replace(fault, file=str(results.manifest_path)) for fault in error.faults)
        others = f" (and {len(more)} more)" if more else ""
        raise ResultsError(f"the scenario cannot be used: {first}{others}") from None
    outcome, failed = _stands(results, manifest)
    if outcome.courses != tuple(course.name for course in scenario.courses_of_action):
        raise ResultsError(f"{results.path}: the blocks have other courses of action than it says")
    n = summary.replications or outcome.n
    if n > outcome.n:
        raise ResultsError(
            f"{results.path}: the summary is of {n} replications, but only {outcome.n} are there; "
            "run the comparison again to fill the gap"
        )
    now = identity_of(
        scenario,
        seed=manifest.seed,
        block_size=manifest.block_size,
        severity=manifest.severity,
    )
    # The scenario stands in the manifest: what can be another is the model and its numbers.
    unlike = tuple(part for part in MODEL if part in now.unlike(manifest.identity))
    return Comparison(
        scenario,
        outcome.select(replications=outcome.replications[:n]),
        _stopping(summary),
        Origin(manifest.versions, unlike),
        failed if summary.replications is None else _failed(summary),
        *results.read_findings(Identity(manifest.identity), incidents_for(n)),
        further=_further(results, manifest, summary),
    )


def _stands(results: ResultsFolder, manifest: Manifest) -> tuple[Outcome, tuple[Failed, ...]]:
    """All blocks that stand one after the other, and those among them that failed."""
    keeper, size = results.keeper(Identity(manifest.identity)), manifest.block_size
    blocks: list[Outcome] = []
    failed: list[Failed] = []
    room = bounds.RESULT_BYTES
    for index in count():
        path, block = keeper.path(index), keeper.read(index, index * size)
        if block is None and not keeper.failed(index, index * size, size):
            break
        if block is None:
            failed.append(Failed(index * size, size))
            continue
        stated = (manifest.seed, manifest.severity)
        if block.n > size or (block.seed, block.severity) != stated:
            raise ResultsError(f"{path}: belongs to another run than the manifest says")
        room -= block.nbytes
        if room < 0:
            raise ResultsError(f"{path}: more than {bounds.RESULT_BYTES >> 20:,} MB of figures")
        blocks.append(block)
        if block.n < size:
            break
    if not blocks:
        raise ResultsError(f"{results.path}: no block of replications is finished yet")
    return blocks[0].concatenate(blocks[1:]), tuple(failed)


def _further(
    results: ResultsFolder, manifest: Manifest, summary: Summary
) -> tuple[Further, ...] | None:
    """What was run beside the incidents of all severities, as the last finished run says."""
    if summary.by_severity is None:
        return None
    found = []
    for stated in summary.by_severity:
        part = next((each for each in PARTS if each.severity == stated.severity), None)
        if part is None:
            raise ResultsError(f"{results.summary_path}: by_severity: no such part of all attacks")
        if not stated.further:
            continue
        inner = results.part(part.severity)
        outcome, _ = _stands(inner, _of_part(manifest, part))
        n = stated.further - stated.failed
        if outcome.n < n:
            raise ResultsError(
                f"{inner.path}: {n} attacks are stated, but only {outcome.n} are there; run the "
                "comparison again to fill the gap"
            )
        kept = outcome.select(replications=outcome.replications[:n])
        found.append(Further(part, kept, stated.failed))
    return tuple(found)


def _of_part(manifest: Manifest, part: Part) -> Manifest:
    """What the folder of a part has to hold to belong to a study."""
    seed = seed_of(part, manifest.seed)
    identity = {**manifest.identity, "seed": seed, **severity_parts(part.severity)}
    changes = {"seed": seed, "severity": part.severity, "identity": identity}
    return manifest.model_copy(update=changes)


def _failed(summary: Summary) -> tuple[Failed, ...]:
    return tuple(Failed(each.first, each.replications) for each in summary.failed)


def _stopping(summary: Summary) -> Stopping | None:
    if summary.stopping is None:
        return None
    stated = summary.stopping.model_dump()
    if stated["half_width"] is None:  # JSON has no word for a width that is not known
        stated["half_width"] = math.nan
    return Stopping(**stated)
