"""A plugin of the tests: one that uses more of the processor than it may ends them all.

Laws are run as written, so a test of whole incidents may take minutes; and a law written wrong may
never end. The processor's time is counted, not the clock's: others run beside it.
"""

import os
import signal
from pathlib import Path

import pytest

LIMIT_S, TOLD = "MUTANTS_TEST_LIMIT_S", "MUTANTS_TOLD"
"""Names of the variables that hold the limit [s], and the file in which such a test is named."""
TOO_LONG = 99
"""What the process ends with then."""


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item):
    """Let a test, with all that it sets up, use so much and no more."""

    def stop(*_):
        # Threads of a run that goes on would be waited for by anything milder.
        Path(os.environ[TOLD]).write_text(item.nodeid)
        os._exit(TOO_LONG)

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, float(os.environ[LIMIT_S]))
    try:
        return (yield)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0.0)
        signal.signal(signal.SIGPROF, before)
