"""Records handed from law to law by their address: the values are those that Python reads."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
import pytest

from asher.kernels.jit import kernel

numba = pytest.importorskip("numba")


class Part(NamedTuple):
    """More fields than are handed over one by one, of several sizes in bytes."""

    flag: bool
    small: int
    values: np.ndarray
    counts: np.ndarray
    scale: float


class Whole(NamedTuple):
    """Two parts that differ in their values alone, and what stands between them."""

    first: Part
    between: bool
    second: Part
    table: np.ndarray


def weigh_as_python(part, k):
    return part.scale * part.values[k] + part.counts[k] + (100.0 if part.flag else part.small)


@kernel
def weigh(part, k):
    """Weigh one value of a part."""
    return part.scale * part.values[k] + part.counts[k] + (100.0 if part.flag else part.small)


@kernel
def weigh_both(whole, k):
    """Weigh a value of both parts, and write to an array of the record."""
    whole.table[k, 0] = weigh(whole.first, k)
    held = whole.second
    if whole.between:
        return weigh(held, k)
    return -weigh(held, k)


@kernel(entry=True)
def weigh_all(whole, out):
    """Weigh every value, by parts that are chosen anew each time and by one that is made here."""
    part, before = whole.first, whole.second
    for k in range(len(out)):
        out[k, 0] = weigh_both(whole, k)
        out[k, 1] = weigh(part, k)
        out[k, 2] = weigh(before, k)
        before = part
        part = whole.first if k % 3 == 0 else whole.second
        made = Part(not part.flag, k, part.values, whole.first.counts, part.scale + k)
        out[k, 3] = weigh(made, k)


@pytest.mark.parametrize("between", [True, False])
def test_fields_are_read_as_python_reads_them(between):
    draw = np.random.default_rng(1)
    n = 7
    parts = [
        Part(flag, small, draw.normal(size=n), draw.integers(0, 9, n), scale)
        for flag, small, scale in ((True, 3, 2.0), (False, -5, 0.5))
    ]
    whole = Whole(parts[0], between, parts[1], np.zeros((n, 2)))
    found = np.zeros((n, 4))
    weigh_all(whole, found)
    part, before = parts
    for k in range(n):
        second = weigh_as_python(parts[1], k)
        assert whole.table[k, 0] == weigh_as_python(parts[0], k)
        assert found[k, 0] == (second if between else -second)
        assert found[k, 1] == weigh_as_python(part, k)
        assert found[k, 2] == weigh_as_python(before, k)
        before = part
        part = parts[0] if k % 3 == 0 else parts[1]
        made = SimpleNamespace(
            flag=not part.flag, small=k, values=part.values, counts=parts[0].counts,
            scale=part.scale + k,
        )  # fmt: skip
        assert found[k, 3] == weigh_as_python(made, k)
