"""Times stated for machines: their many notations, and the lies that are told apart from times."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from newscrawl.items import MachineTime
from newscrawl.stamps import read_stamps
from newscrawl.stamps.zones import NAMES, may_mean, offsets_of

# How far a clock may be off before a time counts as being in the future.
SLACK = timedelta(minutes=10)
_ISO = re.compile(
    r"(\d{4})[-/]?(\d\d)[-/]?(\d\d)"
    r"(?:(?:[T \s]\s*|(?<=\d{8}))(\d\d):?(\d\d)(?::?(\d\d)(?:[.,](\d{1,9}))?)?"
    r"\s*(Z|UTC|GMT|[+-]\d\d:?(?:\d\d)?)?)?"
    r"(?:\[[\w/]+\])?$",
    re.I,
)
# Names of meta elements that say what a date is of. What others mean ("date", "filing-date") is less sure.
_SURE_NAME = re.compile(r"publish|modif|updat|issued|sailthru|pub[_-]date|article", re.I)
_LABELLED = re.compile(r"(.*\d)\s*(Z|[+-]\d\d:?\d\d)\s+\(?([A-Z]{2,5})\)?$", re.I)
# "Mon Sep 05 17:15:00 CEST 2016", as Unix and Java write it.
_YEAR_LAST = re.compile(r"([A-Z][a-z]{2} +)?([A-Z][a-z]{2} +\d\d?) +(\d\d:\d\d:\d\d)( [A-Z]{3,5})? +(\d{4})$")
_EPOCH = re.compile(r"(\d{10})(?:\d{3}|\d{6})?(?:\.\d+)?$")


@dataclass(frozen=True, slots=True)
class Instant:
    """A machine's time, read."""

    at: datetime
    """Aware where it states an offset."""
    precision: str
    source: str
    role: str
    weak: bool = False
    """Of a meta element whose name says no more than "date"."""

    @property
    def utc(self) -> datetime:
        """In UTC; a naive one as if it were."""
        return self.at.astimezone(UTC) if self.at.tzinfo else self.at.replace(tzinfo=UTC)

    @property
    def wall(self) -> datetime:
        """Its wall-clock time, without the offset."""
        return self.at.replace(tzinfo=None)


@lru_cache(maxsize=8192)
def read_machine(value: str) -> tuple[datetime, str] | None:
    """A time stated for machines and its precision; None where it is none, or its order is not certain.

    >>> at, precision = read_machine("2016-09-05T17:15:00+0200")
    >>> at.isoformat(), precision
    ('2016-09-05T17:15:00+02:00', 'second')
    """
    value = value.strip()
    parts = value.split(None, 1)
    if len(parts) > 1 and (match := _LABELLED.match(value)) is not None:  # "...+0200 CEST"
        plain = read_machine(match[1] + match[2])
        return plain if plain and _means(match[3].upper(), plain[0]) else None
    if (match := _ISO.match(value)) is not None:
        year, month, day, hour, minute, second, fraction, zone = match.groups()
        try:
            at = datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0))
            if zone:
                at = datetime.fromisoformat(at.isoformat() + _offset(zone))
        except ValueError:
            return None
        if fraction:
            at = at.replace(microsecond=int(fraction[:6].ljust(6, "0")))
        return (
            (at, "day" if hour is None else "minute" if second is None else "second")
            if 1980 < at.year < 2100
            else None
        )
    if (match := _EPOCH.match(value)) is not None:
        # Ten digits are seconds from 2001 to 2286; thirteen are milliseconds, sixteen microseconds.
        at = datetime.fromtimestamp(int(match[1]), UTC)
        return (at, "second") if 1990 < at.year < 2100 else None
    if (match := _YEAR_LAST.match(value)) is not None:
        value = f"{match[2]} {match[5]} {match[3]}{match[4] or ''}"
    readings = read_stamps(value)
    if len(readings) != 1 or len(readings[0].dates) != 1:
        return None
    reading = readings[0]
    year_shown, month_shown, day_shown = reading.dates[0][1]
    if year_shown is None:
        return None
    at = datetime(year_shown, month_shown, day_shown, reading.hour or 0, reading.minute, reading.second or 0)
    if reading.zone and reading.hour is not None:
        offsets, why = offsets_of(reading.zone, at, frozenset(), None)
        if not why and len(offsets) == 1:
            at = at.replace(tzinfo=datetime.fromisoformat("2000-01-01T00:00" + _sign(offsets[0])).tzinfo)
    return at, reading.precision


def _means(label: str, at: datetime) -> bool:
    """Whether a zone's label can stand for the offset stated beside it; one that is none says nothing."""
    offset = at.utcoffset()
    return offset is None or label not in NAMES or may_mean(label, offset, at.replace(tzinfo=None))


def _offset(zone: str) -> str:
    if zone[0] in "+-":
        digits = zone[1:].replace(":", "").ljust(4, "0")
        return f"{zone[0]}{digits[:2]}:{digits[2:]}"
    return "+00:00"


def _sign(delta: timedelta) -> str:
    minutes = int(delta.total_seconds() // 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def believable(
    times: list[MachineTime], fetched_at: datetime | None
) -> tuple[list[Instant], list[Instant], list[str]]:
    """(publication, update, why others were not believed): machine times, the best source first.

    Not believed: what lies after the fetch; a modification at the very time of the fetch, made by the
    server for
    every reader; a modification before the publication.
    """
    published: list[Instant] = []
    updated: list[Instant] = []
    rejected: list[str] = []
    for time in times:
        read = read_machine(time.value)
        if read is None:
            lie = "zone" if _LABELLED.match(time.value.strip()) else "unreadable"
            rejected.append(f"rejected:{time.source}:{lie}")
            continue
        unsure = time.source == "meta" and not _SURE_NAME.search(time.name)
        instant = Instant(*read, time.source, time.role, unsure)
        if fetched_at is not None and instant.utc > fetched_at + (
            SLACK if instant.at.tzinfo else timedelta(hours=14)
        ):
            rejected.append(f"rejected:{time.source}:after-fetch")
            continue
        (published if time.role == "published" else updated).append(instant)
    # A meta element that is named no more than "date" tells least: it is last, but for the address.
    published.sort(key=lambda instant: (instant.source == "url", instant.weak))
    url = next((p for p in published if p.source == "url"), None)
    if url is not None and all(abs(p.wall - url.wall) > timedelta(days=3) for p in published if p is not url):
        # The date in the address is older than a page made anew for every reader; JSON-LD and article:* are
        # not such.
        weak = [p for p in published if p is not url and p.weak]
        if weak and len(weak) == len(published) - 1:
            rejected += ["rejected:meta:url"]
            published = [url]
    first = next((p for p in published if p.source != "url"), None)
    kept: list[Instant] = []
    for instant in updated:
        if (
            fetched_at is not None
            and instant.precision == "second"
            and instant.at.tzinfo
            and abs(instant.utc - fetched_at) < timedelta(seconds=90)
        ) and (first is None or instant.utc - first.utc > timedelta(minutes=5)):
            rejected.append(f"rejected:{instant.source}:fetch-time")
            continue
        if first is not None and _before(instant, first):
            rejected.append(f"rejected:{instant.source}:before-publication")
            continue
        kept.append(instant)
    return published, kept, rejected


def _before(updated: Instant, published: Instant) -> bool:
    if "day" in (updated.precision, published.precision):
        return updated.wall.date() < published.wall.date() - timedelta(
            days=1 if updated.at.tzinfo != published.at.tzinfo else 0
        )
    if (updated.at.tzinfo is None) != (published.at.tzinfo is None):
        return updated.utc < published.utc - timedelta(hours=14)
    return updated.utc < published.utc - timedelta(seconds=61)
