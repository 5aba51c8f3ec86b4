"""What a course of action is, in short plain words: only what differs from the default."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from asher.quantities import format_seconds
from asher.views.words.wording import percent

if TYPE_CHECKING:
    from asher.scenario import CourseOfAction, Scenario
    from asher.scenario.parts import OnSite

# The rows of the model's table of the response system that a course may name.
ROW_WORDS = {
    "R1": "contain and wait",
    "R2": "formation entry",
    "R3": "immediate entry",
    "R4": "withdraw and wait",
    "R5": "no entry",
    "R6": "barricade and breach",
    "R7": "unarmed guard",
    "R8": "armed guard",
    "R9": "resource officer",
    "R10": "trained armed staff",
    "R11": "other armed people",
    "R12": "unarmed resistance",
    "R13": "notice and call chain",
    "R14": "occupants: run, hide, resist, freeze",
    "R15": "agencies and joint training",
    "R16": "encounter",
    "R17": "how attacks end",
    "R18": "rescue of the wounded",
    "R19": "deterrence",
}
_ENTRY_ROWS = {
    "contain-and-wait": ("R1",),
    "formation": ("R2",),
    "immediate": ("R3",),
    "stay-outside": ("R5",),
}
_KIND_ROWS = {
    "unarmed-guard": "R7",
    "armed-guard": "R8",
    "resource-officer": "R9",
    "school-marshal": "R10",
    "armed-bystander": "R11",
}
_LEAST_UNTOLD = 16  # from here on rows are no parts, or, as R18, also where nothing differs
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six")
_KINDS = {
    "unarmed-guard": ("unarmed guard", "unarmed guards"),
    "armed-guard": ("armed guard", "armed guards"),
    "resource-officer": ("resource officer", "resource officers"),
    "school-marshal": ("trained armed member of staff", "trained armed members of staff"),
    "armed-bystander": ("armed person among the occupants", "armed people among the occupants"),
}
_GUIDANCE = {
    "lockdown": "occupants are trained to lock themselves in",
    "run-hide-fight": "occupants are trained to act sooner and not to freeze",
    "resist": "occupants close by are trained to restrain the attacker",
}
_RESCUE = {
    "officers-carry-out": "officers inside bring the wounded out once the attacker is contained",
    "rescue-task-force": "an escorted medical team works where the attacker no longer is",
}


def titles_of(scenario: Scenario) -> dict[str, str]:
    """Give the title of each course of action by its name.

    Parameters
    ----------
    scenario : Scenario
        Its courses of action.

    Returns
    -------
    dict of str to str
        Titles, the name where there is none; with the name behind it where several have the same
        title, since two courses of one label would be drawn upon one another.
    """
    titles = {course.name: course.title or course.name for course in scenario.courses_of_action}
    shared = Counter(titles.values())
    return {
        name: f"{title} ({name})" if shared[title] > 1 else title for name, title in titles.items()
    }


def course_words(scenario: Scenario) -> list[dict[str, Any]]:
    """Describe every course of action.

    Parameters
    ----------
    scenario : Scenario
        What was run.

    Returns
    -------
    list of dict
        ``title``, ``description``, ``parts`` (label and words) and ``rows`` (id and words).
    """
    titles = titles_of(scenario)
    return [
        {
            "title": titles[course.name],
            "description": course.description,
            "parts": parts_in_words(course, scenario=scenario),
            "rows": [(row, ROW_WORDS.get(row, "")) for row in rows_of(course)],
        }
        for course in scenario.courses_of_action
    ]


def rows_of(course: CourseOfAction) -> list[str]:
    """List the rows of the response system that a course of action uses.

    Parameters
    ----------
    course : CourseOfAction
        The course; what it took over from a shipped one may have been changed since.

    Returns
    -------
    list of str
        By its parts; what no part tells, as stated.
    """
    is_pair = course.entry.rule == "formation" and course.entry.officers == 2
    found = {
        *_ENTRY_ROWS[course.entry.rule],
        *(_KIND_ROWS[people.kind] for people in course.on_site),
    }
    uses = {
        "R3": is_pair and "R3" in course.rows,
        "R4": course.after_contact.rule == "withdraw-and-wait",
        "R6": course.barricade.rule != "press-on",
        "R12": course.guidance == "resist",
        "R13": course.notice.alarm_button or course.notice.public_address,
        "R14": course.guidance in {"lockdown", "run-hide-fight"},
        "R15": course.agencies.joint_training,
        "R18": course.rescue.rule != "hold-until-cleared" or course.rescue.bystander_aid,
    }
    found |= {row for row, is_used in uses.items() if is_used}
    found |= {row for row in course.rows if _number(row) >= _LEAST_UNTOLD}
    return sorted(found, key=_number)


def _number(row: str) -> int:
    return int(row.removeprefix("R"))


def parts_in_words(course: CourseOfAction, *, scenario: Scenario) -> list[tuple[str, str]]:
    """Say what a course of action does, part by part.

    Parameters
    ----------
    course : CourseOfAction
        The course.
    scenario : Scenario
        For the number of agencies and of the tactical team.

    Returns
    -------
    list of (str, str)
        The entry, and every other part that is not the default.
    """
    found = [
        ("Entry", _entry(course, scenario)),
        ("After contact", _after_contact(course)),
        ("Barricade", _barricade(course)),
        ("People on site", "; ".join(_on_site(people) for people in course.on_site)),
        ("Notice", _notice(course)),
        ("Guidance", _GUIDANCE.get(course.guidance, "")),
        ("Rescue", _rescue(course)),
        ("Agencies", _agencies(course, scenario)),
    ]
    return [(label, words) for label, words in found if words]


def _count(n: int) -> str:
    return _NUMBERS[n] if n < len(_NUMBERS) else str(n)


def _entry(course: CourseOfAction, scenario: Scenario) -> str:
    rule, officers = course.entry.rule, getattr(course.entry, "officers", 0)
    if rule == "contain-and-wait":
        team = scenario.response.tactical_team_size
        return f"officers hold a perimeter; a tactical team of {team} enters once assembled"
    if rule == "formation":
        return f"the first {_count(officers)} officers form a team, then enter"
    if rule == "immediate":
        who = "each officer enters" if officers == 1 else f"{_count(officers)} enter at a time,"
        return f"{who} on arrival, without forming"
    return "officers stay outside while the attack lasts"


def _after_contact(course: CourseOfAction) -> str:
    more = getattr(course.after_contact, "officers", 0)
    if not more:
        return ""
    return f"when an officer is hit, all pull back until {_count(more)} more have come"


def _barricade(course: CourseOfAction) -> str:
    if course.barricade.rule == "hold-and-negotiate":
        return "officers hold before a closed room until it ends by itself"
    after = getattr(course.barricade, "after", None)
    if after is None:
        return ""
    return f"officers hold before a closed room, and force it after {format_seconds(after)}"


def _on_site(people: OnSite) -> str:
    one, many = _KINDS[people.kind]
    words = [f"{_count(people.count)} {one if people.count == 1 else many}"]
    if people.kind != "armed-bystander":
        words[0] += " at a post" if people.count == 1 else " at posts"
    each = " each" if people.count > 1 else ""
    if people.engages_share == 0:
        words.append("does not act" if people.count == 1 else "do not act")
    elif people.engages_share < 1:
        words.append(f"acts{each} with a chance of {percent(people.engages_share)}")
    if people.is_armed and people.engages_share > 0:
        words.append(f"ready in {format_seconds(people.ready.median_s)} (median)")
        words.append("goes towards the sound" if people.goes_out else "does not go out")
    words.append("has a radio" if people.reports else "has no radio")
    return ", ".join(words)


def _notice(course: CourseOfAction) -> str:
    words = []
    if course.notice.alarm_button:
        words.append("an alarm button calls the police at once")
    if course.notice.public_address:
        words.append("an announcement tells everyone inside")
    return "; ".join(words)


def _rescue(course: CourseOfAction) -> str:
    words = [_RESCUE[course.rescue.rule]] if course.rescue.rule in _RESCUE else []
    if course.rescue.bystander_aid:
        words.append("people inside are trained and equipped to stop bleeding")
    return "; ".join(words)


def _agencies(course: CourseOfAction, scenario: Scenario) -> str:
    if not course.agencies.joint_training:
        return ""
    words = "agencies that meet at the door have trained together"
    alone = scenario.response.agencies == 1
    return f"{words} (no effect here: the scenario has one agency)" if alone else words
