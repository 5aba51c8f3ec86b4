"""Turn what a validator complains of into faults with their place in the file."""

from __future__ import annotations

import difflib
import re
from collections import UserString
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property, lru_cache
from types import UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from asher.documents.document import Document, Keys, brief, path_text, shown
from asher.errors import Fault, Word, by_place
from asher.strangers import printable

Item = TypeVar("Item")

# What pydantic says in Python's words, in words for people who write files.
_PLAIN = {
    "bool_parsing": "true or false",
    "bool_type": "true or false",
    "dict_type": "a mapping of keys to values",
    "float_parsing": "a number",
    "float_type": "a number",
    "int_from_float": "a whole number",
    "int_parsing": "a whole number",
    "int_type": "a whole number",
    "list_type": "a list",
    "model_attributes_type": "a mapping of keys to values",
    "model_type": "a mapping of keys to values",
    "string_pattern_mismatch": "a text of the form {pattern}",
    "string_too_long": "a text of at most {max_length} characters",
    "string_too_short": "a text of at least {min_length} characters",
    "string_type": "a text",
    "too_long": "at most {max_length} items",
    "too_short": "at least {min_length} items",
    "tuple_type": "a list",
}
# A longer word is near to no name, which has 120 characters at most.
_LONGEST = 280


class _Closest(UserString):
    # Without a choice it is a text like any other, as what is made of it (`upper`, a slice) is.
    def __init__(self, word: str, allowed: Collection[str] | None = None) -> None:
        if allowed is None:
            super().__init__(word)
        else:
            self._word, self._allowed = word, allowed

    @cached_property
    def data(self) -> str:  # type: ignore[override]
        if len(self._word) > _LONGEST:
            return ""
        choices = {choice.casefold(): choice for choice in self._allowed}
        near = difflib.get_close_matches(self._word.casefold(), choices, n=1, cutoff=0.6)
        return choices[near[0]] if near else ""


def closest(word: str, allowed: Collection[str]) -> UserString:
    """Return the allowed word nearest to a misspelt one, or an empty text.

    Parameters
    ----------
    word : str
        What was written.
    allowed : collection of str
        What may be written.

    Returns
    -------
    UserString
        The nearest allowed word; empty if nothing is near. It is looked for only when it is read:
        among ten thousand words that takes a while, and most faults of a flood are never told.

    Examples
    --------
    >>> closest("widht_m", ["height_m", "width_m"])
    'width_m'
    """
    return _Closest(str(word), allowed)


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
    items = error.errors(include_url=False)
    # A list whose items are wrong is also called too short: by then it has lost them.
    short = {item["loc"] for item in items if item["type"] == "too_short"}
    if short:
        short &= {item["loc"][:n] for item in items for n in range(len(item["loc"]))}
    return by_place(
        _fault(item, document, at, model)
        for item in _emptied(items)
        if item["type"] != "too_short" or item["loc"] not in short
    )


def _emptied(items: list[Item]) -> Iterator[Item]:
    # A complaint takes more memory than the fault that it becomes.
    items.reverse()
    while items:
        yield items.pop()


def _fault(item: Any, document: Document, at: Keys, model: type[BaseModel] | None) -> Fault:
    location: Keys = tuple(item["loc"])
    kind, given, context = item["type"], item["input"], item.get("ctx", {})
    keys = (*at, *_keys_in(_value(document.data, at), location))
    position = document.position
    plain = _PLAIN.get(kind, item["msg"].removeprefix("Input should be "))
    allowed = plain.format(**context) if kind in _PLAIN else plain
    suggestion: Word = ""
    found = f"found {shown(given)}"
    if kind == "missing":
        found, allowed = _missing(location[-1])
    elif kind == "extra_forbidden":
        word = str(location[-1])
        keys = (*keys, word) if not keys or keys[-1] != word else keys
        position = document.key_position
        # Whatever the number of an item, it is of the same kind.
        names = _names_at(model, tuple(k if isinstance(k, str) else 0 for k in location[:-1]))
        found, allowed = f"unknown key {printable(brief(word))!r}", ", ".join(names)
        suggestion = closest(word, names)
    elif kind in {"literal_error", "enum", "union_tag_invalid"}:
        allowed = context.get("expected") or context["expected_tags"]
        word = context.get("tag", given)
        found = f"found {shown(word)}"
        if kind == "union_tag_invalid" and isinstance(given, Mapping):
            key = context["discriminator"].strip("'")
            keys = (*keys, key)
        suggestion = closest(str(word), re.findall(r"'([^']*)'", allowed))
    elif kind == "union_tag_not_found":
        found, allowed = f"key {context['discriminator']} is missing", ""
    elif kind == "value_error":
        message = str(context["error"])
        scalar = not isinstance(given, dict | list | tuple | BaseModel)
        found, allowed = (found, message) if scalar else (message, "")
    suggestion = context.get("suggestion", suggestion)
    where = path_text(keys)
    return Fault(str(document.path), *position(keys), where, found, printable(allowed), suggestion)


def _missing(key: str | int) -> tuple[str, str]:
    if isinstance(key, int):
        return f"found {key} items", "one more"
    return f"key {key!r} is missing", ""


def _value(data: Any, keys: Keys) -> Any:
    for key in keys:
        data = data[key]
    return data


def _keys_in(data: Any, location: Keys) -> Keys:
    # A pydantic location also names union tags and validators, which are no keys of the file.
    keys: list[str | int] = []
    for key in location:
        in_list = isinstance(data, list) and isinstance(key, int) and key < len(data)
        if in_list or (isinstance(data, dict) and key in data):
            data = data[key]
            keys.append(key)
    return tuple(keys)


@lru_cache(maxsize=256)
def _names_at(model: type[BaseModel] | None, location: Keys) -> list[str]:
    # The complaint does not carry the model that was violated: follow the annotations to it.
    models: list[type[BaseModel]] = [] if model is None else [model]
    for key in location:
        inner = [
            found
            for candidate in models
            for name, info in candidate.model_fields.items()
            if key in {name, info.alias}
            for found in _models_in(info.annotation)
        ]
        models = inner or [one for one in models if _is_tagged(one, key)] or models
    return sorted(
        {
            info.alias or name
            for one in models
            for name, info in one.model_fields.items()
            if not info.exclude
        }
    )


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
