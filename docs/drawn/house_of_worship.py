"""A house of worship: a hall with pews, a foyer, a social hall, and rooms for children."""

from drawn.drawing import Drawing, Floor, Room

TITLE = "House of worship with a social hall (fictional)"
ABOUT = (
    "Pews: 14 rows on both sides of an aisle of 1.8 m, 0.5 m for each seat. "
    "Rooms for children and offices lock from inside: 5 s (judgement)."
)
LOCK_S = 5
ROWS, PITCH_M, PEW_M = 14, 1.05, 0.45


def draw(drawing: Drawing) -> None:
    """Draw it."""
    floor = drawing.level("ground floor", 0, 0)
    _sanctuary(floor)
    floor.room("foyer", "lobby", (0, -7, 20, 0))
    for name, x in (("west", 7), ("east", 13)):
        floor.way_out(f"main entrance {name}", (x, -7), 1.8, main=True)
    floor.furniture("welcome table", (1.2, -5.5, 2, -3), 0.8)
    floor.zone("foyer floor", (3, -6, 19, -1))
    floor.zone("foyer post", (9, -6.4, 11, -4.8), "post")
    _side_wing(floor)
    floor.zone("assembly", (-30, -40, -10, -25), "assembly")
    floor.zone("staging", (40, -40, 55, -28), "staging")


def _sanctuary(floor: Floor) -> None:
    floor.room("main hall", "hall of worship", (0, 0, 20, 24), capacity=2 * ROWS * 15)
    for row in range(ROWS):
        y = round(2.6 + row * PITCH_M, 3)
        for side, x in (("west", 1.5), ("east", 10.9)):
            floor.furniture(f"{side} pew {row + 1}", (x, y, x + 7.6, y + PEW_M), 0.9)
    floor.furniture("lectern", (9.5, 20.5, 10.5, 21.1), 1.2)
    for name, x in (("west", 5), ("middle", 10), ("east", 15)):
        floor.door(f"main hall {name} door", (x, 0), 1.8)
    floor.way_out("main hall west exit", (0, 20), 1.8, along="y")
    floor.way_out("main hall north exit", (17, 24), 0.95)
    end = 2.6 + ROWS * PITCH_M
    floor.zone("west pews", (1.5, 3, 9.1, end))
    floor.zone("east pews", (10.9, 3, 18.5, end))


def _side_wing(floor: Floor) -> None:
    floor.room("side corridor", "walkway", (20, -7, 22.4, 24))
    floor.door("foyer to side corridor", (20, -3.5), 1.8, along="y")
    floor.door("main hall side door", (20, 20), 1.8, along="y")
    floor.way_out("side corridor south exit", (21.2, -7), 1.2)
    floor.way_out("side corridor north exit", (21.2, 24), 1.2)
    east = [
        Room("office", "office", 4, lock_s=LOCK_S),
        Room("study", "office", 3.5, lock_s=LOCK_S),
        Room("passage", "walkway", 2.4, door=0),
        Room("women's restroom", "restroom", 3.3),
        Room("men's restroom", "restroom", 3.3),
        Room("nursery", "classroom", 5, lock_s=LOCK_S),
        Room("children's room 1", "classroom", 4.75, lock_s=LOCK_S),
        Room("children's room 2", "classroom", 4.75, lock_s=LOCK_S),
    ]
    floor.row(east, (22.4, -7), 7, along="y")
    floor.room("social hall", "hall", (29.4, -7, 43.4, 9))
    floor.gate("passage opening", (22.4, 1.7), 2, along="y")
    floor.door("social hall door", (29.4, 1.7), 1.8, along="y")
    floor.room("kitchen", "kitchen", (29.4, 9, 36.4, 15))
    floor.door("kitchen door", (33, 9), 0.95)
    floor.way_out("kitchen exit", (36.4, 12), 0.95, along="y")
    floor.way_out("social hall south exit", (36.4, -7), 1.8)
    floor.way_out("social hall east exit", (43.4, 1), 1.8, along="y")
    floor.zone("social hall tables", (31, -5, 42, 7))
