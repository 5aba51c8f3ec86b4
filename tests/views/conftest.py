"""What the tests of the views share."""

import pytest

from asher.simulation import recording as recording_module
from asher.views.section import Figure
from views.hall import fake_record, make_comparison


@pytest.fixture(scope="session")
def comparison():
    """Four courses of action in 300 replications."""
    return make_comparison()


@pytest.fixture
def undrawn(monkeypatch):
    """Pages whose pictures are empty, for tests that read words and tables alone."""

    def drawn(figure, step):
        for _ in range(figure.count):
            step()
        return {"caption": figure.caption, "pairs": [("<svg></svg>", "<svg></svg>")]}

    monkeypatch.setattr(Figure, "drawn", drawn)


@pytest.fixture
def fake_recordings(monkeypatch):
    """Recordings that take no time."""
    monkeypatch.setattr(recording_module, "record", fake_record, raising=False)
