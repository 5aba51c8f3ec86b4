"""R18: when care reaches the wounded."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from asher.scenario.parts.setting import Around, Lacking, Part, Terms
from asher.scenario.response import Response
from asher.scenario.sources import sourced

# What a page says of a rule, and its name in the laws.
_RULES = {
    "hold-until-cleared": ("", "cleared"),
    "officers-carry-out": (
        "officers inside bring the wounded out once the attacker is contained",
        "carry-out",
    ),
    "rescue-task-force": (
        "an escorted medical team works where the attacker no longer is",
        "task-force",
    ),
}


class Rescue(Part):
    """R18: when care reaches the wounded.

    Parameters
    ----------
    rule : {"hold-until-cleared", "officers-carry-out", "rescue-task-force"}
        Care once the whole place is cleared; by the officers inside once the hazard is contained;
        or by an escorted medical team in the part of the place that it has left.
    bystander_aid : bool
        Whether people inside stop bleeding before that.
    """

    label: ClassVar = "Rescue"
    system_rows: ClassVar = {"R18": "rescue of the wounded"}

    rule: Literal["hold-until-cleared", "officers-carry-out", "rescue-task-force"] = sourced(
        "hold-until-cleared", judgement="the practice until about 2013"
    )
    bystander_aid: bool = sourced(False, judgement="none unless stated")

    def words(self, response: Response) -> str:
        """Say what is done."""
        del response
        aid = "people inside are trained and equipped to stop bleeding"
        return "; ".join(filter(None, (_RULES[self.rule][0], aid * self.bystander_aid)))

    def rows(self) -> tuple[str, ...]:
        """Rows that it uses."""
        return ("R18",) if self.rule != "hold-until-cleared" or self.bystander_aid else ()

    def rows_if_stated(self) -> tuple[str, ...]:
        """Care that waits is a way of rescue too, where the course says that it is meant."""
        return ("R18",)

    def clocks(self) -> tuple[str, ...]:
        """Clocks that it starts."""
        team = ("rescue_task_force",) if self.rule == "rescue-task-force" else ()
        return team + ("bystander_aid",) * self.bystander_aid

    def terms(self) -> Terms:
        """What the laws read."""
        return {"care": _RULES[self.rule][1], "aid": self.bystander_aid}

    def find_lacking(self, around: Around) -> Iterator[Lacking]:
        """Find what it needs: officers inside, if they are to carry out."""
        if self.rule == "officers-carry-out" and around.course.entry.rule == "stay-outside":
            found = f"{around.course.name!r}: officers who stay outside carry nobody out"
            yield Lacking(found, "hold-until-cleared or rescue-task-force")
