"""The reader's dictionaries: word -> what it means, made once at import from the shipped words and labels."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

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
    if "ı" in phrase:  # in capitals, see `_as_typed`
        _phrase(phrase.replace("ı", "i"), kind, value)
    first, *rest = (fold(word) for word in _WORD_SPLIT.split(phrase.replace("\u200c", " ")) if word)
    entry = (tuple(rest), kind, value)
    if entry not in PHRASES.setdefault(first, []):
        PHRASES[first].append(entry)


def _as_typed(table: dict[str, Any]) -> None:
    """Persian and Urdu words are typed with the Arabic letters, too; MAYIS has a dot in lower case."""
    for word in [word for word in table if "ı" in word]:
        table.setdefault(word.replace("ı", "i"), table[word])
    for word in [word for word in table if "ی" in word or "ک" in word]:
        table.setdefault(word.replace("ی", "ي").replace("ک", "ك"), table[word])


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
    _as_typed(MONTHS)
    _as_typed(WEEKDAYS)
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
# "am Abend des 5. September": what is December in some languages is an article in these.
NO_MONTHS = {"des": frozenset("de fr lb ca oc".split())}
# 24.08.05 is a year first in these languages.
YEAR_FIRST = frozenset("ko zh ja hu lt mn fa sv".split())
# Languages in which a stamp can say something else than in others.
LANGUAGES = YEAR_FIRST.union(*(month for month in MONTHS.values() if isinstance(month, dict)))
# Words next to the number in a way to say "ago": most numbers have none of them.
AGO_AFTER = {pattern.partition("|")[2].split(" ")[0] for pattern in AGO} - {""}
AGO_BEFORE = {
    pattern.partition("|")[0].split(" ")[-1] for pattern in AGO if pattern.endswith("|") or "|" in pattern
} - {""}
# A number in words.
ONE = frozenset("a an one ein eine einer einem einen un une uno una um uma en ett et één een jedną".split())
# "Date:", "Datum:", "Edited:": labels where a colon follows.
DATE_NOUNS = frozenset(labels.DATE_NOUNS.split())
COLON_LABELS = dict.fromkeys([*DATE_NOUNS, *labels.COLON_PUBLISHED.split()], "published") | dict.fromkeys(
    labels.COLON_UPDATED.split(), "updated"
)
# First word of a label -> what must follow it, for a cheap test: words that run to the next space or mark.
LABELS: dict[str, list[list[str]]] = {}
OTHER_LABELS: dict[str, list[list[str]]] = {}
for _first, _options in PHRASES.items():
    for _rest, _kind, _value in _options:
        if _kind == "label":
            (OTHER_LABELS if _value == "other" else LABELS).setdefault(_first, []).append(list(_rest))
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
_NO_SPACES = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u9fff\uac00-\ud7af]")
_FIRST_WORDS = frozenset((*LABELS, *OTHER_LABELS))
# Words that a number stands with where it tells a day: "5 Sept", "2 days ago", "5 tháng 9", "5 בספטמבר".
_TELLING = (
    frozenset(
        word
        for word in (
            *MONTHS,
            *DAYWORDS,
            *AGO_AFTER,
            *AGO_BEFORE,
            *(f"ב{word}" for word in MONTHS if "א" <= word[0] <= "ת"),
        )
        if len(word) > 2 or word in ("fa", "há", "пр")
    )
    | {
        first
        for first, options in PHRASES.items()
        if len(first) > 2 and any(o[1] == "month" for o in options)
    }
    | {"il", "uhr", "gmt", "utc"}
)
_MARKS = '()[]{}:|,;."/-'
# ASCII in lower case, marks as spaces.
_PLAIN = bytes(ord(" " if chr(code) in _MARKS else chr(code).lower()) for code in range(128)) + bytes(128)
_AROUND_WORDS = _MARKS + "…·•«»„“”–—"


def _words(text: str) -> list[str]:
    """Words in lower case, without the marks around them."""
    if not text.isascii():
        text = text.lower()
    if text.isascii():  # far quicker, and so are bytes than text
        return text.encode().translate(_PLAIN).decode().split()
    text = (
        text.replace("i̇", "i").replace("\u200c", " ").replace(":", " ").replace("：", " ").replace("-", " ")
    )
    return [word.strip(_AROUND_WORDS) for word in text.split()]


def labelled(text: str, labels: dict[str, list[list[str]]] = LABELS, *, day: bool = False) -> bool:
    """Whether a label stands in the text.

    :param day: whether a month or the like must stand there, too; see `tells_day`.

    >>> labelled("Last updated 5 May"), labelled("Last week"), labelled("Deadline:", OTHER_LABELS)
    (True, False, True)
    """
    words = _words(text)
    plain = text.isascii()
    if day and _TELLING.isdisjoint(words) and (plain or _NO_SPACES.search(text) is None):
        return False
    if not _FIRST_WORDS.isdisjoint(words):
        for index, word in enumerate(words):
            for rest in labels.get(word, ()):
                if not rest or words[index + 1 : index + 1 + len(rest)] == rest:
                    return True
    if ":" in text and fold(text.partition(":")[0].rpartition(" ")[2]) in COLON_LABELS:
        return True
    return not plain and _NO_SPACES.search(text) is not None and RUN_LABEL.search(text) is not None


def tells_day(text: str) -> bool:
    """Whether a word of the text can be a month's, or one of "today" and "2 days ago".

    Scripts that put no spaces between words: whether it holds any of them.
    """
    if not _TELLING.isdisjoint(_words(text)):
        return True
    return not text.isascii() and _NO_SPACES.search(text) is not None


def tells_without_number(text: str) -> bool:
    """Whether a text without a digit can tell a time: "an hour ago", "Updated yesterday".

    >>> tells_without_number("vor einer Stunde"), tells_without_number("Today's news")
    (True, False)
    """
    words = _words(text)
    if not ONE.isdisjoint(words):
        return not _TELLING.isdisjoint(words)
    return not DAYWORDS.keys().isdisjoint(words) and labelled(text)
