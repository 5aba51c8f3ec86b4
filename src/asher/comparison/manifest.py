"""What the JSON files of a results folder may say: checked, since a stranger may have sent it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from asher import bounds
from asher.comparison.by_severity import PARTS
from asher.documents import Document, brief, faults_of, printable, shown
from asher.errors import ResultsError
from asher.runs.claims import is_identity, read_mapping
from asher.simulation.severity import ALL, Severity
from asher.strangers import find_steering, read_plain

Number = Annotated[int, Field(ge=1, le=bounds.REPLICATIONS)]


def _words(text: str) -> str:
    if find_steering(text):
        raise ValueError("printable text")
    return text


def _identity(parts: dict[str, Any]) -> dict[str, Any]:
    if not is_identity(parts):
        raise ValueError("words and what they are")
    return parts


def _severity(found: Any) -> Severity:
    # Strict models take no list for a tuple.
    is_pair = isinstance(found, list) and len(found) == 2 and {*map(type, found)} <= {int, float}
    if not is_pair or not 0.0 <= found[0] < found[1] <= 1.0:
        raise ValueError("a smaller and a larger share from 0 to 1")
    return float(found[0]), float(found[1])


Words = Annotated[str, Field(max_length=500), AfterValidator(_words)]
_Version = Annotated[str, Field(pattern=r"^[A-Za-z0-9.+!_-]{1,60}$")]


class ReadBack(BaseModel):
    """A file of a results folder; what else it states is for readers."""

    model_config = ConfigDict(frozen=True, strict=True, extra="ignore", allow_inf_nan=False)


class Manifest(ReadBack):
    """What a results folder says it holds."""

    # Parts of the identity of the study.
    identity: Annotated[dict[str, Any], AfterValidator(_identity)]
    seed: Annotated[int, Field(ge=0, le=bounds.SEED)]  # Of its streams
    block_size: Number  # Replications in a whole block
    versions: dict[_Version, _Version]  # Of what computed it
    # Which attacks were run, as shares of attacks that are milder, from and up to.
    severity: Annotated[Severity, BeforeValidator(_severity)] = ALL
    scenario: dict[str, Any]  # The scenario whole


class Stopped(ReadBack):
    """Why a run stopped where it did; see `asher.comparison.stopping.Stopping`."""

    rule: Words
    met: bool  # Whether it was met
    # What was reached; None where there is no interval.
    half_width: Annotated[float, Field(ge=0)] | None
    # The pair that has the widest interval.
    a: Words
    b: Words
    # Pairs looked at, and replications run.
    n_pairs: Annotated[int, Field(ge=0, le=bounds.REPLICATIONS)]
    replications: Number


class Lost(ReadBack):
    """Replications that failed; see `asher.comparison.comparison.Failed`."""

    # Of which streams, the number of the first, and how many.
    seed: Annotated[int, Field(ge=0, le=bounds.SEED)]
    first: Annotated[int, Field(ge=0, le=bounds.REPLICATIONS)]
    replications: Number


class InPart(ReadBack):
    """What was run of a part of all attacks; see `asher.comparison.by_severity`."""

    # Which part, as shares of attacks that are milder.
    low: Annotated[float, Field(alias="from")]
    high: Annotated[float, Field(alias="up_to")]
    # Attacks of this part run beside those of all severities, and how many of these failed.
    further: Annotated[int, Field(ge=0, le=bounds.REPLICATIONS)]
    failed: Annotated[int, Field(ge=0, le=bounds.REPLICATIONS)] = 0

    @property
    def severity(self) -> Severity:
        """Which part."""
        return self.low, self.high


class Summary(ReadBack):
    """What the last finished run says of itself."""

    replications: Number | None = None  # How many it had; None where no run was finished
    stopping: Stopped | None = None  # Why it stopped there, where a rule decided
    failed: list[Lost] = Field(default_factory=list)  # Replications that failed
    # Further attacks by part; None where none were asked for.
    by_severity: Annotated[list[InPart], Field(max_length=len(PARTS))] | None = None


class Share(ReadBack):
    """Of how many replications a folder is a share."""

    # Of all shares together; 0 where it is none.
    whole: Annotated[int, Field(ge=0, le=bounds.REPLICATIONS)] = 0


Found = TypeVar("Found", bound=ReadBack)


def read_part(path: Path, model: type[Found], *, version: int | None = None) -> Found | None:
    """Read a JSON file of a results folder.

    Parameters
    ----------
    path : Path
        The file.
    model : type
        What it may say.
    version : int, optional
        File format that it has to be of.

    Returns
    -------
    object of that type, or None
        Checked; None where there is no such file.

    Raises
    ------
    ResultsError
        If it cannot be read, is of another format, or says something else.
    """
    found = read_mapping(path)
    if found is None:
        return None
    if version is not None:
        require_format(path, found, version)
    try:
        return model.model_validate(found)
    except ValidationError as error:
        text = read_plain(path, most=bounds.JSON_BYTES).decode("utf-8")
        faults = faults_of(error, Document(path, text, found), model=model)
        raise ResultsError("\n".join(map(str, faults))) from None


def require_format(path: Path, found: Mapping[str, Any], version: int) -> None:
    """Refuse what another version of the program wrote in another file format.

    Parameters
    ----------
    path : Path
        The file.
    found : mapping
        What it says.
    version : int
        File format that is read here.

    Raises
    ------
    ResultsError
        If it is of another format; it says which is newer, and what to do.
    """
    stated = found.get("format")
    # True is 1 to Python.
    if not isinstance(stated, int) or isinstance(stated, bool):
        raise ResultsError(
            f"{path}: format: found {shown(stated)}; allowed: {version}. The file is damaged; run "
            "the comparison again into another folder (--out)"
        )
    if stated == version:
        return
    versions = found.get("versions")
    made = versions.get("asher") if isinstance(versions, Mapping) else None
    by = f"ASHER {printable(brief(made))}, " if isinstance(made, str) else ""
    age = "newer" if stated > version else "older"
    way_out = "update ASHER" if age == "newer" else "use that version"
    raise ResultsError(
        f"{path.parent}: made by {by}a{'n' * (age == 'older')} {age} version, in file format "
        f"{shown(stated)}; this one reads format {version}. To read it, {way_out}; or run the "
        "comparison again into another folder (--out)"
    )
