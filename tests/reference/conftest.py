"""The suite's modules are imported by their own names, once: a second import declares anew."""

collect_ignore_glob = ["[!t]*.py"]
