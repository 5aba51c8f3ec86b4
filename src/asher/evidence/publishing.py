"""Published figures for laws, which import nothing of the evidence: their constants written out.

    python -m asher.evidence.publishing

writes `asher.kernels.published` anew, with what laws import from it.
"""

from __future__ import annotations

import ast
import textwrap
from dataclasses import dataclass
from pathlib import Path

from asher.errors import EvidenceError
from asher.evidence.statistics import Statistic, load, statistic

MODULE = "asher.kernels.published"
_PACKAGE = Path(__file__).parents[1]
_COLUMNS = ("k", "n", "low", "high")
_HEAD = '''"""Published figures that laws read, written from the evidence: change a figure there.

Written by `python -m asher.evidence.publishing`, from what laws import: ``DEATH_10MIN`` is the
figure of the row ``death-10min``, ``KILLED_MEAN_N`` the column ``n`` of the row ``killed-mean``.
"""
'''


@dataclass(frozen=True, slots=True)
class Figure:
    """A constant that stands for a published figure."""

    name: str  # The id of the row in capitals, and perhaps a column of it
    row: Statistic
    column: str  # ``k``, ``n``, ``low`` or ``high``; empty for the estimate

    @property
    def value(self) -> float:
        """The figure itself [unit of the row; a count has none].

        Raises
        ------
        EvidenceError
            If the row holds nothing there.
        """
        if not self.column:
            return self.row.estimate
        found: float | None = getattr(self.row, self.column)
        if found is None:
            raise EvidenceError(f"{self.row.id}: no {self.column} in evidence.csv")
        return found

    def source(self) -> str:
        """Return the constant and its docstring as they are written."""
        about = f"column {self.column}" if self.column else self.row.unit
        text = f'"""{self.row.quantity[0].upper()}{self.row.quantity[1:]} [{about}]'
        text = f'{text} (`{self.row.id}`)."""'
        lines = textwrap.wrap(text, 100, break_on_hyphens=False, break_long_words=False)
        return "\n".join([f"{self.name} = {self.value!r}", *lines]) + "\n"


def figure_called(name: str) -> Figure:
    """Find the published figure that a constant stands for.

    Parameters
    ----------
    name : str
        For example ``"DEATH_10MIN"`` or ``"KILLED_MEAN_N"``.

    Raises
    ------
    EvidenceError
        If there is no such row; the message names the nearest one.

    Examples
    --------
    >>> figure_called("KILLED_MEAN_N").value
    302
    """
    id = name.lower().replace("_", "-")
    row, _, column = id.rpartition("-")
    if id not in load() and row in load() and column in _COLUMNS:
        return Figure(name, statistic(row), column)
    return Figure(name, statistic(id), "")


def figures_read(package: Path = _PACKAGE) -> dict[Figure, list[str]]:
    """Find the published figures that laws import.

    Parameters
    ----------
    package : Path
        Folder of the package.

    Returns
    -------
    dict of Figure to list of str
        Modules that read each, such as ``asher.kernels.incident.harm``, in the order of the rows.
    """
    readers: dict[str, list[str]] = {}
    for path in sorted(package.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if MODULE not in text:
            continue
        module = ".".join(("asher", *path.relative_to(package).with_suffix("").parts))
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.ImportFrom) and node.module == MODULE:
                for alias in node.names:
                    readers.setdefault(alias.name, []).append(module)
    order = list(load())
    figures = sorted(
        map(figure_called, readers), key=lambda one: (order.index(one.row.id), one.name)
    )
    return {one: readers[one.name] for one in figures}


def law_users() -> dict[str, list[str]]:
    """Say which laws read each published figure: modules by the id of the figure."""
    resting: dict[str, list[str]] = {}
    for figure, modules in figures_read().items():
        resting.setdefault(figure.row.id, []).extend(modules)
    return resting


def published_source(package: Path = _PACKAGE) -> str:
    """Write the module of the published figures.

    Parameters
    ----------
    package : Path
        Folder of the package whose laws read them.
    """
    return _HEAD + "".join(f"\n{one.source()}" for one in figures_read(package))


if __name__ == "__main__":
    _PACKAGE.joinpath(*MODULE.split(".")[1:]).with_suffix(".py").write_text(
        published_source(), encoding="utf-8"
    )
