"""The limits of what a page says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from asher.views.section import Section

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
    "Calibrated numbers were drawn anew for each incident, so every mean covers what the evidence "
    "leaves open. The intervals still show only how much is uncertain because the number of "
    "incidents is limited, not how far the mean would move if those numbers were known. Stated "
    "and judged values are in no interval."
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
    drawn = reported.is_attack and reported.scenario.uncertainty == "posterior"
    first, *others = _REPORT
    return first, _DRAWN if drawn else _STATED, *others


SECTION: Section[Reported] = limits(_of_report)
