"""How strong the evidence behind a workforce is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from asher.views.section import Section, Tabled
from asher.views.sections.assumptions import GRADES
from asher.views.words.workforce_tables import city_table, effects_table

if TYPE_CHECKING:
    from asher.workforce.findings import Workforce

SECTION: Section[Workforce] = Section(
    "assumptions",
    "How strong the evidence is",
    words=lambda _: (
        f"{GRADES} \u201cHours only\u201d: the row says how many hours are usual, not what they "
        "achieve. Thin evidence is shown as a wide interval.",
    ),
    tables=lambda found: [
        Tabled("effects", effects_table()),
        Tabled("city", city_table(found), "Every number of the city and its source"),
    ],
)
