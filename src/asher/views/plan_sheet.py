"""A plan as sheets to hang up: each level with names, widths, ways out, a grid and a scale."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

import shapely

from asher.floorplan import Floorplan, Level, Topology, connect, shut_rooms
from asher.floorplan.lines import QUIET
from asher.views.figures.drawing import FONT
from asher.views.html import asher_version, write_whole
from asher.views.paper import write_page
from asher.views.plan_labels import LETTER
from asher.views.plan_marks import EXIT, SHUT, SIGNS, SOLID, STAIR, WINDOW, padlock, signs
from asher.views.plan_page import FOOT, INK, KEY, MARGIN, MUTED, Page, words
from asher.views.plan_words import Written, usual_width, write_words
from asher.views.sheet_grid import round_step

__all__ = ["ENDINGS", "plan_sheet", "write_plan_sheet"]

ENDINGS = (".svg", ".png", ".pdf")
# Dots of a picture to a pixel of 1/96 inch: 240 to the inch.
_PNG_SCALE = 2.5
_ROW = 3.1
# Share of a sheet that a list of rooms takes at most [-].
_DEEPEST = 0.3
# A square of the grid of which less is left has no name [mm].
_CUT = 3.5
# Between the plan and the list of rooms: the heights of the grid are there.
_BESIDE = 9.0
_RULE = "#cfd5db"
_PAGE = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title><style>'
    "@page {{ margin: 0 }} body {{ margin: 0 }} svg {{ display: block }} "
    "section + section {{ break-before: page }}</style></head><body>{body}</body></html>"
)


def write_plan_sheet(floorplan: Floorplan, path: Path, *, paper: str = "A4") -> Path:
    """Draw a plan, which may have faults, into a file that ends in one of `ENDINGS`."""
    ending = path.suffix.lower()
    if ending == ".pdf":
        page, sheets = _sheets(floorplan, paper)
        body = "".join(f"<section>{sheet}</section>" for of_level in sheets for sheet in of_level)
        html = _PAGE.format(title=escape(floorplan.title), body=body)
        return write_page(html, path, paper=f"{page.wide}mm {page.high}mm")
    svg = plan_sheet(floorplan, paper=paper)
    if ending == ".svg":
        return write_whole(svg + "\n", path)
    import vl_convert

    return write_whole(vl_convert.svg_to_png(svg, scale=_PNG_SCALE), path)


def plan_sheet(floorplan: Floorplan, *, paper: str = "A4") -> str:
    """Draw all levels of a plan, the uppermost on top.

    Parameters
    ----------
    floorplan : Floorplan
        The plan; it may have faults.
    paper : str
        Size of a sheet.

    Returns
    -------
    str
        One piece of SVG, in millimetres of paper.
    """
    page, levels = _sheets(floorplan, paper)
    sheets = [sheet for of_level in reversed(levels) for sheet in of_level]
    whole = len(sheets) * page.high
    body = (
        "".join(
            sheet.replace("<svg ", f'<svg y="{at * page.high:g}" ', 1)
            for at, sheet in enumerate(sheets)
        )
        .replace('mm" height', '" height')
        .replace('mm" viewBox', '" viewBox')
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{page.wide:g}mm" height="{whole:g}mm" '
        f'viewBox="0 0 {page.wide:g} {whole:g}"><title>{escape(floorplan.title)}</title>'
        f"{body}</svg>"
    )


@QUIET
def _sheets(floorplan: Floorplan, paper: str) -> tuple[Page, list[list[str]]]:
    """Lay the plan on paper; give the paper and the sheets of each level, from below upwards."""
    box = shapely.total_bounds(
        [each.shape for each in (*floorplan.spaces, *floorplan.openings)]
    ).tolist()
    topology = connect(floorplan)
    levels = sorted(floorplan.levels, key=lambda each: each.ordinal)
    page, written = _laid(floorplan, topology, levels, box, paper)
    sheets: list[list[str]] = []
    for level, words_of in zip(levels, written, strict=True):
        sheets.append([_sheet(page, floorplan, topology, level, words_of)])
        first = len(_key_places(page))
        if left := words_of.key[first:]:
            sheets[-1].append(_list_sheet(page, floorplan, level, left, first=first + 1))
    return page, sheets


def _laid(
    floorplan: Floorplan,
    topology: Topology,
    levels: Sequence[Level],
    box: list[float],
    paper: str,
) -> tuple[Page, list[Written]]:
    """Lay a plan on paper; where rooms are too small for words, with a list beside it or below."""
    left, low, right, top = box

    def tried(page: Page) -> tuple[Page, list[Written], int]:
        written = [write_words(page, floorplan, topology, level.name) for level in levels]
        return page, written, max(len(each.key) for each in written)

    first = tried(Page.fitting((left, low, right, top), paper))
    if not first[2]:
        return first[:2]
    columns = int((first[0].wide - 2 * MARGIN) / KEY)
    high = min(_ROW * math.ceil(first[2] / columns) + 2 * _ROW, _DEEPEST * first[0].high)
    listed = [
        tried(Page.fitting((left, low, right, top), paper, beside=KEY)),
        tried(Page.fitting((left, low, right, top), paper, below=high)),
    ]
    return min(listed, key=lambda each: (each[0].ratio, each[2]))[:2]


def _key_places(page: Page) -> list[tuple[float, float]]:
    """Where the rooms of the list stand on the paper, in their order."""
    left, top, right, low = page.frame
    if page.beside:
        rows = int((low - top - 6) / _ROW)
        return [(right + _BESIDE, top + 4 + at * _ROW) for at in range(rows)]
    if not page.below:
        return []
    rows = int(page.below / _ROW) - 2
    columns = int((page.wide - 2 * MARGIN) / KEY)
    first = low + 6 + _ROW
    return [(left + at * KEY, first + row * _ROW) for at in range(columns) for row in range(rows)]


def _sheet(
    page: Page, floorplan: Floorplan, topology: Topology, level: Level, written: Written
) -> str:
    return "".join(
        [
            _opened(page),
            *_head(page, floorplan, level),
            *_grid(page),
            *signs(page, floorplan, topology, level.name),
            *written.svg,
            *_key(page, written.key),
            *_foot(page, floorplan),
            "</svg>",
        ]
    )


def _list_sheet(
    page: Page, floorplan: Floorplan, level: Level, rooms: Sequence[str], *, first: int
) -> str:
    """Rooms by number that had no place beside the plan."""
    rows = int((page.high - 3 * MARGIN - 20) / _ROW)
    parts = [_opened(page), *_head(page, floorplan, level)]
    for at, room in enumerate(rooms):
        x = MARGIN + (at // rows) * KEY * 1.3
        y = MARGIN + 20 + (at % rows) * _ROW
        parts += [words(str(first + at), x + 5, y, 2.1, anchor="end", weight="bold")]
        parts += [words(_cut(room, KEY * 1.3 - 8), x + 6.5, y, 2.1, anchor="start")]
    return "".join([*parts, "</svg>"])


def _opened(page: Page) -> str:
    # What makes PDF takes a space before a name to be part of it.
    fonts = FONT.replace(", ", ",")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{page.wide:g}mm" '
        f'height="{page.high:g}mm" viewBox="0 0 {page.wide:g} {page.high:g}" '
        f'font-family="{fonts}" fill="{INK}">'
        f'<rect width="{page.wide:g}" height="{page.high:g}" fill="#ffffff"/>'
    )


def _head(page: Page, floorplan: Floorplan, level: Level) -> Iterator[str]:
    spaces = [space for space in floorplan.spaces if space.level == level.name]
    area = sum(space.shape.area for space in spaces)
    many = "1 room" if len(spaces) == 1 else f"{len(spaces)} rooms and other spaces"
    shut = sum(space.level == level.name for space in shut_rooms(floorplan))
    if shut:
        many += ", shut" if len(spaces) == 1 else f", {shut} of them shut"
    drawn = "schematic, not surveyed" if floorplan.schematic else "drawn to scale"
    across = page.wide - 2 * MARGIN
    title = level.name if len(floorplan.levels) > 1 else ""
    said = f"{floorplan.title}: {title}" if title else floorplan.title
    size = min(5.0, across / (len(said) * LETTER * 1.08))
    yield words(said, MARGIN, MARGIN + 2.5, size, anchor="start", weight="bold")
    under = f"{many}, {area:,.0f} m²; floor at {level.elevation_m:g} m; {drawn}"
    yield words(under, MARGIN, MARGIN + 7.3, 2.8, anchor="start", fill=MUTED)


def _grid(page: Page) -> Iterator[str]:
    left, top, right, low = page.frame
    lines = f"M{left} {top}H{right}V{low}H{left}Z"
    for along, row in ((page.grid.columns(), False), (page.grid.rows(), True)):
        first, last = (top, low) if row else (left, right)
        for edge, name in along:
            ends = [page.place(at, at)[row] for at in (edge, edge + page.grid.step)]
            shown = [min(max(end, first), last) for end in ends]
            if abs(shown[1] - shown[0]) > _CUT:
                middle = sum(shown) / 2
                place = (left - 2.6, middle) if row else (middle, top - 2.4)
                yield words(name, *place, 2.6, weight="bold", fill=MUTED)
            if first < ends[0] < last:
                lines += f"M{left} {ends[0]:.2f}H{right}" if row else f"M{ends[0]:.2f} {top}V{low}"
                place = (right + 0.8, ends[0]) if row else (ends[0], low + 1.7)
                anchor = "start" if row else "middle"
                yield words(f"{edge:g}", *place, 1.7, anchor=anchor, fill=MUTED)
    yield f'<path d="{lines}" stroke="{_RULE}" stroke-width=".18" fill="none"/>'


def _key(page: Page, rooms: Sequence[str]) -> Iterator[str]:
    places = _key_places(page)
    if not rooms or not places:
        return
    x, y = places[0]
    yield words("Rooms by number", x, y - 1.2 * _ROW, 2.4, anchor="start", weight="bold")
    for at, (room, (x, y)) in enumerate(zip(rooms, places, strict=False), 1):
        yield words(str(at), x + 4, y, 2.1, anchor="end", weight="bold")
        yield words(_cut(room, KEY - 6), x + 5.2, y, 2.1, anchor="start")


def _cut(text: str, across: float) -> str:
    """Words that fit a column; the area at their end stays."""
    most = int(across / (2.1 * LETTER))
    if len(text) <= most:
        return text
    name, _, area = text.rpartition(", ")
    return f"{name[: max(3, most - len(area) - 3)].rstrip()}…, {area}"


def _foot(page: Page, floorplan: Floorplan) -> Iterator[str]:
    top = page.high - MARGIN - FOOT + 8.0
    yield from _scale_bar(page, MARGIN, top)
    x = page.wide - MARGIN - 1.5
    yield f'<path d="M{x} {top + 4}V{top - 3}m-1.3 2.2l1.3 -2.4l1.3 2.4" fill="none" '
    yield f'stroke="{INK}" stroke-width=".4"/>'
    yield words("up on the plan", x - 2.5, top + 0.5, 2.2, anchor="end")
    at, y, start = 78.0, top, 78.0
    for sign, said in _legend(floorplan):
        long = 10.5 + len(said) * LETTER * 2.2 + 4
        if at + long > page.wide - MARGIN - 26:
            at, y = start, y + 4.6
        yield f'<g transform="translate({at:.2f} {y + 0.4:.2f})">{sign}</g>'
        yield words(said, at + 9.6, y + 0.4, 2.2, anchor="start")
        at += long
    source = f"{floorplan.source.strip().rstrip('.')}. Drawn by ASHER {asher_version()}."
    most = int((page.wide - 2 * MARGIN) / (1.9 * LETTER))
    short = source if len(source) <= most else source[: most - 1].rstrip() + "…"
    yield words(short, MARGIN, page.high - MARGIN, 1.9, anchor="start", fill=MUTED)


def _scale_bar(page: Page, x: float, y: float) -> Iterator[str]:
    step = round_step(18 / page.mm_per_m / 2)
    long = step * page.mm_per_m
    for at, fill in enumerate((INK, "#ffffff")):
        yield f'<rect x="{x + at * long:.2f}" y="{y - 0.6:.2f}" width="{long:.2f}" height="1.2" '
        yield f'fill="{fill}" stroke="{INK}" stroke-width=".2"/>'
    for at in range(3):
        yield words(f"{at * step:g}", x + at * long, y - 2.1, 2.0)
    yield words("m", x + 2 * long + 3.2, y - 2.1, 2.0)
    said = f"1:{page.ratio:,} on {page.paper}, printed at full size"
    yield words(said, x, y + 3.2, 2.2, anchor="start")


def _legend(floorplan: Floorplan) -> Iterator[tuple[str, str]]:
    """The signs that stand on this plan, with their words."""
    openings = floorplan.openings
    usual = usual_width(floorplan)
    unmarked = f"; {usual} where none is written" if usual else ""
    ways = [each for each in openings if each.category != "window"]
    there = {
        "door": (
            any(each.category == "door" and not each.exterior for each in ways),
            f"door, clear width in m{unmarked}",
        ),
        "glass": (
            any(each.glazed and not each.exterior for each in ways),
            "door with glass, seen through when shut",
        ),
        "gate": (
            any(each.category == "gate" and not each.exterior for each in ways),
            "opening without a door",
        ),
        "exit": (any(each.exterior for each in ways), "way out"),
        "main entrance": (any(each.main_entrance for each in ways), "main entrance"),
        "lock": (any(each.lockable for each in ways), "locks from inside"),
        "window": (len(ways) < len(openings), "window"),
        "stair": (bool(floorplan.connectors), "stair or ramp, clear width in m"),
        "shut": (bool(shut_rooms(floorplan)), "room that no door leads to"),
        "solid": (bool(floorplan.obstacles), "furniture"),
        "zone": (bool(floorplan.zones), "marked place"),
    }
    colours = {"ink": INK, "exit": EXIT, "stair": STAIR, "solid": SOLID, "muted": MUTED}
    colours |= {"window": WINDOW, "shut": SHUT}
    for name, (shown, said) in there.items():
        if shown:
            yield (SIGNS[name].format(**colours) or padlock(4, 0)), said
