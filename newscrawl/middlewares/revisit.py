"""Known stories: left alone when a page links to them, looked at again when their schedule says so.

- A link to a story that is known is not followed; a link that gave no story lately neither.
- A run looks again at NEWSCRAWL_REVISITS known stories at most (100), those most likely to have changed,
  after everything new: see `newscrawl.state.schedule`. The requests are conditional (ETag,
  If-Modified-Since), so an unchanged page costs the site a few hundred bytes.
- A known story's page that is gone (404, 410, or a redirect to the site's front page) gives a tombstone.

`mode` of the spider: "new" looks at no known story again, "all" fetches and writes all of them.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.spidermiddlewares.base import BaseSpiderMiddleware
from scrapy.spidermiddlewares.httperror import HttpError

from newscrawl.frontier.scheduler import Scheduler
from newscrawl.guard.later import NotNow
from newscrawl.middlewares.budget import ROLE
from newscrawl.normalise.urls import story_id
from newscrawl.pipelines.state import REVISIT, tombstone
from newscrawl.state.run import Run, run_of
from newscrawl.state.schedule import worth_most

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from newscrawl.items import Story
    from newscrawl.state.store import KnownStory

__all__ = ["AnswerMiddleware", "KnownStoriesMiddleware", "NotModified"]

logger = logging.getLogger(__name__)

LAST = -1_000_000
"""Priority of a second look: after everything that may be new."""

GONE = frozenset({404, 410})

_BUSY = frozenset({429, 500, 502, 503, 504, 520, 521, 522, 523, 524})


class NotModified(IgnoreRequest):
    """The page of a known story is as it was (304): there is nothing to read."""


class KnownStoriesMiddleware(BaseSpiderMiddleware):
    """Spider middleware: leaves known stories alone, plans second looks, writes tombstones."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.budget = crawler.settings.getint("NEWSCRAWL_REVISITS", 100)

    async def process_start(self, start: AsyncIterator[Any]) -> AsyncIterator[Any]:
        """The spider's own start, then the second looks."""
        async for entry in start:
            yield entry
        run = run_of(self.crawler)
        if run is not None:
            for story in self._due(run):
                yield self._second_look(story)

    def get_processed_request(self, request: Request, response: Response | None) -> Request | None:
        """None for a link to a story that is known, or to a page that was none."""
        run = run_of(self.crawler)
        if run is None or response is None or request.method != "GET" or REVISIT in request.meta:
            return request
        if request.meta.get(ROLE, "story") != "story" or self._mode == "all":
            return request
        key = story_id(request.url)
        if run.story_at(key) is not None:
            self.crawler.stats.inc_value("newscrawl/links/known")
            return None
        if run.gave_nothing(key):
            self.crawler.stats.inc_value("newscrawl/links/gave_nothing")
            return None
        return request

    async def process_spider_output_async(
        self, response: Response | None, result: AsyncIterator[Any], spider: Spider | None = None
    ) -> AsyncIterator[Any]:
        """What the spider gives; for a page that is gone and has an errback, the tombstone after it."""
        async for entry in super().process_spider_output_async(response, result):
            yield entry
        if response is not None and response.status in GONE:
            for story in self._withdrawn(response):
                yield story

    def process_spider_exception(self, response: Response, exception: Exception) -> Iterable[Any] | None:
        """The tombstone for a page that is gone, where the request has no errback."""
        if isinstance(exception, HttpError) and response.status in GONE:
            return self._withdrawn(response) or None
        return None

    @property
    def _mode(self) -> str | None:
        return getattr(self.crawler.spider, "mode", None)

    def _due(self, run: Run) -> list[KnownStory]:
        # A crawl that goes on has its second looks in the frontier; "all" comes to every story by its links.
        if self._mode in ("new", "all") or run.resumed or self.budget <= 0 or not run.sites:
            return []
        now = int(run.clock())
        due = run.store.due(run.sites, now, max(10 * self.budget, 1000))
        rates = {site: run.rates_of(site) for site in {story.site for story in due}}
        chosen = worth_most(due, rates, now, self.budget)
        if chosen:
            logger.info("%d known stories are due for a second look, %d are taken", len(due), len(chosen))
            self.crawler.stats.inc_value("newscrawl/revisits/planned", len(chosen))
        return chosen

    def _second_look(self, story: KnownStory) -> Request:
        spider = self.crawler.spider
        headers = {}
        if story.etag:
            headers["If-None-Match"] = story.etag
        if story.modified:
            headers["If-Modified-Since"] = story.modified
        return Request(
            story.url,
            callback=getattr(spider, "parse", None),
            errback=getattr(spider, "failed", None),
            headers=headers,
            meta={ROLE: "story", REVISIT: story.id, "is_start_request": False},
            priority=LAST,
            dont_filter=True,
        )

    def _withdrawn(self, response: Response) -> list[Story]:
        run = run_of(self.crawler)
        if run is None:
            return []
        known = known_of(run, response)
        if known is None or known.status == "canceled":
            if known is not None:
                run.save(run.looked_at(known, changed=False))
            return []
        now = datetime.fromtimestamp(run.clock(), UTC)
        return [tombstone(known, now.isoformat(timespec="seconds").replace("+00:00", "Z"))]


def known_of(run: Run, response: Response) -> KnownStory | None:
    """The known story whose page was asked for."""
    if revisited := response.meta.get(REVISIT):
        return run.story(revisited)
    if response.meta.get(ROLE, "story") == "section":
        return None
    asked = response.meta.get("redirect_urls") or [response.url]
    return run.story_at(story_id(asked[0]))


class AnswerMiddleware:
    """Downloader middleware: what the answer to a request means for the state.

    Stands on the engine's side of redirects and retries, where an answer is final.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        """Note an unchanged page; take a known story's redirect to the front page for what it is.

        :raises NotModified: for an answer 304.
        """
        run = run_of(self.crawler)
        if run is None:
            return response
        revisited = request.meta.get(REVISIT)
        if revisited and response.status == 304:
            known = run.story(revisited)
            if known is not None:
                run.save(run.looked_at(known, changed=False))
            self.crawler.stats.inc_value("newscrawl/revisits/not_modified")
            raise NotModified("not modified")
        if request.meta.get("redirect_urls") and response.status == 200 and _is_front(response.url):
            asked = request.meta["redirect_urls"][0]
            known = run.story(revisited) if revisited else run.story_at(story_id(asked))
            if known is not None and not _is_front(asked):
                return response.replace(status=410)
        if response.status in _BUSY:
            self._again_next_time(request)
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Keep a story's request that failed on its way for the next run."""
        if not isinstance(exception, IgnoreRequest) or isinstance(exception, NotNow):
            self._again_next_time(request)

    def _again_next_time(self, request: Request) -> None:
        # Start and section pages are read by every run, second looks are planned anew.
        if request.meta.get(ROLE) == "story" and REVISIT not in request.meta:
            scheduler = self.crawler.engine.scheduler
            if isinstance(scheduler, Scheduler) and scheduler.run is not None:
                scheduler.give_up(request)


def _is_front(url: str) -> bool:
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query
