"""All suites: importing them is what declares their checks."""

import re

from reference import imo, iso, nist, own, rimea, rimea_crowds
from reference.suite import CHECKS, IMPOSSIBLE, SUITES, judge

MODULES = (rimea, rimea_crowds, nist, imo, iso, own)


def _place(each):
    """The order of suites, and 2 before 10 within them."""
    return (
        list(SUITES).index(each.suite),
        [int(n) for n in re.findall(r"\d+", each.name)],
        each.name,
    )


CHECKS.sort(key=_place)
IMPOSSIBLE.sort(key=_place)

__all__ = ["CHECKS", "IMPOSSIBLE", "MODULES", "SUITES", "judge"]
