"""The published results that are set beside ours: a case a row of `published.csv`.

To add one is to add its row there and its function here; its place is in `published_places.py`. A
sentence on the mechanism is made from what was found, so that it stays true when the model changes.
"""

import numpy as np

from asher.quantities import format_share
from asher.simulation.metrics import ENDINGS
from reference.beside import Found, case, difference, median, ratio, share
from reference.published_places import scenario

OFFICERS_HIT = ("officers_killed", "officers_wounded")


def _often(happened):
    """Write in which share of incidents something happened."""
    return format_share(float(np.mean(happened)))


def _beside(runs, a, b):
    """What two courses of action have in common: the same incidents, and time in sight."""
    first, second = (runs.hit(*arm) for arm in (a, b))
    seen = [runs.of(*arm, "in_sight_person_s").mean() for arm in (a, b)]
    other = np.count_nonzero(first != second)
    return (
        f"Another number of people is hit in {other:,} of {len(first):,} incidents; people are in "
        f"sight of the attacker for {seen[0]:,.0f} s an attack, all together, instead of "
        f"{seen[1]:,.0f} s"
    )


def _one(runs, a, b, *, why="", **more):
    """A case of one ratio of people hit, of one course of action by another."""
    value = ratio(runs.hit(*a), runs.hit(*b))
    said = f"{why} {_beside(runs, a, b)}".strip()
    return Found({"": value}, runs.n, why=said, **more)


def _minutes(runs, name, courses, metric="time_to_arrival_s"):
    times = [f"{np.nanmean(runs.of(name, each, metric)) / 60:.1f}" for each in courses]
    return ", ".join(times)


LADDER = ("police-at-2", "police-at-5", "police-at-8", "police-at-12")


def _left_to_change(runs, name):
    """How much of an attack is left when officers come late."""
    late = runs(name, LADDER[-1])
    hit = late.columns["casualties"][0].sum()
    early = late.columns["casualties_by_5min"][0].sum() / hit if hit else 0.0
    over = _often(late.columns["ended_before_police"][0])
    sooner = runs.of(name, LADDER[0], "time_to_stop_s") < runs.of(
        name, LADDER[-1], "time_to_stop_s"
    )
    return (
        f"with police at 12 min {format_share(early)} of those hit are hit within 5 min, and "
        f"{over} of attacks are over before police come; police at 2 min end {_often(sooner)} of "
        "them sooner"
    )


def _ladder(runs, name):
    return ", ".join(f"{runs.hit(name, each).mean():.2f}" for each in LADDER)


@case("P23", "A school; the first officer on scene after 12 min instead of 2, where rooms lock by "
      "key and where they do not; two officers enter.")  # fmt: skip
def arrival(runs):
    names = {"where rooms lock": "school", "where not": "school, no locks"}
    values = {
        what: ratio(runs.hit(name, LADDER[-1]), runs.hit(name, LADDER[0]))
        for what, name in names.items()
    }
    ladders = "; ".join(f"{what} {_ladder(runs, name)}" for what, name in names.items())
    on_scene = _minutes(runs, "school", LADDER)
    also = f"People hit with police on scene after {on_scene} min: {ladders}"
    why = "; ".join(f"{what}, {_left_to_change(runs, name)}" for what, name in names.items())
    return Found(values, runs.n, also, f"{why[0].upper()}{why[1:]}")


@case("P25", "A school; the attack goes on until it is stopped; police after 5 min instead of 12.")
def arrival_while_it_goes_on(runs):
    name = "school, attack goes on"
    value = ratio(runs.hit(name, "police-at-5"), runs.hit(name, "police-at-12"))
    also = f"People hit, by the times of the row above: {_ladder(runs, name)}"
    why = _left_to_change(runs, name)
    return Found({"": value}, runs.n, also, f"{why[0].upper()}{why[1:]}")


@case("P36", "A school; police after 2 min hold a perimeter until a tactical team enters, instead "
      "of entering as a pair.")  # fmt: skip
def perimeter(runs):
    wait, enter = (runs.hit("school", each) for each in ("wait-at-2", "police-at-2"))
    worse = enter > wait
    fired = runs.of("school", "police-at-2", *OFFICERS_HIT, "friendly_fire") > 0
    also = (
        f"Entering hits more occupants in {np.count_nonzero(worse):,} of {len(wait):,} incidents "
        f"(officers or others hit by fire in {np.count_nonzero(worse & fired):,} of these)"
    )
    sooner = runs.of("school", "police-at-2", "time_to_stop_s") < runs.of(
        "school", "wait-at-2", "time_to_stop_s"
    )
    why = f"Entering ends {_often(sooner)} of attacks sooner."
    return _one(runs, ("school", "wait-at-2"), ("school", "police-at-2"), also=also, why=why)


@case("P01", "A school, police after 12 min; an officer who always acts, at each of three posts.")
def officer_at_posts(runs):
    none = runs.hit("school", "police-at-12")
    posts = {
        "by the entrance": "officer-at-entrance",
        "in the corridor": "officer-in-corridor",
        "in the far room": "officer-in-far-room",
    }
    values = {what: ratio(runs.hit("school", each), none) for what, each in posts.items()}
    ended = ", ".join(
        _often(runs.of("school", each, "time_to_stop_s") < _stop(runs)) for each in posts.values()
    )
    return Found(values, runs.n, why=f"The officer ends {ended} of attacks sooner, by post")


def _stop(runs):
    return runs.of("school", "police-at-12", "time_to_stop_s")


@case("P05", "The same school; the officer by the entrance and two armed members of staff in their "
      "rooms.")  # fmt: skip
def officer_and_staff(runs):
    return _one(runs, ("school", "officer-and-staff"), ("school", "police-at-12"))


@case("P04", "The same school without locks; two armed members of staff, who act on whoever comes "
      "into sight of their rooms.")  # fmt: skip
def staff_in_rooms(runs):
    name = "school, no locks"
    none, arms = runs.hit(name, "police-at-12"), ("staff-in-rooms", "staff-go-out")
    out = ratio(runs.hit(name, arms[1]), none)
    counted = [str(ratio(runs.of(name, each, "casualties"), none)) for each in arms]
    also = (
        f"Where they go out instead: {out}. With those among the staff who are hit counted too: "
        f"{counted[0]} and {counted[1]}"
    )
    met = np.isfinite(runs.of(name, "staff-in-rooms", "time_to_contact_s")) & (
        runs.of(name, "staff-in-rooms", "time_to_contact_s")
        < runs.of(name, "police-at-12", "time_to_arrival_s")
    )
    why = f"In {_often(met)} of attacks somebody armed meets the attacker before police come."
    return _one(runs, (name, "staff-in-rooms"), (name, "police-at-12"), also=also, why=why)


@case("P07", "The library of a school, all run; an officer who always acts in the corridor.")
def officer_at_library(runs):
    return _one(runs, ("library, all run", "officer"), ("library, all run", "police-at-12"))


@case("P06", "The same library; all hide, in the back room if it has place, instead of all run.")
def hide_in_library(runs):
    return _one(runs, ("library, all hide", "police-at-12"), ("library, all run", "police-at-12"))


@case("P22", "A school, police after 12 min; rooms that do not lock instead of locks with a key "
      "(35 s).")  # fmt: skip
def locks(runs):
    return _locks(runs, "school, no locks", "school")


@case("P39", "The same school; locks by a button (2 s) instead of a key (35 s); people hit.")
def buttons(runs):
    return _locks(runs, "school, locks by button", "school")


def _locks(runs, a, b):
    behind = [runs.of(each, "police-at-12", "sheltered").mean() for each in (a, b)]
    why = f"{behind[0]:.0f} instead of {behind[1]:.0f} people are behind a door at the end."
    return _one(runs, (a, "police-at-12"), (b, "police-at-12"), why=why)


@case("P20", "A school without locks, police after 12 min; nine in ten leave and one resists, "
      "instead of all staying still.")  # fmt: skip
def several_options(runs):
    arms = ("school, all leave or resist", "school, all stay")
    return _one(runs, *((each, "police-at-12") for each in arms))


def _restrained(runs, name):
    outcome = runs(name, "police-at-5")
    return _often(outcome.ending[0] == ENDINGS.index("restrained"))


@case("P09", "An open square with 400 people, police after 5 min; half of them resist, instead of "
      "nobody.")  # fmt: skip
def resistance(runs):
    many, none = "square, half resist", "square, nobody resists"
    few = runs.hit("square, a tenth resist", "police-at-5")
    risk = scenario(many).response.resistance_risk
    also = f"A tenth instead of nobody: {ratio(few, runs.hit(none, 'police-at-5'))}"
    why = (
        f"The attacker is restrained in {_restrained(runs, many)} of attacks instead of "
        f"{_restrained(runs, none)}; those who act are hit {risk:g} times as often as others, "
        "and some who act would have left."
    )
    return _one(runs, (many, "police-at-5"), (none, "police-at-5"), also=also, why=why)


_LONG = "long school"


def _unaware(runs):
    known = [runs.of(_LONG, each, "never_knew").mean() for each in ("warned", "not-warned")]
    people = sum(group.count for group in scenario(_LONG).occupants)
    return f"Of {people} people {known[0]:.1f} instead of {known[1]:.1f} never learn of the attack."


@case("P12", "A school along a corridor of 160 m, all leave; an alarm and an announcement about "
      "10 s after somebody knows.")  # fmt: skip
def warned(runs):
    return _one(runs, (_LONG, "warned"), (_LONG, "not-warned"), why=_unaware(runs))


@case("P13", "The same school; the share who are out after 5 min, the mark nearest to 6 min.")
def out_in_time(runs):
    people = sum(group.count for group in scenario(_LONG).occupants)
    out = [100 * runs.of(_LONG, each, "safe_by_5min") / people for each in ("warned", "not-warned")]
    value = difference(*out)
    also = f"{out[0].mean():.0f} % and {out[1].mean():.0f} % are out"
    return Found({"": value}, runs.n, also, _unaware(runs))


@case("P16", "A school, all leave; a corridor of 6 m instead of 2 m.")
def hall(runs):
    return _one(runs, ("wide hall", "police-at-12"), ("narrow hall", "police-at-12"))


@case("P19", "The same school, with a corridor of 3 m; two exits instead of one.")
def exits(runs):
    return _one(runs, ("two exits", "police-at-12"), ("one exit", "police-at-12"))


@case("P40", "A school, police after 4 min, an escorted medical team; median time from the first "
      "shot until somebody wounded is carried out, where anybody is.")  # fmt: skip
def rescue(runs):
    care, out, stop = (
        runs.of("school", "rescue-at-4", metric) / 60
        for metric in ("time_to_first_care_s", "time_to_first_carried_out_s", "time_to_stop_s")
    )
    also = f"First care, by whoever comes first, after {median(care)} min"
    n = int(np.count_nonzero(np.isfinite(out)))
    why = (
        f"Police are on scene after {_minutes(runs, 'school', ['rescue-at-4'])} min and the attack "
        f"is over after {np.median(stop):.1f} min (median)"
    )
    return Found({"": median(out)}, n, also, why)


@case("P31", "A school and an open square, police after 5 min, two officers enter.")
def officer_shot(runs):
    arms = {
        "school": ("school", "police-at-5"),
        "square": ("square, nobody resists", "police-at-5"),
    }
    values = {what: share(runs.of(*arm, *OFFICERS_HIT) > 0) for what, arm in arms.items()}
    met = ", ".join(
        _often(np.isfinite(runs.of(*arm, "time_to_contact_s"))) for arm in arms.values()
    )
    return Found(values, runs.n, why=f"Officers meet the attacker in {met} of attacks")


@case("P32", "All runs of this table in which two officers enter.")
def officer_deaths(runs):
    arms = [(name, course) for name, course in runs.kept if course.startswith("police-at")]
    died = np.sum([runs.of(*arm, "officers_killed") for arm in arms], axis=0)
    hit = np.sum([runs.of(*arm, *OFFICERS_HIT) for arm in arms], axis=0)
    stated = scenario("school").response.officer.wound_fatal_share
    also = f"{died.sum():,.0f} of {hit.sum():,.0f} officers hit"
    why = f"The scenarios state that {format_share(stated)} of officers hit die"
    return Found({"": ratio(died, hit)}, runs.n, also, why)
