"""Zero-width joiners and non-joiners: they shape words of Arabic and Indic scripts and glue emoji; elsewhere
they are residue."""

from __future__ import annotations

import re

__all__ = ["without_stray_joiners"]

_JOINERS = re.compile("[\u200c\u200d]+")


def without_stray_joiners(text: str) -> str:
    """A text without the joiners that shape nothing."""
    return _JOINERS.sub(_keep_joiner, text) if "\u200c" in text or "\u200d" in text else text


def _keep_joiner(match: re.Match[str]) -> str:
    text = match.string
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    return match.group()[0] if before and after and _joins(before) and _joins(after) else ""


def _joins(character: str) -> bool:
    """Whether a character is of those that joiners shape: Syriac to Myanmar and Khmer letters, and emoji."""
    code = ord(character)
    return (
        0x0600 <= code <= 0x109F
        or 0x1780 <= code <= 0x18AF
        or code in (0xFE0F, 0x2640, 0x2642)
        or code > 0x2190
    )
