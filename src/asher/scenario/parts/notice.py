"""R13: how the place itself raises the alarm."""

from typing import ClassVar

from asher.scenario.parts.setting import Part, Terms
from asher.scenario.response import Response
from asher.scenario.sources import sourced


class Notice(Part):
    """R13: how the place itself raises the alarm.

    Parameters
    ----------
    alarm_button : bool
        Whoever notices first calls at once: no delay of recognising and dialling.
    public_address : bool
        An announcement tells everyone inside.
    """

    label: ClassVar = "Notice"
    system_rows: ClassVar = {"R13": "notice and call chain"}
    acts_before_police: ClassVar = True

    alarm_button: bool = sourced(False, judgement="none unless stated")
    public_address: bool = sourced(False, judgement="none unless stated")

    def words(self, response: Response) -> str:
        """Say what is done."""
        del response
        button = ["an alarm button calls the police at once"] * self.alarm_button
        return "; ".join(button + ["an announcement tells everyone inside"] * self.public_address)

    def rows(self) -> tuple[str, ...]:
        """Rows that it uses."""
        return ("R13",) if self.alarm_button or self.public_address else ()

    def clocks(self) -> tuple[str, ...]:
        """Clocks that it starts."""
        return ("alarm",) * self.alarm_button + ("public_address",) * self.public_address

    def terms(self) -> Terms:
        """What the laws read."""
        return {"alarm": self.alarm_button, "address": self.public_address}
