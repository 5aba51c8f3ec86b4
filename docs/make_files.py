"""Write the table of shipped courses of action in `docs/files.md`, by the part that each shows.

`.venv/bin/python docs/make_files.py` takes it from their declarations.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from asher.scenario.courses import CourseOfAction, shipped_course
from asher.scenario.parts.setting import Setting
from asher.scenario.shipped import SHIPPED_COURSES

PAGE = Path(__file__).parent / "files.md"
MARK = "<!-- courses -->"
# What is no rule of entry is shipped with the entry of this one.
PLAIN = shipped_course("two-officer-entry")


def settings_in(annotation: object) -> Iterator[type[Setting]]:
    """Settings that a field can hold; none where it is no lever."""
    if isinstance(annotation, type) and issubclass(annotation, Setting):
        yield annotation
    for part in get_args(annotation):
        yield from settings_in(part)


def parts_shown(course: CourseOfAction) -> list[str]:
    """Keys of the parts that a shipped course shows: its entry where it shows no other."""
    keys = [key for key, _ in levers() if getattr(course, key) != getattr(PLAIN, key)]
    return [key for key in keys if key != "entry"] or ["entry"]


def levers() -> Iterator[tuple[str, str]]:
    """Key and name of every lever, in the order of a course of action."""
    for key, info in CourseOfAction.model_fields.items():
        for setting in settings_in(info.annotation):
            yield key, setting.label.lower()
            break


def table() -> str:
    """A row a part."""
    rows = ["| part | key in the file | shipped courses of action |", "|---|---|---|"]
    for key, name in levers():
        shown = [f"`{each.name}`" for each in SHIPPED_COURSES if key in parts_shown(each)]
        rows.append(f"| {name} | `{key}` | {', '.join(shown) or 'none'} |")
    return "\n".join(rows)


def page(text: str) -> str:
    """The page with the table filled in."""
    before, _, after = text.split(MARK)
    return f"{before}{MARK}\n\n{table()}\n\n{MARK}{after}"


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
