"""A stamp's day and clock time into an instant: its zone, and what machine data of the same instant adds."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from newscrawl.normalise.machine import Instant
from newscrawl.normalise.places import Place
from newscrawl.site import Site
from newscrawl.stamps import Reading
from newscrawl.stamps.zones import iso_zone, may_mean, offsets_in, offsets_of, zone_info

SAME = timedelta(seconds=60)
"""Times as far apart can be the same: pages show minutes where machine data has seconds."""


@dataclass(slots=True)
class Value:
    """A time on its way to be a field."""

    at: datetime
    precision: str
    sources: list[str]
    notes: list[str] = field(default_factory=list)
    zone_source: str = ""
    stated: bool = False
    """A date that a machine states as an instant (2016-09-05T00:00:00Z) is written as stated."""

    def iso(self) -> str:
        if self.precision == "day" and not self.stated:
            return self.at.date().isoformat()
        return self.at.isoformat(timespec="minutes" if self.precision == "minute" else "seconds")

    @property
    def basis(self) -> str:
        return ",".join(["+".join(self.sources), *dict.fromkeys(self.notes)])


def midnight(instant: Instant) -> bool:
    """A date in the guise of an instant."""
    at = instant.at
    return instant.precision != "day" and not (at.hour or at.minute or at.second or at.microsecond)


class Instants:
    """Turns the stamps of one page into instants; what one proves of the zone holds for the others."""

    def __init__(self, site: Site, place: Place) -> None:
        self.site = site
        self.place = place
        self.offset: tuple[timedelta, datetime, str] | None = None
        """Offset proven on this page, the time it was proven for, and by what."""

    def day(self, day: date, machine: list[Instant], notes: list[str]) -> Value:
        """A stamp that shows a day alone: machine data of that day gives the time."""
        at = datetime(day.year, day.month, day.day)
        for instant in machine:
            if instant.wall.date() == day:
                if instant.precision == "day" or instant.source == "url":
                    continue
                if midnight(instant):
                    continue
                value = self.of_machine(instant)
                return Value(value.at, value.precision, ["visible", instant.source], notes + value.notes)
        zone = zone_info(self.site.zone) if self.site.zone else None
        if zone is not None:
            for instant in machine:
                if (
                    instant.at.tzinfo
                    and instant.precision != "day"
                    and instant.at.astimezone(zone).date() == day
                ):
                    value = self.of_machine(instant)
                    return Value(
                        instant.at.astimezone(zone),
                        value.precision,
                        ["visible", instant.source],
                        [*notes, "zone:site"],
                    )
        for instant in machine:
            if instant.wall.date() == day and midnight(instant):
                value = self.of_machine(instant)
                return Value(
                    value.at, "day", ["visible", instant.source], notes + value.notes, stated=value.stated
                )
        same = next((m.source for m in machine if m.wall.date() == day), None)
        return Value(at, "day", ["visible", same] if same else ["visible"], notes)

    def at(
        self,
        local: datetime,
        reading: Reading,
        machine: list[Instant],
        published: Value | None,
        notes: list[str],
    ) -> Value:
        """A stamp with its day and time of day: its zone, and seconds from machine data of the same
        instant.
        """
        precision = reading.precision
        offset, token = self.zone(local, reading, machine)
        wall: Instant | None = None
        for instant in machine:
            if instant.precision == "day":
                continue
            proven = self.proves(local, offset, token, instant, reading)
            if proven is None:
                continue
            if proven == "wall":  # names the same wall-clock time, but its offset is not believed
                if offset is not None and instant.at.tzinfo is not None and instant.at.utcoffset() != offset:
                    notes.append(f"rejected:{instant.source}:zone")
                else:
                    wall = wall or instant
                continue
            assert isinstance(proven, timedelta)
            if precision == "minute" and instant.precision == "second":
                local, precision = local.replace(second=instant.at.second), "second"
            if offset is None:
                offset, token = proven, f"zone:{instant.source}"
            self.offset = (offset, local, token)
            at = local.replace(tzinfo=iso_zone(offset))
            return Value(at, precision, ["visible", instant.source], [*notes, token], token)
        sources = ["visible"]
        if wall is not None:
            if precision == "minute" and wall.precision == "second":
                local, precision = local.replace(second=wall.at.second), "second"
            sources.append(wall.source)
        if offset is None and self.offset is not None and not reading.zone:
            known, when, by = self.offset
            if abs(local - when) <= timedelta(days=2) or self.place.steady(known, when, local):
                offset, token = known, by
        elif offset is not None:
            self.offset = (offset, local, token)
        if offset is None:
            if wall is None and not reading.meridiem and 1 <= local.hour < 12 and not reading.zone:
                # A clock of twelve hours that does not say which half: the machine's does.
                later = local + timedelta(hours=12)
                if any(m.precision != "day" and timedelta(0) <= m.wall - later < SAME for m in machine):
                    return self.at(later, reading, machine, published, notes)
            return Value(local, precision, sources, notes)
        return Value(local.replace(tzinfo=iso_zone(offset)), precision, sources, [*notes, token], token)

    def zone(self, local: datetime, reading: Reading, machine: list[Instant]) -> tuple[timedelta | None, str]:
        """Offset by what the stamp states or the site declares; (None, "") where neither settles it."""
        if reading.zone:
            offsets, why = offsets_of(reading.zone, local, self.place.territories, self.site.zone)
            if len(offsets) == 1 and not why:
                return offsets[0], "zone:stated"
            zone = zone_info(self.site.zone) if self.site.zone else None
            if zone is not None:
                real = offsets_in(zone, local)
                if len(real) == 1 and (not offsets or real[0] in offsets):
                    return real[0], "zone:site"
            for instant in machine:  # several meanings: the machine's instant picks one of them
                if instant.at.tzinfo and instant.precision != "day":
                    fits = [o for o in offsets if abs(local - o - instant.utc.replace(tzinfo=None)) < SAME]
                    if len(fits) == 1:
                        return fits[0], "zone:stated"
            return None, ""
        if self.site.zone and (zone := zone_info(self.site.zone)):
            offsets = offsets_in(zone, local)
            if len(offsets) == 1:
                return offsets[0], "zone:site"
            for instant in machine:
                if instant.at.tzinfo and instant.precision != "day":
                    fits = [o for o in offsets if abs(local - o - instant.utc.replace(tzinfo=None)) < SAME]
                    if len(fits) == 1:
                        return fits[0], "zone:site"
        return None, ""

    def proves(
        self, local: datetime, offset: timedelta | None, token: str, instant: Instant, reading: Reading
    ) -> timedelta | str | None:
        """What a machine time says of a wall-clock time: its offset, "wall" where it says the same clock
        time but
        proves no zone, None where it is another time."""
        whole = reading.second is not None and instant.precision == "second"
        slack = timedelta(seconds=1) if whole else SAME
        difference = instant.wall - local
        same_wall = timedelta(0) <= difference < slack or (whole and abs(difference) <= slack)
        if instant.at.tzinfo is None:
            return "wall" if same_wall else None
        stated = instant.at.utcoffset() or timedelta(0)
        if offset is not None:
            gap = instant.utc.replace(tzinfo=None) - (local - offset)
            if timedelta(0) <= gap < slack:
                return offset
            return "wall" if same_wall else None
        if same_wall:
            if reading.zone:
                return stated if may_mean(reading.zone, stated, local) else "wall"
            if stated:
                return stated
            # Z on local time is the commonest lie; it holds where the site keeps Greenwich time.
            return stated if self.place.keeps(timedelta(0), local) else "wall"
        gap = local - instant.utc.replace(
            tzinfo=None, second=0, microsecond=0 if not whole else instant.utc.microsecond
        )
        if whole:
            gap = local - instant.utc.replace(tzinfo=None, microsecond=0)
        minutes = gap.total_seconds() / 60
        if minutes % 15 or not -12 * 60 <= minutes <= 14 * 60:
            return None
        if reading.zone and not may_mean(reading.zone, gap, local):
            return None
        known = self.place.keeps(gap, local) if not reading.zone else True
        if known is False or (known is None and minutes % 30):
            return None
        return gap

    def of_machine(self, instant: Instant) -> Value:
        precision = instant.precision
        at = instant.at.replace(microsecond=0)
        notes: list[str] = []
        if (
            precision != "day"
            and at.tzinfo is None
            and self.site.zone
            and (zone := zone_info(self.site.zone))
        ):
            offsets = offsets_in(zone, at)
            if len(offsets) == 1:
                at, notes = at.replace(tzinfo=iso_zone(offsets[0])), ["zone:site"]
        elif at.tzinfo is not None:
            notes = ["zone:stated"]
        if precision != "day" and midnight(instant):
            return Value(at, "day", [instant.source], notes, stated=at.tzinfo is not None)
        return Value(at, precision, [instant.source], notes)
