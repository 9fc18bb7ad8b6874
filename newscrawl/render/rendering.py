"""Which pages of a crawl are drawn: what was asked for, what a page lacks, what its site has taught."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import TYPE_CHECKING

from scrapy import signals

from newscrawl.extract import read
from newscrawl.extract.links import next_page, story_links
from newscrawl.guard.limits import limits_of, too_much
from newscrawl.guard.pages import page_of
from newscrawl.normalise.urls import registrable_domain
from newscrawl.page import Page
from newscrawl.render.learner import Learner
from newscrawl.render.need import brought, is_announced, list_needs_script, needs_script
from newscrawl.render.plan import Plan
from newscrawl.render.renderer import NotDrawn, renderer_of
from newscrawl.state.run import run_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from newscrawl.items import Story
    from newscrawl.site import Site

__all__ = ["MODES", "Rendering"]

logger = logging.getLogger(__name__)

MODES = ("auto", "never", "always", "section", "story")
"""Values of the argument `render` and of `Site.render`."""

Read = tuple["Response", Page, "Story"]


class Rendering:
    """Decides for one spider, page by page, and draws.

    :param mode: one of `MODES`; None: the Site's, else "auto".
    :param pages: pages of a section that are wanted; asking for more once is one page.
    """

    def __init__(self, crawler: Crawler, site: Site, mode: str | None = None, pages: int = 1) -> None:
        self.crawler = crawler
        self.site = site
        self.mode = mode or site.render or "auto"
        self.pages = pages
        self.limits = limits_of(crawler.settings)
        self.asked = (mode or site.render) is not None
        """Whether somebody asked for it, rather than leaving it to the default."""
        self.learner = Learner()
        self._probing: dict[tuple[str, str], int] = {}
        self._news = asyncio.Condition()
        crawler.signals.connect(self._opened, signals.spider_opened)

    def _opened(self) -> None:
        if self.asked and self.mode != "never":
            self.crawler.stats.set_value("newscrawl/render/asked", self.mode)

    async def better(self, response: Response, page: Page, story: Story, section: bool) -> Read | None:
        """The page drawn by its scripts, read anew, where that is wanted and brings something; else None."""
        if self.mode == "never":
            return None
        if self.mode == "auto":
            plan = self._needed(page, story, section)
            return await self._try(response, story, plan) if plan is not None else None
        if self.mode != "always" and section != (self.mode == "section"):
            return None
        return await self._draw(response, self._plan("asked", section))

    # -- what is needed --------------------------------------------------------------------------------------

    def _needed(self, page: Page, story: Story, section: bool) -> Plan | None:
        reason = self._section_lacks(page, story) if section else needs_script(page, story)
        if reason is None:
            return None
        self.crawler.stats.inc_value(f"newscrawl/render/needed/{reason}")
        return self._plan(reason, section)

    def _section_lacks(self, page: Page, story: Story) -> str | None:
        links = len(story_links(page))
        # A start page without text and links may be a story as well.
        if links < 3 and is_announced(page) and (reason := needs_script(page, story)):
            return reason
        if self.site.load_more is not None:
            return list_needs_script(page, links, False) or ("more" if self._times() else None)
        return list_needs_script(page, links, self._times() > 0 and next_page(page) is None)

    def _plan(self, reason: str, section: bool) -> Plan:
        times = self._times() if section else 0
        return Plan(
            reason,
            scroll=section or reason in ("related", "asked"),
            more=(self.site.load_more or "auto") if times else None,
            times=times,
        )

    def _times(self) -> int:
        stated = self.site.load_more_times
        return stated if stated is not None else self.pages - 1

    # -- drawing ---------------------------------------------------------------------------------------------

    async def _draw(self, response: Response, plan: Plan) -> Read | None:
        try:
            drawn = await renderer_of(self.crawler).draw(response, plan)
        except NotDrawn:
            return None
        page = page_of(drawn, self.limits)
        if why := too_much(page, self.limits):
            self.crawler.stats.inc_value("newscrawl/render/too_much")
            logger.info("%s is read as it came: what its scripts made of it %s", response.url, why)
            return None
        return drawn, page, read(page, self.site)

    async def _try(self, response: Response, story: Story, plan: Plan) -> Read | None:
        """Draw for a reason unless the site has shown that it brings nothing; keep what is better."""
        site = registrable_domain(response.url)
        self._recall(site)
        key = (site, plan.reason)
        while (verdict := self.learner.verdict(site, plan.reason, time.time())) is None:
            if self._probing.get(key, 0) < self.learner.probes_due(site, plan.reason, time.time()):
                break
            # As many probes as it takes are on their way: what they bring decides for this page too.
            async with self._news:
                await self._news.wait()
        if verdict is False:
            self.crawler.stats.inc_value(f"newscrawl/render/spared/{plan.reason}")
            return None
        self._probing[key] = self._probing.get(key, 0) + 1
        try:
            drawn = await self._draw(response, plan)
            if drawn is not None:
                better = self._is_better(response, story, drawn, plan)
                self.learner.learn(site, plan.reason, better, time.time())
                self._remember(site)
                if better:
                    self.crawler.stats.inc_value(f"newscrawl/render/brought/{plan.reason}")
                    return drawn
                self.crawler.stats.inc_value(f"newscrawl/render/brought_nothing/{plan.reason}")
            elif renderer_of(self.crawler).unavailable is None:
                # It takes too long or breaks the browser: that is no way to read this site either.
                self.learner.learn(site, plan.reason, False, time.time())
                self._remember(site)
        finally:
            self._probing[key] -= 1
            async with self._news:
                self._news.notify_all()
        return None

    def _is_better(self, response: Response, story: Story, drawn: Read, plan: Plan) -> bool:
        if plan.reason not in ("list", "more"):
            return brought(plan.reason, story, drawn[2])
        return len(story_links(drawn[1])) > len(story_links(page_of(response, self.limits)))

    # -- what is kept between runs ---------------------------------------------------------------------------

    def _recall(self, site: str) -> None:
        if self.learner.knows(site):
            return
        run = run_of(self.crawler)
        self.learner.load(site, run.facts(site).get("render") if run is not None else None)

    def _remember(self, site: str) -> None:
        run = run_of(self.crawler)
        if run is not None:
            run.remember(site, render=self.learner.to_dict(site))
