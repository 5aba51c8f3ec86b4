"""A high school: two wings of classrooms, joined by the commons; the north wing has two levels."""

from drawn.drawing import Drawing, Floor, Room, core

TITLE = "High school: two wings and the commons, two levels (fictional)"
ABOUT = (
    "Classroom doors lock from inside: 5 s (judgement), and have a pane (judgement: most do). "
    "Windows are left out, since they do not open wide enough to leave by."
)
# A thumb turn inside (judgement).
LOCK_S = 5
NORTH_Y, SOUTH_Y, WIDTH_M, DEPTH_M = 0.0, -51.0, 3.6, 7.4


def draw(drawing: Drawing) -> None:
    """Draw it."""
    ground, upper = drawing.level("ground floor", 0, 0), drawing.level("upper floor", 1, 3.6)
    _wing(ground, "north", NORTH_Y)
    _wing(upper, "north", NORTH_Y)
    for name, x in (("west stair", -WIDTH_M), ("east stair", 72)):
        core(drawing, name, (ground, upper), (x, 0, x + WIDTH_M, WIDTH_M), up=1)
    for floor in (ground, upper):
        for side, x in (("west", 0), ("east", 72)):
            floor.door(f"{floor.name} {side} stair door", (x, 1.8), 1.8, along="y")
    ground.way_out("north wing west exit", (-WIDTH_M, 1.8), 1.8, along="y")
    ground.way_out("north wing east exit", (72 + WIDTH_M, 1.8), 1.8, along="y")
    _ground_of_north_wing(ground)
    _south_wing(ground)
    _commons(ground)
    _sports(ground)
    _auditorium(ground)
    _upper(upper)
    ground.zone("assembly", (0, -95, 30, -75), "assembly")
    ground.zone("staging", (50, -95, 70, -80), "staging")


def classrooms(first: int, last: int) -> list[Room]:
    """Rooms for one class each, 67 m2, by their numbers."""
    return [
        Room(f"classroom {number}", "classroom", 9, lock_s=LOCK_S, glazed=True)
        for number in range(first, last + 1)
    ]


def restrooms(where: str) -> list[Room]:
    """Two restrooms that take as much of the corridor as a classroom."""
    return [Room(f"{where} {who} restroom", "restroom", 4.5) for who in ("girls'", "boys'")]


def _wing(floor: Floor, side: str, y: float) -> None:
    name = f"{floor.name} {side} corridor"
    floor.room(name, "walkway", (0, y, 72, y + WIDTH_M))
    floor.zone(f"{floor.name} {side} lockers", (8, y + 0.6, 64, y + WIDTH_M - 0.6))


def _ground_of_north_wing(floor: Floor) -> None:
    top = NORTH_Y + WIDTH_M
    north = [*classrooms(101, 104), *restrooms("north wing"), *classrooms(105, 107)]
    floor.row(north, (0, top), DEPTH_M)
    floor.row(classrooms(108, 110), (0, NORTH_Y), -DEPTH_M)
    floor.room("north link", "walkway", (27, NORTH_Y - DEPTH_M, 45, NORTH_Y))
    floor.gate("north link opening", (36, NORTH_Y), 6)
    floor.row(classrooms(111, 113), (45, NORTH_Y), -DEPTH_M)


def _south_wing(floor: Floor) -> None:
    _wing(floor, "south", SOUTH_Y)
    top = SOUTH_Y + WIDTH_M
    west, link = classrooms(121, 123), (27, top, 45, top + DEPTH_M)
    floor.row(west, (0, top), DEPTH_M)
    floor.room("south link", "walkway", link)
    floor.gate("south link opening", (36, top), 6)
    library = [
        Room("library", "library", 18, door=1.8, hinge=9),
        Room("computer room", "classroom", 9, lock_s=LOCK_S, glazed=True),
    ]
    floor.row(library, (45, top), DEPTH_M)
    science = [
        *(Room(f"science room {n}", "classroom", 9, lock_s=LOCK_S, glazed=True) for n in (1, 2)),
        *restrooms("south wing"),
        Room("lobby", "lobby", 18, door=0),
        Room("main office", "office", 9, lock_s=LOCK_S, hinge=-1.2),
        Room("counselling", "office", 4.5, lock_s=LOCK_S),
        Room("nurse", "office", 4.5, lock_s=LOCK_S),
        Room("staff room", "staff room", 9, lock_s=LOCK_S),
    ]
    floor.row(science, (0, SOUTH_Y), -DEPTH_M)
    bottom = SOUTH_Y - DEPTH_M
    floor.gate("lobby opening", (36, SOUTH_Y), 6)
    floor.door("reception door", (45, SOUTH_Y - 2), 0.95, along="y")
    # Three pairs of doors side by side.
    floor.way_out("main entrance", (36, bottom), 5.4, main=True)
    floor.way_out("south wing west exit", (0, SOUTH_Y + 1.8), 1.8, along="y")
    floor.way_out("south wing east exit", (72, SOUTH_Y + 1.8), 1.8, along="y")
    floor.furniture("reception desk", (46.5, SOUTH_Y - 5, 47.3, SOUTH_Y - 2.6), 1.1)
    for number, x in enumerate((47, 53, 58), start=1):
        floor.furniture(f"library shelves {number}", (x, top + 5.2, x + 4, top + 5.8), 1.8)
    floor.zone("lobby post", (28.5, bottom + 1.5, 30.5, bottom + 3.5), "post")


def _commons(floor: Floor) -> None:
    y0, y1 = SOUTH_Y + WIDTH_M + DEPTH_M, NORTH_Y - DEPTH_M
    floor.room("commons", "cafeteria", (27, y0, 45, y1))
    floor.gate("commons to north link", (36, y1), 8)
    floor.gate("commons to south link", (36, y0), 8)
    floor.zone("lunch tables", (29, y0 + 4, 43, y1 - 4))
    floor.room("kitchen", "kitchen", (45, y1 - 9, 57, y1 - 1))
    floor.door("kitchen door", (45, y1 - 6.5), 0.95, along="y")
    floor.gate("serving line", (45, y1 - 3.5), 2.4, along="y")
    floor.way_out("kitchen delivery door", (57, y1 - 5), 1.2, along="y")
    floor.way_out("commons west exit", (27, y1 - 3), 1.8, along="y")


def _sports(floor: Floor) -> None:
    floor.room("gym", "gym", (-3, -37, 27, -17), capacity=120)
    floor.door("gym north door", (27, -20), 1.8, along="y")
    floor.door("gym south door", (27, -34), 1.8, along="y")
    floor.way_out("gym west exit", (-3, -27), 1.8, along="y")
    floor.way_out("gym south exit", (6, -37), 1.8)
    floor.room("girls' locker room", "locker room", (0, -17, 11, -11), capacity=14)
    floor.room("boys' locker room", "locker room", (11, -17, 22, -11), capacity=14)
    floor.door("girls' locker room door", (5.5, -17), 0.95)
    floor.door("boys' locker room door", (16.5, -17), 0.95)
    floor.zone("gym floor", (2, -34, 22, -20))


def _auditorium(floor: Floor) -> None:
    floor.room("auditorium", "auditorium", (45, -36, 66, -18), capacity=300)
    floor.room("stage", "room", (66, -36, 73, -18), capacity=20)
    floor.gate("stage front", (66, -27), 12, along="y")
    floor.door("auditorium north door", (45, -21), 1.8, along="y")
    floor.door("auditorium south door", (45, -33), 1.8, along="y")
    floor.way_out("auditorium north exit", (60, -18), 1.8)
    floor.way_out("auditorium south exit", (60, -36), 1.8)
    floor.way_out("stage exit", (73, -27), 0.95, along="y")
    floor.zone("auditorium seats", (48, -34, 63, -20))


def _upper(floor: Floor) -> None:
    north = [*classrooms(201, 204), *restrooms("upper floor"), *classrooms(205, 207)]
    floor.row(north, (0, WIDTH_M), DEPTH_M)
    floor.row(classrooms(208, 215), (0, 0), -DEPTH_M)
