"""Where each default comes from: a published figure, a stated judgement, or both."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator, model_validator
from pydantic.config import JsonDict
from pydantic.fields import FieldInfo

from asher import evidence as known
from asher.documents.built import TellsFaults
from asher.strangers import find_steering

_EVIDENCE, _JUDGEMENT, _UNIT = "x-evidence", "x-judgement", "x-unit"
_FIGURE: Any = object()
# How often a scenario is run assumes nothing about the world.
_NOT_ASSUMED = {"replications", "seed"}
# Another profile or rule has other defaults or other keys.
_KINDS = ("profile", "rule")
# These may have more than one line; names stand in tables and headings.
_LONG = {"description", "sources", "source", "note"}

_Value = TypeVar("_Value")
IfStated = Annotated[_Value, Field(exclude_if=lambda value: value == type(value)())]
"""What is left out of what is written while it is as by default, so that a course or a scenario
that does not state it is written as before there was such a key. The default is that of the type:
a part of which nothing is stated, an empty list, False."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What a default rests on."""

    default: Any  # The value
    # Ids of rows of the evidence; empty when the value is a judgement alone.
    evidence: tuple[str, ...] = ()
    judgement: str = ""  # How the value follows from the evidence, or why it was chosen without
    unit: str = ""  # Unit of the value


@dataclass(frozen=True, slots=True)
class Assumption:
    """One number a scenario rests on, as the report prints it."""

    where: str  # Path in the scenario file, such as ``response.travel``
    value: str  # The value as people write it
    unit: str  # Its unit; empty where the value carries it
    evidence: str | None  # Ids of the published figures behind it, with commas between
    judgement: str | None  # The reasoning; the only ground where there is no evidence
    source: str  # The published figures in full
    grade: str  # The weakest grade among them; empty for a judgement


def sourced(
    default: Any = _FIGURE,
    *,
    evidence: str | tuple[str, ...] = (),
    judgement: str = "",
    unit: str = "",
    about: str = "",
    label: str | None = None,
) -> Any:
    """Declare a field whose default says where it comes from.

    Parameters
    ----------
    default : object, optional
        The default itself; if left out, the one published figure that it rests on.
    evidence : str or tuple of str
        Ids of the published figures it rests on.
    judgement : str
        How it follows from them, or why it was chosen without.
    unit : str
        Unit of the value, for the report.
    about : str
        What the field means; shown in the schema.
    label : str, optional
        Its name on a page, where that is not the name of the field.

    Returns
    -------
    object
        A pydantic field.

    Raises
    ------
    ValueError
        If neither evidence nor a judgement is given, or no default and not one figure.
    """
    ids = (evidence,) if isinstance(evidence, str) else evidence
    if not ids and not judgement:
        raise ValueError("a default needs an evidence id or a stated judgement")
    if default is _FIGURE:
        if len(ids) != 1:
            raise ValueError("a default that is left out is that of one published figure")
        default = known.statistic(ids[0]).estimate
    extra: JsonDict = {_EVIDENCE: list(ids), _JUDGEMENT: judgement, _UNIT: unit}
    return Field(default=default, title=label, description=about or None, json_schema_extra=extra)


class Specification(BaseModel, metaclass=TellsFaults):
    """Part of a scenario: closed (no unknown keys) and frozen (changed by copy only)."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", allow_inf_nan=False, str_strip_whitespace=True
    )

    @field_validator("*", mode="after")
    @classmethod
    def _shown(cls, value: Any, info: ValidationInfo) -> Any:
        for text in _texts(value):
            if find_steering(text, lines=info.field_name in _LONG):
                raise ValueError("text without control characters")
        return value

    def basis(self, field: str) -> Basis | None:
        """Say what the default of a field rests on.

        Parameters
        ----------
        field : str
            Name of the field.

        Returns
        -------
        Basis or None
            None for a field that has no default and must be stated.
        """
        return basis_of(type(self).model_fields[field])

    def kept(self, changes: Mapping[str, Any]) -> dict[str, Any]:
        """Say what of the part stays as it is stated while others of its values change.

        Parameters
        ----------
        changes : mapping
            What changes, as a file states it.

        Returns
        -------
        dict
            Values by key as a file states them; none where the change makes it another kind.
        """
        for key, info in type(self).model_fields.items():
            is_kind = key in _KINDS and info.is_required()
            if is_kind and changes.get(key, getattr(self, key)) != getattr(self, key):
                return {}
        return self.model_dump(mode="json", by_alias=True, exclude_unset=True)


def put_over(part: Specification, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Put changes over a part of a scenario: what they do not name stays.

    Parameters
    ----------
    part : Specification
        What stands.
    changes : mapping
        What changes, as a file states it: a mapping given for a part of the part is put over it in
        the same way; a list, a text or a number takes the place of what stands.

    Returns
    -------
    dict
        All of it, as a file would state it.
    """
    keys = {name: info.alias or name for name, info in type(part).model_fields.items()}
    return part.kept(changes) | {
        keys.get(key, key): changed(getattr(part, key, None), new) for key, new in changes.items()
    }


def changed(old: Any, new: Any) -> Any:
    """Give what takes the place of a value: a mapping for a part is put over it."""
    is_part = isinstance(old, Specification) and not isinstance(old, Quantity)
    return put_over(old, new) if is_part and isinstance(new, Mapping) else new


def _texts(value: Any) -> Iterator[str]:
    """Texts of a field: its own, those of a list, and both sides of a mapping."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        yield from (item for item in value if isinstance(item, str))
    elif isinstance(value, dict):
        yield from (item for item in (*value, *value.values()) if isinstance(item, str))


class Shares(Specification):
    """Part of a scenario of nothing but shares, which add up to 1 to within one millionth."""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        names = type(self).model_fields
        total = sum(getattr(self, name) for name in names)
        if abs(total - 1) > 1e-6:
            raise ValueError(
                f"the shares {', '.join(names)} add up to {total:.6g}; they must add up to 1"
            )
        return self


class Quantity(Specification):
    """Part of a scenario that is one entry to a reader: a time, a speed, whatever its law."""


def basis_of(info: FieldInfo) -> Basis | None:
    """Read what `sourced` wrote.

    Returns
    -------
    Basis or None
        None for a field without a default.
    """
    extra = info.json_schema_extra
    if not isinstance(extra, dict) or _EVIDENCE not in extra:
        return None
    ids = extra[_EVIDENCE]
    return Basis(
        default=info.default,
        evidence=tuple(str(id) for id in ids) if isinstance(ids, list) else (),
        judgement=str(extra[_JUDGEMENT]),
        unit=str(extra[_UNIT]),
    )


def assumptions(scenario: Specification) -> list[Assumption]:
    """Every number a scenario rests on, with its source.

    Parameters
    ----------
    scenario : Specification
        A scenario, or a part of one.

    Returns
    -------
    list of Assumption
        In the order of the scenario file. A number that the file states instead of the default
        carries the text the file gives for it under ``sources``.

    Raises
    ------
    EvidenceError
        If a default names a figure that does not exist.
    """
    stated = dict(getattr(scenario, "sources", {}))
    return [_assumption(where, value, basis, stated) for where, value, basis in _leaves(scenario)]


def numbers(part: Specification) -> dict[str, Any]:
    """List all numbers of a scenario by their paths, such as ``occupants[0].count``."""
    return {where: value for where, value, _ in _leaves(part)}


def _leaves(part: Specification, at: str = "") -> Iterator[tuple[str, Any, Basis | None]]:
    for name, info in type(part).model_fields.items():
        if name in _NOT_ASSUMED:
            continue
        value, where = getattr(part, name), f"{at}.{info.alias or name}".removeprefix(".")
        if isinstance(value, Specification) and not isinstance(value, Quantity):
            whole = part.basis(name)
            is_own = whole is not None and whole.default == value != info.default
            for inner, number, basis in _leaves(value, where):
                # A preset states the part as a whole.
                yield inner, number, replace(whole, default=number) if is_own and whole else basis
        elif isinstance(value, tuple) and value and isinstance(value[0], Specification):
            for index, item in enumerate(value):
                yield from _leaves(item, f"{where}[{index}]")
        elif isinstance(value, Quantity) or _is_number(value):
            yield where, value, part.basis(name)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _assumption(where: str, value: Any, basis: Basis | None, stated: dict[str, str]) -> Assumption:
    shown = str(value) if not isinstance(value, float) else f"{value:.4g}"
    if basis is None or value != basis.default:
        judgement = stated.get(where, "stated in the scenario file")
        return Assumption(where, shown, basis.unit if basis else "", None, judgement, "", "")
    rows: Sequence[known.Statistic] = [known.statistic(id) for id in basis.evidence]
    return Assumption(
        where=where,
        value=shown,
        unit=basis.unit,
        evidence=", ".join(basis.evidence) or None,
        judgement=stated.get(where, basis.judgement) or None,
        source="; ".join(row.citation for row in rows),
        grade=max((row.grade for row in rows), default=""),
    )
