"""What a page is made of: sections in the order of a tuple, each declared once.

Contents, anchors, nesting and the count of pictures follow from the tuple. To add a section is to
write its module in ``views/sections`` and to name it in the tuple of a page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from asher.views.figures.panels import NARROW, WHOLE, WIDE
from asher.views.html import document, fill, raw

if TYPE_CHECKING:
    from asher.views.table import Table

# What a page is about: a comparison with its replay, a case, the rows of a check.
Subject = TypeVar("Subject")
Step = Callable[[], None]


@dataclass(frozen=True)
class Figure:
    """A picture that is drawn wide and narrow; the SVG holds its own text alternative."""

    # Gives SVG for a ``width``, and for a slice ``only`` where the picture is cut.
    draw: Callable[..., str]
    caption: str  # How it is read
    # Which panels stand in which picture; empty where one picture holds all.
    cuts: tuple[slice, ...] = ()

    @property
    def count(self) -> int:
        """Number of pictures that are drawn."""
        return 2 * max(1, len(self.cuts))

    def drawn(self, step: Step) -> dict[str, Any]:
        """Draw it.

        Parameters
        ----------
        step : callable
            Called after each picture.

        Returns
        -------
        dict
            ``caption`` and ``pairs``, each wide and narrow.
        """
        pairs = []
        for only in self.cuts or (WHOLE,):
            given = {"only": only} if self.cuts else {}
            pair = []
            for width in (WIDE, NARROW):
                pair.append(raw(self.draw(width=width, **given)))
                step()
            pairs.append(tuple(pair))
        return {"caption": self.caption, "pairs": pairs}


@dataclass(frozen=True)
class Tabled:
    """A table on a page."""

    name: str  # Its anchor, without ``-caption``
    table: Table
    folded: str = ""  # The words under which it is folded away; empty where it stands open
    # Whether it is about all replications together, so that its caption says which are missing.
    is_of_all: bool = True

    def leaving_out(self, missing: str) -> Tabled:
        """Say in its caption what is not in it: it may be cut out of the page.

        Returns
        -------
        Tabled
            The same where it is not about all replications.
        """
        caption = self.table.caption + (missing if self.is_of_all else "")
        return replace(self, table=replace(self.table, caption=caption))


def _always(_subject: Any) -> bool:
    return True


def _nothing(_subject: Any) -> tuple[Any, ...]:
    return ()


@dataclass(frozen=True)
class Section(Generic[Subject]):
    """One section of a page, with all that is known of it."""

    anchor: str  # Its address within the page
    heading: str | Callable[[Subject], str]  # The heading, or what gives it for a subject
    listed: str = ""  # Words in the contents; the heading by default
    # Whether the section has something to say of a subject.
    is_there: Callable[[Subject], bool] = _always
    words: Callable[[Subject], Sequence[str]] = _nothing  # Gives paragraphs, which stand first
    # Gives the figures, without drawing them.
    figures: Callable[[Subject], Sequence[Figure]] = _nothing
    # Gives the tables; they are the text alternative of the figures too.
    tables: Callable[[Subject], Sequence[Tabled]] = _nothing
    # Gives what a template of its own names beside these.
    values: Callable[[Subject], Mapping[str, Any]] = field(default=lambda _subject: {})
    # File name in ``views/web/sections``; by default words, figures and tables stand one under
    # another.
    template: str = ""
    parts: tuple[Section[Subject], ...] = ()  # Sections within this one

    def heading_of(self, subject: Subject) -> str:
        """Head the section."""
        return self.heading if isinstance(self.heading, str) else self.heading(subject)

    def count_pictures(self, subject: Subject) -> int:
        """Count its pictures and those of its parts, wide and narrow ones."""
        own = sum(figure.count for figure in self.figures(subject))
        return own + sum(p.count_pictures(subject) for p in shown(self.parts, subject))

    def html(self, subject: Subject, *, step: Step, missing: str = "", level: int = 2) -> Any:
        """Write it.

        Parameters
        ----------
        step : callable
            Called after each picture.
        missing : str
            What captions of tables add about replications that are not in them.
        level : int
            Of its heading.

        Returns
        -------
        markupsafe.Markup
            The section with its parts.
        """
        values = {
            "words": self.words(subject),
            "figures": [figure.drawn(step) for figure in self.figures(subject)],
            "tables": [one.leaving_out(missing) for one in self.tables(subject)],
            **self.values(subject),
        }
        body = fill(f"sections/{self.template}" if self.template else "body.html.jinja", values)
        parts = [
            part.html(subject, step=step, missing=missing, level=level + 1)
            for part in shown(self.parts, subject)
        ]
        framed = {"anchor": self.anchor, "heading": self.heading_of(subject), "level": level}
        return fill("section.html.jinja", {**framed, "body": body, "parts": parts})


def shown(sections: Sequence[Section[Subject]], subject: Subject) -> tuple[Section[Subject], ...]:
    """Leave out the sections that have nothing to say.

    Returns
    -------
    tuple of Section
        Those that are there.
    """
    return tuple(section for section in sections if section.is_there(subject))


@dataclass(frozen=True)
class Page(Generic[Subject]):
    """A page: what stands at its head, and its sections in order."""

    kicker: str  # What kind of page it is, above the title
    sections: tuple[Section[Subject], ...]  # In order
    about: str = ""  # What follows the title in the name of the window
    skip: str = "Skip to the figures"  # Where the link leads that skips the head
    has_contents: bool = False  # Whether the sections are listed first
    look: str = ""  # Under which name the style sheet knows the page, where it looks otherwise
    # What the last line adds to the version.
    promise: str = " · the same input gives this file byte for byte."

    def contents(self, subject: Subject) -> list[tuple[str, str, list[tuple[str, str]]]]:
        """List the sections with their parts.

        Returns
        -------
        list of (str, str, list of (str, str))
            Anchor, words and parts.
        """

        def line(section: Section[Subject]) -> tuple[str, str]:
            return section.anchor, section.listed or section.heading_of(subject)

        return [
            (*line(section), [line(part) for part in shown(section.parts, subject)])
            for section in shown(self.sections, subject)
        ]

    def count_pictures(self, subject: Subject) -> int:
        """Count the pictures of the page.

        Returns
        -------
        int
            Wide and narrow ones, without still pictures.
        """
        return sum(s.count_pictures(subject) for s in shown(self.sections, subject))

    def html(
        self,
        subject: Subject,
        *,
        head: Mapping[str, Any],
        data: dict[str, Any] | None = None,
        step: Step = lambda: None,
        missing: str = "",
    ) -> str:
        """Write it.

        Parameters
        ----------
        head : mapping
            ``title`` and ``facts``; and, where there are any, ``description``, ``origin``, the
            ``symbols`` to which pictures refer, and ``only``, which incidents alone it is about.
        data : dict, optional
            What a replay plays.
        step : callable
            Called after each picture.
        missing : str
            What captions of tables add about replications that are not in them.

        Returns
        -------
        str
            The page, which asks the network for nothing.
        """
        sections = shown(self.sections, subject)
        values = {
            "page": self,
            "contents": self.contents(subject) if self.has_contents else [],
            "sections": [s.html(subject, step=step, missing=missing) for s in sections],
        }
        usual = dict.fromkeys(("description", "only", "origin", "symbols"), "")
        return document({**usual, **head, **values}, data=data)
