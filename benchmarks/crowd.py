"""An attack among 2,000 people; prints the peak memory of its process [MB]."""

import sys
from pathlib import Path

from asher.simulation.site import simulate
from benchmarks import venue

if __name__ == "__main__":
    crowd = venue.drill(2000, hazard="nightclub", courses_of_action=["two-officer-entry"])
    simulate(crowd, replications=int(sys.argv[1]), threads=2)
    # Not `ru_maxrss`: a process that another one starts inherits the peak of that one.
    said = Path("/proc/self/status").read_text(encoding="utf-8")
    print(float(said.split("VmHWM:")[1].split()[0]) / 1024)
