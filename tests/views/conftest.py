"""What the tests of the views share."""

import pytest

from views.hall import make_comparison


@pytest.fixture(scope="session")
def comparison():
    """Four courses of action in 300 replications."""
    return make_comparison()
