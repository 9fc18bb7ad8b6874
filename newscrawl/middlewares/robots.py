"""robots.txt as RFC 9309 reads it, kept for a day, also between runs.

Scrapy parses the body whatever the status, allows everything after an error, and asks again in each run. RFC
9309: a file that is unavailable (4xx) allows, one that is unreachable (5xx, network failure) disallows all
unless an older copy is at hand; five redirects are followed, across hosts too; at least 500 KiB are parsed; a
copy is good for 24 hours; groups are named by product tokens, and those of one name are one group.
"""

from __future__ import annotations

import asyncio
import logging
import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self
from weakref import WeakKeyDictionary

from scrapy import signals
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest, StopDownload
from scrapy.http import Request
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.httpobj import urlparse_cached
from scrapy.utils.misc import build_from_crawler

from newscrawl.guard.agent import robots_agent
from newscrawl.guard.later import NotNow
from newscrawl.guard.rights import robots_read
from newscrawl.middlewares.guard import AddressRefused, TooLarge
from newscrawl.state.run import run_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.robotstxt import RobotParser

logger = logging.getLogger(__name__)

SIZE_LIMIT = 500 * 1024
"""Bytes of a robots.txt that are read (RFC 9309, section 2.5)."""

GOOD_FOR = 24 * 3600
"""Seconds after which a copy is fetched anew (section 2.4)."""

STANDS_IN_FOR = 30 * 24 * 3600
"""Seconds that an older copy stands in for a file that cannot be had (section 2.3.1.4 has them too)."""

REDIRECTS = 5
"""Redirects that are followed (section 2.3.1.2)."""

_OURS = "newscrawl_robots"
_DISALLOW_ALL = b"User-agent: *\nDisallow: /\n"
_GROUP = re.compile(rb"^([ \t]*user-agent[ \t]*:[ \t]*)([a-z_-]+)([^\r\n#]*)", re.IGNORECASE | re.MULTILINE)


class RobotsUnreachable(NotNow):
    """A page left out because its site's robots.txt could not be had; `cause` is the error, if it was one."""

    def __init__(self, why: str, cause: Exception | None) -> None:
        super().__init__(why)
        self.cause = cause


@dataclass(frozen=True, slots=True)
class Copy:
    """A robots.txt as it was found."""

    body: bytes
    """Empty where there is none."""

    fetched: int
    """Seconds since 1970."""


class RobotsMiddleware(RobotsTxtMiddleware):
    """Scrapy's middleware with RFC 9309's reading of errors; it sends the signal `robots_parsed` as well."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._robotstxt_useragent = robots_agent(crawler.settings)
        self._rules: dict[str, tuple[float, asyncio.Future[RobotParser]]] = {}
        self._unreachable: dict[str, RobotsUnreachable] = {}
        self._bytes: WeakKeyDictionary[Request, int] = WeakKeyDictionary()
        crawler.signals.connect(self._received, signals.bytes_received)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request, spider: object = None) -> None:
        try:
            await super().process_request(request)
        except IgnoreRequest:
            if unreachable := self._unreachable.get(_site_of(request)):
                raise RobotsUnreachable(str(unreachable), unreachable.cause) from None
            raise

    async def robot_parser(self, request: Request) -> RobotParser:
        site = _site_of(request)
        until, future = self._rules.get(site, (0.0, None))
        if future is None or (future.done() and time.time() >= until):
            future = asyncio.get_running_loop().create_future()
            self._rules[site] = (float("inf"), future)
            try:
                await self._settle(site, request, future)
            except BaseException:
                # Whoever waits for the rules must not wait for ever.
                del self._rules[site]
                future.cancel()
                raise
        return await asyncio.shield(future)

    async def _settle(self, site: str, request: Request, future: asyncio.Future[RobotParser]) -> None:
        """Give the rules of a site to all that wait for them."""
        copy, unreachable = await self._copy(site)
        self._unreachable.pop(site, None)
        if unreachable:
            # The spider says so for each page it misses: no warning of its own.
            logger.info("%s: nothing is fetched from %s", unreachable, site)
            self._unreachable[site] = unreachable
        body = _DISALLOW_ALL if unreachable else copy.body
        assert self._robotstxt_useragent is not None
        body_for_us = _by_product(body, self._robotstxt_useragent)
        rules = build_from_crawler(self._parserimpl, self.crawler, body_for_us)
        # An older copy that stands in for the file is not good for another day: the file may be back.
        again = max(copy.fetched + GOOD_FOR, time.time() + GOOD_FOR / 24)
        self._rules[site] = (again, future)
        future.set_result(rules)
        self.crawler.signals.send_catch_log(signal=robots_read, site=site, body=body)
        await self.crawler.signals.send_catch_log_async(
            signal=signals.robots_parsed, robotparser=rules, request=request
        )

    # -- a copy: the one that is kept, or a new one ----------------------------------------------------------

    async def _copy(self, site: str) -> tuple[Copy, RobotsUnreachable | None]:
        now = int(time.time())
        kept = self._kept(site)
        if kept is not None and 0 <= now - kept.fetched < GOOD_FOR:
            self._count("kept")
            return kept, None
        body, unreachable = await self._fetch(f"{site}/robots.txt")
        if unreachable is None:
            copy = Copy(body, now)
            self._keep(site, copy)
            return copy, None
        if kept is not None and 0 <= now - kept.fetched < STANDS_IN_FOR:
            self._count("stood_in")
            hours = (now - kept.fetched) // 3600
            logger.info("%s: the copy of %s that is %d hours old stands in for it", unreachable, site, hours)
            return kept, None
        self._count("unreachable")
        return Copy(b"", now), unreachable

    def _kept(self, site: str) -> Copy | None:
        run = run_of(self.crawler)
        known: Any = run.facts(f"{site}/").get("robots") if run is not None else None
        match known:
            case {"fetched": int(fetched), "body": str(body)}:
                return Copy(body.encode("utf-8", "surrogateescape"), fetched)
        return None

    def _keep(self, site: str, copy: Copy) -> None:
        run = run_of(self.crawler)
        if run is not None:
            text = copy.body.decode("utf-8", "surrogateescape")
            # A row of its own, named by scheme and authority: that is what the file speaks of.
            run.remember(f"{site}/", robots={"fetched": copy.fetched, "body": text})

    async def _fetch(self, url: str) -> tuple[bytes, RobotsUnreachable | None]:
        """Body to parse, and why the file is unreachable where it is."""
        request = Request(
            url,
            priority=self.DOWNLOAD_PRIORITY,
            # What is read of a packed one would have to be unpacked whole.
            headers={"Accept-Encoding": "identity"},
            meta={
                "dont_obey_robotstxt": True,
                "max_retry_times": 2,
                "redirect_ttl": REDIRECTS,
                "allow_offsite": True,
                # Not refused for its length: `_received` ends it.
                "download_maxsize": 1 << 40,
                _OURS: True,
            },
            callback=NO_CALLBACK,
        )
        self._stats.inc_value("robotstxt/request_count")
        assert self.crawler.engine is not None
        try:
            response: Response = await self.crawler.engine.download_async(request)
        except AddressRefused:
            return b"", None  # the page itself is refused for the same reason, and says so
        except TooLarge as error:
            return b"", RobotsUnreachable(f"robots.txt {error}", None)
        except IgnoreRequest as error:
            # Redirected too often: unavailable.
            logger.debug("%s: %s", url, error)
            return b"", None
        except Exception as error:
            self._stats.inc_value(f"robotstxt/exception_count/{type(error)}")
            return b"", RobotsUnreachable(f"robots.txt could not be fetched ({type(error).__name__})", error)
        self._stats.inc_value("robotstxt/response_count")
        self._stats.inc_value(f"robotstxt/response_status_count/{response.status}")
        if response.status >= 500:
            return b"", RobotsUnreachable(f"robots.txt answers {response.status}", None)
        if not 200 <= response.status < 300:
            return b"", None
        if len(response.body) <= SIZE_LIMIT:
            return response.body, None
        # A rule cut in two would be another one.
        return response.body[: response.body.rfind(b"\n", 0, SIZE_LIMIT) + 1 or SIZE_LIMIT], None

    def _received(self, data: bytes, request: Request) -> None:
        """End a robots.txt that is longer than what is read of it.

        :raises StopDownload: with what came so far.
        """
        if _OURS in request.meta:
            # A redirect or a second try is a request of its own.
            self._bytes[request] = self._bytes.get(request, 0) + len(data)
            if self._bytes[request] > SIZE_LIMIT:
                raise StopDownload(fail=False)

    def _count(self, name: str) -> None:
        self._stats.inc_value(f"newscrawl/robots/{name}")


def _site_of(request: Request) -> str:
    # RFC 9309: rules hold for one authority and scheme.
    parts = urlparse_cached(request)
    return f"{parts.scheme}://{parts.netloc}"


def _by_product(body: bytes, agent: str) -> bytes:
    """A robots.txt whose groups our parser, which compares beginnings, gives to the product they name.

    >>> _by_product(b"User-agent: NewsCrawl/2.0\\nUser-agent: news\\nDisallow: /\\n", "newscrawl")
    b'User-agent: newscrawl\\nUser-agent: =news\\nDisallow: /\\n'
    """
    ours = agent.lower().encode()

    def named(match: re.Match[bytes]) -> bytes:
        name, rest = match[2].lower(), match[3].strip()
        if name == ours and not rest.startswith(b"*"):
            return match[1] + ours
        # "news" is not "newscrawl"; "news*" may well mean it.
        if ours.startswith(name) and name != ours and not rest:
            return match[1] + b"=" + name
        return match[0]

    return _GROUP.sub(named, body)
