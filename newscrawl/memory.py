"""What is remembered between pages must not grow with what pages say.

Readers remember short texts they were asked about (`functools.lru_cache`): class names, headings, addresses.
The caches are bounded in entries, not in bytes, and a hostile page chooses how long its texts are. So all of
them are emptied once pages of a certain size have gone by: that costs a few milliseconds every hundred pages.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

KEPT = 64 * 1024 * 1024
"""Bytes of pages after which what was remembered of them is forgotten."""

_read = 0


class Remembered(dict[str, int]):
    """What a function says of short texts, asked as `remembered[text]`. Full, it begins anew: a page's class
    names come by the hundred and most of them once, which an `lru_cache` keeps in order at twice the cost."""

    def __init__(self, function: Callable[[str], int], most: int) -> None:
        super().__init__()
        self._function = function
        self._most = most

    def __missing__(self, text: str) -> int:
        if len(self) >= self._most:
            self.clear()
        found = self[text] = self._function(text)
        return found


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
                parameters = getattr(value, "cache_parameters", None)
                if isinstance(value, Remembered):
                    value.clear()
                elif parameters is not None and parameters()["maxsize"] is not None:
                    value.cache_clear()
