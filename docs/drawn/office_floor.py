"""An office floor above a lobby: open plan around a core, closed offices along one front."""

from drawn.drawing import Drawing, Floor, Room, core

TITLE = "Office floor above a lobby (fictional)"
ABOUT = (
    "On the ground floor only what leads to the office floor is drawn. "
    "Lifts are left out: their shafts lie between the lift lobby and the copy room. "
    "Offices and meeting rooms lock from inside: 5 s (judgement)."
)
LOCK_S = 5
WIDTH_M, OPEN_M, DEPTH_M = 45.0, 20.0, 24.0
CORE = (13.0, 7.0, 32.0, 15.0)


def draw(drawing: Drawing) -> None:
    """Draw it."""
    ground, office = drawing.level("ground floor", 0, 0), drawing.level("office floor", 1, 4)
    core(drawing, "west stair", (ground, office), (13, 7, 16, 9.4), up=1)
    core(drawing, "east stair", (ground, office), (29, 12.6, 32, 15), up=-1)
    _ground(ground)
    _office(office)


def _ground(floor: Floor) -> None:
    floor.room("lobby", "lobby", (13, 0, 32, 7))
    floor.room("ground floor lift lobby", "lobby", (19, 7, 26, 10))
    floor.gate("ground floor lift lobby opening", (22.5, 7), 4)
    floor.door("west stair to lobby", (14.5, 7), 0.95)
    floor.room("rear corridor", "walkway", (13, 15, 45, 17.4))
    floor.door("east stair to rear corridor", (30.5, 15), 0.95)
    floor.room("deliveries", "storage", (13, 17.4, 22, 22))
    floor.door("deliveries door", (17, 17.4), 1.2, lock_s=LOCK_S)
    floor.way_out("delivery gate", (13, 19.7), 1.8, along="y")
    floor.way_out("rear exit", (45, 16.2), 1.2, along="y")
    floor.way_out("main entrance west", (20.5, 0), 1.8, main=True)
    floor.way_out("main entrance east", (24.5, 0), 1.8, main=True)
    floor.furniture("reception desk", (27.5, 3, 30.5, 4), 1.1)
    floor.zone("reception", (27.5, 4.2, 30.5, 6))
    floor.zone("lobby post", (18.5, 3, 20.5, 5), "post")
    floor.zone("assembly", (-30, -30, -10, -15), "assembly")
    floor.zone("staging", (50, -30, 65, -18), "staging")


def _office(floor: Floor) -> None:
    front = [(0, 0), (WIDTH_M, 0), (WIDTH_M, OPEN_M), (0, OPEN_M)]
    # Offices take the floor that the furniture and the ways leave.
    floor.area("open plan", "open office", front, holes=[CORE], capacity=64)
    rooms = [
        Room("meeting room 1", "meeting room", 6, lock_s=LOCK_S),
        *(Room(f"office {n}", "office", 3.6, lock_s=LOCK_S) for n in range(1, 4)),
        Room("kitchenette", "staff room", 5.4, door=0),
        *(Room(f"office {n}", "office", 3.6, lock_s=LOCK_S) for n in range(4, 8)),
        Room("meeting room 2", "meeting room", 8.4, lock_s=LOCK_S),
    ]
    boxes = floor.row(rooms, (0, OPEN_M), DEPTH_M - OPEN_M)
    x0, _, x1, _ = boxes["kitchenette"]
    floor.gate("kitchenette opening", ((x0 + x1) / 2, OPEN_M), 3.6)
    floor.furniture("kitchenette counter", (x0 + 0.3, DEPTH_M - 0.7, x1 - 0.3, DEPTH_M - 0.05), 0.9)
    _core(floor)
    _desks(floor)


def _core(floor: Floor) -> None:
    floor.room("lift lobby", "lobby", (19, 7, 26, 10))
    floor.gate("lift lobby opening", (22.5, 7), 4)
    floor.room("men's restroom", "restroom", (16, 7, 19, 15))
    floor.room("women's restroom", "restroom", (26, 7, 29, 15))
    floor.door("men's restroom door", (19, 8.5), 0.95, along="y")
    floor.door("women's restroom door", (26, 8.5), 0.95, along="y")
    floor.room("copy room", "storage", (19, 12.5, 26, 15))
    floor.door("copy room door", (22.5, 15), 0.95, lock_s=LOCK_S)
    floor.door("west stair door", (13, 8.2), 0.95, along="y")
    floor.door("east stair door", (32, 13.8), 0.95, along="y")


def _desks(floor: Floor) -> None:
    """Draw islands of desks: four places on each side of one, south and beside the core."""
    number = 0
    for x in (2.2, 9.8, 17.4, 25, 32.6):
        number += 1
        floor.furniture(f"desks {number}", (x, 2.6, x + 5.6, 4.2), 1.2)
    for x in (2.2, 36.2):
        for y in (7.6, 11.6, 15.4):
            number += 1
            floor.furniture(f"desks {number}", (x, y, x + 6.4, y + 1.6), 1.2)
    floor.zone("south desks", (1.4, 1.2, 43, 5.6))
    floor.zone("west desks", (1.4, 6.4, 9.4, 18.2))
    floor.zone("east desks", (35.4, 6.4, 43.4, 18.2))
