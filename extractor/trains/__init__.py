"""Trains: their names, numbers and kinds, and when they left and came in."""
