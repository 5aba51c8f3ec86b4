"""Compare courses of action for the response to an active attack on a real floor plan.

The names below are the public interface. Each is loaded when it is first used, so that
``import asher`` costs next to nothing.

Examples
--------
>>> import asher
>>> scenario = asher.read_scenario("borderline")  # doctest: +SKIP
>>> comparison = asher.compare(scenario, replications=2000)  # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from asher import errors, evidence
    from asher.comparison.compare import Comparison, compare
    from asher.comparison.reading import read_results
    from asher.floorplan import Floorplan, read_floorplan
    from asher.scenario.courses import CourseOfAction
    from asher.scenario.scenario import Scenario
    from asher.scenario.scenario_files import read_scenario
    from asher.simulation.outcome import Outcome
    from asher.simulation.site import simulate
    from asher.views.replay import write_replay
    from asher.views.report import write_report
    from asher.views.summary import write_summary

    __version__: str

__all__ = [
    "Comparison",
    "CourseOfAction",
    "Floorplan",
    "Outcome",
    "Scenario",
    "__version__",
    "compare",
    "errors",
    "evidence",
    "read_floorplan",
    "read_results",
    "read_scenario",
    "simulate",
    "write_replay",
    "write_report",
    "write_summary",
]

_HOMES = {
    "Comparison": "asher.comparison.compare",
    "CourseOfAction": "asher.scenario.courses",
    "Floorplan": "asher.floorplan",
    "Outcome": "asher.simulation.outcome",
    "Scenario": "asher.scenario.scenario",
    "compare": "asher.comparison.compare",
    "read_floorplan": "asher.floorplan",
    "read_results": "asher.comparison.reading",
    "read_scenario": "asher.scenario.scenario_files",
    "simulate": "asher.simulation.site",
    "write_replay": "asher.views.replay",
    "write_report": "asher.views.report",
    "write_summary": "asher.views.summary",
}


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name == "__version__":
        from importlib import metadata

        value: Any = metadata.version("asher")
    elif name in {"errors", "evidence"}:
        value = import_module(f"asher.{name}")
    elif name in _HOMES:
        value = getattr(import_module(_HOMES[name]), name)
    else:
        raise AttributeError(f"module 'asher' has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
