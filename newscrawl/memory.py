"""What is remembered between pages must not grow with what pages say.

Readers remember short texts they were asked about (`functools.lru_cache`): class names, headings, addresses.
The caches are bounded in entries, not in bytes, and a hostile page chooses how long its texts are. So all of
them are emptied once pages of a certain size have gone by: that costs a few milliseconds every hundred pages.
"""

from __future__ import annotations

import sys

KEPT = 64 * 1024 * 1024
"""Bytes of pages after which what was remembered of them is forgotten."""

_read = 0


def account(size: int) -> None:
    """Another page of this many bytes is read."""
    global _read
    _read += size
    if _read > KEPT:
        _read = 0
        forget()


def forget() -> None:
    """Empty all caches of newscrawl's own that are bounded (those without bound hold tables of ours)."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] == "newscrawl":
            for value in list(vars(module).values()):
                # A class whose objects are such caches is none itself.
                parameters = None if isinstance(value, type) else getattr(value, "cache_parameters", None)
                if parameters is not None and parameters()["maxsize"] is not None:
                    value.cache_clear()
