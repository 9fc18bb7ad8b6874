"""The day a stamp shows: its order settled by evidence, its year completed. What stays open is reported."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from newscrawl.items import Story
from newscrawl.normalise.instants import Instants, Value
from newscrawl.normalise.machine import Instant
from newscrawl.normalise.order import OrderEvidence
from newscrawl.site import Site
from newscrawl.stamps import Reading, read_stamps
from newscrawl.stamps.tokens import Date
from newscrawl.stamps.words import WORDS
from newscrawl.stamps.zones import iso_zone

_DOTTED = frozenset(WORDS["dotted"])
_DAY = timedelta(days=1)
_MONTH = timedelta(days=31)
# /2016/09/ or /2016/ in an address.
_URL_MONTH = re.compile(r"/((?:19|20)\d\d)(?:[/-]?(0[1-9]|1[0-2]))?(?=/)")
_NUMERIC = re.compile(r"\d ?([./-]) ?\d\d? ?\1 ?\d")


@dataclass(slots=True)
class TimesReport:
    """What `normalise_times` has to tell besides the story's fields, for stats."""

    unsettled: list[tuple[str, str, str]] = field(default_factory=list)
    """(field, site, shape) of stamps whose order nothing settled."""
    contradictions: list[str] = field(default_factory=list)
    """Evidence that contradicts: "site: declared DMY, shows 09/22/2016"."""
    learnt: bool = False
    """Whether this page showed an order its site had not shown yet."""


class Dating:
    """Dates of one page's stamps, with what its other dates show of its site's order."""

    def __init__(
        self,
        story: Story,
        site: Site,
        evidence: OrderEvidence | None,
        fetched_at: datetime | None,
        instants: Instants,
        language: str,
    ) -> None:
        self.story = story
        self.site = site
        self.evidence = evidence
        self.fetched_at = fetched_at
        self.instants = instants
        self.place = instants.place
        self.language = language
        self.report = TimesReport()
        self.page_orders: dict[str, set[str]] = {}
        self.others: list[Instant] = []
        """All that the page states for machines, of whichever of its times."""
        self.days: list[date] = []
        """Days with their year that stamps of the update show beyond doubt."""
        self.unbelieved = False
        """Whether the stamp read last contradicts itself, its site or the calendar."""

    def learn(self, readings: list[Reading]) -> None:
        """What this page's dates show of its site's order: those of its stamps, as read, and of its cards."""
        for reading in readings:
            self._sight(reading)
            if reading.role == "updated" and len(reading.dates) == 1 and (day := day_of(reading.dates[0][1])):
                self.days.append(day)
        if self.evidence is None and all(len(reading.dates) < 2 for reading in readings):
            return  # nobody asks
        for block in self.story.raw.blocks:
            for link in block.links:
                if link.date and _NUMERIC.search(link.date):
                    for reading in read_stamps(link.date, self.language):
                        self._sight(reading, link.href)

    def _sight(self, reading: Reading, url: str = "") -> None:
        if not reading.shape or reading.shape[-1] == "0":
            return
        order = ""
        if len(reading.dates) == 1:
            order = reading.dates[0][0]
        elif url and (stated := _url_date(url)):
            orders = [o for o, d in reading.dates if d == stated]
            order = orders[0] if len(orders) == 1 else ""
        if not order and reading.weekday:
            orders = [o for o, d in reading.dates if (day := day_of(d)) and day.weekday() in reading.weekday]
            order = orders[0] if len(orders) == 1 else ""
        if order:
            self._observe(reading.shape, order)

    def _observe(self, shape: str, order: str) -> None:
        orders = self.page_orders.setdefault(shape, set())
        if order not in orders:
            orders.add(order)
            if self.evidence is not None and self.evidence.observe(self.place.site, shape, order):
                self.report.learnt = True
                if self.evidence.contradictory(self.place.site, shape):
                    self.report.contradictions.append(
                        f"{self.place.site}: dates of shape {shape} in more than one order"
                    )

    def date_of(
        self, reading: Reading, machine: list[Instant], published: Value | None, name: str
    ) -> tuple[Date | None, list[str]]:
        """The date of a reading, and what settled its order; None where nothing does."""
        dates, shape = reading.dates, reading.shape
        if shape and (declared := self.site.date_order):
            chosen = [d for order, d in dates if order in (declared, "")]
            if not chosen:
                self.report.contradictions.append(
                    f"{self.place.site}: declared {declared}, shows only {dates[0][0]}"
                )
                self.unbelieved = True
                return None, []
            return chosen[0], ["order:site"] if dates[0][0] else []
        if len(dates) == 1:
            return dates[0][1], ["order:day"] if dates[0][0] and shape else []
        if (
            near := self._near(dates, machine, published) or self._near(dates, self.others, None)
        ) is not None:
            order, found, source = near
            if order in ("DMY", "MDY", "YMD"):
                self._observe(shape, order)
            return found, [f"order:{source}"]
        known = [(o, d, day) for o, d in dates if (day := day_of(d)) is not None]
        if reading.weekday and known:
            fits = [d for _, d, day in known if day.weekday() in reading.weekday]
            if len(fits) == 1:
                return fits[0], ["order:weekday"]
            if not fits:
                self.unbelieved = True
                return None, []
        if (order := self._sibling(shape) or "") and (chosen := [d for o, d in dates if o == order]):
            return chosen[0], ["order:siblings"]
        # 5.9.2016: no language that writes dots puts the month first.
        if shape.startswith("..") and self.language in _DOTTED:
            chosen = [d for o, d in dates if o == "DMY"]
            if chosen:
                return chosen[0], ["order:language"]
        within = [d for _, d, day in known if self._within(day, published)]
        if len(within) == 1:
            return within[0], ["order:limits"]
        self.report.unsettled.append((name, self.place.site, shape))
        if name == "last_update":
            candidates = within or [d for _, d, _ in known]
            self.story.last_update_candidates = [self._candidate(d, reading) for d in candidates]
        return None, []

    def _near(
        self, dates: tuple[tuple[str, Date], ...], machine: list[Instant], published: Value | None
    ) -> tuple[str, Date, str] | None:
        """The one reading that is a day machine data states: (order, date, source); the best source
        decides.
        """
        for instant in machine:
            slack = 1 if instant.at.tzinfo else 0
            year = instant.wall.year
            near = [
                (o, d, instant.source)
                for o, d in dates
                if (day := day_of(d, year)) and abs((day - instant.wall.date()).days) <= slack
            ]
            if near:
                return near[0] if len(near) == 1 else None
        if published is None or published.sources == ["visible"]:
            return None
        source = next((s for s in published.sources if s != "visible"), "published")
        at = published.at.date()
        near = [(o, d, source) for o, d in dates if day_of(d, at.year) == at]
        return near[0] if len(near) == 1 else None

    def _candidate(self, found: Date, reading: Reading) -> str:
        year, month, day = found
        if reading.hour is None:
            return date(year or 1, month, day).isoformat()
        local = datetime(year or 1, month, day, reading.hour, reading.minute, reading.second or 0)
        offset, _ = self.instants.zone(local, reading, [])
        value = Value(
            local.replace(tzinfo=iso_zone(offset)) if offset is not None else local, reading.precision, []
        )
        return value.iso()

    def _sibling(self, shape: str) -> str | None:
        page = self.page_orders.get(shape, set())
        if len(page) > 1:
            return None
        if self.evidence is not None:
            if self.evidence.contradictory(self.place.site, shape):
                return None
            if order := self.evidence.order(self.place.site, shape):
                return order
        return next(iter(page)) if page else None

    def _within(self, day: date, published: Value | None) -> bool:
        if self.fetched_at is not None and day > (self.fetched_at + timedelta(hours=14)).date():
            return False
        return published is None or day >= published.at.date() - (
            _DAY if published.at.tzinfo else timedelta(0)
        )

    def year_of(
        self, month: int, day: int, machine: list[Instant], published: Value | None, notes: list[str]
    ) -> int | None:
        """Year of a date that shows none: that of the same day elsewhere, of a day near it, or of the fetch,
        where nothing on the page is of another year.
        """
        for instant in machine:
            for shift in (0, -1, 1):
                moved = instant.wall.date() + shift * _DAY
                if (moved.month, moved.day) == (month, day):
                    notes.append(f"year:{instant.source}")
                    return moved.year
        if published is not None:
            start = published.at.date()
            for year in (start.year, start.year + 1):
                try:
                    after = (date(year, month, day) - start).days
                except ValueError:
                    continue
                if 0 <= after <= 183:  # an update of the next year, not a stamp of some other year
                    notes.append("year:published")
                    return year
            return None
        if any(not instant.weak and instant.source not in ("url", "header", "time") for instant in machine):
            return None  # the page states another day: the date is of something else
        near: dict[int, str] = {}
        known = [(i.wall.date(), i.source) for i in self.others if i.source != "header" and not i.weak]
        known += [(found, "visible") for found in self.days]
        for found, source in known:
            for year in (found.year, found.year - 1, found.year + 1):
                other = day_of((year, month, day))
                if other is not None and abs(other - found) <= _MONTH:
                    near.setdefault(year, source)
        stated = _URL_MONTH.search(self.story.url or "")
        if stated is not None and stated[2] and int(stated[2]) == month:
            near.setdefault(int(stated[1]), "url")
        if near or self.fetched_at is None:
            if len(near) != 1:
                return None
            [(year, source)] = near.items()
            notes.append(f"year:{source}")
            return year
        now = (self.fetched_at + timedelta(hours=14)).date()
        last = _last_before(now, month, day)
        if any(_last_before(found + _DAY, month, day) != last for found, _ in known):
            return None  # a page of another year than the fetch
        if stated is not None and int(stated[1]) != last:
            return None
        notes.append("year:fetched_at")
        return last


def _last_before(now: date, month: int, day: int) -> int:
    """The year in which a day was last, seen from another."""
    return now.year if (month, day) <= (now.month, now.day) else now.year - 1


def day_of(found: Date, year: int | None = None) -> date | None:
    """The day of a date, in that year where it shows none; None where there is no such day."""
    if (found[0] or year) is None:
        return None
    try:
        return date(found[0] or year or 1, found[1], found[2])
    except ValueError:
        return None


def _url_date(url: str) -> Date | None:
    if (
        match := re.search(r"/((?:19|20)\d\d)[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?=[/_-]|$)", url)
    ) is None:
        return None
    return int(match[1]), int(match[2]), int(match[3])
