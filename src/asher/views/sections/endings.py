"""How attacks end under every course of action."""

from __future__ import annotations

from asher.views.figures.courses import endings_figure
from asher.views.reported import attack_section, one_figure
from asher.views.tables import endings_table

_CAPTION = (
    "Share of incidents by ending. Letters stand for the rows of the table below. Warm "
    "colours are endings without police, cool colours endings with police."
)

SECTION = attack_section(
    "endings",
    "How attacks end",
    one_figure(endings_figure, _CAPTION),
    endings_table,
    listed="Endings",
)
