"""What each kind of thing holds: a person, a slot, an opening, ... as records.

An array of records is one argument for a law, however many fields it has: `people.x` is a field of
all people, `people.x[i]` that of one.
"""

from typing import Any

import numpy as np

from .codes import Choice

Records = Any
"""`numpy.recarray` of the kind that the comment beside it names."""
NEAR = 24
"""Neighbours kept for each person (judgement: more than fit within a metre)."""
AHEAD = 12
"""People ahead kept beside those (judgement: the nearest of them decide)."""
FAR = 24
"""People farther ahead that are looked at (judgement: the nearest of them decide)."""
FENCE = 16
"""Walls kept that are near a person (judgement: more than any corner has)."""
MOST_AGENCIES = 4
"""Agencies at most whose officers meet [-] (judgement: what they find is kept in so many bits)."""
MEDICS = 4
"""Medics who go in, together (judgement: two pairs)."""


def records(kind: np.dtype[Any], n: int, **columns: Any) -> Records:
    """Memory for records.

    Parameters
    ----------
    kind : dtype
        What each of them holds.
    n : int
        How many.
    **columns : array_like
        Values of fields; those left out are 0.

    Returns
    -------
    recarray
        Shape (n,).
    """
    made = np.zeros(n, dtype=kind).view(np.recarray)
    for name, values in columns.items():
        made[name] = values
    return made


def _kind(*fields: tuple[Any, ...]) -> np.dtype[Any]:
    """A record with every field where the processor reads it fastest.

    Returns
    -------
    dtype
        Of the fields, in the order given.

    Raises
    ------
    ValueError
        Where an array has a method of the name of a field, which would hide the field.
    """
    for name, *_ in fields:
        if hasattr(np.ndarray, name):
            raise ValueError(f"{name!r} is a method of an array and cannot be a field")
    return np.dtype(list(fields), align=True)


SEGMENT = _kind(  # a wall, or an opening as seen from one of its sides
    ("line", "f8", 4),  # x1 y1 x2 y2 [m]
    ("opening", "i4"),  # the opening it is, -1 = wall
    ("sight", "u1"),  # Sight
)
LEG = _kind(  # leads through one space to one of its openings or interior places
    ("space", "i4"),
    ("opening", "i4"),  # -1 for a leg to an interior place
    ("line", "f8", 4),  # where a body's centre may cross, or the place twice [m]
    ("across", "f8", 2),  # unit vector out of the space; 0, 0 for a place
    ("pace", "f8"),  # share of the desired speed: stairs up, stairs down
    ("walk", "i8"),  # where its distances start in corner_walk
)
CORNER = _kind(  # of a space, to be walked round
    ("swing", "f8", 4),  # point at the corner, and as far as one may swing out [m]
    ("walls", "f8", 4),  # unit vectors along the two walls that meet there
)
OPENING = _kind(  # a door, gate or window, or an end of a stair
    ("line", "f8", (2, 4)),  # as seen from its two sides [m]
    ("across", "f8", (2, 2)),  # unit vector out of the space there
    ("space", "i4", 2),  # on its two sides, -1 = outside
    ("leg", "i4", 2),  # towards it from its two sides, -1 outside
    ("local", "i4", 2),  # its number among the openings of the space
    ("category", "i1"),  # Category
    ("exit", "u1"),  # 1 leads outside, 2 the main entrance
    ("width", "f8"),  # [m]
    ("lock_delay", "f4"),  # time to lock it [s]
    ("loss_db", "f8"),  # what sound loses through it [dB]
)
SPACE = _kind(  # a room, hall or yard, or a stair; 64 bytes, a line of the processor's memory
    ("opening_start", "i4"),  # its openings: space_opening[start:stop]
    ("opening_stop", "i4"),
    ("between_start", "i4"),  # where its distances start in between
    ("corner_start", "i4"),  # its corners
    ("corner_stop", "i4"),
    ("place_start", "i4"),  # its interior places
    ("place_stop", "i4"),
    ("part", "i4"),  # 1, 2, ... of the parts that no way inside joins; 0 = the plan is one
    ("shelter", "i4"),  # people whom a lockable room takes in, 0 = no shelter
    ("is_open", "u1"),  # 1 = convex and empty: all in it see each other
    ("has_stair", "u1"),  # 1 = one of its openings is an end of a stair
    ("shift_x", "f8"),  # from plan coordinates to this plane [m]
    ("height", "f8"),  # of its floor [m]
    ("noise_db", "f8"),  # level of its background noise [dB]
)
DIVIDER = _kind(  # a wall or a floor that two spaces share, as sound passes through it
    ("space", "i4", 2),
    ("loss_db", "f8"),
)
PLACE = _kind(  # somewhere inside a space, to look for people
    ("at", "f8", 2),  # [m]
    ("leg", "i4"),
)
PERSON = _kind(
    ("x", "f8"),  # [m]
    ("y", "f8"),
    ("heading_x", "f8"),  # unit vector
    ("heading_y", "f8"),
    ("speed", "f8"),  # desired speed [m/s]
    ("body", "f8"),  # diameter of the body [m]
    ("time_gap", "f8"),  # [s]
    ("pace", "f8"),  # speed at the last step [m/s]
    ("swerve", "f8"),  # angle by which the way round others leaves the wish [rad]
    ("squeezed", "f8"),  # share of its size that a blocked body gives up, 0 to 1
    ("mark_x", "f8"),  # where the person was at mark_at [m]
    ("mark_y", "f8"),
    ("mark_at", "f8"),  # when progress was judged last [s]
    ("held_x", "f8"),  # where the person was at held_at [m]
    ("held_y", "f8"),
    ("held_at", "f8"),  # since when the person has got nowhere [s]
    ("stander_at", "f8"),  # when somebody who stands was in the way last [s]
    ("blocker", "i4"),  # who stands in the way, -1 = nobody
    ("aim", "i4"),  # corner walked to; -1 the leg's own line, -2 not looked for yet
    ("wall", "i4"),  # what barred the way when it was looked for last, -1 = nothing known
    ("aim_until", "f8"),  # when to look for the way anew [s]
    ("status", "u1"),  # Status
    ("space", "i4"),  # space the person is in, -1 = outside
    ("leg", "i4"),  # leg being walked, -1 = none
    ("goal", "i4"),  # opening by which to leave (occupant); place to reach (others)
    ("came_by", "i4"),  # opening through which the person came into this space, -1 = none
    ("left_by", "i4"),  # opening through which the person left the floor, -1 = did not
    ("left_at", "f8"),  # when [s]
)
CELL = _kind(  # who is filed in a cell of the floor
    ("head", "i4"),  # first entry of its chain, -1 = empty
    ("slot_start", "i4"),  # its slots: slot_start up to slot_stop
    ("slot_stop", "i4"),
)
ENTRY = _kind(  # in the chain of a cell
    ("following", "i4"),  # next entry in the same cell, -1 = last
    ("person", "i4"),  # who it is
    ("image_by", "i4"),  # as in SLOT
)
SLOT = _kind(  # somebody who stands or moves on the floor, or an image beyond the end of a stair
    ("x", "f8"),  # [m]
    ("y", "f8"),
    ("heading_x", "f8"),  # direction; 0, 0 for those who stand
    ("heading_y", "f8"),
    ("pace", "f8"),  # speed at the last step [m/s]
    ("body", "f8"),  # depth of the body [m]
    ("firm", "f8"),  # share of its size that is not given up
    ("time_gap", "f8"),  # [s]
    ("wish", "f8"),  # desired speed here [m/s]
    ("to_x", "f8"),  # where to in this tick [m]
    ("to_y", "f8"),
    ("wall2", "f8"),  # squared distance to the nearest wall [m2], inf = far
    ("led_by", "i4"),  # slot that leaves little speed, -1 = none
    ("person", "i4"),  # who it is
    ("image_by", "i4"),  # 2 o + k: image, seen through opening o from its side k; -1 = the person
    ("space", "i4"),
    ("own", "i4"),  # opening of the own leg, -1 = none, -2 = stops at a place
    ("role", "u1"),  # Slot
    ("is_close", "u1"),  # may pass that opening in this tick
    ("n_near", "i4"),  # how many of the list are near
    ("n_listed", "i4"),  # and how many there are in all
    ("near", "i4", NEAR + AHEAD),  # slots near this one, then others in its way
)
SCRATCH = _kind(  # of the walking laws
    ("n_concerned", "i8"),  # occupants on the list of those concerned
    ("n_entries", "i8"),  # people and images filed
    ("n_moving", "i8"),  # people who move
    ("n_slots", "i8"),
    ("ahead", "i4", AHEAD),  # slots farther off in the way of a slot
    ("far", "i4", FAR),  # slots still farther ahead of it
    ("n_far", "i8"),  # how many those are
    ("n_seen", "i8"),  # and how many of them are known to be in sight
    ("in_way", "i4", NEAR + AHEAD + 1),  # slots in the way of a slot
    ("fence", "i4", FENCE),  # walls near it
)
NODE = _kind(  # of a search from space to space; node 2 o + k = crossed o into side k
    ("walk", "f8"),  # walking distance so far [m]
    ("first", "i4"),  # opening by which that way leaves the start
    ("other", "f8"),  # distance of a way found beside one guessed [m]
    ("other_first", "i4"),
    ("state", "u1"),  # Node
    ("heap", "i4"),  # the heap of nodes, nearest first
    ("heap_at", "i4"),  # where this node is on it
)
SEARCHED = _kind(  # a space, as a search finds it
    ("walk", "f8"),  # walking distance to it [m]
    ("first", "i4"),
    ("lost_db", "f8"),  # what sound loses on its way from the space of the last one [dB]
)
GROUP = _kind(  # what an occupant group states; laws as rows of four, see Groups
    ("start", "i8"),  # its people: start up to stop
    ("stop", "i8"),
    ("speed", "f8", 4),  # law of the walking speed [m/s]
    ("pre_movement", "f8", 4),  # law of the time from noticing to moving [s]
    ("response", "f8", len(Choice) - 1),  # cumulative shares, in the order of Choice
    ("familiar", "f8"),  # share who know every exit
    ("limited", "f8", 2),  # share of limited mobility, their share of speed
    ("assisted", "f8", 2),  # share of those who are helped, pace of the pair
    ("rerouting", "f8"),  # share of the familiar who leave a jammed exit
    ("keys", "f8"),  # share who can lock a room
    ("staff", "f8"),  # share who are staff
    ("enters_by", "i4"),  # opening they come in by, -1 = they are there
    ("area_start", "i4"),  # triangles in which they may be at the start
    ("area_stop", "i4"),
    ("hides_in_place", "f8"),  # share of hiders without a shelter who stay out of sight
)
MEMBER = _kind(  # what a group states of one of its people
    ("party", "i4"),  # number of the party they stay with, -1 = alone
    ("starts_at", "f8"),  # stated time from noticing to moving, NaN = drawn
    ("enters_at", "f8"),  # comes in from outside [s], inf = is there
    ("place", "f8", 2),  # exact place [m], NaN = drawn
    ("place_space", "i4"),  # space of an exact place, -1 = drawn
)
AREA = _kind(  # a triangle in which people may be at the start
    ("corners", "f8", 6),  # x1 y1 x2 y2 x3 y3 [m]
    ("space", "i4"),
    ("weight", "f8"),  # cumulative within a group
)
ON_SITE = _kind(  # somebody at the place who may act before police come
    ("engages", "f8"),  # chance to act at all
    ("ready", "f8", 2),  # from noticing to ready
    ("place", "f8", 2),  # post [m], NaN = among the occupants
    ("place_space", "i4"),  # space of the post, -1 = none
    ("range_m", "f8"),
    ("hit", "f8"),  # relative to an officer
    ("goes_out", "u1"),
    ("reports", "u1"),
    ("armed", "u1"),
    ("sworn", "u1"),
    ("warns", "u1"),
    ("locks", "u1"),
    ("delays", "f8"),  # chance to delay the hazard
    ("delay", "f8", 2),  # for how long
    ("patrol_start", "i4"),  # spaces of the patrol: Course.patrols[start:stop]
    ("patrol_stop", "i4"),
    ("rests", "f8", 2),  # for how long at each of them
    ("store", "i4"),  # space where the weapon is locked away, -1 = at the post
    ("shelters", "u1"),  # before fetching it
    ("identifies", "f8"),  # chance to tell police who one is
)
CHANNEL = _kind(  # what tells of the attack and of where it is
    ("key", "i4"),  # of its random streams, the same beside any other channels
    ("chance", "f8"),  # to work in an incident
    ("delay", "f8", 2),  # clock from noticing to telling
    ("comes", "f8", 2),  # clock from `since` until it works
    ("since", "u1"),  # Since
    ("sense", "u1"),  # Sense
    ("calls", "u1"),  # tells dispatch
    ("tells", "u1"),  # Tells
    ("leads", "u1"),  # tells responders where the hazard is, as long as it knows
    ("clears", "u1"),  # rooms that report well need not be searched
)
REPORT = _kind(  # how far a channel has come
    ("works", "u1"),
    ("comes_after", "f8"),  # draw of `comes` [s]
    ("space", "i4"),  # where it knew the hazard last, -1 = not yet
    ("known_at", "f8"),  # and when that was [s], -inf = not yet
    ("tells_at", "f8"),  # when it tells what it has noticed [s], inf = nothing to tell
    ("told", "i8"),  # how often it has told
)
_RESCUED = (  # of somebody wounded
    ("urgency", "f8"),  # who comes first in triage: as if dead by then [s]
    ("kit_m", "f8"),  # walking distance to the nearest bleeding kit [m], inf = none
    ("carry_s", "f8"),  # time to be carried out [s]
    ("dies_at", "f8"),  # unless helpers come [s], inf = survives
    ("cared_at", "f8"),  # when helpers are done [s], inf = never
    ("out_at", "f8"),  # when carried out [s], inf = never
    ("trauma_at", "f8"),  # at the trauma centre [s], inf = never
    ("helper", "i4"),  # who cares for them, -1 = nobody
    ("from_x", "f8"),  # from where that helper comes [m]
    ("from_y", "f8"),
    ("from_space", "i4"),  # -1 = not known
    ("reached_at", "f8"),  # when the helper is with them [s]
    ("carriers", "i4"),  # number of the group that carries them out, -1 = none
)
OCCUPANT = _kind(  # also those who are on site to act
    ("notice_at", "f8"),  # when an occupant begins to act [s]
    ("pre_movement", "f8"),  # [s]
    ("choice", "u1"),  # Choice
    ("familiar", "u1"),
    ("has_key", "u1"),  # can lock a room
    ("is_staff", "u1"),  # tells the whole place
    ("group", "i4"),
    ("party", "i4"),  # those who stay together, -1 = alone
    ("helps", "i4"),  # whom somebody helps along, -1 = nobody
    ("own_speed", "f8"),  # desired speed without company [m/s]
    ("jam_x", "f8"),  # where somebody was at jam_at [m]
    ("jam_y", "f8"),
    ("jam_at", "f8"),  # when it was judged last whether it is a jam [s]
    ("sheltered_at", "f8"),  # when a hider stepped into the room [s]
    ("seen_at", "f8"),  # last time in the hazard's sight [s]
    ("wounded_at", "f8"),  # [s]
    ("dies_after", "f8"),  # without care [s], inf = survives
    ("recognises_db", "f8"),  # level above the noise from which a person wonders at a shot [dB]
    ("recognises_after", "f8"),  # time to take in what a shot heard is [s]
    ("recognises_at", "f8"),  # when it is known for one [s], inf = none heard
    ("word_left", "f8"),  # amount of word still to come until somebody is told [-]
    ("queue", "i4"),  # the wounded in the order of their wounds, then in that of care
    *_RESCUED,
    ("resists", "u1"),  # Resists
    ("in_place", "u1"),  # hides where it is no shelter
    ("behind_glass", "u1"),  # was seen last through the glass of a shut door
)
WOUND = _kind(  # somebody hit, where nobody knows who
    ("wounded_at", "f8"),  # [s]
    ("dies_after", "f8"),  # without care [s], inf = survives
    ("queue", "i4"),  # as in OCCUPANT
    *_RESCUED,
)
DOORWAY = _kind(  # how an opening is now
    ("close_at", "f8"),  # when it closes or is locked [s]
    ("broken_s", "f8"),  # work done on breaking a window [s]
    ("queue", "i4"),  # scratch: people nearer to an exit
    ("locks", "i4"),  # room that is being locked, -1 = none
    ("opens_at", "f8"),  # when officers have it open from outside [s], inf = none has begun
)
ROOM = _kind(  # how a space is now
    ("present", "i4", 2),  # occupants who stand or walk, of whom walk
    ("hidden", "i4"),  # people in or on the way to a shelter
    ("inside", "i4", 2),  # occupants in it, of whom know of the attack
    ("party_leg", "i4"),  # scratch: leg of the party in it
    ("party_slowest", "f8"),  # scratch: its lowest speed there [m/s]
    ("party_farthest", "f8"),  # scratch: way left to its last member [m]
    ("reports", "u1"),  # somebody reported well from it when it was safe
    ("told_at", "f8"),  # when those in it are told of the attack [s], inf = not yet
)
RADIO = _kind(  # what the officers of an agency know
    ("known_space", "i4"),  # space in which the hazard was last, -1 = not known
    ("known_at", "f8"),  # since when [s]
    ("over_at", "f8"),  # when they learnt that it is over [s], inf = not yet
)
OFFICER = _kind(
    ("arrive_at", "f8"),  # [s]
    ("enter_at", "f8"),  # [s], inf = stays outside
    ("team", "i4"),  # the first officer of the formation; an officer alone is a team
    ("hesitates", "u1"),  # was to go in and did not, and has not heard a shot outside
)
HELPER = _kind(  # who cares for the wounded: the officers, then the medics
    ("free_at", "f8"),  # when the helper can turn to the next [s], inf = never
    ("walk_s", "f8"),  # scratch: time to walk to the one looked at [s]
    ("x", "f8"),  # where the helper is [m]
    ("y", "f8"),
    ("space", "i4"),  # -1 = not known; the clock of coming has the way in it
    ("carry_at", "f8"),  # scratch: when a group of carriers is free [s]
)
RESPONDER = _kind(  # those on site, then the officers
    ("ready_at", "f8"),  # when somebody on site is ready to act [s]
    ("round_at", "f8"),  # next round [s]
    ("rounds", "i8"),
    ("engaged", "u1"),
    ("duty", "u1"),  # Duty of somebody on site
    ("stop", "i4"),  # of the patrol, walked to
    ("rests_until", "f8"),  # at a stop [s], inf = walks
    ("rested", "i8"),  # at so many stops
    ("met_at", "f8"),  # when police saw somebody on site last [s]
    ("meetings", "i8"),  # with police
    ("missed", "i8"),  # rounds of this contact since the last hit
    ("covered", "f8"),  # share of the body behind the jamb of a door
    ("pulls_back", "u1"),  # walks out, to enter again: 1 or `CARRIES` (R4), or `GOES_ROUND`
)
