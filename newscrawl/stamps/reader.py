"""Text of a stamp -> what it says: `read_stamps("Last update: Mon, 05/09/2016 - 17:15")`.

A tokeniser, dictionaries of words, and rules that know no language: which number is the day, the month or the
year is told by a month's word, by four digits, by a unit (年) or stays open (`Reading.dates` then holds every
reading of an all-numeric date). Nothing is completed or chosen here: that takes evidence, see
`newscrawl.normalise.times`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from newscrawl.stamps import parts
from newscrawl.stamps.lexicon import AGO_STARTS, LANGUAGES, ONE, fold
from newscrawl.stamps.tokens import (
    AFTER_CLOCK,
    AMPM,
    DATE,
    DAYWORD,
    FOLD,
    JOIN,
    LABEL,
    MARK,
    MERIDIEM_TEXT,
    MON,
    NUM,
    OTHER,
    PAIR,
    PAST,
    TIME,
    UNIT,
    WDAY,
    ZONE,
    Date,
    Item,
    pair_dates,
    tokens,
)  # fmt: skip

LONGEST = 400
"""Characters of a text that are read; no stamp is longer."""


@dataclass(slots=True)
class Reading:
    """One stamp in a text."""

    start: int = 0
    end: int = 0
    """Span in the text, label included."""
    role: str = ""
    """updated, published, stand ("Stand:": either), other (a label of something else) or "" (no label)."""
    dates: tuple[tuple[str, Date], ...] = ()
    """Readings of the date with their order (DMY, MDY, YMD; "" where the order is not in question)."""
    shape: str = ""
    """Shape of an all-numeric date: its separator and the digits of its year at their place, e.g. "//4"."""
    weekday: frozenset[int] = frozenset()
    """Weekdays its word can mean (Monday is 0)."""
    hour: int | None = None
    minute: int = 0
    second: int | None = None
    meridiem: bool = False
    """Whether it says a.m. or p.m."""
    zone: str = ""
    """Zone as stated: a name of `zones.NAMES`, or an offset."""
    ago: tuple[int, str] | None = None
    """(3, "h"): three hours ago. Units: s, m, h, d, w."""
    day_word: int | None = None
    """0 today, 1 yesterday."""
    span: bool = False
    """A span of times ("10:00 - 12:00", "5 - 7 May"): an event, no stamp."""
    strong: bool = False
    """Shown with a word, a time of day, a unit or a year of four digits: hardly anything but a time."""
    language: str = ""
    """Language it was read in, where that makes a difference; see `telling`."""

    @property
    def precision(self) -> str:
        """second, minute or day, as shown; "" where it shows a time of day alone or none."""
        if self.hour is None:
            return "day"
        return "minute" if self.second is None else "second"


# Words that tell a time without a digit; looked for in short texts only.
_DIGIT = re.compile(r"\d")
_WORD = re.compile("|".join(sorted(map(re.escape, AGO_STARTS), key=len, reverse=True)), re.I)


def telling(language: str) -> str:
    """The language where stamps are read otherwise in it than in others, "" for most."""
    return language if language in LANGUAGES else ""


@lru_cache(maxsize=2048)
def read_stamps(text: str, language: str = "") -> tuple[Reading, ...]:
    """Every stamp in a text, in its order. `language`: primary subtag, for month words that differ by
    language.

    >>> [reading] = read_stamps("Last update: Mon, 05/09/2016 - 17:15")
    >>> reading.role, reading.dates, reading.hour, reading.minute
    ('updated', (('DMY', (2016, 9, 5)), ('MDY', (2016, 5, 9))), 17, 15)
    """
    if len(text) > LONGEST:
        text = text[:LONGEST]
    if not _DIGIT.search(text) and not (len(text) < 80 and _WORD.search(text)):
        return ()
    if not text.isascii():
        text = text.translate(FOLD)
    items = tokens(text, language)
    parts.phrases(items)
    kinds = {item.kind for item in items}
    if NUM in kinds or any(item.value in ONE for item in items if item.kind in (OTHER, JOIN)):
        parts.ago(items)
    if UNIT in kinds:
        parts.units(items)
    if not kinds.isdisjoint((AMPM, ZONE, NUM, PAIR)):
        parts.clock(items)
    if MON in kinds:
        parts.months(items, text)
    readings = tuple(_readings(items))
    if language in LANGUAGES:
        for reading in readings:
            reading.language = language
    return readings


_FULL = (DATE, TIME, PAST, DAYWORD)


def _readings(items: list[Item]) -> list[Reading]:
    for item in items:
        if item.kind == PAIR:
            dates = pair_dates(*item.value)
            if item.value[1] == "-" and not any(x.kind == TIME for x in items):
                dates = ()
            item.kind, item.value = (DATE, (dates, f"{item.value[1]}0")) if dates else (OTHER, 0)
    first_label = next((k for k, item in enumerate(items) if item.kind == LABEL), len(items))
    first_full = next((k for k, item in enumerate(items) if item.kind in _FULL), len(items))
    if first_full == len(items):
        return []
    # "2016年9月5日公開 2016年9月6日更新": labels that follow. Told by the text's last label having nothing
    # after it.
    last_label = max((k for k, item in enumerate(items) if item.kind == LABEL), default=-1)
    trailing = (
        first_full < first_label
        and last_label >= 0
        and not any(item.kind in _FULL for item in items[last_label:])
        and not _leads(items, last_label)
    )
    out: list[Reading] = []
    current: Reading | None = None
    gap = 0
    dash = False
    weekday: Item | None = None
    before: Item | None = None

    def close() -> None:
        nonlocal current, gap, dash
        if current is not None and (
            current.dates
            or current.hour is not None
            or current.ago
            or current.day_word is not None
            or current.span
        ):
            out.append(current)
        current, gap, dash = None, 0, False

    for item in items:
        kind = item.kind
        if kind == WDAY and len(item.text) < 5 and item.text.isascii() and _other_word(item, before, current):
            kind = OTHER
        if kind == DAYWORD and (
            _in_name(item, before) or (gap and current is not None and not _filled(current))
        ):
            kind = OTHER
        before = item
        if kind == LABEL:
            if trailing and gap < 3 and current is not None and _filled(current):
                if not current.role:
                    current.role, current.end = str(item.value), item.end
                close()
                continue
            if current is not None and not _filled(current) and current.role and gap <= 1:
                # "Published - last updated": the later word speaks, but "first published", "last
                # update" hold.
                current.role = str(item.value)
                continue
            close()
            current = Reading(item.start, item.end, str(item.value))
            weekday = None
        elif kind in _FULL:
            if (
                dash
                and kind == TIME
                and current is not None
                and current.hour is not None
                and not current.zone
                and gap == 0
            ):
                current.span, current.end = True, item.end  # "10:00 - 12:00"
                continue
            if current is not None and (gap > 3 or _clash(current, item)):
                role_left = current.role if not _filled(current) and gap <= 6 else ""
                if _filled(current):
                    if dash and _span(current, item):
                        current.span = True
                    close()
                else:
                    close()
                    if role_left:
                        current = Reading(item.start, item.end, role_left)
            if current is None:
                current = Reading(item.start, item.end)
            if _fill(current, item):
                current.end = max(current.end, item.end)
                if not current.role:
                    current.start = min(current.start, item.start)
            if weekday is not None and not current.weekday:
                current.weekday = weekday.value
                current.start = min(current.start, weekday.start)
            weekday = None
            gap = 0
            dash = False
        elif kind == WDAY:
            if current is not None and _filled(current) and not current.weekday and gap == 0:
                current.weekday = item.value
                current.end = item.end
            else:
                weekday = item
        elif kind == ZONE:
            if current is not None and current.hour is not None and not current.zone and gap <= 1:
                current.zone, current.end = str(item.value), item.end
        elif kind == OTHER or kind in (NUM, MON, UNIT):
            gap += 1
            weekday = None
        elif (
            kind == JOIN
            and current is not None
            and current.hour is not None
            and current.end == item.start - 1
        ):
            if fold(item.text) in AFTER_CLOCK:
                current.end = item.end  # "17:15 Uhr"
        elif kind == MARK:
            if item.text == "-" or item.text == "~":
                dash = gap == 0
            elif item.text in "|•·":
                dash = False
    close()
    return [reading for reading in out if _worth(reading)]


def _leads(items: list[Item], label: int) -> bool:
    """Whether a label belongs to what follows it, though no time we read: "Update: 2 jaar geleden"."""
    after = label + 1
    return after + 1 < len(items) and items[after].text in (":", "：")


def _other_word(item: Item, before: Item | None, current: Reading | None) -> bool:
    """Whether a short word that some language calls a day stands where a day would not: "5 min", "17:15 Die".

    After a date it is one only behind a bracket or comma: "5.9.2016 (Mo)".
    """
    if before is None:
        return False
    if before.kind == NUM and len(before.text) < 4:
        return True
    return current is not None and bool(current.dates) and not (before.kind == MARK and before.text in "(,")


def _in_name(item: Item, before: Item | None) -> bool:
    """Whether a word for a day ends a name: "Harbour Today", "HARBOUR TODAY"."""
    return (
        before is not None
        and before.kind == OTHER
        and before.end == item.start - 1
        and before.text[0].isupper()
        and item.text[0].isupper()
    )


def _filled(reading: Reading) -> bool:
    return (
        bool(reading.dates)
        or reading.hour is not None
        or reading.ago is not None
        or reading.day_word is not None
    )


def _clash(reading: Reading, item: Item) -> bool:
    """Whether a further part cannot belong to the reading so far: it has one already."""
    if item.kind == DATE:
        return bool(reading.dates) or reading.ago is not None
    if item.kind == TIME:
        return reading.hour is not None and not (reading.zone and not reading.dates)
    if item.kind == PAST:
        return _filled(reading)
    return bool(reading.dates) or reading.ago is not None or reading.day_word is not None


def _span(reading: Reading, item: Item) -> bool:
    return (item.kind == DATE and bool(reading.dates) and reading.hour is None) or (
        item.kind == TIME and reading.hour is not None
    )


def _fill(reading: Reading, item: Item) -> bool:
    if item.kind == DATE:
        dates, shape = item.value
        if shape == "span":
            reading.span = True
        else:
            reading.shape = shape if len(dates) > 1 or any(order for order, _ in dates) else ""
        reading.dates = dates
        reading.strong = True
    elif item.kind == TIME:
        if reading.hour is not None:  # the same time in another zone: "0339 GMT (1139 HKT)"
            return True
        hour, minute, second = item.value
        if hour == 24:
            return False
        reading.hour, reading.minute, reading.second = hour, minute, second
        reading.meridiem = bool(MERIDIEM_TEXT.search(item.text)) or item.text[-1:].isalpha()
        reading.strong = True
    elif item.kind == PAST:
        reading.ago = item.value
        reading.strong = True
    else:
        reading.day_word = item.value
    return True


def _worth(reading: Reading) -> bool:
    """Whether it says a time at all: not a lone "today"."""
    return (
        bool(reading.dates)
        or reading.hour is not None
        or reading.ago is not None
        or reading.span
        or (reading.day_word is not None and bool(reading.role))
    )
