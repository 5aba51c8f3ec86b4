"""Studies: courses of action compared on the same incidents, with intervals."""
