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
    """The verbs of a package as commands: found by their files, imported when asked for.

    Parameters
    ----------
    package : module
        Where they are; a package in it is a verb with verbs of its own.
    """

    def __init__(self, package: ModuleType) -> None:
        self._package = package
        # A file whose verb is a word of Python, such as `import`, has an underscore behind it.
        found = (each.name for each in iter_modules(package.__path__))
        self._modules = {name.rstrip("_").replace("_", "-"): name for name in sorted(found)}

    def __iter__(self) -> Iterator[str]:
        return iter(self._modules)

    def __len__(self) -> int:
        return len(self._modules)

    def __getitem__(self, name: str) -> Any:
        return _command(self.module(name), name)

    def module(self, name: str) -> ModuleType:
        """The module of a verb."""
        return importlib.import_module(f"{self._package.__name__}.{self._modules[name]}")


@cache
def _command(module: ModuleType, name: str) -> Any:
    if hasattr(module, "__path__"):
        about = (module.__doc__ or "").partition(": ")[2]
        group = _typer(name, _group(module))
        group.callback(help=about[:1].upper() + about[1:])(lambda: None)
        return typer.main.get_command(group)
    alone = _typer(name)
    alone.command(name)(told(getattr(module, module.__name__.rpartition(".")[2])))
    return typer.main.get_command(alone)


def _typer(name: str, group: type[TyperGroup] = TyperGroup) -> typer.Typer:
    return typer.Typer(
        name=name,
        cls=group,
        no_args_is_help=group is not TyperGroup,
        add_completion=False,
        rich_markup_mode=None,
        # Faults are told by `told`; a traceback of our own mistakes should be a plain one.
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )


def _group(package: ModuleType) -> type[TyperGroup]:
    """A group of the verbs of a package; only the one that is called is imported."""

    class Verbs(TyperGroup):
        def __init__(self, **settings: Any) -> None:
            super().__init__(**settings)
            self.commands = FoundVerbs(package)  # type: ignore[assignment] # nobody adds to them

        def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002
            found: Any = self.commands
            return sorted(found, key=lambda name: getattr(found.module(name), "PLACE", _LAST))

    return Verbs


app = _typer("asher", _group(verbs))


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
