"""A file that was read, and the place of every value in it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, partial
from itertools import islice
from pathlib import Path
from typing import Any

from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from asher.errors import Fault
from asher.strangers import printable

Keys = tuple[str | int, ...]
Place = tuple[int, int]
Children = dict[str, int] | list[int]

_BLANK = re.compile(r"[ \t\r\n]*")
_SHOWN = 60
_LISTED = 12
_DECODE = json.JSONDecoder().raw_decode
_ENCODER = json.JSONEncoder(ensure_ascii=False, default=repr)
# Characters between two places whose line is kept.
_STRIDE = 4096
# Containers on the way to a fault whose children are kept: a few more than lie within each other.
_KEPT = 16


@dataclass(frozen=True)
class Document:
    """A file that was read: its values, and where each of them stands."""

    path: Path  # The file as the user named it
    text: str
    data: Any  # Its content: dict, list, str, int, float, bool and None only
    _node: Node | None = field(default=None, repr=False, compare=False)

    def position(self, keys: Keys) -> tuple[int, int]:
        """Place of a value; the place of its nearest parent if it is not there.

        Parameters
        ----------
        keys : tuple of str and int
            Keys and list indices from the root, such as ``("features", 3, "properties")``.

        Returns
        -------
        tuple of int
            Line and column, counted from 1.
        """
        return self._place(keys, of_key=False)

    def key_position(self, keys: Keys) -> tuple[int, int]:
        """Place of the last key itself, where a misspelt key is to be shown.

        Parameters
        ----------
        keys : tuple of str and int
            See `position`.

        Returns
        -------
        tuple of int
            Line and column, counted from 1.
        """
        return self._place(keys, of_key=True)

    def fault(self, keys: Keys, found: str, allowed: str = "", *, severity: str = "error") -> Fault:
        """Return a fault at the value under these keys.

        Parameters
        ----------
        keys : tuple of str and int
            See `position`.
        found, allowed : str
            See `Fault`.
        severity : str
            ``"error"`` or ``"warning"``.

        Returns
        -------
        Fault
            With this document's name and the place of the value.
        """
        line, column = self.position(keys)
        where = path_text(keys)
        return Fault(str(self.path), line, column, where, found, allowed, severity=severity)

    def _place(self, keys: Keys, *, of_key: bool) -> Place:
        if self._node is not None:
            return mark(self._nodes(self._node, keys)[0 if of_key else 1])
        key_at = value_at = skip_blank(self.text, 0)
        for key in keys:
            children = self._children(value_at)
            if isinstance(children, dict) and key in children:
                key_at = children[str(key)]
                value_at = after_key(self.text, key_at)
            elif isinstance(children, list) and isinstance(key, int) and key < len(children):
                key_at = value_at = children[key]
            else:
                break
        return self.line_column(key_at if of_key else value_at)

    def _nodes(self, node: Node, keys: Keys) -> tuple[Node, Node]:
        # The last key and its value, as far as they are there.
        found = (node, node)
        for key in keys:
            node = found[1]
            if isinstance(node, MappingNode):
                child = self._pairs(node).get(str(key))
            elif isinstance(node, SequenceNode) and isinstance(key, int) and key < len(node.value):
                child = (node.value[key], node.value[key])
            else:
                child = None
            if child is None:
                break
            found = child
        return found

    def line_column(self, offset: int) -> Place:
        """Place of a character of the text.

        Parameters
        ----------
        offset : int
            Characters before it.

        Returns
        -------
        tuple of int
            Line and column, counted from 1.
        """
        line, start = self._lines[offset // _STRIDE]
        begin = offset - offset % _STRIDE
        last = self.text.rfind("\n", begin, offset)
        start = last + 1 if last >= 0 else start
        return line + self.text.count("\n", begin, offset), offset - start + 1

    @cached_property
    def _lines(self) -> list[Place]:
        # At every so many characters the line they are on and where it starts: the time to find a
        # place grows neither with the lines of a text nor with the length of one.
        line, start, known = 1, 0, []
        for begin in range(0, len(self.text) + 1, _STRIDE):
            known.append((line, start))
            last = self.text.rfind("\n", begin, begin + _STRIDE)
            if last >= 0:
                line += self.text.count("\n", begin, begin + _STRIDE)
                start = last + 1
        return known

    @cached_property
    def _children(self) -> Callable[[int], Children]:
        # Only the containers on the way to a fault are ever looked into; faults beside each other
        # share them.
        return lru_cache(maxsize=_KEPT)(partial(json_children, self.text))

    @cached_property
    def _pairs(self) -> Callable[[MappingNode], dict[str, tuple[Node, Node]]]:
        return lru_cache(maxsize=_KEPT)(_pairs_of)


def _pairs_of(node: MappingNode) -> dict[str, tuple[Node, Node]]:
    # The first of a key that stands twice.
    return {str(key.value): (key, value) for key, value in reversed(node.value)}


def path_text(keys: Keys) -> str:
    """Write keys as ``features[3].properties.name``.

    Parameters
    ----------
    keys : tuple of str and int
        Keys and list indices from the root.

    Returns
    -------
    str
        One line of printable text, long keys cut short.
    """
    text = "".join(f"[{key}]" if isinstance(key, int) else f".{brief(key)}" for key in keys)
    return printable(text.removeprefix("."))


def brief(text: str) -> str:
    """Cut a text that stood in a file short, to at most 60 characters."""
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 3]}..."


def listed(words: Iterable[str]) -> str:
    """Write words in a row, of many only the first 12."""
    first = [*islice(words, _LISTED + 1)]
    return ", ".join(first[:_LISTED]) + (", ..." if len(first) > _LISTED else "")


def shown(value: Any) -> str:
    """Write a value of a file as JSON on one line, cut short to at most 60 characters."""
    # No more is written than is shown: the value may be most of the file.
    text = ""
    for part in _ENCODER.iterencode(value[: _SHOWN + 1] if isinstance(value, str) else value):
        text += part
        if len(text) > _SHOWN:
            break
    return printable(brief(text))


def skip_blank(text: str, at: int) -> int:
    """Offset of the next character of a JSON text, from `at` on, that is not blank."""
    match = _BLANK.match(text, at)
    return match.end() if match else at


def json_children(
    text: str, offset: int, repeated: list[tuple[str, int]] | None = None
) -> Children:
    """Find what stands directly inside a JSON object or array; the C parser skips the values.

    Parameters
    ----------
    text : str
        A well-formed JSON text.
    offset : int
        Where the object or array begins; at any other value there are no children.
    repeated : list, optional
        Receives each repeated key with its offset.

    Returns
    -------
    dict or list of int
        Offset of each key of an object, of each item of an array.
    """
    opening = text[offset : offset + 1]
    members: dict[str, int] = {}
    items: list[int] = []
    if opening not in {"{", "["}:
        return items
    at = skip_blank(text, offset + 1)
    while text[at] not in "}]":
        if opening == "{":
            key = _DECODE(text, at)[0]
            if key in members and repeated is not None:
                repeated.append((key, at))
            members[key] = at
            at = after_key(text, at)
        else:
            items.append(at)
        at = skip_blank(text, _DECODE(text, at)[1])
        if text[at] == ",":
            at = skip_blank(text, at + 1)
    return members if opening == "{" else items


def after_key(text: str, at: int) -> int:
    """Offset of the value that follows the key of a JSON text at an offset."""
    return skip_blank(text, skip_blank(text, _DECODE(text, at)[1]) + 1)


def mark(node: Node) -> tuple[int, int]:
    """Place where a YAML node begins.

    Parameters
    ----------
    node : Node
        A composed node.

    Returns
    -------
    tuple of int
        Line and column, counted from 1.
    """
    return node.start_mark.line + 1, node.start_mark.column + 1
