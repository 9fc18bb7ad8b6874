"""The pace a site asks for: Crawl-delay as a lower bound, and a pause after 429 and 503.

AutoThrottle follows a site's latency but knows neither. This is AutoThrottle with both: the delay of a host
never falls under its robots.txt's Crawl-delay or our DOWNLOAD_DELAY, whichever is larger, and after "too many
requests" or "unavailable" the whole host waits as long as Retry-After says (RFC 9110, section 10.2.3), or
twice as long each time where it says nothing. A host that wants to be left alone for longer than a run is
ready to wait is left alone: what was to be fetched from it is left to the next run.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.extensions.throttle import AutoThrottle

from newscrawl.guard.agent import robots_agent
from newscrawl.guard.later import NotNow

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.core.downloader import Slot
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.robotstxt import RobotParser

logger = logging.getLogger(__name__)

_BUSY = frozenset((429, 503))

_YEAR = 366 * 24 * 3600.0

LEAST = 0.001
"""Seconds between two requests to a host. Scrapy counts a request as under way once its task has begun: with
no delay at all it sends everything that waits at once (ten where CONCURRENT_REQUESTS_PER_DOMAIN says two),
and looks at no pause."""

LONG = 60.0
"""Seconds of Crawl-delay that a person should hear of: such a crawl takes days."""


class HostBusy(NotNow):
    """Its host asks not to be asked for longer than a run waits."""


def retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds that a Retry-After header asks to wait; None where it is absent or unreadable.

    >>> retry_after("120", datetime(2026, 1, 1, tzinfo=UTC))
    120.0
    >>> retry_after("Thu, 01 Jan 2026 00:01:00 GMT", datetime(2026, 1, 1, tzinfo=UTC))
    60.0
    """
    value = (value or "").strip()
    if value.isascii() and value.isdigit():
        return min(float(value[:12]), _YEAR)
    try:
        when = parsedate_to_datetime(value)
    except ValueError:
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return min(max(0.0, (when - now).total_seconds()), _YEAR)


class Pace(AutoThrottle):
    """AutoThrottle that keeps a site's own terms, also where AUTOTHROTTLE_ENABLED is off.

    Settings: those of AutoThrottle, and NEWSCRAWL_MAX_PAUSE (seconds that a run waits for a host, 600).
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
        self._left_alone: dict[str, float] = {}
        self._jitter = crawler.settings.getfloat("DOWNLOAD_DELAY_JITTER")
        crawler.signals.connect(self._robots_parsed, signal=signals.robots_parsed)
        crawler.signals.connect(self._request_arrived, signal=signals.request_reached_downloader)

    def _robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        settings = self.crawler.settings
        delay = robotparser.crawl_delay(robots_agent(settings))
        if delay and delay > settings.getfloat("DOWNLOAD_DELAY"):
            assert self.crawler.engine is not None
            key = self.crawler.engine.downloader.get_slot_key(request)
            self._floors[key] = delay
            level = logging.WARNING if delay > LONG else logging.INFO
            logger.log(level, "%s asks for %g seconds between requests (Crawl-delay)", key, delay)

    def _request_arrived(self, request: Request, spider: Spider) -> None:
        # A slot that was idle for a while is forgotten, and made anew with the stock delay.
        key, slot = self._get_slot(request, spider)
        if slot is not None and key is not None:
            slot.delay = max(slot.delay, LEAST)
            self._raise_to_floor(slot, key)
            if self._left_alone.get(key, 0.0) > monotonic():
                # Let through before the host's answer came; it stands in the queue in a moment.
                asyncio.get_running_loop().call_soon(self._empty, slot, key)

    def _raise_to_floor(self, slot: Slot, key: str) -> None:
        floor = self._floors.get(key)
        if floor:
            slot.delay = max(slot.delay, floor)
            # Scrapy varies a delay by half of it either way; what is asked for is no mean but the least.
            slot.jitter = min(self._jitter, 1 - floor / slot.delay)

    def left_alone(self, request: Request) -> float:
        """For how many seconds more a request's host asks not to be asked; 0 where it may be."""
        assert self.crawler.engine is not None
        until = self._left_alone.get(self.crawler.engine.downloader.get_slot_key(request), 0.0)
        return max(0.0, until - monotonic())

    def _response_downloaded(self, response: Response, request: Request, spider: Spider) -> None:
        if self.throttles:
            super()._response_downloaded(response, request, spider)
        key, slot = self._get_slot(request, spider)
        if key is None or slot is None:
            return
        self._raise_to_floor(slot, key)
        if response.status not in _BUSY:
            self._pauses.pop(key, None)
            return
        header = response.headers.get("Retry-After")
        asked = retry_after(header.decode("latin-1") if header else None, datetime.now(UTC))
        if asked is not None and asked > self.max_pause:
            self._leave_alone(slot, key, response.status, asked)
            return
        pause = asked if asked is not None else min(self._pauses.get(key, 2.5) * 2, self.max_pause)
        self._pauses[key] = max(pause, 1.0)
        _hold(slot, monotonic() + pause)
        logger.warning(
            "%s answers %d: waiting %g seconds before the next request", key, response.status, pause
        )
        if self.crawler.stats is not None:
            self.crawler.stats.inc_value("newscrawl/pace/pauses")

    def _leave_alone(self, slot: Slot, key: str, status: int, asked: float) -> None:
        """Send nothing more to a host in this run, also of what waits for its turn already."""
        self._left_alone[key] = monotonic() + asked
        logger.warning(
            "%s answers %d and asks for %s without requests: it is left alone (NEWSCRAWL_MAX_PAUSE, %g s)",
            key, status, timedelta(seconds=round(asked)), self.max_pause,
        )  # fmt: skip
        if self.crawler.stats is not None:
            self.crawler.stats.inc_value("newscrawl/pace/left_alone")
        _hold(slot, self._left_alone[key])
        self._empty(slot, key)

    def _empty(self, slot: Slot, key: str) -> None:
        while slot.queue:
            _, waiting = slot.queue.popleft()
            waiting.errback(HostBusy(key))


def _hold(slot: Slot, until: float) -> None:
    # The downloader sends nothing from a slot until `delay` seconds after `lastseen`.
    slot.lastseen = max(slot.lastseen, until)
