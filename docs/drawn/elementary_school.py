"""An elementary school on two levels: one corridor a level, classrooms on both sides."""

from drawn.drawing import Drawing, Floor, Room, core

TITLE = "Elementary school on two levels (fictional)"
ABOUT = (
    "Classroom doors lock with a key from outside: 35 s (evidence door-lock-time), and have a pane "
    "(judgement: most do). "
    "Windows of the upper level are left out, since nobody leaves by them."
)
# A key from outside; the range is 30 to 60 s.
LOCK_S = 35


def draw(drawing: Drawing) -> None:
    """Draw it."""
    ground, upper = drawing.level("ground floor", 0, 0), drawing.level("upper floor", 1, 3.6)
    for floor in (ground, upper):
        floor.room(f"{floor.name} corridor", "walkway", (0, 0, 63, 3))
        for side, x in (("west", 0), ("east", 63)):
            floor.door(f"{floor.name} {side} stair door", (x, 1.5), 1.8, along="y")
    core(drawing, "west stair", (ground, upper), (-3, 0, 0, 3), up=1)
    core(drawing, "east stair", (ground, upper), (63, 0, 66, 3), up=1)
    ground.way_out("west exit", (-3, 1.5), 1.8, along="y")
    ground.way_out("east exit", (66, 1.5), 1.8, along="y")
    _ground(ground)
    _upper(upper)


def classroom(number: int | str, width: float = 9.0) -> Room:
    """A room for one class, 65 m2."""
    return Room(f"classroom {number}", "classroom", width, lock_s=LOCK_S, glazed=True)


def restrooms(floor: str) -> list[Room]:
    """Two restrooms that take as much of the corridor as a classroom."""
    return [Room(f"{floor} {who} restroom", "restroom", 4.5) for who in ("girls'", "boys'")]


def _ground(floor: Floor) -> None:
    north = [
        *(classroom(number) for number in (101, 102, 103)),
        *restrooms(floor.name),
        *(classroom(number) for number in (104, 105, 106)),
    ]
    boxes = floor.row(north, (0, 3), 7.2)
    floor.windows({name: box for name, box in boxes.items() if "classroom" in name}, 10.2)
    floor.room("multi-purpose hall", "cafeteria", (0, -14, 18, 0))
    floor.door("hall west door", (4, 0), 1.8)
    floor.door("hall east door", (14, 0), 1.8)
    floor.way_out("hall west exit", (0, -7), 1.8, along="y")
    floor.way_out("hall south exit", (9, -14), 1.8)
    floor.zone("lunch tables", (2, -12, 16, -2))
    south = [
        Room("kitchen", "kitchen", 6, door=0),
        Room("custodian", "storage", 4.5, lock_s=5),
        Room("lobby", "lobby", 7.5, door=0),
        Room("front office", "office", 7.5, lock_s=5, hinge=-1.2),
        Room("principal's office", "office", 4.5, lock_s=5),
        Room("nurse", "office", 4.5, lock_s=5),
        Room("kindergarten", "classroom", 10.5, lock_s=LOCK_S, glazed=True),
    ]
    floor.row(south, (18, 0), -7.2)
    floor.door("kitchen door", (18, -2), 0.95, along="y")
    floor.way_out("delivery door", (21, -7.2), 0.95)
    floor.gate("lobby opening", (32.25, 0), 3.6)
    floor.door("reception door", (36, -2), 0.95, along="y")
    floor.way_out("main entrance west", (31.1, -7.2), 1.8, main=True)
    floor.way_out("main entrance east", (33.4, -7.2), 1.8, main=True)
    floor.way_out("kindergarten exit", (57.75, -7.2), 0.95)
    floor.furniture("lobby bench", (28.7, -5.5, 29.2, -2.5), 0.45)
    floor.furniture("reception desk", (37.2, -5.2, 38, -3.2), 1.1)
    floor.zone("lobby post", (33.5, -4.5, 35.5, -2.5), "post")
    floor.zone("corridor lockers", (20, 0.5, 50, 2.5))
    floor.zone("assembly", (20, -45, 40, -32), "assembly")
    floor.zone("staging", (48, -45, 62, -35), "staging")


def _upper(floor: Floor) -> None:
    north = [
        *(classroom(number) for number in (201, 202, 203)),
        *restrooms(floor.name),
        *(classroom(number) for number in (204, 205, 206)),
    ]
    floor.row(north, (0, 3), 7.2)
    south = [
        Room("library", "library", 18, door=1.8, hinge=9),
        *(classroom(number) for number in (207, 208, 209)),
        Room("art room", "classroom", 9, lock_s=LOCK_S, glazed=True),
        Room("staff room", "staff room", 9, lock_s=5),
    ]
    floor.row(south, (0, 0), -7.2)
    for number, x in enumerate((2, 12), start=1):
        floor.furniture(f"library shelves {number}", (x, -5.6, x + 4, -5), 1.8)
