"""A small comparison with recordings, drawn from one seed, so that views are tested without runs."""

import pytest

from views.hall import make_comparison


@pytest.fixture(scope="session")
def comparison():
    """Four courses of action in 300 replications."""
    return make_comparison()
