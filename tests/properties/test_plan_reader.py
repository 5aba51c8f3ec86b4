"""Plan reader: what is written is read back equal, and no damage to a file gives a traceback."""

import copy
import json
from itertools import accumulate, pairwise

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from asher.errors import FloorplanError
from asher.floorplan import connect, find_faults, parse_floorplan, read_floorplan, shipped_plans
from properties.within import parent_of, paths

QUICK = settings(max_examples=30, deadline=None)
PLANS = {
    name: json.loads(path.read_text(encoding="utf-8"))
    for name, path in shipped_plans().items()
    if name != "borderline"
}
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["door", "ground", "space", "Polygon", "Feature", "m", 10**400]),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=6,
)


@st.composite
def rows_of_rooms(draw):
    """A row of rooms with a door in every partition and one outside."""
    widths = draw(st.lists(st.floats(1.0, 30.0).map(lambda w: round(w, 3)), min_size=1, max_size=6))
    depth = round(draw(st.floats(2.0, 20.0)), 3)
    # With wider doors only the plan is asked for its unit.
    width = round(draw(st.floats(0.6, min(2.2, depth - 1.0))), 3)
    start = draw(st.floats(-1000.0, 1000.0))
    edges = [start, *(start + edge for edge in accumulate(widths))]
    names = draw(
        st.lists(
            st.text("abcdefgh äß'-", min_size=3, max_size=12).filter(
                lambda name: name == name.strip()
            ),
            min_size=len(widths),
            max_size=len(widths),
            unique=True,
        )
    )
    spaces = [
        {"kind": "space", "name": name, "level": "ground", "category": "room", "capacity": draw(
            st.none() | st.integers(0, 500))}
        for name in names
    ]  # fmt: skip
    rings = [
        [[[left, 0], [right, 0], [right, depth], [left, depth], [left, 0]]]
        for left, right in pairwise(edges)
    ]
    doors = [
        {"kind": "opening", "name": f"door {i}", "level": "ground", "category": "door",
         "exterior": i == 0, "main_entrance": i == 0, "lockable": draw(st.booleans()),
         "lock_delay_s": draw(st.floats(0, 60))}
        for i in range(len(widths))
    ]  # fmt: skip
    lines = [[[edge, 0.5], [edge, 0.5 + width]] for edge in edges[:-1]]
    level = {
        "kind": "level",
        "name": "ground",
        "ordinal": 0,
        "elevation_m": draw(st.floats(-50, 50)),
    }
    parts = [(level, None, None)]
    parts += [(space, "Polygon", ring) for space, ring in zip(spaces, rings, strict=True)]
    parts += [(door, "LineString", line) for door, line in zip(doors, lines, strict=True)]
    features = [
        {"type": "Feature", "properties": {k: v for k, v in properties.items() if v is not None},
         "geometry": None if kind is None else {"type": kind, "coordinates": coordinates}}
        for properties, kind, coordinates in draw(st.permutations(parts))
    ]  # fmt: skip
    heading = {
        "title": "A row of rooms",
        "units": "m",
        "schematic": True,
        "source": "drawn at random",
    }
    return {"type": "FeatureCollection", **heading, "features": features}


@QUICK
@given(rows_of_rooms())
def test_what_is_written_is_read_back_equal(plan):
    read = parse_floorplan(plan)
    again = parse_floorplan(json.loads(json.dumps(read.to_geojson())))
    assert again == read
    assert again.digest == read.digest
    assert find_faults(read) == []


@QUICK
@given(rows_of_rooms())
def test_walls_are_the_boundaries_less_the_doors(plan):
    read = parse_floorplan(plan)
    segments = connect(read).wall_segments
    length = np.hypot(*(segments[:, 2:] - segments[:, :2]).T).sum()
    spaces = [space.shape for space in read.spaces]
    depth = spaces[0].bounds[3]
    boundary = sum(shape.length for shape in spaces) - depth * (len(spaces) - 1)
    assert length == pytest.approx(boundary - sum(o.width_m for o in read.openings), abs=1e-6)


@QUICK
@given(rows_of_rooms())
def test_every_room_is_joined_to_the_next(plan):
    read = parse_floorplan(plan)
    order = np.argsort([space.shape.bounds[0] for space in read.spaces])
    expected = {frozenset(map(int, pair)) for pair in pairwise([-1, *order])}
    assert {frozenset(pair) for pair in connect(read).opening_spaces.tolist()} == expected


@st.composite
def damaged_plans(draw):
    """A good plan in which a few values were lost, replaced, doubled or misspelt."""
    plan = copy.deepcopy(draw(st.sampled_from(list(PLANS.values()))))
    for _ in range(draw(st.integers(1, 4))):
        keys = draw(st.sampled_from([keys for keys in paths(plan) if keys] or [()]))
        if not keys:
            break
        parent, last = parent_of(plan, keys), keys[-1]
        deed = draw(st.sampled_from(["lose", "replace", "double", "misspell", "shift"]))
        value = parent[last]
        if deed == "lose":
            del parent[last]
        elif deed == "replace":
            parent[last] = draw(VALUES)
        elif deed == "double" and isinstance(parent, list):
            parent.insert(last, copy.deepcopy(value))
        elif deed == "misspell" and isinstance(parent, dict):
            parent[draw(st.text(max_size=6)) + last] = parent.pop(last)
        elif deed == "shift" and isinstance(value, int | float) and not isinstance(value, bool):
            parent[last] = value + draw(st.floats(-20, 20))
    return plan


def read_or_refused(read, source):
    try:
        return read(source), ()
    except FloorplanError as error:
        return None, error.faults


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(damaged_plans())
def test_a_damaged_plan_is_read_or_refused_with_places(plan):
    read, faults = read_or_refused(parse_floorplan, plan)
    assert (read is None) == bool(faults)
    lines = json.dumps(plan, indent=1).splitlines()
    for fault in faults:
        assert 1 <= fault.line <= len(lines)
        assert 1 <= fault.column <= len(lines[fault.line - 1])
        assert str(fault).isprintable()
    if read is not None:
        assert parse_floorplan(read.to_geojson()) == read
        connect(read)


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_a_damaged_file_is_read_or_refused(tmp_path_factory, data):
    raw = bytearray(shipped_plans()["door-queue"].read_bytes())
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(raw) - 1))
        end = data.draw(st.integers(start, min(len(raw), start + 20)))
        raw[start:end] = data.draw(st.binary(max_size=6))
    path = tmp_path_factory.getbasetemp() / "damaged.plan.json"
    path.write_bytes(raw)
    _, faults = read_or_refused(read_floorplan, path)
    assert all(fault.file == str(path) for fault in faults)
