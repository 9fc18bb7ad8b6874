"""Bytes of a page to text, whatever the page says of its encoding and whether it says anything."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes
from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, resolve_encoding

__all__ = ["decode", "is_charset", "is_plain_utf8"]

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_MARKS = tuple(mark for mark, _ in _BOMS)
# What fits the processor's cache.
_PIECE = 16_384
_FALLBACK = "cp1252"
# What browsers take for a page in the language where it names no encoding (WHATWG HTML, "legacy encodings by
# locale"), and what else is found there; the first that fits the bytes is taken.
_BY_LANGUAGE = {
    "ar": ("cp1256",), "fa": ("cp1256",), "ur": ("cp1256",), "he": ("cp1255",), "iw": ("cp1255",),
    "el": ("cp1253",),
    "tr": ("cp1254",), "ru": ("cp1251", "koi8-r"), "uk": ("cp1251",), "bg": ("cp1251",), "sr": ("cp1251",),
    "mk": ("cp1251",),
    "be": ("cp1251",), "kk": ("cp1251",), "pl": ("cp1250",), "cs": ("cp1250",), "sk": ("cp1250",),
    "hu": ("cp1250",),
    "ro": ("cp1250",), "hr": ("cp1250",), "sl": ("cp1250",), "lt": ("cp1257",), "lv": ("cp1257",),
    "et": ("cp1257",),
    "vi": ("cp1258",), "th": ("cp874",), "ja": ("cp932", "euc_jp"), "ko": ("cp949",), "zh": ("gb18030",
    "big5hkscs"),
    "zh-cn": ("gb18030",), "zh-hans": ("gb18030",), "zh-tw": ("big5hkscs",), "zh-hk": ("big5hkscs",),
    "zh-hant": ("big5hkscs",),
}  # fmt: skip
_SNIFFED = [
    "cp932", "euc_jp", "gb18030", "big5", "cp949", "cp1251", "koi8_r", "cp1250", "cp1252", "cp1253", "cp1254",
    "cp1255", "cp1256", "cp1257", "cp874", "iso8859_2", "iso8859_5", "iso8859_7",
]  # fmt: skip
_LANGUAGE = re.compile(rb"<html\b[^>]*?\blang\s*=\s*[\"']?([A-Za-z-]{2,12})", re.I)
_MARKUP = re.compile(rb"<(?:script|style)\b.*?</(?:script|style)\s*>|<[^>]*>", re.I | re.S)
_FOREIGN = re.compile(rb"[\x80-\xff]{4,}")
# As much of the text as is sniffed at: detection costs some 10 ms a kilobyte.
_SAMPLE = 4096


def is_plain_utf8(body: bytes) -> bool:
    """Whether `decode` reads the bytes as UTF-8 whatever header and page say, and they have no mark.

    The text is made piece by piece and thrown away: with one emoji in it, all of it would take four bytes a
    letter.
    """
    if body.startswith(_MARKS) or not _is_plain(body):
        return False
    if body.isascii():
        return True
    pieces, begin, size = memoryview(body), 0, len(body)
    try:
        while begin < size:
            end = begin + _PIECE
            begin += codecs.utf_8_decode(pieces[begin:end], "strict", end >= size)[1]
    except UnicodeDecodeError:
        return False
    return True


def _is_plain(body: bytes) -> bool:
    """Whether nothing in it is what seven-bit or wide encodings need."""
    return b"\0" not in body and b"\x1b" not in body


def decode(body: bytes, content_type: str | None = None, encoding: str | None = None) -> tuple[str, str]:
    """Text of an HTML body, and the name of the encoding it was read with.

    Order of belief: a byte order mark; `encoding`, where the caller knows it; UTF-8 where the bytes are valid
    UTF-8, or all but a few (a wrong label is far more common than another encoding that happens to look like
    it); the HTTP header; the page's own meta element; the custom of the page's language; what the bytes look
    like; windows-1252, as browsers do. Bytes that are nothing in the encoding become U+FFFD.
    """
    for bom, name in _BOMS:
        if body.startswith(bom):
            return body[len(bom) :].decode(name, "replace"), name
    if encoding and (known := resolve_encoding(encoding)) and is_charset(known):
        return body.decode(known, "replace"), known
    plain = _is_plain(body)
    if plain:
        try:
            return body.decode("utf-8"), "utf-8"
        except UnicodeDecodeError:
            pass
    declared = http_content_type_encoding(content_type) or html_body_declared_encoding(body)
    if declared and not is_charset(declared):
        declared = None
    if declared == "iso2022_jp" and b"\x1b$" in body:  # seven bits: valid UTF-8 too
        return body.decode(declared, "replace"), declared
    if wide := _sixteen_bits(body):
        return body.decode(wide, "replace"), wide
    if not plain:
        try:
            return body.decode("utf-8"), "utf-8"
        except UnicodeDecodeError:
            pass
    text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    whole = len(text) - len(text.encode("ascii", "ignore")) - broken
    if whole > 4 * broken or (declared == "utf-8" and whole > broken):
        return text, "utf-8"
    if declared and declared != "utf-8" and _fits(body, declared):
        return body.decode(declared, "replace"), declared
    customary = [(body.decode(name, "replace"), name) for name in _customary(body) if _fits(body, name)]
    if customary:
        # Read as the wrong one of windows-1251 and KOI8-R, small letters are capitals.
        return max(customary, key=lambda read: sum(map(str.islower, read[0])))
    guessed = _sniffed(body) or _FALLBACK
    return body.decode(guessed, "replace"), guessed


def is_charset(name: str) -> bool:
    """Whether a codec of Python's is an encoding pages are written in, not "zlib", "idna" or "undefined".

    >>> is_charset("cp1252"), is_charset("zlib"), is_charset("unicode_escape"), is_charset("no such")
    (True, False, False, False)
    """
    try:
        # Printable ASCII stands for itself in all of them but in those of sixteen and more bits.
        return b"a\\x41b".decode(name, "replace") == "a\\x41b" or name.startswith(("utf", "shift", "iso2022"))
    except (LookupError, ValueError):
        return False


def _sixteen_bits(body: bytes) -> str | None:
    """UTF-16 without a mark: markup is ASCII, so every other byte of its beginning is zero."""
    start = body[:20]
    if len(start) < 8 or start.count(0) < len(start) // 2 - 2:
        return None
    if not any(start[::2]):
        return "utf-16-be"
    return "utf-16-le" if not any(start[1::2]) else None


def _fits(body: bytes, name: str) -> bool:
    """Whether an encoding reads next to all of the bytes, and not only because it reads anything."""
    try:
        text = body.decode(name, "replace")
    except LookupError:
        return False
    if text.count("\ufffd") * 200 > len(text.encode("ascii", "ignore")) + 200:
        return False
    if name in ("cp1252", "iso8859-15"):
        # Western texts have an accented letter here and there; runs of them are another script.
        foreign = sum(map(len, _FOREIGN.findall(_MARKUP.sub(b" ", body))))
        return foreign * 3 < len(text) - len(text.encode("ascii", "ignore"))
    return True


def _customary(body: bytes) -> tuple[str, ...]:
    match = _LANGUAGE.search(body, 0, 4096)
    if match is None:
        return ()
    language = match.group(1).decode("ascii").lower()
    return _BY_LANGUAGE.get(language) or _BY_LANGUAGE.get(language.split("-")[0], ())


def _sniffed(body: bytes) -> str | None:
    """What the text looks like. Only the rare page without a valid label comes here: it costs 20 to 100
    ms."""
    text = _MARKUP.sub(b" ", body)
    lines = [line for line in re.split(rb"[\r\n]+|\s{2,}", text) if any(byte > 0x7F for byte in line)]
    sample = b"\n".join(lines)[:_SAMPLE]
    if not sample:
        return None
    best = from_bytes(sample, cp_isolation=_SNIFFED, threshold=0.4, preemptive_behaviour=False).best()
    return best.encoding if best is not None else None
