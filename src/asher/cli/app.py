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
_HELP = {"help_option_names": ["-h", "--help"]}


class FoundVerbs(Mapping[str, Any]):
    """The verbs of a package as commands by their names: found by their files, imported when asked.

    Parameters
    ----------
    package : ModuleType
        Its modules are verbs, and its packages are groups of verbs.
    """

    def __init__(self, package: ModuleType) -> None:
        self._package = package
        found = iter_modules(package.__path__)
        # `import_.py` holds `asher import`, as Python keeps the word for itself.
        self._modules = {each.name.rstrip("_").replace("_", "-"): each for each in found}

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._modules))

    def __len__(self) -> int:
        return len(self._modules)

    def __getitem__(self, name: str) -> Any:
        if name not in self._modules:
            raise KeyError(name)
        module = self.module(name)
        return _group(name, module) if self._modules[name].ispkg else _command(name, module)

    def module(self, name: str) -> ModuleType:
        """The module that holds a verb, or the package that holds a group."""
        return importlib.import_module(f"{self._package.__name__}.{self._modules[name].name}")


@cache
def _command(name: str, module: ModuleType) -> Any:
    alone = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    alone.command(name)(told(getattr(module, module.__name__.rpartition(".")[2])))
    return typer.main.get_command(alone)


@cache
def _group(name: str, package: ModuleType) -> Any:
    about = package.__doc__ or ""
    return Verbs(
        package, name=name, help=about, no_args_is_help=True, rich_markup_mode=None,
        context_settings=_HELP,
    )  # fmt: skip


class Verbs(TyperGroup):
    """All verbs of a package; only the one that is called is imported, unless they are listed."""

    def __init__(self, package: ModuleType = verbs, **settings: Any) -> None:
        super().__init__(**settings)
        self.commands = FoundVerbs(package)  # type: ignore[assignment] # nobody adds to them

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
        module = self.commands.module  # type: ignore[attr-defined]
        return sorted(self.commands, key=lambda name: getattr(module(name), "PLACE", _LAST))


app = typer.Typer(
    name="asher",
    cls=Verbs,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    # Faults are told by `told`; a traceback of our own mistakes should be a plain one.
    pretty_exceptions_enable=False,
    context_settings=_HELP,
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
