"""A file that was read, and the place of every value in it."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from asher.errors import Fault
from asher.strangers import printable

Keys = tuple[str | int, ...]

_BLANK = re.compile(r"[ \t\r\n]*")


@dataclass(frozen=True)
class Document:
    """A file that was read: its values, and where each of them stands.

    Parameters
    ----------
    path : Path
        The file as the user named it.
    text : str
        Its text.
    data : Any
        Its content: dict, list, str, int, float, bool and None only.
    """

    path: Path
    text: str
    data: Any
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
        return self._place(keys)[1]

    def key_position(self, keys: Keys) -> tuple[int, int]:
        """Place of the last key itself, where a misspelt key is to be shown.

        Parameters
        ----------
        keys : tuple of str and int
            Keys and list indices from the root.

        Returns
        -------
        tuple of int
            Line and column, counted from 1.
        """
        return self._place(keys)[0]

    def fault(self, keys: Keys, found: str, allowed: str = "", *, severity: str = "error") -> Fault:
        """Return a fault at the value under these keys.

        Parameters
        ----------
        keys : tuple of str and int
            Keys and list indices from the root.
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

    def _place(self, keys: Keys) -> tuple[tuple[int, int], tuple[int, int]]:
        if self._node is not None:
            return self._node_place(self._node, keys)
        key_at = value_at = skip_blank(self.text, 0)
        for key in keys:
            child = self._children(value_at).get(key)
            if child is None:
                break
            key_at, value_at = child
        return self.line_column(key_at), self.line_column(value_at)

    def _node_place(self, node: Node, keys: Keys) -> tuple[tuple[int, int], tuple[int, int]]:
        key_place = value_place = mark(node)
        for key in keys:
            child = self._node_children(node).get(key)
            if child is None:
                break
            node = child[1]
            key_place, value_place = mark(child[0]), mark(node)
        return key_place, value_place

    def _node_children(self, node: Node) -> dict[str | int, tuple[Node, Node]]:
        # Each mapping is gone through once, however many faults are in it.
        if id(node) not in self._known_nodes:
            pairs: dict[str | int, tuple[Node, Node]] = {}
            if isinstance(node, MappingNode):
                for name, value in node.value:
                    pairs.setdefault(str(name.value), (name, value))
            elif isinstance(node, SequenceNode):
                pairs = {index: (item, item) for index, item in enumerate(node.value)}
            self._known_nodes[id(node)] = pairs
        return self._known_nodes[id(node)]

    def line_column(self, offset: int) -> tuple[int, int]:
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
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    @cached_property
    def _known_nodes(self) -> dict[int, dict[str | int, tuple[Node, Node]]]:
        return {}

    @cached_property
    def _known_children(self) -> dict[int, dict[str | int, tuple[int, int]]]:
        return {}

    def _children(self, offset: int) -> dict[str | int, tuple[int, int]]:
        # Only the containers on the way to a fault are ever looked into, and each only once.
        if offset not in self._known_children:
            self._known_children[offset] = json_children(self.text, offset)
        return self._known_children[offset]


def path_text(keys: Keys) -> str:
    """Write keys as ``features[3].properties.name``.

    Parameters
    ----------
    keys : tuple of str and int
        Keys and list indices from the root.

    Returns
    -------
    str
        One line of printable text.
    """
    text = "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in keys)
    return printable(text.removeprefix("."))


def shown(value: Any) -> str:
    """Write a value of a file as JSON, cut short.

    Parameters
    ----------
    value : Any
        Any value.

    Returns
    -------
    str
        At most 60 characters on one line, unless some had to be escaped.
    """
    text = json.dumps(value, ensure_ascii=False, default=repr)
    return printable(text if len(text) <= 60 else f"{text[:57]}...")


def skip_blank(text: str, at: int) -> int:
    """Find the next character of a JSON text that is not blank.

    Parameters
    ----------
    text : str
        The JSON text.
    at : int
        Where to start.

    Returns
    -------
    int
        Its offset.
    """
    match = _BLANK.match(text, at)
    return match.end() if match else at


def json_children(
    text: str, offset: int, repeated: list[tuple[str, int]] | None = None
) -> dict[str | int, tuple[int, int]]:
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
    dict
        Offset of the key and of the value, by key or index.
    """
    opening = text[offset : offset + 1]
    if opening not in {"{", "["}:
        return {}
    decode = json.JSONDecoder().raw_decode
    children: dict[str | int, tuple[int, int]] = {}
    at = skip_blank(text, offset + 1)
    while text[at] not in "}]":
        key: str | int = len(children)
        key_at = value_at = at
        if opening == "{":
            key, at = decode(text, at)
            value_at = skip_blank(text, skip_blank(text, at) + 1)
            if key in children and repeated is not None:
                repeated.append((str(key), key_at))
        children[key] = (key_at, value_at)
        at = skip_blank(text, decode(text, value_at)[1])
        if text[at] == ",":
            at = skip_blank(text, at + 1)
    return children


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
