"""How people walk: the plane, ways through it, neighbours, and the laws of one time step."""
