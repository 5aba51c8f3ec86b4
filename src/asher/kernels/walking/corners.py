"""The corners of a space: who walks round something walks from one to another of them."""

import math

import numpy as np

from asher.kernels.jit import kernel

from .aims import end_barred_by, find_aim
from .plane import ANY, FREE, KEEP_M, closest_on, is_barred, length_of

SWING_M = 1.5
"""How far people swing out where many turn a corner together [m] (judgement)."""
_SWING_STEP_M = 0.1


@kernel(entry=True)
def swing_out(floor, doors, corner):
    """Draw out each corner's line, along which people round it side by side.

    Parameters
    ----------
    floor, doors
        See `plane.is_barred`.
    corner : ndarray of float64, shape (n_corners, 4)
        On entry the corner and a unit vector away from what stands there. In place: the vector
        becomes the end of the line [m].
    """
    for k in range(corner.shape[0]):
        x, y, dx, dy = corner[k, 0], corner[k, 1], corner[k, 2], corner[k, 3]
        length = 0.0
        while length < SWING_M:
            following = length + _SWING_STEP_M
            end = (x + following * dx, y + following * dy)
            if is_barred(floor, doors, (x, y), end, ANY, KEEP_M):
                break
            length = following
        corner[k, 2], corner[k, 3] = x + length * dx, y + length * dy


@kernel(entry=True)
def link_corners(floor, doors, corner, order, sectors, link):
    """Find the corners to which one can walk straight from each corner of a space.

    Parameters
    ----------
    floor, doors
        See `plane.is_barred`.
    corner : ndarray of float64, shape (n, 4)
        Corners of one space.
    order : ndarray of int32, shape (n, n_order)
        Other corners of each, the nearest first.
    sectors : int
        Only the nearest in each of so many directions is linked, 0 for all.
    link : ndarray of int32, shape (n, n_link)
        In place: the corners linked, -1 after the last.

    Notes
    -----
    With sectors this is a Yao graph among what is visible: it joins whatever can be joined, and
    grows with the number of corners, not with its square.
    """
    for a in range(corner.shape[0]):
        found = 0
        seen = 0
        for k in range(order.shape[1]):
            b = order[a, k]
            if b < 0 or found == link.shape[1]:
                break
            if sectors > 0:
                dx, dy = corner[b, 0] - corner[a, 0], corner[b, 1] - corner[a, 1]
                turn = math.atan2(dy, dx) / (2.0 * math.pi) + 0.5
                bit = 1 << min(int(turn * sectors), sectors - 1)
                if seen & bit:
                    continue
            start, end = (corner[a, 0], corner[a, 1]), (corner[b, 0], corner[b, 1])
            if is_barred(floor, doors, start, end, ANY, KEEP_M):
                continue
            if sectors > 0:
                seen |= bit
            link[a, found] = b
            found += 1
        for k in range(found, link.shape[1]):
            link[a, k] = -1


@kernel(entry=True)
def walk_from_corners(floor, doors, corner, link, leg, heap, walk):
    """Walking distance from each corner of a space to the end of a leg.

    Parameters
    ----------
    floor, doors
        See `plane.is_barred`.
    corner, link
        See `link_corners`; a link holds both ways.
    leg : tuple
        Line to reach, ndarray of float64, shape (4,); unit vector across it, shape (2,); its
        opening, -1 for a place.
    heap : ndarray of float64, shape (n * (n_link + 1) * 2 + 1, 2)
        Scratch.
    walk : ndarray of float32, shape (n,)
        In place [m], inf where there is no way.

    Notes
    -----
    Dijkstra 1959, from the corners that see the end.
    """
    line, across, opening = leg
    size = 0
    for a in range(corner.shape[0]):
        walk[a] = np.inf
        x, y = corner[a, 0], corner[a, 1]
        end = closest_on(x, y, line)
        over = (end[0], end[1], across[0], across[1])
        if end_barred_by(floor, doors, (x, y), over, opening, FREE) == FREE:
            walk[a] = length_of(end[0] - x, end[1] - y)
            size = heap_push(heap, size, float(walk[a]), a)
    while size > 0:
        d, a, size = heap_pop(heap, size)
        if d > walk[a]:
            continue
        for k in range(link.shape[1]):
            b = link[a, k]
            if b < 0:
                break
            through = np.float32(
                d + length_of(corner[b, 0] - corner[a, 0], corner[b, 1] - corner[a, 1])
            )
            if through < walk[b]:
                walk[b] = through
                size = heap_push(heap, size, float(through), b)


@kernel
def heap_push(heap, size, key, value):
    """Put a corner on a binary heap ordered by distance; returns its size. In place: `heap`."""
    heap[size, 0] = key
    heap[size, 1] = value
    child = size
    while child > 0:
        parent = (child - 1) // 2
        if heap[parent, 0] <= heap[child, 0]:
            break
        for k in range(2):
            heap[parent, k], heap[child, k] = heap[child, k], heap[parent, k]
        child = parent
    return size + 1


@kernel
def heap_pop(heap, size):
    """Take the nearest corner off the heap: distance, number, new size. In place: `heap`."""
    key, value = heap[0, 0], heap[0, 1]
    size -= 1
    heap[0, 0], heap[0, 1] = heap[size, 0], heap[size, 1]
    parent = 0
    while True:
        child = 2 * parent + 1
        if child >= size:
            break
        if child + 1 < size and heap[child + 1, 0] < heap[child, 0]:
            child += 1
        if heap[parent, 0] <= heap[child, 0]:
            break
        for k in range(2):
            heap[parent, k], heap[child, k] = heap[child, k], heap[parent, k]
        parent = child
    return key, int(value), size


@kernel(entry=True)
def walk_between_openings(floor, routes, doors):
    """Walking distance from just inside each opening of a space to each of its other openings.

    In place: ``routes.between``.

    Parameters
    ----------
    floor, routes
        See `state`.
    doors : ndarray of uint8, shape (n_openings,)
        Door states; all open.
    """
    for space in range(len(routes.spaces)):
        first, last = routes.spaces.opening_start[space], routes.spaces.opening_stop[space]
        at = routes.spaces.between_start[space]
        for a in range(first, last):
            o = routes.space_opening[a]
            side = 0 if routes.openings.space[o, 0] == space else 1
            line, out = routes.openings.line[o, side], routes.openings.across[o, side]
            x = 0.5 * (line[0] + line[2]) - KEEP_M * out[0]
            y = 0.5 * (line[1] + line[3]) - KEEP_M * out[1]
            for b in range(first, last):
                other = routes.space_opening[b]
                leg = routes.openings.leg[
                    other, 0 if routes.openings.space[other, 0] == space else 1
                ]
                if a != b and routes.spaces.is_open[space] > 0:
                    end = closest_on(x, y, routes.legs.line[leg])
                    routes.between[at] = length_of(end[0] - x, end[1] - y)
                elif a != b:
                    _, way, _ = find_aim(floor, routes, doors, leg, x, y, FREE)
                    routes.between[at] = way
                at += 1
