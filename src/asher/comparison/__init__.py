"""Courses of action compared on the same incidents, with an interval on every difference."""
