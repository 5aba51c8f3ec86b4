"""What was measured: a table, a file, and the page on speed."""

from __future__ import annotations

import json
import math
import os
import platform
import time
import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

FOLDER = Path(__file__).parent
MARK = "<!-- bench -->"


@dataclass(frozen=True)
class Result:
    """One figure beside its target."""

    item: str
    what: str
    value: float
    shown: str
    target: str
    met: bool | None  # None where there is no target
    detail: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of_ratio(
        cls,
        item: str,
        what: str,
        ratio: float,
        detail: dict[str, Any],
        *,
        note: str = "",
        within: tuple[float, float] = (0.0, math.inf),
    ) -> Result:
        """A ratio beside the least or the most that it may be."""
        least, most = within
        target = f"at least {least:g} x" if least > 0 else ""
        if math.isfinite(most):
            target = f"at most {most:g} x"
        met = least <= ratio <= most if target else None
        shown = f"{ratio:.2f} x" + (f" ({note})" if note else "")
        return cls(item, what, ratio, shown, target, met, detail)

    @property
    def verdict(self) -> str:
        return "" if self.met is None else "met" if self.met else "missed"


def find(
    items: Mapping[str, Callable[[bool], Iterable[Result]]], *, quick: bool
) -> tuple[list[Result], list[str]]:
    """Measure item by item: what was found, and which items failed.

    An item that fails is told and loses no other: all of them take half an hour.
    """
    found: list[Result] = []
    failed: list[str] = []
    for name, measure in items.items():
        before = time.perf_counter()
        try:
            found += measure(quick)
        except Exception:  # noqa: BLE001 - whatever it is, it is printed
            traceback.print_exc()
            failed.append(name)
        print(f"{name}: {time.perf_counter() - before:.0f} s", flush=True)
    return found, failed


def median_ratio(above: Sequence[float], below: Sequence[float]) -> float:
    """Ratio of the medians of runs that took turns."""
    return float(np.median(above) / np.median(below))


def machine() -> dict[str, Any]:
    """What it was measured on."""
    from importlib.metadata import version

    names = ("asher", "jupedsim", "numba", "numpy")
    return {
        "python": platform.python_version(),
        "processor": _processor(),
        "processors": os.cpu_count(),
        "versions": {name: version(name) for name in names},
    }


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    named = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.machine()


def show(results: Sequence[Result]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(title="Speed and size", show_lines=False)
    for heading in ("item", "what", "measured", "target", ""):
        table.add_column(heading, overflow="fold")
    styles = {"met": "green", "missed": "red", "": ""}
    for r in results:
        verdict = f"[{styles[r.verdict]}]{r.verdict}[/]" if r.verdict else ""
        table.add_row(r.item, r.what, r.shown, r.target, verdict)
    Console().print(table)


def write(results: Sequence[Result]) -> Path:
    """Write results.json."""
    path = FOLDER / "results.json"
    content = {"machine": machine(), "results": [asdict(r) for r in results]}
    text = json.dumps(_plain(content), indent=1, allow_nan=False) + "\n"
    path.write_text(text, encoding="utf-8")
    return path


def _plain(value: Any) -> Any:
    """The same in JSON's own types; what never came is null."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, np.generic):
        value = value.item()
    return None if isinstance(value, float) and not np.isfinite(value) else value


def fill_page(results: Sequence[Result]) -> None:
    """Put the table between the marks of docs/speed.md."""
    path = FOLDER.parent / "docs" / "speed.md"
    parts = path.read_text(encoding="utf-8").split(MARK)
    if len(parts) != 3:
        raise ValueError(f"docs/speed.md: found {len(parts) - 1} marks {MARK}; two are needed")
    said = machine()
    rows = [f"| {r.what} | {r.shown} | {r.target} | {r.verdict} |" for r in results]
    parts[1] = "\n".join(
        [
            "",
            f"Measured by `make bench` on {said['processors']} cores ({said['processor']}), Python "
            f"{said['python']}, JuPedSim {said['versions']['jupedsim']}; programs compared took "
            "turns in one session. More in `benchmarks/results.json`.",
            "",
            "| what | measured | target | |",
            "|---|---|---|---|",
            *rows,
            "",
        ]
    )
    path.write_text(MARK.join(parts), encoding="utf-8")
