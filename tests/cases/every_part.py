"""The five cases with every part of the response system in one course of action.

    .venv/bin/python tests/cases/every_part.py FOLDER

writes their scenario files, with the two courses of action `two-officer-entry` and `every-part`.
"""

import json
import sys
from importlib import resources
from pathlib import Path
from typing import NamedTuple

from asher.documents import read_document
from asher.errors import ScenarioError

ALL_ON = "every-part"


class Place(NamedTuple):
    """What the parts name in the plan of a case."""

    post: str
    patrol: tuple[str, str]
    store: str
    kit: str
    way_out: str
    lock: str
    film: str = ""


PLACES = {
    "borderline": Place(
        "entrance post", ("main hall", "side hall"), "manager office", "side hall",
        "side exit", "green room",
    ),
    "columbine": Place(
        "office post", ("south hall", "north hall"), "counselling", "cafeteria",
        "south hall east exit", "library",
    ),
    "parkland": Place(
        "office post", ("first floor corridor", "side lobby"), "first floor office",
        "second floor corridor", "west entrance", "classroom 1-1", "classroom 1-2",
    ),
    "pulse": Place(
        "lobby post", ("main hall", "second hall"), "office", "main hall",
        "second hall exit", "dressing room",
    ),
    "tree-of-life": Place(
        "lobby post", ("corridor", "large hall"), "office", "corridor", "large hall exit",
        "chapel",
    ),
}  # fmt: skip

# What no course of action decides.
HAZARD = {
    "endings": "place",
    "remains_in_closed_room": True,
    "held_share": 0.3,
    "reaction_s": 0.38,
    "breaks_off_per_min": 1,
    "on_contact": {
        "suicide": 0.15, "surrenders": 0.15, "subdued": 0.1, "barricades": 0.1, "fights": 0.5,
    },
}  # fmt: skip

RESPONSE = {
    "agencies": 3,
    "shared_radio": False,
    "officers": 8,
    "travel": {"median": "2 min", "p90": "4 min"},
    "officer": {
        "resolve": 0.9, "tired_share": 0.3, "supervisor_share": 0.2, "reaction_s": 0.39,
        "cover_share": 0.3,
    },
    "perimeter_share": 0.25,
    "hesitation_heard_factor": 0.5,
    "lock_fails_share": 0.05,
    "mistaken_identity_chance": 0.02,
    "tactical_team_share": 0.59,
    "neighbour_team_share": 0.5,
    "ambulances": 6,
    "trauma_beds": 12,
    "walking_wounded_share": 0.3,
}  # fmt: skip


def every_part(place):
    """A course of action with every part on."""
    on_site = [
        {"kind": "unarmed-guard", "post": place.post, "warns": True, "locks_doors": True,
            "delay": "20 s", "reports": True},
        {"kind": "armed-guard", "patrol": list(place.patrol), "patrol_stop": "60 s"},
        {"kind": "resource-officer", "post": place.post},
        {"kind": "school-marshal", "post": place.post, "store": place.store, "first": "shelter"},
        {"kind": "armed-bystander", "count": 2, "identifies_share": 0.3},
        {"kind": "off-duty-officer"},
    ]  # fmt: skip
    building = {"lock": place.lock, "lock_delay": "5 s", "without_key": True,
        "widen": {place.way_out: "2.6 m"}}  # fmt: skip
    if place.film:
        building["film"] = place.film
    return {
        "name": ALL_ON,
        "title": "Every part",
        "based_on": "two-officer-entry",
        "after_contact": {"rule": "fall-back", "rounds": 10, "again_after": "60 s"},
        "barricade": {"rule": "breach", "after": "30 min", "negotiation_per_hour": 0.5,
            "officer_hit_chance": 0.1, "inside_hit_chance": 0.05},
        "on_site": on_site,
        "notice": {"alarm_button": True, "public_address": True, "locks_doors": True,
            "locks_outer_doors": True},
        "information": [
            {"kind": "gunshot-detection", "announces": True},
            "camera-feed",
            {"kind": "room-reports", "covers": [place.lock, place.store]},
            "drone",
        ],
        "guidance": "run-hide-fight",
        "rescue": {"rule": "rescue-task-force", "bystander_aid": True,
            "bleeding_control_training": True, "trained_staff_share": 0.5,
            "bleeding_kits": [place.kit], "call_taker_instructions": True, "joint_standby": True,
            "police_transport": True, "collection_point": place.way_out},
        "agencies": {"joint_training": True, "unified_command": True},
        "building": building,
        "response": RESPONSE,
    }  # fmt: skip


def document(case):
    """The scenario file of a case, with the usual entry and with every part."""
    shipped = resources.files("asher") / "data" / "scenarios" / f"{case}.yaml"
    with resources.as_file(shipped) as path:
        found = dict(read_document(path, error=ScenarioError).data)
    return {
        **{key: found[key] for key in ("title", "plan", "occupants")},
        "hazard": {**found["hazard"], **HAZARD},
        "response": found.get("response", {}),
        "courses_of_action": ["two-officer-entry", every_part(PLACES[case])],
        "horizon": found.get("horizon", "2 h"),
    }


def write(case, folder):
    """Write the scenario file of a case into a folder; gives its path."""
    path = Path(folder) / f"{case}.yaml"
    path.write_text(json.dumps(document(case), indent=2))
    return path


if __name__ == "__main__":
    for name in PLACES:
        sys.stdout.write(f"{write(name, sys.argv[1])}\n")
