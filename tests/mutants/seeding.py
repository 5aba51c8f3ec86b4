"""How many mutants of what, and those that once survived."""

from mutants.sites import Mutant

SHARES = {"kernels": 42, "comparison": 18, "calibration": 14}
"""Mutants of each room: about one for every 150 lines."""
KNOWN = (
    ("kernels/incident/encounter.py", "find_contact", "i = first + r", "i = first - r"),
    (
        "kernels/incident/care.py", "attend",
        "comes = max(helpers", "comes = min(helpers",
    ),
    (
        "kernels/incident/response.py", "is_acting",
        "i = first_responder(incident) + r", "i = first_responder(incident) - r",
    ),
    (
        "kernels/population_exposure.py", "time_of_exposure",
        "exposure <= curve[m] or m == last", "exposure <= curve[m] and m == last",
    ),
    (
        "comparison/notebook.py", "comparison_html",
        '" [s]" if metric.unit == "s"', '" [min]" if metric.unit == "s"',
    ),
)  # fmt: skip
"""Module, function, what stands there, what stood there when no test noticed (November 2026)."""


def find_known(source):
    """Those that once survived, as mutants."""
    found = []
    for name, function, was, put in KNOWN:
        path = source / name
        text = path.read_text()
        at = text.index(was, text.index(f"def {function}("))
        start = len(text[:at].encode())
        line = text[:at].count("\n") + 1
        stop = start + len(was.encode())
        found.append(Mutant(path, function, "known", line, start, stop, put))
    return found
