"""Fixtures and guards that every test shares."""

import gc
import os
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings

from fakes import fake_scenario

# No example is judged by the clock: others run beside it.
settings.register_profile("beside", deadline=None)
settings.load_profile("beside")
# Looking for garbage among all that was collected took a tenth of the time.
gc.set_threshold(50_000, 20, 20)


def pytest_collection_finish():
    """Leave what was collected out of every later look for garbage."""
    gc.collect()
    gc.freeze()


_CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


def pytest_collection_modifyitems(config, items):
    """Deselect browser tests where there is no browser, and leave a reason to print."""
    if any(shutil.which(name) for name in _CHROMIUM):
        return
    away = [item for item in items if item.get_closest_marker("browser")]
    if away:
        config.hook.pytest_deselected(items=away)
        items[:] = [item for item in items if item not in away]
        config.stash[_AWAY] = len(away)


_AWAY = pytest.StashKey[int]()
# By pytest, and by the library that limits the threads of matrices, as it is imported.
_SET_BY_OTHERS = {"PYTEST_CURRENT_TEST", "KMP_DUPLICATE_LIB_OK"}


def pytest_terminal_summary(terminalreporter, config):
    """Print why browser tests did not run."""
    away = config.stash.get(_AWAY, 0)
    if away:
        terminalreporter.write_line(
            f"{away} browser tests deselected: no chromium found (apt-get install chromium)",
            yellow=True,
        )


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem):
    """Fail a test that leaves the shared random state, folder or environment changed."""
    # A hook, not a fixture: pytest-randomly seeds anew between the phases of a test.
    state, folder, environment = _random_state(), Path.cwd(), dict(os.environ)
    result = yield
    assert _random_state() == state, "the test drew from, or seeded, numpy's global random state"
    if not {"monkeypatch"} & set(pyfuncitem.fixturenames):
        assert Path.cwd() == folder, "the test left another working folder"
        changed = {
            name
            for name in {*environment, *os.environ} - _SET_BY_OTHERS
            if environment.get(name) != os.environ.get(name)
        }
        assert not changed, f"the test left changed: {', '.join(sorted(changed))}"
    return result


def _random_state():
    state = np.random.get_state(legacy=False)["state"]  # noqa: NPY002
    return state["key"].tobytes(), state["pos"]


@pytest.fixture
def race():
    """A scenario of three courses of action that needs no floor plan."""
    return fake_scenario()
