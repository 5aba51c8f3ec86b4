"""Read a YAML or JSON file into plain values, refusing what has two readings."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from asher import bounds
from asher.documents.document import (
    Document,
    Keys,
    json_children,
    mark,
    path_text,
    skip_blank,
)
from asher.errors import Fault, FloorplanError, RecordsError, ScenarioError
from asher.strangers import find_excess, printable, read_plain

FaultyFile = type[FloorplanError | ScenarioError | RecordsError]

_TAG = "tag:yaml.org,2002:"
# Python writes no longer ones in digits, so that no fault could show them.
_MOST_SIGNS = 1000


def read_document(path: str | Path, *, error: FaultyFile) -> Document:
    """Read a JSON file (by its ending ``.json``) or a YAML 1.2 file.

    Parameters
    ----------
    path : str or Path
        The file.
    error : type
        The kind of error to raise.

    Returns
    -------
    Document
        The values and their places.

    Raises
    ------
    FloorplanError, ScenarioError or RecordsError
        If the file is missing, unreadable, too large, not UTF-8, not well formed, too deep, or
        repeats a key.
    """
    path = Path(path)
    json_file = path.suffix.lower() == ".json"
    most, read = (
        (bounds.DOCUMENT_BYTES, _read_json) if json_file else (bounds.YAML_BYTES, _read_yaml)
    )
    name, text = str(path), read_text(path, error=error, most=most)
    faults: list[Fault] = []
    document = None
    try:
        document = read(path, text, faults)
    except RecursionError:
        found = "values nested too deeply"
        faults = [Fault(name, 1, 1, "", found, f"at most {bounds.DEPTH} levels")]
    if faults or document is None:
        raise error(sorted(faults))
    return document


def read_text(path: str | Path, *, error: FaultyFile, most: int = bounds.DOCUMENT_BYTES) -> str:
    """Read a text file.

    Parameters
    ----------
    path : str or Path
        The file.
    error : type
        The kind of error to raise.
    most : int
        Bytes that it may have.

    Returns
    -------
    str
        Its text, without a byte order mark.

    Raises
    ------
    FloorplanError, ScenarioError or RecordsError
        If the file is missing, unreadable, too large or not UTF-8.
    """
    path, name = Path(path), str(path)
    try:
        raw = read_plain(path, most=most, links=True)
    except OSError as problem:
        reason = "no such file" if isinstance(problem, FileNotFoundError) else problem.strerror
        raise error([Fault(name, 1, 1, "", f"cannot read: {reason}", "a readable file")]) from None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        before = raw[: problem.start]
        line, column = before.count(b"\n") + 1, problem.start - (before.rfind(b"\n") + 1) + 1
        found = f"byte 0x{raw[problem.start]:02x} is not UTF-8 text"
        raise error([Fault(name, line, column, "", found, "a file saved as UTF-8")]) from None


def _read_json(path: Path, text: str, faults: list[Fault]) -> Document | None:
    repeats = False

    def pairs(members: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal repeats
        mapping = dict(members)
        repeats = repeats or len(mapping) < len(members)
        return mapping

    try:
        data = json.loads(text, object_pairs_hook=pairs)
    except json.JSONDecodeError as problem:
        found = f"not JSON: {problem.msg[0].lower()}{problem.msg[1:]}"
        faults.append(
            Fault(str(path), problem.lineno, problem.colno, "", found, "well-formed JSON")
        )
        return None
    except ValueError:
        faults.append(Fault(str(path), 1, 1, "", "a number with thousands of digits", "a length"))
        return None
    if excess := find_excess(data):
        faults.append(Fault(str(path), 1, 1, "", excess, "a smaller file"))
        return None
    document = Document(path, text, data)
    if repeats:
        _find_json_repeats(document, skip_blank(text, 0), (), faults)
    return document


def _find_json_repeats(document: Document, offset: int, keys: Keys, faults: list[Fault]) -> None:
    repeated: list[tuple[str, int]] = []
    for key, (_, value_at) in json_children(document.text, offset, repeated).items():
        _find_json_repeats(document, value_at, (*keys, key), faults)
    for word, key_at in repeated:
        faults.append(_repeat(document.path, document.line_column(key_at), (*keys, word)))


def _repeat(path: Path, place: tuple[int, int], keys: Keys) -> Fault:
    found = f"key {printable(str(keys[-1]))!r} stands here a second time"
    return Fault(str(path), *place, path_text(keys), found, "each key once")


def _read_yaml(path: Path, text: str, faults: list[Fault]) -> Document | None:
    try:
        node = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as problem:
        at = problem.problem_mark or problem.context_mark
        line, column = (at.line + 1, at.column + 1) if at else (1, 1)
        found = f"not YAML: {problem.problem or problem.context}"
        faults.append(Fault(str(path), line, column, "", printable(found), "well-formed YAML"))
        return None
    except (YAMLError, ValueError) as problem:
        found = f"not YAML: {str(problem).splitlines()[0]}"
        faults.append(Fault(str(path), 1, 1, "", printable(found), "well-formed YAML"))
        return None
    if node is None:
        return Document(path, text, None)
    data = _Yaml(path, faults).value(node, (), ())
    if excess := find_excess(data):
        faults.append(Fault(str(path), 1, 1, "", excess, "a smaller file"))
    return Document(path, text, data, node)


class _Yaml:
    """Turns nodes into plain values; what they lack or have too much of is added to the faults."""

    def __init__(self, path: Path, faults: list[Fault]) -> None:
        self.path, self.faults = path, faults
        self.left = bounds.YAML_VALUES

    def value(self, node: Node, keys: Keys, parents: tuple[int, ...]) -> Any:
        # An alias is written out wherever it stands: a few lines of them can stand for a billion.
        self.left -= 1
        if self.left <= 0:
            if self.left == 0:
                allowed = f"at most {bounds.YAML_VALUES:,}, an alias counted wherever it stands"
                self._add(node, keys, "too many values", allowed)
            return None
        if id(node) in parents:
            self._add(node, keys, "an alias that contains itself", "plain values")
            return None
        parents = (*parents, id(node))
        if isinstance(node, SequenceNode):
            return [
                self.value(item, (*keys, index), parents)
                for index, item in enumerate(node.value)
                if self.left > 0
            ]
        if not isinstance(node, MappingNode):
            return _yaml_scalar(node, self.path, keys, self.faults)
        mapping: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if self.left <= 0:
                break
            key = str(key_node.value) if isinstance(key_node, ScalarNode) else "?"
            if key in mapping:
                self.faults.append(_repeat(self.path, mark(key_node), (*keys, key)))
            mapping[key] = self.value(value_node, (*keys, key), parents)
        return mapping

    def _add(self, node: Node, keys: Keys, found: str, allowed: str) -> None:
        self.faults.append(Fault(str(self.path), *mark(node), path_text(keys), found, allowed))


def _yaml_scalar(node: Node, path: Path, keys: Keys, faults: list[Fault]) -> Any:
    tag, text = str(node.tag), str(node.value)
    try:
        if tag == f"{_TAG}null":
            return None
        if tag == f"{_TAG}bool":
            return text.casefold() == "true"
        if tag == f"{_TAG}int":
            plain = text.replace("_", "")
            based = plain.lstrip("+-")[:2].casefold() in {"0x", "0o", "0b"}
            if len(plain) <= _MOST_SIGNS:
                return int(plain, 0 if based else 10)
        if tag == f"{_TAG}float":
            plain = text.replace("_", "").casefold()
            return float(plain.replace(".inf", "inf").replace(".nan", "nan"))
    except ValueError:
        pass
    # A date or a time of day stays the text that was written: no field here holds one.
    if tag.startswith(_TAG):
        return text
    found = f"tag {tag!r}"
    faults.append(Fault(str(path), *mark(node), path_text(keys), found, "plain values"))
    return None
