"""A stats collector that leaves its numbers in a file, for tests that run a crawl as a process."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from scrapy.crawler import Crawler
from scrapy.statscollectors import MemoryStatsCollector


class Kept(MemoryStatsCollector):
    """Scrapy's own, written to the file that the setting HOSTILE_STATS names."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._path = Path(crawler.settings["HOSTILE_STATS"])

    def _persist_stats(self, stats: dict[str, Any]) -> None:
        super()._persist_stats(stats)
        self._path.write_text(json.dumps(stats, default=str))
