"""An attack among 2,000 people; prints the peak memory of its process [MB]."""

import resource
import sys

from asher.simulation.site import simulate
from benchmarks import venue

if __name__ == "__main__":
    crowd = venue.drill(2000, hazard="nightclub", courses_of_action=["two-officer-entry"])
    simulate(crowd, replications=int(sys.argv[1]), threads=2)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
