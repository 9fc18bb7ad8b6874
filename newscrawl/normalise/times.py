"""Publication and last update: from the stamps readers see, machine data, and evidence for what they leave
open.

The visible stamp speaks; machine data completes it (seconds, zone, day) where both name the same instant.
What
stays open after all evidence is null, with the stamp's text in its raw twin.

`*_basis` is a list, comma-separated: first the sources, joined by "+" (visible, json-ld, microdata, meta,
time,
header, url), then what settled the order (order:site, order:json-ld, order:day, order:weekday,
order:siblings,
order:url, order:language, order:limits), the zone (zone:stated, zone:site, zone:json-ld ...), the day or
year of a
stamp that shows none (day:..., year:...), "relative" where it was counted back from the fetch, and what was
not
believed and why (rejected:json-ld:before-publication ...).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone

from newscrawl.items import RawStamp, Story
from newscrawl.normalise.instants import Instants, Value, midnight
from newscrawl.normalise.machine import Instant, believable, read_machine
from newscrawl.normalise.order import OrderEvidence
from newscrawl.normalise.places import Place, place_of
from newscrawl.site import Site
from newscrawl.stamps import Reading, read_stamps
from newscrawl.stamps.tokens import Date
from newscrawl.stamps.words import WORDS
from newscrawl.stamps.zones import iso_zone, zone_info

_DOTTED = frozenset(WORDS["dotted"])
_DAY = timedelta(days=1)
_AGO = {
    "s": timedelta(seconds=1),
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": _DAY,
    "w": 7 * _DAY,
}


@dataclass(slots=True)
class TimesReport:
    """What `normalise_times` has to tell besides the story's fields, for stats."""

    unsettled: list[tuple[str, str, str]] = field(default_factory=list)
    """(field, site, shape) of stamps whose order nothing settled."""
    contradictions: list[str] = field(default_factory=list)
    """Evidence that contradicts: "site: declared DMY, shows 09/22/2016"."""
    learnt: bool = False
    """Whether this page showed an order its site had not shown yet."""


def normalise_times(
    story: Story,
    *,
    site: Site | None = None,
    evidence: OrderEvidence | None = None,
    fetched_at: datetime | None = None,
) -> TimesReport:
    """Set published, last_update, their precision, basis and raw twins, and last_update_candidates.

    :param site: its declared zone and date order come first.
    :param evidence: what the site's other pages showed; this page's sightings are added to it.
    :param fetched_at: aware; relative stamps are counted from it, and nothing later is believed.
    """
    return _Times(story, site or Site(), evidence, fetched_at).run()


class _Times:
    def __init__(
        self, story: Story, site: Site, evidence: OrderEvidence | None, fetched_at: datetime | None
    ) -> None:
        self.story = story
        self.site = site
        self.evidence = evidence
        self.fetched_at = (
            fetched_at if fetched_at is None or fetched_at.tzinfo else fetched_at.replace(tzinfo=UTC)
        )
        self.language = (site.language or story.language or "")[:2].lower()
        self.place: Place = place_of(story, site)
        self.report = TimesReport()
        self.page_orders: dict[str, set[str]] = {}
        self.instants = Instants(self.site, self.place)

    def run(self) -> TimesReport:
        story, raw = self.story, self.story.raw
        published_times, updated_times, rejected = believable(raw.machine_times, self.fetched_at)
        published_stamps, updated_stamp = self._choose(raw.stamps, published_times, updated_times)
        self._learn(published_times)

        published_stamp = published_stamps[0] if published_stamps else None
        story.last_update_raw = updated_stamp[0].text if updated_stamp else None
        story.last_update_candidates = []
        # Machine times of the very elements come first: they are of the stamp beyond doubt.
        published = self._settle(
            published_stamp,
            _with_own(published_stamp, published_times, updated_times, "published"),
            None,
            "published",
        )
        if published is None and not self.report.unsettled:
            for other in published_stamps[1:3]:
                if (published := self._settle(other, published_times, None, "published")) is not None:
                    published_stamp = other
                    break
        story.published_raw = published_stamp[0].text if published_stamp else None
        if published is None and published_times:
            published = self._machine(published_times)
        updated = self._settle(
            updated_stamp,
            _with_own(updated_stamp, updated_times, published_times, "updated"),
            published,
            "last_update",
        )
        unsettled = any(name == "last_update" for name, _, _ in self.report.unsettled)
        if updated is None and updated_times and not unsettled and not (updated_stamp and self.unbelieved):
            updated = self._machine(updated_times)
            if published is not None and _earlier(updated, published):
                rejected.append(f"rejected:{updated.sources[0]}:before-publication")
                updated = None
        self._write("published", published, [])
        self._write("last_update", updated, [r for r in rejected if not r.endswith("unreadable")])
        return self.report

    unbelieved = False

    def _write(self, name: str, value: Value | None, rejected: list[str]) -> None:
        story = self.story
        if value is not None:
            value.notes += rejected
        setattr(story, name, value.iso() if value else None)
        setattr(story, f"{name}_precision", value.precision if value else None)
        basis = value.basis if value else ",".join(dict.fromkeys(rejected)) or None
        setattr(story, f"{name}_basis", basis)

    # --- which stamp is which
    # ---------------------------------------------------------------------------------

    def _choose(
        self, stamps: list[RawStamp], published_times: list[Instant], updated_times: list[Instant]
    ) -> tuple[list[tuple[RawStamp, Reading]], tuple[RawStamp, Reading] | None]:
        """Stamps that can be the publication's, the likeliest first, and the update's."""
        read: list[tuple[RawStamp, Reading]] = []
        for stamp in stamps:
            if stamp.in_story and (readings := read_stamps(stamp.text, self.language)):
                read.append((stamp, readings[0]))
        by_role: dict[str, list[tuple[RawStamp, Reading]]] = {}
        for entry in read:
            by_role.setdefault(entry[0].role, []).append(entry)
        updated = by_role.get("updated", [None])[0]
        stand = by_role.get("stand", [None])[0]
        unknown = [
            entry
            for entry in by_role.get("unknown", [])
            if not self._of_update(entry[1], published_times, updated_times)
        ]
        whole = [entry for entry in unknown if entry[1].dates and entry[1].dates[0][1][0]]
        labelled = by_role.get("published", [])
        # Sorted by likelihood: a label far down the list is of something the story tells of.
        if labelled and whole:
            ahead = read.index(labelled[0]) - read.index(whole[0])
            if ahead > 2 or (ahead > 0 and labelled[0][0].position > whole[0][0].position + 12):
                labelled = []
        published = [*labelled, *whole, *(entry for entry in unknown if entry not in whole)]
        agreeing = [entry for entry in published if _agrees(entry[1], published_times)]
        if agreeing and agreeing[0] is not published[0]:
            published.remove(agreeing[0])
            published.insert(0, agreeing[0])
        if stand is not None:
            if not published:
                published = [stand]
            elif updated is None:
                updated = stand
        return published, updated

    def _of_update(
        self, reading: Reading, published_times: list[Instant], updated_times: list[Instant]
    ) -> bool:
        """Whether a stamp without a label shows the day of the machine's update, and not that of its
        publication.
        """
        return (
            bool(published_times)
            and not _agrees(reading, published_times)
            and _agrees(reading, updated_times)
        )

    # --- evidence of order
    # -------------------------------------------------------------------------------------

    def _learn(self, published: list[Instant]) -> None:
        """What this page's other dates show of the site's order: stamps and the dates of its cards."""
        for stamp in self.story.raw.stamps:
            for reading in read_stamps(stamp.text, self.language):
                self._sight(reading)
        for block in self.story.raw.blocks:
            for link in block.links:
                if link.date:
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
            orders = [o for o, d in reading.dates if (day := _day_of(d)) and day.weekday() in reading.weekday]
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

    # --- one stamp
    # -------------------------------------------------------------------------------------------------

    def _settle(
        self,
        entry: tuple[RawStamp, Reading] | None,
        machine: list[Instant],
        published: Value | None,
        name: str,
    ) -> Value | None:
        self.unbelieved = False
        if entry is None:
            return None
        reading = entry[1]
        if reading.ago is not None or not reading.dates:
            if entry[0].role == "unknown" and any(
                m.source in ("json-ld", "microdata", "meta") for m in machine
            ):
                # A bare "11:46" is of whatever instant the page's better statements say it is, or of none.
                machine = [m for m in machine if m.source != "time"]
            return self._undated(reading, machine, published)
        found, notes = self._date(reading, machine, published, name)
        if found is None:
            return None
        year, month, day = found
        if year is None:
            year = self._year(month, day, machine, published, notes)
            if year is None:
                return None
        try:
            day_shown = date(year, month, day)
        except ValueError:  # 29 February of a year that has none
            return None
        if self.fetched_at is not None and day_shown > (self.fetched_at + timedelta(hours=14)).date():
            self.unbelieved = True
            return None
        if reading.weekday and day_shown.weekday() not in reading.weekday:
            if any(abs((m.wall.date() - day_shown).days) <= 0 for m in machine):
                notes.append("rejected:weekday")
            else:
                self.unbelieved = True
                return None
        if reading.hour is None:
            return self.instants.day(day_shown, machine, notes)
        local = datetime(year, month, day, reading.hour, reading.minute, reading.second or 0)
        return self.instants.at(local, reading, machine, published, notes)

    def _date(
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
        if (near := self._near(dates, machine, published)) is not None:
            order, found, source = near
            if order in ("DMY", "MDY", "YMD"):
                self._observe(shape, order)
            return found, [f"order:{source}"]
        known = [(o, d, day) for o, d in dates if (day := _day_of(d)) is not None]
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
                if (day := _day_of(d, year)) and abs((day - instant.wall.date()).days) <= slack
            ]
            if near:
                return near[0] if len(near) == 1 else None
        if published is None or published.sources == ["visible"]:
            return None
        source = next((s for s in published.sources if s != "visible"), "published")
        at = published.at.date()
        near = [(o, d, source) for o, d in dates if _day_of(d, at.year) == at]
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

    def _year(
        self, month: int, day: int, machine: list[Instant], published: Value | None, notes: list[str]
    ) -> int | None:
        """Year of a date that shows none."""
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
        if self.fetched_at is not None:
            now = (self.fetched_at + timedelta(hours=14)).date()
            notes.append("year:fetched_at")
            return now.year if (month, day) <= (now.month, now.day) else now.year - 1
        return None

    # --- with and without a time of day
    # ----------------------------------------------------------------------------

    def _undated(self, reading: Reading, machine: list[Instant], published: Value | None) -> Value | None:
        """ "Updated 12.17", "today at 12:19", "5 hours ago": completed from machine data, the publication or
        the fetch.
        """
        if reading.ago is not None:
            return self._relative(reading, machine)
        if reading.hour is None:
            if reading.day_word is None:
                return None
            days = self._today(reading.day_word, None)
            return self.instants.day(days, machine, ["relative"]) if days else None
        for instant in machine:
            if instant.precision == "day":
                continue
            for shift in (0, -1, 1):
                day = instant.wall.date() + shift * _DAY
                if reading.weekday and day.weekday() not in reading.weekday:
                    continue
                local = datetime(
                    day.year, day.month, day.day, reading.hour, reading.minute, reading.second or 0
                )
                offset, token = self.instants.zone(local, reading, [instant])
                if offset is None and self.instants.offset is not None and not reading.zone:
                    offset, token = self.instants.offset[0], self.instants.offset[2]
                proven = self.instants.proves(local, offset, token, instant, reading)
                if proven is not None and not (shift and proven == "wall"):
                    return self.instants.at(local, reading, [instant], published, [f"day:{instant.source}"])
        if reading.day_word is not None or reading.weekday:
            day_found = self._today(reading.day_word, reading)
            if day_found is None:
                return None
            local = datetime(
                day_found.year,
                day_found.month,
                day_found.day,
                reading.hour,
                reading.minute,
                reading.second or 0,
            )
            return self.instants.at(local, reading, [], published, ["relative"])
        if published is None or (published.at.tzinfo and "visible" not in published.sources):
            return None
        at = published.at.replace(tzinfo=None)
        local = at.replace(
            hour=reading.hour, minute=reading.minute, second=reading.second or 0, microsecond=0
        )
        if published.precision != "day" and local < at.replace(second=0, microsecond=0):
            return None
        return self.instants.at(local, reading, [], published, ["day:published"])

    def _relative(self, reading: Reading, machine: list[Instant]) -> Value | None:
        assert reading.ago is not None
        count, unit = reading.ago
        step = _AGO[unit]
        if self.fetched_at is None:
            # Nothing to count from: a machine's time cannot be checked, but nothing contradicts it.
            return None
        latest = self.fetched_at - count * step
        for instant in machine:
            if (
                instant.precision != "day"
                and instant.at.tzinfo
                and latest - 1.5 * step <= instant.utc <= latest + 0.6 * step
            ):
                value = self.instants.of_machine(instant)
                return Value(value.at, value.precision, ["visible", instant.source], ["relative"])
        if unit in "sm":
            return Value(latest.astimezone(UTC), "minute", ["visible"], ["relative"])
        if unit == "w":
            return None
        earliest = latest - step
        if unit == "h" and earliest.date() != latest.date():
            return None
        return Value(latest.replace(tzinfo=None), "day", ["visible"], ["relative"])

    def _today(self, days: int | None, reading: Reading | None) -> date | None:
        """The day that "today" or "Friday" means at the fetch, where it is the same in every zone the site
        can be in.
        """
        if self.fetched_at is None:
            return None
        zone = zone_info(self.site.zone) if self.site.zone else None
        if zone is not None:
            local = {self.fetched_at.astimezone(zone).date()}
        elif self.instants.offset is not None:
            local = {self.fetched_at.astimezone(timezone(self.instants.offset[0])).date()}
        else:
            local = {
                self.fetched_at.astimezone(timezone(o)).date() for o in self.place.offsets(self.fetched_at)
            }
        if len(local) != 1:
            return None
        today = local.pop()
        if days is not None:
            return today - days * _DAY
        if reading is None or len(reading.weekday) != 1:
            return None
        return today - ((today.weekday() - next(iter(reading.weekday))) % 7) * _DAY

    # --- machine data alone
    # --------------------------------------------------------------------------------------------

    def _machine(self, times: list[Instant]) -> Value:
        best = times[0]
        value = self.instants.of_machine(best)
        if best.precision == "day" or midnight(best):
            # A better source of the same day may know the time.
            for other in times[1:]:
                if other.precision != "day" and not midnight(other) and other.wall.date() == best.wall.date():
                    value = self.instants.of_machine(other)
                    break
        return value


def _with_own(
    entry: tuple[RawStamp, Reading] | None, times: list[Instant], others: list[Instant], role: str
) -> list[Instant]:
    """Machine times with that of the stamp's own element in front."""
    if entry is None or not entry[0].machine:
        return times
    own = read_machine(entry[0].machine)
    if own is None:
        return times
    instant = Instant(*own, "time", role)
    if (
        others
        and times
        and any(o.utc == instant.utc for o in others)
        and not any(t.utc == instant.utc for t in times if t.source not in ("meta", "time"))
    ):
        return times  # the element states the other time
    return [instant, *times]


def _agrees(reading: Reading, times: list[Instant]) -> bool:
    """Whether one of the machine times is of a day the stamp can mean, give or take the zone."""
    return any(
        abs(date(d[0], d[1], d[2]).toordinal() - instant.wall.date().toordinal())
        <= (0 if instant.precision == "day" else 1)
        for _, d in reading.dates
        if d[0]
        for instant in times
        if not instant.weak
    )


def _earlier(value: Value, published: Value) -> bool:
    if "day" in (value.precision, published.precision) or (value.at.tzinfo is None) != (
        published.at.tzinfo is None
    ):
        return value.at.date() < published.at.date() - _DAY
    return value.at < published.at - timedelta(seconds=61)


def _day_of(found: Date, year: int | None = None) -> date | None:
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
