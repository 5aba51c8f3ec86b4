"""What happened in a replication, in words, seen from one tick to the next."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from asher.kernels.codes import Category, Door, Tally, When

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from asher.scenario import Scenario

_CLOCKS = {
    "call": "First emergency call",
    "dispatch": "Officers dispatched",
    "arrival": "First officer on scene",
    "entry": "First officer enters",
    "contact": "First contact of responders with the attacker",
    "stop": "Attack over",
    "safe": "Inside known to be safe; care begins",
}


@dataclass(frozen=True)
class Event:
    """Something that happened in a replication.

    Parameters
    ----------
    time_s : float
        When [s after the first shot].
    kind : str
        One word, such as ``"call"`` or ``"wounded"``.
    text : str
        What happened, in words.
    """

    time_s: float
    kind: str
    text: str


class Events:
    """What happened, seen from one tick to the next."""

    def __init__(self, scenario: Scenario, layout: Any) -> None:
        self.scenario = scenario
        self.spaces = [space.name for space in scenario.floorplan.spaces]
        self.spaces += ["a stair"] * (len(layout.spaces) - len(self.spaces))
        self.events: list[Event] = []
        self.casualties = 0
        self.officers_hit = 0
        self.doors: NDArray[np.uint8] | None = None

    def watch(self, world: Any, now: float) -> None:
        """Note what has changed since the last look."""
        incident = world.incident
        count = int(incident.tally[Tally.WOUNDED])
        if count > self.casualties:
            many = count - self.casualties
            word = "An occupant is hit" if many == 1 else f"{many} occupants are hit"
            self.events.append(Event(now, "casualty", f"{word} ({count} so far)"))
            self.casualties = count
        hit = int(incident.tally[Tally.OFFICERS_HIT])
        if hit > self.officers_hit:
            self.events.append(Event(now, "officer_hit", f"An officer is hit ({hit} so far)"))
            self.officers_hit = hit
        if self.doors is not None:
            for k, opening in enumerate(self.scenario.floorplan.openings):
                was, now_is = self.doors[k], incident.doors[k]
                if was == now_is:
                    continue
                if now_is == Door.LOCKED:
                    self.events.append(Event(now, "locked", f"Locked: {opening.name}"))
                elif Category[opening.category.upper()] == Category.WINDOW:
                    self.events.append(Event(now, "window", f"Broken out: {opening.name}"))
                elif was == Door.LOCKED and now_is == Door.BARRED:
                    words = f"Those inside answer police, and keep locked: {opening.name}"
                    self.events.append(Event(now, "locked", words))
                elif was == Door.LOCKED:
                    self.events.append(Event(now, "opened", f"Opened: {opening.name}"))
        self.doors = incident.doors.copy()

    def listed(self, world: Any) -> tuple[Event, ...]:
        """All events with the clocks that came, in the order of time."""
        clocks = []
        for kind, text in _CLOCKS.items():
            at = float(world.incident.time[When[kind.upper()]])
            if math.isfinite(at):
                clocks.append(Event(at, kind, text))
        return tuple(sorted([*self.events, *clocks], key=lambda event: event.time_s))
