"""What selection and training trade: the rare day against the ordinary year."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from asher.views.figures.workforce import tradeoff_of_plans
from asher.views.section import Figure, Section
from asher.views.words.workforce_words import INTERVALS, answer_sentences, strength_sentence

if TYPE_CHECKING:
    from asher.workforce.findings import Workforce

_CAPTION = (
    "Each numbered dot is a plan, against today's plan (the lines at zero): down is a better rare "
    "day, left a better ordinary year. Lines: the middle 95 % of the draws of the difference. "
    "Blue: on the frontier, which no plan tried beats on both. Small dots: the other plans tried. "
    "The two axes have scales of their own."
)

SECTION: Section[Workforce] = Section(
    "answer",
    "What selection and training trade",
    words=answer_sentences,
    figures=lambda found: [Figure(partial(tradeoff_of_plans, found), _CAPTION)],
    values=lambda _: {"strength": f"{INTERVALS} {strength_sentence()}"},
    template="workforce_answer.html.jinja",
)
