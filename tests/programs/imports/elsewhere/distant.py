"""A module that is found only by who puts its folder on the path."""
PLACE = "elsewhere"
