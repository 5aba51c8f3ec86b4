"""What the laws read and change: NamedTuples of arrays."""

from typing import NamedTuple

import numpy as np


class Floor(NamedTuple):
    """Where one can stand: all levels and stairs laid side by side in one plane.

    A cell's centre and a person in that cell always lie on the same side of every wall, because
    people keep 0.15 m clear of walls and half a cell's diagonal is 0.14 m.
    """

    origin_x: float  # [m] of the centre of cell (0, 0)
    origin_y: float
    cell_m: float
    n_x: int
    n_y: int
    space: np.ndarray  # int16 (n_y * n_x,) space at the cell's centre, -1 = none, -2 = seen over
    edge: np.ndarray  # uint8 (n_y * n_x,) bits of Edge
    edge_opening: (
        np.ndarray
    )  # int16 (n_y * n_x, 2) opening on the right and the upper edge, -1 = none
    segments: np.ndarray  # float32 (n_segments, 4) walls and openings, x1 y1 x2 y2 [m]
    segment_opening: np.ndarray  # int16 (n_segments,) the opening it is, -1 = wall
    block_x_m: float  # width of a block of the neighbour grid [m]
    block_y_m: float  # its height [m]; blocks are high so that a search looks through few rows
    n_block_x: int
    n_block_y: int
    near_start: np.ndarray  # int32 (n_cells + 1,) segments near a cell: near_segment[start:stop]
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
    # onward: 2 o + k stands for having crossed opening o into the space on its side k.
    onward: np.ndarray  # float32 (2 n_openings, 2 n_openings) walking distance [m], inf = no way
    to_space: np.ndarray  # float32 (2 n_openings, n_spaces) from there into a space [m]
    doors_apart: np.ndarray  # float32 (n_spaces, n_spaces) doors on the way that muffle a sound
    shift_x: np.ndarray  # float32 (n_spaces,) from plan coordinates to this plane [m]
    height: np.ndarray  # float32 (n_spaces,) of its floor [m]
    shelter: np.ndarray  # int32 (n_spaces,) people whom a lockable room takes in, 0 = no shelter
    lock_delay: np.ndarray  # float32 (n_openings,) time to lock it [s]
    exit: np.ndarray  # uint8 (n_openings,) 1 leads outside, 2 the main entrance


class People(NamedTuple):
    """Everybody: occupants, people on site, officers, the hazard; one entry a person.

    Responders are those on site and the officers; their entries in an `Incident` stand together.
    """

    x: np.ndarray  # float32 [m]
    y: np.ndarray
    heading_x: np.ndarray  # float32, unit vector
    heading_y: np.ndarray
    speed: np.ndarray  # float32 desired speed [m/s]
    squeeze: np.ndarray  # float32 share by which a blocked body turns sideways, 0 to its limit
    yields: np.ndarray  # float32 how near an oncoming person may come, 0 to 1
    status: np.ndarray  # uint8 Status
    space: np.ndarray  # int16 space the person is in, -1 = outside
    leg: np.ndarray  # int32 leg being walked, -1 = none
    goal: np.ndarray  # int32 opening by which to leave (occupant); space to reach (others)
    came_by: np.ndarray  # int16 opening through which the person came into this space, -1 = none
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
    free_at: np.ndarray  # float64 (n_openings,) when the next person may pass an opening [s]
    count: np.ndarray  # int64 (2,) slots in use, of which moving


class Groups(NamedTuple):
    """Who is there: constants of each occupant group.

    A law is a row of four numbers: kind (`Law`), a, b, lowest. Normal: mean, standard deviation,
    and the value below which none is drawn. Lognormal: median, standard deviation of the
    logarithm. Uniform: its bounds. Listed: where its values start and stop in `values`, rising.
    """

    start: np.ndarray  # int32 (n_groups + 1,) a group's people: start[g]:start[g + 1]
    speed: np.ndarray  # float64 (n_groups, 4) law of the walking speed [m/s]
    pre_movement: np.ndarray  # float64 (n_groups, 4) law of the time from noticing to moving [s]
    values: np.ndarray  # float64 observed values of all listed laws, one law after another
    response: np.ndarray  # float64 (n_groups, 4) cumulative shares, in the order of Choice
    familiar: np.ndarray  # float64 (n_groups,) share who know every exit
    limited: np.ndarray  # float64 (n_groups, 2) share of limited mobility, their share of speed
    assisted: np.ndarray  # float64 (n_groups, 2) share of those who are helped, pace of the pair
    rerouting: np.ndarray  # float64 (n_groups,) share of the familiar who leave a jammed exit
    keys: np.ndarray  # float64 (n_groups,) share who can lock a room
    exits: np.ndarray  # uint8 (n_groups, n_openings) which exits they use
    party: np.ndarray  # int32 (n_occupants,) number of the party they stay with, -1 = alone
    starts_at: np.ndarray  # float64 (n_occupants,) stated time from noticing to moving, NaN = drawn
    enters_at: np.ndarray  # float64 (n_occupants,) comes in from outside [s], inf = is there
    enters_by: np.ndarray  # int32 (n_groups,) opening they come in by, -1 = they are there
    cell_start: np.ndarray  # int32 (n_groups + 1,) where they may be at the start
    cell: np.ndarray  # int32
    weight: np.ndarray  # float64 cumulative within a group
    place: np.ndarray  # float32 (n_occupants, 2) exact places [m], NaN = drawn


class HazardTerms(NamedTuple):
    """Historical rates of the attack: uncertainties, never levers."""

    is_present: bool
    rate_per_s: float
    rate_shape: float
    duration: np.ndarray  # float64 (2,)
    left: float  # cumulative shares of the own ending
    left_or_suicide: float
    restrained: float
    dwell: np.ndarray  # float64 (2,)
    speed: float
    entry: np.ndarray  # int32 (n,) openings it may come in by
    fatal: float
    fatal_concentration: float  # of the beta law of that share between incidents, inf = none
    on_contact: np.ndarray  # float64 (4,) cumulative: own life, surrenders, subdued, barricades
    remains_for: np.ndarray  # float64 (2,)
    round_interval_s: float
    hit: float
    turns: float


class ResponseTerms(NamedTuple):
    """The community's clocks and its officers."""

    clock: np.ndarray  # float64 (15, 2) by Clock
    officers: int
    tactical_team: int
    care_saves: float
    speed: float
    hit_under_fire: float
    hit: float
    round_interval_s: float
    stop_on_hit: float
    range_m: float
    fatal: float
    skill_concentration: float  # of the beta law of hit chances between officers, inf = none
    resolve: float
    agencies: int
    forming_factor: float  # of two agencies that have not trained together
    friendly_fire: float  # chance a round
    joint_removes: float  # share of both that joint training removes
    aid_reaches: float  # bystander aid
    aid_saves: float
    guided: float  # share who do as they were trained
    guidance_pace: float
    resistance: float


class OnSite(NamedTuple):
    """People at the place who may act before police come; one entry a person."""

    engages: np.ndarray  # float64 (n_on_site,) chance to act at all
    ready: np.ndarray  # float64 (n_on_site, 2) from noticing to ready
    place: np.ndarray  # float32 (n_on_site, 2) post [m], NaN = among the occupants
    range_m: np.ndarray  # float64 (n_on_site,)
    hit: np.ndarray  # float64 (n_on_site,) relative to an officer
    goes_out: np.ndarray  # uint8 (n_on_site,)
    reports: np.ndarray  # uint8 (n_on_site,)
    armed: np.ndarray  # uint8 (n_on_site,)
    sworn: np.ndarray  # uint8 (n_on_site,)


class Course(NamedTuple):
    """A course of action."""

    rule: int
    officers: int
    withdraws_for: int  # more officers who must come after a hit, 0 = press on
    barricade: int
    breach_after_s: float
    alarm: bool
    address: bool
    guidance: int
    care: int
    aid: bool
    trained: bool  # agencies together
    on_site: OnSite  # those with engages = 0 are not there


class Incident(NamedTuple):
    """Everything that changes in a replication, besides where people are."""

    time: np.ndarray  # float64 by When
    amount: np.ndarray  # float64 by Amount
    tally: np.ndarray  # int64 by Tally
    doors: np.ndarray  # uint8 (n_openings,) Door
    close_at: np.ndarray  # float64 (n_openings,) when an opening closes or is locked [s]
    broken_s: np.ndarray  # float64 (n_openings,) work done on breaking a window [s]
    queueing: np.ndarray  # int32 (n_openings,) people waiting to set foot on a stair
    present: np.ndarray  # int32 (n_spaces, 2) occupants who stand or walk, of whom walk
    hidden: np.ndarray  # int32 (n_spaces,) people in or on the way to a shelter
    visited: np.ndarray  # uint8 (n_places,) seen by an officer
    # n_occupants: occupants and people on site.
    notice_at: np.ndarray  # float64 (n_occupants,) when an occupant begins to act [s]
    pre_movement: np.ndarray  # float64 (n_occupants,) [s]
    choice: np.ndarray  # uint8 (n_occupants,) Choice
    familiar: np.ndarray  # uint8 (n_occupants,)
    has_key: np.ndarray  # uint8 (n_occupants,) can lock a room
    group: np.ndarray  # int32 (n_occupants,)
    party: np.ndarray  # int32 (n_occupants,) those who stay together, -1 = alone
    helps: np.ndarray  # int32 (n_occupants,) whom somebody helps along, -1 = nobody
    sheltered_at: np.ndarray  # float64 (n_occupants,) when a hider stepped into the room [s]
    seen_at: np.ndarray  # float64 (n_occupants,) last time in the hazard's sight [s]
    wounded_at: np.ndarray  # float64 (n_occupants,) [s]
    dies_after: np.ndarray  # float64 (n_occupants,) without care [s], inf = survives
    queue: np.ndarray  # int32 (n_occupants,) the wounded in the order of their wounds
    arrive_at: np.ndarray  # float64 (n_officers,) [s]
    enter_at: np.ndarray  # float64 (n_officers,) [s]
    ready_at: np.ndarray  # float64 (n_responders,) when somebody on site is ready to act [s]
    round_at: np.ndarray  # float64 (n_responders,) next round [s]
    rounds: np.ndarray  # int64 (n_responders,)
    engaged: np.ndarray  # uint8 (n_responders,)
    occupied: np.ndarray  # uint8 (n_cells,) scratch: taken at the start


class Site(NamedTuple):
    """Where, who and by which rates: what every replication shares."""

    floor: Floor
    routes: Routes
    groups: Groups
    hazard: HazardTerms
    response: ResponseTerms
    course: Course
    close_at: np.ndarray  # float64 (n_openings,) drills: when an exit closes [s]
    doors: np.ndarray  # uint8 (n_openings,) at the start
    max_specific_flow: float  # planner's cap on every door and stair [1/(m s)], inf = none
    horizon_s: float
    dt_s: float  # time step of movement
    steps: int  # time steps in a tick, after which people decide anew


class World(NamedTuple):
    """What one thread works on."""

    people: People
    crowd: Crowd
    incident: Incident
