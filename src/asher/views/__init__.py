"""What people see: figures, the report and the replay."""

from asher.views.replay import write_replay
from asher.views.report import write_report

__all__ = ["write_replay", "write_report"]
