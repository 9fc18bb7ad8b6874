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

from newscrawl.stamps.calendars import gregorian
from newscrawl.stamps.lexicon import AGO, AGO_AFTER, AGO_BEFORE, AGO_STARTS, DAYWORDS, MONTHS, PHRASES, RUN_LABELS, RUN_WORDS, WEEKDAYS, fold
from newscrawl.stamps.zones import COMMON_WORDS, NAMES

LONGEST = 400
"""Characters of a text that are read; no stamp is longer."""

Date = tuple[int | None, int, int]  # year (None where not shown), month, day


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

    @property
    def precision(self) -> str:
        """second, minute or day, as shown; "" where it shows a time of day alone or none."""
        if self.hour is None:
            return "day"
        return "minute" if self.second is None else "second"


# --- tokens ---------------------------------------------------------------------------------------------------

_FOLD: dict[int, int | str] = {}
for _code in (*range(0xFF01, 0xFF5F),):
    _FOLD[_code] = _code - 0xFEE0
for _char in "\xa0\u2002\u2003\u2007\u2009\u200a\u202f\u3000\t":
    _FOLD[ord(_char)] = " "
for _char in "\u200b\u200c\u200d\u200e\u200f\u061c\u2066\u2067\u2068\u2069\u202a\u202b\u202c\u202d\u202e\ufeff\xad":
    _FOLD[ord(_char)] = " "
for _char in "‐‑‒–—―−﹣":
    _FOLD[ord(_char)] = "-"
for _char in "’‘ʼ`´":
    _FOLD[ord(_char)] = "'"
_FOLD[ord("∶")] = ":"
_FOLD[ord("،")] = ","
for _zero in (0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xDE6, 0xE50, 0xED0, 0xF20, 0x1040, 0x17E0, 0x1810):
    for _n in range(10):
        _FOLD[_zero + _n] = str(_n)

_TOKEN = re.compile(
    r"""
    (?P<word>(?!UTC|GMT)[^\s\d!-/:-@\[-`{-~…·•|«»“”„、。，：；（）【】「」『』〔〕]+)
   |(?P<unit>(?<!\d)(\d{1,4})\ ?(年|月|日|号|號|년|월|일|時(?!間)|时|點|点|시(?!간)|分(?!钟|鐘|間|间)|분|秒(?!钟|鐘)|초)(?!\ ?[前전]))
   |(?P<date>(?<!\d)(?<!\d[.,:/-])(\d{1,4})\ ?([./-])\ ?(\d{1,2})\ ?\7\ ?(\d{4}|\d{1,2})(?![\d]|[./:-]\d))
   |(?P<time>(?<!\d)(?<!\d[.,:])([0-2]?\d)\ ?(?:[:hHΗ]|\ [h]\ )\ ?([0-5]\d)(?:\ ?[:m.'′]\ ?([0-5]\d)(?:[.,]\d{1,9})?)?(?!\d))
   |(?P<pair>(?<!\d)(?<!\d[.,:/-])(\d{1,2})([./-])(\d{1,2})(?![\d%]|[./:-]\d))
   |(?P<num>\d+)
   |(?P<offset>(?<=\d)[+-](?:\d\d:?\d\d)(?!\d)|(?<=\d\ )[+-]\d{4}(?!\d)|(?<=\d\ )\+\d\d:\d\d(?!\d)|\b(?:UTC|GMT)\ ?[+-]\ ?\d{1,2}(?::?\d\d)?(?!\d))
   |(?P<late>[^\s\d!-/:-@\[-`{-~…·•|«»“”„、。，：；（）【】「」『』〔〕]+)
   |(?P<mark>[^\s])
    """,
    re.X,
)
# Kinds of items.
DATE, TIME, PAIR, NUM, MON, WDAY, AMPM, ZONE, LABEL, AGO_, DAYWORD, OTHER, MARK, UNIT, JOIN, GONE = range(16)
_UNITS = {
    "年": "Y", "년": "Y", "月": "M", "월": "M", "日": "D", "号": "D", "號": "D", "일": "D", "時": "h", "时": "h", "點": "h", "点": "h", "시": "h",
    "分": "m", "분": "m", "秒": "s", "초": "s",
}  # fmt: skip
# Words that stand between the parts of a stamp and say nothing themselves.
_JOINS = frozenset(
    "at on of the de del do da di du le la el il al les à á a as às las los um am den der dem en em i in o og och kl klo klokka klokken "
    "ob ore ora orele ore hora horas heure heures heures uhr u uur uhrzeit h hrs hours ha th st nd rd er г года год г р роки року рік m d v у в о об от від на "
    "od dne ze z s saat saati tarihi tarih tanggal pukul pkl jam ngày lúc vào năm tháng de' ko ren a.m і στις της την στον ώρα ώρες το "
    "الساعة في يوم عند بتاريخ ساعت در بتوقيت ב בשעה ביום को पर बजे समय at: sat sati u godine год. kell kella ajal plkst gada gads val d 日期 时间 時間 fecha date "
    "time datum data datum: mn час hod o'clock t el. by เวลา น วันที่ เมื่อ พ ศ เดือน এর এ তারিখ ca és on: to since seit since vom von dal desde nel om kello min metų".split()
)
_CLOCK = frozenset("kl klo kello klokka klokken um alle ore ora orele at à às las ob kell kella plkst pukul pkl jam saat saati ώρα στις в о o u الساعة ساعت בשעה เวลา val".split())
_AFTER_CLOCK = frozenset("uhr h hrs uur wib wita wit น น. час hod hod. óra val val. ч am pm horas heures ore".split())
_MERIDIEM = {
    "am": 0, "a.m": 0, "pm": 12, "p.m": 12, "πμ": 0, "μμ": 12, "π.μ": 0, "μ.μ": 12, "上午": 0, "下午": 12, "午前": 0, "午後": 12, "晚上": 12,
    "오전": 0, "오후": 12, "ص": 0, "م": 12, "صباحا": 0, "صباحًا": 0, "مساء": 12, "مساءً": 12, "ظهرا": 12, "ق.ظ": 0, "ب.ظ": 12, "sa": 0, "ch": 12, "sáng": 0, "chiều": 12,
    "पूर्वाह्न": 0, "अपराह्न": 12, "öö": 0, "ös": 12, "早上": 0, "凌晨": 0,
}  # fmt: skip
_MONTH_WORDS = frozenset(("tháng", "thang", "thg"))
_ONE = frozenset("a an one ein eine einer einem einen un une uno una um uma en ett et één een jedną".split())
_MERIDIEM_TEXT = re.compile(r"(?<![^\W\d_])([ap])\.? ?m\b\.?", re.I)
_ORDINALS = frozenset("st nd rd th er re e ère º ª ° го й th, - . '".split())
_ROMAN = {r: n for n, r in enumerate("I II III IV V VI VII VIII IX X XI XII".split(), 1)}
_BETWEEN = frozenset(".,-/'·|•()[]:;<>&~@")
_YEAR_FIRST = frozenset("ko zh ja hu lt mn fa sv".split())
_DATE_NOUNS = frozenset("date datum fecha data tanggal tarih dato dátum дата 日期 时间 時間 日時".split())
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911}

# Cheap test before any reading: a digit, or a word that tells a time without one.
MAYBE = re.compile(r"\d|" + "|".join(sorted(map(re.escape, AGO_STARTS), key=len, reverse=True)), re.I)


class _Item:
    __slots__ = ("end", "kind", "start", "text", "value")

    def __init__(self, kind: int, value: object, start: int, end: int, text: str) -> None:
        self.kind = kind
        self.value = value
        self.start = start
        self.end = end
        self.text = text

    def __repr__(self) -> str:
        return f"{self.kind}:{self.value!r}"


def _year(text: str) -> int | None:
    """A year of two or four digits; None where it is none."""
    number = int(text)
    if len(text) == 4:
        return number if 1900 <= number <= 2100 or 2443 <= number <= 2643 or 1300 <= number <= 1479 else None
    if len(text) == 2:
        return 2000 + number if number < 70 else 1900 + number
    return None


def _real(year: int | None, month: int, day: int, calendar: str = "") -> Date | None:
    """The date in the Gregorian calendar; None where there is no such day."""
    return gregorian(year, month, day, calendar)


def _numeric(first: str, separator: str, second: str, third: str, language: str) -> tuple[tuple[tuple[str, Date], ...], str]:
    """Every reading of an all-numeric date, and its shape."""
    found: list[tuple[str, Date]] = []
    if len(first) == 4:
        year = _year(first)
        if year and len(third) <= 2 and (date := _real(year, int(second), int(third), "persian" if year < 1500 else "")):
            found.append(("", date))
        return tuple(found), ""
    if len(first) > 2 or len(third) not in (2, 4):
        return (), ""
    shape = f"{separator}{separator}{len(third)}"
    year = _year(third)
    if year:
        calendar = "persian" if year < 1500 else ""
        for order, month, day in (("DMY", second, first), ("MDY", first, second)):
            if date := _real(year, int(month), int(day), calendar):
                found.append((order, date))
    # 24.08.05 is a year first in few languages; elsewhere nobody writes it so.
    if len(third) == 2 and len(first) == 2 and (language in _YEAR_FIRST or int(first) > 31) and (year := _year(first)) and (date := _real(year, int(second), int(third))):
        found.append(("YMD", date))
    return _distinct(found), shape


def _distinct(found: list[tuple[str, Date]]) -> tuple[tuple[str, Date], ...]:
    """Without readings that are the same day (05/05/2016)."""
    out: dict[Date, str] = {}
    for order, date in found:
        out[date] = "" if date in out else order
    return tuple((order, date) for date, order in out.items())


def _pair(first: str, separator: str, second: str) -> tuple[tuple[str, Date], ...]:
    found: list[tuple[str, Date]] = []
    for order, month, day in (("DMY", second, first), ("MDY", first, second)):
        if date := _real(None, int(month), int(day)):
            found.append((order, date))
    return _distinct(found)


def _tokens(text: str, language: str) -> list[_Item]:
    items: list[_Item] = []
    add = items.append
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        start, end = match.span()
        chunk = match.group()
        if kind == "word" or kind == "late":
            _word(chunk, start, end, text, language, items)
        elif kind == "num":
            add(_Item(NUM, chunk, start, end, chunk))
        elif kind == "mark":
            add(_Item(MARK, chunk, start, end, chunk))
        elif kind == "time":
            hour = int(match[11])
            add(_Item(TIME if hour < 25 else OTHER, (hour, int(match[12]), int(match[13]) if match[13] else None), start, end, chunk))
        elif kind == "date":
            add(_Item(DATE, _numeric(match[6], match[7], match[8], match[9], language), start, end, chunk))
            if not items[-1].value[0]:  # type: ignore[index]
                items[-1].kind = OTHER
        elif kind == "pair":
            add(_Item(PAIR, (match[15], match[16], match[17]), start, end, chunk))
        elif kind == "unit":
            add(_Item(UNIT, (_UNITS[match[4]], match[3]), start, end, chunk))
        elif kind == "offset":
            add(_Item(ZONE, chunk.replace(" ", ""), start, end, chunk))
        if len(items) > 120:
            break
    return items


def _word(chunk: str, start: int, end: int, text: str, language: str, items: list[_Item]) -> None:
    """One item, or more where a script puts no spaces between words."""
    key = fold(chunk)
    if key and key[0] >= "\u0e00" and RUN_WORDS.search(key):
        offset = 0
        for match in RUN_WORDS.finditer(chunk):
            if match.start() > offset:
                rest = chunk[offset : match.start()]
                items.append(_Item(_single(rest), 0, start + offset, start + match.start(), rest))
            word = match.group()
            kind: int
            value: object
            if word in RUN_LABELS:
                kind, value = LABEL, RUN_LABELS[word]
            elif word in _MERIDIEM:
                kind, value = AMPM, _MERIDIEM[word]
            elif word in DAYWORDS:
                kind, value = DAYWORD, DAYWORDS[word]
            elif word in MONTHS:
                kind, value = MON, MONTHS[word]
            elif word in _ERAS:
                kind, value = JOIN, 0
            else:
                kind, value = WDAY, WEEKDAYS.get(word, frozenset())
            items.append(_Item(kind, value, start + match.start(), start + match.end(), word))
            offset = match.end()
        if offset < len(chunk):
            rest = chunk[offset:]
            items.append(_Item(_single(rest), 0, start + offset, end, rest))
        return
    month = MONTHS.get(key)
    if month is None and key[:1] == "ב":  # "in September" is one word in Hebrew
        month = MONTHS.get(key[1:].lstrip("-"))
    if month is not None:
        if not isinstance(month, int):
            month = month.get(language, month)
        items.append(_Item(MON, month, start, end, chunk))
        return
    before = next((item.kind for item in reversed(items[-4:]) if item.kind not in (MARK, JOIN)), OTHER)
    if chunk in NAMES and chunk.isupper() and before in (TIME, AMPM, NUM, PAIR, ZONE):
        items.append(_Item(ZONE, chunk, start, end, chunk))
        return
    days = WEEKDAYS.get(key)
    if days is not None and (len(key) > 2 or chunk[0].isupper() or key[0] > "z") and (key not in _JOINS or chunk[0].isupper()):
        items.append(_Item(WDAY, days, start, end, chunk))
    elif key in DAYWORDS:
        items.append(_Item(DAYWORD, DAYWORDS[key], start, end, chunk))
    elif key in _MERIDIEM and items and items[-1].kind in (TIME, NUM, PAIR, UNIT):
        items.append(_Item(AMPM, _MERIDIEM[key], start, end, chunk))
    elif (key in ("a", "p") or key in ("π", "μ", "ق", "ب")) and (match := re.compile(r"\. ?[mμظ]\b\.?", re.I).match(text, end)) and items and items[-1].kind in (TIME, NUM, PAIR):
        items.append(_Item(AMPM, 0 if key in ("a", "π", "ق") else 12, start, match.end(), chunk))
    elif key in ("m", "μ", "ظ") and len(items) > 1 and items[-1].kind == MARK and items[-2].kind == AMPM:
        items.append(_Item(JOIN, 0, start, end, chunk))
    elif chunk.upper() in NAMES and items and (chunk.isupper() or key not in COMMON_WORDS and len(key) > 2):
        items.append(_Item(ZONE, chunk.upper(), start, end, chunk))
    elif chunk in _ROMAN and len(items) and items[-1].kind in (NUM, MARK):
        items.append(_Item(MON, _ROMAN[chunk], start, end, chunk) if len(items) > 1 or items[-1].kind == NUM else _Item(OTHER, 0, start, end, chunk))
    else:
        items.append(_Item(_single(key), key, start, end, chunk))


def _single(word: str) -> int:
    return JOIN if word in _JOINS or len(word) == 1 and word > "\u0e00" else OTHER


# --- from items to dates and times ------------------------------------------------------------------------------


def _phrases(items: list[_Item]) -> None:
    """Labels, zones and weekdays of one or more words."""
    i, n = 0, len(items)
    while i < n:
        item = items[i]
        if item.kind in (OTHER, JOIN, WDAY, DAYWORD, MON):
            word = fold(item.text)
            if word in _MONTH_WORDS and i + 1 < n and items[i + 1].kind == NUM and 1 <= int(items[i + 1].text) <= 12 and len(items[i + 1].text) <= 2:
                item.kind, item.value, item.end = MON, int(items[i + 1].text), items[i + 1].end
                items[i + 1].kind = GONE
                i += 2
                continue
            if word in _DATE_NOUNS and i + 1 < n and items[i + 1].text == ":":
                item.kind, item.value = LABEL, "published"
            options = PHRASES.get(word)
            if options:
                for rest, kind, value in options:
                    j = i + 1
                    for part in rest:
                        while j < n and items[j].kind == MARK and items[j].text in "-'.":
                            j += 1
                        if j >= n or fold(items[j].text) != part:
                            break
                        j += 1
                    else:
                        if kind == "zone" and not any(x.kind in (TIME, AMPM, PAIR, NUM) for x in items[max(0, i - 3) : i]):
                            continue
                        item.kind = {"label": LABEL, "zone": ZONE, "weekday": WDAY, "month": MON, "day": DAYWORD, "join": JOIN}[kind]
                        item.value = value
                        item.end = items[j - 1].end
                        for gone in items[i + 1 : j]:
                            gone.kind = GONE
                        i = j - 1
                        break
        elif item.kind == MARK and item.text in "©":
            item.kind, item.value = LABEL, "other"
        i += 1
    items[:] = [item for item in items if item.kind != GONE]


def _ago(items: list[_Item]) -> None:
    """ "3 hours ago", "vor 14 Minuten", "3時間前": a number between words that CLDR knows for it."""
    n = len(items)
    for i, item in enumerate(items):
        if item.kind == NUM:
            count, first, last = item.text, i, i
        elif item.kind in (OTHER, JOIN) and fold(item.text) in _ONE:
            count, first, last = "1", i, i
        else:
            continue
        if len(count) > 3 or not (
            i + 1 < n and fold(items[i + 1].text) in AGO_AFTER or i and (fold(items[i - 1].text) in AGO_BEFORE)
        ):
            continue
        after = [fold(x.text) for x in items[i + 1 : i + 4] if x.kind != MARK or x.text not in ".,"]
        before = [fold(x.text) for x in items[max(0, i - 3) : i] if x.kind != MARK]
        for right in range(min(3, len(after)), -1, -1):
            tail = " ".join(after[:right])
            unit = None
            left = 0
            for left in range(min(3, len(before)), -1, -1):
                unit = AGO.get(" ".join(before[len(before) - left :]) + "|" + tail)
                if unit is None and tail and right:
                    unit = AGO.get(" ".join(before[len(before) - left :]) + "|" + tail.replace(" ", "")) if tail[0] > "\u0e00" else None
                if unit:
                    break
            if unit:
                first = i
                while left and first > 0:
                    first -= 1
                    if items[first].kind != MARK:
                        left -= 1
                last = i
                while right and last + 1 < n:
                    last += 1
                    if items[last].kind != MARK or items[last].text not in ".,":
                        right -= 1
                items[first].start, items[first].end = items[first].start, items[last].end
                items[first].kind, items[first].value = AGO_, (int(count), unit)
                for gone in items[first + 1 : last + 1]:
                    gone.kind = GONE
                break
    items[:] = [item for item in items if item.kind != GONE]


def _units(items: list[_Item]) -> None:
    """2016年9月5日 17時15分, 9월 5일: numbers that carry their unit."""
    i, n = 0, len(items)
    while i < n:
        if items[i].kind != UNIT:
            i += 1
            continue
        parts: dict[str, int] = {}
        time: dict[str, int] = {}
        shift = 0
        j = first = i
        last = date_end = i
        time_start = -1
        while j < n and (items[j].kind == UNIT or items[j].kind in (AMPM, MARK, JOIN, OTHER, WDAY) and j - last <= 3):
            if items[j].kind == UNIT:
                unit, digits = items[j].value  # type: ignore[misc]
                target = parts if unit in "YMD" else time
                if unit in target or (unit in "YMD" and time):
                    break
                target[unit] = int(digits)
                if unit in "YMD":
                    date_end = j
                elif time_start < 0:
                    time_start = j
                last = j
            elif items[j].kind == AMPM:
                shift = 1 + int(items[j].value)  # type: ignore[call-overload]
            elif items[j].kind == MARK and items[j].text not in "(),.()- ":
                break
            j += 1
        if "M" in parts and "D" in parts:
            year = parts.get("Y")
            if year is not None and year < 150:
                era = fold(items[first - 1].text) if first else ""
                if era in _ERAS:
                    year += _ERAS[era]
                    items[first].start = items[first - 1].start
                else:
                    year = 2000 + year if 10 <= year < 100 else None
                    if year is None:
                        parts = {}
            date = _real(year, parts.get("M", 0), parts.get("D", 0)) if year is None or 1900 <= year <= 2100 else None
            items[first].kind = DATE if date else OTHER
            items[first].value = ((("", date),), "") if date else 0
            items[first].end = items[date_end].end
        else:
            items[first].kind = OTHER if parts or "h" not in time else GONE
        for k in range(first + 1, date_end + 1):
            if items[k].kind == UNIT:
                items[k].kind = GONE
        if "h" in time and time_start >= 0:
            hour = time["h"]
            if shift == 13 and hour < 12:
                hour += 12
            elif shift == 1 and hour == 12:
                hour = 0
            stop = items[time_start]
            stop.kind, stop.value, stop.end = TIME, (hour, time.get("m", 0), time.get("s")), items[last].end
            for k in range(time_start + 1, last + 1):
                if items[k].kind == UNIT:
                    items[k].kind = GONE
            if shift:
                for k in range(first, last):
                    if items[k].kind == AMPM:
                        items[k].kind = JOIN
        elif time:
            for k in range(first, last + 1):
                if items[k].kind == UNIT:
                    items[k].kind = OTHER
        i = last + 1
    items[:] = [item for item in items if item.kind != GONE]


def _clock(items: list[_Item]) -> None:
    """Times of day: meridiems, "0339 GMT", "kl 12.17", "9 h", "5 Uhr"."""
    n = len(items)
    dated = any(item.kind in (DATE, MON, DAYWORD) for item in items)
    for i, item in enumerate(items):
        kind = item.kind
        following = items[i + 1] if i + 1 < n else None
        before = items[i - 1] if i else None
        if kind == AMPM and before is not None:
            shift = int(item.value)  # type: ignore[call-overload]
            if before.kind == NUM and before.text.isdigit() and len(before.text) <= 2 and 1 <= int(before.text) <= 12:
                before.kind, before.value = TIME, (int(before.text), 0, None)
            elif before.kind == PAIR and before.value[1] == "." and len(before.value[2]) == 2:  # type: ignore[index]
                _to_time(before)
            if before.kind == TIME:
                before.text += item.text
                hour, minute, second = before.value  # type: ignore[misc]
                if 1 <= hour <= 12:
                    hour = hour % 12 + shift
                before.value, before.end = (hour, minute, second), item.end
                item.kind = GONE
            elif following is not None and following.kind == TIME and item.text >= "\u0600":  # 下午 5:15
                hour, minute, second = following.value  # type: ignore[misc]
                if 1 <= hour <= 12:
                    hour = hour % 12 + shift
                following.value, following.start = (hour, minute, second), item.start
                item.kind = GONE
            else:
                item.kind = JOIN
        elif kind == AMPM and following is not None and following.kind == TIME:
            shift = int(item.value)  # type: ignore[call-overload]
            hour, minute, second = following.value  # type: ignore[misc]
            if 1 <= hour <= 12:
                hour = hour % 12 + shift
            following.value, following.start = (hour, minute, second), item.start
            item.kind = GONE
        elif kind == NUM and following is not None and following.kind == ZONE and len(item.text) == 4 and item.text[:2] < "24" and item.text[2:] < "60":
            if not (1990 <= int(item.text) <= 2035 and before is not None and before.kind in (MON, NUM, MARK) and before.text != "("):
                item.kind, item.value = TIME, (int(item.text[:2]), int(item.text[2:]), None)
        elif kind == NUM and len(item.text) <= 2 and int(item.text) < 25 and following is not None and following.kind in (JOIN, OTHER) and fold(following.text) in ("h", "uhr", "hrs", "uur", "н"):
            item.kind, item.value, item.end = TIME, (int(item.text), 0, None), following.end
        elif kind == PAIR and item.value[1] == "." and len(item.value[2]) == 2 and int(item.value[0]) < 24 and int(item.value[2]) < 60:  # type: ignore[index]
            word = fold(before.text) if before is not None else ""
            if before is not None and before.kind == MARK and i > 1:
                word = fold(items[i - 2].text)
            after = fold(following.text) if following is not None else ""
            others = any(x.kind == TIME for x in items)
            if not others and (word in _CLOCK or after in _AFTER_CLOCK or dated or (following is not None and following.kind in (ZONE, AMPM))):
                _to_time(item)
            elif not _pair(*item.value):  # type: ignore[misc]
                _to_time(item)
    items[:] = [item for item in items if item.kind != GONE]


def _to_time(item: _Item) -> None:
    hour, _, minute = item.value  # type: ignore[misc]
    if int(hour) < 25 and int(minute) < 60:
        item.kind, item.value = TIME, (int(hour), int(minute), None)


def _skip(items: list[_Item], i: int, step: int) -> int:
    """Index of the next item that is no joining word or mark, at most six away; -1 where there is none."""
    for _ in range(7):
        i += step
        if not 0 <= i < len(items):
            return -1
        item = items[i]
        if item.kind == JOIN or item.kind == MARK and item.text in _BETWEEN or item.kind in (OTHER, WDAY) and fold(item.text) in _ORDINALS:
            continue
        return i
    return -1


def _day(item: _Item) -> int | None:
    return int(item.text) if item.kind == NUM and len(item.text) <= 2 and 1 <= int(item.text) <= 31 else None


def _full_year(item: _Item) -> int | None:
    return _year(item.text) if item.kind == NUM and len(item.text) == 4 else None


def _months(items: list[_Item], text: str) -> None:
    """Dates around a month's word: "5 September 2016", "Sept. 5, 2016", "2016. szeptember 5."."""
    for i, item in enumerate(items):
        if item.kind != MON:
            continue
        months = [item.value] if isinstance(item.value, int) else sorted(set(item.value.values()))  # type: ignore[attr-defined]
        calendar = "persian" if months[0] > 12 else ""
        left, right = _skip(items, i, -1), _skip(items, i, 1)
        used: list[int] = []
        year: int | None = None
        day: int | None = None
        left_day = _day(items[left]) if left >= 0 and _adjacent(items, left, i) else None
        right_day = _day(items[right]) if right >= 0 else None
        right_year = _full_year(items[right]) if right >= 0 else None
        left_year = _full_year(items[left]) if left >= 0 else None
        span = False
        if right >= 0 and items[right].kind == PAIR and left_day is None and items[right].value[1] == "-":  # type: ignore[index]
            span = True  # "May 5-7"
        if left_day is not None and right_year is not None:
            day, year, used = left_day, right_year, [left, right]
        elif left_year is not None and right_day is not None:
            day, year, used = right_day, left_year, [left, right]
        elif right_day is not None and (after := _skip(items, right, 1)) >= 0 and _full_year(items[after]) and not (left_day and _stuck(items, left, i)):
            day, year, used = right_day, _full_year(items[after]), [right, after]
        elif left_day is not None and right_day is not None and right >= 0 and _short_year(items, i, right, text):
            day, year, used = left_day, _year(items[right].text), [left, right]
        elif right_day is not None and left_day is None:
            day, used = right_day, [right]
        elif left_day is not None:
            day, used = left_day, [left]
            first = _skip(items, left, -1)
            if first >= 0 and _full_year(items[first]):  # "2016. gada 5. septembris"
                year, used = _full_year(items[first]), [first, left]
        if day is None or span:
            if span:
                item.kind, item.value = DATE, ((), "span")
            continue
        if left_day is not None and left in used and left > 1 and items[left - 1].kind == MARK and items[left - 1].text == "-" and items[left - 2].kind == NUM and _day(items[left - 2]):
            span = True  # "5 - 7 May"
        after = _skip(items, right, 1) if used and used[-1] == right else -1
        if year is None and after > 0 and _day(items[after]) and any(x.text == "-" for x in items[right + 1 : after]):
            span = True  # "May 5 - 7, 2016"
        if year is not None and year < 1500:
            calendar = "persian"
        dates = [date for month in months if (date := _real(year, (month - 1) % 12 + 1, day, calendar))]
        if not dates:
            continue
        # A word that is two months by language (listopad) stays open as a numeric date does.
        orders = ("",) if len(dates) == 1 else tuple(f"month {date[1]}" for date in dates)
        indexes = [*used, i]
        item.kind, item.value = DATE, (tuple(zip(orders, dates, strict=True)), "span" if span else "")
        item.start, item.end = min(items[k].start for k in indexes), max(items[k].end for k in indexes)
        for k in range(min(indexes), max(indexes) + 1):
            if k != i:
                items[k].kind = GONE
        tail = max(indexes) + 1
        while tail < len(items) and items[tail].kind in (JOIN, OTHER) and fold(items[tail].text) in _ORDINALS:
            items[tail].kind = GONE
            tail += 1
    items[:] = [item for item in items if item.kind != GONE]


def _adjacent(items: list[_Item], left: int, i: int) -> bool:
    """Whether a number before a month belongs to it: not where a comma or the like parts them ("10, May 5")."""
    return not any(items[k].kind == MARK and items[k].text in ",|•·()" for k in range(left + 1, i))


def _stuck(items: list[_Item], left: int, i: int) -> bool:
    return left >= 0 and any(items[k].text == "-" or items[k].kind == JOIN for k in range(left + 1, i))


def _short_year(items: list[_Item], i: int, right: int, text: str) -> bool:
    """Whether a two-digit number after "5 Sep" is its year: 05-Sep-16, 5 Sep '16, 5 Sep 16."""
    if len(items[right].text) != 2 or text[items[right].end : items[right].end + 1] in (":", "h", "H"):
        return False
    after = items[right + 1] if right + 1 < len(items) else None
    return not (after is not None and after.kind in (AMPM, ZONE) or after is not None and fold(after.text) in _AFTER_CLOCK)


# --- from dates and times to readings -----------------------------------------------------------------------------


@lru_cache(maxsize=2048)
def read_stamps(text: str, language: str = "") -> tuple[Reading, ...]:
    """Every stamp in a text, in its order. `language`: primary subtag, for month words that differ by language.

    >>> [reading] = read_stamps("Last update: Mon, 05/09/2016 - 17:15")
    >>> reading.role, reading.dates, reading.hour, reading.minute
    ('updated', (('DMY', (2016, 9, 5)), ('MDY', (2016, 5, 9))), 17, 15)
    """
    if len(text) > LONGEST:
        text = text[:LONGEST]
    if not MAYBE.search(text):
        return ()
    if not text.isascii():
        text = text.translate(_FOLD)
    items = _tokens(text, language)
    _phrases(items)
    _ago(items)
    _units(items)
    _clock(items)
    _months(items, text)
    return tuple(_readings(items))


_FULL = (DATE, TIME, AGO_, DAYWORD)


def _readings(items: list[_Item]) -> list[Reading]:
    for item in items:
        if item.kind == PAIR:
            dates = _pair(*item.value)  # type: ignore[misc]
            if item.value[1] == "-" and not any(x.kind == TIME for x in items):  # type: ignore[index]
                dates = ()
            item.kind, item.value = (DATE, (dates, f"{item.value[1]}0")) if dates else (OTHER, 0)  # type: ignore[index]
    first_label = next((k for k, item in enumerate(items) if item.kind == LABEL), len(items))
    first_full = next((k for k, item in enumerate(items) if item.kind in _FULL), len(items))
    if first_full == len(items):
        return []
    # "2016年9月5日公開 2016年9月6日更新": labels that follow. Told by the text's last label having nothing after it.
    last_label = max((k for k, item in enumerate(items) if item.kind == LABEL), default=-1)
    trailing = first_full < first_label and last_label >= 0 and not any(item.kind in _FULL for item in items[last_label:])
    out: list[Reading] = []
    current: Reading | None = None
    gap = 0
    dash = False
    weekday: _Item | None = None

    def close() -> None:
        nonlocal current, gap, dash
        if current is not None and (current.dates or current.hour is not None or current.ago or current.day_word is not None or current.span):
            out.append(current)
        current, gap, dash = None, 0, False

    for item in items:
        kind = item.kind
        if kind == LABEL:
            if trailing and current is not None and _filled(current):
                if not current.role:
                    current.role, current.end = str(item.value), item.end
                close()
                continue
            if current is not None and not _filled(current) and current.role:
                if gap <= 1:
                    # "Published - last updated": the later word speaks, but "first published", "last update" hold.
                    current.role = str(item.value)
                    continue
            close()
            current = Reading(item.start, item.end, str(item.value))
            weekday = None
        elif kind in _FULL:
            if dash and kind == TIME and current is not None and current.hour is not None and not current.zone and gap == 0:
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
                current.weekday = weekday.value  # type: ignore[assignment]
                current.start = min(current.start, weekday.start)
            weekday = None
            gap = 0
            dash = False
        elif kind == WDAY:
            if current is not None and _filled(current) and not current.weekday and gap == 0:
                current.weekday = item.value  # type: ignore[assignment]
                current.end = item.end
            else:
                weekday = item
        elif kind == ZONE:
            if current is not None and current.hour is not None and not current.zone and gap <= 1:
                current.zone, current.end = str(item.value), item.end
        elif kind == OTHER or kind in (NUM, MON, UNIT):
            gap += 1
            weekday = None
        elif kind == MARK:
            if item.text == "-" or item.text == "~":
                dash = True
            elif item.text in "|•·":
                dash = False
    close()
    return [reading for reading in out if _worth(reading)]


def _filled(reading: Reading) -> bool:
    return bool(reading.dates) or reading.hour is not None or reading.ago is not None or reading.day_word is not None


def _clash(reading: Reading, item: _Item) -> bool:
    """Whether a further part cannot belong to the reading so far: it has one already."""
    if item.kind == DATE:
        return bool(reading.dates) or reading.ago is not None
    if item.kind == TIME:
        return reading.hour is not None and not (reading.zone and not reading.dates)
    if item.kind == AGO_:
        return _filled(reading)
    return bool(reading.dates) or reading.ago is not None or reading.day_word is not None


def _span(reading: Reading, item: _Item) -> bool:
    return item.kind == DATE and bool(reading.dates) and reading.hour is None or item.kind == TIME and reading.hour is not None


def _fill(reading: Reading, item: _Item) -> bool:
    if item.kind == DATE:
        dates, shape = item.value  # type: ignore[misc]
        if shape == "span":
            reading.span = True
        else:
            reading.shape = shape if len(dates) > 1 or any(order for order, _ in dates) else ""
        reading.dates = dates
        reading.strong = True
    elif item.kind == TIME:
        if reading.hour is not None:  # the same time in another zone: "0339 GMT (1139 HKT)"
            return True
        hour, minute, second = item.value  # type: ignore[misc]
        if hour == 24:
            return False
        reading.hour, reading.minute, reading.second = hour, minute, second
        reading.meridiem = bool(_MERIDIEM_TEXT.search(item.text)) or item.text[-1:].isalpha()
        reading.strong = True
    elif item.kind == AGO_:
        reading.ago = item.value  # type: ignore[assignment]
        reading.strong = True
    else:
        reading.day_word = item.value  # type: ignore[assignment]
    return True


def _worth(reading: Reading) -> bool:
    """Whether it says a time at all: not a lone "today"."""
    return bool(reading.dates) or reading.hour is not None or reading.ago is not None or reading.span or (reading.day_word is not None and bool(reading.role))
