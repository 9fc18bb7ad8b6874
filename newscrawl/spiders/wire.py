"""`wire`: one spider for any news site, and the base of those that are known.

From a story or a section page it reads stories, follows their related headlines breadth first on the same
site, fetches each page once, and leaves alone what only leads to more lists.
"""

from __future__ import annotations

import copy
import re
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urljoin

from scrapy import Request, Spider, signals
from scrapy.http import HtmlResponse, Response, TextResponse

from newscrawl.arguments import BadArgument, as_choices, as_count, as_day, as_hosts, as_one, as_urls
from newscrawl.extract import read
from newscrawl.extract.links import date_in_url, is_section, is_trap, next_page, story_links
from newscrawl.guard.limits import limits_of, too_much
from newscrawl.guard.pages import page_of
from newscrawl.items import NOT_A_STORY, Story
from newscrawl.middlewares.budget import PLACE, ROLE, Budget, BudgetSpent
from newscrawl.middlewares.fingerprint import REQUEUED
from newscrawl.normalise.check import is_older
from newscrawl.normalise.related import shown_date
from newscrawl.normalise.times import normalise_times
from newscrawl.normalise.urls import clean_url, fetch_key, host_of, registrable_domain, story_id
from newscrawl.page import DEFAULT_LIMITS, Page
from newscrawl.render.rendering import MODES as RENDER_MODES
from newscrawl.render.rendering import Rendering
from newscrawl.site import Site
from newscrawl.spiders.failures import reason_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from twisted.python.failure import Failure

__all__ = ["KINDS", "WireSpider"]

KINDS = ("related", "section", "latest", "popular", "inline")
"""Kinds of blocks whose headlines can be followed; see `RelatedHeadline.kind`."""

MODES = ("update", "new", "all")
"""What becomes of stories that an earlier run wrote; the first is the default."""

START = "newscrawl_start"
"""Request.meta key: which start URL led here (its index)."""

PAGE_NUMBER = "newscrawl_page"

NEITHER = "shows neither a story nor links to stories"

# Within one depth, DEPTH_PRIORITY leaves a band of a thousand priorities: newest first, undated ones in the
# middle, the next page of a section after the stories of this one.
BAND = 1000


class WireSpider(Spider):
    """`scrapy crawl wire -a url=URL[,URL...]`

    :param url: a story or a section page, or several, separated by commas.
    :param max_stories: end after this many stories are written.
    :param max_depth: steps from a start page: 1 reads what it links to, 0 only the start pages.
    :param since: a day, 2017-01-22; older stories are neither written nor followed.
    :param follow: kinds of blocks to follow: related, section, latest, popular, inline; all; none.
    :param pages: how many pages of a section to look at, by its own paging.
    :param allowed: further hosts to follow to.
    :param mode: update (the default): new stories and known ones that changed; new: new ones only; all: known
        or not.
    :param render: draw pages by browser: auto (the default: where something is missing that scripts would
        bring), never, always, section or story (pages of that kind).
    :raises BadArgument: with one line that says what to write instead.
    """

    name = "wire"
    start_urls: list[str]
    site: Site = Site()
    rendering: Rendering
    limits = DEFAULT_LIMITS

    def __init__(
        self,
        url: str | None = None,
        max_stories: str | int | None = None,
        max_depth: str | int | None = None,
        since: str | date | None = None,
        follow: str | None = None,
        pages: str | int | None = None,
        allowed: str | None = None,
        mode: str | None = None,
        render: str | None = None,
        **kwargs: Any,
    ) -> None:
        own = list(getattr(type(self), "start_urls", ()))
        known = {"name", "_job"}  # scrapyd gives every job its id
        if unknown := sorted(kwargs.keys() - known):
            raise BadArgument(
                f"there is no argument {unknown[0]!r}; {self.name} takes url, max_stories, max_depth, since, "
                "follow, pages, allowed, mode, render"
            )
        super().__init__(**kwargs)
        self.start_urls = as_urls("url", url) or own
        if not self.start_urls:
            raise BadArgument(
                f"{self.name} needs an address: scrapy crawl {self.name} -a url=https://example.com/world"
            )
        self.budget = Budget(as_count("max_stories", max_stories))
        self.max_depth = as_count("max_depth", max_depth, least=0)
        self.pages = as_count("pages", pages, default=1) or 1
        self.since = as_day("since", since)
        self.mode = as_one("mode", mode, MODES)
        self.render = as_one("render", render, RENDER_MODES) if render else None
        self.follow = as_choices("follow", follow, KINDS, default="related,section")
        hosts = [registrable_domain(start) for start in self.start_urls] + as_hosts("allowed", allowed)
        self.allowed_domains = list(dict.fromkeys(hosts))
        # Kept here as well as in the duplicate filter: asking a set is far cheaper than making a request that
        # is thrown away (105 against 240 pages a second on a site whose pages all link to each other).
        self.seen: set[str] = set()
        self.ids: set[str] = set()
        # By index of the start URL, for the exit status: what went wrong; how many stories came of it. (A
        # page that is not there was not asked for: with JOBDIR, an earlier run did.)
        self.start_problems: dict[int, str] = {}
        self.start_stories: dict[int, int] = {}
        # Start URLs that lead to stories another one came to first.
        self.start_shared: set[int] = set()
        self._today = datetime.now(UTC).date()
        self._story_urls, self._section_urls = (
            _pattern(self.site.story_urls),
            _pattern(self.site.section_urls),
        )

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Build the spider as Scrapy does, and listen to what becomes of its stories."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.limits = limits_of(crawler.settings)
        spider.rendering = Rendering(crawler, spider.site, spider.render, spider.pages)
        crawler.signals.connect(spider._downloaded, signals.response_downloaded)
        crawler.signals.connect(spider._scraped, signals.item_scraped)
        crawler.signals.connect(spider._dropped, signals.item_dropped)
        return spider

    # -- requests --------------------------------------------------------------------------------------------

    async def start(self) -> AsyncIterator[Any]:
        """Requests of the start pages."""
        for index, url in enumerate(self.start_urls):
            key = fetch_key(url)
            if key in self.seen:
                self.start_problems[index] = "is the same page as another start URL"
                continue
            self.seen.add(key)
            yield self._request(url, "start", {START: index})

    def _request(self, url: str, role: str, meta: dict[str, Any], priority: int = 0) -> Request:
        return Request(
            url, callback=self.parse, errback=self.failed, meta={**meta, ROLE: role}, priority=priority
        )

    def _story_request(self, url: str, response: Response, day: str | None = None) -> Request | None:
        """The request of a story linked from a page; None where it is not to be fetched."""
        if self.max_depth is not None and response.meta.get("depth", 0) >= self.max_depth:
            return None
        if not self.on_site(url):
            self._count("links/other_site")
            return None
        if self._story_urls and not self._story_urls.search(url):
            return None
        key = fetch_key(url)
        if key in self.seen:
            self.start_shared.add(response.meta.get(START, 0))
            return None
        day = day or date_in_url(url)
        priority = BAND // 2
        if day is not None:
            shown = date.fromisoformat(day)
            if self.since and shown < self.since:
                self._count("links/older")
                return None
            priority = BAND - 1 - min(max((self._today - shown).days, 0), BAND - 2)
        self.seen.add(key)
        return self._request(clean_url(url), "story", {START: response.meta.get(START, 0)}, priority)

    def on_site(self, url: str) -> bool:
        """Whether an address belongs to the crawl: a start page's registrable domain or an allowed host."""
        if registrable_domain(url) in self.allowed_domains:
            return True
        host = host_of(url)
        return any(host == allowed or host.endswith(f".{allowed}") for allowed in self.allowed_domains)

    # -- pages -----------------------------------------------------------------------------------------------

    async def parse(self, response: Response, **kwargs: Any) -> AsyncIterator[Any]:
        """Read a page: a story gives its record and its related headlines, a section page its stories."""
        try:
            async for found in self._read_page(response):
                yield found
        finally:
            self.budget.give_back(response.meta.pop(PLACE, None))

    async def _read_page(self, response: Response) -> AsyncIterator[Any]:
        role = response.meta.get(ROLE, "story")
        if role == "start":
            self.start_stories.setdefault(response.meta[START], 0)
        if not isinstance(response, HtmlResponse) and not _is_html(response):
            stated = (response.headers.get("Content-Type") or b"").decode("latin-1").partition(";")[0]
            self._problem(response, f"is no HTML page ({stated or 'type unknown'})", "not_html")
            return
        self.seen.add(fetch_key(response.url))
        page = page_of(response, self.limits)
        for name in page.exceeded:
            self._count(f"limits/{name}")
        if why := too_much(page, self.limits):
            self._problem(response, why, "limit")
            return
        if "depth" in page.exceeded:
            self.logger.info(
                "%s is read flat: %d elements deep (NEWSCRAWL_MAX_DEPTH)",
                response.url,
                page.exceeded["depth"],
            )
        story = read(page, self.site)
        section = role == "section" or (role == "start" and self._is_section(page, story))
        if drawn := await self.rendering.better(response, page, story, section):
            response, page, story = drawn
            section = role == "section" or (role == "start" and self._is_section(page, story))
        for found in self._section(page, response) if section else self._story(page, story, response):
            yield found

    def _is_section(self, page: Page, story: Story) -> bool:
        if self._section_urls and self._section_urls.search(page.url):
            return True
        if self._story_urls and self._story_urls.search(page.url):
            return False
        return story.story_type in NOT_A_STORY or is_section(page)

    def _section(self, page: Page, response: Response) -> Iterator[Request]:
        self._count("sections")
        links = story_links(page)
        on_site = [link for link in links if self.on_site(link.url)]
        if not on_site:
            self._problem(response, NEITHER, "section_without_stories")
            return
        self._count("links/listed", len(on_site))
        if self.max_depth == 0:
            text = "is a section page, and max_depth=0 leaves its stories out"
            self._problem(response, text, "max_depth")
            return
        for link in on_site:
            if request := self._story_request(link.url, response, link.date):
                yield request
        yield from self._next_page(page, response, [link.date for link in on_site])

    def _next_page(self, page: Page, response: Response, dates: list[str | None]) -> Iterator[Request]:
        number = response.meta.get(PAGE_NUMBER, 1)
        if number >= self.pages:
            return
        # Old stories pinned to the top don't end the paging; a page with nothing but old ones does.
        if self.since and dates and all(day and date.fromisoformat(day) < self.since for day in dates):
            self._count("sections/stopped_at_older")
            return
        url = next_page(page)
        if url and self.on_site(url) and fetch_key(url) not in self.seen:
            self.seen.add(fetch_key(url))
            meta = {START: response.meta.get(START, 0), PAGE_NUMBER: number + 1, "depth_reset": True}
            yield self._request(url, "section", meta, priority=-BAND)

    def _story(self, page: Page, story: Story, response: Response) -> Iterator[Any]:
        story.url = response.url
        sid = story_id(response.url, page.canonical)
        if sid in self.ids:
            self._count("duplicates")
            return
        if not self.budget.story_yielded():
            return
        self.ids.add(sid)
        if page.canonical and self.on_site(page.canonical):
            self.seen.add(fetch_key(page.canonical))
        story.source = "playwright" if "playwright" in response.flags else "http"
        story.fetched_at = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        # The place in the budget goes from the request to the story before anything can wait for it.
        self.budget.give_back(response.meta.pop(PLACE, None))
        follow = story.story_type not in NOT_A_STORY and not self._too_old(story, response)
        links = list(self._related(story, response)) if follow else []
        yield story
        yield from links

    def _related(self, story: Story, response: Response) -> Iterator[Request]:
        language = (story.language or "").partition("-")[0]
        for block in story.raw.blocks:
            self._count(f"links/{block.kind}", len(block.links))
            if block.kind not in self.follow:
                continue
            for link in block.links:
                url = _join(story.raw.base_url or response.url, link.href)
                if url is None or is_trap(url):
                    continue
                shown = shown_date(link, language)
                if request := self._story_request(url, response, shown[:10] if shown else None):
                    self._count("links/followed")
                    yield request

    def _too_old(self, story: Story, response: Response) -> bool:
        """Whether what this story leads to is left alone; a start page is always followed."""
        if self.since is None or response.meta.get(ROLE) == "start":
            return False
        # The pipelines settle the time later; to follow or not has to be known now, so a copy is asked.
        asked = copy.copy(story)
        normalise_times(asked, site=self.site, fetched_at=datetime.now(UTC))
        return is_older(asked, self.since)

    # -- what becomes of them --------------------------------------------------------------------------------

    def failed(self, failure: Failure) -> None:
        """Count and log a page that could not be fetched, in one line."""
        request: Request = failure.request  # type: ignore[attr-defined]
        self.budget.give_back(request.meta.pop(PLACE, None))
        key, text = reason_of(failure, request)
        scheduler = self.crawler.engine.scheduler
        if isinstance(failure.value, BudgetSpent) and scheduler is not None:
            # Nobody fetched it: with JOBDIR, the next run goes on here.
            request.meta[REQUEUED] = True
            scheduler.enqueue_request(request)
        if key == "budget":
            return
        self._count("failed")
        self._count(f"failed/{key}")
        if request.meta.get(ROLE) == "start":
            self.start_problems[request.meta[START]] = text
        self.logger.info("%s %s", _first_url(request), text)

    def _problem(self, response: Response, text: str, key: str) -> None:
        self._count("failed")
        self._count(f"failed/{key}")
        if response.meta.get(ROLE) == "start":
            self.start_problems[response.meta[START]] = text
        self.logger.info("%s %s", response.url, text)

    def _downloaded(self, response: Response, request: Request) -> None:
        # Scrapy leaves requests to other sites out without a word to whoever asked for them.
        location = response.headers.get("Location")
        if 300 < response.status < 400 and location and request.meta.get(ROLE) == "start":
            target = _join(response.url, location.decode("latin-1")) or ""
            if (host := host_of(target)) and not self.on_site(target):
                text = f"redirects to another site, {host} (allow it with -a allowed={host})"
                self.start_problems[request.meta[START]] = text
            elif target in (request.url, *request.meta.get("redirect_urls", ())):
                self.start_problems[request.meta[START]] = "redirects in a circle"

    def _scraped(self, item: Any, response: Response | None) -> None:
        if isinstance(item, Story):
            self._count("stories")
            start = response.meta.get(START, 0) if response is not None else 0
            self.start_stories[start] = self.start_stories.get(start, 0) + 1

    def _dropped(self, item: Any, response: Response | None, exception: Exception) -> None:
        if isinstance(item, Story) and response is not None and response.meta.get(ROLE) == "start":
            unread = str(exception) in {"no headline", "no body", *NOT_A_STORY}
            self.start_problems[response.meta[START]] = NEITHER if unread else f"gave no story: {exception}"

    def _count(self, name: str, count: int = 1) -> None:
        self.crawler.stats.inc_value(f"newscrawl/{name}", count)


def _pattern(expression: str | None) -> re.Pattern[str] | None:
    return re.compile(expression) if expression else None


def _join(base: str, href: str) -> str | None:
    try:
        return urljoin(base, href)
    except ValueError:
        return None


def _is_html(response: Response) -> bool:
    """HTML by its own first bytes where the server says nothing of use."""
    stated = (response.headers.get("Content-Type") or b"").lower()
    if not isinstance(response, TextResponse) and stated and b"octet-stream" not in stated:
        return False
    start = response.body[:1024].lstrip().lower()
    return b"html" in stated or (
        b"json" not in stated and (b"<html" in start or start.startswith(b"<!doctype html"))
    )


def _first_url(request: Request) -> str:
    redirects: list[str] = request.meta.get("redirect_urls", [])
    return redirects[0] if redirects else request.url
