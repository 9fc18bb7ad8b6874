"""One page being drawn: what its scripts may fetch, and when it has come to rest.

The browser asks us for everything (Playwright's `route`) and gets it from Scrapy's downloader. The document
is the response that Scrapy already has; it is not fetched again.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter, OrderedDict
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy.http import Request
from scrapy.http.request import NO_CALLBACK

from newscrawl.normalise.urls import registrable_domain
from newscrawl.render.more import ASK_FOR_MORE, EXTENT, TO_THE_END
from newscrawl.render.plan import SCROLL, Plan

if TYPE_CHECKING:
    from playwright.async_api import Page, Route
    from playwright.async_api import Request as BrowserRequest
    from scrapy.http import Response

__all__ = ["SUBREQUEST", "Drawing", "Scripts", "is_tracker"]

logger = logging.getLogger(__name__)

Fetch = Callable[[Request], Awaitable["Response"]]

SUBREQUEST = "newscrawl_subrequest"
"""Request.meta key of what a page's scripts ask for: the address of the page."""

QUIET = 0.35
"""Seconds without a request after which a page counts as drawn."""

MOST_REQUESTS = 120
"""Requests of one page."""

MOST_BYTES = 24 * 1024 * 1024
"""Bytes fetched for one page."""

SCREENS = 8
"""Screens that a page is scrolled down at most."""

# What draws text. Everything else (image, media, font, websocket, eventsource, ping, manifest ...) is not
# fetched.
_WANTED = frozenset(("script", "xhr", "fetch"))
# Set by Scrapy for every request, or of use to a browser only.
_DROPPED = frozenset(
    "accept-encoding accept-language connection content-length cookie host proxy-connection user-agent "
    "upgrade-insecure-requests priority te".split()
)
_NOT_PASSED_ON = frozenset(
    "connection content-encoding content-length keep-alive set-cookie set-cookie2 strict-transport-security "
    "transfer-encoding refresh".split()
)


@cache
def _trackers() -> frozenset[str]:
    text = (files("newscrawl.render") / "trackers.txt").read_text(encoding="utf-8")
    return frozenset(line.strip() for line in text.splitlines() if line.strip() and line[0] != "#")


def is_tracker(host: str) -> bool:
    """Whether a host measures, advertises or asks for consent.

    >>> is_tracker("www.google-analytics.com"), is_tracker("example.com")
    (True, False)
    """
    labels = host.lower().rstrip(".").split(".")
    known = _trackers()
    return any(".".join(labels[start:]) in known for start in range(len(labels) - 1))


class Scripts:
    """Scripts fetched in this run: pages of one site share most of theirs, and routing turns off Chromium's
    cache."""

    def __init__(self, most_bytes: int = 48 * 1024 * 1024) -> None:
        self.most_bytes = most_bytes
        self.bytes = 0
        self._kept: OrderedDict[str, Response] = OrderedDict()
        self._coming: dict[str, asyncio.Task[Response]] = {}

    async def get(self, url: str, fetch: Callable[[], Awaitable[Response]]) -> tuple[Response, bool]:
        """The script at an address, and whether it had to be fetched for this."""
        if (kept := self._kept.get(url)) is not None:
            self._kept.move_to_end(url)
            return kept, False
        task = self._coming.get(url)
        if mine := task is None:
            task = self._coming[url] = asyncio.ensure_future(self._fetch(url, fetch))
        # Shielded: the page that asked first may be gone before it comes, the next one still wants it.
        return await asyncio.shield(task), mine

    async def _fetch(self, url: str, fetch: Callable[[], Awaitable[Response]]) -> Response:
        try:
            response = await fetch()
        finally:
            del self._coming[url]
        if response.status == 200:
            self._kept[url] = response
            self.bytes += len(response.body)
            while self.bytes > self.most_bytes and len(self._kept) > 1:
                self.bytes -= len(self._kept.popitem(last=False)[1].body)
        return response


class Drawing:
    """The life of one page in the browser.

    :param document: the plain response; the browser shows it as if it had come from its address.
    :param fetch: makes a request as Scrapy does, all downloader middlewares included.
    :param scripts: scripts this run already has.
    """

    def __init__(self, document: Response, plan: Plan, fetch: Fetch, scripts: Scripts) -> None:
        self.document = document
        self.plan = plan
        self.counts: Counter[str] = Counter()
        """What became of the browser's requests."""
        self.bytes = 0
        self.page: Page | None = None
        self._fetch = fetch
        self._scripts = scripts
        self._site = registrable_domain(document.url)
        self._shown = False
        self._stopped = False
        self._begun = 0
        self._running: set[asyncio.Task[Any]] = set()

    # -- what the browser asks for ---------------------------------------------------------------------------

    async def attach(self, page: Page, request: Request) -> None:
        """Take over a page's requests (`playwright_page_init_callback`)."""
        self.page = page
        await page.route("**/*", self._serve)

    async def _serve(self, route: Route, request: BrowserRequest) -> None:
        # The page may be gone by the time an answer comes.
        with suppress(Exception):
            if self._stopped:
                await route.abort("aborted")
            elif request.is_navigation_request():
                await self._navigate(route, request)
            elif request.resource_type == "stylesheet":
                # Nothing is looked at, but scripts wait for style sheets to load.
                await route.fulfill(status=200, content_type="text/css", body="")
            elif not self._wanted(request):
                self.counts["blocked"] += 1
                await route.abort()
            else:
                await self._pass_on(route, request)

    async def _navigate(self, route: Route, request: BrowserRequest) -> None:
        """The page itself, once; no frames, and no leaving by script (Scrapy follows redirects, by the
        rules)."""
        if self._shown or request.frame.parent_frame is not None:
            self.counts["navigations"] += request.frame.parent_frame is None
            self.counts["blocked"] += 1
            # "aborted" leaves the page as it stands; any other reason puts an error page in its place.
            await route.abort("aborted")
            return
        self._shown = True
        await route.fulfill(
            status=200, headers=_headers_of(self.document, charset=True), body=self.document.body
        )

    def _wanted(self, request: BrowserRequest) -> bool:
        if request.resource_type not in _WANTED:
            return False
        parts = urlsplit(request.url)
        if parts.scheme not in ("http", "https") or is_tracker(parts.hostname or ""):
            return False
        if self._begun >= MOST_REQUESTS or self.bytes >= MOST_BYTES:
            self.counts["over_limit"] += 1
            return False
        own = registrable_domain(request.url) == self._site
        return request.method in ("GET", "HEAD") or (request.method == "POST" and own)

    async def _pass_on(self, route: Route, request: BrowserRequest) -> None:
        self._begun += 1
        task = asyncio.ensure_future(self._response(request))
        self._running.add(task)
        try:
            response = await task
        except (Exception, asyncio.CancelledError) as error:
            # robots.txt, the address guard, a size limit, no answer: the page goes without.
            self.counts["refused"] += 1
            logger.debug("%s: %s is not fetched: %s", self.document.url, request.url, error)
            await route.abort()
        else:
            self.bytes += len(response.body)
            await route.fulfill(status=response.status, headers=_headers_of(response), body=response.body)
        finally:
            self._running.discard(task)

    async def _response(self, request: BrowserRequest) -> Response:
        headers = {
            name: value
            for name, value in request.headers.items()
            if name not in _DROPPED and not name.startswith(("sec-", ":"))
        }
        # The Origin that fetch() of another site's address carries is not among Playwright's early headers.
        if registrable_domain(request.url) != self._site or request.method == "POST":
            parts = urlsplit(self.document.url)
            headers.setdefault("origin", f"{parts.scheme}://{parts.netloc}")

        def make() -> Awaitable[Response]:
            self.counts["fetched"] += 1
            return self._fetch(
                Request(
                    request.url,
                    method=request.method,
                    headers=headers,
                    body=request.post_data_buffer or b"",
                    meta={SUBREQUEST: self.document.url, "max_retry_times": 1, "allow_offsite": True},
                    callback=NO_CALLBACK,
                    dont_filter=True,
                )
            )

        if request.resource_type == "script" and request.method == "GET":
            response, fetched = await self._scripts.get(request.url, make)
            self.counts["reused"] += not fetched
            return response
        return await make()

    # -- what is done with the page --------------------------------------------------------------------------

    async def settle(self, page: Page) -> None:
        """Wait until the scripts have come to rest, and ask for more where the plan says so."""
        await self._quiet()
        if self.plan.scroll:
            await self._scroll(page)
        for _ in range(self.plan.times if self.plan.more else 0):
            before = await page.evaluate(EXTENT)
            pressed = self.plan.more != SCROLL and await page.evaluate(ASK_FOR_MORE, self.plan.more)
            if not pressed and self.plan.more not in (SCROLL, "auto"):
                break
            if not pressed:
                await page.evaluate(TO_THE_END)
            await self._quiet()
            if self._stopped or await page.evaluate(EXTENT) <= before:
                break
            self.counts["more"] += 1

    async def _scroll(self, page: Page) -> None:
        for screen in range(1, SCREENS + 1):
            end = await page.evaluate(
                "n => { window.scrollTo(0, n * innerHeight);"
                " return (n + 1) * innerHeight >= document.documentElement.scrollHeight }",
                screen,
            )
            # Two frames, for observers of what comes into view.
            await asyncio.sleep(0.05)
            if end or self._stopped:
                break
        await self._quiet()

    async def _quiet(self) -> None:
        while not self._stopped:
            if self._running:
                await asyncio.wait(self._running, timeout=1)
                continue
            begun = self._begun
            await asyncio.sleep(QUIET)
            if begun == self._begun and not self._running:
                return

    def stop(self) -> None:
        """The time is up: nothing more is fetched for the page; what stands is read."""
        if not self._stopped:
            self._stopped = True
            self.counts["cut_short"] += 1
            for task in list(self._running):
                task.cancel()


def _headers_of(response: Response, charset: bool = False) -> dict[str, str]:
    headers = {
        name.decode("latin-1").lower(): b", ".join(values).decode("latin-1")
        for name, values in response.headers.items()
    }
    headers = {name: value for name, value in headers.items() if name not in _NOT_PASSED_ON}
    if charset and "charset" not in headers.get("content-type", ""):
        encoding = getattr(response, "encoding", None) or "utf-8"
        headers["content-type"] = f"text/html; charset={encoding}"
    return headers
