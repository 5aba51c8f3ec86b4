"""A results folder: what was run, its blocks of replications, and their summary."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from asher.comparison.by_severity import PARTS
from asher.comparison.edits import edited
from asher.comparison.effect import Findings, Sensitivity
from asher.comparison.manifest import (
    Manifest,
    Share,
    Summary,
    read_part,
    require_format,
)
from asher.comparison.outcome_file import OutcomeForm
from asher.errors import ResultsError
from asher.runs.claims import claim, read_claim, read_mapping
from asher.runs.identity import Identity, laws_digest, versions
from asher.runs.keeper import FAILED, Keeper, block_name, require_own
from asher.runs.whole import write_json
from asher.simulation.outcome import Outcome
from asher.simulation.severity import ALL, Severity

if TYPE_CHECKING:
    from asher.scenario.scenario import Scenario

FORMAT = 2
LAWS = ("asher.simulation.site",)
"""Where a replication begins: every module that is reached from there decides what happens."""
MODEL = ("calibrated numbers", "version of the model")
"""Parts of an identity that are not the user's choice."""
_WAY_OUT = "choose another folder (--out), or --fresh to start again"


def severity_parts(severity: Severity) -> dict[str, str]:
    """What which attacks are run adds to the identity of a study; nothing where all are."""
    return {} if severity == ALL else {"severity of attacks": f"{severity[0]!r} to {severity[1]!r}"}


def identity_of(
    scenario: Scenario, *, seed: int, block_size: int, severity: Severity = ALL
) -> Identity:
    """What decides the bytes of a study.

    Parameters
    ----------
    seed : int
        Seed of its streams.
    block_size : int
        Replications in a whole block.
    severity : tuple of float
        Which attacks are run.

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
            **severity_parts(severity),
        }
    )


def model_of(scenario: Scenario) -> dict[str, str]:
    """What decides a replication besides the user's choice: laws, numbers, and what computes them.

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


class _Inside:
    """A path within a results folder, by its name there."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, folder: ResultsFolder, _of: type[ResultsFolder]) -> Path:
        return folder.path / self._name


@dataclass(frozen=True)
class ResultsFolder:
    """A folder with `manifest.json`, `blocks/`, `summary.json`, and perhaps more beside them.

    Notes
    -----
    Every file is written under another name and then renamed, so that a file which stands is
    whole, whenever the program was stopped. A file that is damaged all the same gives a
    `ResultsError` when it is read.
    """

    path: Path  # The folder; made when the first file is written

    manifest_path = _Inside("manifest.json")
    summary_path = _Inside("summary.json")
    report_path = _Inside("report.html")
    share_path = _Inside("share.json")  # Says of how many replications a share is one
    effects_path = _Inside("sensitivity.json")  # What the comparison hangs on
    blocks_path = _Inside("blocks")
    parts_path = _Inside("by-severity")  # Studies of a part of all attacks, a folder each

    def part(self, severity: Severity) -> ResultsFolder:
        """Return the results folder within this one that holds attacks of some severities.

        Returns
        -------
        ResultsFolder
            It need not be there.

        Raises
        ------
        ResultsError
            If it leads elsewhere.
        """
        path = self.parts_path / "-".join(f"{100.0 * share:g}" for share in severity)
        require_own(self.parts_path)
        require_own(path)
        return ResultsFolder(path)

    def keeper(self, identity: Identity) -> Keeper[Outcome]:
        """Return what keeps the blocks.

        Returns
        -------
        Keeper
            Of `Outcome`.
        """
        return Keeper(self.blocks_path, OutcomeForm(), identity)

    def open(
        self, scenario: Scenario, *, seed: int, block_size: int, severity: Severity = ALL
    ) -> Keeper[Outcome]:
        """Make the folder ready for a study, or check that it holds this very study.

        Raises
        ------
        ResultsError
            If the folder holds another study; nothing is changed then.
        """
        identity = identity_of(scenario, seed=seed, block_size=block_size, severity=severity)
        stands = read_mapping(self.manifest_path)
        if stands is not None:
            require_format(self.manifest_path, stands, FORMAT)

        def details(part: str) -> str:
            if part != "scenario" or stands is None:
                return ""
            return edited(stands.get("scenario"), scenario.to_document())

        claim(
            self.manifest_path,
            identity,
            others=self.blocks_path.is_dir(),
            about=_manifest(scenario, seed, block_size, severity),
            way_out=_WAY_OUT,
            details=details,
        )
        return self.keeper(identity)

    def holds_another(self, scenario: Scenario, *, seed: int, block_size: int) -> bool:
        """Whether the folder holds the results of another study.

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
        """Take away what a study left: manifest, blocks, parts, summary, report; nothing else.

        Raises
        ------
        OSError
            If something cannot be removed.
        ResultsError
            If the folder of the blocks leads elsewhere.
        """
        require_own(self.blocks_path)
        for part in PARTS:
            if (inner := self.part(part.severity)).path.is_dir():
                inner.clear()
                _remove_empty(inner.path)
        _remove_empty(self.parts_path)
        # The manifest last: until then the folder says what is in it.
        for path in (*self.block_files().values(), *self.failed_files().values()):
            path.unlink()
        _remove_empty(self.blocks_path)
        for path in (*self._written(), self.manifest_path):
            path.unlink(missing_ok=True)

    def _written(self) -> tuple[Path, ...]:
        return self.report_path, self.summary_path, self.effects_path, self.share_path

    def block_files(self) -> dict[int, Path]:
        """Find the blocks that stand.

        Returns
        -------
        dict of int to Path
            By their numbers, rising.
        """
        return self._numbered(OutcomeForm.suffix)

    def failed_files(self) -> dict[int, Path]:
        """Find what says of a block that it failed.

        Returns
        -------
        dict of int to Path
            By the numbers of the blocks, rising.
        """
        return self._numbered(FAILED)

    def _numbered(self, suffix: str) -> dict[int, Path]:
        found = {
            path.name.removesuffix(suffix): path for path in self.blocks_path.glob(f"*{suffix}")
        }
        numbered = {int(stem): path for stem, path in found.items() if stem.isdecimal()}
        # What is named otherwise than we name it, such as 1.parquet, was not written by us.
        return {
            number: path
            for number, path in sorted(numbered.items())
            if path.name == block_name(number, suffix)
        }

    def read_manifest(self) -> Manifest:
        """Return what the folder says it holds.

        Returns
        -------
        Manifest
            Checked.

        Raises
        ------
        ResultsError
            If the folder is not a results folder, or its manifest is damaged.
        """
        manifest = read_part(self.manifest_path, Manifest, version=FORMAT)
        if manifest is None:
            raise ResultsError(
                f"{self.path}: not a results folder (no {self.manifest_path.name}); "
                "`asher compare SCENARIO --out FOLDER` writes one"
            )
        return manifest

    def read_summary(self) -> Summary:
        """Return what the last finished run says of itself; nothing if no run was finished."""
        return read_part(self.summary_path, Summary) or Summary()

    def read_findings(self, identity: Identity, n: int) -> Findings:
        """Return what assumptions and disputes do to the differences, as far as it was tried.

        Parameters
        ----------
        identity : Identity
            Of the study.
        n : int
            Incidents on which each was tried.

        Returns
        -------
        Findings
            None where nothing was tried, or on other incidents.

        Raises
        ------
        ResultsError
            If the file is damaged.
        """
        found = read_part(self.effects_path, Sensitivity)
        if found is None or found.replications != n or found.study != identity.digest:
            return Findings()
        return Findings(tuple(found.effects), tuple(found.sides))

    def write_findings(self, identity: Identity, n: int, found: Findings) -> None:
        """Keep what assumptions and disputes do to the differences, as far as it is known."""
        write_json(
            self.effects_path,
            {
                "study": identity.digest,
                "replications": n,
                **{
                    part: [each.model_dump() for each in tried]
                    for part, tried in found._asdict().items()
                },
            },
        )

    def read_share(self) -> Share:
        """Return of how many replications this is a share; of none where it is no share."""
        return read_part(self.share_path, Share) or Share()


def _remove_empty(folder: Path) -> None:
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()


def _manifest(scenario: Scenario, seed: int, block_size: int, severity: Severity) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "scenario_digest": scenario.digest,
        "plan_digest": scenario.floorplan.digest,
        "seed": seed,
        "block_size": block_size,
        **({} if severity == ALL else {"severity": severity}),
        "courses_of_action": [course.name for course in scenario.courses_of_action],
        "scenario": scenario.to_document(),
    }
