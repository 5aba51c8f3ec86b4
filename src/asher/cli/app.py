"""The program `asher` and its verbs."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping
from functools import cache
from pkgutil import iter_modules
from types import ModuleType
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from asher.cli import verbs
from asher.cli.failures import told
from asher.cli.output import prepare_streams

_LAST = 1000


class FoundVerbs(Mapping[str, Any]):
    """The verbs as commands by their names: found by their files, imported when asked for."""

    def __init__(self) -> None:
        found = iter_modules(verbs.__path__)
        self._names = sorted(each.name.replace("_", "-") for each in found)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def __getitem__(self, name: str) -> Any:
        if name not in self._names:
            raise KeyError(name)
        return _command(name)


def _module(name: str) -> ModuleType:
    return importlib.import_module(f"{verbs.__name__}.{name.replace('-', '_')}")


@cache
def _command(name: str) -> Any:
    alone = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    alone.command(name)(told(getattr(_module(name), name.replace("-", "_"))))
    return typer.main.get_command(alone)


class Verbs(TyperGroup):
    """All verbs; only the one that is called is imported, unless they are listed."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.commands = FoundVerbs()  # type: ignore[assignment] # nobody adds to them

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002
        """Names in the order of their places.

        Parameters
        ----------
        ctx : Context
            Of the call.

        Returns
        -------
        list of str
            Names; a verb that states no place comes last.
        """
        return sorted(self.commands, key=lambda name: getattr(_module(name), "PLACE", _LAST))


app = typer.Typer(
    name="asher",
    cls=Verbs,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    # Faults are told by `told`; a traceback of our own mistakes should be a plain one.
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"asher {version('asher')}")
        raise typer.Exit


@app.callback()
def asher(
    version: Annotated[
        bool,
        typer.Option(
            "--version", is_eager=True, callback=_print_version, help="Print the version and stop."
        ),
    ] = False,
) -> None:
    """Compare courses of action for the response to an active attack.

    For planning and research: results compare courses of action under stated assumptions; they do
    not predict an incident. Try: asher demo
    """


def main() -> None:
    """Run the program."""
    prepare_streams()
    app()
