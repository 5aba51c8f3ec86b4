"""What recordings show: who crossed a wall, how dense a crowd was, how fast it walked."""

import numpy as np

from asher.floorplan import connect
from asher.simulation.recording import Frames, record


def record_drill(scenario, *, replication=0, interval_s=0.25):
    """Record the first course of action of a scenario."""
    course = scenario.courses_of_action[0].name
    return record(scenario, course=course, replication=replication, frames=Frames(interval_s))


def find_wall_crossings(film, floorplan):
    """Steps between frames, on one level, that cross a wall: (frame, person) pairs.

    Frames of one tick (0.25 s) apart: at walking speed nobody gets round the end of a wall and back
    onto its other side between two of them, except by cutting a corner by a few centimetres, for
    which the ends of every wall are shortened by 0.1 m.
    """
    topology = connect(floorplan)
    walls = np.asarray(topology.wall_segments, dtype=float)
    length = np.hypot(walls[:, 2] - walls[:, 0], walls[:, 3] - walls[:, 1])
    keep = length > 0.25
    walls, length = walls[keep], length[keep]
    levels = np.asarray(topology.wall_levels)[keep]
    trim = 0.1 * (walls[:, 2:] - walls[:, :2]) / length[:, None]
    a, b = walls[:, :2] + trim, walls[:, 2:] - trim
    found = []
    for frame in range(1, len(film.times_s)):
        before, after = film.positions_m[frame - 1].astype(float), film.positions_m[frame]
        same = (film.level[frame - 1] == film.level[frame]) & (film.level[frame] >= 0)
        moved = same & (np.abs(after - before).sum(axis=1) > 1e-6)
        people = np.flatnonzero(moved)
        p, q = before[people][:, None], after[people].astype(float)[:, None]
        here = levels == film.level[frame, people][:, None]
        crossed = np.any(here & _do_cross(p, q, a, b), axis=1)
        found += [(frame, int(person)) for person in people[crossed]]
    return found


def _do_cross(p, q, a, b):
    def side(u, v, w):
        return (v[..., 0] - u[..., 0]) * (w[..., 1] - u[..., 1]) - (v[..., 1] - u[..., 1]) * (
            w[..., 0] - u[..., 0]
        )

    return (side(p, q, a) * side(p, q, b) < 0) & (side(a, b, p) * side(a, b, q) < 0)


def count_within(film, frame, x0, y0, x1, y1):
    """How many people on the floor stand in a rectangle."""
    x, y = film.positions_m[frame, :, 0], film.positions_m[frame, :, 1]
    here = np.isin(film.status[frame], (1, 2, 3))
    return int(np.count_nonzero(here & (x >= x0) & (x < x1) & (y >= y0) & (y < y1)))
