"""Plans in another unit than metres: told once, with the likely unit."""

import numpy as np
import pytest
import shapely
from tests.places import box, faults_of, inner, opening

from asher.floorplan.discs import are_thin, discs_within


def told(*features):
    faults = faults_of(*features)
    return [(fault.severity, f"{fault.where}: {fault.found}; {fault.allowed}") for fault in faults]


def building(one_m, *more):
    """Two rooms with single doors and a double one, drawn with so many units to a metre."""

    def in_unit(*numbers):
        return [number * one_m for number in numbers]

    return [
        box("hall", *in_unit(0, 0, 30, 20)),
        box("office", *in_unit(30, 0, 36, 20)),
        opening("main", in_unit(0, 2), in_unit(0, 4), main_entrance=True),
        opening("back", in_unit(36, 2), in_unit(36, 2.9)),
        inner("between", in_unit(30, 5), in_unit(30, 5.9)),
        *more,
    ]


@pytest.mark.parametrize(
    ("one_m", "unit", "factor", "severity"),
    [
        (3.28084, "feet", "0.3048", "warning"),
        (39.3701, "inches", "0.0254", "error"),
        (100, "centimetres", "0.01", "error"),
        (1000, "millimetres", "0.001", "error"),
    ],
)
def test_a_plan_in_another_unit_is_told_once_with_that_unit(one_m, unit, factor, severity):
    ((found, words),) = told(*building(one_m))
    assert found == severity
    assert "the narrowest of 3 doors is" in words
    assert f"is it in {unit}? Then multiply each coordinate by {factor}" in words


def test_a_plan_in_metres_says_nothing_of_sizes():
    assert told(*building(1)) == []
    # Double doors only.
    wide = opening("main", (0, 2), (0, 4.2), main_entrance=True)
    assert told(box("hall", 0, 0, 60, 40), wide) == []


def test_degrees_of_longitude_and_latitude_are_told_once():
    ((severity, words),) = told(*building(9e-6))
    assert severity == "error"
    assert "degrees of longitude and latitude" in words


def test_single_things_of_a_size_that_none_has_are_warnings_at_their_place():
    front = opening("front", (10, 0), (22, 0))
    gate = opening("gate", (2, 20), (22, 20), category="gate")
    ((severity, words),) = told(*building(1, front, gate))
    assert severity == "warning"
    assert words.startswith("openings[3].geometry: door 'front' is 12.0 m wide")
    assert "at most 8 m; draw a wider way as a gate" in words


def test_rooms_and_storeys_larger_than_any_are_warnings():
    main = opening("main", (0, 2), (0, 4), main_entrance=True)
    large = [box(f"hall {n}", 350 * n, 0, 350 * (n + 1), 400) for n in range(3)]
    doors = [inner(f"door {n}", (350 * n, 5), (350 * n, 6)) for n in (1, 2)]
    found = told(*large, main, *doors)
    assert {severity for severity, _ in found} == {"warning"}
    assert [words for _, words in found if "has 140,000 m2; at most 100,000 m2" in words]
    assert [words for _, words in found if "'ground' has 420,000 m2 of floor" in words]
    assert len(found) == 4


def test_a_plan_of_many_kilometres_is_asked_for_its_unit():
    main = opening("main", (0, 2), (0, 4), main_entrance=True)
    ((severity, words),) = told(box("strip", 0, 0, 4000, 20), main)
    assert severity == "warning"
    assert "4,000 m across" in words


def test_a_disc_that_areas_and_outlines_tell_fits_in():
    rng = np.random.default_rng(0)
    shapes = []
    for _ in range(100):
        blobs = shapely.buffer(shapely.points(rng.uniform(0, 9, (12, 2))), rng.uniform(0.2, 2, 12))
        shapes += [*shapely.get_parts(shapely.union_all(blobs))]
        shapes.append(shapely.box(0, 0, *rng.uniform(0.1, 9, 2)))
    shapes = np.array(shapes)
    assert not shapely.is_empty(shapely.buffer(shapes, -0.99 * discs_within(shapes))).any()
    # Of a square it is more than two fifths of the largest.
    assert discs_within(np.array([shapely.box(0, 0, 4, 4)]))[0] > 0.4 * 2 / 2


def test_shapes_are_thin_that_no_strip_of_the_width_fits_in():
    wide, thin = shapely.box(0, 0, 5, 3), shapely.box(0, 0, 5, 0.3)
    thin_on_the_whole = wide.difference(shapely.box(0.1, 0.1, 4.9, 2.9))
    shapes = np.array([wide, thin, thin_on_the_whole], dtype=object)
    assert are_thin(shapes, 0.4).tolist() == [False, True, True]


def test_a_gap_along_a_whole_floor_names_a_few_of_its_rooms():
    rooms = [box(f"room {at}", 4.2 * at, 0, 4.2 * at + 4, 4) for at in range(12)]
    below = [box(f"cell {at}", 4.2 * at, 4.2, 4.2 * at + 4, 8) for at in range(12)]
    (said,) = [text for _, text in told(*rooms, *below) if "gap" in text]
    assert "and space 'room 5' and 18 more" in said
