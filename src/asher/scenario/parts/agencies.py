"""R15: whether agencies that meet have trained together, and who commands them."""

from collections.abc import Iterator
from typing import ClassVar

from asher.scenario.parts.setting import Part, Terms
from asher.scenario.response import Response
from asher.scenario.sources import IfStated, sourced


class Agencies(Part):
    """R15: whether agencies that meet have trained together, and who commands them.

    Parameters
    ----------
    joint_training : bool
        They have trained together.
    unified_command : bool
        One command over all of them is set up, and joins radios that do not reach each other.
    """

    label: ClassVar = "Agencies"
    system_rows: ClassVar = {"R15": "agencies and joint training"}

    joint_training: bool = sourced(False, judgement="none unless stated")
    unified_command: IfStated[bool] = sourced(False, judgement="none unless stated")

    def words(self, response: Response) -> str:
        """Say what is done."""
        return "; ".join(self._words(response))

    def _words(self, response: Response) -> Iterator[str]:
        alone = "(no effect here: the scenario has one agency)"
        is_alone = response.agencies == 1
        if self.joint_training:
            words = "agencies that meet at the door have trained together"
            yield f"{words} {alone}" if is_alone else words
        if self.unified_command:
            words = "one command is set up, which joins the radios of all agencies"
            shared = "(no effect here: radios reach each other)" if response.shared_radio else ""
            yield f"{words} {alone if is_alone else shared}".rstrip()

    def rows(self) -> tuple[str, ...]:
        """Rows that it uses."""
        return ("R15",) if self.joint_training or self.unified_command else ()

    def clocks(self) -> tuple[str, ...]:
        """Clocks that it starts."""
        return ("unified_command",) * self.unified_command

    def needs_plan(self) -> tuple[str, ...]:
        """Who meets whom, only a plan says."""
        return ("unified_command",) * self.unified_command

    def terms(self) -> Terms:
        """What the laws read."""
        return {"trained": self.joint_training, "unified": self.unified_command}
