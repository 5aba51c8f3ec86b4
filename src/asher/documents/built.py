"""What is built or changed in Python: its faults are told as those of a file, by the call."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic._internal._model_construction import ModelMetaclass

from asher.documents.document import Document, listed
from asher.documents.faults import faults_of
from asher.documents.mismatches import MismatchError
from asher.errors import FloorplanError, ScenarioError

FaultyModel = type[FloorplanError | ScenarioError]


@contextmanager
def built(
    call: str,
    given: Mapping[str, Any],
    model: type[BaseModel],
    *,
    error: FaultyModel = ScenarioError,
) -> Iterator[None]:
    """Tell what a validator complains of in the words of a fault, with the call as its place.

    Parameters
    ----------
    call : str
        What was called, such as ``with_(occupants)``; it stands where a file would be named.
    given : mapping
        Its arguments by name.
    model : type of BaseModel
        What is built.
    error : type
        The kind of error to raise.

    Yields
    ------
    None
        While it is built.

    Raises
    ------
    ScenarioError or FloorplanError
        With every fault; none has a line or a column.
    """
    try:
        yield
    except ValidationError as problem:
        document = Document(Path(call), "", _plain(given))
        causes = (item.get("ctx", {}).get("error") for item in problem.errors(include_url=False))
        placed = [
            mismatch.placed(document)
            for cause in causes
            if isinstance(cause, MismatchError)
            for mismatch in cause.mismatches
        ]
        faults = placed or faults_of(problem, document, model=model)
        raise error([replace(fault, line=0, column=0) for fault in faults]) from None


class TellsFaults(ModelMetaclass):
    """Makes a model tell faulty values by its own kind of error when it is called.

    `model_validate` is left as pydantic has it: who reads a file places the complaints in it.
    """

    fault_error: FaultyModel = ScenarioError

    def __call__(self, *args: Any, **values: Any) -> Any:
        """Build one; of a model inside another the outer one tells."""
        call = f"{self.__name__}({listed(values)})"
        with built(call, values, self, error=self.fault_error):  # type: ignore[arg-type]
            return super().__call__(*args, **values)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value
