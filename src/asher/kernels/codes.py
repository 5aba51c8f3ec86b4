"""The words for the codes in the arrays of the laws."""

from enum import IntEnum, auto


class Status(IntEnum):
    """What a person is doing; the order is that of a recording, up to `HOLDING`.

    Who holds (`HOLDING`, officers alone) stands aside: those who leave go past.
    """

    ABSENT = 0
    WAITING = 1
    MOVING = 2
    HIDING = 3
    WOUNDED = 4
    DEAD = 5
    OUT = 6
    RESTRAINED = 7
    HOLDING = 8


class Door(IntEnum):
    """State of an opening: may one walk through it, and see through it."""

    OPEN = 0
    CLOSED = 1
    LOCKED = 2
    BARRED = 3


class Sight(IntEnum):
    """Whether a segment blocks sight."""

    NEVER_BLOCKED = 0
    ALWAYS_BLOCKED = 1
    UNLESS_OPEN = 2


class Category(IntEnum):
    """Kind of an opening."""

    DOOR = 0
    GATE = 1
    WINDOW = 2
    PORTAL = 3


class Choice(IntEnum):
    """What an occupant does once the danger is noticed."""

    RUN = 0
    HIDE = 1
    RESIST = 2
    FREEZE = 3
    ACT = 4


class Resists(IntEnum):
    """Whether an occupant acts against a hazard that is near."""

    NEVER = 0
    WOULD = 1
    KNOWS = 2  # would, and has noticed the attack
    ACTS = 3


class Law(IntEnum):
    """How a number varies between people; what the columns of its row mean stands in `Groups`."""

    NORMAL = 0
    LOGNORMAL = 1
    UNIFORM = 2
    LISTED = 3


class Duty(IntEnum):
    """What somebody on site is about."""

    POST = 0  # at the post or on patrol; has not learned of the attack
    LOCKS = 1
    DELAYS = 2
    LEAVES = 3
    SHELTERS = 4
    FETCHES = 5
    RETURNS = 6
    DONE = 7


class Rule(IntEnum):
    """When officers enter."""

    CONTAIN_AND_WAIT = 0
    FORMATION = 1
    IMMEDIATE = 2
    STAY_OUTSIDE = 3


class Guidance(IntEnum):
    """What occupants were trained to do."""

    NONE = 0
    LOCKDOWN = 1
    RUN_HIDE_FIGHT = 2
    RESIST = 3


class Barricade(IntEnum):
    """What officers do before a closed room."""

    PRESS_ON = 0
    HOLD = 1
    BREACH = 2


class Care(IntEnum):
    """When care reaches the wounded."""

    CLEARED = 0
    CARRY_OUT = 1
    TASK_FORCE = 2
    GIVE_CARE = 3


class Phase(IntEnum):
    """What the hazard is doing."""

    NONE = 0
    ACTIVE = 1
    STILL = 2
    ENDED = 3


class Ending(IntEnum):
    """How an attack ended, in the order of the names in results."""

    NONE = 0
    LEFT = 1
    SUICIDE_BEFORE_POLICE = 2
    SUICIDE_ON_CONTACT = 3
    RESTRAINED = 4
    STOPPED_BY_POLICE = 5
    STOPPED_BY_OTHERS = 6
    SURRENDERED = 7
    UNFINISHED = 8


class CutShort(IntEnum):
    """What ends a contact between two rounds."""

    NOT = 0
    BROKEN_OFF = 1
    SUICIDE = 2


class When(IntEnum):
    """Times of an incident [s]; inf until they come."""

    CALL = 0
    DISPATCH = 1
    ARRIVAL = 2
    ENTRY = 3
    CONTACT = 4
    STOP = 5
    SAFE = 6
    OWN_END = 7
    NEXT_MOVE = 8
    HAZARD_ROUND = 9
    LAST_SHOT = 10
    TACTICAL_TEAM = 11
    ADDRESS = 12
    STILL = 13
    TASK_FORCE = 14
    LATE_ENTRY = 15
    TOLD = 16
    OFFICER_HIT = auto()
    ALARM = auto()
    LOCKS = auto()
    SHOWN = auto()
    TALKED = auto()
    COMMAND = auto()
    BREAKS_OFF = auto()
    EXCHANGE_SUICIDE = auto()


class Amount(IntEnum):
    """Running sums of an incident."""

    RATE_PER_S = 0
    EXPOSURE = 1
    NEXT_CASUALTY = 2
    CLOSENESS_S = 3
    RESTRAINED_AFTER_S = 4
    FATAL = 5
    WORD_PER_S = 6
    CALLING_S = 7
    CALL_PACE = 8
    CALL_AFTER_S = 9
    ALARM_AFTER_S = 10
    IN_SIGHT_PERSON_S = auto()
    IN_SIGHT_S = auto()
    HELD_UNTIL_S = auto()
    SEVERITY = auto()
    EXPOSURE_S = auto()
    AT_ONCE = auto()
    IN_SIGHT_SHARE = auto()


class Tally(IntEnum):
    """Whole numbers of an incident."""

    PHASE = 0
    ENDING = 1
    CASUALTY_EVENTS = 2
    MOVES = 3
    EXPOSED = 4
    ENGAGED = 5
    JOINED = 6
    HAZARD_ROUNDS = 7
    OFFICERS_HIT = 8
    OFFICERS_KILLED = 9
    TICKS = 10
    ON_CONTACT = 11
    MOVING = 12
    LAST_SHOT_SPACE = 13
    STUCK = 14
    WOUNDED = 15
    ROUNDS_BEFORE_CONTACT = 16
    QUIET = 17
    FRIENDLY_FIRE = 18
    CONTAINED = 19
    HEARD_SPACE = 20
    PATIENTS = 21
    RESISTING = 22
    REPORTED = 23
    BREACHED = auto()
    HELD = auto()
    BROKEN_OFF = auto()
    BREAKS = auto()
    CURVE = auto()
    MET_OUTSIDE = auto()
    POLICE_CONTACTS = auto()
    GOES_OUT = auto()
    HIT_OUTSIDE = auto()
    HIT_AT_ENTRY = auto()
    HIT_INSIDE = auto()
    UNTOLD = auto()


class Clock(IntEnum):
    """Lognormal clocks of the response; the names are those of its fields in a scenario."""

    CALL = 0
    ANSWER = 1
    DISPATCH = 2
    TRAVEL = 3
    NEXT_OFFICER = 4
    TACTICAL_TEAM = 5
    FORMING = 6
    CARE_ROUND = 7
    ALARM = 8
    PUBLIC_ADDRESS = 9
    FORCE_DOOR = 10
    RESCUE_TASK_FORCE = 11
    BYSTANDER_AID = 12
    TRANSPORT = 13
    CLEAR_SPACE = 14
    HESITATION = 15
    LATE_ENTRY = 16
    CALL_FROM_OUTSIDE = 17
    TURN_TO_WOUNDED = 18
    AMBULANCE = 19
    NEXT_AMBULANCE = 20
    AMBULANCE_TURNAROUND = 21
    FARTHER_TRANSPORT = 22
    KIT_AID = 23
    INSTRUCTED_AID = 24
    RESCUE_STANDBY = 25
    LOCK_DOORS = 26
    NEIGHBOUR_TEAM = 27
    UNIFIED_COMMAND = 28
    OUTER_DOOR = 29
    RECOGNITION = 30


class Sense(IntEnum):
    """By what a channel knows where the hazard is."""

    SHOTS = 0
    SIGHT = 1
    PEOPLE = 2


class Tells(IntEnum):
    """Whom inside a channel tells of the attack."""

    NOBODY = 0
    EVERYBODY = 1
    COVERED = 2  # those in the spaces that it covers


class Since(IntEnum):
    """From when a channel works."""

    ALWAYS = 0
    DISPATCH = 1
    ARRIVAL = 2


class Edge(IntEnum):
    """Bits of what lies between a cell and its neighbour to the right or above."""

    WALK_RIGHT = 1
    WALK_UP = 2
    SIGHT_RIGHT = 4
    SIGHT_UP = 8
    OPENING_RIGHT = 16
    OPENING_UP = 32


class Node(IntEnum):
    """How far the search for a way has come with a node."""

    NEW = 0
    GUESSED = 1
    FOUND = 2
    DONE = 3


class Seek(IntEnum):
    """What is looked for: a way out, a space, a shelter, or the ways to all spaces."""

    EXIT = 0
    SPACE = 1
    SHELTER = 2
    ALL = 3


class Until(IntEnum):
    """How far a replication is run on."""

    ARRIVAL = 0
    END = 1
    FIRST_SHOT = 2


class Round(IntEnum):
    """What a round of a responder does."""

    MISSES = 0
    HITS = 1
    STOPS = 2


class Slot(IntEnum):
    """Who is in a slot of the crowd."""

    STANDS = 0
    WALKS = 1
    CROSSES = 2  # walks on over the end of a stair, in the plane left
    LEAVES = 3  # is out, and still before the door
    IMAGE = 4  # of somebody beyond the end of a stair
