"""R23: response times and officers that one course of action has and others have not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, TypeVar, get_args

from pydantic import Field, create_model
from pydantic.fields import FieldInfo

from asher.quantities import Share, format_seconds, format_share
from asher.scenario.parts.setting import Part
from asher.scenario.response import Response
from asher.scenario.sources import Quantity, Specification, basis_of, sourced

Whole = TypeVar("Whole", bound=Specification)
_SHARE = get_args(Share)[1]


class _Change(Specification):
    """What is stated of a part of a scenario; what is None is as that part has it."""

    def over(self, part: Whole) -> Whole:
        """Put what is stated over a part.

        Parameters
        ----------
        part : Specification
            As the scenario states it.

        Returns
        -------
        Specification
            The same one where nothing is stated.
        """
        return part.model_copy(update=self.stated(part)) if self.stated(part) else part

    def stated(self, part: Specification) -> dict[str, Any]:
        """List what takes the place of values of a part, by the name of the field."""
        found = {}
        for name in type(self).model_fields:
            new = getattr(self, name)
            if isinstance(new, _Change):
                new = new.over(getattr(part, name))
            if new is not None:
                found[name] = new
        return found

    def changes(self, part: Specification) -> Iterator[str]:
        """Say of every value that is another than in a part what it is, and what it was."""
        for name, info in type(self).model_fields.items():
            new, old = getattr(self, name), getattr(part, name)
            if isinstance(new, _Change):
                yield from new.changes(old)
            elif new is not None and new != old:
                said = [_shown(value, type(part).model_fields[name]) for value in (new, old)]
                label = info.title or name.replace("_", " ")
                yield f"{label[0].lower()}{label[1:]} {said[0]} instead of {said[1]}"


class _OwnResponse(_Change, Part):
    """R23: what a course of action has otherwise than the scenario's `response`.

    Any key of `response` may stand in it, also one of its `officer`; what it does not state is as
    the scenario states it.
    """

    label: ClassVar = "Response"
    system_rows: ClassVar = {"R23": "response times and officers"}
    acts_before_police: ClassVar = True

    def words(self, response: Response) -> str:
        """Say what is otherwise than in the response of the scenario."""
        return "; ".join(self.changes(response))

    def rows(self) -> tuple[str, ...]:
        """Rows that it uses."""
        return ("R23",) if self.model_dump() else ()


def _shown(value: Any, info: FieldInfo) -> str:
    basis = basis_of(info)
    unit = basis.unit if basis else ""
    if value is None:
        return "not stated"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if _is_share(info):
        return format_share(value)
    if unit == "s":
        return format_seconds(value)
    return f"{value:g} {unit}".strip() if isinstance(value, int | float) else str(value)


def _is_share(info: FieldInfo) -> bool:
    kinds = (getattr(each, "__metadata__", ()) for each in get_args(info.annotation))
    return _SHARE in info.metadata or any(_SHARE in kind for kind in kinds)


def _is_left_out(value: Any) -> bool:
    return value is None


def _annotated(kind: Any, *more: Any) -> Any:
    return Annotated[(kind, *more)]


def _kind_of(info: FieldInfo) -> Any:
    kind: Any = info.annotation
    is_part = isinstance(kind, type) and issubclass(kind, Specification)
    if is_part and not issubclass(kind, Quantity):
        return create_model(f"Own{kind.__name__}", __base__=_Change, **_fields(kind))
    return _annotated(kind, *info.metadata) if info.metadata else kind


def _fields(part: type[Specification]) -> dict[str, Any]:
    """The fields of a part of a scenario, each of which may be left out."""
    found: dict[str, Any] = {}
    for name, info in part.model_fields.items():
        value = sourced(
            None,
            judgement="as the scenario states it",
            about=info.description or "",
            label=info.title,
        )
        found[name] = (_annotated(_kind_of(info) | None, Field(exclude_if=_is_left_out)), value)
    return found


if TYPE_CHECKING:
    OwnResponse = _OwnResponse
else:
    OwnResponse = create_model(
        "OwnResponse", __base__=_OwnResponse, __doc__=_OwnResponse.__doc__, **_fields(Response)
    )
