"""How attacks end under every course of action."""

from __future__ import annotations

from asher.views.figures.courses import endings_figure
from asher.views.reported import Reported, one_figure, one_table
from asher.views.section import Section
from asher.views.tables import endings_table

_CAPTION = (
    "Share of incidents by ending. Letters stand for the rows of the table below. Warm "
    "colours are endings without police, cool colours endings with police."
)

SECTION: Section[Reported] = Section(
    "endings",
    "How attacks end",
    listed="Endings",
    is_there=lambda reported: reported.is_attack,
    figures=one_figure(endings_figure, _CAPTION),
    tables=one_table("endings", endings_table),
)
