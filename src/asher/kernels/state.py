"""What the laws read and change: NamedTuples of arrays."""

from typing import NamedTuple

import numpy as np


class Walking(NamedTuple):
    """Numbers of the walking laws; `docs/movement.md` fits them to measurements."""

    time_gap_s: float  # from a person to the one ahead (Tordeux et al. 2016)
    time_gap_sd_s: float  # between people
    body_m: float  # depth of a body: headway in contact
    body_sd_m: float  # between people
    shoulder_m: float  # width of a body: who is less to the side than this is in the way
    zipper: float  # share of the time gap done without by who walks past a shoulder
    push: float  # away from a neighbour in contact, in units of the wish to go on
    push_range_m: float  # from contact to where a neighbour pushes no more
    wall_push: float  # away from a wall in contact
    wall_range_m: float
    turn_s: float  # relaxation of the walking direction
    stair_time_gap_s: float  # the time gap on stairs
    max_specific_flow: float  # planner's cap on the flow through openings [1/(m s)], inf = none


class Floor(NamedTuple):
    """Walls and openings of all levels and stairs, laid side by side in one plane, by cells of 1 m.

    Cells come in pages of 16 by 16; only pages with a floor exist, so nothing grows with the
    ground between buildings.
    """

    origin_x: float  # [m] lower left corner of page (0, 0)
    origin_y: float
    n_page_x: int
    n_page_y: int
    page: np.ndarray  # int32 (n_page_y * n_page_x,) number of a page, -1 = no floor there
    near_start: np.ndarray  # int32 (n_cells + 1,) segments near a cell: near_segment[start:stop]
    near_segment: np.ndarray  # int32
    segment: np.ndarray  # float64 (n_segments, 4) walls and openings, x1 y1 x2 y2 [m]
    segment_opening: np.ndarray  # int32 (n_segments,) the opening it is, -1 = wall
    segment_sight: np.ndarray  # uint8 (n_segments,) Sight


class Routes(NamedTuple):
    """How to walk: a leg leads through one space to one of its openings or interior places."""

    leg_space: np.ndarray  # int32 (n_legs,)
    leg_opening: np.ndarray  # int32 (n_legs,) -1 for a leg to an interior place
    leg_line: np.ndarray  # float64 (n_legs, 4) where a body's centre may cross, or the place twice
    leg_across: np.ndarray  # float64 (n_legs, 2) unit vector out of the space; 0, 0 for a place
    leg_pace: np.ndarray  # float64 (n_legs,) share of the desired speed: stairs up, stairs down
    leg_walk: np.ndarray  # int64 (n_legs,) where its distances start in corner_walk
    corner: np.ndarray  # float64 (n_corners, 4) point at a corner, and as far as one may swing out
    corner_walls: (
        np.ndarray
    )  # float64 (n_corners, 4) unit vectors along the two walls that meet there
    corner_start: np.ndarray  # int32 (n_spaces + 1,) corners of a space
    corner_walk: np.ndarray  # float32 walking distance from a corner to the end of a leg [m]
    opening_line: np.ndarray  # float64 (n_openings, 2, 4) line as seen from its two sides [m]
    opening_across: np.ndarray  # float64 (n_openings, 2, 2) unit vector out of the space there
    opening_space: np.ndarray  # int32 (n_openings, 2) space on its two sides, -1 = outside
    opening_leg: np.ndarray  # int32 (n_openings, 2) leg towards it from its two sides, -1 outside
    opening_local: np.ndarray  # int32 (n_openings, 2) its number among the openings of the space
    opening_category: np.ndarray  # int8 (n_openings,) Category
    opening_width: np.ndarray  # float64 (n_openings,) [m]
    space_start: np.ndarray  # int32 (n_spaces + 1,) a space's openings: space_opening[start:stop]
    space_opening: np.ndarray  # int32
    space_is_open: np.ndarray  # uint8 (n_spaces,) 1 = convex and empty: all in it see each other
    between_start: np.ndarray  # int64 (n_spaces,) where a space's distances start in between
    between: np.ndarray  # float32 from each opening of a space to each other one [m]
    place: np.ndarray  # float64 (n_places, 2) interior places [m], those of a space together
    place_leg: np.ndarray  # int32 (n_places,)
    place_start: np.ndarray  # int32 (n_spaces + 1,)
    shift_x: np.ndarray  # float64 (n_spaces,) from plan coordinates to this plane [m]
    height: np.ndarray  # float64 (n_spaces,) of its floor [m]
    shelter: np.ndarray  # int32 (n_spaces,) people whom a lockable room takes in, 0 = no shelter
    lock_delay: np.ndarray  # float32 (n_openings,) time to lock it [s]
    exit: np.ndarray  # uint8 (n_openings,) 1 leads outside, 2 the main entrance


class People(NamedTuple):
    """Everybody: occupants, people on site, officers, the hazard; one entry a person.

    Responders are those on site and the officers; their entries in an `Incident` stand together.
    """

    x: np.ndarray  # float64 [m]
    y: np.ndarray
    heading_x: np.ndarray  # float64, unit vector
    heading_y: np.ndarray
    speed: np.ndarray  # float64 desired speed [m/s]
    body: np.ndarray  # float64 diameter of the body [m]
    time_gap: np.ndarray  # float64 [s]
    pace: np.ndarray  # float64 speed at the last step [m/s]
    swerve: np.ndarray  # float64 angle by which the way round others leaves the wish [rad]
    squeeze: np.ndarray  # float64 share of its size that a blocked body gives up, 0 to 1
    mark_x: np.ndarray  # float64 where the person was at mark_at [m]
    mark_y: np.ndarray
    mark_at: np.ndarray  # float64 when progress was judged last [s]
    blocker: np.ndarray  # int32 who stands in the way, -1 = nobody
    aim: np.ndarray  # int32 corner walked to; -1 the leg's own line, -2 not looked for yet
    aim_until: np.ndarray  # float64 when to look for the way anew [s]
    status: np.ndarray  # uint8 Status
    space: np.ndarray  # int32 space the person is in, -1 = outside
    leg: np.ndarray  # int32 leg being walked, -1 = none
    goal: np.ndarray  # int32 opening by which to leave (occupant); place to reach (others)
    came_by: np.ndarray  # int32 opening through which the person came into this space, -1 = none
    left_by: np.ndarray  # int32 opening through which the person left the floor, -1 = did not
    left_at: np.ndarray  # float64 when [s]


class Crowd(NamedTuple):
    """Those who stand or move on the floor, and their images beyond the ends of stairs.

    Scratch of the walking laws. Who is there is filed in the chain of a cell; then each has a slot,
    in the order of the cells, so that neighbours stand side by side in memory.
    """

    head: np.ndarray  # int32 (n_cells,) first entry of a cell's chain, -1 = empty
    is_used: np.ndarray  # uint8 (n_cells / 16,) somebody is in the row of a page
    following: np.ndarray  # int32 (2 n_people,) next entry in the same cell, -1 = last
    filed: np.ndarray  # int32 (2 n_people,) who an entry is
    filed_by: np.ndarray  # int32 (2 n_people,) as `image_by`
    slot_start: np.ndarray  # int32 (n_cells,) slots of a cell: slot_start up to slot_stop
    slot_stop: np.ndarray  # int32 (n_cells,)
    slot_of: np.ndarray  # int32 (n_people,) slot of a person
    person: np.ndarray  # int32 (2 n_people,) who is in a slot
    image_by: np.ndarray  # int32 (2 n_people,) 2 o + k: image, seen through opening o from its
    # side k; -1 = the person
    role: np.ndarray  # uint8 (2 n_people,) Slot
    x: np.ndarray  # float64 (2 n_people,) positions by slot [m]
    y: np.ndarray
    heading_x: np.ndarray  # float64 direction by slot; 0, 0 for those who stand
    heading_y: np.ndarray
    pace: np.ndarray  # float64 speed at the last step [m/s]
    towards_x: np.ndarray  # float64 (2 n_people,) sum of wish and pushes [-]
    towards_y: np.ndarray
    wall2: np.ndarray  # float64 (2 n_people,) squared distance to the nearest wall [m2], inf = far
    led_by: np.ndarray  # int32 (2 n_people,) slot that leaves little speed, -1 = none
    # What holds for a tick.
    space: np.ndarray  # int32 (2 n_people,) space of a slot
    own: np.ndarray  # int32 (2 n_people,) opening of the own leg, -1 = none, -2 = stops at a place
    is_close: np.ndarray  # uint8 (2 n_people,) may pass that opening in this tick
    wish: np.ndarray  # float64 (2 n_people,) desired speed here [m/s]
    firm: np.ndarray  # float64 (2 n_people,) share of its size that is not given up
    body: np.ndarray  # float64 (2 n_people,) depth of the body [m]
    time_gap: np.ndarray  # float64 (2 n_people,) [s]
    to_x: np.ndarray  # float64 (2 n_people,) where a slot walks to in this tick [m]
    to_y: np.ndarray
    near: np.ndarray  # int32 (2 n_people, NEAR + AHEAD) slots near a slot, then others in its way
    n_near: np.ndarray  # int32 (2 n_people,) how many are near
    n_listed: np.ndarray  # int32 (2 n_people,) and how many in all
    ahead: np.ndarray  # int32 (AHEAD,) scratch: slots farther off in the way of a slot
    far: np.ndarray  # int32 (FAR,) scratch: slots still farther ahead of a slot
    n_far: (
        np.ndarray
    )  # int32 (2,) how many those are, and how many of them are known to be in sight
    in_way: np.ndarray  # int32 (NEAR + AHEAD + 1,) scratch: slots in the way of a slot
    fence: np.ndarray  # int32 (FENCE,) scratch: walls near a slot
    free_at: np.ndarray  # float64 (n_openings,) when the next person may pass an opening [s]
    count: np.ndarray  # int64 (3,) people and images filed, people who move, slots


class Search(NamedTuple):
    """Scratch of the search for a way from space to space; node 2 o + k = crossed o into side k."""

    walk: np.ndarray  # float64 (2 n_openings,) walking distance so far [m]
    first: np.ndarray  # int32 (2 n_openings,) opening by which that way leaves the start
    other: np.ndarray  # float64 (2 n_openings,) distance of a way found beside one guessed [m]
    other_first: np.ndarray  # int32 (2 n_openings,)
    state: np.ndarray  # uint8 (2 n_openings,) Node
    heap: np.ndarray  # int32 (2 n_openings,) nodes, nearest first
    heap_at: np.ndarray  # int32 (2 n_openings,) where a node is on the heap
    space_walk: np.ndarray  # float64 (n_spaces,) walking distance to a space [m]
    space_first: np.ndarray  # int32 (n_spaces,)
    muffled: np.ndarray  # float64 (n_spaces,) closed doors from the space of the last sound
    muffled_from: np.ndarray  # int32 (1,) that space, -1 = none yet


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
    exits: np.ndarray  # uint8 (n_groups, n_openings) 1 = may use, 2 = all know it
    party: np.ndarray  # int32 (n_occupants,) number of the party they stay with, -1 = alone
    starts_at: np.ndarray  # float64 (n_occupants,) stated time from noticing to moving, NaN = drawn
    enters_at: np.ndarray  # float64 (n_occupants,) comes in from outside [s], inf = is there
    enters_by: np.ndarray  # int32 (n_groups,) opening they come in by, -1 = they are there
    area_start: np.ndarray  # int32 (n_groups + 1,) triangles in which they may be at the start
    area: np.ndarray  # float64 (n_triangles, 6) corners x1 y1 x2 y2 x3 y3 [m]
    area_space: np.ndarray  # int32 (n_triangles,)
    area_weight: np.ndarray  # float64 (n_triangles,) cumulative within a group
    place: np.ndarray  # float64 (n_occupants, 2) exact places [m], NaN = drawn
    place_space: np.ndarray  # int32 (n_occupants,) space of an exact place, -1 = drawn


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
    place: np.ndarray  # float64 (n_on_site, 2) post [m], NaN = among the occupants
    place_space: np.ndarray  # int32 (n_on_site,) space of the post, -1 = none
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
    own_speed: np.ndarray  # float64 (n_occupants,) desired speed without company [m/s]
    party_exit: np.ndarray  # int32 (2 n_occupants,) exit that a party has chosen, -1 = none yet
    party_leg: np.ndarray  # int32 (n_spaces,) scratch: leg of the party in a space
    party_slowest: np.ndarray  # float64 (n_spaces,) scratch: its lowest speed there [m/s]
    party_farthest: np.ndarray  # float64 (n_spaces,) scratch: way left to its last member [m]
    jam_x: np.ndarray  # float64 (n_occupants,) where somebody was at jam_at [m]
    jam_y: np.ndarray
    jam_at: np.ndarray  # float64 (n_occupants,) when it was judged last whether it is a jam [s]
    exit_queue: np.ndarray  # int32 (n_openings,) scratch: people nearer to an exit
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


class Site(NamedTuple):
    """Where, who and by which rates: what every replication shares."""

    floor: Floor
    routes: Routes
    walking: Walking
    groups: Groups
    hazard: HazardTerms
    response: ResponseTerms
    course: Course
    close_at: np.ndarray  # float64 (n_openings,) drills: when an exit closes [s]
    doors: np.ndarray  # uint8 (n_openings,) at the start
    horizon_s: float
    dt_s: float  # time step of movement
    steps: int  # time steps in a tick, after which people decide anew


class World(NamedTuple):
    """What one thread works on."""

    people: People
    crowd: Crowd
    search: Search
    incident: Incident
