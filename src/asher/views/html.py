"""One self-contained HTML file: template, style, script and data put together, written whole."""

from __future__ import annotations

import base64
import hashlib
import json
import os
from functools import cache
from importlib.metadata import version as installed_version
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from asher.documents import closest
from asher.errors import Fault
from asher.runs.whole import whole
from asher.views.figures.marks import MARKS, line_svg, mark_svg, point_svg

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jinja2 import Environment

# A page loads nothing, sends nothing and goes nowhere; it may be opened where a network is.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
# One module in parts: each names what stands in those before it.
_SCRIPT = ("data", "page", "plan", "view", "course", "player")


def document(values: dict[str, Any], *, data: dict[str, Any] | None = None) -> str:
    """Put a page together.

    Parameters
    ----------
    values : dict
        What ``page.html.jinja`` names, beside style, script and version.
    data : dict, optional
        What the replay plays, from `asher.views.playback.playback.playback`; without it the page
        runs no script.

    Returns
    -------
    str
        HTML that asks the network for nothing; equal input gives equal text.
    """
    safe: dict[str, Any] = {
        "css": raw(_web("page.css")),
        "policy": raw(_POLICY),
        "version": asher_version(),
        "data": "",
    }
    if data is not None:
        script = "".join(_web(f"replay/{part}.js") for part in _SCRIPT)
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        safe |= {"policy": raw(f"{_POLICY}; img-src data:; script-src 'sha256-{digest}'")}
        if data["recordings"]:
            text = json.dumps(data, separators=(",", ":"), sort_keys=True, ensure_ascii=True)
            # A closing tag inside a name would end the script element.
            safe |= {"script": raw(script), "data": raw(text.replace("<", "\\u003c"))}
    return str(fill("page.html.jinja", safe | values))


def fill(template: str, values: dict[str, Any]) -> Any:
    """Fill a template.

    Parameters
    ----------
    template : str
        File name in ``views/web``.
    values : dict
        What the template names, beside the macros of ``macros.html.jinja``.

    Returns
    -------
    markupsafe.Markup
        HTML in which everything foreign is escaped.
    """
    return raw(_environment().get_template(template).render(**values))


def legend(data: dict[str, Any]) -> list[tuple[str, list[tuple[Any, str]]]]:
    """Explain the signs that a replay shows, and no others.

    Returns
    -------
    list of (str, list of (markupsafe.Markup, str))
        For each kind of person and for the plan: its name, and its signs with their words.
    """
    shown = [MARKS[number] for number in data["shown"]]
    rows = [
        (name, [(raw(mark_svg(mark)), mark.label) for mark in shown if mark.kind == kind])
        for kind, name in data["kinds"]
    ]
    lines = [("exits", "plan-exit", 5, 0, "way out"), ("windows", "plan-window", 3, 0, "window"),
             ("glass", "plan-window", 5, 2, "door with glass, seen through when shut"),
             ("stairs", "plan-stair", 4, 0, "stair"),
             ("changed", "plan-changed", 8, 0, "door added or changed")]  # fmt: skip
    drawn = [
        (raw(line_svg(colour, width=width, gap=gap)), words)
        for name, colour, width, gap, words in lines
        if any(level[name] for building in data["buildings"] for level in building)
    ]
    if any(recording["points"] for recording in data["recordings"]):
        drawn.append((raw(point_svg()), "collection point, where ambulances load"))
    rows.append(("Plan", drawn))
    return [(name, signs) for name, signs in rows if signs]


def ending_fault(path: Path, endings: Sequence[str], *, option: str) -> Fault | None:
    """Say what is wrong with a file name, given by an option, that ends in nothing allowed."""
    if path.suffix.lower() in endings:
        return None
    near = closest(path.suffix, endings) if path.suffix else ""
    allowed = f"a file name that ends in {', '.join(endings)}"
    return Fault(option, 1, 1, "", f"found {path.name!r}", allowed, near)


def write_whole(text: str | bytes, path: str | os.PathLike[str]) -> Path:
    """Write a file, text as UTF-8, so that it is there whole or not at all; folders are made."""
    target = Path(path)
    with whole(target) as part:
        part.write_bytes(text.encode("utf-8") if isinstance(text, str) else text)
    return target


def asher_version() -> str:
    """Give the version that is installed.

    Returns
    -------
    str
        Such as ``0.1.0``.
    """
    return installed_version("asher")


def raw(html: str) -> Any:
    """Mark text as HTML.

    Parameters
    ----------
    html : str
        HTML or SVG in which everything foreign is escaped.

    Returns
    -------
    markupsafe.Markup
        The same, not escaped again by a template.
    """
    from markupsafe import Markup

    return Markup(html)


@cache
def _web(name: str) -> str:
    return files("asher.views").joinpath("web", name).read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    made = Environment(
        loader=FunctionLoader(_web),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    macros = made.get_template("macros.html.jinja").module
    made.globals |= {name: macro for name, macro in vars(macros).items() if callable(macro)}
    return made
