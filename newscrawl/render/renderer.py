"""The browser of one crawler: started for the first page that is to be drawn, restarted when it dies, ended
with it."""

from __future__ import annotations

import asyncio
import logging
import os
import re
import time
from collections import OrderedDict
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from scrapy import signals
from scrapy.http import HtmlResponse, Request

from newscrawl.normalise.urls import registrable_domain
from newscrawl.render.browser import HOW_TO_GET, BrowserMissing, Provider
from newscrawl.render.drawing import Drawing, Scripts
from newscrawl.render.plan import Plan
from newscrawl.render.sink import Sink

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler

__all__ = ["NotDrawn", "Renderer", "renderer_of"]

logger = logging.getLogger(__name__)

CONTEXTS = 6
"""Sites with a browser context of their own at a time."""

PAGES_PER_BROWSER = 250
"""Pages after which the browser is started anew, whatever it has come to by then."""

GRACE = 8.0
"""Seconds beyond the time limit that a page has to give up its content; after that the browser is stuck."""

_LANGUAGE = re.compile(
    rb"<html[^>]{0,300}?\slang\s*=\s*[\"']?([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,2})\b", re.IGNORECASE
)


class NotDrawn(Exception):
    """A page could not be drawn; the plain one stands. The text is for the log."""


class Renderer:
    """Draws pages with Chromium through scrapy-playwright.

    Settings: NEWSCRAWL_BROWSER (executable), NEWSCRAWL_BROWSER_SANDBOX, NEWSCRAWL_RENDER_PAGES (at once),
    NEWSCRAWL_RENDER_TIMEOUT (seconds a page); scrapy-playwright's PLAYWRIGHT_LAUNCH_OPTIONS are heeded.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.stats = crawler.stats
        settings = crawler.settings
        self.limit = settings.getfloat("NEWSCRAWL_RENDER_TIMEOUT", 40.0)
        self.most_bytes = settings.getint("DOWNLOAD_MAXSIZE")
        self.unavailable: str | None = None
        """Why nothing can be drawn in this run; one line."""
        self.scripts = Scripts()
        self._at_once = asyncio.Semaphore(settings.getint("NEWSCRAWL_RENDER_PAGES", 2))
        self._starting = asyncio.Lock()
        self._handler: ScrapyPlaywrightDownloadHandler | None = None
        self._sink: Sink | None = None
        self._contexts: OrderedDict[str, int] = OrderedDict()
        self._drawn_by_browser = 0
        self._busy = 0
        self._fetches: set[asyncio.Task[Any]] = set()
        self._closed = False
        crawler.signals.connect(self.close, signals.spider_closed)

    def count(self, name: str, count: int = 1) -> None:
        """Add to the stat `newscrawl/render/<name>`."""
        if count and self.stats is not None:
            self.stats.inc_value(f"newscrawl/render/{name}", count)

    # -- a page ----------------------------------------------------------------------------------------------

    async def draw(self, response: Response, plan: Plan, meta: dict[str, Any] | None = None) -> HtmlResponse:
        """The page as its scripts leave it, with the address, status and headers of the plain response.

        :param response: the page as Scrapy got it.
        :param meta: keys for scrapy-playwright, such as playwright_page_methods.
        :raises NotDrawn: where the page stays as it is.
        """
        if self.unavailable:
            self.count("missed")
            raise NotDrawn(self.unavailable)
        async with self._at_once:
            started = time.monotonic()
            try:
                drawn = await self._draw(response, plan, meta or {})
            except BrowserMissing as error:
                self._give_up(str(error))
                self.count("missed")
                raise NotDrawn(str(error)) from None
            except NotDrawn as error:
                self.count("failed")
                logger.info("%s is read as it came: %s", response.url, error)
                raise
            self.count("pages")
            self.count(f"reason/{plan.reason}")
            self.count("milliseconds", round(1000 * (time.monotonic() - started)))
            return drawn

    async def _draw(self, response: Response, plan: Plan, meta: dict[str, Any]) -> HtmlResponse:
        for last in (False, True):
            try:
                handler = await self._ready()
            except BrowserMissing:
                raise
            except Exception as error:
                raise BrowserMissing(f"the browser cannot be used: {_one_line(error)}") from error
            drawing = Drawing(response, plan, self._fetch, self.scripts)
            try:
                text = await self._content(handler, drawing, response, meta)
            except BrowserMissing:
                raise
            except TimeoutError:
                raise NotDrawn(f"the browser gave nothing within {self.limit + GRACE:.0f} s") from None
            except Exception as error:
                if not _browser_died(error) or last or self._closed:
                    raise NotDrawn(_one_line(error)) from error
                # Killed, out of memory, crashed: once more with a new one.
                self.count("browser_died")
                await self._forget(handler)
                continue
            finally:
                for name, number in drawing.counts.items():
                    self.count(f"requests/{name}", number)
            if b"<tbody" not in response.body.lower():
                # The browser adds it to every table; the page itself, read plainly, has none.
                text = text.replace("<tbody>", "").replace("</tbody>", "")
            body = text.encode("utf-8", "replace")
            if self.most_bytes and len(body) > self.most_bytes:
                raise NotDrawn(f"it grew to {len(body):,} bytes (DOWNLOAD_MAXSIZE)")
            return _as_html(response, body)
        raise NotDrawn("the browser died twice")

    async def _content(
        self,
        handler: ScrapyPlaywrightDownloadHandler,
        drawing: Drawing,
        response: Response,
        meta: dict[str, Any],
    ) -> str:
        from scrapy_playwright.page import PageMethod

        site = registrable_domain(response.url)
        own_methods = meta.get("playwright_page_methods") or ()
        if isinstance(own_methods, dict):
            own_methods = own_methods.values()
        request = Request(
            response.url,
            meta={
                "playwright": True,
                "playwright_context": site,
                "playwright_context_kwargs": self._context_kwargs(response),
                "playwright_page_init_callback": drawing.attach,
                "playwright_page_goto_kwargs": {"wait_until": "domcontentloaded"},
                "playwright_page_methods": [
                    PageMethod(drawing.settle),
                    *own_methods,
                    *([PageMethod(drawing.settle)] if own_methods else []),
                ],
            },
        )
        self._busy += 1
        self._contexts[site] = self._contexts.get(site, 0) + 1
        self._contexts.move_to_end(site)
        timer = asyncio.get_running_loop().call_later(self.limit, drawing.stop)
        try:
            await self._drop_contexts(handler)
            async with asyncio.timeout(self.limit + GRACE):
                drawn = await handler.download_request(request)
        finally:
            timer.cancel()
            self._busy -= 1
            self._contexts[site] -= 1
            self._drawn_by_browser += 1
            await self._close_page(handler, drawing)
        text: str = drawn.text
        return text

    def _context_kwargs(self, response: Response) -> dict[str, Any]:
        settings = self.crawler.settings
        site = getattr(self.crawler.spider, "site", None)
        stated = _LANGUAGE.search(response.body[:4096])
        return {
            "user_agent": settings.get("USER_AGENT"),
            "service_workers": "block",
            "accept_downloads": False,
            # Tall, so that most of what waits to come into view is in view.
            "viewport": {"width": 1280, "height": 2400},
            # A script that writes local time writes that of the site's readers; UTC where nobody knows
            # theirs.
            "timezone_id": getattr(site, "zone", None) or "UTC",
            "locale": getattr(site, "language", None) or (stated[1].decode("ascii") if stated else "en-US"),
        }

    async def _close_page(self, handler: ScrapyPlaywrightDownloadHandler, drawing: Drawing) -> None:
        page = drawing.page
        if page is None or page.is_closed():
            return
        try:
            async with asyncio.timeout(GRACE / 2):
                await page.close()
        except Exception:
            # A script that never returns holds its page: only the browser's end frees it.
            self.count("stuck")
            await self._forget(handler)

    def _fetch(self, request: Request) -> asyncio.Future[Response]:
        """Fetch what a page's script asks for; goes on to its end when the page stops waiting for it."""
        assert self.crawler.engine is not None
        task = asyncio.ensure_future(self.crawler.engine.download_async(request))
        self._fetches.add(task)
        task.add_done_callback(self._fetched)
        return asyncio.shield(task)

    def _fetched(self, task: asyncio.Task[Any]) -> None:
        self._fetches.discard(task)
        if not task.cancelled():
            task.exception()  # seen: the page that asked was told, if it still listens

    # -- the browser -----------------------------------------------------------------------------------------

    async def _ready(self) -> ScrapyPlaywrightDownloadHandler:
        async with self._starting:
            if self.unavailable:
                raise BrowserMissing(self.unavailable)
            if self._handler is not None and self._drawn_by_browser >= PAGES_PER_BROWSER:
                while self._busy:  # not for long: pages have a time limit
                    await asyncio.sleep(0.05)
                await self._forget(self._handler)
            if self._handler is None:
                self._handler = await self._start()
            return self._handler

    async def _start(self) -> ScrapyPlaywrightDownloadHandler:
        try:
            from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler
        except ImportError as error:
            missing = getattr(error, "name", None) or "scrapy_playwright"
            raise BrowserMissing(f"{missing.partition('.')[0]} is not installed; {HOW_TO_GET}") from None
        quiet = logging.getLogger("scrapy-playwright")
        if quiet.level == logging.NOTSET:
            # It logs every failed page with a traceback; here such a page is one line.
            quiet.setLevel(logging.ERROR)
        settings = self.crawler.settings
        if self._sink is None:
            self._sink = Sink(lambda host: self.count("requests/by_browser"))
            await self._sink.start()
        root = hasattr(os, "geteuid") and os.geteuid() == 0
        provider = Provider(
            settings.get("NEWSCRAWL_BROWSER"),
            self._sink.url,
            settings.getbool("NEWSCRAWL_BROWSER_SANDBOX", True) and not root,
            settings.getdict("PLAYWRIGHT_LAUNCH_OPTIONS"),
        )
        handler = ScrapyPlaywrightDownloadHandler(self.crawler)
        handler.browser_provider_cls = lambda config: provider
        handler.config.max_pages_per_context = settings.getint("NEWSCRAWL_RENDER_PAGES", 2)
        handler.config.max_contexts = None
        handler.config.startup_context_kwargs = {}
        handler.config.navigation_timeout_ms = 1000 * (self.limit + GRACE)
        # A browser that is gone is made anew here, with its driver, and only once a page.
        handler.config.target_closed_max_retries = 0
        handler.process_request_headers = None
        handler.abort_request = None
        started = time.monotonic()
        try:
            await handler._launch()  # run on engine_started as a rule, which has long been sent
            await handler._maybe_launch_browser()
        except Exception as error:
            with suppress(Exception):
                await handler.close()
            if isinstance(error, BrowserMissing):
                raise
            raise BrowserMissing(f"Playwright does not start: {_one_line(error)}; {HOW_TO_GET}") from error
        self.count("browsers")
        self._drawn_by_browser = 0
        version = getattr(handler.browser, "version", "")
        logger.info("Chromium %s started in %.1f s", version, time.monotonic() - started)
        return handler

    async def _drop_contexts(self, handler: ScrapyPlaywrightDownloadHandler) -> None:
        for site in [site for site, pages in self._contexts.items() if not pages]:
            if len(self._contexts) <= CONTEXTS:
                break
            del self._contexts[site]
            if (wrapper := handler.context_wrappers.get(site)) is not None:
                with suppress(Exception):
                    await wrapper.context.close()

    async def _forget(self, handler: ScrapyPlaywrightDownloadHandler) -> None:
        """End a browser and its driver; the next page gets new ones."""
        if self._handler is handler:
            self._handler = None
        with suppress(Exception):
            async with asyncio.timeout(GRACE):
                await handler.close()

    def _give_up(self, why: str) -> None:
        if self.unavailable is None:
            self.unavailable = why
            if self.stats is not None:
                self.stats.set_value("newscrawl/render/unavailable", why)
            logger.warning("pages drawn by script are read without it: %s", why)

    async def close(self) -> None:
        """End the browser with the crawl."""
        self._closed = True
        _RENDERERS.pop(self.crawler, None)
        if self._handler is not None:
            await self._forget(self._handler)
        if self._sink is not None:
            await self._sink.close()


_RENDERERS: WeakKeyDictionary[Crawler, Renderer] = WeakKeyDictionary()


def renderer_of(crawler: Crawler) -> Renderer:
    """The crawler's renderer; made at the first call, which has to come from within the running crawl."""
    renderer = _RENDERERS.get(crawler)
    if renderer is None:
        renderer = _RENDERERS[crawler] = Renderer(crawler)
    return renderer


def _as_html(response: Response, body: bytes) -> HtmlResponse:
    headers = response.headers.copy()
    for name in ("Content-Encoding", "Content-Length", "Transfer-Encoding"):
        headers.pop(name, None)
    headers["Content-Type"] = "text/html; charset=utf-8"
    return HtmlResponse(
        response.url,
        status=response.status,
        headers=headers,
        body=body,
        encoding="utf-8",
        flags=[*response.flags, "playwright"],
        request=response.request,
        ip_address=response.ip_address,
        certificate=response.certificate,
        protocol=response.protocol,
    )


def _browser_died(error: Exception) -> bool:
    text = str(error)
    return type(error).__name__ == "TargetClosedError" or any(
        sign in text
        for sign in (
            "has been closed",
            "Target crashed",
            "Page crashed",
            "Connection closed",
            "Browser closed",
        )
    )


def _one_line(error: Exception) -> str:
    lines = str(error).splitlines()
    return (lines[0] if lines else type(error).__name__)[:200]
