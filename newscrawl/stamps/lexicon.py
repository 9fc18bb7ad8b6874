"""The reader's dictionaries: word -> what it means, made once at import from the shipped words and labels."""

from __future__ import annotations

import re
from functools import lru_cache

from newscrawl.stamps import labels
from newscrawl.stamps.words import WORDS
from newscrawl.stamps.zones import PHRASES as ZONE_PHRASES

_TRIM = " .·॰׳'’״"
_WORD_SPLIT = re.compile(r"[\s\-'’.\u200c]+")


@lru_cache(maxsize=16384)
def fold(word: str) -> str:
    """A word as it is looked up: lower case, without a dot at its end."""
    word = word.lower().strip(_TRIM)
    return word.replace("i̇", "i") if not word.isascii() else word


MONTHS: dict[str, int | dict[str, int]] = {}
WEEKDAYS: dict[str, frozenset[int]] = {}
DAYWORDS: dict[str, int] = {}
# First word -> (the words that must follow, kind, value), longest first.
PHRASES: dict[str, list[tuple[tuple[str, ...], str, object]]] = {}
AGO: dict[str, str] = WORDS["ago"]


def _phrase(phrase: str, kind: str, value: object) -> None:
    first, *rest = (fold(word) for word in _WORD_SPLIT.split(phrase.replace("\u200c", " ")) if word)
    entry = (tuple(rest), kind, value)
    if entry not in PHRASES.setdefault(first, []):
        PHRASES[first].append(entry)


def _fill() -> None:
    for word, month in WORDS["months"].items():
        if len(_WORD_SPLIT.split(word)) > 1:
            _phrase(word, "month", month)
        else:
            MONTHS[word] = month
    for word, month in WORDS["persian"].items():
        MONTHS.setdefault(word, month + 12)
    for word, day in WORDS["weekdays"].items():
        days = frozenset(day.values() if isinstance(day, dict) else (day,))
        # CLDR counts from Monday 0, as datetime does.
        if len(_WORD_SPLIT.split(word)) > 1:
            _phrase(word, "weekday", days)
        else:
            WEEKDAYS[word] = days
    for word, n in WORDS["days"].items():
        if len(_WORD_SPLIT.split(word)) > 1:
            _phrase(word, "day", n)
        else:
            DAYWORDS[word] = n
    for source, role in (
        (labels.OTHER, "other"),
        (labels.PUBLISHED, "published"),
        (labels.UPDATED, "updated"),
        (labels.STAND, "stand"),
    ):
        for phrase in source.replace("\n", ",").split(","):
            if phrase.strip():
                _phrase(phrase.strip(), "label", role)
    for words, zone in ZONE_PHRASES.items():
        if words[0] < "\u0e00":
            _phrase(" ".join(words), "zone", zone)
    _phrase("พ.ศ", "join", 0)  # "of the Buddhist era"
    for options in PHRASES.values():
        options.sort(key=lambda option: -len(option[0]))


_fill()
# Words next to the number in a way to say "ago": most numbers have none of them.
AGO_AFTER = {pattern.partition("|")[2].split(" ")[0] for pattern in AGO} - {""}
AGO_BEFORE = {
    pattern.partition("|")[0].split(" ")[-1] for pattern in AGO if pattern.endswith("|") or "|" in pattern
} - {""}
# "Date:", "Datum:": labels where a colon follows.
DATE_NOUNS = frozenset("date datum fecha data tanggal tarih dato dátum дата 日期 时间 時間 日時".split())
# Words that a label begins with, for a cheap test.
LABEL_STARTS = {
    first
    for first, options in PHRASES.items()
    if any(kind == "label" and value != "other" for _, kind, value in options)
}
RUN_LABELS = dict.fromkeys(labels.RUN_UPDATED.split(), "updated") | dict.fromkeys(
    labels.RUN_PUBLISHED.split(), "published"
)
_THAI = [
    word
    for word in (*MONTHS, *WEEKDAYS, *DAYWORDS)
    if word[0] >= "\u0e00" and len(word) > 1 and word[0] not in "一二三四五六七八九十"
]
_RUN_OTHER = "上午 下午 午前 午後 晚上 早上 凌晨 오전 오후 令和 平成 昭和 民國 民国".split()
RUN_WORDS = re.compile(
    "|".join(sorted(map(re.escape, {*RUN_LABELS, *_THAI, *_RUN_OTHER}), key=len, reverse=True))
)
# Words that can tell a time without a digit, for the cheap test.
AGO_STARTS = {word for word in DAYWORDS if len(word) > 3 or not word.isascii()} | {
    " ago", "vor ", "il y a ", "hace ", "sedan", "siden", "назад", "тому", "önce", "lalu", "geleden", "fa",
} - {"fa"}  # fmt: skip
RUN_LABEL = re.compile("|".join(sorted(RUN_LABELS, key=len, reverse=True)))


def labelled(text: str) -> bool:
    """Whether a word of the text can begin a label."""
    if ":" in text and fold(text.partition(":")[0].rpartition(" ")[2]) in DATE_NOUNS:
        return True
    return not LABEL_STARTS.isdisjoint(
        map(fold, re.split(r"[^\w'-]+", text) if text.isascii() else text.replace(":", " ").split())
    ) or (not text.isascii() and RUN_LABEL.search(text) is not None)
