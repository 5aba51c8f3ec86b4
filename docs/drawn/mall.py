"""A mall on one level: shops on both sides of a concourse, a department store, a food court."""

from drawn.drawing import Drawing, Floor, Room

TITLE = "Mall with a department store and a food court (fictional)"
ABOUT = (
    "Shop fronts are open while the mall is. Stock rooms lock from inside: 5 s (judgement). "
    "A wide door is a row of pairs of doors, 1.8 m each."
)
TOP_M, DEPTH_M, SERVICE_M = 12.0, 18.0, 2.4
# What a shop's front takes of the concourse, and how wide it opens [m].
WIDTHS = ((9, 4.5), (12, 6), (9, 4.5), (15, 7.2), (9, 4.5), (12, 6))


def draw(drawing: Drawing) -> None:
    """Draw it."""
    floor = drawing.level("ground floor", 0, 0)
    floor.room("concourse", "walkway", (0, 0, 144, TOP_M))
    number = 0
    for side, wall, way in (("north", TOP_M, 1), ("south", 0.0, -1)):
        for part, x in (("west", 0.0), ("east", 78.0)):
            number = _shops(floor, (x, wall), way, number)
            _service(floor, f"{side}-{part}", x, wall + way * DEPTH_M, way)
        _entrance(floor, side, wall, way)
    _department_store(floor)
    _food_court(floor)
    for place, x in enumerate((20, 45, 92, 118), start=1):
        floor.furniture(f"kiosk {place}", (x, 5, x + 3, 7), 1.2)
        floor.furniture(f"bench {place}", (x + 8, 5.7, x + 10.4, 6.3), 0.45)
    floor.zone("concourse floor", (4, 1.5, 140, 10.5))
    floor.zone("assembly", (60, 75, 90, 95), "assembly")
    floor.zone("staging", (60, -90, 84, -70), "staging")


def _shops(floor: Floor, start: tuple[float, float], way: int, number: int) -> int:
    """Draw the shops of a side; the last twelve metres of the mall hold the restrooms."""
    x, wall = start
    for width, front in WIDTHS:
        if x > 130 and way < 0:
            who = ("women's restroom", "men's restroom")
            floor.row([Room(each, "restroom", 6) for each in who], (x, wall), way * 8)
            return number
        number += 1
        _shop(floor, f"shop {number}", (x, wall, width, front), way)
        x += width
    return number


def _shop(floor: Floor, name: str, place: tuple[float, float, float, float], way: int) -> None:
    x, wall, width, front = place
    sales, stock = wall + way * (DEPTH_M - 4), wall + way * DEPTH_M
    floor.row([Room(name, "shop", width, door=0)], (x, wall), way * (DEPTH_M - 4))
    floor.gate(f"{name} front", (x + width / 2, wall), front)
    floor.row([Room(f"{name} stock", "storage", width, door=0)], (x, sales), way * 4)
    floor.door(f"{name} stock door", (x + 1.5, sales), 0.95, lock_s=5)
    floor.door(f"{name} rear door", (x + width - 1.5, stock), 0.95)
    low, high = sorted((wall + way * 5, wall + way * 10.5))
    for shelf in (1, 2):
        middle = x + shelf * width / 3
        floor.furniture(f"{name} shelves {shelf}", (middle - 0.4, low, middle + 0.4, high), 1.3)


def _service(floor: Floor, name: str, x: float, wall: float, way: int) -> None:
    low, high = sorted((wall, wall + way * SERVICE_M))
    floor.room(f"{name} service corridor", "walkway", (x, low, x + 66, high))
    middle = (low + high) / 2
    for end, at in (("west", x), ("east", x + 66)):
        floor.way_out(f"{name} service {end} exit", (at, middle), 1.2, along="y")


def _entrance(floor: Floor, side: str, wall: float, way: int) -> None:
    end = wall + way * DEPTH_M
    low, high = sorted((wall, end))
    floor.room(f"{side} entrance hall", "lobby", (66, low, 78, high))
    floor.gate(f"{side} entrance hall opening", (72, wall), 9)
    floor.way_out(f"{side} entrance", (72, end), 5.4, main=True)
    if side == "south":
        floor.zone("entrance post", (70.5, end + 2, 73.5, end + 4), "post")


def _department_store(floor: Floor) -> None:
    floor.room("department store", "shop", (-42, -16, 0, 28))
    floor.gate("department store front", (0, 6), 8, along="y")
    floor.way_out("department store west entrance", (-42, 6), 3.6, along="y", main=True)
    floor.way_out("department store north exit", (-21, 28), 1.8)
    floor.way_out("department store south exit", (-21, -16), 1.8)
    for row, y in enumerate((-11, -4, 14, 21), start=1):
        for place, x in enumerate((-37, -27, -17, -8), start=1):
            box = (x - 2.2, y, x + 2.2, y + 2)
            floor.furniture(f"department store shelves {row}-{place}", box, 1.3)
    floor.zone("department store floor", (-40, -14, -2, 26))


def _food_court(floor: Floor) -> None:
    floor.room("food court", "food court", (144, -12, 168, 24))
    floor.gate("food court opening", (144, 6), 10, along="y")
    kitchens = [Room(f"food stall {n}", "kitchen", 9, door=0) for n in range(1, 5)]
    floor.row(kitchens, (168, -12), 6, along="y")
    floor.row(
        [Room("food court service corridor", "walkway", 36, door=0)], (174, -12), 2.4, along="y"
    )
    for n, y in enumerate((-7.5, 1.5, 10.5, 19.5), start=1):
        floor.gate(f"food stall {n} counter", (168, y), 3, along="y")
        floor.door(f"food stall {n} rear door", (174, y), 0.95, along="y")
    floor.way_out("food court north exit", (156, 24), 3.6, main=True)
    floor.way_out("food court south exit", (156, -12), 3.6, main=True)
    floor.way_out("food court service north exit", (175.2, 24), 1.2)
    floor.way_out("food court service south exit", (175.2, -12), 1.2)
    floor.zone("food court tables", (146, -10, 165, 22))
