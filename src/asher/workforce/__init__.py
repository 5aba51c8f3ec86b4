"""The officer: selected, hired, trained; what the rare day and the ordinary year ask of a force."""
