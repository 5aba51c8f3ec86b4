"""One table of the documentation holds every bound, as it is."""

import re
from pathlib import Path

from asher import bounds

TEXT = (Path(__file__).parents[1] / "docs" / "limits.md").read_text(encoding="utf-8")


def said(name, value):
    if isinstance(value, tuple):
        return f"{value[0]:g} to {value[1]:g}"
    if name.endswith("_BYTES"):
        return f"{value // 2**20:,}"
    return f"{value:,}" if isinstance(value, int) else f"{value:,.0f}"


def test_every_bound_stands_in_the_table_as_it_is():
    rows = re.findall(r"^\| [^|]+ \| ([^|]+) \| `(\w+)` \|$", TEXT, re.MULTILINE)
    stated = {name: words for words, name in rows}
    there = {name: value for name, value in vars(bounds).items() if name.isupper()}
    assert stated.keys() == there.keys()
    for name, value in there.items():
        assert re.match(rf"{re.escape(said(name, value))}( (s|m|MB|days))?$", stated[name]), name
