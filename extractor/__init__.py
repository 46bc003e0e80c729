"""The spaCy pipeline that reads rail events out of article text."""
