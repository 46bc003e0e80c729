"""Readers of the packages that the gazetteer is built from; used by `make gazetteer` alone."""
