"""The population scale fitted to what is known, and the model held beside the evidence."""
