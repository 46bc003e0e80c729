"""Learns the models from annotated articles; reading an article needs none of it."""
