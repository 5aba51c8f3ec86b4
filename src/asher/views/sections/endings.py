"""How attacks end under every course of action."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from asher.views.figures.courses import endings_figure
from asher.views.section import Figure, Section, Tabled
from asher.views.tables import endings_table

if TYPE_CHECKING:
    from asher.views.reported import Reported

_CAPTION = (
    "Share of incidents by ending. Letters stand for the rows of the table below. Warm "
    "colours are endings without police, cool colours endings with police."
)

SECTION: Section[Reported] = Section(
    "endings",
    "How attacks end",
    listed="Endings",
    is_there=lambda reported: reported.is_attack,
    figures=lambda reported: [Figure(partial(endings_figure, reported.comparison), _CAPTION)],
    tables=lambda reported: [Tabled("endings", endings_table(reported.comparison))],
)
