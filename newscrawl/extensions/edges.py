"""Who links to whom: the related headlines of a crawl as the edges of a graph, one JSON line each.

Off by default. NEWSCRAWL_EDGES = "output/%(name)s/edges-%(time)s.jsonl" turns it on: a path or file: URI,
with ``%(name)s`` for the spider and ``%(time)s`` for the start of the run as in FEEDS. A line is

    {"source": "5b1f...", "target": "90ac...", "block": "More from World", "kind": "section", "position": 1,
     "seen_at": "2026-09-05T17:15:00Z"}

`source` is the `id` of the story whose page shows the list and `target` the `story_id` of the entry, which
is the `id` that story has in the feed if it was crawled. `seen_at` is when the page was fetched, UTC.
Edges of stories that are dropped (no story, unchanged since the last run) are not written again.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit
from urllib.request import url2pathname

from scrapy import signals
from scrapy.exceptions import CloseSpider, NotConfigured
from scrapy.utils.defer import deferred_from_coro

from newscrawl.extensions.log import TOLD_AT_END
from newscrawl.items import Story
from newscrawl.mend import mend

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler

__all__ = ["EDGES_FAILED", "Edges", "edges_of"]

logger = logging.getLogger(__name__)

EDGES_FAILED = "edges_failed"
"""Finish reason of a crawl whose edges could not be written."""


def edges_of(story: Story) -> Iterator[dict[str, Any]]:
    """The edges that a story's page shows, in page order."""
    for entry in story.related_headlines:
        if story.id and entry.story_id:
            yield {
                "source": story.id,
                "target": entry.story_id,
                "block": entry.block,
                "kind": entry.kind,
                "position": entry.position,
                "seen_at": story.fetched_at,
            }


class Edges:
    """Writes the edges of every story that passes the pipelines, a line a write: a kill tears one line at
    most."""

    def __init__(self, crawler: Crawler) -> None:
        template = crawler.settings.get("NEWSCRAWL_EDGES")
        if not template:
            raise NotConfigured
        self.crawler = crawler
        self.template = str(template)
        self.file: IO[bytes] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the extension.

        :raises NotConfigured: where NEWSCRAWL_EDGES is empty.
        """
        extension = cls(crawler)
        crawler.signals.connect(extension.open, signals.spider_opened)
        crawler.signals.connect(extension.write, signals.item_scraped)
        crawler.signals.connect(extension.close, signals.spider_closed)
        return extension

    def open(self, spider: Spider) -> None:
        """Open the file to append to; a torn last line of a killed run is taken away first.

        :raises CloseSpider: with `EDGES_FAILED`, before anything is fetched, where it cannot be written.
        """
        try:
            path = _path(self.template, spider.name)
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.is_file():
                mend(path)
            self.file = path.open("ab", buffering=0)
        except (OSError, ValueError, KeyError, TypeError) as error:
            self._report(error)
            raise CloseSpider(EDGES_FAILED) from None

    def write(self, item: Any, spider: Spider) -> None:
        """Write a story's edges; a disk that is full ends the crawl with one line in the log."""
        if self.file is None or not isinstance(item, Story):
            return
        for edge in edges_of(item):
            line = json.dumps(edge).encode() + b"\n"
            try:
                written = self.file.write(line)
                if written != len(line):
                    raise OSError(28, "no space left on device")
            except OSError as error:
                self._fail(error)
                return
            self.crawler.stats.inc_value("newscrawl/edges")

    def _fail(self, error: OSError) -> None:
        self._report(error)
        self.close()
        engine = self.crawler.engine
        if engine is not None and engine.running:
            deferred_from_coro(engine.close_spider_async(reason=EDGES_FAILED))

    def _report(self, error: Exception) -> None:
        reason = (error.strerror if isinstance(error, OSError) else None) or error
        message = f"NEWSCRAWL_EDGES: cannot write {self.template}: {reason}"
        logger.error("%s", message, extra=TOLD_AT_END)
        self.crawler.stats.set_value("newscrawl/edges/error", message)

    def close(self) -> None:
        """Close the file."""
        if self.file is not None:
            with contextlib.suppress(OSError):
                os.fsync(self.file.fileno())
            self.file.close()
            self.file = None


def _path(template: str, name: str) -> Path:
    now = datetime.now(UTC).replace(microsecond=0, tzinfo=None).isoformat().replace(":", "-")
    uri = template % {"name": name, "time": now}
    parts = urlsplit(uri)
    if parts.scheme == "file":
        return Path(url2pathname(parts.path))
    if parts.scheme and len(parts.scheme) > 1:
        raise ValueError("only a path or a file: URI can be appended to")
    return Path(uri)
