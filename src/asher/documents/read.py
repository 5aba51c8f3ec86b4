"""Read a YAML or JSON file into plain values, refusing what has two readings."""

from __future__ import annotations

import errno
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from asher import bounds
from asher.documents.document import (
    Document,
    Keys,
    after_key,
    brief,
    json_children,
    mark,
    path_text,
    skip_blank,
)
from asher.errors import Fault, FloorplanError, RecordsError, ScenarioError, by_place
from asher.strangers import printable, read_plain

FaultyFile = type[FloorplanError | ScenarioError | RecordsError]

# By this key editors find the schema of a file; it says nothing of what the file holds.
_BY_EDITORS = "$schema"
_TAG = "tag:yaml.org,2002:"
_NULL, _SCALARS = f"{_TAG}null", {f"{_TAG}{each}" for each in ("str", "int", "float", "bool")}
_PLAIN_TAGS = "plain values, or a tag !!str, !!int, !!float, !!bool, !!null, !!seq or !!map"
# A tag stands before its value, and an anchor may stand before the tag.
_WITH_TAG = re.compile(r"(&\S+\s+)?!")
_VERSION = re.compile(r"%YAML[ \t]+(\S+)")
_VERSIONS = {"1.1", "1.2"}
# Python writes no longer ones in digits, so that no fault could show them.
_MOST_SIGNS = 1000


def read_document(path: str | Path, *, error: FaultyFile) -> Document:
    """Read a JSON file (by its ending, ``.json`` or ``.geojson``) or a YAML 1.2 file.

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
        If the file is missing, unreadable, too large, not UTF-8, not well formed, or repeats a key.
    """
    path = Path(path)
    in_json = path.suffix.lower() in {".json", ".geojson"}
    if in_json:
        text = read_text(path, error=error, separators=",[{")
    else:
        text = read_text(path, error=error, most=bounds.YAML_BYTES)
    faults: list[Fault] = []
    document = None
    try:
        document = (_read_json if in_json else _read_yaml)(path, text, faults)
    except RecursionError:
        faults = [_too_deep(path)]
    if faults or document is None:
        raise error(by_place(faults))
    if isinstance(document.data, dict) and isinstance(document.data.get(_BY_EDITORS), str):
        del document.data[_BY_EDITORS]
    return document


def read_text(
    path: str | Path, *, error: FaultyFile, most: int = bounds.DOCUMENT_BYTES, separators: str = ""
) -> str:
    """Read a text file, unless it is too large.

    Parameters
    ----------
    path, error
        See `read_document`.
    most : int
        How many bytes it may have.
    separators : str
        Signs between values, of which there may be `bounds.VALUES`.

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
        allowed = "a readable file"
        if problem.errno == errno.EFBIG:
            may_be_json = most < bounds.DOCUMENT_BYTES
            allowed = "a smaller file" + ", or .json, which may be larger" * may_be_json
        raise error([Fault(name, 1, 1, "", f"cannot read: {reason}", allowed)]) from None
    # Counted before anything is made of them, each of which takes many times its text.
    values = sum(raw.count(sign.encode()) for sign in separators)
    if values > bounds.VALUES:
        found, allowed = f"about {values:,} values", f"at most {bounds.VALUES:,}"
        raise error([Fault(name, 1, 1, "", found, allowed)])
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
    document = Document(path, text, data)
    faults += _find_large(document)
    if repeats and not faults:
        _find_json_repeats(document, skip_blank(text, 0), (), faults)
    return document


def _too_deep(path: Path) -> Fault:
    allowed = f"{bounds.DEPTH} levels at most"
    return Fault(str(path), 1, 1, "", "values nested too deeply", allowed)


def _find_large(document: Document) -> Iterator[Fault]:
    # Level by level: lists and mappings of too many items, and too many levels.
    level: list[tuple[Keys, Any]] = [((), document.data)]
    for _ in range(bounds.DEPTH):
        below: list[tuple[Keys, Any]] = []
        for keys, value in level:
            if not isinstance(value, list | dict):
                continue
            if len(value) > bounds.ITEMS:
                yield document.fault(keys, f"{len(value):,} items", f"at most {bounds.ITEMS:,}")
            children = value.items() if isinstance(value, dict) else enumerate(value)
            below += [((*keys, key), child) for key, child in children]
        level = below
    if level:
        yield _too_deep(document.path)


def _find_json_repeats(document: Document, offset: int, keys: Keys, faults: list[Fault]) -> None:
    repeated: list[tuple[str, int]] = []
    children = json_children(document.text, offset, repeated)
    for key, at in children.items() if isinstance(children, dict) else enumerate(children):
        value_at = after_key(document.text, at) if isinstance(children, dict) else at
        _find_json_repeats(document, value_at, (*keys, key), faults)
    for word, key_at in repeated:
        faults.append(_repeat(document.path, document.line_column(key_at), (*keys, word)))


def _repeat(path: Path, place: tuple[int, int], keys: Keys) -> Fault:
    found = f"key {printable(brief(str(keys[-1])))!r} is here a second time"
    return Fault(str(path), *place, path_text(keys), found, "each key once")


def _read_yaml(path: Path, text: str, faults: list[Fault]) -> Document | None:
    faults += _find_other_version(path, text)
    if faults:
        return None
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
    document = Document(path, text, _YamlValues(path, text, faults).of(node), node)
    faults += _find_large(document)
    return document


def _find_other_version(path: Path, text: str) -> Iterator[Fault]:
    # Before the first document; comments may stand between.
    for line, words in enumerate(text.splitlines(), start=1):
        if words.strip() and words[0] not in "#%":
            return
        stated = _VERSION.match(words)
        if stated and stated[1] not in _VERSIONS:
            found = f"YAML version {printable(brief(stated[1]))}"
            yield Fault(str(path), line, 1, "", found, "%YAML 1.2, or no such line")


class _YamlValues:
    """Values of the nodes of one file, and what is wrong with them."""

    def __init__(self, path: Path, text: str, faults: list[Fault]) -> None:
        self.path = path
        self.text = text
        self.faults = faults
        self.left = bounds.VALUES

    def of(self, node: Node, keys: Keys = (), parents: tuple[int, ...] = ()) -> Any:
        self.left -= 1
        if self.left == 0:
            # A few lines of aliases of aliases stand for more values than any memory holds.
            self._complain(
                node,
                keys,
                "too many values",
                f"at most {bounds.VALUES:,}, counting an alias wherever it is used",
            )
        if self.left <= 0:
            return None
        if id(node) in parents:
            self._complain(node, keys, "an alias that contains itself", "plain values")
            return None
        parents = (*parents, id(node))
        kind = "seq" if isinstance(node, SequenceNode) else "map"
        if not isinstance(node, ScalarNode) and node.tag != f"{_TAG}{kind}":
            self._complain_of_tag(node, keys)
        if isinstance(node, SequenceNode):
            return [
                self.of(item, (*keys, index), parents)
                for index, item in enumerate(node.value)
                if self.left > 0
            ]
        if isinstance(node, MappingNode):
            mapping: dict[str, Any] = {}
            for key_node, value_node in node.value:
                if self.left <= 0:
                    break
                key = str(key_node.value) if isinstance(key_node, ScalarNode) else "?"
                if not _is_plain(key_node, self.text):
                    self._complain_of_tag(key_node, (*keys, key))
                if key in mapping:
                    self.faults.append(_repeat(self.path, mark(key_node), (*keys, key)))
                mapping[key] = self.of(value_node, (*keys, key), parents)
            return mapping
        if not _is_plain(node, self.text):
            self._complain_of_tag(node, keys)
            return None
        return _yaml_scalar(str(node.tag), str(node.value))

    def _complain_of_tag(self, node: Node, keys: Keys) -> None:
        tag = printable(brief(str(node.tag).replace(_TAG, "!!")))
        self._complain(node, keys, f"tag {tag!r}", _PLAIN_TAGS)

    def _complain(self, node: Node, keys: Keys, found: str, allowed: str) -> None:
        place = mark(node)
        self.faults.append(Fault(str(self.path), *place, path_text(keys), found, allowed))


def _is_plain(node: Node, text: str) -> bool:
    """Whether a value is read as it is written, and not as a tag wants it."""
    tag = str(node.tag)
    if tag in _SCALARS or not isinstance(node, ScalarNode):
        return True
    is_tagged = _WITH_TAG.match(text, node.start_mark.index) is not None
    if tag == _NULL:
        return not is_tagged or node.value.casefold() in {"", "~", "null"}
    # A date, a time of day and the key `<<` have tags of their own without being given one.
    return not is_tagged


def _yaml_scalar(tag: str, text: str) -> Any:
    try:
        if tag == _NULL:
            return None
        # What YAML 1.1 also took for true or false is a text in 1.2; a field may still know it.
        if tag == f"{_TAG}bool" and text.casefold() in {"true", "false"}:
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
    return text
