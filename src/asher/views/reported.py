"""What a report is about: a comparison, and the replications of it that are shown again."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from asher.views.figures.panels import batches
from asher.views.playback.playback import playback
from asher.views.playback.whereabouts import Whereabouts, whereabouts
from asher.views.section import Figure, Section, Tabled
from asher.views.words.measures import course_titles, is_drill

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from asher.comparison.comparison import Comparison
    from asher.scenario import Scenario
    from asher.simulation.recording import Recording
    from asher.views.table import Table


@dataclass(frozen=True)
class Reported:
    """A comparison with the replications that are shown again."""

    comparison: Comparison
    chosen: tuple[tuple[str, int], ...] = ()  # Label and number of each replication that is shown
    # One for each course of action and chosen replication, once they are made.
    recordings: tuple[Recording, ...] = ()

    @cached_property
    def titles(self) -> dict[str, str]:
        """Title of each course of action by its name."""
        return course_titles(self.comparison)

    @property
    def is_attack(self) -> bool:
        """Whether there is a hazard, so that more than the evacuation counts."""
        return not is_drill(self.comparison)

    @property
    def has_several(self) -> bool:
        """Whether there is a course of action to compare with the first."""
        return len(self.comparison.outcome.courses) > 1

    @property
    def cuts(self) -> tuple[slice, ...]:
        """The courses of action by pictures that a sheet of paper holds."""
        return tuple(batches(len(self.comparison.outcome.courses)))

    @cached_property
    def scenario(self) -> Scenario:
        """The scenario with the courses of action that were compared, and no others.

        For words alone: the sources, which go by position, stay with the whole scenario.
        """
        scenario, names = self.comparison.scenario, set(self.comparison.outcome.courses)
        courses = tuple(c for c in scenario.courses_of_action if c.name in names)
        if len(courses) == len(scenario.courses_of_action):
            return scenario
        return scenario.model_copy(update={"courses_of_action": courses})

    @cached_property
    def whereabouts(self) -> dict[int, list[Whereabouts]]:
        """Who was where when, course by course, by the number of the replication."""
        return {
            number: [whereabouts(r) for r in self.recordings if r.replication == number]
            for _, number in self.chosen
        }

    @cached_property
    def data(self) -> dict[str, Any]:
        """What the replay plays."""
        return playback(
            self.comparison.scenario,
            self.recordings,
            courses=list(self.titles.items()),
            replications=[(number, f"{label} (no. {number})") for label, number in self.chosen],
        )

    @property
    def chosen_words(self) -> str:
        """By what the replications were chosen."""
        by = "casualties" if self.is_attack else "evacuation times"
        first = next(iter(self.titles.values()))
        named = {"Typical": "median", "Good": "10th percentile", "Bad": "90th percentile"}
        listed = ", ".join(f"{known.lower()}: no. {n} ({named[known]})" for known, n in self.chosen)
        return f"Chosen by {by} under {first}; {listed}."


def one_figure(draw: Callable[..., str], caption: str) -> Callable[[Reported], Sequence[Figure]]:
    """Say that a section shows one picture of the comparison."""
    return lambda reported: [Figure(partial(draw, reported.comparison), caption)]


def figure_by_course(
    draw: Callable[..., str], caption: str
) -> Callable[[Reported], Sequence[Figure]]:
    """Say that a section shows a panel a course of action, in pictures that a sheet holds."""
    return lambda reported: [Figure(partial(draw, reported.comparison), caption, reported.cuts)]


def one_table(
    name: str, make: Callable[[Comparison], Table], folded: str = ""
) -> Callable[[Reported], Sequence[Tabled]]:
    """Say that a section has one table of the comparison; see `Tabled`."""
    return lambda reported: [Tabled(name, make(reported.comparison), folded)]


def attack_section(
    anchor: str,
    heading: str,
    figure: Callable[[Reported], Sequence[Figure]],
    table: Callable[[Comparison], Table],
    *,
    folded: str = "",
    sentence: Callable[[Comparison], str] | None = None,
    **more: Any,
) -> Section[Reported]:
    """Make a section on attacks: a sentence, a picture of the comparison and its table.

    Parameters
    ----------
    folded : str
        See `Tabled`.
    sentence : callable, optional
        Says what the picture shows.
    **more
        See `Section`.

    Returns
    -------
    Section
        Left out of the report of a drill; its table has the name of its anchor.
    """
    if sentence is not None:
        more["words"] = lambda reported: (sentence(reported.comparison),)
    return Section(
        anchor,
        heading,
        is_there=lambda reported: reported.is_attack,
        figures=figure,
        tables=one_table(anchor, table, folded),
        **more,
    )
