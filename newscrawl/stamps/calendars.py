"""Dates of other calendars that newspapers print: Buddhist years (Thai) and the Iranian solar calendar."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

# Years of the Iranian calendar at which its leap cycle breaks (K. M. Borkowski, "The Persian calendar for
# 3000 years", 1996).
_BREAKS = (
    -61,
    9,
    38,
    199,
    426,
    686,
    756,
    818,
    1111,
    1181,
    1210,
    1635,
    2060,
    2097,
    2192,
    2262,
    2324,
    2394,
    2456,
    3178,
)


@lru_cache(maxsize=4096)
def gregorian(
    year: int | None, month: int, day: int, calendar: str = ""
) -> tuple[int | None, int, int] | None:
    """(year, month, day) in the Gregorian calendar; None where there is no such day.

    A year of the Buddhist era (2443 and later) is told by itself. Without a year, 29 February stands.

    >>> gregorian(2559, 9, 5), gregorian(1395, 6, 15, "persian"), gregorian(2015, 2, 29)
    ((2016, 9, 5), (2016, 9, 5), None)
    """
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    if calendar == "persian":
        if year is None or not 1300 <= year <= 1479 or day > (31 if month <= 6 else 30):
            return None
        start = _nowruz(year)
        found = start + timedelta(days=(month - 1) * 31 - max(0, month - 7) + day - 1)
        if month == 12 and day == 30 and found >= _nowruz(year + 1):
            return None
        return found.year, found.month, found.day
    if year is not None and year >= 2443:
        year -= 543
    if year is not None and not 1900 <= year <= 2100:
        return None
    try:
        date(year or 2000, month, day)
    except ValueError:
        return None
    return year, month, day


def _nowruz(year: int) -> date:
    """First day of a year of the Iranian calendar."""
    leap = -14
    previous = _BREAKS[0]
    jump = 0
    for point in _BREAKS[1:]:
        jump = point - previous
        if year < point:
            break
        leap += jump // 33 * 8 + jump % 33 // 4
        previous = point
    n = year - previous
    leap += n // 33 * 8 + (n % 33 + 3) // 4
    if jump % 33 == 4 and jump - n == 4:
        leap += 1
    gregorian_year = year + 621
    gregorian_leap = gregorian_year // 4 - (gregorian_year // 100 + 1) * 3 // 4 - 150
    return date(gregorian_year, 3, 20 + leap - gregorian_leap)
