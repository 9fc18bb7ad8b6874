"""Whether a story that is seen again changed, and how. Pure functions over its text.

What tells a revision is headline and paragraphs as a reader takes them: white space, kinds of quotes and
dashes, and lines that are not the author's (a counter, "3 hours ago", an advertisement's label) make no
revision. A stamp that moves alone is told apart from a changed text; one that only shows when the page was
made is none.

Of the last revision only digests and the first words of each paragraph are kept (`Marks`, some 300 bytes),
which is enough to say which paragraphs came and went.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from hashlib import blake2b

from newscrawl.items import Story

__all__ = ["Change", "Marks", "compare", "is_noise", "marks_of"]

_DIGEST = 5
"""Bytes of a paragraph's digest: two paragraphs of one story are taken for each other once in 10^9
stories."""

_OPENING = 24
"""Characters kept of a paragraph's beginning."""

_SHOWN = 80
"""Characters shown of an added one."""

_MOST = 20
"""Lines of the summary at most."""

_FOLD = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′´", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad"),
        "…": "...",
    }
)

_UNIT = (
    r"(?:s|sec|m|min|h|hr|d|w)s?\.?|seconds?|minutes?|hours?|days?|weeks?|months?|years?"
    r"|sekunden?|minuten?|stunden?|tag(?:en?)?|wochen?|heures?|jours?|semaines?|horas?|minutos?|d[ií]as?|semanas?"
    r"|ore|minuti|giorn[oi]|uur|uren|dagen"
)
_COUNTED = (
    r"comments?|shares?|views?|likes?|reads?|readers?|votes?|reactions?|replies|kommentare?|commentaires?|partages?"
    r"|comentarios?|coment[aá]rios?|visualiza\w+|commenti|reacties|followers?|subscribers?"
)
# Only lines that say nothing else, and short ones: "bought 1,000 shares" is news.
_NOISE = re.compile(
    rf"""(?:
      (?:(?:last\s+)?(?:updated?|published|posted|modified|aktualisiert|mis\s+[aà]\s+jour|actualizado|publi\w+)\W*)?
        (?:about\s+|vor\s+|il\s+y\s+a\s+|hace\s+|h[aá]\s+)?(?:an?|ein\w*|une?|\d+)\s*(?:{_UNIT})
        (?:\s+(?:ago|fa|geleden|atr[aá]s))?(?:\s+(?:{_UNIT}))?
    | just\s+now | (?:read(?:ing)?\s+time|lesezeit)\W*\d+\s*(?:{_UNIT}) | \d+\s*[-\s]?min(?:ute)?\s+read
    | \d[\d.,\s]*(?:k|m)?\s*(?:{_COUNTED})(?:\W+\d[\d.,\s]*(?:k|m)?\s*(?:{_COUNTED}))*
    | (?:{_COUNTED})\W*\(?\d[\d.,\s]*(?:k|m)?\)?
    | \W*(?:advertise?ment|advertisment|sponsored(?:\s+content)?|anzeige|werbung|publicit[eé]|publicidad(?:e)?
      |pubblicit[aà]|advertentie|реклама)\W*(?:-?\s*continue\s+reading\s+below)?\W*
    | (?:story|article)\s+continues\s+(?:below|after).{{0,40}}
    )""",
    re.VERBOSE | re.IGNORECASE,
).fullmatch


def _folded(text: str | None) -> str:
    text = text or ""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).translate(_FOLD)
    return " ".join(text.replace("`", "'").split())


def is_noise(line: str) -> bool:
    """Whether a line is not the author's: a counter, a running time, an advertisement's label.

    >>> is_noise("Updated 3 hours ago"), is_noise("1,204 comments"), is_noise("- ADVERTISEMENT -")
    (True, True, True)
    >>> is_noise("The fund bought 1,000 shares."), is_noise("It ended 3 hours ago.")
    (False, False)
    """
    line = line.strip()
    return len(line) <= 60 and _NOISE(line.rstrip(" .")) is not None


def _digest(text: str, size: int = 8) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=size).digest()


@dataclass(slots=True)
class Marks:
    """What is kept of a revision to compare the next one with."""

    headline: bytes
    stamp: bytes
    paragraphs: list[bytes] = field(default_factory=list)
    openings: list[str] = field(default_factory=list)

    def pack(self) -> bytes:
        """As bytes: a version, the digests, the openings compressed."""
        openings = "\n".join(self.openings).encode("utf-8", "surrogatepass")
        count = min(len(self.paragraphs), 0xFFFF)
        head = bytes([1]) + self.headline + self.stamp + count.to_bytes(2, "big")
        return head + b"".join(self.paragraphs[:count]) + zlib.compress(openings, 9)

    @classmethod
    def unpack(cls, packed: bytes) -> Marks | None:
        """Read them back; None where they are of another version or damaged."""
        if len(packed) < 19 or packed[0] != 1:
            return None
        count = int.from_bytes(packed[17:19], "big")
        end = 19 + count * _DIGEST
        try:
            openings = zlib.decompress(packed[end:]).decode("utf-8", "surrogatepass").split("\n")
        except (zlib.error, ValueError):
            return None
        digests = [packed[at : at + _DIGEST] for at in range(19, end, _DIGEST)]
        return cls(packed[1:9], packed[9:17], digests, openings if digests else [])


@dataclass(frozen=True, slots=True)
class Change:
    """How a story differs from its last revision."""

    kinds: list[str]
    """headline, body, stamp, status: in this order, those that changed; empty for an unchanged story."""

    paragraphs: list[str] = field(default_factory=list)
    """The change of the body in short: "+ " and the beginning of a paragraph that came, "- " of one that
    went."""

    cut: bool = False
    """The new reading is the beginning of the old one (a paywall that now closes earlier): no revision."""


def _paragraphs(body: str | None) -> list[str]:
    return [text for line in (body or "").split("\n\n") if (text := _folded(line)) and not is_noise(text)]


def marks_of(story: Story) -> Marks:
    """What to keep of a story as it now reads."""
    paragraphs = _paragraphs(story.body)
    return Marks(
        headline=_digest(_folded(story.headline)),
        stamp=_stamp(story),
        paragraphs=[_digest(text, _DIGEST) for text in paragraphs],
        openings=[text[:_OPENING] for text in paragraphs],
    )


def _stamp(story: Story) -> bytes:
    """Digest of the update stamp: as shown where it is shown, since our reading of it may improve over
    time."""
    raw = _folded(story.last_update_raw)
    _, _, value = raw.rpartition(": ")
    if raw and not (is_noise(raw) or is_noise(value) or _runs(raw)):
        return _digest(raw)
    if raw or _made_with_the_page(story):
        return bytes(8)
    return _digest(story.last_update or "") if story.last_update else bytes(8)


_RUNNING = re.compile(
    rf"\b(?:\d+|an?|one)\s*(?:{_UNIT})\s+ago\b|\bjust\s+now\b|\bvor\s+\d+|\bhace\s+\d+|\bil\s+y\s+a\b", re.I
)


def _runs(raw: str) -> bool:
    return _RUNNING.search(raw) is not None


def _made_with_the_page(story: Story) -> bool:
    """Whether the update time is that of the fetch: some sites state the time the page was built."""
    try:
        stated = datetime.fromisoformat(story.last_update or "")
        fetched = datetime.fromisoformat(story.fetched_at or "")
    except ValueError:
        return False
    if stated.tzinfo is None or fetched.tzinfo is None:
        return False
    return abs(fetched - stated) < timedelta(minutes=3)


def compare(old: Marks | None, old_status: str, story: Story, new: Marks | None = None) -> Change:
    """How `story` differs from what was kept of its last revision.

    :param old: None where nothing comparable was kept: then the text counts as changed.
    """
    new = new or marks_of(story)
    if old is None:
        return Change(["headline", "body"] + (["status"] if old_status != story.status else []))
    kinds = []
    if old.headline != new.headline:
        kinds.append("headline")
    body = old.paragraphs != new.paragraphs
    cut = body and _is_cut(old.paragraphs, new.paragraphs, story)
    if body and not cut:
        kinds.append("body")
    if old.stamp != new.stamp and any(new.stamp) and any(old.stamp):
        kinds.append("stamp")
    if old_status != story.status:
        kinds.append("status")
    summary = _summary(old, new, _paragraphs(story.body)) if "body" in kinds else []
    return Change(kinds, summary, cut)


def _is_cut(old: Sequence[bytes], new: Sequence[bytes], story: Story) -> bool:
    shorter = len(new) < len(old)
    return (
        shorter
        and bool(story.truncated or story.access == "paywalled")
        and list(old[: len(new)]) == list(new)
    )


def _summary(old: Marks, new: Marks, texts: list[str]) -> list[str]:
    lines: list[str] = []
    matcher = SequenceMatcher(None, old.paragraphs, new.paragraphs, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            continue
        lines += [f"- {_shown(text, _OPENING)}" for text in old.openings[i1:i2]]
        lines += [f"+ {_shown(text, _SHOWN)}" for text in texts[j1:j2]]
    return lines if len(lines) <= _MOST else [*lines[: _MOST - 1], f"… {len(lines) - _MOST + 1} more"]


def _shown(text: str, width: int) -> str:
    return text if len(text) < width else text[:width].rstrip() + "…"
