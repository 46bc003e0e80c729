"""The front door: the command line, configuration and the demo newsroom."""

__version__ = "0.1.0"
