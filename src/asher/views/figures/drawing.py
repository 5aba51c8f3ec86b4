"""From an Altair chart to one piece of SVG that says in words what it shows."""

from __future__ import annotations

import re
from html import escape
from typing import Any

FONT = "Helvetica Neue, Helvetica, Arial, Liberation Sans, sans-serif"
# A pale ground for words over lines; round, or its corners would cut into what lies beside.
HALO = {"stroke": "#ffffff", "strokeWidth": 4, "strokeJoin": "round"}
INK = "#1b1f24"
MUTED = "#4a5560"
RULE = "#d5dae0"
ACCENT = "#1f4e79"
SPREAD = "#9db4c8"
_LOOK = {
    "aria": False,
    "font": FONT,
    "background": "transparent",
    "padding": {"left": 2, "right": 8, "top": 4, "bottom": 4},
    "view": {"stroke": None},
    "axis": {
        "labelColor": INK,
        "titleColor": MUTED,
        "labelFontSize": 13,
        "titleFontSize": 13,
        "titleFontWeight": "normal",
        "gridColor": "#e8ebee",
        "domainColor": RULE,
        "tickColor": RULE,
        "labelLimit": 260,
        "labelPadding": 5,
    },
    "title": {
        "color": INK,
        "fontSize": 14,
        "fontWeight": "bold",
        "anchor": "start",
        "subtitleColor": MUTED,
        "offset": 8,
    },
    "concat": {"spacing": 18},
}
_OPENING = re.compile(r"<svg [^>]*?width=\"([\d.]+)\" height=\"([\d.]+)\"[^>]*>")
# The picture speaks as one, through its title and description; its parts say nothing.
_ROLE = re.compile(r" (?:role|aria-[a-z]+)=\"[^\"]*\"")
_ID = re.compile(r"\bid=\"([^\"]+)\"")
# What says nothing or says it again makes up two thirds of a picture.
_IDLE = re.compile(
    rf" (?:class=\"[^\"]*\"|pointer-events=\"none\"|opacity=\"1\"|font-family=\"{FONT}\""
    r"|transform=\"translate\(0,0\)\"|stroke-width=\"1\"(?=[ />]))"
)
_EMPTY = re.compile(
    r"<path d=\"(?:M0,0h[-\d.]+v[-\d.]+h[-\d.]+Z)?\"(?: display=\"none\")?/>|<g></g>"
)
_PLACE = re.compile(r" (?:d|transform|[xy][12]?)=\"[^\"]*\"")
_LONG = re.compile(r"(?<=\d\.\d\d)\d+")


def axis_of(**look: Any) -> dict[str, Any]:
    """Axis whose `look` is that of `altair.Axis`."""
    # A mapping: Altair copies all the eighty fields of an axis with every chart that has it.
    import altair as alt

    return alt.Axis(**look).to_dict()


def scale_of(**look: Any) -> dict[str, Any]:
    """Scale whose `look` is that of `altair.Scale`; a mapping for the same reason."""
    import altair as alt

    return alt.Scale(**look).to_dict()


def names_axis(**look: Any) -> dict[str, Any]:
    """Axis that shows the names of rows and nothing else; `look` is that of `altair.Axis`."""
    return axis_of(title=None, grid=False, ticks=False, domain=False, **look)


def svg_of(chart: Any, *, name: str, title: str, description: str) -> str:
    """Draw a chart as SVG.

    Parameters
    ----------
    name : str
        A name that no other picture of the page has; prefixes every id inside.
    title, description : str
        What the picture is and what it shows, for those who hear the page.

    Returns
    -------
    str
        One ``<svg role="img">`` element; equal charts give equal bytes.

    Raises
    ------
    SimulationError
        If the drawing library returned something else than SVG.
    """
    import altair
    import vl_convert

    from asher.errors import SimulationError

    # vl-convert ships several versions of Vega-Lite; the chart is written to one of them.
    version = ".".join(altair.SCHEMA_VERSION.lstrip("v").split(".")[:2])
    # The look is added to the finished specification: Altair copies every chart it configures.
    specification = chart.to_dict(validate=False) | {"config": _LOOK}
    drawn: str = vl_convert.vegalite_to_svg(specification, vl_version=version, allowed_base_urls=[])
    found = _OPENING.match(drawn)
    if found is None:
        raise SimulationError(f"figure {name}: the chart could not be drawn as SVG")
    width, height = found.groups()
    # Pictures share one page: an id used twice would let one picture clip another.
    inner = _slim(_ROLE.sub("", drawn[found.end() :]))
    for old in sorted(set(_ID.findall(inner)), key=len, reverse=True):
        inner = inner.replace(f'id="{old}"', f'id="{name}-{old}"')
        inner = inner.replace(f"url(#{old})", f"url(#{name}-{old})")
        inner = inner.replace(f'href="#{old}"', f'href="#{name}-{old}"')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {width} {height}"'
        f' width="{width}" height="{height}" font-family="{FONT}"'
        f' aria-labelledby="{name}-title {name}-desc">'
        f'<title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-desc">{escape(description)}</desc>{inner}'
    )


def _slim(svg: str) -> str:
    # Hundredths of a pixel are seen by nobody; the family of the letters stands on the whole.
    svg = _PLACE.sub(lambda found: _LONG.sub("", found[0]), _IDLE.sub("", svg))
    while (less := _EMPTY.sub("", svg)) != svg:
        svg = less
    return svg
