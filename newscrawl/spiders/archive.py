"""`archive`: stories from WARC files, through the extraction and pipelines of any crawl, without network."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from scrapy import Request, Spider, signals
from scrapy.exceptions import CloseSpider
from scrapy.http import Response

from newscrawl import warc
from newscrawl.arguments import BadArgument, as_count, as_day
from newscrawl.extract import read
from newscrawl.items import Story
from newscrawl.page import Page
from newscrawl.site import Site

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

__all__ = ["ArchiveSpider"]


class ArchiveSpider(Spider):
    """`scrapy crawl archive -a path=FILE.warc.gz[,FILE...]`

    Every response record ends as a story or is counted under `newscrawl/archive/skipped/<reason>`; the stat
    `newscrawl/archive/pages` is the sum of both.

    :param path: WARC files, gzip or zstd or plain: paths and globs, separated by commas.
    :param max_stories: end after this many stories are written.
    :param since: a day, 2017-01-22; older stories are not written.
    :raises BadArgument: with one line that says what to write instead.
    """

    name = "archive"
    site: Site = Site()
    # An archive is read for what it holds, as often as one likes, and an older capture is no new revision of
    # what a crawl wrote. -s NEWSCRAWL_STATE=... keeps a state all the same.
    custom_settings = {"NEWSCRAWL_STATE": ""}

    def __init__(
        self,
        path: str | None = None,
        max_stories: str | int | None = None,
        since: str | date | None = None,
        **kwargs: Any,
    ) -> None:
        if unknown := sorted(kwargs.keys() - {"name", "_job"}):  # scrapyd gives every job its id
            raise BadArgument(f"there is no argument {unknown[0]!r}; archive takes path, max_stories, since")
        super().__init__(**kwargs)
        if not path:
            raise BadArgument("archive needs a file: scrapy crawl archive -a path=FILE.warc.gz")
        try:
            self.paths = warc.expand(path)
            for file in self.paths:
                warc.check(file)
        except warc.NotAWarc as error:
            raise BadArgument(str(error)) from None
        self.max_stories = as_count("max_stories", max_stories)
        self.since = as_day("since", since)
        # What the crawl command looks at for the exit status: where no story came, why; files that break off.
        self.start_urls = [path]
        self.start_problems: dict[int, str] = {}
        self.start_stories = {0: 0}
        self.written = 0
        self.damaged: list[str] = []
        self.under_way = 0
        self._settled = asyncio.Event()

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Build the spider as Scrapy does, and listen to what becomes of its stories."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider._scraped, signals.item_scraped)
        crawler.signals.connect(spider._dropped, signals.item_dropped)
        crawler.signals.connect(spider._failed, signals.item_error)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """One request that fetches nothing: its callback reads the files.

        Items of a callback are taken only as fast as the pipelines are done with them, so memory stays flat.
        Those that start() itself yields are not waited for, and a crawl that is closed while one is under way
        never ends (Scrapy 2.19).
        """
        yield Request("data:,", callback=self.parse, dont_filter=True)

    async def parse(self, response: Response, **kwargs: Any) -> AsyncIterator[Story]:
        """Read the files one after the other."""
        # Pages are counted as they come out of the file; the request above is none.
        self.crawler.stats.set_value("response_received_count", 0)
        for path in self.paths:
            try:
                for record in warc.read(path, self.settings.getint("DOWNLOAD_MAXSIZE") or 2**40):
                    # Lets the engine work: signals, feeds, the progress line, Ctrl-C.
                    await asyncio.sleep(0)
                    if await self._is_enough():
                        raise CloseSpider("max_stories")
                    # Nothing is downloaded, so only a crawl that is being closed holds the engine back.
                    if self.crawler.engine is not None and self.crawler.engine.needs_backout():
                        return
                    if (story := self._story(record)) is not None:
                        self.under_way += 1
                        yield story
            except warc.DamagedFile as error:
                self.damaged.append(str(error))
                self.crawler.stats.inc_value("newscrawl/archive/damaged_files")
                self.logger.info("%s; what stands before is kept", error)
            self.crawler.stats.inc_value("newscrawl/archive/files")

    async def _is_enough(self) -> bool:
        if self.max_stories is None:
            return False
        while self.written + self.under_way >= self.max_stories:
            if self.written >= self.max_stories:
                return True
            self._settled.clear()
            await self._settled.wait()
        return False

    def _story(self, record: warc.Capture | warc.Skipped) -> Story | None:
        self.crawler.stats.inc_value("newscrawl/archive/pages")
        self.crawler.stats.inc_value("response_received_count")
        if isinstance(record, warc.Skipped):
            self._skip(record.reason, record.url)
            return None
        try:
            story = read(Page(record.body, record.url, headers=record.headers), self.site)
        except Exception:
            # One page in a million must not end the reading of an archive; it is an error of this program.
            self.logger.exception("cannot read the page %s", record.url)
            self._skip("failed", record.url)
            return None
        story.source = "archive"
        story.fetched_at = record.fetched_at
        return story

    def _skip(self, reason: str, url: str | None) -> None:
        self.crawler.stats.inc_value(f"newscrawl/archive/skipped/{reason}")
        self.logger.debug("skipped %s: %s", url, reason)

    # -- what becomes of them --------------------------------------------------------------------------------

    def _scraped(self, item: Any) -> None:
        self.written += 1
        self.start_stories[0] += 1
        self.crawler.stats.inc_value("newscrawl/stories")
        self.crawler.stats.inc_value("newscrawl/archive/stories")
        self._settle()

    def _dropped(self, item: Any, exception: Exception) -> None:
        reason = str(exception).partition(":")[0].replace(" ", "_") or "dropped"
        # A story that is merely not new is no fault of the archive.
        self.start_stories[0] += reason in ("unchanged", "older_than_since")
        self._skip(reason, getattr(item, "url", None))
        self._settle()

    def _failed(self, item: Any) -> None:
        self._skip("failed", getattr(item, "url", None))
        self._settle()

    def _settle(self) -> None:
        self.under_way -= 1
        self._settled.set()

    def closed(self, reason: str) -> None:
        """Say how the pages add up."""
        stats = self.crawler.stats.get_stats()
        prefix = "newscrawl/archive/skipped/"
        skipped = {key.removeprefix(prefix): stats[key] for key in stats if key.startswith(prefix)}
        told = ", ".join(
            f"{name} {count}" for name, count in sorted(skipped.items(), key=lambda pair: -pair[1])
        )
        pages = stats.get("newscrawl/archive/pages", 0)
        counts = f"{pages} pages: {self.written} stories, {sum(skipped.values())} skipped"
        self.logger.info(f"{counts} ({told})" if told else counts)
        if not self.start_stories[0]:
            self.start_problems[0] = f"gave no story out of {pages} pages" + (f" ({told})" if told else "")
