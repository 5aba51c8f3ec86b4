"""The chart that every figure begins with."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence


def chart_of(rows: Sequence[dict[str, Any]]) -> Any:
    """Begin a chart with its data.

    Returns
    -------
    altair.Chart
        Without a mark.
    """
    chart, data = _kinds()
    return chart(data(values=list(rows)))


@cache
def _kinds() -> tuple[Any, Any]:
    """A chart and its data of which Altair copies and looks up less; a page takes half the time."""
    import altair as alt

    whole: Any = alt.Data

    class Rows(whole):  # type: ignore[misc]
        # Each number in them would be held against the schema.
        _class_is_valid_at_instantiation = False

        def __deepcopy__(self, _memo: Any) -> Rows:
            return self

    class Chart(alt.Chart):
        def __deepcopy__(self, _memo: Any) -> Any:
            # With every layer and panel Altair copies all that is in it, and no figure changes it.
            return self.copy(deep=False)

        def encode(self, **channels: Any) -> Any:  # type: ignore[override]
            # For a text or a mapping, Altair looks through all of its 500 classes each time.
            return super().encode(**{name: _channel(name, of) for name, of in channels.items()})

    def _channel(name: str, given: Any) -> Any:
        kind = name[0].upper() + name[1:]
        if isinstance(given, str):
            return getattr(alt, kind)(given)
        return getattr(alt, f"{kind}Value")(**given) if isinstance(given, dict) else given

    return Chart, Rows
