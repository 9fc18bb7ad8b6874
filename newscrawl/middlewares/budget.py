"""`max_stories`, kept exactly: a place in the budget is taken before a story is requested.

The requests stay where Scrapy keeps them, in the scheduler. One that comes up while all places are taken
waits here: whether it is needed is known once the stories on their way are written or dropped. So a crawl for
ten stories neither writes eleven nor fetches pages it will not write.
"""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING, Any, Self

from scrapy import signals
from scrapy.exceptions import IgnoreRequest
from scrapy.utils.defer import deferred_from_coro

from newscrawl.items import Story

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler
    from scrapy.http import Request, Response

__all__ = ["ROLE", "Budget", "BudgetMiddleware", "BudgetSpent"]

ROLE = "newscrawl_role"
"""Request.meta key: "start", "section" or "story". Only stories take a place; a start page may be either."""

PLACE = "newscrawl_place"


class BudgetSpent(IgnoreRequest):
    """A request that is not needed any more: the crawl has its stories."""


class Budget:
    """Places for stories: written, on their way through the pipelines, and requests that may become one."""

    def __init__(self, size: int | None) -> None:
        self.size = size
        self.written = 0
        self.items = 0
        self.requests: set[int] = set()
        self._next_place = 0
        self._waiting: deque[asyncio.Future[None]] = deque()

    @property
    def spent(self) -> bool:
        """Whether all stories asked for are written."""
        return self.size is not None and self.written >= self.size

    @property
    def waiting(self) -> int:
        """How many requests wait for a place."""
        return sum(not future.done() for future in self._waiting)

    async def take(self) -> int:
        """A place, at once or when one is given back.

        :raises BudgetSpent: when all places went to written stories.
        """
        while not self.spent:
            if self.size is None or self.written + self.items + len(self.requests) < self.size:
                self._next_place += 1
                self.requests.add(self._next_place)
                return self._next_place
            future = asyncio.get_running_loop().create_future()
            self._waiting.append(future)
            await future
        raise BudgetSpent("the crawl has its stories")

    def give_back(self, place: int | None) -> None:
        """The request that held this place will bring no story (or did and its item holds the place now)."""
        if place is not None and place in self.requests:
            self.requests.remove(place)
            self._wake()

    def story_yielded(self) -> bool:
        """A story enters the pipelines; False where there is no place for it (a second one of one page)."""
        if self.size is not None and self.written + self.items >= self.size:
            return False
        self.items += 1
        return True

    def story_decided(self, written: bool) -> None:
        """A story left the pipelines."""
        self.items -= 1
        self.written += written
        self._wake()

    def _wake(self) -> None:
        if self.spent:
            while self._waiting:
                self._release(self._waiting.popleft())
        elif self._waiting:
            self._release(self._waiting.popleft())

    @staticmethod
    def _release(future: asyncio.Future[None]) -> None:
        if not future.done():
            future.set_result(None)


class BudgetMiddleware:
    """Holds story requests to `spider.budget` and ends the crawl, reason "max_stories", when it is spent.

    Stands nearest to the downloader, so that a place is given back while a redirect or retry waits its turn.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        middleware = cls(crawler)
        crawler.signals.connect(middleware.item_scraped, signals.item_scraped)
        crawler.signals.connect(middleware.item_lost, signals.item_dropped)
        crawler.signals.connect(middleware.item_lost, signals.item_error)
        return middleware

    @property
    def budget(self) -> Budget | None:
        """The running spider's budget, if it has one with an end."""
        budget = getattr(self.crawler.spider, "budget", None)
        return budget if budget is not None and budget.size is not None else None

    async def process_request(self, request: Request) -> None:
        """Take a place for a story's request; wait for one if need be."""
        budget = self.budget
        if budget is not None and request.meta.get(ROLE) in ("story", "start"):
            request.meta[PLACE] = await budget.take()

    def process_response(self, request: Request, response: Response) -> Response:
        """Keep the place only with a page that goes on to the spider."""
        if response.status != 200:
            self.give_back(request)
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Give the place of a failed request back; it takes a new one if it is retried."""
        self.give_back(request)

    def give_back(self, request: Request) -> None:
        """Give a request's place back, if it holds one."""
        place = request.meta.pop(PLACE, None)
        if self.budget is not None:
            self.budget.give_back(place)

    def item_scraped(self, item: Any, spider: Spider) -> None:
        """Count a written story; end the crawl when it was the last one asked for."""
        budget = self.budget
        if budget is not None and isinstance(item, Story):
            budget.story_decided(written=True)
            if budget.written == budget.size:
                deferred_from_coro(self.crawler.engine.close_spider_async(reason="max_stories"))

    def item_lost(self, item: Any, spider: Spider) -> None:
        """Give the place of a dropped or broken story back."""
        if self.budget is not None and isinstance(item, Story):
            self.budget.story_decided(written=False)
