"""A law is compiled once, and only the entries have machine code of their own."""

import numpy as np
import pytest

pytest.importorskip("numba")
from numba.core import config
from numba.core.caching import NullCache

from asher.kernels.codes import Status
from asher.kernels.jit import kernel

pytestmark = pytest.mark.skipif(config.DISABLE_JIT, reason="nothing is compiled")


@kernel
def doubled(number):
    return 2 * number


@kernel
def counted(pair):
    return doubled(pair[0]) + doubled(pair[1])


@kernel(entry=True)
def in_many_ways(narrow, number):
    total = doubled(narrow[0]) + doubled(3) + doubled(Status.MOVING) + doubled(number)
    return total + counted((narrow[0], 1)) + counted((number, number))


# Read back from an earlier run, it would be compiled by nobody.
for law in (doubled, counted, in_many_ways):
    law._cache = NullCache()


def test_a_law_is_compiled_once_for_all_whole_numbers_and_gives_what_python_gives():
    """Narrow numbers, constants and codes are one kind; a second compilation would be told."""
    narrow = np.array([5], dtype=np.int32)
    assert in_many_ways(narrow, 7) == 2 * (5 + 3 + 2 + 7) + 2 * (5 + 1) + 2 * (7 + 7)
    assert len(doubled.overloads) == 1
    assert len(counted.overloads) == 1


def test_a_law_that_python_never_calls_has_no_machine_code_of_its_own():
    in_many_ways(np.array([5], dtype=np.int32), 7)
    (inner,), (entry,) = doubled.overloads.values(), in_many_ways.overloads.values()
    assert not inner.library.codegen._engine.is_symbol_defined(inner.fndesc.llvm_func_name)
    assert entry.library.codegen._engine.is_symbol_defined(entry.fndesc.llvm_func_name)
