"""A stamp's text cut into items: the tokeniser and what it knows of words and numbers."""

from __future__ import annotations

import re
from typing import Any

from newscrawl.stamps.calendars import gregorian
from newscrawl.stamps.lexicon import (
    DAYWORDS,
    MONTHS,
    NO_MONTHS,
    RUN_LABELS,
    RUN_WORDS,
    WEEKDAYS,
    YEAR_FIRST,
    fold,
)
from newscrawl.stamps.zones import COMMON_WORDS, NAMES

Date = tuple[int | None, int, int]  # year (None where not shown), month, day

FOLD: dict[int, int | str] = {}
for _code in (*range(0xFF01, 0xFF5F),):
    FOLD[_code] = _code - 0xFEE0
for _char in "\xa0\u2002\u2003\u2007\u2009\u200a\u202f\u3000\t":
    FOLD[ord(_char)] = " "
for (
    _char
) in "\u200b\u200c\u200d\u200e\u200f\u061c\u2066\u2067\u2068\u2069\u202a\u202b\u202c\u202d\u202e\ufeff\xad":
    FOLD[ord(_char)] = " "
for _char in "‐‑‒–—―−﹣":
    FOLD[ord(_char)] = "-"
for _char in "’‘ʼ`´":
    FOLD[ord(_char)] = "'"
FOLD[ord("∶")] = ":"
FOLD[ord("،")] = ","
for _zero in (
    0x660,
    0x6F0,
    0x7C0,
    0x966,
    0x9E6,
    0xA66,
    0xAE6,
    0xB66,
    0xBE6,
    0xC66,
    0xCE6,
    0xD66,
    0xDE6,
    0xE50,
    0xED0,
    0xF20,
    0x1040,
    0x17E0,
    0x1810,
):
    for _n in range(10):
        FOLD[_zero + _n] = str(_n)

_TOKEN = re.compile(
    r"""
    (?P<word>(?!UTC|GMT)[^\s\d!-/:-@\[-`{-~…·•|«»“”„、。，：；（）【】「」『』〔〕]+)
   |(?P<unit>(?<!\d)(\d{1,4})[ ]?
      (年|月|日|号|號|년|월|일|時(?!間)|时|點|点|시(?!간)|分(?!钟|鐘|間|间)|분|秒(?!钟|鐘)|초)(?![ ]?[前전]))
   |(?P<date>(?<!\d)(?<!\d[.,:/-])(\d{1,4})[ ]?([./-])[ ]?(\d{1,2})[ ]?\7[ ]?(\d{4}|\d{1,2})(?![\d]|[./:-]\d))
   |(?P<time>(?<!\d)(?<!\d[.,:])([0-2]?\d)[ ]?(?:[:hHΗ]|[ ]h[ ])[ ]?([0-5]\d)
      (?:[ ]?[:m.'′]([0-5]\d)(?:[.,]\d{1,9})?)?(?!\d))
   |(?P<pair>(?<!\d)(?<!\d[.,:/-])(\d{1,2})([./-])(\d{1,2})(?![\d%]|[./:-]\d))
   |(?P<num>\d+)
   |(?P<offset>(?<=\d)[+-](?:\d\d:?\d\d)(?!\d)|(?<=\d[ ])[+-]\d{4}(?!\d)|(?<=\d[ ])\+\d\d:\d\d(?!\d)
      |\b(?:UTC|GMT)[ ]?[+-][ ]?\d{1,2}(?::?\d\d)?(?!\d))
   |(?P<late>[^\s\d!-/:-@\[-`{-~…·•|«»“”„、。，：；（）【】「」『』〔〕]+)
   |(?P<mark>[^\s])
    """,
    re.X,
)
# Kinds of items.
DATE, TIME, PAIR, NUM, MON, WDAY, AMPM, ZONE, LABEL, PAST, DAYWORD, OTHER, MARK, UNIT, JOIN, GONE = range(16)
UNITS = {
    "年": "Y", "년": "Y", "月": "M", "월": "M", "日": "D", "号": "D", "號": "D", "일": "D", "時": "h",
    "时": "h", "點": "h", "点": "h", "시": "h",
    "分": "m", "분": "m", "秒": "s", "초": "s",
}  # fmt: skip
# Words that stand between the parts of a stamp and say nothing themselves.
JOINS = frozenset(
    "at on of the de del do da di du le la el il al les à á a as às las los um am den der dem en em i in o "
    "og och kl klo klokka klokken "
    "ob ore ora orele ore hora horas heure heures heures uhr u uur uhrzeit h hrs hours ha th st nd rd er г "
    "года год г р роки року рік m d v у в о об от від на "
    "od dne ze z s saat saati tarihi tarih tanggal pukul pkl jam ngày lúc vào năm tháng de' ko ren a.m і "
    "στις της την στον ώρα ώρες το "
    "الساعة في يوم عند بتاريخ ساعت در بتوقيت ב בשעה ביום को पर बजे समय at: sat sati u godine год. kell "
    "kella ajal plkst gada gads val d 日期 时间 時間 fecha date "
    "time datum data datum: mn час hod o'clock t el. by เวลา น วันที่ เมื่อ พ ศ เดือน এর এ তারিখ ca és on: "
    "to since seit since vom von dal desde nel om kello min metų թ ж оны ta".split()
)
CLOCK = frozenset(
    "kl klo kello klokka klokken um alle ore ora orele at à às las ob kell kella plkst pukul pkl jam saat "
    "saati ώρα στις в о o u الساعة ساعت בשעה เวลา val".split()
)
# Those that are said of nothing but the time of day.
HOUR = frozenset("kl klo kello klokka klokken kell plkst pukul pkl saat alle".split())
AFTER_CLOCK = frozenset(
    "uhr h hrs uur wib wita wit น น. час hod hod. óra val val. ч am pm horas heures ore".split()
)
MERIDIEM = {
    "am": 0, "a.m": 0, "pm": 12, "p.m": 12, "πμ": 0, "μμ": 12, "π.μ": 0, "μ.μ": 12, "上午": 0, "下午": 12,
    "午前": 0, "午後": 12, "晚上": 12,
    "오전": 0, "오후": 12, "ص": 0, "م": 12, "صباحا": 0, "صباحًا": 0, "مساء": 12, "مساءً": 12, "ظهرا": 12,
    "ق.ظ": 0, "ب.ظ": 12, "sa": 0, "ch": 12, "sáng": 0, "chiều": 12,
    "पूर्वाह्न": 0, "अपराह्न": 12, "öö": 0, "ös": 12, "早上": 0, "凌晨": 0,
}  # fmt: skip
_MERIDIEM_LETTERS = {"a": 0, "p": 12, "π": 0, "μ": 12, "ق": 0, "ب": 12}
_MERIDIEM_REST = re.compile(r"\. ?[mμظ]\b\.?", re.I)
MONTH_WORDS = frozenset(("tháng", "thang", "thg"))
MERIDIEM_TEXT = re.compile(r"(?<![^\W\d_])([ap])\.? ?m\b\.?", re.I)
ORDINALS = frozenset("st nd rd th er re e ère º ª ° го й th, - . '".split())
_ROMAN = {r: n for n, r in enumerate("I II III IV V VI VII VIII IX X XI XII".split(), 1)}
BETWEEN = frozenset(".,-/'·|•()[]:;<>&~@")
ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911}


class Item:
    __slots__ = ("end", "kind", "start", "text", "value")

    def __init__(self, kind: int, value: Any, start: int, end: int, text: str) -> None:
        self.kind = kind
        self.value = value
        self.start = start
        self.end = end
        self.text = text

    def __repr__(self) -> str:
        return f"{self.kind}:{self.value!r}"


def year_of(text: str) -> int | None:
    """A year of two or four digits; None where it is none."""
    number = int(text)
    if len(text) == 4:
        return number if 1900 <= number <= 2100 or 2443 <= number <= 2643 or 1300 <= number <= 1479 else None
    if len(text) == 2:
        return 2000 + number if number < 70 else 1900 + number
    return None


def real_date(year: int | None, month: int, day: int, calendar: str = "") -> Date | None:
    """The date in the Gregorian calendar; None where there is no such day."""
    return gregorian(year, month, day, calendar)


def _numeric(
    first: str, separator: str, second: str, third: str, language: str
) -> tuple[tuple[tuple[str, Date], ...], str]:
    """Every reading of an all-numeric date, and its shape."""
    found: list[tuple[str, Date]] = []
    if len(first) == 4:
        year = year_of(first)
        if (
            year
            and len(third) <= 2
            and (date := real_date(year, int(second), int(third), "persian" if year < 1500 else ""))
        ):
            found.append(("", date))
        return tuple(found), ""
    if len(first) > 2 or len(third) not in (2, 4):
        return (), ""
    shape = f"{separator}{separator}{len(third)}"
    year = year_of(third)
    if year:
        calendar = "persian" if year < 1500 else ""
        for order, month, day in (("DMY", second, first), ("MDY", first, second)):
            if date := real_date(year, int(month), int(day), calendar):
                found.append((order, date))
    # 24.08.05 is a year first in few languages; elsewhere nobody writes it so.
    if (
        len(third) == 2
        and len(first) == 2
        and (language in YEAR_FIRST or int(first) > 31)
        and (year := year_of(first))
        and (date := real_date(year, int(second), int(third)))
    ):
        found.append(("YMD", date))
    return _distinct(found), shape


def _distinct(found: list[tuple[str, Date]]) -> tuple[tuple[str, Date], ...]:
    """Without readings that are the same day (05/05/2016)."""
    out: dict[Date, str] = {}
    for order, date in found:
        out[date] = "" if date in out else order
    return tuple((order, date) for date, order in out.items())


def pair_dates(first: str, separator: str, second: str) -> tuple[tuple[str, Date], ...]:
    found: list[tuple[str, Date]] = []
    for order, month, day in (("DMY", second, first), ("MDY", first, second)):
        if date := real_date(None, int(month), int(day)):
            found.append((order, date))
    return _distinct(found)


def tokens(text: str, language: str) -> list[Item]:
    """A text cut into items: words that mean something, numbers and numeric dates and times, marks."""
    items: list[Item] = []
    add = items.append
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        start, end = match.span()
        chunk = match.group()
        if kind == "word" or kind == "late":
            _word(chunk, start, end, text, language, items)
        elif kind == "num":
            add(Item(NUM, chunk, start, end, chunk))
        elif kind == "mark":
            add(Item(MARK, chunk, start, end, chunk))
        elif kind == "time":
            hour = int(match[11])
            add(
                Item(
                    TIME if hour < 25 else OTHER,
                    (hour, int(match[12]), int(match[13]) if match[13] else None),
                    start,
                    end,
                    chunk,
                )
            )
        elif kind == "date":
            add(Item(DATE, _numeric(match[6], match[7], match[8], match[9], language), start, end, chunk))
            if not items[-1].value[0]:
                items[-1].kind = OTHER
        elif kind == "pair":
            add(Item(PAIR, (match[15], match[16], match[17]), start, end, chunk))
        elif kind == "unit":
            add(Item(UNIT, (UNITS[match[4]], match[3]), start, end, chunk))
        elif kind == "offset":
            add(Item(ZONE, chunk.replace(" ", ""), start, end, chunk))
        if len(items) > 120:
            break
    return items


def _word(chunk: str, start: int, end: int, text: str, language: str, items: list[Item]) -> None:
    """One item, or more where a script puts no spaces between words."""
    key = fold(chunk)
    if key not in _MEANING and (not key or key[0] < "\u0590"):  # most words
        items.append(Item(JOIN if key in JOINS else OTHER, key, start, end, chunk))
        return
    if key and key[0] >= "\u0e00" and RUN_WORDS.search(key):
        offset = 0
        for match in RUN_WORDS.finditer(chunk):
            if match.start() > offset:
                rest = chunk[offset : match.start()]
                items.append(Item(_single(rest), 0, start + offset, start + match.start(), rest))
            word = match.group()
            kind: int
            value: object
            if word in RUN_LABELS:
                kind, value = LABEL, RUN_LABELS[word]
            elif word in MERIDIEM:
                kind, value = AMPM, MERIDIEM[word]
            elif word in DAYWORDS:
                kind, value = DAYWORD, DAYWORDS[word]
            elif word in MONTHS:
                kind, value = MON, MONTHS[word]
            elif word in ERAS:
                kind, value = JOIN, 0
            else:
                kind, value = WDAY, WEEKDAYS.get(word, frozenset())
            items.append(Item(kind, value, start + match.start(), start + match.end(), word))
            offset = match.end()
        if offset < len(chunk):
            rest = chunk[offset:]
            items.append(Item(_single(rest), 0, start + offset, end, rest))
        return
    month = MONTHS.get(key)
    if month is None and key[:1] == "ב":  # "in September" is one word in Hebrew
        month = MONTHS.get(key[1:].lstrip("-"))
    if month is not None and language not in NO_MONTHS.get(key, ()):
        if not isinstance(month, int):
            month = month.get(language, month)
        items.append(Item(MON, month, start, end, chunk))
        return
    if chunk in NAMES and chunk.isupper():
        before = next((item.kind for item in reversed(items[-4:]) if item.kind not in (MARK, JOIN)), OTHER)
        if before in (TIME, AMPM, NUM, PAIR, ZONE):
            items.append(Item(ZONE, chunk, start, end, chunk))
            return
    days = WEEKDAYS.get(key)
    if (
        days is not None
        and (len(key) > 2 or chunk[0].isupper() or key[0] > "z")
        and (key not in JOINS or chunk[0].isupper())
    ):
        items.append(Item(WDAY, days, start, end, chunk))
    elif key in DAYWORDS:
        items.append(Item(DAYWORD, DAYWORDS[key], start, end, chunk))
    elif key in MERIDIEM and items and items[-1].kind in (TIME, NUM, PAIR, UNIT):
        items.append(Item(AMPM, MERIDIEM[key], start, end, chunk))
    elif (
        key in _MERIDIEM_LETTERS
        and items
        and items[-1].kind in (TIME, NUM, PAIR)
        and (more := _MERIDIEM_REST.match(text, end))
    ):
        items.append(Item(AMPM, _MERIDIEM_LETTERS[key], start, more.end(), chunk))
    elif key in ("m", "μ", "ظ") and len(items) > 1 and items[-1].kind == MARK and items[-2].kind == AMPM:
        items.append(Item(JOIN, 0, start, end, chunk))
    elif chunk.upper() in NAMES and items and (chunk.isupper() or (key not in COMMON_WORDS and len(key) > 2)):
        items.append(Item(ZONE, chunk.upper(), start, end, chunk))
    elif chunk in _ROMAN and items and items[-1].kind in (NUM, MARK):
        items.append(
            Item(MON, _ROMAN[chunk], start, end, chunk)
            if len(items) > 1 or items[-1].kind == NUM
            else Item(OTHER, 0, start, end, chunk)
        )
    else:
        items.append(Item(_single(key), key, start, end, chunk))


# All words of European scripts that `_word` takes for more than a word.
_MEANING = frozenset(
    (
        *MONTHS,
        *WEEKDAYS,
        *DAYWORDS,
        *MERIDIEM,
        *_MERIDIEM_LETTERS,
        "m",
        "μ",
        *map(fold, NAMES),
        *map(fold, _ROMAN),
    )
)


def _single(word: str) -> int:
    return JOIN if word in JOINS or (len(word) == 1 and word > "\u0e00") else OTHER
