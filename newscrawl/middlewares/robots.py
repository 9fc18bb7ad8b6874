"""robots.txt as RFC 9309 reads it.

Scrapy parses the body whatever the status and allows everything after an error. RFC 9309, section 2.3.1:
a file that is unavailable (4xx) allows, one that is unreachable (5xx, network failure) disallows all; at
least 500 KiB are parsed; more than five redirects count as unavailable.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Self

from scrapy import signals
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.httpobj import urlparse_cached
from scrapy.utils.misc import build_from_crawler

from newscrawl.guard.rights import robots_read
from newscrawl.middlewares.guard import AddressRefused

if TYPE_CHECKING:
    import asyncio

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.robotstxt import RobotParser

logger = logging.getLogger(__name__)

SIZE_LIMIT = 500 * 1024
"""Bytes of a robots.txt that are read (RFC 9309, section 2.5)."""

_DISALLOW_ALL = b"User-agent: *\nDisallow: /\n"


class RobotsUnreachable(IgnoreRequest):
    """A page left out because its site's robots.txt could not be had; `cause` is the error, if it was one."""

    def __init__(self, why: str, cause: Exception | None) -> None:
        super().__init__(why)
        self.cause = cause


class RobotsMiddleware(RobotsTxtMiddleware):
    """Scrapy's middleware with RFC 9309's reading of errors; it sends the signal `robots_parsed` as well."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._rules: dict[str, asyncio.Future[RobotParser]] = {}
        self._unreachable: dict[str, RobotsUnreachable] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request, spider: object = None) -> None:
        try:
            await super().process_request(request)
        except IgnoreRequest:
            parts = urlparse_cached(request)
            if unreachable := self._unreachable.get(f"{parts.scheme}://{parts.netloc}"):
                raise RobotsUnreachable(str(unreachable), unreachable.cause) from None
            raise

    async def robot_parser(self, request: Request) -> RobotParser:
        import asyncio

        parts = urlparse_cached(request)
        # RFC 9309: rules hold for one authority and scheme.
        site = f"{parts.scheme}://{parts.netloc}"
        future = self._rules.get(site)
        if future is None:
            future = self._rules[site] = asyncio.get_running_loop().create_future()
            body, unreachable = await self._fetch(f"{site}/robots.txt")
            if unreachable:
                # The spider says so for each page it misses: no warning of its own.
                logger.info("%s: nothing is fetched from %s in this run", unreachable, site)
                self._unreachable[site] = unreachable
            rules = build_from_crawler(self._parserimpl, self.crawler, body)
            future.set_result(rules)
            self.crawler.signals.send_catch_log(signal=robots_read, site=site, body=body)
            await self.crawler.signals.send_catch_log_async(
                signal=signals.robots_parsed, robotparser=rules, request=request
            )
        return await asyncio.shield(future)

    async def _fetch(self, url: str) -> tuple[bytes, RobotsUnreachable | None]:
        """Body to parse, and why everything is disallowed where it is."""
        request = Request(
            url,
            priority=self.DOWNLOAD_PRIORITY,
            meta={"dont_obey_robotstxt": True, "max_retry_times": 2},
            callback=NO_CALLBACK,
        )
        self._stats.inc_value("robotstxt/request_count")
        assert self.crawler.engine is not None
        try:
            response: Response = await self.crawler.engine.download_async(request)
        except AddressRefused:
            return b"", None  # the page itself is refused for the same reason, and says so
        except IgnoreRequest as error:
            # Redirected too often, or off the site: unavailable.
            logger.debug("%s: %s", url, error)
            return b"", None
        except Exception as error:
            self._stats.inc_value(f"robotstxt/exception_count/{type(error)}")
            return _DISALLOW_ALL, RobotsUnreachable(
                f"robots.txt could not be fetched ({type(error).__name__})", error
            )
        self._stats.inc_value("robotstxt/response_count")
        self._stats.inc_value(f"robotstxt/response_status_count/{response.status}")
        if response.status >= 500:
            return _DISALLOW_ALL, RobotsUnreachable(f"robots.txt answers {response.status}", None)
        if not 200 <= response.status < 300:
            return b"", None
        return response.body[:SIZE_LIMIT], None
