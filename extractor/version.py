"""The extractor's version: articles read by another one are read again by `railwatch process`."""

EXTRACTOR_VERSION = "0.14.0"
