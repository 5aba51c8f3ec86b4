"""Storeys that are layouts of a DXF drawing: windows onto its model, or plans on paper."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import Any

from asher import bounds
from asher.floorplan.importers._drawn import Key, Sheet
from asher.floorplan.importers._dxf_views import Window, is_paper, placed, windows_of
from asher.floorplan.importers._layers import role_of
from asher.floorplan.importers._level_words import level_in, ordinals
from asher.floorplan.importers._sheet import swings_of
from asher.floorplan.importers._sheet_levels import levels_of_layers
from asher.floorplan.importers.drawing import Note, Storey
from asher.floorplan.importers.options import Options

__all__ = ["Layouts", "find_layouts"]

# Lines of walls or rooms that make a plan (judgement).
_FEW = 4
# Windows that share more of the smaller one than this show the same [-] (judgement).
_SAME = 0.5
# Sheets of a set of drawings that are no plan of a storey.
_OTHER = re.compile(
    r"(?<![^\W\d_])(?:sections?|schnitte?|coupes?|sezion\w*|secci[oó]n\w*|cortes?|doorsnede\w*|"
    r"elevations?|ansicht\w*|fa[cç]ades?|fassade\w*|prospett\w*|alzado\w*|fachada\w*|gevel\w*|"
    r"perspecti\w*|isometri\w*|3d|details?|d[ée]tails?|dettagli\w*|title\w*|titel\w*|deckblatt|"
    r"cover|index|legend\w*|schedules?|notes|site plan|lageplan|situation|roof plan|dachaufsicht|"
    r"(?:reflected )?ceiling\w*|rcp|electric\w*|elektr\w*|plumbing|sanit[äa]r\w*|hvac|lighting)"
    r"(?![^\W_])",
    re.IGNORECASE,
)
_UNIT_OF_PAPER = {0: 0.0254, 1: 0.001}


@dataclass(frozen=True)
class Layouts:
    """Storeys of a drawing that are layouts."""

    sheet: Sheet  # What they show; each place in it names its layout
    storeys: tuple[Storey, ...]  # By the names of the layouts, the lowest first
    apart: bool  # Whether each is drawn on paper, in coordinates of its own
    notes: tuple[Note, ...]  # What was assumed and left out
    paper_m: float = 0.001  # One unit of the paper [m]


@dataclass(frozen=True, eq=False)
class _Shown:
    """What a layout shows."""

    name: str
    sheet: Sheet
    roles: Mapping[Key, str]
    walls: int  # Lines on layers of walls and rooms, and swings of doors
    swings: int
    window: Window | None = None  # None for what is drawn on paper

    @property
    def is_plan(self) -> bool:
        """Whether walls or doors are drawn."""
        return self.walls >= _FEW or self.swings > 0

    @property
    def has_lines(self) -> bool:
        """Whether anything is drawn that may be walls."""
        lines = [self.sheet.lines_of(k) for k in self.sheet.straight if self.roles[k] != "ignore"]
        return sum(map(len, lines)) >= _FEW

    def shows_same(self, other: _Shown) -> bool:
        """Whether another layout shows the same walls."""
        if self.window is None or other.window is None or self._layers != other._layers:
            return False
        one, two = self.window.outline, other.window.outline
        return bool(one.intersection(two).area > _SAME * min(one.area, two.area))

    @property
    def _layers(self) -> set[str]:
        return {k.layer for k in self.sheet.straight if self.roles[k] in {"wall", "room", ""}}


class _Notes(list[Note]):
    def leave_out(self, name: str, why: str) -> None:
        words = f"layout {name!r}: {why} (--level NAME={name})"
        self.append(Note("left out", "layout", words))


def find_layouts(
    document: Any, model: Sheet, paper: Callable[[Any], Sheet], options: Options
) -> Layouts | None:
    """Find the layouts that are storeys.

    Parameters
    ----------
    model : Sheet
        What its model shows.
    paper : callable
        Draws the lines of a layout itself.
    options : Options
        A person's words.

    Returns
    -------
    Layouts or None
        None where layers are storeys, or not two layouts look at plans in the model; on paper one
        plan is enough where the model has none.
    """
    names = [name for name in document.layouts.names_in_taborder() if name != "Model"]
    layouts = {name: document.layouts.get(name) for name in names[: bounds.LEVELS]}
    # Programs make layouts that nobody uses.
    layouts = {name: each for name, each in layouts.items() if not all(map(is_paper, each))}
    if not layouts:
        return None
    said = _said([*layouts], options.levels)
    if options.levels and not said:
        return None
    notes = _Notes()
    whole = _seen("", model, options)
    layers = {*levels_of_layers(model, whole.roles).values()}
    if "walkable" in whole.roles.values() or (len(layers) > 1 and not said):
        return None
    if whole.is_plan or (whole.has_lines and said):
        shown = [*_through_windows(layouts, model, options, said, notes)]
        chosen = _named(shown, said) if said else _chosen(shown, notes)
        least = 2 - bool(said)
        return _together(chosen, notes) if len(chosen) >= least else None
    shown = [*_on_paper(layouts, paper, options, said, notes)]
    # Swings beside a model of any lines may be the legend of a sheet.
    plans = [e for e in shown if e.walls >= _FEW or (e.is_plan and not whole.has_lines)]
    if not plans and not whole.has_lines:
        plans = shown
    chosen = _named(plans, said) if said else _by_level(plans, notes)
    if not chosen:
        return None
    units = document.layouts.get(chosen[0][1].name).dxf.get("plot_paper_units", 1)
    return replace(_together(chosen, notes), paper_m=_UNIT_OF_PAPER.get(units, 0.001))


def _roles(sheet: Sheet, options: Options) -> dict[Key, str]:
    keys = [*sheet.straight, *(k for k, _ in sheet.curves), *(k for k, *_ in sheet.rings)]
    keys += [k for k, *_ in sheet.texts]
    return {key: role_of(key.layer, key.block, options.layers) for key in dict.fromkeys(keys)}


def _said(names: Sequence[str], levels: Mapping[str, str]) -> dict[str, str]:
    """Layouts that a person names, by the name of the storey; none where one is no layout."""
    found = {}
    for storey, pattern in levels.items():
        wanted = pattern.casefold()
        name = next((name for name in names if fnmatchcase(name.casefold(), wanted)), None)
        if name is None:
            return {}
        found[storey] = name
    return found


def _seen(name: str, sheet: Sheet, options: Options, window: Window | None = None) -> _Shown:
    roles = _roles(sheet, options)
    floors = [key for key in sheet.straight if roles[key] in {"wall", "room"}]
    walls = sum(len(sheet.lines_of(key)) for key in floors)
    return _Shown(name, sheet, roles, walls, len(swings_of(sheet, roles).radius), window)


def _through_windows(
    layouts: Mapping[str, Any],
    model: Sheet,
    options: Options,
    said: Mapping[str, str],
    notes: _Notes,
) -> Iterator[_Shown]:
    """The layouts that look at a plan, each through the largest window that does."""
    for name, layout in layouts.items():
        if said:
            if name not in said.values():
                continue
        elif _OTHER.search(name):
            notes.leave_out(name, "no plan of a storey by its name")
            continue
        views = [_seen(name, w.cut(model), options, w) for w in windows_of(layout)]
        spoken = name in said.values() or level_in(name) is not None
        plans = [each for each in views if each.is_plan]
        plans = plans or [each for each in views if spoken and each.has_lines]
        if plans:
            yield plans[0]
            more = [each for each in plans[1:] if not each.shows_same(plans[0])]
            if more:
                notes.leave_out(name, f"{len(more)} smaller views of other parts of the model")
        else:
            notes.leave_out(name, "no view of a plan in it")


def _on_paper(
    layouts: Mapping[str, Any],
    paper: Callable[[Any], Sheet],
    options: Options,
    said: Mapping[str, str],
    notes: _Notes,
) -> Iterator[_Shown]:
    for name, layout in layouts.items():
        if said and name not in said.values():
            continue
        if not said and _OTHER.search(name):
            notes.leave_out(name, "no plan of a storey by its name")
            continue
        drawn = paper(layout)
        shown = _seen(name, drawn, options)
        if shown.has_lines:
            yield shown
        else:
            notes.leave_out(name, "no plan is drawn on it")


def _named(shown: Sequence[_Shown], said: Mapping[str, str]) -> list[tuple[Storey, _Shown]]:
    """The layouts that a person names, the lowest first."""
    by_name = {each.name: each for each in shown}
    storeys = [(storey, by_name[name]) for storey, name in said.items() if name in by_name]
    return _counted(storeys)


def _counted(shown: Sequence[tuple[str, _Shown]]) -> list[tuple[Storey, _Shown]]:
    """Storeys in their order; the one whose name says so is the ground, else the first."""
    levels = [level_in(name) for name, _ in shown]
    ground = levels.index(0) if 0 in levels else 0
    return [(Storey(name, None, at - ground), each) for at, (name, each) in enumerate(shown)]


def _chosen(shown: Sequence[_Shown], notes: _Notes) -> list[tuple[Storey, _Shown]]:
    """Of the layouts that look at plans those that look at one storey each."""
    kept: list[_Shown] = []
    for each in shown:
        same = next((other for other in kept if each.shows_same(other)), None)
        inside = [other for other in shown if other is not each and _holds(each, other)]
        if any(not one.shows_same(two) for one in inside for two in inside):
            notes.leave_out(each.name, "it shows the plans of several others")
        elif same:
            notes.leave_out(each.name, f"it shows the same as {same.name!r}")
        else:
            kept.append(each)
    return _by_level(kept, notes)


def _holds(one: _Shown, other: _Shown) -> bool:
    if one.window is None or other.window is None:
        return False
    mine, its = one.window.outline, other.window.outline
    return bool(mine.intersection(its).area > 0.8 * its.area and mine.area > 1.5 * its.area)


def _by_level(shown: Sequence[_Shown], notes: _Notes) -> list[tuple[Storey, _Shown]]:
    """The layouts that are named after levels; where not two are, all with doors, in order."""
    levels: dict[int, _Shown] = {}
    for each in shown:
        level = level_in(each.name)
        if level is not None:
            levels.setdefault(level, each)
    if len(levels) > 1:
        numbers = ordinals(levels)
        for each in shown:
            if each not in levels.values():
                level = level_in(each.name)
                other = "not named after a level, as others are"
                if level is not None:
                    other = f"of the same level as {levels[level].name!r}"
                notes.leave_out(each.name, other)
        return [(Storey(levels[at].name, None, numbers[at]), levels[at]) for at in sorted(levels)]
    swung = any(each.swings for each in shown)
    for each in shown:
        if swung and not each.swings:
            notes.leave_out(each.name, "no door swings in it: a section, an elevation?")
    return _counted([(each.name, each) for each in shown if each.swings or not swung])


def _together(chosen: Sequence[tuple[Storey, _Shown]], notes: Sequence[Note]) -> Layouts:
    """Put the storeys on one sheet; views of a model that is turned are turned as the first."""
    whole = Sheet()
    storeys = []
    first = chosen[0][1].window
    for storey, shown in chosen:
        if first is None or shown.window is None:
            sheet = placed(shown.sheet, storey.name)
        else:
            turn = shown.window.turn - first.turn
            sheet = placed(shown.sheet, storey.name, turn, shown.window.middle)
        storeys.append(storey)
        whole.straight.update(sheet.straight)
        whole.curves += sheet.curves
        whole.rings += sheet.rings
        whole.texts += sheet.texts
        for kind, count in sheet.passed.items():
            whole.passed[kind] = whole.passed.get(kind, 0) + count
    how = "drawn on paper" if first is None else "each a view of a part of the model"
    names = ", ".join(f"{each.name!r}" for each in storeys)[:300]
    words = f"{len(storeys)} layouts are a storey each, {how}: {names} (--level NAME=LAYOUT)"
    told = (Note("assumed", "layouts", words), *notes)
    return Layouts(whole, tuple(storeys), first is None, told)
