"""R24: what tells police, people inside and officers of the attack, and where it is."""

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field

from asher.documents import closest, listed
from asher.floorplan import Floorplan, connect
from asher.quantities import Share, format_seconds, format_share
from asher.scenario.durations import Duration, lognormal
from asher.scenario.parts.setting import Around, Lacking, Part
from asher.scenario.response import Response
from asher.scenario.sources import sourced
from asher.scenario.within import SpacesOf, Within, categories_in, places_in


class Channel(Part):
    """R24: something that notices the attack and tells of it after a delay.

    Parameters
    ----------
    kind : str
        What it is.
    chance : float
        Chance that it works in an incident [-].
    delay : Duration
        From noticing to telling [s].
    covers : tuple of str or SpacesOf
        Spaces that it covers; none stated is all.

    Attributes
    ----------
    number : int
        Of its random streams.
    notices : str
        By what: ``shots``, ``sight`` or ``people``.
    works_since : str
        From when: ``always``, ``dispatch`` or ``arrival``.
    calls, leads, clears : bool
        Whether it calls the police by itself; keeps telling responders where the hazard is; and
        makes it needless to search rooms that report well.
    """

    label: ClassVar = "Information"
    system_rows: ClassVar = {"R24": "information during the attack"}
    own_rows: ClassVar = ("R24",)
    acts_before_police: ClassVar = True
    number: ClassVar[int]
    does: ClassVar[str]  # Words
    notices: ClassVar[str]
    works_since: ClassVar[str] = "always"
    calls: ClassVar[bool] = False
    leads: ClassVar[bool] = True
    clears: ClassVar[bool] = False

    kind: str
    chance: Share
    delay: Duration
    covers: Within

    @property
    def is_plan_needed(self) -> bool:
        """Whether it does nothing that could be told without a plan."""
        return not self.calls or self.covers != ()

    def tells(self) -> str:
        """Whom inside it tells: ``nobody``, ``everybody`` or ``covered``."""
        return "nobody"

    def comes(self) -> Duration:
        """From when it is sent to when it works."""
        return lognormal("0 s", "0 s")

    def places(self, floorplan: Floorplan) -> frozenset[str] | None:
        """Spaces of a plan that it covers; None where it covers all."""
        return places_in(self.covers, floorplan) if self.covers != () else None

    def words(self, response: Response) -> str:
        """Say what is done."""
        del response
        return ", ".join(self._words())

    def _words(self) -> Iterator[str]:
        yield f"{self.does}, after {format_seconds(self.delay.median_s)} (median)"
        kinds = categories_in(self.covers)
        if kinds:
            yield f"in every {' and every '.join(kinds)}"
        elif self.covers:
            yield f"in {' and '.join(map(repr, self.covers))}"
        if self.chance < 1:
            yield f"with a chance of {format_share(self.chance)}"

    def channel_terms(self) -> dict[str, float | str | tuple[float, float]]:
        """What the laws read of it, by column of the kernels' `CHANNEL`."""
        comes = self.comes()
        return {
            "key": self.number,
            "chance": self.chance,
            "delay": (self.delay.median_s, self.delay.log_sd),
            "comes": (comes.median_s, comes.log_sd),
            "since": self.works_since,
            "sense": self.notices,
            "calls": self.calls,
            "tells": self.tells(),
            "leads": self.leads,
            "clears": self.clears,
        }

    def find_lacking(self, around: Around) -> Iterator[Lacking]:
        """Find what it needs: spaces that it covers, and no other of its kind."""
        if sum(each.kind == self.kind for each in around.course.information) > 1:
            yield Lacking(f"{self.kind!r} more than once", "one, with all that it covers")
        yield from _unknown_spaces(self.covers, around)


_ALL = "every space unless stated"


class GunshotDetection(Channel):
    """Sensors that know a shot for one and call the police without a caller.

    Parameters
    ----------
    chance : float
        Chance that they detect an attack at all [-], drawn once for each.
    delay : Duration
        From the first shot in a space that they cover to the call [s].
    covers : tuple of str or SpacesOf
        Spaces in which they are; a shot elsewhere is missed.
    announces : bool
        Whether everybody in the building is told then, as by an announcement.
    """

    number: ClassVar = 0
    does: ClassVar = "sensors detect shots and call the police"
    notices: ClassVar = "shots"
    calls: ClassVar = True
    leads: ClassVar = False

    kind: Literal["gunshot-detection"]
    chance: Share = sourced(
        0.9,
        judgement="what makers state is higher; no independent count indoors: vary it",
    )
    delay: Duration = sourced(
        lognormal("5 s", "15 s"),
        judgement="seconds to tell a shot from other sounds, and to pass it on; no observed time",
    )
    covers: Within = sourced((), judgement=_ALL)
    announces: bool = sourced(False, judgement="none unless stated")

    def tells(self) -> str:
        """Everybody, where it announces."""
        return "everybody" if self.announces else "nobody"

    def _words(self) -> Iterator[str]:
        yield from super()._words()
        yield from ("and everybody inside is told",) * self.announces


class CameraFeed(Channel):
    """Cameras and a map that somebody watches for officers, from the first arrival.

    Parameters
    ----------
    chance : float
        Chance that officers have it in an incident [-].
    delay : Duration
        From the hazard being in sight of a camera to officers knowing the space [s], each time it
        is in another.
    covers : tuple of str or SpacesOf
        Spaces with a camera.
    """

    number: ClassVar = 1
    does: ClassVar = "officers are told from cameras which space the attacker is in"
    notices: ClassVar = "sight"
    works_since: ClassVar = "arrival"

    kind: Literal["camera-feed"]
    chance: Share = sourced(1.0, judgement="officers have it unless stated")
    delay: Duration = sourced(
        lognormal("20 s", "60 s"),
        judgement="somebody finds the attacker among the cameras and tells it by radio; no "
        "observed time",
    )
    covers: Within = sourced((), judgement=_ALL)


class RoomReports(Channel):
    """Rooms that speak both ways with those who respond.

    Parameters
    ----------
    chance : float
        Chance that it works in an incident [-].
    delay : Duration
        From somebody in one of the rooms knowing of the attack to the others and officers being
        told [s]; then from hearing shots from a space to officers knowing it.
    covers : tuple of str or SpacesOf
        Rooms that take part.
    """

    number: ClassVar = 2
    does: ClassVar = "rooms report and are told"
    notices: ClassVar = "people"
    clears: ClassVar = True

    kind: Literal["room-reports"]
    chance: Share = sourced(1.0, judgement="it works unless stated")
    delay: Duration = sourced(
        lognormal("20 s", "60 s"),
        judgement="a person reaches for it, and somebody passes it on; no observed time",
    )
    covers: Within = sourced(
        SpacesOf(category=("classroom",)), judgement="every classroom unless stated"
    )

    def tells(self) -> str:
        """Those in the rooms that take part."""
        return "covered"


class Drone(Channel):
    """A drone that is sent with the dispatch and shows responders where the hazard is.

    Parameters
    ----------
    chance : float
        Chance that there is one to send in an incident, and that it can fly [-].
    arrives : Duration
        From dispatch to looking into the building [s].
    delay : Duration
        From the hazard being in its sight to responders knowing the space [s], each time it is in
        another.
    covers : tuple of str or SpacesOf
        Spaces into which it can look.
    from_outside : bool
        Whether it stays outside: then it sees only into spaces with an opening to the outside.
    """

    number: ClassVar = 3
    does: ClassVar = "a drone shows which space the attacker is in"
    notices: ClassVar = "sight"
    works_since: ClassVar = "dispatch"

    kind: Literal["drone"]
    chance: Share = sourced(1.0, judgement="there is one unless stated")
    arrives: Duration = sourced(
        lognormal("100 s", "3 min"), judgement="2 km at 20 m/s, with take-off; no observed time"
    )
    delay: Duration = sourced(
        lognormal("20 s", "60 s"),
        judgement="as with cameras: its pilot finds the attacker and tells it by radio",
    )
    covers: Within = sourced((), judgement=_ALL)
    from_outside: bool = sourced(
        True, judgement="it looks through windows and doors; one that flies inside is rare"
    )

    def comes(self) -> Duration:
        """From dispatch to looking into the building."""
        return self.arrives

    def places(self, floorplan: Floorplan) -> frozenset[str] | None:
        """Spaces of a plan that it covers; None where it covers all."""
        covered = super().places(floorplan)
        if not self.from_outside:
            return covered
        sides = connect(floorplan).opening_spaces.tolist()
        outer = frozenset(
            floorplan.spaces[space].name
            for opening, both in zip(floorplan.openings, sides, strict=True)
            if opening.exterior
            for space in both
            if space >= 0
        )
        return outer if covered is None else outer & covered

    def _words(self) -> Iterator[str]:
        yield from super()._words()
        yield f"there {format_seconds(self.arrives.median_s)} (median) after dispatch"
        yield from ("looking in from outside",) * self.from_outside

    def find_lacking(self, around: Around) -> Iterator[Lacking]:
        """Find what it needs: a space into which it can look."""
        lacking = list(super().find_lacking(around))
        yield from lacking
        if not lacking and self.places(around.floorplan) == frozenset():
            found = "a drone outside cannot look into any of these spaces: none leads outside"
            yield Lacking(found, "from_outside: false, or outer spaces", keys=("covers",))


def _unknown_spaces(covers: Any, around: Around) -> Iterator[Lacking]:
    floorplan = around.floorplan
    kinds = sorted({space.category for space in floorplan.spaces})
    for number, kind in enumerate(categories_in(covers) or ()):
        if kind not in kinds:
            found, allowed = f"no space of category {kind!r} in the plan", listed(kinds)
            yield Lacking(found, allowed, closest(kind, kinds), ("covers", "category", number))
    names = [space.name for space in floorplan.spaces]
    for number, name in enumerate(covers if isinstance(covers, tuple) else ()):
        if name not in names:
            found, allowed = around.lacks_space(name), listed(names)
            yield Lacking(found, allowed, closest(name, names), ("covers", number))


def _each(value: Any) -> Any:
    several = value if isinstance(value, list | tuple) else (value,)
    return tuple({"kind": each} if isinstance(each, str) else each for each in several)


_Channel = Annotated[
    GunshotDetection | CameraFeed | RoomReports | Drone, Field(discriminator="kind")
]
_Kind = Literal["gunshot-detection", "camera-feed", "room-reports", "drone"]
Information = Annotated[
    tuple[_Channel, ...],
    BeforeValidator(_each, json_schema_input_type=_Kind | _Channel | tuple[_Kind | _Channel, ...]),
]
