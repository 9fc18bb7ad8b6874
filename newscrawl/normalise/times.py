"""Publication and last update: from stamps readers see, machine data, and evidence for what they leave open.

The visible stamp speaks; machine data completes it (seconds, zone, day) where both name the same instant.
What stays open after all evidence is null, with the stamp's text in its raw twin.

`*_basis` is a list, comma-separated:

- the sources, joined by "+": visible, json-ld, microdata, meta, time, header, url;
- what settled the order: order:site, order:json-ld (or another source), order:day, order:weekday,
  order:siblings, order:url, order:language, order:limits;
- the zone's source: zone:stated, zone:site, zone:json-ld ...;
- where a stamp shows no day or year, its source: day:published, day:last_update, year:json-ld, year:url ...;
  "relative": counted back from the fetch;
- what was not believed and why: rejected:json-ld:before-publication, rejected:meta:fetch-time,
  rejected:json-ld:visible (the one date shown, under no label, is that of the update it states) ...
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

from newscrawl.items import RawStamp, Story
from newscrawl.normalise.dating import Dating, TimesReport
from newscrawl.normalise.instants import Instants, Value, midnight
from newscrawl.normalise.machine import Instant, believable, read_machine
from newscrawl.normalise.order import OrderEvidence
from newscrawl.normalise.places import Place, place_of
from newscrawl.site import Site
from newscrawl.stamps import Reading, read_stamps, telling
from newscrawl.stamps.zones import zone_info

__all__ = ["TimesReport", "normalise_times"]

_DAY = timedelta(days=1)
_HALF_DAY = timedelta(hours=12)
_AGO = {
    "s": timedelta(seconds=1),
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": _DAY,
    "w": 7 * _DAY,
}


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
        self.fetched_at = (
            fetched_at if fetched_at is None or fetched_at.tzinfo else fetched_at.replace(tzinfo=UTC)
        )
        self.language = (site.language or story.language or "")[:2].lower()
        self.place: Place = place_of(story, site)
        self.instants = Instants(self.site, self.place)
        self.shown: list[Reading] = []
        """What the page's stamps say, of whatever they are."""
        self.dating = Dating(story, site, evidence, self.fetched_at, self.instants, self.language)

    def run(self) -> TimesReport:
        story, raw = self.story, self.story.raw
        published_times, updated_times, rejected = believable(raw.machine_times, self.fetched_at)
        published_stamps, updated_stamps = self._choose(raw.stamps, published_times, updated_times)
        self.dating.others = [*published_times, *updated_times]
        self.dating.learn(self.shown)

        published_stamp = published_stamps[0] if published_stamps else None
        story.last_update_candidates = []
        published = self._published(published_stamp, published_times, updated_times)
        if published is None and not self.dating.report.unsettled:
            for other in published_stamps[1:3]:
                if (published := self._settle(other, published_times, None, "published")) is not None:
                    published_stamp = other
                    break
        story.published_raw = published_stamp[0].text if published_stamp else None
        if published is None and (told := _without_lists(published_times)):
            published = self._machine(told)
        updated_stamp, updated = self._update(updated_stamps, updated_times, published_times, published)
        story.last_update_raw = updated_stamp[0].text if updated_stamp else None
        if published is None and published_stamp and updated is not None:
            published = self._same_day(published_stamp, updated)
        unsettled = any(name == "last_update" for name, _, _ in self.dating.report.unsettled)
        if (
            updated is None
            and updated_times
            and not unsettled
            and not (updated_stamp and self.dating.unbelieved)
        ):
            updated = self._machine(updated_times)
            if published is not None and _earlier(updated, published):
                rejected.append(f"rejected:{updated.sources[0]}:before-publication")
                updated = None
        self._write("published", published, [])
        self._write("last_update", updated, [r for r in rejected if not r.endswith("unreadable")])
        return self.dating.report

    def _published(
        self,
        entry: tuple[RawStamp, Reading] | None,
        published_times: list[Instant],
        updated_times: list[Instant],
    ) -> Value | None:
        """What the stamp of the publication says, completed from machine data."""
        # Machine times of the very elements come first: they are of the stamp beyond doubt.
        times = _with_own(entry, published_times, updated_times, "published")
        if entry is None or entry[0].role != "unknown" or not published_times:
            return self._settle(entry, times, None, "published")
        of_update = self._of_update(*entry, published_times, updated_times)
        value = None if of_update else self._settle(entry, times, None, "published")
        if of_update or (value is not None and value.precision != "day" and value.sources == ["visible"]):
            # Without a label, and of no instant that is stated as the publication's: of the update's?
            times = _with_own(entry, updated_times, [], "published")
            again = self._settle(entry, times, None, "published")
            if again is not None and (of_update or len(again.sources) > 1):
                again.notes.append(f"rejected:{published_times[0].source}:visible")
                return again
        return value

    def _same_day(self, entry: tuple[RawStamp, Reading], updated: Value) -> Value | None:
        """ "First published 17:15" beside "Updated at 18:20, 5 September": of the day of the update."""
        stamp, reading = entry
        if (
            stamp.role != "published"
            or reading.hour is None
            or reading.dates
            or reading.day_word is not None
            or reading.weekday
            or reading.zone
            or updated.precision == "day"
            or "visible" not in updated.sources
        ):
            return None
        at = updated.at.replace(
            hour=reading.hour, minute=reading.minute, second=reading.second or 0, microsecond=0
        )
        if at > updated.at:
            return None
        notes = ["day:last_update", *([updated.zone_source] if updated.zone_source else [])]
        return Value(
            at, "minute" if reading.second is None else "second", ["visible"], notes, updated.zone_source
        )

    def _update(
        self,
        stamps: list[tuple[RawStamp, Reading]],
        updated_times: list[Instant],
        published_times: list[Instant],
        published: Value | None,
    ) -> tuple[tuple[RawStamp, Reading] | None, Value | None]:
        """The stamp of the update and what it says; one from before the publication is not the story's."""
        for entry in stamps[:3]:
            times = _with_own(entry, updated_times, published_times, "updated")
            updated = self._settle(entry, times, published, "last_update")
            if (
                updated is None
                or published is None
                or "visible" not in published.sources
                or not _earlier(updated, published)
            ):
                return entry, updated
        return None, None

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
    ) -> tuple[list[tuple[RawStamp, Reading]], list[tuple[RawStamp, Reading]]]:
        """Stamps that can be the publication's, and those that can be the update's, the likeliest first."""
        read: list[tuple[RawStamp, Reading]] = []
        for stamp in stamps:
            if stamp.in_story and (reading := self._reading(stamp)) is not None:
                read.append((stamp, reading))
        self.shown = [reading for _, reading in read]
        by_role: dict[str, list[tuple[RawStamp, Reading]]] = {}
        for entry in read:
            by_role.setdefault(entry[0].role, []).append(entry)
        updated = by_role.get("updated", [])
        labelled = by_role.get("published", [])
        stand = by_role.get("stand", [None])[0]
        unlabelled = by_role.get("unknown", [])
        unknown = [
            entry for entry in unlabelled if not self._of_update(*entry, published_times, updated_times)
        ]
        alone = unlabelled and not (unknown or labelled or updated)
        if alone and unlabelled[0][1].dates and not self._said_update(unlabelled[0][0]):
            # The one date a page shows, under no label, is what its readers take for the publication's. The
            # answers of real pages agree, ten to one, that it is, whatever the page states for machines.
            unknown = unlabelled[:1]
        whole = [entry for entry in unknown if entry[1].dates and entry[1].dates[0][1][0]]
        # Sorted by likelihood: a label far down the list is of something the story tells of.
        if labelled and whole:
            ahead = read.index(labelled[0]) - read.index(whole[0])
            if ahead > 2 or (ahead > 0 and labelled[0][0].position > whole[0][0].position + 12):
                labelled = []
        published = [*labelled, *whole, *(entry for entry in unknown if entry not in whole)]
        published = _agreeing_first(published, published_times)
        updated = _agreeing_first(updated, updated_times)
        if stand is not None:
            if not published and not self._contradicted(stand[1], published_times):
                published = [stand]
            elif not updated:
                updated = [stand]
        return published, updated

    def _reading(self, stamp: RawStamp) -> Reading | None:
        """What a stamp says: as it was read on its page, where the language makes no difference."""
        reading: Reading | None = stamp.reading
        if reading is None or reading.language != telling(self.language):
            readings = read_stamps(stamp.text, self.language)
            reading = readings[0] if readings else None
        return reading

    def _of_update(
        self,
        stamp: RawStamp,
        reading: Reading,
        published_times: list[Instant],
        updated_times: list[Instant],
    ) -> bool:
        """Whether a stamp without a label shows the day of the machine's update, and not that of its
        publication.
        """
        if reading.ago is not None:  # "1 day ago" shows no day: its element states which
            own = _own(stamp)
            return own is not None and _states(own[0], updated_times) and not _states(own[0], published_times)
        return (
            bool(published_times)
            and not _agrees(reading, published_times)
            and _agrees(reading, updated_times)
        )

    def _said_update(self, stamp: RawStamp) -> bool:
        """Whether the very element that shows a stamp says, for machines, that it is the update's."""
        return stamp.machine is not None and any(
            time.source == "microdata" and time.role == "updated" and time.value == stamp.machine.strip()
            for time in self.story.raw.machine_times
        )

    def _contradicted(self, reading: Reading, published_times: list[Instant]) -> bool:
        """Whether a stamp shows another day than the page states for machines as that of its publication."""
        sure = [time for time in published_times if not time.weak and time.source != "url"]
        return bool(reading.dates and sure) and not _agrees(reading, sure)

    # --- evidence of order
    # -------------------------------------------------------------------------------------

    # --- one stamp
    # -------------------------------------------------------------------------------------------------

    def _settle(
        self,
        entry: tuple[RawStamp, Reading] | None,
        machine: list[Instant],
        published: Value | None,
        name: str,
    ) -> Value | None:
        self.dating.unbelieved = False
        if entry is None:
            return None
        reading = entry[1]
        if reading.ago is not None or not reading.dates:
            if entry[0].role == "unknown" and any(
                m.source in ("json-ld", "microdata", "meta") for m in machine
            ):
                # A bare "11:46" is of whatever instant the page's better statements say it is, or of none.
                machine = [m for m in machine if m.source != "time"]
            if (
                reading.ago is not None
                and self.fetched_at is None
                and entry[0].role == "updated"
                and machine
                and (own := _own(entry[0])) is not None
                and machine[0].source == "time"
                and machine[0].at == own[0]
            ):
                # Nothing to count from, but its very element says when that was.
                value = self.instants.of_machine(machine[0])
                return Value(value.at, value.precision, ["visible", "time"], ["relative"])
            return self._undated(reading, machine, published)
        found, notes = self.dating.date_of(reading, machine, published, name)
        if found is None:
            return None
        year, month, day = found
        if year is None:
            year = self.dating.year_of(month, day, machine, published, notes)
            if year is None:
                return None
        try:
            day_shown = date(year, month, day)
        except ValueError:  # 29 February of a year that has none
            return None
        if self.fetched_at is not None and day_shown > (self.fetched_at + timedelta(hours=14)).date():
            self.dating.unbelieved = True
            return None
        if reading.weekday and day_shown.weekday() not in reading.weekday:
            if any(abs((m.wall.date() - day_shown).days) <= 0 for m in machine):
                notes.append("rejected:weekday")
            else:
                self.dating.unbelieved = True
                return None
        if reading.hour is None:
            return self.instants.day(day_shown, machine, notes)
        local = datetime(year, month, day, reading.hour, reading.minute, reading.second or 0)
        return self.instants.at(local, reading, machine, published, notes)

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
        elif best.at.tzinfo and not best.at.utcoffset() and (stated := _stated_offset(best, times)):
            # The same instant on the site's own clock, where another source states it so: its day is theirs.
            offset, source = stated
            value.at, value.notes = value.at.astimezone(timezone(offset)), [f"zone:{source}"]
        return value


def _with_own(
    entry: tuple[RawStamp, Reading] | None, times: list[Instant], others: list[Instant], role: str
) -> list[Instant]:
    """Machine times with that of the stamp's own element in front."""
    if entry is None or (own := _own(entry[0])) is None:
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


def _agreeing_first(
    stamps: list[tuple[RawStamp, Reading]], times: list[Instant]
) -> list[tuple[RawStamp, Reading]]:
    """The stamps, the likeliest of those that agree with the page's machine data in front."""
    agreeing = next((entry for entry in stamps if _agrees(entry[1], times)), None)
    if agreeing is None or agreeing is stamps[0]:
        return stamps
    return [agreeing, *(entry for entry in stamps if entry is not agreeing)]


def _own(stamp: RawStamp) -> tuple[datetime, str] | None:
    """What the very element that shows a stamp states for machines."""
    return read_machine(stamp.machine) if stamp.machine else None


def _without_lists(times: list[Instant]) -> list[Instant]:
    """Machine times without those of <time> elements where there are many: a list of stories has them."""
    of_elements = {time.utc for time in times if time.source == "time"}
    return times if len(of_elements) < 3 else [time for time in times if time.source != "time"]


def _stated_offset(instant: Instant, times: list[Instant]) -> tuple[timedelta, str] | None:
    """Offset of the site's clock, and by what: of an instant stated in UTC, where it is stated with one
    elsewhere, or as a wall-clock time to the very second.
    """
    at = instant.wall.replace(microsecond=0)
    for time in times:
        if time.precision != "second" or midnight(time):
            continue
        gap = time.wall.replace(microsecond=0) - at
        if time.at.tzinfo is not None and gap != time.at.utcoffset():
            continue
        if gap and gap.total_seconds() % 900 == 0 and -_HALF_DAY <= gap <= _HALF_DAY + timedelta(hours=2):
            return gap, time.source
    return None


def _states(at: datetime, times: list[Instant]) -> bool:
    """Whether a machine time other than a <time> element's is that instant."""
    return any(time.at == at and time.source != "time" for time in times)


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
