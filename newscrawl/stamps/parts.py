"""Items into parts: labels, relative times, times of day and dates, each step over the list of items in
place.
"""

from __future__ import annotations

from newscrawl.stamps.lexicon import (
    AGO,
    AGO_AFTER,
    AGO_BEFORE,
    COLON_LABELS,
    DATE_NOUNS,
    ONE,
    PHRASES,
    WEEKDAYS,
    fold,
)
from newscrawl.stamps.tokens import (
    AFTER_CLOCK,
    AMPM,
    BETWEEN,
    CLOCK,
    DATE,
    DAYWORD,
    ERAS,
    GONE,
    HOUR,
    JOIN,
    LABEL,
    MARK,
    MON,
    MONTH_WORDS,
    NUM,
    ORDINALS,
    OTHER,
    PAIR,
    PAST,
    TIME,
    UNIT,
    WDAY,
    ZONE,
    Item,
    pair_dates,
    real_date,
    year_of,
)  # fmt: skip


def phrases(items: list[Item]) -> None:
    """Labels, zones and weekdays of one or more words."""
    i, n = 0, len(items)
    while i < n:
        item = items[i]
        if item.kind in (OTHER, JOIN, WDAY, DAYWORD, MON):
            word = fold(item.text)
            if (
                word in MONTH_WORDS
                and i + 1 < n
                and items[i + 1].kind == NUM
                and 1 <= int(items[i + 1].text) <= 12
                and len(items[i + 1].text) <= 2
            ):
                item.kind, item.value, item.end = MON, int(items[i + 1].text), items[i + 1].end
                items[i + 1].kind = GONE
                i += 2
                continue
            if word in COLON_LABELS and i + 1 < n and items[i + 1].text == ":":
                before = _before(items, i)
                if before is None:
                    item.kind, item.value = LABEL, COLON_LABELS[word]
                elif before.kind == LABEL:  # "Updated date:"
                    item.kind = JOIN
                elif word in DATE_NOUNS:  # "Closing date:"
                    item.kind, item.value = LABEL, "other"
            options = PHRASES.get(word)
            if options:
                month = item.kind == MON and _dated(items, i)
                for rest, kind, value in options:
                    if month and kind == "label":
                        continue
                    j = i + 1
                    for part in rest:
                        while j < n and items[j].kind == MARK and items[j].text in "-'.":
                            j += 1
                        if j >= n or fold(items[j].text) != part:
                            break
                        j += 1
                    else:
                        if kind == "zone" and not any(
                            x.kind in (TIME, AMPM, PAIR, NUM) for x in items[max(0, i - 3) : i]
                        ):
                            continue
                        item.kind = {
                            "label": LABEL,
                            "zone": ZONE,
                            "weekday": WDAY,
                            "month": MON,
                            "day": DAYWORD,
                            "join": JOIN,
                        }[kind]
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


def _dated(items: list[Item], i: int) -> bool:
    """Whether a month's word that is a label in another language ("maj") has a day or a year beside it."""
    left = i - 2 if i > 1 and items[i - 1].text in (".", "-") else i - 1
    if left >= 0 and items[left].kind == NUM and len(items[left].text) < 3:
        return True
    if i + 1 == len(items) or items[i + 1].kind != NUM:
        return False
    return len(items[i + 1].text) == 4 or i + 2 == len(items) or items[i + 2].kind != MON


def _before(items: list[Item], i: int) -> Item | None:
    """The word before another, past those that join them; None where a mark, a figure or nothing is."""
    while i and items[i].start - items[i - 1].end <= 1:
        i -= 1
        if items[i].kind not in (JOIN, GONE):
            return items[i] if items[i].kind in (LABEL, OTHER, MON, WDAY, DAYWORD) else None
    return None


def ago(items: list[Item]) -> None:
    """ "3 hours ago", "vor 14 Minuten", "3時間前": a number between words that CLDR knows for it."""
    n = len(items)
    for i, item in enumerate(items):
        if item.kind == NUM:
            count, first, last = item.text, i, i
        elif item.kind in (OTHER, JOIN) and fold(item.text) in ONE:
            count, first, last = "1", i, i
        else:
            continue
        if len(count) > 3 or not (
            (i + 1 < n and fold(items[i + 1].text) in AGO_AFTER)
            or (i and (fold(items[i - 1].text) in AGO_BEFORE))
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
                    unit = (
                        AGO.get(" ".join(before[len(before) - left :]) + "|" + tail.replace(" ", ""))
                        if tail[0] > "\u0e00"
                        else None
                    )
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
                items[first].kind, items[first].value = PAST, (int(count), unit)
                for gone in items[first + 1 : last + 1]:
                    gone.kind = GONE
                break
    items[:] = [item for item in items if item.kind != GONE]


def units(items: list[Item]) -> None:
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
        while j < n and (
            items[j].kind == UNIT or (items[j].kind in (AMPM, MARK, JOIN, OTHER, WDAY) and j - last <= 3)
        ):
            if items[j].kind == UNIT:
                unit, digits = items[j].value
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
                shift = 1 + int(items[j].value)
            elif items[j].kind == MARK and items[j].text not in "(),.()- ":
                break
            j += 1
        if "M" in parts and "D" in parts:
            year = parts.get("Y")
            if year is not None and year < 150:
                era = fold(items[first - 1].text) if first else ""
                if era in ERAS:
                    year += ERAS[era]
                    items[first].start = items[first - 1].start
                else:
                    year = 2000 + year if 10 <= year < 100 else None
                    if year is None:
                        parts = {}
            date = (
                real_date(year, parts.get("M", 0), parts.get("D", 0))
                if year is None or 1900 <= year <= 2100
                else None
            )
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


def clock(items: list[Item]) -> None:
    """Times of day: meridiems, "0339 GMT", "kl 12.17", "9 h", "5 Uhr"."""
    n = len(items)
    dated = any(item.kind in (DATE, MON, DAYWORD) for item in items)
    for i, item in enumerate(items):
        kind = item.kind
        following = items[i + 1] if i + 1 < n else None
        before = items[i - 1] if i else None
        if kind == AMPM and before is not None:
            shift = int(item.value)
            if (
                before.kind == NUM
                and before.text.isdigit()
                and len(before.text) <= 2
                and 1 <= int(before.text) <= 12
            ):
                before.kind, before.value = TIME, (int(before.text), 0, None)
            elif before.kind == PAIR and before.value[1] == "." and len(before.value[2]) == 2:
                _to_time(before)
            if before.kind == TIME:
                before.text += item.text
                hour, minute, second = before.value
                if 1 <= hour <= 12:
                    hour = hour % 12 + shift
                before.value, before.end = (hour, minute, second), item.end
                item.kind = GONE
            elif following is not None and following.kind == TIME and item.text >= "\u0600":  # 下午 5:15
                hour, minute, second = following.value
                if 1 <= hour <= 12:
                    hour = hour % 12 + shift
                following.value, following.start = (hour, minute, second), item.start
                item.kind = GONE
            else:
                item.kind = JOIN
        elif kind == AMPM and following is not None and following.kind == TIME:
            shift = int(item.value)
            hour, minute, second = following.value
            if 1 <= hour <= 12:
                hour = hour % 12 + shift
            following.value, following.start = (hour, minute, second), item.start
            item.kind = GONE
        elif (
            kind == NUM
            and following is not None
            and following.kind == ZONE
            and len(item.text) == 4
            and item.text[:2] < "24"
            and item.text[2:] < "60"
        ):
            if not (
                1990 <= int(item.text) <= 2035
                and before is not None
                and before.kind in (MON, NUM, MARK)
                and before.text != "("
            ):
                item.kind, item.value = TIME, (int(item.text[:2]), int(item.text[2:]), None)
        elif (
            kind == NUM
            and len(item.text) <= 2
            and int(item.text) < 25
            and following is not None
            and following.kind in (JOIN, OTHER)
            and fold(following.text) in ("h", "uhr", "hrs", "uur", "н")
        ):
            item.kind, item.value, item.end = TIME, (int(item.text), 0, None), following.end
        elif (
            kind == PAIR
            and item.value[1] == "."
            and len(item.value[2]) == 2
            and int(item.value[0]) < 24
            and int(item.value[2]) < 60
        ):
            word = fold(before.text) if before is not None else ""
            if before is not None and before.kind == MARK and i > 1:
                word = fold(items[i - 2].text)
            after = fold(following.text) if following is not None else ""
            others = any(x.kind == TIME for x in items)
            if (
                word in HOUR
                or (following is not None and following.kind in (ZONE, AMPM))
                or (not others and (word in CLOCK or after in AFTER_CLOCK or dated))
                or not pair_dates(*item.value)
                or (others and _second_clock(items, i))
            ):
                _to_time(item)
    items[:] = [item for item in items if item.kind != GONE]


def _second_clock(items: list[Item], at: int) -> bool:
    """Whether a pair that could be a date stands where the second stamp has its time of day: "Published
    5.9.2016 17.31, updated 6.9.2016 10.05", "published yesterday 17.31, updated 21.04"."""
    last = at - 1
    while last >= 0 and (
        items[last].kind == JOIN or (items[last].kind == MARK and items[last].text in _LIGHT)
    ):
        last -= 1
    if last < 0:
        return False
    if items[last].kind in (DAYWORD, DATE):
        return True
    if any(item.kind == MON for item in items[max(0, last - 3) : last]):  # "6 September 2016 10.05"
        return items[last].kind == NUM and len(items[last].text) == 4
    following = items[at + 1] if at + 1 < len(items) else None
    return (
        items[last].kind == LABEL
        and (following is None or following.kind not in (PAIR, TIME, MON, NUM))
        # Written as the other is, and no date without a year before it is written so.
        and all("." in item.text for item in items if item.kind == TIME)
        and not any(item.kind == PAIR for item in items[:at])
    )


# Marks between a day and a time of day.
_LIGHT = frozenset(":.,-|/")


def _to_time(item: Item) -> None:
    hour, _, minute = item.value
    if int(hour) < 25 and int(minute) < 60:
        item.kind, item.value = TIME, (int(hour), int(minute), None)


def _skip(items: list[Item], i: int, step: int) -> int:
    """Index of the next item that is no joining word or mark, at most six away; -1 where there is none."""
    for _ in range(7):
        i += step
        if not 0 <= i < len(items):
            return -1
        item = items[i]
        if (
            item.kind == JOIN
            or (item.kind == MARK and item.text in BETWEEN)
            or (item.kind in (OTHER, WDAY) and fold(item.text) in ORDINALS)
        ):
            continue
        return i
    return -1


def _day(item: Item) -> int | None:
    return int(item.text) if item.kind == NUM and len(item.text) <= 2 and 1 <= int(item.text) <= 31 else None


def _full_year(item: Item) -> int | None:
    return year_of(item.text) if item.kind == NUM and len(item.text) == 4 else None


def months(items: list[Item], text: str) -> None:
    """Dates around a month's word: "5 September 2016", "Sept. 5, 2016", "2016. szeptember 5."."""
    for i, item in enumerate(items):
        if item.kind == MON and (days := WEEKDAYS.get(fold(item.text))) and _heads_date(items, i):
            item.kind, item.value = WDAY, days
    for i, item in enumerate(items):
        if item.kind != MON:
            continue
        numbers = [item.value] if isinstance(item.value, int) else sorted(set(item.value.values()))
        calendar = "persian" if numbers[0] > 12 else ""
        left, right = _skip(items, i, -1), _skip(items, i, 1)
        if left >= 0 and items[left].kind == WDAY and left == i - 1:  # "5 Monday Sep 2016"
            left = _skip(items, left, -1)
        used: list[int] = []
        year: int | None = None
        day: int | None = None
        left_day = _day(items[left]) if left >= 0 and _adjacent(items, left, i) else None
        right_day = _day(items[right]) if right >= 0 else None
        if items[i + 1 : i + 2] and fold(items[i + 1].text) == "of":
            right_day = None  # "4 out of 5": a word that is a month in another language
        right_year = _full_year(items[right]) if right >= 0 else None
        left_year = _full_year(items[left]) if left >= 0 else None
        span = False
        if right >= 0 and items[right].kind == PAIR and left_day is None and items[right].value[1] == "-":
            span = True  # "May 5-7"
        if left_day is not None and right_year is not None:
            day, year, used = left_day, right_year, [left, right]
        elif left_year is not None and right_day is not None:
            day, year, used = right_day, left_year, [left, right]
        elif (
            right_day is not None
            and (after := _skip(items, right, 1)) >= 0
            and _full_year(items[after])
            and not (left_day and _stuck(items, left, i))
        ):
            day, year, used = right_day, _full_year(items[after]), [right, after]
        elif (
            left_day is not None
            and right_day is not None
            and right >= 0
            and _short_year(items, i, right, text)
        ):
            day, year, used = left_day, year_of(items[right].text), [left, right]
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
        if left_day is not None and left in used and left > 1 and items[left - 1].text == "-":
            first = left - 3 if left > 2 and items[left - 2].text == "." else left - 2
            if _day(items[first]):
                span = True  # "5 - 7 May", "5. - 7. Mai"
        after = _skip(items, right, 1) if used and used[-1] == right else -1
        if (
            year is None
            and after > 0
            and _day(items[after])
            and any(x.text == "-" for x in items[right + 1 : after])
        ):
            span = True  # "May 5 - 7, 2016"
        if year is not None and year < 1500:
            calendar = "persian"
        dates = [
            date for number in numbers if (date := real_date(year, (number - 1) % 12 + 1, day, calendar))
        ]
        if not dates:
            continue
        # A word that is two months by language (listopad) stays open as a numeric date does.
        orders = ("",) if len(dates) == 1 else tuple(f"month {date[1]}" for date in dates)
        indexes = [*used, i]
        item.kind, item.value = DATE, (tuple(zip(orders, dates, strict=True)), "span" if span else "")
        item.start, item.end = min(items[k].start for k in indexes), max(items[k].end for k in indexes)
        for k in range(min(indexes), max(indexes) + 1):
            if k != i and items[k].kind != WDAY:
                items[k].kind = GONE
        tail = max(indexes) + 1
        while tail < len(items) and items[tail].kind in (JOIN, OTHER) and fold(items[tail].text) in ORDINALS:
            items[tail].kind = GONE
            tail += 1
    items[:] = [item for item in items if item.kind != GONE]


def _heads_date(items: list[Item], i: int) -> bool:
    """Whether a date follows a word that is a month here and a weekday there: "mar 13 sept. 2016"."""
    i += 1
    while i < len(items) and items[i].kind == MARK and items[i].text in ".,":
        i += 1
    if i < len(items) and items[i].kind == NUM and len(items[i].text) < 3:
        i += 1
        while i < len(items) and (items[i].kind == JOIN or items[i].text == "."):
            i += 1
        return i < len(items) and items[i].kind == MON
    return i < len(items) and items[i].kind == DATE


def _adjacent(items: list[Item], left: int, i: int) -> bool:
    """Whether a number before a month belongs to it: not where a comma or the like parts them ("10, May
    5").
    """
    return not any(items[k].kind == MARK and items[k].text in ",|•·()" for k in range(left + 1, i))


def _stuck(items: list[Item], left: int, i: int) -> bool:
    return left >= 0 and any(items[k].text == "-" or items[k].kind == JOIN for k in range(left + 1, i))


def _short_year(items: list[Item], i: int, right: int, text: str) -> bool:
    """Whether a two-digit number after "5 Sep" is its year: 05-Sep-16, 5 Sep '16, 5 Sep 16."""
    if len(items[right].text) != 2 or text[items[right].end : items[right].end + 1] in (":", "h", "H"):
        return False
    after = items[right + 1] if right + 1 < len(items) else None
    return not (
        (after is not None and after.kind in (AMPM, ZONE))
        or (after is not None and fold(after.text) in AFTER_CLOCK)
    )
