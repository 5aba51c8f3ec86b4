"""What decides the bytes of a run: the modules that it can reach, and the numbers it can draw."""

from __future__ import annotations

import ast
import hashlib
import json
import platform
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any

from asher.runs.machine import nothing_collected

PACKAGE = "asher"
_Parser = Callable[[Path], ast.Module]
# What runs and keeps blocks, reads files and tells faults decides whether there is a value, never
# which: what is read stands in an identity by its own values.
_BESIDE = ("runs.", "documents.", "bounds", "errors", "strangers")
# What lays a plan out. Without it, how a plan is checked decides nothing, though its reader may be
# imported.
_ON_A_PLAN = "simulation.site"
# A default that names a published figure as its ground, or says another word of it, is the same.
_GROUNDS = {
    "clock": ("evidence", "judgement"),
    "sourced": ("evidence", "judgement", "about", "unit"),
}


@dataclass(frozen=True)
class Identity:
    """What decides the bytes of a run, each part by the words that a reader knows it by.

    Notes
    -----
    Two runs with equal parts have the same bytes; where one part differs they may not stand side
    by side.
    """

    # Digests and settings: ``{"scenario": "9f…", "seed": 1, "laws": "07…"}``.
    parts: Mapping[str, str | int]

    @cached_property
    def digest(self) -> str:
        """SHA-256 of all parts, in hexadecimal."""
        text = json.dumps(dict(self.parts), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def unlike(self, stands: Mapping[str, Any]) -> list[str]:
        """Name what differs.

        Parameters
        ----------
        stands : mapping
            Parts of another identity, as read from a file.

        Returns
        -------
        list of str
            Names of parts, in the order of this identity; empty where both are equal.
        """
        names = [*self.parts, *(name for name in stands if name not in self.parts)]
        return [name for name in names if stands.get(name) != self.parts.get(name)]


@dataclass(frozen=True)
class Origin:
    """By what results were made that are read back now."""

    versions: Mapping[str, str]  # Of what computed them
    # What decides a replication and is another now; empty where this is the very model.
    unlike: tuple[str, ...] = ()

    @property
    def said(self) -> str:
        """A sentence on what is another now; empty where nothing is."""
        if self.unlike:
            made = self.versions.get("asher", "an unknown version")
            return (
                f"made by ASHER {made} with another {' and another '.join(self.unlike)} than "
                f"this one ({version('asher')})"
            )
        now = versions()
        moved = [
            f"{name} {stood}, now {now.get(name, 'none')}"
            for name, stood in self.versions.items()
            if now.get(name) != stood
        ]
        return f"made by the same model with {'; '.join(moved)}" if moved else ""


def versions() -> dict[str, str]:
    """Versions of what computes: told where they differ, since they may move the last bits.

    Returns
    -------
    dict of str to str
        By name.
    """
    return {
        "asher": version("asher"),
        "python": platform.python_version(),
        **{name: version(name) for name in ("numba", "numpy")},
    }


def unlike_there(wanted: Mapping[str, str], there: Mapping[str, str]) -> list[str]:
    """Name what is another elsewhere, such as versions, and what it is there.

    Parameters
    ----------
    wanted, there : mapping of str to str
        What it ought to be, and what it is.

    Returns
    -------
    list of str
        Such as ``["numba 0.61"]``; empty where all that is wanted is there.
    """
    return [f"{name} {there.get(name)}" for name in wanted if there.get(name) != wanted[name]]


def laws_digest(*entries: str) -> str:
    """Digest of every module of ours that a run can reach.

    Parameters
    ----------
    *entries : str
        Modules that run it, such as ``"asher.simulation.site"``.

    Returns
    -------
    str
        SHA-256, in hexadecimal, of names and of what the sources have a machine do.

    Notes
    -----
    Comments, docstrings, the grounds of a default and the words of an error decide no byte and do
    not count. Modules are found by what they import, wherever they stand, so that a law that moves
    into another folder still counts. How a plan is laid out counts where there is one. Views and
    commands are not reached by any run; how blocks are run and kept, how files are read and how
    faults are told decides none of their values.
    """
    return _digest(_root(), entries)


def modules_reached(*entries: str, root: Path | None = None) -> tuple[str, ...]:
    """Name the modules of ours that some of them import, at once or in turn.

    Parameters
    ----------
    *entries : str
        Where to begin; they count too.
    root : Path, optional
        Folder of the package; the one that is running if left out.

    Returns
    -------
    tuple of str
        Sorted. Imports inside functions count, those for the eyes of a type checker do not. Of a
        package that names what its modules hold, only the modules of the names that are asked for.

    Raises
    ------
    ModuleNotFoundError
        If an entry is no module of the package.
    """
    return tuple(_reached(_root() if root is None else root, entries))


def _reached(package: Path, entries: tuple[str, ...]) -> dict[str, ast.Module]:
    """Modules that are reached, sorted by name, each as it was read."""
    found: dict[str, ast.Module] = {}
    # For this once: a package is asked for each of the names that it hands on.
    parsed = cache(_parsed)
    waiting = list(entries)
    while waiting:
        name = waiting.pop()
        if name in found or name == PACKAGE:
            continue
        path = _source(package, name)
        if path is None:
            raise ModuleNotFoundError(f"{name}: no module of {PACKAGE}", name=name)
        found[name] = parsed(path)
        waiting += _imported(package, name, path, parsed)
    return dict(sorted(found.items()))


@cache
def _digest(package: Path, entries: tuple[str, ...]) -> str:
    digest = hashlib.sha256()
    with nothing_collected():
        reached = _reached(package, entries)
        beside = _BESIDE if f"{PACKAGE}.{_ON_A_PLAN}" in reached else (*_BESIDE, "floorplan.")
        for name, tree in reached.items():
            if not name.removeprefix(f"{PACKAGE}.").startswith(beside):
                digest.update(f"{name}\n{_said(tree)}".encode())
    return digest.hexdigest()


def _said(tree: ast.Module) -> str:
    """What a source has a machine do."""
    said: list[str] = []
    _say(tree, said)
    return "\n".join(said)


def _say(part: Any, said: list[str]) -> None:
    """Add what a part of a source has a machine do, alike in every version of Python."""
    if isinstance(part, list):
        said.append("[")
        for each in part:
            _say(each, said)
        said.append("]")
    elif not isinstance(part, ast.AST):
        said.append(repr(part))
    elif isinstance(part, ast.Raise):
        said.append("Raise")
    elif not _is_text(part):
        said.append(f"{type(part).__name__}(")
        for field in part._fields:
            value = getattr(part, field, None)
            if isinstance(part, ast.Call) and field == "keywords":
                value = _without_grounds(part)
            # Newer versions of Python have more fields, all empty in what older ones can read.
            if value is not None and value != []:
                said.append(field)
                _say(value, said)
        said.append(")")


def _is_text(part: ast.AST) -> bool:
    """Tell whether it is a text that stands by itself: the docstring of what it is in or below."""
    value = part.value if isinstance(part, ast.Expr) else None
    return isinstance(value, ast.Constant) and isinstance(value.value, str)


def _without_grounds(call: ast.Call) -> list[ast.keyword]:
    """Keywords that decide what a call gives; a figure is the default where none stands."""
    words = _GROUNDS.get(getattr(call.func, "id", ""), ()) if call.args else ()
    return [each for each in call.keywords if each.arg not in words]


def _root() -> Path:
    return Path(__file__).parent.parent


def _source(package: Path, name: str) -> Path | None:
    """The file of a module; None where there is no such module."""
    path = package.joinpath(*name.split(".")[1:])
    for file in (path.with_suffix(".py"), path / "__init__.py"):
        if file.is_file():
            return file
    return None


def _imported(package: Path, name: str, path: Path, parsed: _Parser) -> list[str]:
    """Modules of ours that one imports."""
    found = []
    for where, names in _imports(name, path, parsed(path)):
        if names is None:
            found.append(where)
        for each in names or ():
            found += _home_of(package, where, each, parsed)
    return [each for each in found if _source(package, each) is not None]


def _imports(name: str, path: Path, tree: ast.Module) -> Iterator[tuple[str, list[str] | None]]:
    """What a module imports of ours: modules whole, or some names out of one."""
    within = name.split(".") if path.name == "__init__.py" else name.split(".")[:-1]
    for node in _executed(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.split(".")[0] == PACKAGE:
                    yield alias.name, None
        elif isinstance(node, ast.ImportFrom):
            base = within[: len(within) + 1 - node.level] if node.level else []
            where = ".".join([*base, node.module] if node.module else base)
            if where.split(".")[0] == PACKAGE:
                yield where, [alias.name for alias in node.names]


def _home_of(package: Path, where: str, name: str, parsed: _Parser) -> list[str]:
    """The modules that decide a name out of a module or package."""
    inner = f"{where}.{name}"
    if _source(package, inner) is not None:
        return [inner]
    path = _source(package, where)
    if path is None or path.name != "__init__.py" or name == "*":
        return [where]
    # A package that only hands names on is not part of the law.
    for source, names in _imports(where, path, parsed(path)):
        if names is not None and name in names:
            return _home_of(package, source, name, parsed)
    return [where]


def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_bytes())


def _executed(tree: ast.AST) -> Iterator[ast.AST]:
    """Every statement but those below ``if TYPE_CHECKING:``, in no order."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        within: Iterable[ast.AST] = ast.iter_child_nodes(node)
        if isinstance(node, ast.If) and _is_type_checking(node.test):
            within = node.orelse
        # Most of a source is expressions, in which nothing is imported.
        waiting += [each for each in within if not isinstance(each, ast.expr)]


def _is_type_checking(test: ast.expr) -> bool:
    return (isinstance(test, ast.Name) and test.id == "TYPE_CHECKING") or (
        isinstance(test, ast.Attribute) and test.attr == "TYPE_CHECKING"
    )
