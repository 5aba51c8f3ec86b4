"""Write the plans of the fictional places: `.venv/bin/python docs/make_places.py`.

Each is drawn by a module of `docs/drawn/`, which has its title and what is particular to it. Their
scenarios are written by hand.
"""

from importlib import import_module
from pathlib import Path

from drawn.drawing import Drawing

PLANS = Path(__file__).parent.parent / "src" / "asher" / "data" / "plans"
PLACES = (
    "cinema", "elementary-school", "high-school", "hospital-ward", "house-of-worship", "mall",
    "office-floor", "railway-hall",
)  # fmt: skip


def plan(place: str) -> str:
    """Draw a place.

    Parameters
    ----------
    place : str
        One of `PLACES`.

    Returns
    -------
    str
        Its plan file.
    """
    drawn = import_module(f"drawn.{place.replace('-', '_')}")
    drawing = Drawing(drawn.TITLE, drawn.ABOUT)
    drawn.draw(drawing)
    return drawing.text()


if __name__ == "__main__":
    for each in PLACES:
        (PLANS / f"{each}.plan.json").write_text(plan(each), encoding="utf-8")
