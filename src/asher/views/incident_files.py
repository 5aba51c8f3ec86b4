"""The picture of past incidents as a file: SVG, PNG or a page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from asher.documents import closest
from asher.errors import Fault, RecordsError

if TYPE_CHECKING:
    from asher.analysis.incident_statistics import IncidentSummary

PICTURES = (".svg", ".png", ".html")
_PNG_SCALE = 2


def require_picture(path: Path) -> None:
    """Check that a file name asks for a picture that can be drawn, before anything is read.

    Parameters
    ----------
    path : Path
        The file to be written.

    Raises
    ------
    RecordsError
        If its ending is none of `PICTURES`.
    """
    if path.suffix.lower() not in PICTURES:
        found = f"found {path.name!r}"
        near = closest(path.suffix, PICTURES) if path.suffix else ""
        allowed = f"a file name that ends in {', '.join(PICTURES)}"
        raise RecordsError([Fault("--plot", 1, 1, "", found, allowed, near)])


def write_incidents(summary: IncidentSummary, path: Path) -> Path:
    """Draw incidents into a file.

    Parameters
    ----------
    summary : IncidentSummary
        The estimates.
    path : Path
        The file; its ending says what it holds, and it is there whole or not at all.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    RecordsError
        If the ending of the file is none of `PICTURES`.
    OSError
        If the file cannot be written.
    SimulationError
        If the figure cannot be drawn.
    """
    from asher.views.incident_figures import incidents_figure
    from asher.views.pages import raw, still_page, write_whole
    from asher.views.panels import NARROW, WIDE

    require_picture(path)
    ending = path.suffix.lower()
    if ending == ".html":
        years = summary.incidents.years
        values = {
            "title": f"{len(summary.incidents.rows)} incidents, {years[0]} to {years[-1]}",
            "facts": [("Record", Path(summary.incidents.path).name)],
            "figure": tuple(raw(incidents_figure(summary, width=w)) for w in (WIDE, NARROW)),
            "endings": list(_endings(summary)),
            "laws": [
                f"Killed per incident: {summary.killed.law.verdict}.",
                f"Wounded per incident: {summary.wounded.law.verdict}.",
            ],
            "uncoded": [
                f"{one['name']}, {one['date']}: {one['reason']}" for one in summary.uncoded
            ],
            "apart": [row.apart for row in summary.apart],
        }
        return write_whole(still_page("incidents.html.jinja", values=values), path)
    # A picture on its own lies on white, since a viewer may be dark.
    ground = '<rect width="100%" height="100%" fill="#ffffff"/>'
    svg = incidents_figure(summary).replace("</desc>", f"</desc>{ground}", 1)
    if ending == ".svg":
        return write_whole(svg + "\n", path)
    import vl_convert

    return write_whole(vl_convert.svg_to_png(svg, scale=_PNG_SCALE), path)


def _endings(summary: IncidentSummary) -> list[tuple[str, str]]:
    from asher.views.measures import ENDINGS_SHOWN
    from asher.views.wording import percent

    labels = {one.name: one.label for one in ENDINGS_SHOWN}
    return [
        (
            labels[name],
            f"{share.count} of {share.of}, {percent(share.share)} "
            f"({percent(share.lower)} to {percent(share.upper)})",
        )
        for name, share in summary.endings.items()
    ]
