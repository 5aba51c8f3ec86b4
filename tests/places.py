"""Small plans, drills and attacks, written as a plan file and a scenario file would have them."""

from asher.errors import FloorplanError
from asher.floorplan import find_faults, parse_floorplan
from asher.scenario import Scenario

RUN = {"run": 1, "hide": 0, "resist": 0, "freeze": 0}
HIDE = {"run": 0, "hide": 1, "resist": 0, "freeze": 0}
FREEZE = {"run": 0, "hide": 0, "resist": 0, "freeze": 1}
NOBODY_TELLS = {f"word_by_{way}_per_min": 0 for way in ("voice", "telephone", "staff")}


def _feature(kind, name, shape, coordinates, **properties):
    geometry = None if shape is None else {"type": shape, "coordinates": coordinates}
    return {
        "type": "Feature",
        "properties": {"kind": kind, "name": name, **properties},
        "geometry": geometry,
    }


def _ring(*points):
    return [[*map(list, points), list(points[0])]]


def box(name, x0, y0, x1, y1, **properties):
    """A rectangular space."""
    corners = ((x0, y0), (x1, y0), (x1, y1), (x0, y1))
    return space(name, *corners, **properties)


def space(name, *corners, **properties):
    """A space of any outline."""
    properties = {"level": "ground", "category": "room", **properties}
    return _feature("space", name, "Polygon", _ring(*corners), **properties)


def opening(name, start, end, **properties):
    """A door to the outside, unless the properties say otherwise."""
    properties = {"level": "ground", "category": "door", "exterior": True, **properties}
    return _feature("opening", name, "LineString", [list(start), list(end)], **properties)


def inner(name, start, end, **properties):
    """A door between two spaces."""
    return opening(name, start, end, **{"exterior": False, **properties})


def wall(start, end):
    """A partition inside a space."""
    feature = _feature("wall", "", "LineString", [list(start), list(end)], level="ground")
    del feature["properties"]["name"]
    return feature


def obstacle(name, x0, y0, x1, y1, *, see_over):
    """A rectangular obstacle."""
    ring = _ring((x0, y0), (x1, y0), (x1, y1), (x0, y1))
    height = 1.0 if see_over else 2.5
    return _feature(
        "obstacle", name, "Polygon", ring, level="ground", height_m=height, see_over=see_over
    )


def zone(name, x0, y0, x1, y1):
    """Where people may start."""
    ring = _ring((x0, y0), (x1, y0), (x1, y1), (x0, y1))
    return _feature("zone", name, "Polygon", ring, level="ground", category="spawn")


def level(name, ordinal):
    """Another level than the ground."""
    return _feature("level", name, None, None, ordinal=ordinal, elevation_m=3.0 * ordinal)


def plan(*features):
    """A plan of one level."""
    ground = _feature("level", "ground", None, None, ordinal=0, elevation_m=0)
    return building_of(ground, *features)


def faults_of(*features):
    """Every fault of a plan, whether it can be used or not."""
    try:
        return find_faults(plan(*features))
    except FloorplanError as error:
        return error.faults


def building_of(*features):
    """A plan of levels and what stands on them."""
    return parse_floorplan(document_of(*features))


def document_of(*features):
    """The same as its file has it, not yet checked."""
    return {
        "type": "FeatureCollection",
        "title": "A plan for a test",
        "units": "m",
        "schematic": True,
        "source": "drawn for a test",
        "features": list(features),
    }


def mirrored(floorplan):
    """The same plan seen in a mirror: x becomes -x."""
    return mapped(floorplan, lambda x, y: [-x, y])


def mapped(floorplan, place):
    """The same plan with every point where a function of x and y puts it."""

    def turned(value):
        if isinstance(value, list) and value and isinstance(value[0], int | float):
            return place(*value)
        return [turned(item) for item in value]

    document = floorplan.to_geojson()
    for feature in document["features"]:
        if feature["geometry"] is not None:
            feature["geometry"]["coordinates"] = turned(feature["geometry"]["coordinates"])
    return parse_floorplan(document)


def group(count, **changes):
    """Occupants who leave at once, at one speed, and know every exit."""
    return {
        "count": count,
        "walking_speed_m_s": 1.34,
        "walking_speed_sd_m_s": 0.0,
        "pre_movement": "0 s",
        "response": RUN,
        "familiar_share": 1,
    } | changes


def frozen(count=60, **changes):
    """A crowd in sight who stay where they are until long after the attack."""
    return group(
        count, **{"within": "crowd", "response": FREEZE, "pre_movement": "50 min"} | changes
    )


def met(within, **changes):
    """Somebody in sight of the entrance, where the attack begins then, who stays there."""
    stays = {"response": FREEZE, "pre_movement": "3 h"}
    return group(1, **({"name": "met", "within": within} | stays | changes))


def met_and_gone(within):
    """The same of somebody who leaves at once."""
    return met(within, response=RUN, pre_movement="0 s")


def people_at(places, **changes):
    """Occupants in stated places."""
    return group(len(places), **changes) | {"at_m": [list(place) for place in places]}


def drill(floorplan, *groups, **changes):
    """An evacuation without a hazard."""
    return Scenario.model_validate(
        {
            "title": "A drill",
            "plan": "test",
            "floorplan": floorplan,
            "occupants": list(groups),
            "courses_of_action": ["stay-outside"],
            "horizon": "30 min",
        }
        | changes
    )


# Every clock of the response is certain, and all officers arrive at 60 s.
RESPONSE = {
    "recognition": "0 s",
    "call": "30 s",
    "call_from_outside": "30 s",
    "answer": "0 s",
    "dispatch": "0 s",
    "travel": "30 s",
    "next_officer": "0 s",
    "forming": "10 s",
    "tactical_team": "10 min",
    "care_round": "30 s",
}


def attack(floorplan, *groups, hazard=(), response=(), officer=(), **changes):
    """An attack with a steady rate, over after two minutes unless police end it."""
    return Scenario.model_validate(
        {
            "title": "An attack",
            "plan": "test",
            "floorplan": floorplan,
            "occupants": list(groups),
            "hazard": {
                "profile": "national",
                "casualty_rate_per_min": 6.0,
                "casualty_rate_log_sd": 0.0,
                "casualty_at_once_share": 0,
                "half_rate_in_sight": 0,
                "exchange_suicide_per_min": 0,
                "duration": "2 min",
                "restrained_share": 0,
                "ending_shares": {"left": 0, "suicide": 1, "remains": 0},
                **dict(hazard),
            },
            "response": {**RESPONSE, **dict(response), "officer": dict(officer)},
            "courses_of_action": ["two-officer-entry"],
            "horizon": "1 h",
        }
        | changes
    )


def wide_hall():
    """A hall of 30 m x 20 m that is seen from end to end, a crowd in its middle."""
    return plan(
        box("hall", 0, 0, 30, 20, category="lobby"),
        opening("main entrance", (0, 9), (0, 11), main_entrance=True),
        opening("back door", (30, 9), (30, 11)),
        zone("crowd", 6, 2, 28, 18),
    )


FIGHTS = {"suicide": 0, "surrenders": 0, "subdued": 0, "fights": 1, "barricades": 0}


def exchange_of_fire(people, *, hazard=(), officer=(), **changes):
    """A crowd that stays in the wide hall, and an attacker there who fights whoever comes."""
    return attack(
        wide_hall(),
        group(people, within="crowd", response=FREEZE, pre_movement="10 h"),
        hazard={"dwell": "10 h", "entry": "back door", "on_contact": FIGHTS, **dict(hazard)},
        officer={"contact_range_m": 60, **dict(officer)},
        horizon="4 h",
        **changes,
    )


def lasting_exchange(*courses, hazard=(), officer=()):
    """The same, with officers who come one after the other, enter by twos and seldom hit."""
    terms = {"casualty_rate_per_min": 1.0, "duration": "3 h", "turns_to_responders_share": 0}
    return exchange_of_fire(
        40,
        hazard=terms | dict(hazard),
        response={"next_officer": "20 s", "tactical_team_size": 0, "officers": 6},
        officer={"hit_chance": 0.1, "hit_chance_under_fire": 0.1, **dict(officer)},
        courses_of_action=[
            {"name": f"c{k}", "based_on": "two-officer-entry", **each}
            for k, each in enumerate(courses or ({},))
        ],
    )


def hall_with(*beside, length=20, west=(3.3, 4.7), east=(3.5, 4.5)):
    """A hall 8 m deep with the main entrance in the west and a back door in the east, and more."""
    return plan(
        box("hall", 0, 0, length, 8, category="lobby"),
        opening("main entrance", (0, west[0]), (0, west[1]), main_entrance=True),
        opening("back door", (length, east[0]), (length, east[1])),
        *beside,
    )


def in_a_row(*spaces, doors, beside=(), out="back door"):
    """Spaces from the main entrance eastwards to another exit, a door of 1 m between each two."""
    ends = [max(x for x, _ in space["geometry"]["coordinates"][0]) for space in spaces]
    return plan(
        *spaces,
        opening("main entrance", (0, 3.3), (0, 4.7), main_entrance=True),
        opening(out, (ends[-1], 3.5), (ends[-1], 4.5)),
        *(inner(door, (x, 3.5), (x, 4.5)) for door, x in zip(doors, ends[:-1], strict=True)),
        *beside,
    )


def offices(*more, **door):
    """A hall with two offices that lock, a store that does not, two exits at its ends, and more."""
    lock = {"lockable": True, "lock_delay_s": 4.0} | door
    return hall_with(
        box("west office", 0, 8, 6, 12, category="office"),
        box("store", 6, 8, 10, 12, category="storage"),
        box("east office", 10, 8, 16, 12, category="office"),
        inner("west door", (2.5, 8), (3.5, 8), **lock),
        inner("store door", (7.5, 8), (8.5, 8)),
        inner("east door", (12.5, 8), (13.5, 8), **lock),
        zone("crowd", 2, 1, 14, 7),
        *more,
        length=16,
    )


def post(name, x0, y0, x1, y1):
    """Where somebody on site stands."""
    feature = zone(name, x0, y0, x1, y1)
    feature["properties"]["category"] = "post"
    return feature
