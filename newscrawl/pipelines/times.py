"""Publication and last update, from what the page shows, states and what its site's other pages prove."""

from __future__ import annotations

import asyncio
from collections import deque
from datetime import datetime
from typing import TYPE_CHECKING, Any

from newscrawl.evidence import evidence_of
from newscrawl.items import Story
from newscrawl.normalise.times import TimesReport, normalise_times
from newscrawl.normalise.urls import registrable_domain
from newscrawl.pipelines.base import StoryPipeline

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

__all__ = ["TimesPipeline"]

QUIET = 0.25
"""Seconds between two looks at whether the crawl still brings pages."""

PATIENCE = 20
"""Quiet looks after which waiting is given up although requests are still in the queue."""


class TimesPipeline(StoryPipeline):
    """Sets published and last_update with their precision and basis.

    A story whose day and month could be either waits until a page of its site shows the order, or until
    nothing is on its way any more.
    At most NEWSCRAWL_STAMP_WAIT stories wait (0: none); then the oldest goes on as it is.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.evidence = evidence_of(crawler)
        self.most = crawler.settings.getint("NEWSCRAWL_STAMP_WAIT", 200)
        self.waiting: deque[tuple[str, asyncio.Future[bool]]] = deque()
        self.passed = 0
        self.look: asyncio.TimerHandle | None = None
        self.quiet = 0

    async def process_item(self, item: Any) -> Any:
        """Settle a story's times, waiting for evidence where that may help."""
        if not isinstance(item, Story):
            return item
        self.passed += 1
        report = self._normalise(item)
        site = registrable_domain(item.url or "")
        if report.learnt:
            self._wake(site)
        while report.unsettled and self.most and await self._evidence(site):
            report = self._normalise(item)
        self._count_times(item, report)
        return item

    def _normalise(self, story: Story) -> TimesReport:
        fetched_at = datetime.fromisoformat(story.fetched_at) if story.fetched_at else None
        site = getattr(self.crawler.spider, "site", None)
        return normalise_times(story, site=site, evidence=self.evidence, fetched_at=fetched_at)

    def _count_times(self, story: Story, report: TimesReport) -> None:
        """Visible stamps (`stamps/shown`), those settled, what stays open and what contradicts."""
        for name in ("published", "last_update"):
            if getattr(story, f"{name}_raw"):
                self.count("stamps/shown")
                self.count("stamps/resolved", int(getattr(story, name) is not None))
        self.count("stamps/unsettled_order", len(report.unsettled))
        self.count("stamps/contradictions", len(report.contradictions))
        self.count("times/none", int(story.published is None and story.last_update is None))

    # -- waiting ---------------------------------------------------------------------------------------------

    async def _evidence(self, site: str) -> bool:
        """Wait for evidence on a site; False where none will come."""
        future: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self.waiting.append((site, future))
        if len(self.waiting) > self.most:
            _answer(self.waiting.popleft()[1], False)
        if self.look is None:
            self._look_later()
        self.count("stamps/waited")
        return await future

    def _wake(self, site: str) -> None:
        stay = [entry for entry in self.waiting if entry[0] != site]
        for waiting_site, future in self.waiting:
            if waiting_site == site:
                _answer(future, True)
        self.waiting = deque(stay)

    def _look_later(self) -> None:
        self.look = asyncio.get_running_loop().call_later(QUIET, self._look, self._progress())

    def _look(self, before: tuple[int, int]) -> None:
        """Let all go on once nothing is on its way that could bring evidence."""
        self.look = None
        if before != self._progress() or self._fetching():
            self.quiet = 0
        else:
            self.quiet += 1
            queued = self._queued()
            if not queued or self.quiet >= PATIENCE:
                # With requests in the queue the crawl is held up, by these stories perhaps: half of them go.
                for _ in range((len(self.waiting) + 1) // 2 if queued else len(self.waiting)):
                    _answer(self.waiting.popleft()[1], False)
                self.quiet = 0
        if self.waiting:
            self._look_later()

    def _progress(self) -> tuple[int, int]:
        return self.passed, self.crawler.stats.get_value("response_received_count", 0)

    def _queued(self) -> bool:
        count = self.crawler.stats.get_value
        return int(count("scheduler/enqueued", 0)) > int(count("scheduler/dequeued", 0))

    def _fetching(self) -> bool:
        # Requests that wait for a place in the budget may be waiting for the very stories that wait here.
        budget = getattr(self.crawler.spider, "budget", None)
        held = budget.waiting if budget is not None else 0
        engine = self.crawler.engine
        # Pages whose spider is still at work, drawing them by browser perhaps, are more than those that wait.
        slot = engine.scraper.slot
        reading = slot is not None and len(slot.active) > len(self.waiting)
        return reading or len(engine.downloader.active) > held


def _answer(future: asyncio.Future[bool], answer: bool) -> None:
    if not future.done():
        future.set_result(answer)
