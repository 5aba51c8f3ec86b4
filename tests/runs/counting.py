"""A study whose items are plain numbers, and ways to die in the middle of one."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np


@dataclass(frozen=True)
class Counting:
    """Item i is a draw from a stream of its own; `ran` notes what was run, in any process."""

    ran: Path | None = None
    poison: int = -1
    fails: int = -1
    dies_once: Path | None = None

    def run(self, first, count, told=None):
        if self.ran is not None:
            with self.ran.open("a") as file:
                file.write(f"{first} {count}\n")
        if first <= self.poison < first + count:
            os._exit(9)
        if self.dies_once is not None and not self.dies_once.exists():
            self.dies_once.touch()
            os._exit(9)
        if first <= self.fails < first + count:
            raise ValueError("the roof fell in")
        found = np.array(
            [np.random.default_rng(i).standard_normal() for i in range(first, first + count)]
        )
        if told is not None:
            for k in range(count):
                told(k + 1)
        return found

    def ranges_run(self):
        return [tuple(map(int, line.split())) for line in self.ran.read_text().splitlines()]
