"""The pace a site asks for: Crawl-delay as a lower bound, and a pause after 429 and 503.

AutoThrottle follows a site's latency but knows neither. This is AutoThrottle with both: the delay of a host
never falls under its robots.txt's Crawl-delay or our DOWNLOAD_DELAY, whichever is larger, and after "too many
requests" or "unavailable" the whole host waits as long as Retry-After says (RFC 9110, section 10.2.3), or
twice as long each time where it says nothing.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.extensions.throttle import AutoThrottle

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.robotstxt import RobotParser

logger = logging.getLogger(__name__)

_BUSY = frozenset((429, 503))


def retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds that a Retry-After header asks to wait; None where it is absent or unreadable.

    >>> retry_after("120", datetime(2026, 1, 1, tzinfo=UTC))
    120.0
    >>> retry_after("Thu, 01 Jan 2026 00:01:00 GMT", datetime(2026, 1, 1, tzinfo=UTC))
    60.0
    """
    value = (value or "").strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        when = parsedate_to_datetime(value)
    except ValueError:
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return max(0.0, (when - now).total_seconds())


class Pace(AutoThrottle):
    """AutoThrottle that keeps a site's own terms, also where AUTOTHROTTLE_ENABLED is off.

    Settings: those of AutoThrottle, and NEWSCRAWL_MAX_PAUSE (seconds that a host's Retry-After is obeyed at
    most, 600).
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.throttles = crawler.settings.getbool("AUTOTHROTTLE_ENABLED")
        if self.throttles:
            super().__init__(crawler)
        else:
            crawler.signals.connect(self._response_downloaded, signal=signals.response_downloaded)
        self.max_pause = crawler.settings.getfloat("NEWSCRAWL_MAX_PAUSE", 600.0)
        self._floors: dict[str, float] = {}
        self._pauses: dict[str, float] = {}
        crawler.signals.connect(self._robots_parsed, signal=signals.robots_parsed)
        crawler.signals.connect(self._request_arrived, signal=signals.request_reached_downloader)

    def _robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        settings = self.crawler.settings
        delay = robotparser.crawl_delay(settings["ROBOTSTXT_USER_AGENT"] or settings["USER_AGENT"])
        if delay and delay > settings.getfloat("DOWNLOAD_DELAY"):
            assert self.crawler.engine is not None
            key = self.crawler.engine.downloader.get_slot_key(request)
            self._floors[key] = delay
            logger.info("%s asks for %g seconds between requests (Crawl-delay)", key, delay)

    def _request_arrived(self, request: Request, spider: Spider) -> None:
        # A slot that was idle for a while is forgotten, and made anew with the stock delay.
        key, slot = self._get_slot(request, spider)
        if slot is not None and key is not None:
            slot.delay = max(slot.delay, self._floors.get(key, 0.0))

    def _response_downloaded(self, response: Response, request: Request, spider: Spider) -> None:
        if self.throttles:
            super()._response_downloaded(response, request, spider)
        key, slot = self._get_slot(request, spider)
        if key is None or slot is None:
            return
        slot.delay = max(slot.delay, self._floors.get(key, 0.0))
        if response.status not in _BUSY:
            self._pauses.pop(key, None)
            return
        header = response.headers.get("Retry-After")
        asked = retry_after(header.decode("latin-1") if header else None, datetime.now(UTC))
        pause = min(asked if asked is not None else self._pauses.get(key, 2.5) * 2, self.max_pause)
        self._pauses[key] = max(pause, 1.0)
        # The downloader sends nothing from this slot until `delay` seconds after `lastseen`.
        slot.lastseen = max(slot.lastseen, monotonic() + pause)
        slot.delay = max(slot.delay, 0.001)
        logger.warning(
            "%s answers %d: waiting %g seconds before the next request", key, response.status, pause
        )
        if self.crawler.stats is not None:
            self.crawler.stats.inc_value("newscrawl/pace/pauses")
