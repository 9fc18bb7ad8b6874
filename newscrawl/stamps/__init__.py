"""Stamps as texts: their words, zones and calendars, and the reader. Pure; `extract` and `normalise` both
build on it.
"""

from newscrawl.stamps.reader import Reading, read_stamps, telling

__all__ = ["Reading", "read_stamps", "telling"]
