"""Published figures that answer one question differently, kept side by side."""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from asher.documents import faults_of, read_document
from asher.errors import RecordsError
from asher.evidence.statistics import statistic

Words = Annotated[str, Field(min_length=1)]


class Conflict(BaseModel):
    """Rows of the evidence that do not agree.

    Parameters
    ----------
    question : str
        What they all answer.
    rows : tuple of str
        Their ids, at least two.
    opposite : tuple of str
        Those among them that count the other outcome.
    why : str
        How they come to differ.
    treated : str
        What the program does about it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    question: Words
    rows: Annotated[tuple[Words, ...], Field(min_length=2)]
    opposite: tuple[Words, ...]
    why: Words
    treated: Words

    @model_validator(mode="after")
    def _rows_exist(self) -> Conflict:
        for id in self.rows:
            statistic(id)
        if not set(self.opposite) <= set(self.rows):
            raise ValueError("opposite: only ids that stand among the rows")
        return self


@cache
def conflicts() -> tuple[Conflict, ...]:
    """Every conflict that is known.

    Returns
    -------
    tuple of Conflict
        Read once.

    Raises
    ------
    RecordsError
        If the shipped file is damaged.
    EvidenceError
        If it names a figure that does not exist.
    """
    with resources.as_file(resources.files("asher") / "data" / "conflicts.yaml") as path:
        document = read_document(Path(path), error=RecordsError)
    try:
        return TypeAdapter(tuple[Conflict, ...]).validate_python(document.data)
    except ValidationError as error:
        raise RecordsError(faults_of(error, document, model=Conflict)) from None
