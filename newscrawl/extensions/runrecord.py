"""The record of a run: one small JSON file beside the feed, for whoever watches crawls that nobody watches.

``NAME.run.json`` beside ``NAME.jsonl``: when, why it ended and with which exit status, what was fetched,
written and dropped for which reasons, how many of the written stories have each field, and the feed files. It
is written whole or not at all. NEWSCRAWL_RUN_RECORD = False turns it off.
"""

from __future__ import annotations

import dataclasses
import json
import logging
import os
from collections import Counter
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from scrapy import signals
from scrapy.exceptions import NotConfigured
from scrapy.extensions.feedexport import FeedExporter

from newscrawl.extensions.lock import crawl_key
from newscrawl.extensions.outcome import outcome
from newscrawl.feeds import LocalFileStorage
from newscrawl.items import Story

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

__all__ = ["RunRecord"]

logger = logging.getLogger(__name__)

FORMAT = 1
FIELDS = tuple(field.name for field in dataclasses.fields(Story))

COUNTS = {
    "pages": "response_received_count",
    "stories": "item_scraped_count",
    "new": "newscrawl/revisions/new",
    "changed": "newscrawl/revisions/changed",
    "stamp_only": "newscrawl/revisions/stamp",
    "withdrawn": "newscrawl/revisions/withdrawn",
    "unchanged": "newscrawl/dropped/unchanged",
    "not_modified": "newscrawl/revisits/not_modified",
    "known_links": "newscrawl/links/known",
    "failed": "newscrawl/failed",
    "errors": "spider_exceptions/count",
    "requests": "downloader/request_count",
    "bytes": "downloader/response_bytes",
}
"""What is counted, and the stat it is read from."""


class RunRecord:
    """Writes the record when the run has ended and its feeds have their final names."""

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("NEWSCRAWL_RUN_RECORD", True):
            raise NotConfigured
        self.crawler = crawler
        self.fields: Counter[str] = Counter()
        self.stories = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        extension = cls(crawler)
        crawler.signals.connect(extension.scraped, signals.item_scraped)
        crawler.signals.connect(extension.finish, signals.engine_stopped)
        return extension

    def scraped(self, item: Any) -> None:
        """Count the fields that a written story has."""
        if isinstance(item, Story):
            self.stories += 1
            values = vars(item)
            self.fields.update([name for name in FIELDS if values[name] not in (None, [], "")])

    def finish(self) -> None:
        """Write the record beside the first local feed."""
        exporter = self.crawler.get_extension(FeedExporter)
        storages = [slot.storage for slot in exporter.slots] if exporter is not None else []
        local = [storage for storage in storages if isinstance(storage, LocalFileStorage)]
        if not local:
            return
        lines = [slot.itemcount for slot in exporter.slots] if exporter is not None else []
        first = Path(local[0].path)
        path = first.with_name(first.name.partition(".")[0] + ".run.json")
        feeds = [
            {"path": storage.path, "lines": count, "bytes": _size(storage.path)}
            for storage, count in zip(storages, lines, strict=True)
            if isinstance(storage, LocalFileStorage)
        ]
        try:
            write(path, {**self.record(), "feeds": feeds})
        except OSError as error:
            logger.warning("cannot write the run's record %s: %s", path, error.strerror)

    def record(self) -> dict[str, Any]:
        """What is told of the run, without its feeds."""
        stats = self.crawler.stats.get_stats()
        spider = self.crawler.spider
        started, ended = stats.get("start_time"), stats.get("finish_time") or datetime.now(UTC)
        status, lines = outcome(self.crawler)
        return {
            "format": FORMAT,
            "spider": spider.name if spider is not None else None,
            "crawl": crawl_key(spider) if spider is not None else None,
            "started": _iso(started),
            "ended": _iso(ended),
            "seconds": round((ended - started).total_seconds(), 3) if started else None,
            "finish_reason": stats.get("finish_reason"),
            "exit_status": status,
            "problems": lines,
            "counts": {name: int(stats.get(stat, 0)) for name, stat in COUNTS.items()},
            "dropped": _under(stats, "newscrawl/dropped/"),
            "not_fetched": _under(stats, "newscrawl/failed/"),
            "statuses": _under(stats, "downloader/response_status_count/"),
            "state": _under(stats, "newscrawl/state/"),
            "fields": {name: self.fields[name] for name in FIELDS if self.stories},
            "versions": {"newscrawl": _version("newscrawl"), "scrapy": _version("scrapy")},
        }


def write(path: Path, record: dict[str, Any]) -> None:
    """Write a JSON file whole or not at all."""
    part = path.with_name(f"{path.name}.part")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        part.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        os.replace(part, path)
    except OSError:
        # What is called .part is being written.
        part.unlink(missing_ok=True)
        raise


def _under(stats: dict[str, Any], prefix: str) -> dict[str, Any]:
    return {
        name.removeprefix(prefix): value for name, value in sorted(stats.items()) if name.startswith(prefix)
    }


def _iso(when: datetime | None) -> str | None:
    return when.isoformat(timespec="seconds").replace("+00:00", "Z") if when is not None else None


def _size(path: str) -> int | None:
    try:
        return os.path.getsize(path)
    except OSError:
        return None


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
