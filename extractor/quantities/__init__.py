"""Figures: which number is told, what it counts or measures, and in which role."""
