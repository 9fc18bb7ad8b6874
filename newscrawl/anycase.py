"""Patterns of many words in any case."""

from __future__ import annotations

import re

__all__ = ["AnyCase"]


class AnyCase:
    """A pattern written in small letters that is looked for in any case.

    An ASCII text is put in small letters first: where case is to be folded at every letter, a pattern of many
    words takes four times as long to find that it is not there. A match's places are those of the text, its
    groups may be in small letters.
    """

    def __init__(self, pattern: str) -> None:
        self._small = re.compile(pattern)
        self._any = re.compile(pattern, re.I)

    def match(self, text: str) -> re.Match[str] | None:
        return self._small.match(text.lower()) if text.isascii() else self._any.match(text)

    def search(self, text: str) -> re.Match[str] | None:
        return self._small.search(text.lower()) if text.isascii() else self._any.search(text)
