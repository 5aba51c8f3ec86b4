"""A plan file of ASHER, which is GeoJSON in local metres: a feature a line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from asher.floorplan.elements import Floorplan
from asher.runs.whole import write_text

__all__ = ["ENDING", "NAME", "write"]

NAME = "GeoJSON"
# Not that of plan files: most lie beside the plan that is exported, and would be that file.
ENDING = ".geojson"


def write(floorplan: Floorplan, path: str | Path) -> tuple[Path, ...]:
    """Write a plan as a plan file, from which `read_floorplan` reads an equal one."""
    document = floorplan.to_geojson()
    features = ",\n".join(f"    {_text(each)}" for each in document.pop("features"))
    head = "".join(f"  {_text(key)}: {_text(value)},\n" for key, value in document.items())
    write_text(Path(path), f'{{\n{head}  "features": [\n{features}\n  ]\n}}\n')
    return (Path(path),)


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
