"""A first scenario of a place of one's own: from a fictional place of its kind, or for a plan."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from asher.floorplan.elements import Floorplan
from asher.floorplan.facts import level_facts
from asher.floorplan.read import read_floorplan, shipped_plans
from asher.floorplan.shut import without_shut_rooms
from asher.quantities import format_seconds
from asher.scenario.presets import preset_for

__all__ = ["LEAST_ARRIVAL_S", "from_kind", "kind_of", "kinds", "on_plan", "shares"]

_FICTIONAL = "Fictional"
# Medians of answer and dispatch, and p90 of travel to its median, as of the defaults of `Response`.
_BEFORE_TRAVEL_S, _SPREAD = 35.0, 340.0 / 135.0
LEAST_ARRIVAL_S = 60.0
"""Sooner after a call nobody arrives [s] (judgement: answer and dispatch alone take 35 s)."""
_GENERAL = ("two-officer-entry", "contain-and-wait", "solo-entry")
_PEOPLE = 100
_CLOCKS = """\
# Local clocks. Without them, national figures are used. Take the # away and put in your own:
# response:
#   call: {median: 90 s, p90: 4 min}       # first shot to first call
#   travel: {median: 5 min, p90: 10 min}   # dispatch to the first officer at the door
"""


@cache
def kinds() -> dict[str, str]:
    """Kinds of places to start from.

    Returns
    -------
    dict
        Title of the fictional place by its name, such as ``"elementary-school"``; its plan and its
        scenario have this name.
    """
    scenarios = {path.stem for path in _folder().glob("*.yaml")}
    found = {}
    for name in shipped_plans():
        if name in scenarios:
            plan = read_floorplan(name)
            if plan.source.startswith(_FICTIONAL):
                found[name] = plan.title.removesuffix(" (fictional)")
    return found


def kind_of(said: str) -> str:
    """Find the kind of a place by its name or by a word of it.

    Parameters
    ----------
    said : str
        Such as ``school``.

    Returns
    -------
    str
        The first of `kinds` that has this word; empty if none has.
    """
    word = "-".join(said.lower().split())
    if word in kinds():
        return word
    return next((name for name in kinds() if word and word in name.split("-")), "")


def _folder() -> Path:
    return Path(str(resources.files("asher"))) / "data" / "scenarios"


def shares(weights: Sequence[float], total: int) -> list[int]:
    """Part people among groups in proportion, at least one each.

    Parameters
    ----------
    weights : sequence of float
        One for each group, > 0.
    total : int
        People, at least as many as groups.

    Returns
    -------
    list of int
        They add up to the total.

    Examples
    --------
    >>> shares([300, 100, 1], 41)
    [29, 11, 1]
    """
    whole = sum(weights)
    exact = [weight / whole * (total - len(weights)) for weight in weights]
    found = [int(each) for each in exact]
    rest = total - len(weights) - sum(found)
    order = sorted(range(len(exact)), key=lambda at: found[at] - exact[at])
    for at in order[:rest]:
        found[at] += 1
    return [each + 1 for each in found]


def _editor() -> Any:
    from ruamel.yaml import YAML

    # Keeps the comments; it reads the shipped scenarios and nothing of a stranger's.
    yaml = YAML(typ="rt", pure=True)
    yaml.width = 100
    yaml.preserve_quotes = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def from_kind(kind: str, name: str, *, people: int | None, arrival_s: float | None) -> str:
    """Write the scenario of a fictional place as one of a place of one's own.

    Parameters
    ----------
    kind : str
        Key of `kinds`.
    name : str
        Of the new place; its plan is ``NAME.plan.json`` beside the scenario.
    people : int, optional
        How many in all; as many as in the fictional place if left out.
    arrival_s : float, optional
        Median time from the call to the first officer at the door [s].

    Returns
    -------
    str
        YAML with comments.

    Raises
    ------
    ValueError
        If there are fewer people than groups of them.
    """
    yaml = _editor()
    document = yaml.load((_folder() / f"{kind}.yaml").read_text(encoding="utf-8"))
    groups = document["occupants"]
    document["title"] = _titled(name)
    document["description"] = (
        f"Started from the fictional place {kind}; replace plan, people and clocks by your own."
    )
    document["plan"] = f"{name}.plan.json"
    document.ca.items.pop("plan", None)
    sources = document.setdefault("sources", {})
    if people is not None:
        if people < len(groups):
            raise ValueError(f"found {people}; at least {len(groups)}, one of each group")
        counts = shares([group["count"] for group in groups], people)
        for at, (group, count) in enumerate(zip(groups, counts, strict=True)):
            group["count"] = count
            group.ca.items.pop("count", None)
            sources[f"occupants[{at}].count"] = f"a share of {people} people in all; count your own"
    if arrival_s is not None:
        response = document.get("response", {})
        response["travel"] = _travel(arrival_s)
        if "response" not in document:
            document.insert([*document].index("hazard") + 1, "response", response)
        sources["response.travel"] = _arrival_words(arrival_s)
    stream = io.StringIO()
    yaml.dump(document, stream)
    lines = stream.getvalue().splitlines(keepends=True)
    start = next(at for at, line in enumerate(lines) if not line.startswith("#"))
    body = "".join(lines[start:])
    if "response" not in document:
        body = body.replace("courses_of_action:", f"{_CLOCKS}courses_of_action:", 1)
    return _header(name, sum(group["count"] for group in groups), kind) + body


def on_plan(
    plan: Floorplan, name: str, *, kind: str, people: int | None, arrival_s: float | None
) -> str:
    """Write a scenario for a plan: people in its rooms by what they hold.

    Parameters
    ----------
    name : str
        Of the place; the plan is ``NAME.plan.json`` beside the scenario.
    kind : str
        Key of `kinds`, for the rates of the attack, or empty for those of the nation.
    people : int, optional
        How many in all; if left out, as many as the rooms hold, at most 100.
    arrival_s : float, optional
        See `from_kind`.

    Returns
    -------
    str
        YAML with comments.
    """
    holds: dict[str, int] = {}
    for facts in level_facts(plan):
        for category, capacity in facts.capacities.items():
            holds[category] = holds.get(category, 0) + capacity
    total = people or max(1, min(_PEOPLE, sum(holds.values()) or _by_area(plan)))
    most = sorted(holds, key=lambda each: -holds[each])[:total]
    sources: dict[str, str] = {}
    occupants: list[dict[str, Any]] = []
    if most:
        counts = shares([holds[each] for each in most], total)
        for category, count in zip(most, counts, strict=True):
            group = {"name": f"people ({category})", "count": count}
            if preset := preset_for(category):
                group["preset"] = preset
            occupants.append(group | {"within": _in_a_line(category=category)})
    else:
        occupants.append({"name": "people", "count": total})
    for at in range(len(occupants)):
        sources[f"occupants[{at}].count"] = "in proportion to what the rooms hold; count your own"
    document: dict[str, Any] = {
        "title": _titled(name),
        "description": "Started from a plan; replace people and clocks by your own.",
        "plan": f"{name}.plan.json",
        "occupants": occupants,
        "hazard": _hazard(kind),
    }
    if arrival_s is not None:
        document["response"] = {"travel": _travel(arrival_s)}
        sources["response.travel"] = _arrival_words(arrival_s)
    document |= {
        "courses_of_action": list(_GENERAL),
        "replications": 500,
        "seed": 1,
        "horizon": "2 h",
        "sources": sources,
    }
    stream = io.StringIO()
    _editor().dump(document, stream)
    body = stream.getvalue()
    if arrival_s is None:
        body = body.replace("courses_of_action:", f"{_CLOCKS}courses_of_action:", 1)
    return _header(name, total, "") + body


def _by_area(plan: Floorplan) -> int:
    """One person on a square metre of where people start who are put nowhere."""
    plan = without_shut_rooms(plan)
    zones = [zone.shape.area for zone in plan.zones if zone.category == "spawn"]
    return int(sum(zones) or sum(space.shape.area for space in plan.spaces))


def _hazard(kind: str) -> str:
    if not kind:
        return "national"
    stated = _editor().load((_folder() / f"{kind}.yaml").read_text(encoding="utf-8"))["hazard"]
    return str(stated if isinstance(stated, str) else stated["profile"])


def _titled(name: str) -> str:
    words = name.replace("-", " ").replace("_", " ").strip() or name
    return words[:1].upper() + words[1:]


def _in_a_line(**values: str) -> Any:
    from ruamel.yaml.comments import CommentedMap

    found = CommentedMap(values)
    found.fa.set_flow_style()
    return found


def _travel(arrival_s: float) -> Any:
    median = arrival_s - _BEFORE_TRAVEL_S
    p90 = format_seconds(round(median * _SPREAD))
    return _in_a_line(median=format_seconds(round(median)), p90=p90)


def _arrival_words(arrival_s: float) -> str:
    said = format_seconds(arrival_s)
    return f"given: the first officer is at the door {said} after the call, half the time sooner"


def _header(name: str, people: int, kind: str) -> str:
    start = f"the fictional place {kind}" if kind else "your plan"
    return f"""\
# {_titled(name)}: an attack, and what each response would change.
# Started from {start}. It runs as it is. Make it your own, in this order:
#   1. plan: {name}.plan.json is the building. Draw it (docs/plan-file.md) or import it
#      (asher import FILE), and look at it: asher plan draw {name}.plan.json
#   2. occupants: who is where, and how many. They are {people:,} now.
#   3. response: your local clocks, such as how soon the first officer is there.
#   4. courses_of_action: what to compare. asher courses lists the shipped ones.
# After each change: asher check {name}.yaml. Then: asher compare {name}.yaml --out results
# A number that is not stated here is a default; the report lists all of them with their sources.
"""
