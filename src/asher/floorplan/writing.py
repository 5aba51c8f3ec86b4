"""Write a floor plan as a plan file that people read and change."""

from __future__ import annotations

import json
from pathlib import Path

from asher.floorplan.elements import Floorplan
from asher.runs.whole import write_text

__all__ = ["plan_text", "write_plan"]


def plan_text(floorplan: Floorplan) -> str:
    """Write a plan as the text of a plan file, a feature a line.

    Parameters
    ----------
    floorplan : Floorplan
        The plan.

    Returns
    -------
    str
        GeoJSON, as `asher.floorplan.read_floorplan` reads it into an equal plan.
    """
    whole = floorplan.to_geojson()
    features = whole.pop("features")
    head = [f" {json.dumps(key)}: {_json(value)}," for key, value in whole.items()]
    lines = ",\n".join(f"  {_json(feature)}" for feature in features)
    return "\n".join(["{", *head, ' "features": [', lines, " ]", "}", ""])


def write_plan(floorplan: Floorplan, path: str | Path) -> Path:
    """Write a plan file whole or not at all.

    Parameters
    ----------
    floorplan : Floorplan
        The plan.
    path : str or Path
        Where; what is there is replaced.

    Returns
    -------
    Path
        The file.
    """
    write_text(Path(path), plan_text(floorplan))
    return Path(path)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
