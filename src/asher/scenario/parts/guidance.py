"""R12, R14: what occupants were trained to do."""

from enum import StrEnum
from typing import ClassVar

from asher.scenario.parts.setting import Setting, Terms
from asher.scenario.response import Response


class _Trained(Setting):
    label: ClassVar = "Guidance"
    system_rows: ClassVar = {
        "R12": "unarmed resistance",
        "R14": "occupants: run, hide, resist, freeze",
    }
    acts_before_police: ClassVar = True


class Guidance(_Trained, StrEnum):
    """What occupants were trained to do (R12, R14)."""

    NONE = "none"
    LOCKDOWN = "lockdown"
    RUN_HIDE_FIGHT = "run-hide-fight"
    RESIST = "resist"

    def words(self, response: Response) -> str:
        """Say what is done."""
        del response
        return {
            Guidance.NONE: "",
            Guidance.LOCKDOWN: "occupants are trained to lock themselves in",
            Guidance.RUN_HIDE_FIGHT: "occupants are trained to act sooner and not to freeze",
            Guidance.RESIST: "occupants close by are trained to restrain the attacker",
        }[self]

    def rows(self) -> tuple[str, ...]:
        """Rows that it uses."""
        if self is Guidance.NONE:
            return ()
        return ("R12",) if self is Guidance.RESIST else ("R14",)

    def terms(self) -> Terms:
        """What the laws read."""
        return {"guidance": self.value}
