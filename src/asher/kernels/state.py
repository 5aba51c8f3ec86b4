"""What the laws read and change: arrays of records, and what belongs together."""

from typing import NamedTuple

import numpy as np

from .codes import Barricade, Care, Guidance, Rule
from .kinds import Records


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
    segments: Records  # SEGMENT
    has_glass: bool  # a door between two spaces can be seen through when it is shut


class Routes(NamedTuple):
    """How to walk from space to space."""

    legs: Records  # LEG
    corners: Records  # CORNER, those of a space together
    corner_walk: np.ndarray  # float32 walking distance from a corner to the end of a leg [m]
    openings: Records  # OPENING
    spaces: Records  # SPACE
    space_opening: np.ndarray  # int32
    between: np.ndarray  # float32 from each opening of a space to each other one [m]
    places: Records  # PLACE, those of a space together
    dividers: Records  # DIVIDER


class Crowd(NamedTuple):
    """Those who stand or move on the floor: scratch of the walking laws.

    Who is there is filed in the chain of a cell; then each has a slot, in the order of the cells,
    so that neighbours stand side by side in memory.
    """

    cells: Records  # CELL
    concerned: np.ndarray  # int32 (n_occupants,) for whom a law may have something left to do
    is_used: np.ndarray  # uint8 (n_cells / 16,) somebody is in the row of a page
    is_page_used: np.ndarray  # uint8 (n_pages,) somebody is in the page
    entries: Records  # ENTRY (2 n_people,)
    slots: Records  # SLOT (2 n_people,)
    slot_of: np.ndarray  # int32 (n_people,) slot of a person
    free_at: np.ndarray  # float64 (n_openings,) when the next person may pass an opening [s]
    scratch: Records  # SCRATCH, a single one


class Search(NamedTuple):
    """Scratch of the search for a way from space to space."""

    nodes: Records  # NODE (2 n_openings,)
    spaces: Records  # SEARCHED
    lost_from: np.ndarray  # int32 (1,) space of the last sound, -1 = none yet


class Groups(NamedTuple):
    """Who is there: constants of each occupant group.

    A law is a row of four numbers: kind (`Law`), a, b, lowest. Normal: mean, standard deviation,
    and the value below which none is drawn. Lognormal: median, standard deviation of the
    logarithm. Uniform: its bounds. Listed: where its values start and stop in `values`, rising.
    """

    terms: Records  # GROUP
    members: Records  # MEMBER, those of a group together
    areas: Records  # AREA
    values: np.ndarray  # float64 observed values of all listed laws, one law after another
    exits: np.ndarray  # uint8 (n_groups, n_openings) 1 = may use, 2 = all know it


class HazardTerms(NamedTuple):
    """Historical rates of the attack: uncertainties, never levers."""

    is_present: bool
    rate_per_s: float
    rate_log_sd: float  # of the lognormal law of the rate between attacks
    at_once: float  # chance that casualties come as soon as somebody is exposed
    more_at_once: float  # mean number of those that then come with the first
    half_in_sight: float  # so many in sight are hit at half the rate of a dense crowd
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
    reaction_s: float  # until it can act in a contact that begins
    breaks_off_per_s: float  # rate at which a contact is broken off
    exchange_suicide_per_s: float  # rate at which it ends one with police by suicide
    needs_room: bool  # goes still in a room that can be closed alone
    held: float  # chance that people in such a room cannot leave it then
    # Which attacks are drawn: severities from and up to, as shares of attacks that are milder.
    severity_from: float
    severity_to: float


class ResponseTerms(NamedTuple):
    """The community's clocks and its officers."""

    clock: np.ndarray  # float64 (n_clocks, 2) by Clock: median [s], deviation of the logarithm
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
    resistance: float  # share of the trained who act against a hazard that is near
    formation_pace: float  # share of their speed at which a formation walks
    recognised_db: float  # level above the noise at which half know a shot for one
    recognised_spread_db: float  # between people
    voice_per_s: float  # rate at which somebody is told, where everybody in the space knows
    telephone_per_s: float  # the same, where everybody in the place knows and is out of sight
    staff_per_s: float  # the same, where all staff do
    triage: float  # share of the wounded whom helpers judge rightly
    carriers: int  # to one wounded person
    carry_speed: float  # [m/s]
    ambulances: int
    trauma_beds: int  # patients whom the nearest trauma centre takes
    kit_reach_m: float  # within which a bleeding kit is fetched
    trained_reaches: float  # aid by trained staff
    trained_saves: float
    instructed_saves: float  # aid by people whom the call taker tells how
    team_share: float  # chance that there is a tactical team
    resistance_risk: float  # how much more often they are hit
    hidden_exposure: float  # how often those are hit who hide in place, relative to others in sight
    glass_exposure: float  # and those behind the glass of a shut door
    lock_fails: float  # chance that a door turns out not to be locked
    mistaken: float  # chance that police take an armed person whom they meet for the attacker
    mistaken_identified: float  # relative to that, for who identifies himself or herself
    tired: float  # chance that an officer of the first wave is tired
    tired_hit: float  # factor of the chance to hit of who is tired
    tired_time: float  # factor of the time between rounds, and to form a team
    sole_caller_pace: float  # pace of the clock of the call where one person can call
    many_callers: float  # from so many who can call that clock runs as stated
    heard_factor: float  # of the time until who hesitates goes in, once shots are heard
    reaction_s: float  # until who comes into a contact can act
    cover: float  # share of the body that the jamb of a door covers
    shared_radio: bool  # what officers of one agency learn reaches those of the others
    neighbour_share: float  # chance that a neighbour's team comes where there is none
    perimeter: float  # chance to be at the way out of who leaves, -1 = not stated
    supervisors: float  # chance that an officer of the first wave is a supervisor
    police_cars: int  # of the first wave, in which patients can be driven
    walking_wounded: float  # share of those who would live without care who can walk out


class Course(NamedTuple):
    """A course of action; 0 is what is done where nothing is decided."""

    rule: Rule
    officers: int
    withdraws_for: int  # more officers who must come after a hit, 0 = press on
    falls_back_after: int  # rounds without a hit, 0 = never
    falls_back_s: float  # time until officers who fell back enter again
    barricade: Barricade
    breach_after_s: float
    talks_per_s: float  # rate at which negotiating ends a barricade
    breach_officers: float  # chance that an officer beside a room is hit as it is forced
    breach_people: float  # and that somebody inside is
    alarm: bool
    address: bool
    guidance: Guidance
    care: Care
    aid: bool
    trained: bool  # agencies together
    unified: bool  # one command, which joins the radios of all agencies
    on_site: Records  # ON_SITE; those with engages = 0 are not there
    trained_aid: float  # share of staff trained in bleeding control
    instructed: bool  # the call taker tells people how to stop bleeding
    standby: bool  # a joint rescue team stands by
    police_transport: bool  # in their cars, where no ambulance is sooner
    way_out: int  # opening by which the wounded are carried out, -1 = the nearest
    kits: np.ndarray  # int32 (n,) spaces in which bleeding kits hang
    patrols: np.ndarray  # int32 (n,) spaces of the patrols of people on site, one after another
    locks_doors: bool  # every door that can lock is locked at the alarm
    locks_outer: bool  # doors to the outside are locked at the alarm, from outside
    channels: Records  # CHANNEL; those with chance = 0 are not there
    covered: np.ndarray  # uint8 (n_channels, n_spaces) spaces that each channel covers


class Incident(NamedTuple):
    """Everything that changes in a replication, besides where people are."""

    time: np.ndarray  # float64 by When
    amount: np.ndarray  # float64 by Amount
    tally: np.ndarray  # int64 by Tally
    doors: np.ndarray  # uint8 (n_openings,) Door
    doorways: Records  # DOORWAY
    rooms: Records  # ROOM
    visited: np.ndarray  # uint8 (n_places,) seen by an officer, a bit an agency
    occupants: Records  # OCCUPANT
    party_exit: np.ndarray  # int32 (2 n_occupants,) exit that a party has chosen, -1 = none yet
    officers: Records  # OFFICER
    radios: Records  # RADIO (MOST_AGENCIES,); the first is everybody's where radios are shared
    responders: Records  # RESPONDER
    helpers: Records  # HELPER
    ambulances: np.ndarray  # float64 (n,) when each is free at the scene [s]
    reports: Records  # REPORT, of each channel
    safe_by: np.ndarray  # int64 (n_marks,) occupants out or sheltered at each mark, -1 = not yet
    exposure_by: np.ndarray  # float64 (n_marks,) time with anybody exposed by then [s]


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

    people: Records  # PERSON: occupants, people on site, officers, the hazard
    crowd: Crowd
    search: Search
    incident: Incident
