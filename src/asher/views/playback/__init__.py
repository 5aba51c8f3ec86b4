"""Recordings as what a reader can watch: data for the replay, stills, who was where when."""
