"""Longitude and latitude as local metres: known lengths, and there and back."""

import numpy as np
import pytest

from asher.floorplan.importers._degrees import Plane, from_web_mercator


@pytest.mark.parametrize(
    ("latitude", "meridian_m", "parallel_m"),
    # Lengths of a degree on the ellipsoid WGS 84, as tables of geodesy have them.
    [(0.001, 110_574.3, 111_319.5), (45, 111_131.8, 78_846.8), (60, 111_412.3, 55_800.0)],
)
def test_lengths_of_a_degree(latitude, meridian_m, parallel_m):
    step = 1e-3
    plane = Plane(7.0, latitude)
    east, north = plane.metres([[7.0 + step, latitude], [7.0, latitude + step]])
    assert east[0] / step == pytest.approx(parallel_m, rel=2e-5)
    assert north[1] / step == pytest.approx(meridian_m, rel=2e-5)


def ellipsoid_m(one, other):
    """Straight distance through the earth, which over a kilometre is that on it."""
    a, f = 6_378_137.0, 1 / 298.257223563
    square = f * (2 - f)

    def point(degrees):
        east, north = np.radians(degrees)
        radius = a / np.sqrt(1 - square * np.sin(north) ** 2)
        return radius * np.array(
            [
                np.cos(north) * np.cos(east),
                np.cos(north) * np.sin(east),
                (1 - square) * np.sin(north),
            ]
        )

    return np.linalg.norm(point(one) - point(other))


@pytest.mark.parametrize("latitude", [-54.8, -1.3, 0.0, 51.05, 69.65, 85.0])
def test_distances_over_a_kilometre_are_right_to_a_millimetre(latitude):
    plane = Plane(13.7, latitude)
    corners = plane.degrees([[-500, -500], [500, 400], [-300, 450], [0, 0]])
    flat = plane.metres(corners)
    for i in range(4):
        for j in range(i):
            found = np.hypot(*(flat[i] - flat[j]))
            assert found == pytest.approx(ellipsoid_m(corners[i], corners[j]), abs=1e-3)


@pytest.mark.parametrize("latitude", [-54.8, 0.0, 51.05, 69.65])
def test_there_and_back(latitude):
    plane = Plane(-77.0, latitude)
    metres = np.array([[0.0, 0.0], [123.456, -78.9], [-10_000, 10_000], [50_000, 1]])
    assert plane.metres(plane.degrees(metres)) == pytest.approx(metres, abs=1e-5)


def test_the_plane_about_points_lies_in_their_middle():
    plane = Plane.about([[10, 50], [10.002, 50.001]])
    assert plane.place == pytest.approx([10.001, 50.0005])
    assert np.abs(plane.metres([[10, 50], [10.002, 50.001]]).sum(axis=0)).max() < 0.01


def test_web_mercator():
    # The corner of the world map, and a point of which both are published (EPSG registry).
    assert from_web_mercator([[20037508.342789, 0]]) == pytest.approx(np.array([[180.0, 0.0]]))
    found = from_web_mercator([[-11169055.58, 2800000.00]])
    assert found == pytest.approx(np.array([[-100.333333, 24.381787]]), abs=1e-6)
