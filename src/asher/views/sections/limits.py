"""The limits of what a page says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from asher.views.section import Section
from asher.views.words.changes import chance_alone

if TYPE_CHECKING:
    from asher.views.reported import Reported

_REPORT = (
    "Results compare courses of action under stated assumptions; they do not predict an incident.",
    "Evidence on solo entry, deterrence and armed guards is thin or contradictory.",
    "The attacker is an outside hazard with rates from past incidents, as weather is to an "
    "evacuation; it makes no choices, and nothing here shows where a place is weak.",
    "Plans with labelled rooms are sensitive. This report names no rooms on the plan; still, share "
    "it with care.",
)


_STATED = (
    "The intervals show how much is uncertain because the number of incidents is limited. They do "
    "not show what is uncertain in the assumptions: another assumption may change every figure."
)
_DRAWN = (
    "A new set of the calibrated numbers was drawn for every ten incidents, from all that the "
    "evidence allows. Intervals of means, shares and differences hold what is not known of these "
    "numbers as well as chance; more incidents narrow only the part of chance. Intervals of "
    "medians, and how many of 100 incidents are lower or higher, hold chance alone. Stated and "
    "judged values are in no interval."
)
_ONE_SET = (
    "All incidents here met one set of the calibrated numbers, so every interval holds chance "
    "alone: run at least 200."
)


def limits(sentences: Sequence[str] | Callable[[Any], Sequence[str]]) -> Section[Any]:
    """State limits.

    Parameters
    ----------
    sentences : sequence of str, or callable
        What a reader must not take the page for; or what gives that for the subject of a page.

    Returns
    -------
    Section
        The last but one of a page.
    """

    def values(subject: Any) -> dict[str, Any]:
        return {"limits": sentences(subject) if callable(sentences) else sentences}

    return Section("limits", "Limits", values=values, template="limits.html.jinja")


def _of_report(reported: Reported) -> Sequence[str]:
    first, *others = _REPORT
    return first, _uncertain(reported), *others


def _uncertain(reported: Reported) -> str:
    """Say what the intervals hold."""
    comparison = reported.comparison
    if comparison.draws is None:
        return _STATED
    if len(set(comparison.draws.tolist())) < 2:
        return _ONE_SET
    return f"{_DRAWN} {chance_alone(comparison)}".rstrip()


SECTION: Section[Reported] = limits(_of_report)
