"""People by cell: chains of who is in each, and slots in the order of the cells."""

import math

from asher.kernels.codes import Slot, Status
from asher.kernels.jit import kernel

from .images import image_seen, is_seen_by, place_image
from .plane import PAGE, cell_at, cell_of, column_at, length_of, page_at

LEAVING_S = 1.0
"""How long somebody who has left is still before the door [s] (judgement: a time gap)."""


@kernel
def sort_by_cell(floor, routes, people, crowd, now):
    """File those who stand or walk and their images, and put them into slots, cell after cell.

    Who hides sits against a wall or under a table and is in nobody's way; officers who hold stand
    aside.

    In place: `crowd`; ``count`` tells how many are filed, how many of those move, and how many
    slots there are, none where nobody moves.

    Parameters
    ----------
    floor, routes, people, crowd
        See `state`.
    now : float
        Time [s].

    Notes
    -----
    Who has left walks on before the door for a while: the next cannot pass through them.
    """
    clear_cells(crowd)
    moving = 0
    for k in range(crowd.scratch.n_concerned):
        moving += file_if_up(floor, people, crowd, crowd.concerned[k], now)
    for i in range(crowd.concerned.shape[0], len(people)):
        moving += file_if_up(floor, people, crowd, i, now)
    crowd.scratch.n_moving = moving
    if moving == 0:
        return
    for entry in range(crowd.scratch.n_entries):
        i = crowd.entries.person[entry]
        x, y = place_of(people, i, now)
        by = is_seen_by(routes, people.space[i], x, y)
        if by >= 0:
            x, y = image_seen(routes, by, x, y)
            file_person(floor, crowd, (i, by), x, y)
    assign_slots(people, crowd, now)
    for slot in range(crowd.scratch.n_slots):
        if crowd.slots.role[slot] == Slot.IMAGE:
            place_image(routes, crowd, slot)


@kernel(inline=True)
def file_if_up(floor, people, crowd, i, now):
    """File somebody who stands, walks or is just leaving. In place: `crowd`.

    Returns
    -------
    bool
        Whether the person walks.
    """
    status = people.status[i]
    if status == Status.MOVING or status == Status.WAITING or is_leaving(people, i, now):
        x, y = place_of(people, i, now)
        file_person(floor, crowd, (i, -1), x, y)
    return status == Status.MOVING


@kernel(inline=True)
def is_leaving(people, i, now):
    """Tell whether somebody has left so lately as to be still before the door."""
    return people.status[i] == Status.OUT and 0.0 <= now - people.left_at[i] < LEAVING_S


@kernel(inline=True)
def place_of(people, i, now):
    """Where somebody is, or is by now who has left [m]."""
    if people.status[i] != Status.OUT:
        return people.x[i], people.y[i]
    walked = people.speed[i] * (now - people.left_at[i])
    return people.x[i] + walked * people.heading_x[i], people.y[i] + walked * people.heading_y[i]


@kernel
def clear_cells(crowd):
    """Empty all cells. In place: `crowd`."""
    for page in range(crowd.is_page_used.shape[0]):
        if not crowd.is_page_used[page]:
            continue
        crowd.is_page_used[page] = 0
        for row in range(page * PAGE, (page + 1) * PAGE):
            if crowd.is_used[row]:
                crowd.is_used[row] = 0
                for cell in range(row * PAGE, (row + 1) * PAGE):
                    crowd.cells.head[cell] = -1
    crowd.scratch.n_entries = crowd.scratch.n_moving = crowd.scratch.n_slots = 0


@kernel(inline=True)
def file_person(floor, crowd, who, x, y):
    """Put a person, or an image of one, first in the chain of a cell. In place: `crowd`.

    Parameters
    ----------
    floor, crowd
        See `state`.
    who : tuple of int
        Person, and by which opening the image is seen, -1 for the person.
    x, y : float
        Where [m].
    """
    cell, entry = cell_of(floor, x, y), crowd.scratch.n_entries
    if cell < 0:
        return
    crowd.entries.person[entry], crowd.entries.image_by[entry] = who
    crowd.entries.following[entry] = crowd.cells.head[cell]
    crowd.cells.head[cell] = entry
    crowd.is_used[cell // PAGE] = 1
    crowd.is_page_used[cell // (PAGE * PAGE)] = 1
    crowd.scratch.n_entries = entry + 1


@kernel
def assign_slots(people, crowd, now):
    """Give slots in a row to those in the same cell, and to those in the next cell of its row.

    In place: `crowd`. Images are placed later, when all others are.
    """
    slot = 0
    for page in range(crowd.is_page_used.shape[0]):
        if not crowd.is_page_used[page]:
            continue
        for row in range(page * PAGE, (page + 1) * PAGE):
            if crowd.is_used[row]:
                slot = assign_slots_in_row(people, crowd, (row, slot, now))
    crowd.scratch.n_slots = slot


@kernel(inline=True)
def assign_slots_in_row(people, crowd, which):
    """Give slots to those in a row of a page. In place: `crowd`.

    Parameters
    ----------
    people, crowd
        See `state`.
    which : tuple
        Row, first free slot, time [s].

    Returns
    -------
    int
        The next free slot.
    """
    row, slot, now = which
    for cell in range(row * PAGE, (row + 1) * PAGE):
        crowd.cells.slot_start[cell] = slot
        entry = crowd.cells.head[cell]
        while entry >= 0:
            i = crowd.entries.person[entry]
            crowd.slots.person[slot], crowd.slots.image_by[slot] = (
                i,
                crowd.entries.image_by[entry],
            )
            if crowd.entries.image_by[entry] >= 0:
                crowd.slots.role[slot] = Slot.IMAGE
            else:
                crowd.slot_of[i] = slot
                place_person(people, crowd, slot, now)
            slot += 1
            entry = crowd.entries.following[entry]
        crowd.cells.slot_stop[cell] = slot
    return slot


@kernel(inline=True)
def place_person(people, crowd, slot, now):
    """Note for a slot where its person is, which way, and how fast. In place: `crowd`."""
    i = crowd.slots.person[slot]
    crowd.slots.x[slot], crowd.slots.y[slot] = place_of(people, i, now)
    if people.status[i] == Status.WAITING:
        crowd.slots.role[slot] = Slot.STANDS
        crowd.slots.heading_x[slot], crowd.slots.heading_y[slot], crowd.slots.pace[slot] = (
            0.0,
            0.0,
            0.0,
        )
        return
    is_moving = people.status[i] == Status.MOVING
    crowd.slots.role[slot] = Slot.WALKS if is_moving else Slot.LEAVES
    crowd.slots.heading_x[slot], crowd.slots.heading_y[slot] = (
        people.heading_x[i],
        people.heading_y[i],
    )
    crowd.slots.pace[slot] = people.pace[i] if is_moving else people.speed[i]


@kernel(inline=True)
def first_page(column):
    """Column of pages in which a column of cells lies."""
    return column // PAGE


@kernel(inline=True)
def last_page(column):
    """Column of pages after that in which a column of cells lies."""
    return column // PAGE + 1


@kernel(inline=True)
def slots_in_row(floor, crowd, page_column, row, columns):
    """Slots in a row of cells within one page: the first, and the one after the last.

    Parameters
    ----------
    floor, crowd
        See `state`.
    page_column : int
        Column of pages.
    row : int
        Row of cells.
    columns : tuple of int
        First and last column of cells; those outside the page are left out.

    Returns
    -------
    tuple of int
        Equal where there is nobody or no floor.
    """
    page = page_at(floor, page_column, row // PAGE)
    if page < 0 or not crowd.is_used[page * PAGE + row % PAGE]:
        return 0, 0
    start = (page * PAGE + row % PAGE) * PAGE
    first = max(columns[0] - page_column * PAGE, 0)
    last = min(columns[1] - page_column * PAGE, PAGE - 1)
    return crowd.cells.slot_start[start + first], crowd.cells.slot_stop[start + last]


@kernel
def nearest_distance(floor, people, crowd, x, y):
    """Distance from a point to the nearest person filed [m]; inf where nobody is within a cell."""
    i, j = column_at(floor.origin_x, x), column_at(floor.origin_y, y)
    nearest = math.inf
    for cj in range(j - 1, j + 2):
        for ci in range(i - 1, i + 2):
            cell = cell_at(floor, ci, cj)
            if cell < 0:
                continue
            entry = crowd.cells.head[cell]
            while entry >= 0:
                k = crowd.entries.person[entry]
                if crowd.entries.image_by[entry] < 0:
                    nearest = min(nearest, length_of(people.x[k] - x, people.y[k] - y))
                entry = crowd.entries.following[entry]
    return nearest
