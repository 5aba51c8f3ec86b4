"""Things that are joined form one group, whether scipy is worth its import or not."""

import numpy as np
import pytest

from asher.floorplan import near


@pytest.mark.parametrize("n_pairs", [0, 1, 30, 60, 200])
def test_few_things_form_the_same_groups_as_many(n_pairs, monkeypatch):
    draw = np.random.default_rng(n_pairs)
    pairs = draw.integers(0, 60, (n_pairs, 2))
    few = near.groups(pairs, 60)
    monkeypatch.setattr(near, "_FEW", 0)
    many = near.groups(pairs, 60)
    assert few[0] == many[0]
    assert few[1].tolist() == many[1].tolist()
    assert (few[1][pairs[:, 0]] == few[1][pairs[:, 1]]).all()


def test_no_things_form_no_group():
    count, group = near.groups(np.empty((0, 2), np.int64), 0)
    assert count == 0
    assert group.tolist() == []
