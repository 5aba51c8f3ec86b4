"""The levers of a course of action, a module for each group of rows of the response system.

A module holds all that is known of its lever: what may be stated, what that needs, the words for
it, its rows, the clocks it starts, and the numbers that the laws read. Its name here and the field
of `CourseOfAction` that holds it are its only registration.
"""

from asher.scenario.parts.agencies import Agencies as Agencies
from asher.scenario.parts.barricade import Barricade as Barricade
from asher.scenario.parts.barricade import GoIn as GoIn
from asher.scenario.parts.building import Building as Building
from asher.scenario.parts.contact import AfterContact as AfterContact
from asher.scenario.parts.contact import PressOn as PressOn
from asher.scenario.parts.entry import Entry as Entry
from asher.scenario.parts.guidance import Guidance as Guidance
from asher.scenario.parts.information import Information as Information
from asher.scenario.parts.notice import Notice as Notice
from asher.scenario.parts.on_site import PeopleOnSite as PeopleOnSite
from asher.scenario.parts.own_response import OwnResponse as OwnResponse
from asher.scenario.parts.rescue import Rescue as Rescue
