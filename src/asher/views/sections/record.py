"""Seeds, versions and digests: what it takes to make the page again."""

from __future__ import annotations

import platform
from collections.abc import Callable, Sequence
from importlib.metadata import version as installed_version
from typing import TYPE_CHECKING

from asher.views.html import asher_version
from asher.views.section import Section, Subject
from asher.views.words.wording import spoken_time

if TYPE_CHECKING:
    from asher.comparison.by_severity import Further
    from asher.views.reported import Reported


def record(
    heading: str, rows: Callable[[Subject], Sequence[tuple[str, str]]], *, listed: str = ""
) -> Section[Subject]:
    """Record what a page rests on.

    Parameters
    ----------
    heading : str
        What is recorded.
    rows : callable
        Gives names and values.
    listed : str
        Words in the contents; the heading by default.

    Returns
    -------
    Section
        The last of a page.
    """
    return Section(
        "record",
        heading,
        listed=listed,
        values=lambda subject: {"record": rows(subject)},
        template="record.html.jinja",
    )


def _rows(reported: Reported) -> Sequence[tuple[str, str]]:
    comparison = reported.comparison
    outcome, scenario = comparison.outcome, comparison.scenario
    first, last = int(outcome.replications.min()), int(outcome.replications.max())
    return [
        ("Seed", str(outcome.seed)),
        ("Incidents", f"{outcome.n:,} (numbers {first} to {last})"),
        *([("Attacks", comparison.severity_words)] if comparison.severity_words else []),
        *((f"{each.part.words}, further", _further(each)) for each in comparison.further or ()),
        *([("Failed", comparison.failed_words)] if comparison.failed else []),
        ("Horizon", spoken_time(scenario.horizon)),
        ("Time step", f"{scenario.time_step_s:g} s"),
        ("Scenario digest", outcome.scenario_digest),
        ("Plan", f"{scenario.floorplan.title}; {scenario.floorplan.source}"),
        ("Plan digest", scenario.floorplan.digest),
        ("ASHER", asher_version()),
        ("Python", platform.python_version()),
        *((name, installed_version(name)) for name in ("numpy", "numba", "altair")),
    ]


def _further(each: Further) -> str:
    lost = f", {each.n_failed:,} more failed" if each.n_failed else ""
    return f"{each.outcome.n:,} attacks{lost}; seed {each.outcome.seed}"


SECTION: Section[Reported] = record("Seeds, versions, digests", _rows, listed="Seeds and versions")
