"""Longitude and latitude as local metres, and back: the plane that touches the earth at a place."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["Plane", "from_web_mercator"]

# WGS 84: half axis [m] and flattening.
_AXIS_M, _FLATTENING = 6_378_137.0, 1 / 298.257223563
_SQUARE = _FLATTENING * (2 - _FLATTENING)
_ROUNDS = 6

Points = NDArray[np.float64]


class Plane:
    """Metres to the east and to the north of a place.

    Parameters
    ----------
    longitude, latitude : float
        The place [degrees].

    Notes
    -----
    Points of the ellipsoid are dropped onto the plane that touches it at the place: over a
    kilometre distances are right to a tenth of a millimetre, over ten to a centimetre.
    """

    def __init__(self, longitude: float, latitude: float) -> None:
        self.place = np.array([longitude, latitude], dtype=float)
        east, north = np.radians(self.place)
        self._origin = _earth(self.place)
        self._axes = np.array(
            [
                [-np.sin(east), np.cos(east), 0.0],
                [-np.sin(north) * np.cos(east), -np.sin(north) * np.sin(east), np.cos(north)],
            ]
        )

    @classmethod
    def about(cls, degrees: ArrayLike) -> Plane:
        """The plane about the middle of points given as longitude and latitude."""
        points = np.asarray(degrees, dtype=float).reshape(-1, 2)
        longitude, latitude = (points.min(axis=0) + points.max(axis=0)) / 2
        return cls(float(longitude), float(latitude))

    def metres(self, degrees: ArrayLike) -> Points:
        """Turn longitudes and latitudes, shape (n, 2), into metres."""
        found: Points = (_earth(degrees) - self._origin) @ self._axes.T
        return found

    def degrees(self, metres: ArrayLike) -> Points:
        """Turn metres, shape (n, 2), into longitudes and latitudes."""
        wanted = np.asarray(metres, dtype=float).reshape(-1, 2)
        found = np.tile(self.place, (len(wanted), 1))
        for _ in range(_ROUNDS):
            miss = wanted - self.metres(found)
            north = np.radians(found[:, 1])
            bend = 1 - _SQUARE * np.sin(north) ** 2
            along = _AXIS_M * (1 - _SQUARE) / bend**1.5
            around = _AXIS_M / np.sqrt(bend) * np.cos(north)
            found += np.degrees(np.stack([miss[:, 0] / around, miss[:, 1] / along], axis=1))
        return found


def _earth(degrees: ArrayLike) -> Points:
    """Points of the ellipsoid [m] in axes that turn with the earth."""
    east, north = np.radians(np.asarray(degrees, dtype=float)).T
    radius = _AXIS_M / np.sqrt(1 - _SQUARE * np.sin(north) ** 2)
    level = radius * np.cos(north)
    up = radius * (1 - _SQUARE) * np.sin(north)
    return np.stack([level * np.cos(east), level * np.sin(east), up], axis=-1)


def from_web_mercator(metres: ArrayLike) -> Points:
    """Turn coordinates of EPSG:3857, in which web maps are drawn, into longitudes and latitudes."""
    east, north = np.asarray(metres, dtype=float).T / _AXIS_M
    latitude = 2 * np.arctan(np.exp(np.clip(north, -np.pi, np.pi))) - np.pi / 2
    found: Points = np.degrees(np.stack([east, latitude], axis=-1))
    return found
