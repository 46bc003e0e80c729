"""What the words around places tell of their part: ends of a way, homes, wholes, countries."""
