"""The laws: NumPy arrays in, NumPy arrays out, compiled by Numba; nothing of the rest of ASHER."""
