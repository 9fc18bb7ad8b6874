"""Progress: one living line at a terminal, a line in the log now and then anywhere else."""

from __future__ import annotations

import asyncio
import logging
import sys
import time
from typing import TYPE_CHECKING, Any, Self

from scrapy import signals
from scrapy.exceptions import NotConfigured
from scrapy.utils.log import get_scrapy_root_handler

from newscrawl.extensions.log import plain
from newscrawl.items import Story

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID
    from scrapy import Spider
    from scrapy.crawler import Crawler

__all__ = ["Progress"]

logger = logging.getLogger(__name__)

BAR_WIDTH = 16


class Progress:
    """Shows stories, pages and the last headline. NEWSCRAWL_PROGRESS = False turns it off."""

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("NEWSCRAWL_PROGRESS", True):
            raise NotConfigured
        self.crawler = crawler
        self.interval = crawler.settings.getfloat("LOGSTATS_INTERVAL") or 60.0
        self.stories = 0
        self.started = time.monotonic()
        self.bar: Bar | None = None
        self.task: TaskID | None = None
        self.timer: asyncio.TimerHandle | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        extension = cls(crawler)
        crawler.signals.connect(extension.opened, signals.spider_opened)
        crawler.signals.connect(extension.scraped, signals.item_scraped)
        crawler.signals.connect(extension.received, signals.response_received)
        crawler.signals.connect(extension.closed, signals.spider_closed)
        return extension

    def opened(self, spider: Spider) -> None:
        """Start the line, or the timer of the log's lines."""
        self.started = time.monotonic()
        if sys.stderr.isatty() and not self.crawler.settings.get("LOG_FILE"):
            self._start_bar(spider)
        else:
            self._tick_later()

    def _start_bar(self, spider: Spider) -> None:
        # Imported here: a scheduled run without a terminal has no use for rich.
        from rich.console import Console
        from rich.progress import BarColumn, SpinnerColumn, TextColumn
        from rich.progress import Progress as Bar

        budget = getattr(spider, "budget", None)
        size = budget.size if budget is not None else None
        columns: list[Any] = [SpinnerColumn()]
        if size:
            columns.append(BarColumn(bar_width=BAR_WIDTH))
        columns.append(TextColumn("{task.fields[counts]}", style="bold", markup=False))
        columns.append(TextColumn("{task.fields[headline]}", style="dim", markup=False))
        self.bar = Bar(*columns, console=Console(stderr=True), transient=True, refresh_per_second=8)
        self.task = self.bar.add_task("", total=size, counts=f"{spider.name}: starting", headline="")
        self.bar.start()
        # rich draws the line below what is written to sys.stderr; Scrapy's handler still holds the old one.
        handler = get_scrapy_root_handler()
        if isinstance(handler, logging.StreamHandler) and not isinstance(handler, logging.FileHandler):
            handler.setStream(sys.stderr)

    def _tick_later(self) -> None:
        self.timer = asyncio.get_running_loop().call_later(self.interval, self._tick)

    def _tick(self) -> None:
        logger.info("%s", self._counts())
        self._tick_later()

    def _counts(self) -> str:
        pages = self.crawler.stats.get_value("response_received_count", 0)
        seconds = max(time.monotonic() - self.started, 0.001)
        noun = "story" if self.stories == 1 else "stories"
        return f"{self.stories} {noun} · {pages} pages · {self.stories / seconds:.1f}/s"

    def scraped(self, item: Any) -> None:
        """Count a story and show its headline."""
        if not isinstance(item, Story):
            return
        self.stories += 1
        if self.bar is not None and self.task is not None:
            counts = self._counts()
            room = self.bar.console.width - len(counts) - 6
            if self.bar.tasks[0].total:
                room -= BAR_WIDTH + 1
            headline = plain(item.headline, room) if room >= 12 else ""
            self.bar.update(self.task, advance=1, counts=counts, headline=headline)

    def received(self) -> None:
        """Count a page."""
        if self.bar is not None and self.task is not None:
            self.bar.update(self.task, counts=self._counts())

    def closed(self) -> None:
        """Take the line away: the summary follows."""
        if self.timer is not None:
            self.timer.cancel()
        if self.bar is not None:
            self.bar.stop()
            self.bar = None
            handler = get_scrapy_root_handler()
            if isinstance(handler, logging.StreamHandler) and not isinstance(handler, logging.FileHandler):
                handler.setStream(sys.stderr)
