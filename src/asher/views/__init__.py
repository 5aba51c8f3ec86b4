"""What people see: figures, the report and the replay."""
