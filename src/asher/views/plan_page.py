"""The paper of a plan sheet: a round scale, a grid, and where a point of the plan comes to lie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape

from shapely.geometry.base import BaseGeometry

from asher.views.sheet_grid import Grid

__all__ = ["FOOT", "INK", "KEY", "MARGIN", "MUTED", "PAPERS", "Page", "words"]

PAPERS = {
    "A4": (297.0, 210.0),
    "A3": (420.0, 297.0),
    "letter": (279.4, 215.9),
    "tabloid": (431.8, 279.4),
}
"""Long and short side by name [mm]."""
INK, MUTED = "#1b1f24", "#4a5560"
MARGIN, HEAD, FOOT, BAND = 9.0, 15.0, 20.0, 5.0
"""Free on all sides, for the title, for the legend, and for the names of the squares [mm]."""
KEY = 54.0
"""Width of a column of the list of rooms that are too small for their names [mm]."""
_SCALES = (20, 25, 50, 75, 100, 125, 150, 200, 250, 300, 400, 500, 750, 1000, 1250, 1500, 2000,
           2500, 5000, 7500, 10_000, 20_000, 50_000, 100_000, 200_000)  # fmt: skip
_SQUARE = 14.0
# Around the rooms, for what is written beside ways out [mm].
_AROUND = 9.0
# No plan is drawn smaller [mm].
_LEAST = 30.0


@dataclass(frozen=True)
class Page:
    """A sheet of paper with a plan at a scale."""

    paper: str  # Name in `PAPERS`
    # Its size, lying or upright [mm].
    wide: float
    high: float
    ratio: int  # One to how many
    box: tuple[float, float, float, float]  # Extent of the plan [m]: left, low, right, high
    # Width and height kept for a list of rooms beside the plan, or below it [mm].
    beside: float = 0.0
    below: float = 0.0

    @classmethod
    def fitting(
        cls,
        box: tuple[float, float, float, float],
        paper: str,
        *,
        beside: float = 0.0,
        below: float = 0.0,
    ) -> Page:
        """Lay a plan on paper, lying or upright, at the largest round scale that fits.

        Parameters
        ----------
        box : tuple of float
            Extent of the plan [m].
        paper : str
            Name in `PAPERS`.
        beside, below : float
            What to keep for a list of rooms [mm].
        """
        long, short = PAPERS[paper]
        best: Page | None = None
        for wide, high in ((long, short), (short, long)):
            page = cls(paper, wide, high, 1, box, beside, below)
            left, top, right, low = page.frame
            across, up = right - left - 2 * _AROUND, low - top - 2 * _AROUND
            if min(across, up) < _LEAST:
                continue
            least = 1000 * max((box[2] - box[0]) / across, (box[3] - box[1]) / up)
            ratio = next((each for each in _SCALES if each >= least), _SCALES[-1])
            if best is None or ratio < best.ratio:
                best = replace(page, ratio=ratio)
        assert best is not None
        return best

    @property
    def frame(self) -> tuple[float, float, float, float]:
        """Left, top, right and lower edge of the drawing on the paper [mm]."""
        right = self.wide - MARGIN - BAND - 3 - self.beside
        return MARGIN + BAND, MARGIN + HEAD, right, self.high - MARGIN - FOOT - self.below

    @property
    def mm_per_m(self) -> float:
        """Millimetres of paper to a metre of the building."""
        return 1000 / self.ratio

    @property
    def grid(self) -> Grid:
        """Squares that cover the frame; those at its edges are cut."""
        left, top, right, low = self.frame
        bounds = (*self.back(left, low), *self.back(right, top))
        return Grid.over(bounds, least=max(1.0, _SQUARE / self.mm_per_m))

    def place(self, x: float, y: float) -> tuple[float, float]:
        """A point of the plan [m] on the paper [mm]."""
        left, top, right, low = self.frame
        middle = (self.box[0] + self.box[2]) / 2, (self.box[1] + self.box[3]) / 2
        scale = self.mm_per_m
        return (left + right) / 2 + (x - middle[0]) * scale, (top + low) / 2 - (
            y - middle[1]
        ) * scale

    def back(self, x: float, y: float) -> tuple[float, float]:
        """A point of the paper [mm] on the plan [m]."""
        left, top, right, low = self.frame
        middle = (self.box[0] + self.box[2]) / 2, (self.box[1] + self.box[3]) / 2
        scale = self.mm_per_m
        return (
            middle[0] + (x - (left + right) / 2) / scale,
            middle[1] - (y - (top + low) / 2) / scale,
        )

    def path(self, rings: Sequence[Sequence[tuple[float, float]]]) -> str:
        """Closed outlines [m] as the data of a path."""
        return "".join(self.line(ring) + "Z" for ring in rings)

    def line(self, points: Sequence[tuple[float, float]]) -> str:
        """A line [m] as the data of a path."""
        return "M" + "L".join("{:.2f} {:.2f}".format(*self.place(x, y)) for x, y in points)

    def on_paper(self, shape: BaseGeometry) -> BaseGeometry:
        """A shape of the plan [m] on the paper [mm]."""
        from shapely.affinity import affine_transform

        scale = self.mm_per_m
        x, y = self.place(0, 0)
        return affine_transform(shape, [scale, 0, 0, -scale, x, y])


def words(  # noqa: PLR0913 - a place and a look
    text: str,
    x: float,
    y: float,
    size: float,
    *,
    anchor: str = "middle",
    weight: str = "normal",
    fill: str = INK,
    turned: bool = False,
) -> str:
    """Write words as SVG, about the middle of their height; sizes in mm, `turned` upwards."""
    turn = f' transform="rotate(-90 {x:.2f} {y:.2f})"' if turned else ""
    bold = f' font-weight="{weight}"' if weight != "normal" else ""
    colour = f' fill="{fill}"' if fill != INK else ""
    return (
        f'<text x="{x:.2f}" y="{y + 0.35 * size:.2f}" font-size="{size:.2f}" '
        f'text-anchor="{anchor}"{bold}{colour}{turn}>{escape(text)}</text>'
    )
