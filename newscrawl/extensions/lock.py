"""The run of a crawl: its lock, its state, what killed runs left behind, and an orderly end.

A second run of a crawl that is running ends at once, finish reason `LOCKED`, or waits as many seconds as
NEWSCRAWL_LOCK_WAIT says. Two runs are of the same crawl when spider and start pages are the same (or what the
spider states as `crawl_key`); other crawls run side by side on the same state.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from pathlib import Path
from typing import TYPE_CHECKING, Self

from scrapy import signals
from scrapy.exceptions import CloseSpider
from scrapy.extensions.feedexport import FeedExporter
from scrapy.utils.conf import closest_scrapy_cfg
from scrapy.utils.defer import deferred_from_coro

from newscrawl import pack
from newscrawl.extensions.log import TOLD_AT_END
from newscrawl.normalise.urls import registrable_domain
from newscrawl.state import StateError, open_store
from newscrawl.state.lock import CrawlLock
from newscrawl.state.run import RUNS, Run
from newscrawl.state.url import sqlite_path

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler

__all__ = ["LOCKED", "STATE_FAILED", "RunLock", "crawl_key"]

logger = logging.getLogger(__name__)

LOCKED = "locked"
"""Finish reason of a run that found its crawl running."""

STATE_FAILED = "state_failed"
"""Finish reason of a run whose state could not be read or written."""


class RunLock:
    """Opens the state for the crawl and holds its lock. NEWSCRAWL_STATE names the state; empty for none."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.run: Run | None = None
        self.refused = False
        self._timer: asyncio.TimerHandle | None = None
        self._feeds_closed = asyncio.Event()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        extension = cls(crawler)
        crawler.signals.connect(extension.opened, signals.spider_opened)
        crawler.signals.connect(extension.closed, signals.spider_closed)
        crawler.signals.connect(extension.feeds_closed, signals.feed_exporter_closed)
        return extension

    async def opened(self, spider: Spider) -> None:
        """Take the lock, settle what killed runs left, and go on where they stopped.

        :raises CloseSpider: with `LOCKED` or `STATE_FAILED`, before anything is fetched.
        """
        settings = self.crawler.settings
        url = (settings.get("NEWSCRAWL_STATE") or "").strip()
        if why := pack.problem(settings.get("NEWSCRAWL_COMPRESS")):
            self._refuse(STATE_FAILED, why)
        if not url:
            return
        folder = Path(closest_scrapy_cfg() or "scrapy.cfg").resolve().parent
        try:
            path = sqlite_path(url, folder)
            lock = CrawlLock(path.with_name(f"{path.name}.locks"), crawl_key(spider))
            await self._acquire(lock, settings.getfloat("NEWSCRAWL_LOCK_WAIT"))
            store = open_store(url, folder)
        except StateError as error:
            self._refuse(STATE_FAILED, str(error))
        assert store is not None
        if store.set_aside:
            self.crawler.stats.set_value("newscrawl/state/set_aside", store.set_aside)
        sites = [
            registrable_domain(f"http://{host}/") for host in getattr(spider, "allowed_domains", None) or ()
        ]
        run = Run(store, lock, crawl_key(spider), sites, on_failure=self._failed)
        run.compress = settings.get("NEWSCRAWL_COMPRESS") or ""
        try:
            run.begin()
        except StateError as error:
            store.close()
            lock.release()
            self._refuse(STATE_FAILED, str(error))
        self.run = RUNS[self.crawler] = run
        stats = self.crawler.stats
        for name in ("killed_runs", "recovered_lines", "resumed"):
            if value := getattr(run, name):
                stats.set_value(f"newscrawl/state/{name}", value)
        if settings.get("JOBDIR"):
            logger.warning(
                "JOBDIR is used for this crawl's requests as in every Scrapy project, but a killed run "
                "loses them: leave JOBDIR out and NEWSCRAWL_STATE goes on where the last run stopped"
            )
        self._tell_of_feeds()
        self._tick_later()

    def _tell_of_feeds(self) -> None:
        exporter = self.crawler.get_extension(FeedExporter)
        slots = exporter.slots if exporter is not None else []
        if slots and not any(getattr(slot.storage, "by_line", False) for slot in slots):
            logger.warning(
                "%s has its lines for good only when the run ends in order, but the state knows its stories "
                "as written at once: after a kill they are missing. A JSON Lines file has no such gap",
                slots[0].uri,
            )

    async def _acquire(self, lock: CrawlLock, wait: float) -> None:
        until = time.monotonic() + wait
        told = False
        while not lock.acquire():
            if time.monotonic() >= until:
                self._refuse(
                    LOCKED,
                    f"this crawl is running already ({lock.holder()}): nothing was done. "
                    "-s NEWSCRAWL_LOCK_WAIT=SECONDS waits for it to end",
                )
            if not told:
                logger.info(
                    "this crawl is running already (%s): waiting %g seconds at most", lock.holder(), wait
                )
                told = True
            await asyncio.sleep(0.25)

    def _refuse(self, reason: str, message: str) -> None:
        self.refused = True
        # What was there before must not be replaced by an empty feed.
        exporter = self.crawler.get_extension(FeedExporter)
        if exporter is not None:
            exporter.slots.clear()
        logger.error("%s", message, extra=TOLD_AT_END)
        self.crawler.stats.set_value("newscrawl/state/error", message)
        raise CloseSpider(reason)

    def _failed(self, message: str) -> None:
        logger.error("%s", message, extra=TOLD_AT_END)
        self.crawler.stats.set_value("newscrawl/state/error", message)
        engine = self.crawler.engine
        if engine.running:
            deferred_from_coro(engine.close_spider_async(reason=STATE_FAILED))

    def _tick_later(self) -> None:
        # A slow site hands out a request now and then only; its state is written all the same.
        self._timer = asyncio.get_running_loop().call_later(1.0, self._tick)

    def _tick(self) -> None:
        if self.run is not None and not self.run.ended:
            self.run.flush_if_due()
            self._tick_later()

    async def closed(self, reason: str) -> None:
        """End the run once its feeds have their final names."""
        if self._timer is not None:
            self._timer.cancel()
        if self.run is None:
            return
        if self.crawler.get_extension(FeedExporter) is not None:
            # It opens a file even now, where one without stories is asked for.
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._feeds_closed.wait(), 60)
        self.run.end(reason)

    def feeds_closed(self) -> None:
        """All feeds are complete, or have failed for good."""
        self._feeds_closed.set()


def crawl_key(spider: Spider) -> str:
    """What makes two runs runs of the same crawl: spider and start pages."""
    stated = getattr(spider, "crawl_key", None)
    if isinstance(stated, str):
        return stated
    return " ".join([spider.name, *sorted(getattr(spider, "start_urls", None) or ())])
