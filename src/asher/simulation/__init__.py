"""Runs: a scenario becomes arrays, the kernels move them, an outcome holds what happened."""
