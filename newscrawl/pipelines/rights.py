"""What the site as a whole says of reuse joins what the page says; NEWSCRAWL_RIGHTS may make it count."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request
from scrapy.http.request import NO_CALLBACK

from newscrawl.guard.agent import robots_agent
from newscrawl.guard.later import NotNow
from newscrawl.guard.rights import SiteRights, granted, merge, reserved, robots_read
from newscrawl.items import Story
from newscrawl.pipelines.base import StoryPipeline
from newscrawl.state.run import run_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

__all__ = ["RightsPipeline"]

logger = logging.getLogger(__name__)

MODES = ("record", "skip", "require")

GOOD_FOR = 24 * 3600
"""Seconds that a site's tdmrep.json is kept before it is fetched anew, as its robots.txt is."""


class RightsPipeline(StoryPipeline):
    """Asks each site once a day for its tdmrep.json; merges that and its robots.txt into `rights`.

    NEWSCRAWL_RIGHTS: record (default) writes what is said; skip drops stories that reserve text and data
    mining or say noai; require drops those that do not say that it is not reserved.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.mode = crawler.settings.get("NEWSCRAWL_RIGHTS") or "record"
        if self.mode not in MODES:
            logger.error("NEWSCRAWL_RIGHTS must be record, skip or require, not %r: stories are skipped "
                         "where rights are reserved", self.mode)  # fmt: skip
            self.mode = "skip"
        # A site that is slow to say so must not hold its stories up.
        self._timeout = min(10.0, crawler.settings.getfloat("DOWNLOAD_TIMEOUT", 10.0))
        self._robots: dict[str, bytes] = {}
        self._sites: dict[str, asyncio.Future[SiteRights]] = {}
        crawler.signals.connect(self._robots_read, robots_read)

    def _robots_read(self, site: str, body: bytes) -> None:
        self._robots[site] = body

    async def process_item(self, item: Any) -> Any:
        """Complete the rights of a story; drop it where the setting says so."""
        if not isinstance(item, Story):
            return item
        # An archive is read without a word to the sites it holds.
        if item.url and item.source != "archive":
            merge(item.rights, await self._site(item.url), item.url)
        self.process_story(item)
        return item

    def process_story(self, story: Story) -> None:
        """Count the signal; raise `Dropped` where the setting says so."""
        if story.rights.signal:
            self.count(f"rights/{story.rights.signal}")
        if reserved(story.rights):
            self.count("rights/reserved")
            if self.mode != "record":
                raise self.drop("rights reserved")
        if self.mode == "require" and not granted(story.rights):
            raise self.drop("rights not stated")

    async def _site(self, url: str) -> SiteRights:
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        known = self._sites.get(site)
        if known is None:
            known = self._sites[site] = asyncio.get_running_loop().create_future()
            rights = SiteRights()
            try:
                if body := self._robots.pop(site, None):
                    rights.read_robots(body, robots_agent(self.crawler.settings))
                await self._add_tdmrep(site, rights)
            finally:
                # Whoever waits for it must not wait for ever.
                known.set_result(rights)
        return await asyncio.shield(known)

    async def _add_tdmrep(self, site: str, rights: SiteRights) -> None:
        """Take the rules from the state where they are not older than a day, else from the site."""
        run, now = run_of(self.crawler), int(time.time())
        # robots.txt is kept beside it.
        kept: Any = run.facts(f"{site}/").get("tdmrep") if run is not None else None
        match kept:
            case {"fetched": int(fetched), "rules": list(rules)} if 0 <= now - fetched < GOOD_FOR:
                rights.tdm = [(str(path), int(value), policy) for path, value, policy in rules]
                self.count("rights/kept")
                return
        body = await self._fetch(f"{site}/.well-known/tdmrep.json")
        if body is None:
            return
        rights.read_tdmrep(body)
        if run is not None:
            run.remember(f"{site}/", tdmrep={"fetched": now, "rules": rights.tdm})

    async def _fetch(self, url: str) -> bytes | None:
        """The file, empty where there is none; None where it could not be had."""
        request = Request(
            url,
            callback=NO_CALLBACK,
            priority=100_000,
            meta={"max_retry_times": 0, "download_maxsize": 1 << 20, "download_timeout": self._timeout},
        )
        assert self.crawler.engine is not None
        self.count("rights/asked")
        try:
            response = await self.crawler.engine.download_async(request)
        except IgnoreRequest as error:
            logger.debug("%s: %s", url, error)
            return None if isinstance(error, NotNow) else b""
        except Exception as error:
            logger.info("%s cannot be fetched: %s", url, type(error).__name__)
            self.count("rights/failed")
            return None
        if response.status >= 500:
            return None
        return response.body if response.status == 200 else b""
