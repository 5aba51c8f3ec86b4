"""R13: how a place sounds: its background noise, and what doors, walls and floors take away."""

from typing import Annotated

from pydantic import Field

from asher.scenario.sources import Specification, sourced
from asher.scenario.within import Name

NOISE_DB = {
    "auditorium": 65.0,
    "bar": 80.0,
    "cafeteria": 75.0,
    "classroom": 60.0,
    "corridor": 60.0,
    "dance floor": 100.0,
    "dining": 70.0,
    "entertainment": 95.0,
    "food court": 75.0,
    "foodservice": 75.0,
    "gym": 75.0,
    "hall": 65.0,
    "hall of worship": 55.0,
    "hallway": 60.0,
    "kitchen": 70.0,
    "library": 45.0,
    "lobby": 60.0,
    "locker room": 65.0,
    "mechanical": 75.0,
    "meeting room": 55.0,
    "nave": 55.0,
    "office": 50.0,
    "open office": 55.0,
    "outdoors": 60.0,
    "patient room": 50.0,
    "platform": 75.0,
    "restaurant": 70.0,
    "restroom": 55.0,
    "shop": 60.0,
    "stage": 80.0,
    "storage": 45.0,
    "terrace": 65.0,
    "waiting": 60.0,
    "walkway": 60.0,
    "workshop": 80.0,
}
"""Background noise while a space is in use, by its category [dB] (judgement, after levels that
guides on noise give for such rooms); a plan may state `noise_db` of a space."""

_Level = Annotated[float, Field(ge=0, le=130)]
_Loss = Annotated[float, Field(ge=0, le=100)]


class Sound(Specification):
    """How a place sounds.

    Parameters
    ----------
    noise_db : dict of str to float
        Background noise by category of space [dB]; where the plan states that of a space, that
        holds.
    other_noise_db : float
        Background noise of stairs, and of spaces of a category without a level [dB].
    door_loss_db : float
        What sound loses through a closed door [dB]; at each end of a stair half of it.
    wall_loss_db : float
        What it loses through a wall between two spaces [dB].
    floor_loss_db : float
        What it loses through the floor between two levels [dB].
    """

    noise_db: dict[Name, _Level] = sourced(
        {}, judgement="levels that guides on noise give for rooms in use, by category", unit="dB"
    )
    other_noise_db: _Level = sourced(55.0, judgement="people who talk", unit="dB")
    door_loss_db: _Loss = sourced(15.0, judgement="interior doors are rated 15 to 25", unit="dB")
    wall_loss_db: _Loss = sourced(40.0, judgement="partitions are rated 35 to 50", unit="dB")
    floor_loss_db: _Loss = sourced(45.0, judgement="floors are rated 40 to 55", unit="dB")

    def __hash__(self) -> int:
        """Equal places hash equal, though a mapping has no hash of its own."""
        return hash(self.model_dump_json())

    def noise_in(self, category: str) -> float:
        """Background noise of a space of a category [dB]."""
        usual = NOISE_DB.get(category, self.other_noise_db)
        return float(self.noise_db.get(category, usual))
