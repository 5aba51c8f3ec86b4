"""YAML and JSON files in which every value knows its line and column."""

from __future__ import annotations

import difflib
import json
import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from asher.errors import Fault, FloorplanError, ScenarioError

__all__ = ["Document", "Keys", "closest", "faults_of", "path_text", "read_document"]

Keys = tuple[str | int, ...]

_BLANK = re.compile(r"[ \t\r\n]*")
_TAG = "tag:yaml.org,2002:"


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
            return _node_place(self._node, keys)
        key_at = value_at = _skip_blank(self.text, 0)
        for key in keys:
            child = self._children(value_at).get(key)
            if child is None:
                break
            key_at, value_at = child
        return self._line_column(key_at), self._line_column(value_at)

    def _line_column(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    @cached_property
    def _known_children(self) -> dict[int, dict[str | int, tuple[int, int]]]:
        return {}

    def _children(self, offset: int) -> dict[str | int, tuple[int, int]]:
        # Only the containers on the way to a fault are ever looked into, and each only once.
        if offset not in self._known_children:
            self._known_children[offset] = _json_children(self.text, offset)
        return self._known_children[offset]


def read_document(path: str | Path, *, error: type[FloorplanError | ScenarioError]) -> Document:
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
    FloorplanError or ScenarioError
        If the file is missing, unreadable, not UTF-8, not well formed, or repeats a key.
    """
    path = Path(path)
    name = str(path)
    try:
        raw = path.read_bytes()
    except OSError as problem:
        reason = "no such file" if isinstance(problem, FileNotFoundError) else problem.strerror
        raise error([Fault(name, 1, 1, "", f"cannot read: {reason}", "a readable file")]) from None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        before = raw[: problem.start]
        line, column = before.count(b"\n") + 1, problem.start - (before.rfind(b"\n") + 1) + 1
        found = f"byte 0x{raw[problem.start]:02x} is not UTF-8 text"
        raise error([Fault(name, line, column, "", found, "a file saved as UTF-8")]) from None
    read = _read_json if path.suffix.lower() == ".json" else _read_yaml
    faults: list[Fault] = []
    document = None
    try:
        document = read(path, text, faults)
    except RecursionError:
        faults = [Fault(name, 1, 1, "", "values nested too deeply", "a few dozen levels at most")]
    if faults or document is None:
        raise error(sorted(faults))
    return document


def closest(word: str, allowed: Iterable[str]) -> str:
    """Return the allowed word nearest to a misspelt one, or an empty text.

    Parameters
    ----------
    word : str
        What was written.
    allowed : iterable of str
        What may be written.

    Returns
    -------
    str
        The nearest allowed word; empty if nothing is near.

    Examples
    --------
    >>> closest("widht_m", ["height_m", "width_m"])
    'width_m'
    """
    choices = {choice.casefold(): choice for choice in allowed}
    near = difflib.get_close_matches(str(word).casefold(), choices, n=1, cutoff=0.6)
    return choices[near[0]] if near else ""


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
    return _printable(text.removeprefix("."))


def faults_of(
    error: ValidationError,
    document: Document,
    *,
    at: Keys = (),
    model: type[BaseModel] | None = None,
) -> list[Fault]:
    """Turn every complaint of pydantic into a fault with its place in the file.

    Parameters
    ----------
    error : pydantic.ValidationError
        The complaints.
    document : Document
        The file the validated value came from.
    at : tuple of str and int
        Where in the file the validated value stands.
    model : type of BaseModel, optional
        The model it was validated with; needed to name the allowed keys beside an unknown one.

    Returns
    -------
    list of Fault
        Sorted by place.
    """
    faults = {_fault(item, document, at, model) for item in error.errors(include_url=False)}
    return sorted(faults)


def _fault(item: Any, document: Document, at: Keys, model: type[BaseModel] | None) -> Fault:
    location: Keys = tuple(item["loc"])
    kind, given, context = item["type"], item["input"], item.get("ctx", {})
    keys = (*at, *_keys_in(_value(document.data, at), location))
    line, column = document.position(keys)
    allowed, suggestion = item["msg"].removeprefix("Input should be "), ""
    found = f"found {_shown(given)}"
    if kind == "missing":
        found, allowed = f"key {str(location[-1])!r} is missing", ""
    elif kind == "extra_forbidden":
        word = str(location[-1])
        keys = (*keys, word) if not keys or keys[-1] != word else keys
        line, column = document.key_position(keys)
        names = _names_at(model, location[:-1])
        found, allowed = f"unknown key {_printable(word)!r}", ", ".join(names)
        suggestion = closest(word, names)
    elif kind in {"literal_error", "enum", "union_tag_invalid"}:
        allowed = context.get("expected") or context["expected_tags"]
        word = context.get("tag", given)
        found = f"found {_shown(word)}"
        if kind == "union_tag_invalid" and isinstance(given, Mapping):
            key = context["discriminator"].strip("'")
            keys = (*keys, key)
            line, column = document.position(keys)
        suggestion = closest(str(word), re.findall(r"'([^']*)'", allowed))
    elif kind == "union_tag_not_found":
        found, allowed = f"key {context['discriminator']} is missing", ""
    elif kind == "value_error":
        message = str(context["error"])
        scalar = not isinstance(given, dict | list | tuple | BaseModel)
        found, allowed = (found, message) if scalar else (message, "")
    elif kind in {"model_type", "model_attributes_type", "dict_type"}:
        allowed = "a mapping of keys to values"
    suggestion = str(context.get("suggestion", suggestion))
    return Fault(
        str(document.path), line, column, path_text(keys), found, _printable(allowed), suggestion
    )


def _value(data: Any, keys: Keys) -> Any:
    for key in keys:
        data = data[key]
    return data


def _keys_in(data: Any, location: Keys) -> Keys:
    """Drop from a pydantic location what is no key of the file: union tags, validator names."""
    keys: list[str | int] = []
    for key in location:
        if isinstance(data, dict) and key in data:
            data = data[key]
        elif isinstance(data, list) and isinstance(key, int) and key < len(data):
            data = data[key]
        else:
            continue
        keys.append(key)
    return tuple(keys)


def _names_at(model: type[BaseModel] | None, location: Keys) -> list[str]:
    """Keys that the model allows at a location, read from the annotations on the way there."""
    models: list[type[BaseModel]] = [] if model is None else [model]
    for key in location:
        inner = [
            found
            for candidate in models
            for name, info in candidate.model_fields.items()
            if key in {name, info.alias}
            for found in _models_in(info.annotation)
        ]
        if inner:
            models = inner
        else:
            models = [one for one in models if _is_tagged(one, key)] or models
    return sorted({info.alias or name for one in models for name, info in one.model_fields.items()})


def _is_tagged(model: type[BaseModel], tag: str | int) -> bool:
    annotations = (info.annotation for info in model.model_fields.values())
    literals = (get_args(item) for item in annotations if get_origin(item) is Literal)
    return model.__name__ == tag or any(tag in values for values in literals)


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    if get_origin(annotation) in {Union, UnionType, Annotated, tuple, list, dict}:
        return [model for part in get_args(annotation) for model in _models_in(part)]
    return []


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=repr)
    text = text if len(text) <= 60 else f"{text[:57]}..."
    return _printable(text)


def _printable(text: str) -> str:
    # A lone surrogate or a control character must not break the terminal that shows the fault.
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


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
    if repeats:
        _find_json_repeats(document, _skip_blank(text, 0), (), faults)
    return document


def _find_json_repeats(document: Document, offset: int, keys: Keys, faults: list[Fault]) -> None:
    repeated: list[tuple[str, int]] = []
    for key, (_, value_at) in _json_children(document.text, offset, repeated).items():
        _find_json_repeats(document, value_at, (*keys, key), faults)
    for word, key_at in repeated:
        faults.append(_repeat(document.path, document._line_column(key_at), (*keys, word)))


def _repeat(path: Path, place: tuple[int, int], keys: Keys) -> Fault:
    found = f"key {_printable(str(keys[-1]))!r} stands here a second time"
    return Fault(str(path), *place, path_text(keys), found, "each key once")


def _skip_blank(text: str, at: int) -> int:
    match = _BLANK.match(text, at)
    return match.end() if match else at


def _json_children(
    text: str, offset: int, repeated: list[tuple[str, int]] | None = None
) -> dict[str | int, tuple[int, int]]:
    """Offsets (of key, of value) in the JSON container at an offset; the C parser skips values."""
    opening = text[offset : offset + 1]
    if opening not in {"{", "["}:
        return {}
    decode = json.JSONDecoder().raw_decode
    children: dict[str | int, tuple[int, int]] = {}
    at = _skip_blank(text, offset + 1)
    while text[at] not in "}]":
        key: str | int = len(children)
        key_at = value_at = at
        if opening == "{":
            key, at = decode(text, at)
            value_at = _skip_blank(text, _skip_blank(text, at) + 1)
            if key in children and repeated is not None:
                repeated.append((str(key), key_at))
        children[key] = (key_at, value_at)
        at = _skip_blank(text, decode(text, value_at)[1])
        if text[at] == ",":
            at = _skip_blank(text, at + 1)
    return children


def _read_yaml(path: Path, text: str, faults: list[Fault]) -> Document | None:
    try:
        node = YAML(pure=True).compose(text)
    except MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        found = f"not YAML: {problem.problem or problem.context}"
        faults.append(Fault(str(path), *place, "", _printable(found), "well-formed YAML"))
        return None
    except (YAMLError, ValueError) as problem:
        found = f"not YAML: {str(problem).splitlines()[0]}"
        faults.append(Fault(str(path), 1, 1, "", _printable(found), "well-formed YAML"))
        return None
    if node is None:
        return Document(path, text, None)
    return Document(path, text, _yaml_value(node, path, (), (faults, ())), node)


def _mark(node: Node) -> tuple[int, int]:
    return node.start_mark.line + 1, node.start_mark.column + 1


def _yaml_value(
    node: Node, path: Path, keys: Keys, state: tuple[list[Fault], tuple[int, ...]]
) -> Any:
    faults, parents = state
    if id(node) in parents:
        found = "an alias that contains itself"
        faults.append(Fault(str(path), *_mark(node), path_text(keys), found, "plain values"))
        return None
    state = (faults, (*parents, id(node)))
    if isinstance(node, SequenceNode):
        return [
            _yaml_value(item, path, (*keys, index), state) for index, item in enumerate(node.value)
        ]
    if isinstance(node, MappingNode):
        mapping: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value) if isinstance(key_node, ScalarNode) else "?"
            if key in mapping:
                faults.append(_repeat(path, _mark(key_node), (*keys, key)))
            mapping[key] = _yaml_value(value_node, path, (*keys, key), state)
        return mapping
    return _yaml_scalar(node, path, keys, faults)


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
    faults.append(Fault(str(path), *_mark(node), path_text(keys), found, "plain values"))
    return None


def _node_place(node: Node, keys: Keys) -> tuple[tuple[int, int], tuple[int, int]]:
    key_place = value_place = _mark(node)
    for key in keys:
        if isinstance(node, MappingNode):
            child = next((pair for pair in node.value if str(pair[0].value) == key), None)
        elif isinstance(node, SequenceNode) and isinstance(key, int) and key < len(node.value):
            child = (node.value[key], node.value[key])
        else:
            child = None
        if child is None:
            break
        node = child[1]
        key_place, value_place = _mark(child[0]), _mark(node)
    return key_place, value_place
