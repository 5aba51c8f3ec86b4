"""Published figures with their source, grade and role, and past incidents."""

from asher.evidence.statistics import Grade, Role, Statistic, load, statistic, unused

__all__ = ["Grade", "Role", "Statistic", "load", "statistic", "unused"]
