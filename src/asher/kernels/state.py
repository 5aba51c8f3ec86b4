"""What the laws read and change: NamedTuples of arrays, and the words for their codes."""

from enum import IntEnum
from typing import NamedTuple

import numpy as np


class Status(IntEnum):
    """What a person is doing; the order is that of a recording."""

    ABSENT = 0
    WAITING = 1
    MOVING = 2
    HIDING = 3
    WOUNDED = 4
    DEAD = 5
    OUT = 6
    RESTRAINED = 7
    CROSSING = 8


class Door(IntEnum):
    """State of an opening: may one walk through it, and see through it."""

    OPEN = 0
    CLOSED = 1
    LOCKED = 2
    BARRED = 3


class Category(IntEnum):
    """Kind of an opening."""

    DOOR = 0
    GATE = 1
    WINDOW = 2
    PORTAL = 3


class Edge(IntEnum):
    """Bits of what lies between a cell and its neighbour to the right or above."""

    WALK_RIGHT = 1
    WALK_UP = 2
    SIGHT_RIGHT = 4
    SIGHT_UP = 8
    OPENING_RIGHT = 16
    OPENING_UP = 32


class Floor(NamedTuple):
    """Where one can stand: all levels and stairs laid side by side in one plane.

    A cell's centre and a person in that cell always lie on the same side of every wall, because people
    keep 0.15 m clear of walls and half a cell's diagonal is 0.14 m.
    """

    origin_x: float  # [m] of the centre of cell (0, 0)
    origin_y: float
    cell_m: float
    n_x: int
    n_y: int
    space: np.ndarray  # int16 (n_y * n_x,) space at the cell's centre, -1 = none
    edge: np.ndarray  # uint8 (n_y * n_x,) bits of Edge
    edge_opening: np.ndarray  # int16 (n_y * n_x, 2) opening on the right and the upper edge, -1 = none
    segments: np.ndarray  # float32 (n_segments, 4) walls and openings, x1 y1 x2 y2 [m]
    segment_opening: np.ndarray  # int16 (n_segments,) the opening it is, -1 = wall
    block_m: float  # side of a block of the neighbour grid [m]
    n_block_x: int
    n_block_y: int
    near_start: np.ndarray  # int32 (n_blocks + 1,) segments near a block: near_segment[start:stop]
    near_segment: np.ndarray  # int32


class Routes(NamedTuple):
    """How to walk: a leg leads through one space to one of its openings or interior places."""

    leg_space: np.ndarray  # int32 (n_legs,)
    leg_opening: np.ndarray  # int32 (n_legs,) -1 for a leg to an interior place
    window: np.ndarray  # int32 (n_legs, 4) first column, first row, columns, rows of its field
    offset: np.ndarray  # int64 (n_legs,) where its field starts in heading and walk
    heading: np.ndarray  # int8 (n, 2) direction of the shortest way * 127
    walk: np.ndarray  # float32 (n,) length of the shortest way [m], inf where there is none
    opening_line: np.ndarray  # float32 (n_openings, 2, 4) line as seen from its two sides [m]
    opening_space: np.ndarray  # int32 (n_openings, 2) space on its two sides, -1 = outside
    opening_leg: np.ndarray  # int32 (n_openings, 2) leg towards it from its two sides, -1 outside
    opening_category: np.ndarray  # int8 (n_openings,) Category
    opening_width: np.ndarray  # float32 (n_openings,) [m]
    space_start: np.ndarray  # int32 (n_spaces + 1,) a space's openings: space_opening[start:stop]
    space_opening: np.ndarray  # int32
    space_speed: np.ndarray  # float32 (n_spaces,) share of the desired speed kept there
    place: np.ndarray  # float32 (n_places, 2) interior places [m], those of a space together
    place_leg: np.ndarray  # int32 (n_places,)
    place_start: np.ndarray  # int32 (n_spaces + 1,)
    between: np.ndarray  # float32 (n_openings, n_openings) walking distance [m], inf = no way


class People(NamedTuple):
    """Everybody: occupants, then officers, then the hazard; one entry a person."""

    x: np.ndarray  # float32 [m]
    y: np.ndarray
    heading_x: np.ndarray  # float32, unit vector
    heading_y: np.ndarray
    speed: np.ndarray  # float32 desired speed [m/s]
    squeeze: np.ndarray  # float32 share by which a blocked body turns sideways, 0 to its limit
    status: np.ndarray  # uint8 Status
    space: np.ndarray  # int16 space the person is in, -1 = outside
    leg: np.ndarray  # int32 leg being walked, -1 = none
    goal: np.ndarray  # int32 opening by which to leave (occupant); space to reach (others)
    left_by: np.ndarray  # int16 opening through which the person left the floor, -1 = did not
    left_at: np.ndarray  # float64 when [s]


class Crowd(NamedTuple):
    """Those who stand or move on the floor, sorted by block: scratch of the movement law."""

    block_start: np.ndarray  # int32 (n_blocks + 1,)
    person: np.ndarray  # int32 (n_people,) who is in a slot
    x: np.ndarray  # float32 (n_people,) positions by slot, and the next ones
    y: np.ndarray
    next_x: np.ndarray
    next_y: np.ndarray
    heading_x: np.ndarray  # float32 direction by slot; 0, 0 for those who stand
    heading_y: np.ndarray
    cell: np.ndarray  # int32 (n_people,) cell in which a slot's person is
    count: np.ndarray  # int64 (2,) slots in use, of which moving
