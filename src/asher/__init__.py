"""ASHER."""
