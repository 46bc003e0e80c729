"""What the extractor knows by name: places, lines, named trains and organisations."""

from extractor.gazetteer.lookup import Gazetteer

__all__ = ["Gazetteer"]
