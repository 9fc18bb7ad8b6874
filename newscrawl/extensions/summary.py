"""The end of a crawl in a few lines that a person likes to read."""

from __future__ import annotations

import logging
import os
import sys
import time
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit
from urllib.request import url2pathname

from scrapy import signals
from scrapy.exceptions import NotConfigured

from newscrawl.extensions.log import tell
from newscrawl.feeds import LocalFileStorage

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

__all__ = ["Summary", "feed_path"]

logger = logging.getLogger(__name__)

REASONS = {
    "finished": "",
    "max_stories": "max_stories reached",
    "shutdown": "interrupted",
    "closespider_timeout": "time is up (CLOSESPIDER_TIMEOUT)",
    "closespider_itemcount": "CLOSESPIDER_ITEMCOUNT reached",
    "closespider_pagecount": "CLOSESPIDER_PAGECOUNT reached",
    "closespider_errorcount": "too many errors (CLOSESPIDER_ERRORCOUNT)",
    "feed_failed": "the feed could not be written",
    "state_failed": "the state could not be written",
}


class Summary:
    """Writes the summary to standard error (the feed may go to standard output), and one line to the log.

    NEWSCRAWL_SUMMARY = False turns it off.
    """

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("NEWSCRAWL_SUMMARY", True):
            raise NotConfigured
        self.crawler = crawler
        self.feeds: list[str] = []
        self.started = time.monotonic()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        extension = cls(crawler)
        crawler.signals.connect(extension.stored, signals.feed_slot_closed)
        crawler.signals.connect(extension.finish, signals.engine_stopped)
        return extension

    def stored(self, slot: Any) -> None:
        """Remember where a feed went."""
        if slot.itemcount:
            # Where it lies by now: under another name if the one asked for was taken, or packed.
            local = isinstance(slot.storage, LocalFileStorage)
            self.feeds.append(feed_path(slot.storage.path if local else slot.uri))

    def finish(self) -> None:
        """Write the summary. A run that brought nothing has its reasons told by the command instead."""
        stats = self.crawler.stats.get_stats()
        rows = self.rows(stats)
        one_line = "; ".join(f"{name} {value}" for name, value in rows)
        logger.info("Summary: %s", one_line)
        if stats.get("newscrawl/stories"):
            _write(rows)

    def rows(self, stats: dict[str, Any]) -> list[tuple[str, str]]:
        """(label, what is told) in the order shown."""

        def value(name: str) -> int:
            return int(stats.get(f"newscrawl/{name}", 0))

        stories = value("stories")
        rows = [("stories", f"{stories:,}")]
        if note := REASONS.get(str(stats.get("finish_reason")), str(stats.get("finish_reason"))):
            rows[0] = ("stories", f"{stories:,} ({note})")
        if sections := value("sections"):
            rows.append(("section pages", f"{sections:,}, {value('links/listed'):,} story links"))
        if headlines := value("related/headlines"):
            rows.append(("related headlines", f"{headlines:,}, {value('links/followed'):,} followed"))
        if shown := value("stamps/shown"):
            rows.append(("stamps", f"{value('stamps/resolved'):,} of {shown:,} resolved"))
        if times := value("times/none"):
            rows.append(("without any time", f"{times:,}"))
        dropped = _by_reason(stats, "newscrawl/dropped/")
        if dropped:
            rows.append(("not written", dropped))
        if duplicates := value("duplicates"):
            rows.append(("same story again", f"{duplicates:,}"))
        if failed := _by_reason(stats, "newscrawl/failed/"):
            rows.append(("not fetched", failed))
        if drawn := value("render/pages"):
            rows.append(("drawn by browser", f"{drawn:,}"))
        if missed := value("render/missed"):
            rows.append(("without a browser", f"{missed:,} pages read as they came"))
        if errors := int(stats.get("spider_exceptions/count", 0)):
            rows.append(("errors", f"{errors:,} (see the log)"))
        pages = int(stats.get("response_received_count", 0))
        seconds = time.monotonic() - self.started
        spent = f"{_duration(seconds)}, {pages:,} pages"
        if wanted := stories + sections:
            spent += f", {pages / wanted:.2f} for each story and section page"
        rows.append(("time", spent))
        rows += [("feed", path) for path in self.feeds]
        return rows


def _by_reason(stats: dict[str, Any], prefix: str) -> str:
    found = sorted(
        ((n, k.removeprefix(prefix)) for k, n in stats.items() if k.startswith(prefix)), reverse=True
    )
    return ", ".join(f"{count:,} {_words(name)}" for count, name in found)


def _words(name: str) -> str:
    return name.replace("http_", "HTTP ").replace("_", " ")


def _duration(seconds: float) -> str:
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02} min" if hours else f"{minutes} min {rest:02} s"


def feed_path(uri: str) -> str:
    """A feed's URI as a person would type it: relative where it lies below the working directory."""
    parts = urlsplit(uri)
    if parts.scheme not in ("", "file"):
        return uri
    path = url2pathname(parts.path) if parts.scheme else uri
    relative = os.path.relpath(path)
    return path if relative.startswith("..") else relative


def _write(rows: list[tuple[str, str]]) -> None:
    if sys.stderr.isatty():
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        table = Table.grid(padding=(0, 2))
        for name, told in rows:
            style = "bold green" if name in ("stories", "feed") else ""
            table.add_row(Text(f"  {name}", style="dim"), Text(told, style=style))
        console = Console(stderr=True)
        console.print()
        console.print(table, soft_wrap=True)
        console.print()
        return
    width = max(len(name) for name, _ in rows)
    tell("", *(f"  {name:<{width}}  {told}" for name, told in rows), "")
