"""Zones as stamps state them: offsets, abbreviations and names.

Many abbreviations mean several zones (CST: Chicago, Shanghai, Havana; IST: Delhi, Jerusalem, Dublin); those
are
settled only by the site's own country or zone. Abbreviations by their use in IANA's tzdata and Unicode's
CLDR.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

from newscrawl.stamps.words import WORDS

# abbreviation -> meanings, each "territories:IANA zone:offset in minutes". Empty territories: the meaning
# where
# nothing else is known of the site, given only to abbreviations that hardly any newspaper uses otherwise.
_NAMES = """
UTC :UTC:0|GMT :UTC:0|Z :UTC:0|UCT :UTC:0|WET :Europe/Lisbon:0|WEST :Europe/Lisbon:60
CET :Europe/Brussels:60|CEST :Europe/Brussels:120|MEZ :Europe/Berlin:60|MESZ :Europe/Berlin:120
HEC :Europe/Paris:60|EET :Europe/Athens:120|EEST :Europe/Athens:180|MSK :Europe/Moscow:180
МСК :Europe/Moscow:180|TRT :Europe/Istanbul:180|TSİ :Europe/Istanbul:180
BST GB JE GG IM:Europe/London:60;BD:Asia/Dhaka:360
IST IN LK:Asia/Kolkata:330;IL PS:Asia/Jerusalem:120;IE:Europe/Dublin:60
EST :America/New_York:-300;AU:Australia/Sydney:600|EDT :America/New_York:-240;AU:Australia/Sydney:660
CST US CA MX GT SV HN NI CR BZ:America/Chicago:-360;CN TW HK MO:Asia/Shanghai:480;CU:America/Havana:-300
CDT :America/Chicago:-300;CU:America/Havana:-240|MST :America/Denver:-420;MY:Asia/Kuala_Lumpur:480
MDT :America/Denver:-360|PST :America/Los_Angeles:-480;PH:Asia/Manila:480;PK:Asia/Karachi:300
PDT :America/Los_Angeles:-420
AST CA BM PR DO TT BB:America/Halifax:-240;SA KW BH QA IQ YE:Asia/Riyadh:180
ADT CA BM:America/Halifax:-180|GST AE OM:Asia/Dubai:240;GS:Atlantic/South_Georgia:-120
NST CA:America/St_Johns:-210|NDT CA:America/St_Johns:-150|AKST :America/Anchorage:-540
AKDT :America/Anchorage:-480|HST :Pacific/Honolulu:-600|ET :America/New_York:|CT :America/Chicago:
MT :America/Denver:|PT :America/Los_Angeles:|BRT :America/Sao_Paulo:-180
ART AR:America/Argentina/Buenos_Aires:-180|CLT :America/Santiago:-240|CLST :America/Santiago:-180
COT :America/Bogota:-300|PET PE:America/Lima:-300|VET :America/Caracas:-240|SAST :Africa/Johannesburg:120
EAT KE TZ UG ET SO DJ ER:Africa/Nairobi:180|WAT :Africa/Lagos:60
CAT ZW ZM MW MZ BW RW BI:Africa/Harare:120|IRST :Asia/Tehran:210|AFT :Asia/Kabul:270
PKT :Asia/Karachi:300|UZT :Asia/Tashkent:300|NPT :Asia/Kathmandu:345|BDT :Asia/Dhaka:360
MMT :Asia/Yangon:390|ICT :Asia/Bangkok:420|WIB :Asia/Jakarta:420|WITA :Asia/Makassar:480
WIT ID:Asia/Jayapura:540|MYT :Asia/Kuala_Lumpur:480|SGT :Asia/Singapore:480|HKT :Asia/Hong_Kong:480
PHT :Asia/Manila:480|PHST :Asia/Manila:480|JST :Asia/Tokyo:540|KST :Asia/Seoul:540
AWST :Australia/Perth:480|ACST :Australia/Adelaide:570|ACDT :Australia/Adelaide:630
AEST :Australia/Brisbane:600|AEDT :Australia/Sydney:660|NZST :Pacific/Auckland:720
NZDT :Pacific/Auckland:780|UK :Europe/London:
"""
# Said in words; matched after a time of day only.
_PHRASES = {
    "greenwich mean time": "GMT", "coordinated universal time": "UTC", "eastern time": "ET",
    "eastern standard time": "EST", "eastern daylight time": "EDT", "central european time": "CET",
    "central european summer time": "CEST", "uk time": "UK", "pacific time": "PT",
    "mountain time": "MT", "central time": "CT", "pacific standard time": "PST",
    "pacific daylight time": "PDT", "central standard time": "CST", "central daylight time": "CDT",
    "mountain standard time": "MST", "mountain daylight time": "MDT",
    "british summer time": "BST:GB", "indian standard time": "IST:IN", "moscow time": "MSK",
    "по москве": "MSK", "по московскому времени": "MSK", "московское время": "MSK",
    "beijing time": "CST:CN", "北京时间": "CST:CN", "北京時間": "CST:CN", "日本時間": "JST",
    "london time": "UK", "eastern": "ET", "بتوقيت غرينتش": "GMT", "ت غ": "GMT", "جرينتش": "GMT",
    "غرينتش": "GMT", "بتوقيت جرينتش": "GMT", "heure de paris": "@Europe/Paris",
    "hora de brasília": "@America/Sao_Paulo", "hora de brasilia": "@America/Sao_Paulo",
    "за київським часом": "@Europe/Kyiv", "за києвом": "@Europe/Kyiv",
    "ora italiana": "@Europe/Rome", "по гринвичу": "GMT",
}  # fmt: skip


def _names() -> dict[str, list[tuple[frozenset[str], str, int | None]]]:
    table: dict[str, list[tuple[frozenset[str], str, int | None]]] = {}
    for entry in _NAMES.replace("\n", "|").split("|"):
        if not entry:
            continue
        name, _, meanings = entry.partition(" ")
        for meaning in meanings.split(";"):
            territories, zone, minutes = meaning.split(":")
            table.setdefault(name, []).append(
                (frozenset(territories.split()), zone, int(minutes) if minutes else None)
            )
    return table


NAMES = _names()
PHRASES = {tuple(phrase.split()): value for phrase, value in _PHRASES.items()}
# Words of some language besides; they are zones in capitals only.
COMMON_WORDS = frozenset("ist est et pt ct mt met cat art eat pet wit uk west z hec".split())
_OFFSET = re.compile(r"(?:UTC|GMT|Z)?\s?([+-])\s?(\d{1,2}):?(\d{2})?$", re.I)


@lru_cache(maxsize=640)  # there are some 600; a site of a wide country asks for dozens
def zone_info(name: str) -> ZoneInfo | None:
    """The IANA zone of that name, None where there is none."""
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):  # unknown, or a name that is no path
        return None


def territory_zones(territory: str | None) -> list[str]:
    """IANA zones of a country (ISO 3166 alpha-2)."""
    zones: list[str] = WORDS["zones"].get(territory or "", [])
    return zones


def offsets_in(zone: ZoneInfo, local: datetime) -> list[timedelta]:
    """Offsets a wall-clock time can have in a zone: one; none where the clocks skip it; two where they
    double it.
    """
    found = []
    for fold in (0, 1):
        aware = local.replace(tzinfo=zone, fold=fold)
        offset = aware.utcoffset()
        if (
            offset is not None
            and offset not in found
            and aware.astimezone(UTC).astimezone(zone).replace(tzinfo=None, fold=0) == local
        ):
            found.append(offset)
    return found


def stated_offset(text: str) -> timedelta | None:
    """Offset of "+02:00", "GMT+2", "UTC-0330"; None where it is none."""
    if (match := _OFFSET.match(text)) is None:
        return None
    delta = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    return None if delta > timedelta(hours=14) else -delta if match[1] == "-" else delta


def offsets_of(
    zone: str, local: datetime, territories: frozenset[str], site_zone: str | None
) -> tuple[list[timedelta], str]:
    """What a stated zone says of a wall-clock time: possible offsets, and "" or why there is not just one.

    `territories`: countries the site is of, as far as known. One offset is an answer; several await other
    evidence (machine data of the same instant); none is no answer. "season" says that the abbreviation names
    summer time in winter or the other way round, which papers do write: then the abbreviation proves nothing.
    """
    if (offset := stated_offset(zone)) is not None:
        return [offset], ""
    name, _, country = zone.partition(":")
    if name.startswith("@"):
        info = zone_info(name[1:])
        return (offsets_in(info, local) if info else []), ""
    if country:
        territories = frozenset((country,))
    meanings = NAMES.get(name, [])
    chosen = [m for m in meanings if m[0] & territories]
    if not chosen and site_zone and len(meanings) > 1:
        chosen = [m for m in meanings if _same_zone(site_zone, m, local)]
    if not chosen:
        chosen = [m for m in meanings if not m[0]] or meanings
    found: list[timedelta] = []
    season = False
    for _, iana, minutes in chosen:
        info = zone_info(iana)
        real = offsets_in(info, local) if info else []
        if minutes is None:
            found += [offset for offset in real if offset not in found]
            continue
        offset = timedelta(minutes=minutes)
        if real and offset not in real and not _fixed(iana, minutes, territories):
            season = True
        if offset not in found:
            found.append(offset)
    if season and len(chosen) == 1:
        return [], "season"
    return found, "" if len(found) == 1 else "ambiguous"


def may_mean(zone: str, offset: timedelta, local: datetime) -> bool:
    """Whether a stated zone can stand for an offset then: in one of its meanings, summer time or not."""
    if (stated := stated_offset(zone)) is not None:
        return stated == offset
    for _, iana, minutes in NAMES.get(zone.partition(":")[0], ()):
        info = zone_info(iana)
        if (minutes is not None and timedelta(minutes=minutes) == offset) or (
            info is not None and offset in offsets_in(info, local)
        ):
            return True
    return False


def _fixed(iana: str, minutes: int, territories: frozenset[str]) -> bool:
    """Whether a place that keeps this offset all year uses the abbreviation (MST in Arizona)."""
    return (
        iana in ("America/Denver", "Asia/Jerusalem", "Europe/Dublin")
        and minutes == -420
        and "US" in territories
    )


def _same_zone(site_zone: str, meaning: tuple[frozenset[str], str, int | None], local: datetime) -> bool:
    site, other = zone_info(site_zone), zone_info(meaning[1])
    if site is None or other is None:
        return False
    return bool(set(offsets_in(site, local)) & set(offsets_in(other, local)))


def iso_zone(offset: timedelta) -> timezone:
    """A tzinfo that prints as +02:00."""
    return timezone(offset)
