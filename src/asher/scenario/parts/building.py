"""R22: what is done to the building beforehand: locks, doors, exits."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from asher.floorplan import Floorplan
from asher.quantities import Metres, Seconds, format_seconds
from asher.scenario.alterations import altered
from asher.scenario.parts.setting import Around, Lacking, Part
from asher.scenario.response import Response
from asher.scenario.sources import Specification, sourced
from asher.scenario.stated import one_or_many
from asher.scenario.within import Coordinate, Name, Names, SpacesOf, Within

_Width = Annotated[Metres, Field(gt=0, le=60)]


class AddedDoor(Specification):
    """A door or a gate where the plan has a wall.

    Parameters
    ----------
    name : str
        Unique among the openings of the plan.
    level : str or None
        Level of the plan; may be left out where there is one.
    at_m : (float, float)
        Its middle [m], on a wall of the plan. With a space on one side only it leads outside.
    width : str
        Its clear width [m].
    category : {"door", "gate"}
        A gate is always open.
    lockable : bool
        Whether it can be locked from inside.
    """

    name: Name
    level: Name | None = sourced(None, judgement="the only level of the plan")
    at_m: tuple[Coordinate, Coordinate]
    width: _Width
    category: Literal["door", "gate"] = sourced("door", judgement="a door unless stated")
    lockable: bool = sourced(False, judgement="no lock unless stated")


class Building(Part):
    """R22: what is done to the building beforehand; the plan stays as it is.

    Parameters
    ----------
    lock : tuple of str or SpacesOf
        Rooms by name, or every room of a category: all their doors can be locked from inside.
    lock_delay : str or None
        Time it takes to lock the doors of these rooms, or of all that lock where none is named
        [s]. A door that is locked sooner stays as it is.
    without_key : bool
        Whether everybody can lock the room they hide in, whatever a group's `key_share`.
    add_doors : tuple of AddedDoor
        Doors where the plan has walls.
    widen : dict of str to str
        Clear width of openings [m], by name.
    open : tuple of str
        Openings that stay open though the scenario closes them.
    film : tuple of str or SpacesOf
        Rooms by name, or every room of a category: nobody sees through the glass of their doors.
    """

    label: ClassVar = "Building"
    system_rows: ClassVar = {"R22": "measures on the building"}
    acts_before_police: ClassVar = True

    lock: Within = sourced((), judgement="no lock but those of the plan")
    lock_delay: Seconds | None = sourced(
        None, judgement="doors of the plan as it has them; new locks 5 s", unit="s"
    )
    without_key: bool = sourced(False, judgement="who has a key is as the groups state it")
    add_doors: Annotated[tuple[AddedDoor, ...], one_or_many(AddedDoor, dict)] = sourced(
        (), judgement="no door but those of the plan"
    )
    widen: dict[Name, _Width] = sourced({}, judgement="widths as the plan has them")
    open: Names = sourced((), judgement="what closes is as the scenario states it")
    film: Within = sourced((), judgement="glass of doors as the plan has it")

    def __hash__(self) -> int:
        """Equal measures hash equal, though a mapping has no hash of its own."""
        return hash(self.model_dump_json())

    def words(self, response: Response) -> str:
        """Say what is done."""
        del response
        return "; ".join(self._words())

    def _words(self) -> Iterator[str]:
        delay, rooms = self.lock_delay, _rooms(self.lock)
        if rooms:
            seconds = "" if delay is None else f", in {format_seconds(delay)}"
            yield f"{rooms} can be locked from inside{seconds}"
        elif delay is not None:
            yield f"doors that lock do so in {format_seconds(delay)}"
        if self.without_key:
            yield "a room is locked without a key"
        for door in self.add_doors:
            yield f"a new {door.category}, {door.name!r}, {door.width:g} m wide"
        for name, width in self.widen.items():
            yield f"{name!r} is {width:g} m wide"
        if self.open:
            yield f"{_both(self.open)} {'stays' if len(self.open) == 1 else 'stay'} open"
        if self.film:
            yield f"film on the glass of the doors of {_rooms(self.film)}"

    def rows(self) -> tuple[str, ...]:
        """Rows that it uses."""
        return ("R22",) if any(self._words()) else ()

    def find_lacking(self, around: Around) -> Iterator[Lacking]:
        """Find what the plan does not have: rooms, doors, walls with room for a door."""
        yield from self.altered(around.drawn)[1]

    def altered(self, floorplan: Floorplan) -> tuple[Floorplan, tuple[Lacking, ...]]:
        """Change a plan as the measures say.

        Parameters
        ----------
        floorplan : Floorplan
            The plan as it is.

        Returns
        -------
        floorplan : Floorplan
            The same one where nothing is changed; new doors come after those of the plan.
        lacking : tuple of Lacking
            What cannot be done.
        """
        return _altered(floorplan, self) if any(self._words()) else (floorplan, ())


@lru_cache(maxsize=32)
def _altered(floorplan: Floorplan, building: Building) -> tuple[Floorplan, tuple[Lacking, ...]]:
    return altered(floorplan, building)


def _rooms(within: tuple[str, ...] | SpacesOf) -> str:
    if isinstance(within, SpacesOf):
        return f"every {' and every '.join(within.category)}"
    return _both(within)


def _both(names: Names) -> str:
    return " and ".join(map(repr, names))
