"""Speed and size of ASHER, beside another program where one does the same: ``python -m benchmarks``."""
