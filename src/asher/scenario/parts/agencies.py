"""R15: whether agencies that meet at the door have trained together."""

from typing import ClassVar

from asher.scenario.parts.setting import Part, Terms
from asher.scenario.response import Response
from asher.scenario.sources import sourced


class Agencies(Part):
    """R15: whether agencies that meet at the door have trained together.

    Parameters
    ----------
    joint_training : bool
        They have.
    """

    label: ClassVar = "Agencies"
    system_rows: ClassVar = {"R15": "agencies and joint training"}

    joint_training: bool = sourced(False, judgement="none unless stated")

    def words(self, response: Response) -> str:
        """Say what is done."""
        if not self.joint_training:
            return ""
        words = "agencies that meet at the door have trained together"
        alone = response.agencies == 1
        return f"{words} (no effect here: the scenario has one agency)" if alone else words

    def rows(self) -> tuple[str, ...]:
        """Rows that it uses."""
        return ("R15",) if self.joint_training else ()

    def terms(self) -> Terms:
        """What the laws read."""
        return {"trained": self.joint_training}
