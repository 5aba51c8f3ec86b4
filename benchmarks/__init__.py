"""Speed and size, beside another program where one does the same: ``python -m benchmarks``."""
