"""Imitated news sites on loopback, well-behaved and hostile."""
