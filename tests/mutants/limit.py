"""A plugin of the tests: one that uses more of the processor than it may fails.

Laws are run as written, so a test of whole incidents may take minutes; and a law written wrong may
never end. The processor's time is counted, not the clock's: others run beside it.
"""

import os
import signal

import pytest

LIMIT_S = "MUTANTS_TEST_LIMIT_S"
"""Name of the variable that holds the limit [s]."""


class TooLong(BaseException):
    """A test used more than its time; no law may take it for an error of its own."""


def _stop(*_):
    raise TooLong


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol():
    """Let a test, with all that it sets up, use so much and no more."""
    before = signal.signal(signal.SIGPROF, _stop)
    signal.setitimer(signal.ITIMER_PROF, float(os.environ[LIMIT_S]))
    try:
        return (yield)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0.0)
        signal.signal(signal.SIGPROF, before)
