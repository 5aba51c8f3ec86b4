"""What in a scenario does not go with its plan, or with the rest of it."""

from dataclasses import dataclass

from asher.documents.document import Document, Keys, path_text
from asher.errors import Fault, Word


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Something in a scenario that does not go with its plan, or with the rest of it."""

    keys: Keys  # Where it stands in the scenario
    # As in a fault.
    found: str
    allowed: str
    suggestion: Word = ""

    def placed(self, document: Document) -> Fault:
        """Say where in a document it stands.

        Parameters
        ----------
        document : Document
            The document that states the scenario.
        """
        line, column = document.position(self.keys)
        where = path_text(self.keys)
        return Fault(
            str(document.path), line, column, where, self.found, self.allowed, self.suggestion
        )


class MismatchError(ValueError):
    """Several mismatches at once.

    Parameters
    ----------
    mismatches : list of Mismatch
        All of them.
    """

    def __init__(self, mismatches: list[Mismatch]) -> None:
        super().__init__(f"{len(mismatches)} mismatches")
        self.mismatches = mismatches
