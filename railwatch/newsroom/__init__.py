"""The demonstration newsroom: invented outlets with their articles, served on loopback."""

from railwatch.newsroom.server import Newsroom, Visit, serve_newsroom

__all__ = ["Newsroom", "Visit", "serve_newsroom"]
