"""Body text: paragraphs as classified to clean ones."""

from __future__ import annotations

import re
import unicodedata

from newscrawl.items import Story
from newscrawl.joiners import without_stray_joiners

__all__ = ["clean_paragraph", "normalise_body"]

# C0 and C1 controls, soft hyphen, zero-width space, word joiner, BOM, bidirectional marks and embeddings,
# object replacement and interlinear marks, and private use: nothing of them is text. ZWNJ and ZWJ are dealt
# with apart.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc"
    "\ue000-\uf8ff]"
)
_LINE_BREAK = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028]")
_PARAGRAPH_BREAK = re.compile("\u2029|\n[^\\S\n]*\n\\s*")
_SURROGATE = re.compile("[\ud800-\udfff]")
# UTF-8 read as windows-1252: a lead byte's character and then continuation bytes' characters.
_CONTINUATION = "[\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
_MOJIBAKE = re.compile(
    f"[\xc2-\xdf]{_CONTINUATION}|[\xe0-\xef]{_CONTINUATION}{{2}}|[\xf0-\xf4]{_CONTINUATION}{{3}}"
)
# Sequences that texts of no language hold by themselves.
_CERTAIN = re.compile(f"â€[™œ\x9d“”˜¦¢]|Ã[¡©³±¼¶¤ª\xa0¨§´¯®]|Â[\xa0«»°·©®£]|(?:[ÐÑ]{_CONTINUATION}){{3}}")
# What is printable holds none of the above but these, and most paragraphs none of these: first characters of
# what was read in the wrong encoding, and marks that count as printable.
_SUSPECTS = ("Ã", "Â", "Ð", "Ñ", "â€", "\u034f", "\ufffc")


def normalise_body(story: Story) -> None:
    """Make `story.body` of `story.raw.paragraphs`: clean, in order, separated by one blank line; None where
    empty."""
    kept = [
        text
        for raw in story.raw.paragraphs
        for part in (_PARAGRAPH_BREAK.split(raw) if "\n" in raw or "\u2029" in raw else (raw,))
        if (text := clean_paragraph(part))
    ]
    story.body = "\n\n".join(kept) or None


def clean_paragraph(text: str) -> str:
    r"""One paragraph: NFC, spaces folded, line breaks as \n, no invisible characters; "" where nothing is
    left.

    >>> clean_paragraph("The\u00a0gov\u00adern\u00adment\u200b said\u2028no. ")
    'The government said\nno.'
    """
    if text.isprintable() and (text.isascii() or not _suspicious(text)):
        if not text.isascii():
            text = unicodedata.normalize("NFC", text)
        text = text.strip()
        return text if "  " not in text else " ".join(text.split())
    # Most that is not printable is so for its line breaks alone.
    rest = text.replace("\n", "")
    if not rest.isprintable() or _suspicious(rest):
        text = _mended(text)
    text = unicodedata.normalize("NFC", text)
    if "\n" not in text:
        return " ".join(text.split())
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _mended(text: str) -> str:
    """A text without what is none, with one sort of line break."""
    text = _LINE_BREAK.sub("\n", _SURROGATE.sub("\ufffd", text))
    if _CERTAIN.search(text):
        text = _repaired(text)
    text = _INVISIBLE.sub("", text)
    return without_stray_joiners(text)


def _suspicious(text: str) -> bool:
    for suspect in _SUSPECTS:  # noqa: SIM110 (a generator costs more than the looks)
        if suspect in text:
            return True
    return False


def _repaired(text: str) -> str:
    """Text whose UTF-8 was read as windows-1252 somewhere on its way, read right, where that is certain."""

    def right(match: re.Match[str]) -> str:
        raw = b"".join(
            bytes((ord(char),)) if ord(char) < 0x100 else char.encode("cp1252", "ignore")
            for char in match.group()
        )
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError:
            return match.group()

    return _MOJIBAKE.sub(right, text)
