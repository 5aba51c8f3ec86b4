"""Where each figure stands in the row of results that a law writes."""

from enum import IntEnum, auto

MARKS_MIN = (1, 2, 3, 5, 8, 12, 20)
"""Minutes after the first shot at which is counted who has been hit and who is safe by then
(judgement: close together where most happens and officers come)."""


class Column(IntEnum):
    """Where each metric stands in the row of a replication, by its name; then how it ended.

    After these come the people out by each opening.
    """

    KILLED = 0
    WOUNDED = auto()
    CASUALTIES = auto()
    PREVENTABLE_DEATHS = auto()
    OFFICERS_KILLED = auto()
    OFFICERS_WOUNDED = auto()
    ON_SITE_HIT = auto()
    FRIENDLY_FIRE = auto()
    TIME_TO_CALL_S = auto()
    TIME_TO_DISPATCH_S = auto()
    TIME_TO_ARRIVAL_S = auto()
    TIME_TO_ENTRY_S = auto()
    TIME_TO_CONTACT_S = auto()
    TIME_TO_STOP_S = auto()
    TIME_TO_FIRST_CARE_S = auto()
    TIME_TO_LAST_RESCUE_S = auto()
    TIME_TO_FIRST_CARRIED_OUT_S = auto()
    TIME_TO_LAST_CARRIED_OUT_S = auto()
    EVACUATED = auto()
    SHELTERED = auto()
    STUCK = auto()
    NEVER_KNEW = auto()
    HIDING_IN_PLACE = auto()
    TIME_TO_OFFICER_HIT_S = auto()
    OFFICERS_HIT_OUTSIDE = auto()
    OFFICERS_HIT_AT_ENTRY = auto()
    OFFICERS_HIT_INSIDE = auto()
    IN_SIGHT_PERSON_S = auto()
    IN_SIGHT_S = auto()
    SEVERITY = auto()
    EXPOSURE_BY_1MIN_S = auto()
    EXPOSURE_BY_2MIN_S = auto()
    EXPOSURE_BY_3MIN_S = auto()
    EXPOSURE_BY_5MIN_S = auto()
    EXPOSURE_BY_8MIN_S = auto()
    EXPOSURE_BY_12MIN_S = auto()
    EXPOSURE_BY_20MIN_S = auto()
    CASUALTIES_BY_1MIN = auto()
    CASUALTIES_BY_2MIN = auto()
    CASUALTIES_BY_3MIN = auto()
    CASUALTIES_BY_5MIN = auto()
    CASUALTIES_BY_8MIN = auto()
    CASUALTIES_BY_12MIN = auto()
    CASUALTIES_BY_20MIN = auto()
    SAFE_BY_1MIN = auto()
    SAFE_BY_2MIN = auto()
    SAFE_BY_3MIN = auto()
    SAFE_BY_5MIN = auto()
    SAFE_BY_8MIN = auto()
    SAFE_BY_12MIN = auto()
    SAFE_BY_20MIN = auto()
    EVACUATION_TIME_S = auto()
    ENDED_BEFORE_POLICE = auto()
    UNFINISHED = auto()
    ENDING = auto()


N_COLUMNS = len(Column)


class Figure(IntEnum):
    """Where each figure stands in the row of an incident without a plan, by its name."""

    KILLED = 0
    WOUNDED = auto()
    PREVENTABLE_DEATHS = auto()
    OFFICERS_KILLED = auto()
    OFFICERS_HIT = auto()
    ROUNDS = auto()
    HITS = auto()
    CALL_S = auto()
    ARRIVAL_S = auto()
    CONTACT_S = auto()
    STOP_S = auto()
    ENDING = auto()
    AT_SCHOOL = auto()
    FIRST_CARE_S = auto()
    OFFICERS_HIT_OUTSIDE = auto()
    OFFICERS_HIT_AT_ENTRY = auto()
    OFFICERS_HIT_INSIDE = auto()
