"""R18: when care reaches the wounded, who gives it first, and how they get out."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from asher.quantities import Share, format_share
from asher.scenario.parts.setting import Around, Lacking, Part, Terms
from asher.scenario.response import Response
from asher.scenario.sources import sourced
from asher.scenario.within import Name, Names

# What a page says of a rule, and its name in the laws.
_RULES = {
    "officers-give-care": ("", "give-care"),
    "hold-until-cleared": (
        "nobody goes to the wounded until the whole place is cleared",
        "cleared",
    ),
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
    rule : {"officers-give-care", "hold-until-cleared", "officers-carry-out", "rescue-task-force"}
        Officers turn to the wounded once the attack is over, and medics and carriers come when the
        place has been cleared; all wait until it is cleared; officers also carry out, as soon as
        the hazard is contained; or an escorted medical team joins them in the part of the place
        that it has left, and carries out.
    bystander_aid : bool
        Whether people inside stop bleeding before that.
    bleeding_control_training : bool
        Whether staff are trained to: they reach more people, and save more of them.
    trained_staff_share : float
        Share of them who are [-]: whether the one who is near a wounded person is trained is drawn.
    bleeding_kits : tuple of str
        Spaces in which bleeding kits hang: aid comes sooner to those within reach.
    call_taker_instructions : bool
        Whether the call taker tells callers how to stop bleeding.
    joint_standby : bool
        Whether command is unified and a joint rescue team stands by, so that a rescue task force
        is ready sooner.
    police_transport : bool
        Whether officers drive patients in their cars, where one is there sooner than an ambulance.
    collection_point : str or None
        Opening to the outside by which the wounded are carried out, and where ambulances load.
    """

    label: ClassVar = "Rescue"
    system_rows: ClassVar = {"R18": "rescue of the wounded"}
    acts_before_care: ClassVar = False

    rule: Literal[
        "officers-give-care", "hold-until-cleared", "officers-carry-out", "rescue-task-force"
    ] = sourced(
        "officers-give-care",
        judgement="what officers are trained to do today; before about 2013 all waited until the "
        "place was cleared",
    )
    bystander_aid: bool = sourced(False, judgement="none unless stated")
    bleeding_control_training: bool = sourced(False, judgement="none unless stated")
    trained_staff_share: Share = sourced(
        1.0, judgement="all who are meant to be trained unless stated"
    )
    bleeding_kits: Names = sourced((), judgement="none unless stated")
    call_taker_instructions: bool = sourced(False, judgement="none unless stated")
    joint_standby: bool = sourced(False, judgement="none unless stated")
    police_transport: bool = sourced(False, judgement="ambulances alone unless stated")
    collection_point: Name | None = sourced(
        None, judgement="the way out nearest to each of the wounded"
    )

    @property
    def is_aided(self) -> bool:
        """Whether people inside do something for the wounded."""
        return bool(
            self.bystander_aid
            or self.bleeding_control_training
            or self.bleeding_kits
            or self.call_taker_instructions
        )

    def words(self, response: Response) -> str:
        """Say what is done."""
        del response
        return "; ".join(filter(None, self._words()))

    def _words(self) -> Iterator[str]:
        yield _RULES[self.rule][0]
        yield "people inside are trained and equipped to stop bleeding" * self.bystander_aid
        if self.bleeding_control_training:
            share = self.trained_staff_share
            some = "staff are" if share == 1 else f"{format_share(share)} of staff are"
            yield f"{some} trained to stop bleeding"
        if self.bleeding_kits:
            yield f"bleeding kits hang in {' and '.join(map(repr, self.bleeding_kits))}"
        yield "call takers tell how to stop bleeding" * self.call_taker_instructions
        yield "a joint rescue team stands by under one command" * self.joint_standby
        yield "police cars take the wounded to hospital too" * self.police_transport
        if self.collection_point is not None:
            yield f"the wounded are carried out by {self.collection_point!r}"

    def rows(self) -> tuple[str, ...]:
        """Rows that it uses."""
        return ("R18",) if any(self._words()) else ()

    def rows_if_stated(self) -> tuple[str, ...]:
        """What holds where nothing is stated counts too, where the course says it is meant."""
        return ("R18",)

    def clocks(self) -> tuple[str, ...]:
        """Clocks that it starts."""
        team = "rescue_standby" if self.joint_standby else "rescue_task_force"
        return (
            (team,) * (self.rule == "rescue-task-force")
            + ("bystander_aid",) * self.is_aided
            + ("kit_aid",) * bool(self.bleeding_kits)
            + ("instructed_aid",) * self.call_taker_instructions
        )

    def terms(self) -> Terms:
        """What the laws read."""
        return {
            "care": _RULES[self.rule][1],
            "aid": self.is_aided,
            "trained_aid": self.bleeding_control_training * self.trained_staff_share,
            "instructed": self.call_taker_instructions,
            "standby": self.joint_standby,
            "police_transport": self.police_transport,
        }

    def find_lacking(self, around: Around) -> Iterator[Lacking]:
        """Find what it needs: officers inside to carry out, a team to stand by, places."""
        if self.rule == "officers-carry-out" and around.course.entry.rule == "stay-outside":
            found = f"{around.course.name!r}: officers who stay outside carry nobody out"
            yield Lacking(found, "hold-until-cleared or rescue-task-force")
        if self.trained_staff_share < 1 and not self.bleeding_control_training:
            found = "a share of staff trained in bleeding control, who are not trained"
            keys = ("trained_staff_share",)
            yield Lacking(found, "bleeding_control_training: true", keys=keys)
        if self.joint_standby and self.rule != "rescue-task-force":
            found = f"a rescue team on standby under {self.rule!r}, which sends none in"
            yield Lacking(found, "rule: rescue-task-force", keys=("joint_standby",))
        spaces = [space.name for space in around.floorplan.spaces]
        for number, name in enumerate(self.bleeding_kits):
            if name not in spaces:
                found, allowed = around.lacks_space(name), ", ".join(spaces)
                yield Lacking(found, allowed, keys=("bleeding_kits", number))
        ways = [
            opening.name
            for opening in around.floorplan.openings
            if opening.exterior and opening.category != "window"
        ]
        if self.collection_point is not None and self.collection_point not in ways:
            found = f"no way out {self.collection_point!r} in the plan"
            yield Lacking(found, ", ".join(ways), keys=("collection_point",))
