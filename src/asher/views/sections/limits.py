"""The limits of what a page says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from asher.views.section import Section

_REPORT = (
    "Results compare courses of action under stated assumptions; they do not predict an incident.",
    "Evidence on solo entry, deterrence and armed guards is thin or contradictory.",
    "The attacker is an outside hazard with rates from past incidents, as weather is to an "
    "evacuation; it makes no choices, and nothing here shows where a place is weak.",
    "The intervals tell how much the number of replications leaves open. They do not hold what "
    "the assumptions leave open: another assumption may move every figure.",
    "Plans with labelled rooms are sensitive. This report names no rooms on the plan; pass it on "
    "with the care the place deserves.",
)


def limits(sentences: Sequence[str]) -> Section[Any]:
    """State limits.

    Parameters
    ----------
    sentences : sequence of str
        What a reader must not take the page for.

    Returns
    -------
    Section
        The last but one of a page.
    """
    values = {"limits": sentences}
    return Section("limits", "Limits", values=lambda _: values, template="limits.html.jinja")


SECTION: Section[Any] = limits(_REPORT)
