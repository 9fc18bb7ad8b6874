"""Where a site is, as far as its declaration, its top-level domain and its language tell: for zones only."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from urllib.parse import urlsplit

from newscrawl.items import Story
from newscrawl.normalise.urls import registrable_domain
from newscrawl.site import Site
from newscrawl.stamps.words import WORDS
from newscrawl.stamps.zones import offsets_in, territory_zones, zone_info

# Top-level domains that are sold to the whole world.
_WORLDWIDE = frozenset(
    "tv io co me ai cc ws fm ly to gg nu tk ml ga cf gl sh im be st la vc sc ag bz mn sx pro ai".split()
) - {"be"}
# Languages that newspapers of one country are written in.
_HOME = {
    "ja": "JP", "ko": "KR", "he": "IL", "hi": "IN", "ta": "IN", "te": "IN", "mr": "IN", "gu": "IN",
    "kn": "IN", "ml": "IN", "pa": "IN",
    "ga": "IE", "th": "TH", "vi": "VN", "is": "IS", "fi": "FI", "tr": "TR", "pl": "PL", "cs": "CZ",
    "hu": "HU", "nb": "NO", "no": "NO",
}  # fmt: skip
# Countries whose newspapers are written in a language, where all of them keep much the same time: narrows
# which
# day "today" is.
_LANDS = {
    "de": "DE", "sv": "SE", "da": "DK", "nl": "NL", "it": "IT", "el": "GR", "ro": "RO", "bg": "BG",
    "hr": "HR", "sk": "SK", "sl": "SI",
    "lt": "LT", "lv": "LV", "et": "EE", "uk": "UA", "sr": "RS", "ca": "ES", "eu": "ES", "mk": "MK",
    "sq": "AL", "id": "ID", "bn": "BD",
}  # fmt: skip
_ZONE_TERRITORY = {zone: territory for territory, zones in WORDS["zones"].items() for zone in zones}


class Place:
    """A site's key for evidence, and the countries it can be in."""

    def __init__(
        self, site: str, territories: frozenset[str], zone: str | None, language: str = "", sure: bool = True
    ) -> None:
        self.site = site
        self.sure = sure
        self.language = language
        self.territories = territories
        self.zone = zone

    def _zones(self) -> list[str]:
        if self.zone:
            return [self.zone]
        return [zone for territory in self.territories for zone in territory_zones(territory)]

    def keeps(self, offset: timedelta, local: datetime) -> bool | None:
        """Whether clocks there can show that offset then; None where nothing is known of the place."""
        names = self._zones()
        if not names:
            return None
        return any(
            (zone := zone_info(name)) is not None and offset in offsets_in(zone, local) for name in names
        )

    def steady(self, offset: timedelta, at: datetime, other: datetime) -> bool:
        """Whether every zone there that keeps the offset at one time keeps it at the other, too."""
        found = False
        for name in self._zones():
            zone = zone_info(name)
            if zone is not None and offset in offsets_in(zone, at):
                if offsets_in(zone, other) != [offset]:
                    return False
                found = True
        return found

    def offsets(self, at: datetime) -> list[timedelta]:
        """Offsets a clock there can show at an instant; those of most newspapers where the place is
        unknown.
        """
        names = self._zones() or territory_zones(_LANDS.get(self.language))
        found = {
            at.astimezone(zone).utcoffset() or timedelta(0) for name in names if (zone := zone_info(name))
        }
        return sorted(found) or [timedelta(hours=-8), timedelta(hours=10)]


def place_of(story: Story, site: Site) -> Place:
    """What is known of where a story's site is."""
    domain = story.site  # its registrable domain, once the address is clean
    if domain is None:
        host = (urlsplit(story.url or "").hostname or "").removeprefix("www.")
        domain = _site(host) or host
    return _place(domain, domain.rsplit(".", 1)[-1], story.language or "", site.zone)


@lru_cache(maxsize=2048)
def _site(host: str) -> str:
    return registrable_domain(f"http://{host}/") or "" if host else ""


@lru_cache(maxsize=2048)
def _place(site: str, top: str, language: str, zone: str | None) -> Place:
    territories: set[str] = set()
    if zone and (territory := _ZONE_TERRITORY.get(zone)):
        territories.add(territory)
    elif len(top) == 2 and top not in _WORLDWIDE:
        territory = {"uk": "GB", "eu": ""}.get(top, top.upper())
        if territory_zones(territory):
            territories.add(territory)
    sure = bool(territories) or zone is not None
    if not territories:
        primary, _, rest = language.partition("-")
        region = rest[-2:].upper() if len(rest) >= 2 else ""
        # en-US is what templates say when nobody changed them.
        if region and region != "US" and territory_zones(region):
            territories.add(region)
        elif primary in _HOME:
            territories.add(_HOME[primary])
    return Place(site, frozenset(territories), zone, language[:2].lower(), sure)
