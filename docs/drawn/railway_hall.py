"""A railway hall: a concourse on the street, a passage under the tracks, two platforms above it."""

from drawn.drawing import Drawing, Floor, Room

TITLE = "Railway hall with a passage to two platforms (fictional)"
ABOUT = (
    "Each platform has two stairs to the passage, and at its west end a gate to a way beside "
    "the tracks. Trains, lifts and escalators are left out."
)
HALL_M, PASSAGE = 60.0, (27.0, 33.0)
# Two island platforms: from south to north, where they lie and where their stairs are.
PLATFORMS = ((34.0, 42.0), (52.0, 60.0))
STAIR_M, FLIGHT_M = 2.4, 9.0


def draw(drawing: Drawing) -> None:
    """Draw it."""
    street, platforms = drawing.level("street", 0, 0), drawing.level("platforms", 1, 4.6)
    _hall(street)
    _back_rooms(street)
    street.room("passage", "walkway", (PASSAGE[0], 24, PASSAGE[1], 66))
    street.gate("passage opening", (30, 24), 5.4)
    street.way_out("north entrance", (30, 66), 3.6, main=True)
    for number, (y0, y1) in enumerate(PLATFORMS, start=1):
        _platform(drawing, street, platforms, number, (y0, y1))
    street.zone("assembly", (10, -50, 50, -30), "assembly")
    street.zone("staging", (60, -50, 80, -35), "staging")


def _hall(floor: Floor) -> None:
    floor.room("concourse", "lobby", (0, 0, HALL_M, 24), capacity=1030)
    for number, x in enumerate((22, 26, 34, 38), start=1):
        floor.way_out(f"main entrance {number}", (x, 0), 1.8, main=True)
    floor.way_out("west entrance", (0, 12), 1.8, along="y")
    floor.way_out("east entrance", (HALL_M, 12), 1.8, along="y")
    for number, x in enumerate((10, 16, 42, 48), start=1):
        floor.furniture(f"benches {number}", (x, 10, x + 3, 11.2), 0.5)
    floor.furniture("information desk", (28.5, 9, 31.5, 11), 1.1)
    floor.furniture("kiosk", (6, 3, 10, 6), 2.4)
    floor.zone("concourse floor", (4, 2, 56, 22))
    floor.zone("hall post", (31.5, 4, 33.5, 6), "post")


def _back_rooms(floor: Floor) -> None:
    west = [
        Room("bakery", "shop", 7, door=0),
        Room("bookshop", "shop", 10, door=0),
        Room("women's restroom", "restroom", 5),
        Room("men's restroom", "restroom", 5),
    ]
    boxes = floor.row(west, (0, 24), 7)
    for name in ("bakery", "bookshop"):
        x0, _, x1, _ = boxes[name]
        floor.gate(f"{name} front", ((x0 + x1) / 2, 24), 4)
    x0, y0, _, y1 = boxes["bookshop"]
    for number, x in enumerate((x0 + 2.5, x0 + 6.5), start=1):
        floor.furniture(f"bookshop shelves {number}", (x, y0 + 2.5, x + 1, y1 - 1), 1.3)
    east = [
        Room("travel centre", "office", 9, door=1.8, hinge=4.5),
        Room("staff room", "staff room", 5, lock_s=5),
        Room("left luggage", "storage", 5, lock_s=5),
        Room("waiting room", "waiting", 8, door=1.8, hinge=4),
    ]
    floor.row(east, (33, 24), 7)
    floor.furniture("travel centre counter", (34, 28, 41, 28.8), 1.1)


def _platform(
    drawing: Drawing, street: Floor, above: Floor, number: int, across: tuple[float, float]
) -> None:
    """Draw a platform around the two holes through which its stairs come up."""
    y0, y1 = across
    middle, name = (y0 + y1) / 2, f"platform {number}"
    low, high = middle - STAIR_M / 2, middle + STAIR_M / 2
    west = (PASSAGE[0] - FLIGHT_M, low, PASSAGE[0], high)
    east = (PASSAGE[1], low, PASSAGE[1] + FLIGHT_M, high)
    corners = [(-30, y0), (90, y0), (90, y1), (-30, y1)]
    above.area(name, "platform", corners, holes=[west, east], capacity=700)
    for side, foot, head in (
        ("west", PASSAGE[0], west[0]),
        ("east", PASSAGE[1], east[2]),
    ):
        ends = ((foot, middle), STAIR_M, "y"), ((head, middle), STAIR_M, "y")
        drawing.stair(f"{name} {side} stair", street, above, ends, 10.5)
    above.opening(f"{name} end gate", (-30, middle), 1.2, along="y", category="gate", exterior=True)
    for place, x in enumerate((-18, -2, 52, 72), start=1):
        above.furniture(f"{name} bench {place}", (x, middle - 0.4, x + 3, middle + 0.4), 0.5)
    for side, x0, x1 in (("west", -25, west[0] - 1), ("east", east[2] + 1, 85)):
        above.zone(f"{name} {side}", (x0, y0 + 0.8, x1, y1 - 0.8))
