"""What is printed needs libraries of the system, which a machine may lack."""

import pytest


def _prints():
    try:
        import weasyprint  # noqa: F401
    except (ImportError, OSError):
        return False
    return True


printed = pytest.mark.skipif(
    not _prints(), reason="weasyprint finds no pango here (apt-get install libpangoft2-1.0-0)"
)
