"""`asher plan`: check, draw, repair or export a floor plan."""

PLACE = 24
