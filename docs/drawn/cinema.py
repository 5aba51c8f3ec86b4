"""A cinema: six auditoria on both sides of a corridor, and a lobby."""

from drawn.drawing import Drawing, Floor

TITLE = "Cinema with six auditoria (fictional)"
ABOUT = (
    "Rows of seats are left out; the aisles beside them are drawn by the zones of seats. "
    "Each auditorium has a door to the corridor and two to the outside beside the screen."
)
WIDTH_M, DEPTH_M, CORRIDOR_M = 16.5, 21.0, 4.0


def draw(drawing: Drawing) -> None:
    """Draw it."""
    floor = drawing.level("ground floor", 0, 0)
    floor.room("corridor", "walkway", (0, 0, 4 * WIDTH_M, CORRIDOR_M))
    floor.way_out("corridor west exit", (0, CORRIDOR_M / 2), 1.8, along="y")
    floor.way_out("corridor east exit", (4 * WIDTH_M, CORRIDOR_M / 2), 1.8, along="y")
    for number in range(4):
        _auditorium(floor, number + 1, number * WIDTH_M, CORRIDOR_M, 1)
    _auditorium(floor, 5, 0, 0, -1)
    _auditorium(floor, 6, 3 * WIDTH_M, 0, -1)
    _lobby(floor)
    floor.zone("assembly", (0, -75, 30, -55), "assembly")
    floor.zone("staging", (45, -75, 65, -60), "staging")


def _auditorium(floor: Floor, number: int, x: float, wall: float, way: int) -> None:
    """Draw one: at the corridor a passage between door and seats, the screen at the far end."""
    name, middle, end = f"auditorium {number}", x + WIDTH_M / 2, wall + way * DEPTH_M
    low, high = sorted((wall, end))
    floor.room(name, "auditorium", (x, low, x + WIDTH_M, high), capacity=198)
    floor.door(f"{name} door", (middle, wall), 1.8)
    for side, at in (("left", x + 1.5), ("right", x + WIDTH_M - 1.5)):
        floor.way_out(f"{name} {side} exit", (at, end), 1.2)
    # A wall behind the last row shields the seats from the light of the corridor.
    back = sorted((wall + way * 2.6, wall + way * 2.9))
    floor.furniture(f"{name} back wall", (middle - 4, back[0], middle + 4, back[1]), 2.6)
    seats = sorted((wall + way * 4, end - way * 4))
    floor.zone(f"seats {number}", (x + 1.8, seats[0], x + WIDTH_M - 1.8, seats[1]))


def _lobby(floor: Floor) -> None:
    x0, x1, bottom = WIDTH_M, 3 * WIDTH_M, -DEPTH_M
    west, east = x0 + 7, x1 - 7
    floor.room("women's restroom", "restroom", (x0, -9, west, 0))
    floor.room("men's restroom", "restroom", (east, -9, x1, 0))
    floor.door("women's restroom door", (west, -7), 0.95, along="y")
    floor.door("men's restroom door", (east, -7), 0.95, along="y")
    corners = [
        (x0, bottom), (x1, bottom), (x1, -9), (east, -9), (east, 0), (west, 0), (west, -9),
        (x0, -9),
    ]  # fmt: skip
    floor.area("lobby", "lobby", corners)
    floor.gate("ticket check", ((x0 + x1) / 2, 0), 5)
    for number, x in enumerate((x0 + 10, x0 + 16.5, x0 + 23), start=1):
        floor.way_out(f"main entrance {number}", (x, bottom), 1.8, main=True)
    floor.furniture("concession counter", (x0 + 9, -11, x1 - 9, -9.6), 1.1)
    floor.furniture("ticket desk", (x0 + 2, -16, x0 + 3, -12), 1.1)
    floor.zone("lobby floor", (x0 + 4, -19, x1 - 4, -12))
    floor.zone("concession staff", (x0 + 9.5, -9.4, x1 - 9.5, -8.2))
    floor.zone("entrance post", (x0 + 15, -19.5, x0 + 18, -17.5), "post")
