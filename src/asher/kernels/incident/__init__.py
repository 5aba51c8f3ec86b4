"""Laws of an incident: who notices what, decides, is hit, is stopped, is cared for."""
