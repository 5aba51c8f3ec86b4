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

from asher.runs.whole import whole
from asher.views.figures.marks import MARKS, line_svg, mark_svg
from asher.views.playback.playback import shown_events
from asher.views.words.wording import clock

if TYPE_CHECKING:
    from jinja2 import Environment

    from asher.simulation.recording import Recording
    from asher.views.playback.stills import Still

# A page loads nothing, sends nothing and goes nowhere; it may be opened where a network is.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
# Started by hand rather than on load, so that the same module serves a notebook and a server.
_START = """
const place = document.getElementById("replay-root");
if (place && "DecompressionStream" in window) {
  document.documentElement.classList.add("scripted");
  mountReplay(place, JSON.parse(document.getElementById("replay-data").textContent));
}
"""


def page(template: str, *, data: dict[str, Any], values: dict[str, Any]) -> str:
    """Fill a template.

    Parameters
    ----------
    template : str
        File name in ``views/web``.
    data : dict
        What the replay plays, from `asher.views.playback.playback.playback`.
    values : dict
        What the template names, beside style, script and version.

    Returns
    -------
    str
        HTML that asks the network for nothing; equal input gives equal text.
    """
    script = _web("replay.js") + _START
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    text = json.dumps(data, separators=(",", ":"), sort_keys=True, ensure_ascii=True)
    safe: dict[str, Any] = {
        "css": raw(_web("page.css")),
        "script": raw(script),
        # A closing tag inside a name would end the script element.
        "data": raw(text.replace("<", "\\u003c")),
        "policy": raw(f"{_POLICY}; img-src data:; script-src 'sha256-{digest}'"),
        "version": asher_version(),
        "legend": _legend(data),
    }
    html: str = _environment().get_template(template).render(**safe, **values)
    return html


def still_page(template: str, *, values: dict[str, Any]) -> str:
    """Fill a template that plays nothing and runs no script.

    Parameters
    ----------
    template : str
        File name in ``views/web``.
    values : dict
        What the template names, beside style and version.

    Returns
    -------
    str
        HTML that asks the network for nothing; equal input gives equal text.
    """
    safe = {"css": raw(_web("page.css")), "policy": raw(_POLICY), "version": asher_version()}
    html: str = _environment().get_template(template).render(**safe, **values)
    return html


def _legend(data: dict[str, Any]) -> list[tuple[Any, str]]:
    # A drill has no officers and no hazard to explain.
    roles = {data["roles"][role] for one in data["recordings"] for role in one["role"]}
    signs = [(mark_svg(mark), mark.label) for mark in MARKS if mark.key.split("-")[0] in roles]
    signs.append((line_svg("#007a5e", width=5), "Way out"))
    if any(level["windows"] for level in data["levels"]):
        signs.append((line_svg("#6fa3c8", width=3), "Window"))
    return [(raw(sign), words) for sign, words in signs]


def text_and_stills(recording: Recording, title: str, pictures: list[Still]) -> dict[str, Any]:
    """Prepare stills and events of one recording for a template.

    Parameters
    ----------
    recording : Recording
        What was recorded.
    title : str
        Title of its course of action.
    pictures : list of Still
        Its still pictures.

    Returns
    -------
    dict
        ``title``, ``frames`` and ``events``.
    """
    return {
        "title": title,
        "frames": [{"picture": raw(still.svg), "caption": still.caption} for still in pictures],
        "events": [(clock(time), text) for time, _, text in shown_events(recording)],
    }


def write_whole(text: str | bytes, path: str | os.PathLike[str]) -> Path:
    """Write a file so that it is there whole or not at all.

    Parameters
    ----------
    text : str or bytes
        What to write; text as UTF-8.
    path : path-like
        Where; missing folders are made.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    OSError
        If it cannot be written; nothing is left behind.
    """
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

    return Environment(
        loader=FunctionLoader(_web),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
