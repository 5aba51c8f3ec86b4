"""Import every file of the corpus, print what came out right, and fill docs/importing.md.

Run from the root of the repository, with the folder of the files:
``.venv/bin/python docs/make_importing.py ../shared/corpus``. What a file holds was counted with
other tools and stands in ``facts.json`` beside it; nothing is typed here. Each building that has a
way out is then run, to see that it does.
"""
# ruff: noqa: T201 - the table is printed

import argparse
import json
import re
import resource
import tempfile
from collections import Counter
from pathlib import Path

from asher import read_scenario, simulate
from asher.errors import FloorplanError
from asher.floorplan import connect, shut_rooms, without_shut_rooms
from asher.floorplan.importers import Imported, Options, import_file

PAGE = Path(__file__).parent / "importing.md"
MARK = "<!-- corpus -->"
PEOPLE = 60
DRILL = {"hazard": None, "horizon": "30 min"}
ATTACK = {"hazard": "national", "courses_of_action": ["contain-and-wait", "two-officer-entry"]}
# What a person would say about a file that does not say it itself.
SAID = {
    "pdf/synthetic-four-rooms": Options(scale="1:100"),
    "pdf/scanned-plan": Options(scale="1:100"),
    "png/wrld-cad-office": Options(scale="0.02 m/px"),
    "svg/ha-home": Options(scale="0.075 m/px"),
}


def asked(facts: dict) -> tuple[int | None, int | None]:
    """Rooms and doors that the file holds by independent count; None where it counts none."""
    rooms = facts.get("n_spaces") or facts.get("rooms") or facts.get("units")
    rooms = rooms or facts.get("rooms_true")
    if isinstance(facts.get("levels"), dict):
        # A room on several levels counts on each.
        rooms = sum(facts["levels"].values())
    doors = facts.get("n_doors") or facts.get("doors") or facts.get("openings")
    doors = doors or facts.get("doors_true")
    counted = [value if isinstance(value, int) else None for value in (rooms, doors)]
    return counted[0], len(doors) if isinstance(doors, list) else counted[1]


def joined(found: Imported) -> int:
    """Doors and gates that join two rooms or lead outside."""
    sides = connect(found.plan).opening_spaces
    return sum(
        opening.category != "window" and side[0] >= 0
        for opening, side in zip(found.plan.openings, sides, strict=True)
    )


def runs(found: Imported) -> str:
    """Whether a comparison runs on it, and how many of how many leave it in a drill."""
    if not any(o.exterior and o.category != "window" for o in found.plan.openings):
        return "no way out"
    if any(fault.severity == "error" for fault in found.faults):
        return "has errors"
    spaces = without_shut_rooms(found.plan).spaces
    floor = sum(space.shape.area for space in spaces)
    n = max(1, min(PEOPLE, int(floor / 2)))
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "it.plan.json").write_text(json.dumps(found.plan.to_geojson()))
        for name, more in (("drill", DRILL), ("attack", ATTACK)):
            rooms = [space.name for space in spaces]
            people = {"name": "people", "count": n, "within": rooms, "familiar_share": 1}
            words = {"title": name, "plan": "it.plan.json", "occupants": [people], **more}
            (folder / f"{name}.json").write_text(json.dumps(words))
        drill = simulate(read_scenario(folder / "drill.json"), replications=1, seed=1)
        out = int(drill.columns["evacuated"][0][0])
        compared = simulate(read_scenario(folder / "attack.json"), replications=5, seed=1)
    return f"{out} of {n} out, {compared.n} incidents compared"


def row(folder: Path) -> list[str] | None:
    """One file as a row of the table."""
    facts = json.loads((folder / "facts.json").read_text(encoding="utf-8"))
    name = "/".join(folder.parts[-2:])
    print(f"{name}: ", end="", flush=True)
    before = cpu_s()
    try:
        found = import_file(folder / facts["file"], SAID.get(name))
    except FloorplanError as error:
        return [name, "refused", *([""] * 5), error.faults[0].found]
    seconds = cpu_s() - before
    if found.plan is None:
        at = found.backdrop
        words = f"{at.pixels[0]} x {at.pixels[1]} pixels, {at.metres_per_pixel or 0:.4f} m each"
        return [name, found.format, "", "", "", "", f"{seconds:.1f}", f"a backdrop: {words}"]
    rooms, doors = asked(facts)
    shut = len(shut_rooms(found.plan))
    left = Counter(note.code for note in found.notes if note.kind == "left out")
    return [
        name,
        found.format,
        of(len(found.plan.spaces), rooms),
        of(joined(found), doors),
        str(len(found.plan.levels)),
        str(sum(o.exterior and o.category != "window" for o in found.plan.openings)),
        f"{seconds:.1f}",
        "; ".join(
            [
                runs(found),
                *([f"{shut} shut"] if shut else []),
                *(f"left out: {n} {code}" for code, n in left.items()),
            ]
        ),
    ]


def cpu_s() -> float:
    """Seconds of CPU of this process and of the readers it has started, whatever else runs."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def of(found: int, counted: int | None) -> str:
    """A count beside the one that is right."""
    return f"{found}" if counted is None else f"{found} of {counted}"


def main() -> None:
    """Fill the table of the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("only", nargs="*", help="files that are run alone; nothing is written")
    chosen = parser.parse_args()
    head = ["file", "read as", "rooms", "doors", "levels", "ways out", "CPU s", "and"]
    lines = [f"| {' | '.join(head)} |", "|" + "---|" * len(head)]
    for facts in sorted(chosen.corpus.resolve().glob("*/*/facts.json")):
        if chosen.only and not any(word in str(facts.parent) for word in chosen.only):
            continue
        cells = row(facts.parent)
        print(" | ".join(cells), flush=True)
        lines.append(f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |")
    if not chosen.only:
        text = PAGE.read_text(encoding="utf-8")
        table = f"{MARK}\n\n" + "\n".join(lines) + f"\n\n{MARK}"
        text = re.sub(rf"{MARK}.*{MARK}", lambda _: table, text, flags=re.DOTALL)
        PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
