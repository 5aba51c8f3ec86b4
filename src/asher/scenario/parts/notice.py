"""R13: how the place itself raises the alarm."""

from collections.abc import Iterator
from typing import ClassVar

from asher.scenario.parts.setting import Around, Lacking, Part, Terms
from asher.scenario.response import Response
from asher.scenario.sources import IfStated, sourced


class Notice(Part):
    """R13: how the place itself raises the alarm.

    Parameters
    ----------
    alarm_button : bool
        Whoever notices first calls at once: no delay of recognising and dialling.
    public_address : bool
        An announcement tells everyone inside.
    locks_doors : bool
        Whether every door that can lock is locked at the alarm, by the alarm button or by gunshot
        detection, whoever is shut out.
    locks_outer_doors : bool
        Whether doors to the outside are then locked from outside: people inside push them open,
        and officers need a key or force.
    """

    label: ClassVar = "Notice"
    system_rows: ClassVar = {"R13": "notice and call chain"}
    acts_before_police: ClassVar = True

    alarm_button: bool = sourced(False, judgement="none unless stated")
    public_address: bool = sourced(False, judgement="none unless stated")
    locks_doors: bool = sourced(False, judgement="none unless stated")
    locks_outer_doors: IfStated[bool] = sourced(False, judgement="none unless stated")

    @property
    def is_locking(self) -> bool:
        """Whether any doors lock at the alarm."""
        return self.locks_doors or self.locks_outer_doors

    def words(self, response: Response) -> str:
        """Say what is done."""
        del response
        button = ["an alarm button calls the police at once"] * self.alarm_button
        address = ["an announcement tells everyone inside"] * self.public_address
        locks = ["doors that can lock are locked at the alarm"] * self.locks_doors
        outer = ["doors to the outside are locked from outside at the alarm"]
        return "; ".join(button + address + locks + outer * self.locks_outer_doors)

    def rows(self) -> tuple[str, ...]:
        """Rows that it uses."""
        return ("R13",) if self.alarm_button or self.public_address or self.is_locking else ()

    def clocks(self) -> tuple[str, ...]:
        """Clocks that it starts."""
        address = ("public_address",) * self.public_address
        doors = ("lock_doors",) * self.is_locking + ("outer_door",) * self.locks_outer_doors
        return ("alarm",) * self.alarm_button + address + doors

    def needs_plan(self) -> tuple[str, ...]:
        """What means nothing without a plan."""
        return ("locks_outer_doors",) * self.locks_outer_doors

    def terms(self) -> Terms:
        """What the laws read."""
        return {
            "alarm": self.alarm_button,
            "address": self.public_address,
            "locks_doors": self.locks_doors,
            "locks_outer": self.locks_outer_doors,
        }

    def find_lacking(self, around: Around) -> Iterator[Lacking]:
        """Find what doors need that lock at the alarm: an alarm, and rooms that lock."""
        from asher.floorplan.facts import level_facts  # heavy: walks to the exits

        if not self.is_locking:
            return
        keys = ("locks_doors",) if self.locks_doors else ("locks_outer_doors",)
        if not self.alarm_button and not any(each.calls for each in around.course.information):
            found = f"{around.course.name!r}: doors lock at the alarm, and nothing raises it"
            yield Lacking(found, "alarm_button: true or information: gunshot-detection", keys=keys)
        if not self.locks_doors:
            return
        floorplan, lacking = around.course.building.altered(around.drawn)
        if not lacking and not any(level.locks for level in level_facts(floorplan)):
            found = f"{around.course.name!r}: doors lock at the alarm, and no room locks"
            yield Lacking(found, "a room whose every door is lockable", keys=keys)
