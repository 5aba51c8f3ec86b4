"""What is printed, on whatever it is printed to: any encoding, a closed stream, a reader gone."""

from __future__ import annotations

import codecs
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

_PLAIN = {
    "\u2013": "-",
    "\u2014": "-",
    "\u2212": "-",
    "\u00b1": "+-",
    "\u00d7": "x",
    "\u00b7": ".",
    "\u2026": "...",
    "\u2019": "'",
    "\u2018": "'",
    "\u201c": '"',
    "\u201d": '"',
    "\u2264": "<=",
    "\u2265": ">=",
    "\u2192": "->",
    "\u00b2": "2",
    "\u00b3": "3",
    "\u00b5": "u",
    "\u00b0": " deg",
    "\u2022": "*",
    "\u00a0": " ",
    "\u2009": " ",
    "\u202f": " ",
}
"""Signs of ours, in ASCII for where a stream cannot show them."""
_HANDLER = "asher-plain"


def prepare_streams() -> None:
    """Make both streams take whatever is printed.

    Notes
    -----
    A stream that was closed before the start is replaced by one that swallows all, so that what
    would be said there stops no run. What the encoding of a stream does not have is written in
    ASCII, or as a question mark.
    """
    codecs.register_error(_HANDLER, _in_plain)
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=_HANDLER)


def _in_plain(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    signs = error.object[error.start : error.end]
    return "".join(_PLAIN.get(sign, "?") for sign in signs), error.end


def console(*, stderr: bool = False) -> Console:
    """Give what tables are printed with.

    Parameters
    ----------
    stderr : bool
        Whether it prints where errors go.

    Returns
    -------
    rich.console.Console
        It takes words as they are: a name in brackets is no command and no link.
    """
    from rich.console import Console

    # No width, as containers and job runners state it, is an unknown one, which is 80.
    stated = os.environ.get("COLUMNS", "").strip()
    width = 80 if stated and not stated.strip("0") else None
    return Console(stderr=stderr, width=width, highlight=False, markup=False, emoji=False)


def terminal_width() -> int:
    """Columns of the terminal, as tables are laid out for it."""
    return console().width


def one_by_one(text: str) -> str:
    """Write a message so that a terminal shows it and obeys nothing in it.

    Parameters
    ----------
    text : str
        Perhaps some lines, and perhaps with names that a stranger chose.

    Returns
    -------
    str
        The same lines, with control characters escaped.
    """
    from asher.strangers import printable

    return "\n".join(map(printable, text.splitlines()))
