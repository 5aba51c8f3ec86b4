"""The levers of a course of action, a module for each group of rows of the response system.

A module holds all that is known of its lever: what may be stated, what that needs, the words for
it, its rows, the clocks it starts, and the numbers that the laws read. The field of
`CourseOfAction` that holds it is its only registration.
"""

from asher.scenario.parts.agencies import Agencies
from asher.scenario.parts.barricade import Barricade, Breach, GoIn, HoldAndNegotiate
from asher.scenario.parts.building import AddedDoor, Building
from asher.scenario.parts.contact import AfterContact, FallBack, PressOn, WithdrawAndWait
from asher.scenario.parts.entry import ContainAndWait, Entry, Formation, Immediate, StayOutside
from asher.scenario.parts.guidance import Guidance
from asher.scenario.parts.information import Information
from asher.scenario.parts.notice import Notice
from asher.scenario.parts.on_site import OnSite
from asher.scenario.parts.own_response import OwnResponse
from asher.scenario.parts.rescue import Rescue
from asher.scenario.parts.setting import Around, Lacking, Part, Setting, Terms

__all__ = [
    "AddedDoor",
    "AfterContact",
    "Agencies",
    "Around",
    "Barricade",
    "Breach",
    "Building",
    "ContainAndWait",
    "Entry",
    "FallBack",
    "Formation",
    "GoIn",
    "Guidance",
    "HoldAndNegotiate",
    "Immediate",
    "Information",
    "Lacking",
    "Notice",
    "OnSite",
    "OwnResponse",
    "Part",
    "PressOn",
    "Rescue",
    "Setting",
    "StayOutside",
    "Terms",
    "WithdrawAndWait",
]
