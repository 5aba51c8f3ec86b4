"""Schematic places and scenarios on which published results are set beside ours.

Drawn for this comparison alone, after what the sources say of the kind and size of a place; none is
a real building. A scenario holds the courses of action of all cases that share it.
"""

from functools import cache

from asher.scenario import Scenario
from places import FREEZE, HIDE, RUN, _feature, _ring, box, inner, opening, plan, post, zone

# Clocks after which the first officer is on scene about so many minutes after the first shot.
ARRIVAL = {
    2: {"median": "20 s", "p90": "30 s"},
    4: {"median": "2 min 20 s", "p90": "3 min"},
    5: {"median": "3 min 20 s", "p90": "4 min"},
    8: {"median": "6 min 20 s", "p90": "7 min"},
    12: {"median": "10 min 20 s", "p90": "11 min"},
}
_CALL = {"call": {"median": "60 s", "p90": "90 s"}}
# Classes mostly stay in their rooms.
_CLASS = {"run": 0.2, "hide": 0.7, "resist": 0.02, "freeze": 0.08}
# An attack that nothing but responders ends within the hour.
_GOES_ON = {"duration": {"median": "60 min", "p90": "90 min"}, "restrained_share": 0}
_ROOM, _DEEP = 8.0, 7.0


def school(*, lock_s=None, corridor_m=3.0, exits=2, rooms=5):
    """A school of one storey: rooms on both sides of a corridor, a lobby and a cafeteria.

    The main entrance is in the lobby in the east; with two exits there is one in the cafeteria, in
    the west.
    """
    length, top = rooms * _ROOM, corridor_m
    lock = {} if lock_s is None else {"lockable": True, "lock_delay_s": lock_s}
    features = [
        box("corridor", 0, 0, length, top, category="walkway"),
        box("lobby", length, -3, length + 8, top + 3, category="lobby"),
        box("cafeteria", -14, -6, 0, top + 6, category="restaurant"),
        inner("corridor to lobby", (length, 0.5), (length, top - 0.5), category="gate"),
        inner("corridor to cafeteria", (0, 0.5), (0, top - 0.5), category="gate"),
        opening("main entrance", (length + 8, 0.6), (length + 8, 2.4), main_entrance=True),
        zone("tables", -13, -5, -1, top + 5),
        zone("corridor floor", 1, 0.4, length - 1, top - 0.4),
        post("entrance post", length + 5, top + 1, length + 7, top + 2.5),
        post("corridor post", length / 2 - 1, 0.4, length / 2 + 1, top - 0.4),
    ]
    if exits > 1:
        features.append(opening("cafeteria exit", (-14, 0.6), (-14, 2.4)))
    for k in range(rooms):
        x = k * _ROOM
        for side, y, door in (("N", top, top), ("S", -_DEEP, 0.0)):
            name = f"room {side}{k + 1}"
            features += [
                box(name, x, y, x + _ROOM, y + _DEEP, category="classroom", capacity=45),
                inner(f"{name} door", (x + 1, door), (x + 2, door), **lock),
                zone(f"{name} desks", x + 0.8, y + 1.5, x + _ROOM - 0.8, y + _DEEP - 0.8),
            ]
        features.append(post(f"room N{k + 1} post", x + 0.8, top + 0.4, x + 2.6, top + 1.4))
    return plan(*features)


def square():
    """An open square, 70 m wide, that is left on all sides."""
    return plan(
        box("square", 0, 0, 70, 70, category="outdoors"),
        opening("south side", (2, 0), (68, 0), category="gate", main_entrance=True),
        opening("north side", (2, 70), (68, 70), category="gate"),
        opening("west side", (0, 2), (0, 68), category="gate"),
        opening("east side", (70, 2), (70, 68), category="gate"),
        zone("crowd", 5, 5, 65, 65),
    )


def library():
    """The library of a school: one hall, a corridor in front of it and a back room that locks."""
    ring = _ring((0, 0), (24, 0), (24, 16), (0, 16))
    hall = _feature("space", "library", "Polygon", ring, level="ground", category="library")
    return plan(
        hall,
        box("corridor", 0, -4, 24, 0, category="walkway"),
        box("back room", 24, 4, 30, 11, category="office"),
        inner("library door", (11, 0), (12.8, 0)),
        inner("back room door", (24, 7), (24, 7.9), lockable=True, lock_delay_s=5),
        opening("emergency exit", (0, 13), (0, 14.2)),
        opening("west exit", (0, -2.9), (0, -1.1)),
        opening("main entrance", (24, -2.9), (24, -1.1), main_entrance=True),
        zone("reading tables", 2, 2, 22, 14),
        post("corridor post", 18, -3, 20, -1),
    )


def pair(name, minutes=12, **more):
    """Two officers who enter, the first of them on scene after so many minutes."""
    response = {"travel": ARRIVAL[minutes]}
    return {"name": name, "based_on": "two-officer-entry", "response": response} | more


def _people(rooms, response, pupils):
    desks = [f"room {side}{k + 1} desks" for side in "NS" for k in range(rooms)]
    known = {"familiar_share": 0.9}
    return [
        {"name": "classes", "count": pupils * rooms, "within": desks, "response": response} | known,
        {"name": "in the cafeteria", "count": 20, "within": "tables"} | known,
        {"name": "in the corridor", "count": 10, "within": "corridor floor"} | known,
    ]


def _officer(name, where, **more):
    acts = {"kind": "resource-officer", "post": where, "engages_share": 1, "goes_out": True}
    return pair(name, on_site=[acts], **more)


def _staff(posts, **acts):
    kind = {"kind": "school-marshal", "count": len(posts), "post": posts, "engages_share": 1}
    return kind | acts


_IN_ROOMS = _staff(["room N1 post", "room N4 post"], ready="0 s", goes_out=False)
_GO_OUT = _staff(["room N1 post", "room N4 post"], ready="10 s", goes_out=True)
_RESOURCE = {"kind": "resource-officer", "post": "entrance post", "engages_share": 1}
_WARNED = {"notice": {"alarm_button": True, "public_address": True}}
_RESCUE = {"rescue": {"rule": "rescue-task-force"}}


def _scenario(title, floorplan, occupants, *courses, profile="school", entry, **hazard):
    return Scenario.model_validate(
        {
            "title": title,
            "plan": "drawn for this comparison",
            "floorplan": floorplan,
            "occupants": occupants,
            "hazard": {"profile": profile, "entry": entry, **hazard},
            "response": {**_CALL, "alarm": {"median": "5 s", "p90": "10 s"}},
            "courses_of_action": list(courses),
            "horizon": "1 h",
        }
    )


def _school(title, *courses, response=_CLASS, rooms=5, pupils=40, hazard=(), **drawn):
    people = _people(rooms, response, pupils)
    if response is not _CLASS:
        people = [group | {"response": response} for group in people]
    return _scenario(
        title, school(rooms=rooms, **drawn), people, *courses, entry="main entrance", **dict(hazard)
    )


_LADDER = [pair(f"police-at-{minutes}", minutes) for minutes in (2, 5, 8, 12)]


def _square(resist):
    response = {**RUN, "run": 1 - resist, "resist": resist}
    crowd = {"name": "crowd", "count": 400, "within": "crowd", "response": response}
    return _scenario(
        f"Square where {resist:.0%} resist", square(), [crowd], pair("police-at-5", 5),
        profile="national", entry="south side",
    )  # fmt: skip


def _library(response, *courses):
    readers = {"count": 56, "within": "reading tables", "familiar_share": 0.9, "response": response}
    return _scenario("Library of a school", library(), [readers], *courses, entry="main entrance")


SCENARIOS = {
    "school": lambda: _school(
        "School whose rooms lock with a key",
        *_LADDER,
        pair("wait-at-2", 2, based_on="contain-and-wait"),
        pair("rescue-at-4", 4, **_RESCUE),
        _officer("officer-at-entrance", "entrance post"),
        _officer("officer-in-corridor", "corridor post"),
        _officer("officer-in-far-room", "room N1 post"),
        pair("officer-and-staff", on_site=[_RESOURCE | {"goes_out": True}, _IN_ROOMS]),
        lock_s=35,
    ),
    "school, locks by button": lambda: _school(
        "School whose rooms lock by a button", pair("police-at-12"), lock_s=2
    ),
    "school, no locks": lambda: _school(
        "School whose rooms do not lock",
        *_LADDER,
        pair("staff-in-rooms", on_site=[_IN_ROOMS]),
        pair("staff-go-out", on_site=[_GO_OUT]),
    ),
    "school, attack goes on": lambda: _school(
        "School, the attack goes on until it is stopped", *_LADDER, lock_s=35, hazard=_GOES_ON
    ),
    "school, all stay": lambda: _school(
        "School, everybody stays still", pair("police-at-12"), response=FREEZE
    ),
    "school, all leave or resist": lambda: _school(
        "School, nine in ten leave, the others resist",
        pair("police-at-12"),
        response={**RUN, "run": 0.9, "resist": 0.1},
    ),
    "wide hall": lambda: _school(
        "School with a corridor of 6 m", pair("police-at-12"), response=RUN, corridor_m=6.0
    ),
    "narrow hall": lambda: _school(
        "School with a corridor of 2 m", pair("police-at-12"), response=RUN, corridor_m=2.0
    ),
    "two exits": lambda: _school("School with two exits", pair("police-at-12"), response=RUN),
    "one exit": lambda: _school(
        "School with one exit", pair("police-at-12"), response=RUN, exits=1
    ),
    "long school": lambda: _school(
        "School along a corridor of 160 m",
        pair("not-warned", 5),
        pair("warned", 5, **_WARNED),
        response=RUN,
        rooms=20,
        pupils=5,
    ),
    "square, nobody resists": lambda: _square(0.0),
    "square, a tenth resist": lambda: _square(0.1),
    "square, half resist": lambda: _square(0.5),
    "library, all run": lambda: _library(
        RUN, pair("police-at-12"), _officer("officer", "corridor post")
    ),
    "library, all hide": lambda: _library(HIDE, pair("police-at-12")),
}
"""By name: what makes the scenario."""


@cache
def scenario(name):
    """Return a scenario by its name, made once."""
    return SCENARIOS[name]()
