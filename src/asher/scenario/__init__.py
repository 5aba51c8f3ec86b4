"""What may happen and what is decided: occupants, hazard, response and courses of action."""

from asher.scenario.courses import CourseOfAction, shipped_course
from asher.scenario.durations import Duration, lognormal
from asher.scenario.hazard import PROFILES, Hazard, OnContact, OwnEnding
from asher.scenario.lever import Lever
from asher.scenario.occupants import OccupantGroup, OccupantResponse
from asher.scenario.officers import Officer
from asher.scenario.parts.entry import ContainAndWait, Entry, Formation, Immediate, StayOutside
from asher.scenario.response import Response
from asher.scenario.scenario import Closure, Scenario
from asher.scenario.scenario_files import (
    read_scenario,
    scenario_schema,
    shipped_scenarios,
    write_examples,
)
from asher.scenario.shipped import SHIPPED_COURSES
from asher.scenario.sources import Assumption, assumptions

__all__ = [
    "PROFILES",
    "SHIPPED_COURSES",
    "Assumption",
    "Closure",
    "ContainAndWait",
    "CourseOfAction",
    "Duration",
    "Entry",
    "Formation",
    "Hazard",
    "Immediate",
    "Lever",
    "OccupantGroup",
    "OccupantResponse",
    "Officer",
    "OnContact",
    "OwnEnding",
    "Response",
    "Scenario",
    "StayOutside",
    "assumptions",
    "lognormal",
    "read_scenario",
    "scenario_schema",
    "shipped_course",
    "shipped_scenarios",
    "write_examples",
]
