"""The courses of action that ship with the program, each of which shows one part."""

from typing import Any

from asher.scenario.courses import CourseOfAction


def _course(name: str, title: str, description: str, **parts: Any) -> CourseOfAction:
    parts.setdefault("entry", _PAIR)
    course = CourseOfAction(name=name, title=title, description=description, **parts)
    return course.model_copy(update={"rows": tuple(course.used_rows())})


_PAIR = {"rule": "formation", "officers": 2}

# What is no rule of entry is shipped with the entry of two officers, so that the difference from
# two-officer-entry is the difference it makes.
SHIPPED_COURSES: tuple[CourseOfAction, ...] = (
    _course(
        "contain-and-wait",
        "Contain and wait",
        "Officers hold a perimeter; the tactical team enters once it has assembled.",
        entry={"rule": "contain-and-wait"},
    ),
    _course(
        "two-officer-entry",
        "Two officers enter",
        "The first two officers on scene form a pair and enter.",
        rows=("R2", "R3"),
    ),
    _course(
        "three-officer-formation",
        "Formation of three",
        "The first three officers form a contact team and enter.",
        entry={"rule": "formation", "officers": 3},
    ),
    _course(
        "four-officer-formation",
        "Formation of four",
        "The first four officers form a contact team and enter.",
        entry={"rule": "formation", "officers": 4},
    ),
    _course(
        "solo-entry",
        "First officer enters alone",
        "Each officer enters on arrival, without waiting for another.",
        entry={"rule": "immediate", "officers": 1},
    ),
    _course(
        "withdraw-and-wait",
        "Withdraw and wait",
        "Two officers enter; when one is hit all pull back until four more have come.",
        after_contact={"rule": "withdraw-and-wait"},
    ),
    _course(
        "stay-outside",
        "Officers stay outside",
        "Officers arrive and do not enter while the attack lasts.",
        entry={"rule": "stay-outside"},
    ),
    _course(
        "hold-and-negotiate",
        "Hold and negotiate",
        "Two officers enter; before a closed room they hold until it ends by itself.",
        barricade={"rule": "hold-and-negotiate"},
    ),
    _course(
        "breach",
        "Breach after half an hour",
        "Two officers enter; before a closed room they hold, and force it after 30 minutes.",
        barricade={"rule": "breach", "after": "30 min"},
    ),
    _course(
        "unarmed-guard",
        "Unarmed guard",
        "An unarmed guard with a radio at a post; two officers enter.",
        on_site=("unarmed-guard",),
    ),
    _course(
        "armed-guard",
        "Armed guard",
        "An armed guard at a post, who may or may not engage; two officers enter.",
        on_site=("armed-guard",),
    ),
    _course(
        "resource-officer",
        "Resource officer",
        "A sworn officer with a radio at a post, who may or may not engage; two officers enter.",
        on_site=("resource-officer",),
    ),
    _course(
        "school-marshal",
        "School marshal",
        "A trained member of staff fetches a weapon and guards a door; two officers enter.",
        on_site=("school-marshal",),
    ),
    _course(
        "armed-bystanders",
        "Armed bystanders",
        "Two armed people among the occupants act at close range; two officers enter.",
        on_site=({"kind": "armed-bystander", "count": 2},),
    ),
    _course(
        "unarmed-resistance",
        "Unarmed resistance",
        "Occupants close by are trained to restrain the attacker; two officers enter.",
        guidance="resist",
    ),
    _course(
        "alarm-button",
        "Alarm button",
        "A button calls the police at once; two officers enter.",
        notice={"alarm_button": True},
    ),
    _course(
        "public-address",
        "Public address",
        "An announcement tells everyone inside; two officers enter.",
        notice={"public_address": True},
    ),
    _course(
        "lockdown",
        "Lockdown",
        "An announcement is made and occupants lock themselves in; two officers enter.",
        notice={"public_address": True},
        guidance="lockdown",
    ),
    _course(
        "run-hide-fight",
        "Run, hide, fight",
        "Occupants are trained to act sooner and not to freeze; two officers enter.",
        guidance="run-hide-fight",
    ),
    _course(
        "classroom-locks",
        "Classroom locks",
        "Every classroom can be locked from inside without a key; two officers enter.",
        building={"lock": {"category": "classroom"}, "lock_delay": "5 s", "without_key": True},
    ),
    _course(
        "rescue-task-force",
        "Rescue task force",
        "Two officers enter; an escorted medical team works where the hazard no longer is.",
        rescue={"rule": "rescue-task-force"},
    ),
    _course(
        "officers-carry-out",
        "Officers carry out",
        "Two officers enter; once the hazard is contained officers bring the wounded out.",
        rescue={"rule": "officers-carry-out"},
    ),
    _course(
        "bystander-aid",
        "Bystander aid",
        "People inside are trained and equipped to stop bleeding; two officers enter.",
        rescue={"bystander_aid": True},
    ),
    _course(
        "hold-until-cleared",
        "Hold until cleared",
        "Two officers enter; care waits until the whole place is cleared.",
        rescue={"rule": "hold-until-cleared"},
    ),
    _course(
        "bleeding-control",
        "Bleeding control",
        "Staff are trained to stop bleeding, and call takers tell how; two officers enter.",
        rescue={"bleeding_control_training": True, "call_taker_instructions": True},
    ),
    _course(
        "joint-rescue",
        "Joint rescue team",
        "Two officers enter; under one command a joint rescue team stands by and goes in at once.",
        rescue={"rule": "rescue-task-force", "joint_standby": True},
    ),
    _course(
        "joint-training",
        "Joint training",
        "Two officers enter; agencies that meet at the door have trained together.",
        agencies={"joint_training": True},
    ),
    _course(
        "unified-command",
        "Unified command",
        "Two officers enter; one command joins the radios of all agencies.",
        agencies={"unified_command": True},
    ),
    _course(
        "gunshot-detection",
        "Gunshot detection",
        "Sensors detect shots, call the police and tell everyone inside; two officers enter.",
        information={"kind": "gunshot-detection", "announces": True},
    ),
    _course(
        "doors-lock-at-alarm",
        "Doors lock at the alarm",
        "A button calls the police and locks every door that can lock; two officers enter.",
        notice={"alarm_button": True, "locks_doors": True},
    ),
    _course(
        "camera-feed",
        "Camera feed",
        "Two officers enter and are told from cameras which space the attacker is in.",
        information="camera-feed",
    ),
    _course(
        "room-reports",
        "Rooms that report",
        "Rooms speak both ways with those who respond; two officers enter.",
        information="room-reports",
    ),
    _course(
        "drone",
        "Drone",
        "A drone is sent with the dispatch and looks in from outside; two officers enter.",
        information="drone",
    ),
)
