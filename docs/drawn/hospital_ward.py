"""A hospital ward: single rooms along two corridors, and what the staff need between them."""

from drawn.drawing import Drawing, Floor, Room

TITLE = "Hospital ward with 24 single rooms (fictional)"
ABOUT = (
    "Capacities of rooms of patients: one patient, one visitor and one of the staff. "
    "Beyond the ward entrance lies the rest of the hospital, taken as outside. Doors of rooms "
    "of patients do not lock; offices and stores lock from inside: 5 s (judgement)."
)
ROOM_M, DEPTH_M, CORRIDOR_M, ROOMS = 3.8, 5.8, 2.4, 12
LENGTH_M = ROOM_M * ROOMS
# Corridors from south to north.
SOUTH_Y, NORTH_Y = DEPTH_M, 14.2


def draw(drawing: Drawing) -> None:
    """Draw it."""
    floor = drawing.level("ward", 0, 0)
    _corridors(floor)
    _patients(floor, "south", SOUTH_Y, -1)
    _patients(floor, "north", NORTH_Y + CORRIDOR_M, 1)
    _between(floor)
    floor.zone("assembly", (-40, -35, -20, -20), "assembly")
    floor.zone("staging", (60, -35, 75, -25), "staging")


def _corridors(floor: Floor) -> None:
    left, right = -CORRIDOR_M, LENGTH_M + CORRIDOR_M
    for name, y in (("south", SOUTH_Y), ("north", NORTH_Y)):
        for part, x0, x1 in (("west", 0.0, LENGTH_M / 2), ("east", LENGTH_M / 2, LENGTH_M)):
            floor.room(f"{name}-{part} corridor", "walkway", (x0, y, x1, y + CORRIDOR_M))
        middle = y + CORRIDOR_M / 2
        floor.door(f"{name} smoke door", (LENGTH_M / 2, middle), 2.2, along="y")
        for part, x in (("west", 0), ("east", LENGTH_M)):
            floor.gate(f"{name} corridor to {part} end", (x, middle), 2.2, along="y")
    top = NORTH_Y + CORRIDOR_M
    floor.room("west end", "walkway", (left, SOUTH_Y, 0, top))
    floor.room("east end", "walkway", (LENGTH_M, SOUTH_Y, right, top))
    floor.way_out("ward entrance", (left, 11.2), 2.2, along="y", main=True)
    floor.way_out("east exit", (right, 11.2), 1.8, along="y")
    floor.way_out("west end south exit", (-CORRIDOR_M / 2, SOUTH_Y), 1.2)
    floor.zone("entrance post", (-2, 9, -0.4, 10), "post")


def _patients(floor: Floor, side: str, wall: float, way: int) -> None:
    """Draw a row of rooms: a bathroom beside the door, and the bed behind it."""
    for number in range(1, ROOMS + 1):
        x = (number - 1) * ROOM_M
        name = f"room {side[0].upper()}{number}"
        bath, inner, end = 2.0, wall + way * 2.2, wall + way * DEPTH_M
        corners = [
            (x + bath, wall), (x + ROOM_M, wall), (x + ROOM_M, end), (x, end), (x, inner),
            (x + bath, inner),
        ]  # fmt: skip
        floor.area(name, "patient room", corners, capacity=3)
        low, high = sorted((wall, inner))
        floor.room(f"{name} bathroom", "restroom", (x, low, x + bath, high))
        floor.door(f"{name} door", (x + bath + 0.9, wall), 1.2)
        floor.door(f"{name} bathroom door", (x + bath, (low + high) / 2), 0.9, along="y")
        bed = sorted((end - way * 0.9, end - way * 1.9))
        floor.furniture(f"{name} bed", (x + 0.1, bed[0], x + 2.2, bed[1]), 0.6)


def _between(floor: Floor) -> None:
    y0, y1 = SOUTH_Y + CORRIDOR_M, NORTH_Y
    deep = y1 - y0
    west = [
        Room("family room", "waiting", 6, hinge=4.8),
        Room("store", "storage", 4, lock_s=5),
        Room("clean utility", "storage", 3.6, lock_s=5),
        Room("medication room", "office", 4, lock_s=5),
    ]
    floor.row(west, (0, y0), deep)
    floor.room("nurses' station", "nurses' station", (17.6, y0, 28, y1), capacity=10)
    for side, y in (("south", y0), ("north", y1)):
        floor.gate(f"nurses' station {side} opening", (25.2 if side == "north" else 20.2, y), 3)
    floor.furniture("nurses' desk", (20, y0 + 2.4, 26, y0 + 3.4), 1.1)
    floor.zone("nurses", (18.2, y0 + 0.4, 27.4, y1 - 0.4))
    east = [
        Room("doctors' office", "office", 4.6, lock_s=5),
        Room("staff room", "staff room", 5, lock_s=5),
        Room("treatment room", "office", 4.4, door=1.2),
        Room("dirty utility", "storage", LENGTH_M - 42, lock_s=5),
    ]
    floor.row(east, (28, y0), deep)
