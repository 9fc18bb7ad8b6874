"""`scrapy crawl`, with one clear line where a run goes wrong and an exit status that tells."""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
from typing import TYPE_CHECKING, Any

from scrapy.commands.crawl import Command as ScrapyCrawl

from newscrawl.arguments import BadArgument
from newscrawl.extensions.lock import LOCKED, STATE_FAILED
from newscrawl.pipelines.state import UNCHANGED

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

__all__ = ["Command"]

logger = logging.getLogger(__name__)

OK, CRASHED, USAGE, NOTHING, UNWRITABLE, ERRORS, DAMAGED, RUNNING = range(8)
UNDRAWN, INTERRUPTED = 8, 130


class Command(ScrapyCrawl):
    """As in Scrapy, plus exit statuses; see `long_desc` and the README."""

    def long_desc(self) -> str:
        return (
            "Run a spider. Exit status: 0 stories came (or there were none that are new), 1 the program "
            "failed, 2 an argument is wrong, 3 a start page gave no story, 4 the output or the state could "
            "not be written, 5 too many errors, 6 an archive file breaks off, 7 the same crawl is running "
            "already, 8 pages were to be drawn by a browser (render) and there is none, 130 interrupted."
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Run the spider; tell on standard error, in a line each, why it brought nothing."""
        if len(args) != 1:
            return self._end(
                USAGE, "name one spider, as in: scrapy crawl wire -a url=URL (scrapy list shows them)"
            )
        assert self.crawler_process is not None
        name = args[0]
        loader = self.crawler_process.spider_loader
        if name not in loader.list():
            return self._end(
                USAGE, f"there is no spider {name!r}; there are: {', '.join(sorted(loader.list()))}"
            )
        crawler = self._create_crawler(name)
        task: Any = self.crawler_process.crawl(crawler, **opts.spargs)
        self.crawler_process.start()
        error = (
            task.exception()
            if isinstance(task, asyncio.Task) and task.done() and not task.cancelled()
            else None
        )
        if isinstance(error, BadArgument):
            return self._end(USAGE, str(error))
        if error is not None:
            raise error  # of the program, not of its user: the traceback is wanted
        if self.crawler_process.bootstrap_failed:
            self.exitcode = CRASHED
            return None
        status, lines = outcome(crawler)
        return self._end(status, *lines)

    def _end(self, status: int, *lines: str) -> None:
        assert self.settings is not None
        for line in lines:
            print(f"newscrawl: {line}", file=sys.stderr)
            if self.settings.get("LOG_FILE"):
                # Under scrapyd a job's log is all that is looked at; its standard error goes to scrapyd's
                # own.
                logger.error(line)
        self.exitcode = status


def outcome(crawler: Crawler) -> tuple[int, list[str]]:
    """Exit status of a finished crawl and the lines that explain it; none where all is well."""
    stats = crawler.stats.get_stats()
    reason = stats.get("finish_reason")
    if stats.get("newscrawl/feed/failed") or any(key.startswith("feedexport/failed_count") for key in stats):
        error = stats.get("newscrawl/feed/error", "the feed could not be written (see the log)")
        return UNWRITABLE, [f"{error}; choose another place with -O FILE"]
    # Both were told when they happened.
    if reason == LOCKED:
        return RUNNING, []
    if reason == STATE_FAILED:
        return UNWRITABLE, []
    problems = _start_problems(crawler, stats)
    if reason == "shutdown":
        return INTERRUPTED, [f"interrupted after {_stories(stats.get('newscrawl/stories', 0))}"]
    if problems:
        return NOTHING, problems
    if damaged := getattr(crawler.spider, "damaged", None):
        return DAMAGED, [f"{line}; what stands before is kept" for line in damaged]
    if too_many := _too_many_errors(stats):
        return ERRORS, [too_many]
    if stats.get("newscrawl/render/missed") and stats.get("newscrawl/render/asked"):
        return UNDRAWN, []  # told when it happened
    return OK, []


def _start_problems(crawler: Crawler, stats: dict[str, Any]) -> list[str]:
    spider = crawler.spider
    told: dict[int, str] | None = getattr(spider, "start_problems", None)
    if spider is None or told is None:
        return []
    urls: list[str] = getattr(spider, "start_urls", [])
    given: dict[int, int] = getattr(spider, "start_stories", {})
    # A budget that was spent on the first start pages is no fault of the others, nor are stories that are
    # merely not new.
    excused = stats.get("finish_reason") not in ("finished", "start_error") or stats.get(
        "newscrawl/duplicates"
    )
    excused = excused or stats.get("newscrawl/dropped/unchanged") or stats.get("newscrawl/links/known")
    older = stats.get("newscrawl/dropped/older_than_since", 0) + stats.get("newscrawl/links/older", 0)
    shared: set[int] = getattr(spider, "start_shared", set()) if any(given.values()) else set()
    lines = []
    for index, url in enumerate(urls):
        if index in shared:
            continue
        if index in told and not given.get(index):
            if not (older and "older" in told[index]) and not told[index].endswith(UNCHANGED):
                lines.append(f"{url} {told[index]}")
        elif index not in told and given.get(index) == 0 and not excused and not older:
            lines.append(f"{url} shows stories, but none of their pages could be read{_why(stats)}")
    return lines


def _why(stats: dict[str, Any]) -> str:
    reasons = [
        f"{count} {key.rsplit('/', 1)[1].replace('_', ' ')}"
        for key, count in stats.items()
        if key.startswith(("newscrawl/dropped/", "newscrawl/failed/"))
    ]
    return f" ({', '.join(reasons)})" if reasons else ""


def _too_many_errors(stats: dict[str, Any]) -> str | None:
    errors = stats.get("newscrawl/failed", 0) + stats.get("spider_exceptions/count", 0)
    good = stats.get("newscrawl/stories", 0)
    if stats.get("finish_reason") == "closespider_errorcount":
        return f"ended after too many errors ({errors} pages failed, {_stories(good)} written)"
    if errors >= 10 and errors > good:
        return f"more pages failed ({errors}) than gave stories ({good}){_why(stats)}"
    return None


def _stories(count: int) -> str:
    return f"{count} story" if count == 1 else f"{count} stories"
