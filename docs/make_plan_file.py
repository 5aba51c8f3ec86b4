"""Write what `docs/plan-file.md` shows: its pictures, and what the program says of each step.

`.venv/bin/python docs/make_plan_file.py` draws the school of `examples/my-school.plan.json` as far
as each step goes, runs every command of the page, and writes the output below it.
"""

import copy
import json
import os
import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from xml.sax.saxutils import escape

from typer.testing import CliRunner

from asher.cli.app import app

HERE = Path(__file__).parent
PAGE = HERE / "plan-file.md"
PLAN = HERE.parent / "examples" / "my-school.plan.json"
SCENARIO = PLAN.with_name("my-school.yaml")
# The last feature of each step, in the order of the file.
LAST = ("corridor", "library", "library door", "stair", "library window", "assembly")
# What the machine and not the file decides.
_OF_THE_MACHINE = re.compile(r"^.* replications need .*\n?", re.MULTILINE)

Plan = dict[str, Any]


def steps() -> list[Plan]:
    """Make the plan as it is after each step."""
    plan = json.loads(PLAN.read_text(encoding="utf-8"))
    names = [feature["properties"].get("name") for feature in plan["features"]]
    return [plan | {"features": plan["features"][: names.index(last) + 1]} for last in LAST]


def added() -> list[list[Any]]:
    """List the features that each step adds."""
    lengths = [0, *(len(plan["features"]) for plan in steps())]
    return [steps()[-1]["features"][a:b] for a, b in pairwise(lengths)]


def _set(name: str, **properties: Any) -> Callable[[Plan], None]:
    return lambda plan: _feature(plan, name)["properties"].update(properties)


def _draw(name: str, coordinates: list[Any]) -> Callable[[Plan], None]:
    return lambda plan: _feature(plan, name)["geometry"].update(coordinates=coordinates)


def _box(x0: float, y0: float, x1: float, y1: float) -> list[Any]:
    return [[[x0, y0], [x1, y0], [x1, y1], [x0, y1], [x0, y0]]]


def _misname(plan: Plan) -> None:
    door = _feature(plan, "room 1 door")["properties"]
    door["lock_delay"] = door.pop("lock_delay_s")


def _feature(plan: Plan, name: str) -> Any:
    return next(each for each in plan["features"] if each["properties"].get("name") == name)


# What goes wrong, and what to do about it.
MISTAKES: tuple[tuple[str, Callable[[Plan], None], str], ...] = (
    (
        "A door beside the edge: at y = 10.3, where the wall is at y = 10.",
        _draw("room 1 door", [[5, 10.3], [5.9, 10.3]]),
        "Put both ends of the door on the edge that the two rooms share.",
    ),
    (
        "A door that runs past a corner, so that it touches three rooms.",
        _draw("room 1 door", [[7.5, 10], [8.4, 10]]),
        "Keep the whole door on the edge between the same two rooms.",
    ),
    (
        "Room for a wall: room 1 starts 0.2 m from the corridor.",
        _draw("room 1", _box(0, 10.2, 8, 17)),
        "Walls have no thickness. Give both rooms the same edge.",
    ),
    (
        "Rooms that overlap.",
        _draw("room 2", _box(7, 10, 16, 17)),
        "End one room where the next begins.",
    ),
    (
        "A room without a door.",
        lambda plan: plan["features"].remove(_feature(plan, "room 1 door")),
        "Add a door, or an opening of category `gate` where there is none to close. Leave it if "
        "nobody uses the room: it stays shut.",
    ),
    (
        "An inner door marked as exterior.",
        _set("room 1 door", exterior=True),
        "`exterior` is true only where a door leads out of the building.",
    ),
    (
        "A level that is spelt differently.",
        _set("room 1", level="groud floor"),
        "Use the name of the level, letter by letter.",
    ),
    (
        "A key that does not exist.",
        _misname,
        "Take the key that is suggested. Units are part of a key: `_s` seconds, `_m` metres.",
    ),
    (
        "A polygon that does not come back to its start.",
        lambda plan: _feature(plan, "room 1")["geometry"]["coordinates"][0].pop(),
        "Repeat the first corner as the last one.",
    ),
    (
        "A stair whose foot lies inside the corridor.",
        _draw("stair", [[[1, 7.1], [1, 8.4]], [[0, 8.6], [0, 9.9]]]),
        "Draw the foot and the head on the edge of a room, as you draw a door.",
    ),
    (
        "No main entrance.",
        _set("main entrance", main_entrance=False),
        "Mark the door that visitors use: people who know no other exit leave by it.",
    ),
    (
        "A plan in feet.",
        lambda plan: plan.update(units="ft"),
        "Convert the coordinates: 1 ft is 0.3048 m.",
    ),
)


def mistakes() -> Iterator[tuple[str, str, str]]:
    """Say of each mistake what it is, what `asher check` finds, and what to do."""
    for what, change, cure in MISTAKES:
        plan = copy.deepcopy(steps()[-1])
        change(plan)
        lines = run("asher check my-school.plan.json", plan).splitlines()
        said = [line.split(": ", 1)[1] for line in lines if re.match(r"\S+:\d+:\d+: ", line)]
        yield what, next((each for each in said if "a gap of" in each), said[-1]), cure


def run(command: str, plan: Plan) -> str:
    """Run a command of the page in a folder with the plan and the scenario."""
    before = Path.cwd()
    with TemporaryDirectory() as folder:
        Path(folder, PLAN.name).write_text(_written(plan), encoding="utf-8")
        Path(folder, SCENARIO.name).write_bytes(SCENARIO.read_bytes())
        os.chdir(folder)
        try:
            words = [*command.split()[1:], *(["--progress", "none"] * ("compare" in command))]
            done = CliRunner().invoke(app, words, env={"COLUMNS": "92"})
        finally:
            os.chdir(before)
    lines = _OF_THE_MACHINE.sub("", done.output).splitlines()
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _written(plan: Plan) -> str:
    """Write a plan as the page shows it, a feature a line."""
    head = json.dumps(plan | {"features": []}, indent=2).removesuffix("[]\n}")
    lines = ",\n".join(f"    {json.dumps(each)}" for each in plan["features"])
    return f"{head}[\n{lines}\n  ]\n}}\n"


def page(text: str, *, slow: bool = True) -> str:
    """Write the outputs and the table of mistakes anew into the page.

    Parameters
    ----------
    text : str
        The page.
    slow : bool
        Whether commands that take long are run too.

    Returns
    -------
    str
        The page, with what the program says now.
    """
    plans = iter(steps())

    def say(block: re.Match[str]) -> str:
        command = block[1]
        if not slow and command.startswith("asher compare"):
            return block[0]
        is_step = command == f"asher check {PLAN.name}"
        return f"```text\n$ {command}\n{run(command, next(plans) if is_step else steps()[-1])}```"

    text = re.sub(r"```text\n\$ (asher .*)\n(?:.*\n)*?```", say, text)
    rows = "".join(f"| {a} | {escape(b)} | {c} |\n" for a, b, c in mistakes())
    table = f"| what is drawn | what `asher check` says | what to do |\n|---|---|---|\n{rows}"
    marker = "<!-- mistakes -->"
    before, _, after = text.split(marker)
    return f"{before}{marker}\n\n{table}\n{marker}{after}"


_SCALE, _MARGIN, _TOP = 20.0, 34.0, 30.0
_FILLS = {"classroom": "#e8eef7", "walkway": "#f6f6f4", "lobby": "#f1ece0", "library": "#e6f0e6"}
_STYLE = """
text{font:11px system-ui,sans-serif;fill:#333}.n{font-size:9px;fill:#777}.t{font-weight:600}
.g{stroke:#000;stroke-opacity:.09;stroke-width:.6}.g5{\
stroke:#000;stroke-opacity:.22;stroke-width:.8}.s{stroke:#333;stroke-width:1.6}
.new{stroke:#a3420a;stroke-width:2.2}.door{stroke:#0b6e4f;stroke-width:5}.out{stroke:#b3261e;
stroke-width:6}.win{stroke:#2f7fc1;stroke-width:4}.gate{stroke:#fff;stroke-width:4;}\
.wall{stroke:#333;
stroke-width:2.5}.ob{fill:#b9b2a5;stroke:#6b6558}.zone{fill:#8a4fbf;fill-opacity:.16;stroke:#8a4fbf;
stroke-dasharray:4 3}.stair{stroke:#d17a00;stroke-width:5}.way{stroke:#d17a00;stroke-width:1.2;
stroke-dasharray:3 2;fill:none}
"""
_LEGEND = {
    "door": "door", "out": "exit", "gate": "open gate", "win": "window", "stair": "end of a stair",
    "wall": "partition", "ob": "furniture", "zone": "zone",
}  # fmt: skip


_ORDER = ("space", "obstacle", "wall", "zone", "opening", "connector")


def picture(step: int) -> str:
    """Draw the plan after a step as SVG, one level below the other.

    Parameters
    ----------
    step : int
        From 1 on.

    Returns
    -------
    str
        The picture.
    """
    plan, new = steps()[step - 1], added()[step - 1]
    levels = [f["properties"]["name"] for f in plan["features"] if _kind(f) == "level"]
    width, height = 2 * _MARGIN + 30 * _SCALE, _TOP + 17 * _SCALE + _MARGIN
    drawn, used = [], set()
    for number, level in enumerate(levels):
        draw = _Level(level, number * height + _TOP)
        spaces, rest = draw.features(plan["features"], new)
        drawn += [*spaces, *draw.grid(), *rest]
        used |= draw.used
    bottom = len(levels) * height + 4
    drawn += _legend([key for key in _LEGEND if key in used], bottom)
    whole = bottom + 26
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {whole:g}" role="img">'
        f"<title>The small school after step {step}</title><style>{_STYLE}</style>"
        f'<rect width="{width:g}" height="{whole:g}" fill="#fff"/>{"".join(drawn)}</svg>\n'
    )


def _legend(keys: list[str], y: float) -> Iterator[str]:
    x = _MARGIN
    for key in keys:
        if key in {"ob", "zone"}:
            yield f'<rect class="{key}" x="{x:g}" y="{y:g}" width="18" height="10"/>'
        else:
            under = f'<path class="s" d="M{x:g} {y + 5:g}h18"/>' if key == "gate" else ""
            yield f'{under}<path class="{key}" d="M{x + 3:g} {y + 5:g}h12"/>'
        yield f'<text x="{x + 23:g}" y="{y + 9:g}">{_LEGEND[key]}</text>'
        x += 36 + 5.6 * len(_LEGEND[key])


def _kind(feature: Any) -> str:
    return str(feature["properties"]["kind"])


class _Level:
    """One level of the picture: what lies outside its 30 m by 17 m is left out."""

    def __init__(self, name: str, top: float) -> None:
        self.name, self.top = name, top
        self.used: set[str] = set()

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Turn metres into the picture; y grows upwards in a plan."""
        return round(_MARGIN + x * _SCALE, 1), round(self.top + (17 - y) * _SCALE, 1)

    def grid(self) -> Iterator[str]:
        """Draw a line each metre, and numbers each five."""
        yield f'<text class="t" x="{_MARGIN:g}" y="{self.top - 12:g}">{self.name} (metres)</text>'
        for axis, end, other in (("x", 30, 17), ("y", 17, 30)):
            for k in range(end + 1):
                ends = ((k, 0), (k, other)) if axis == "x" else ((0, k), (other, k))
                yield self._path(ends, "g" if k % 5 else "g5")
                if k % 5 == 0:
                    x, y = self.at(*ends[0])
                    place = (x, y + 14) if axis == "x" else (x - 14, y + 3)
                    at = f'x="{place[0]:g}" y="{place[1]:g}"'
                    yield f'<text class="n" text-anchor="middle" {at}>{k}</text>'

    def features(self, features: list[Any], new: list[Any]) -> tuple[list[str], list[str]]:
        """Draw the spaces, and what lies above the grid; new spaces have a border of their own."""
        drawn: dict[str, list[str]] = {kind: [] for kind in _ORDER}
        for feature in features:
            if _kind(feature) in drawn:
                drawn[_kind(feature)] += self._feature(feature, feature in new)
        spaces, *rest = drawn.values()
        return spaces, [each for kind in rest for each in kind]

    def _feature(self, feature: Any, is_new: bool) -> Iterator[str]:
        said, where = feature["properties"], feature["geometry"]["coordinates"]
        kind = said["kind"]
        if kind == "connector":
            yield from self._stair(said, where)
        elif said["level"] != self.name or (kind == "zone" and where[0][0][1] < 0):
            return
        elif kind == "space":
            fill = _FILLS.get(said["category"], "#eeeae6")
            yield self._path(where[0], "new" if is_new else "s", fill=fill)
            yield self._label(where[0], said["name"])
        elif kind in {"obstacle", "zone"}:
            yield self._path(where[0], self._use("ob" if kind == "obstacle" else "zone"))
            yield self._label(where[0], said["name"], above=True)
        else:
            looks = "wall" if kind == "wall" else {"window": "win"}.get(said["category"])
            looks = looks or ("out" if said["exterior"] else said["category"])
            yield self._path(where, self._use(looks), fill="none")

    def _stair(self, said: Any, where: Any) -> Iterator[str]:
        for key, line in zip(("level_from", "level_to"), where, strict=True):
            if said[key] == self.name:
                yield self._path(line, self._use("stair"))
                (x, y), (_, z) = self.at(*line[0]), self.at(*line[1])
                end = "foot" if key == "level_from" else "head"
                at = f'x="{x - 5:g}" y="{(y + z) / 2 + 3:g}"'
                yield f'<text class="n" text-anchor="end" {at}>{end}</text>'

    def _use(self, looks: str) -> str:
        self.used.add(looks)
        return looks

    def _path(self, line: Any, looks: str, *, fill: str = "") -> str:
        points = " ".join(f"{x:g},{y:g}" for x, y in (self.at(*point) for point in line))
        filled = f' fill="{fill}"' if fill else ""
        return f'<polyline class="{looks}" points="{points}"{filled}/>'

    def _label(self, ring: Any, name: str, *, above: bool = False) -> str:
        xs, ys = zip(*ring, strict=True)
        x, y = self.at(min(xs), max(ys))
        x, y = (x, y - 3) if above else (x + 5, y + 14)
        looks = "" if above else ' class="t"'
        return f'<text{looks} x="{x:g}" y="{y:g}">{escape(name)}</text>'


if __name__ == "__main__":
    for step in range(1, len(LAST) + 1):
        (HERE / f"plan-file-{step}.svg").write_text(picture(step), encoding="utf-8")
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
