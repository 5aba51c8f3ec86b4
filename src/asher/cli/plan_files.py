"""Plan files as a person names them: by their path, or by the name of a shipped plan."""

from __future__ import annotations

from pathlib import Path

__all__ = ["PLAN_ENDING", "plan_path", "plan_stem"]

PLAN_ENDING = ".plan.json"


def plan_path(plan: str) -> Path:
    """Find a plan by its file, or by its name if it is shipped; refuse what is neither."""
    from asher.documents import closest
    from asher.errors import Fault, FloorplanError
    from asher.floorplan import shipped_plans

    shipped, path = shipped_plans(), Path(plan)
    if path.exists() or path.is_symlink():
        return path
    if plan in shipped:
        return shipped[plan]
    found = f"no such file and no shipped plan {plan!r}"
    near = closest(plan, shipped)
    raise FloorplanError([Fault(plan, 1, 1, "", found, ", ".join(shipped), near)])


def plan_stem(path: Path) -> str:
    """Name of a file without the endings of plans: ``school`` of ``school.plan.json``."""
    for ending in (PLAN_ENDING, ".imdf.zip"):
        if path.name.lower().endswith(ending) and len(path.name) > len(ending):
            return path.name[: -len(ending)]
    return path.stem
