"""What the pipelines have in common: they change stories only, and they count."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from scrapy.exceptions import DropItem

from newscrawl.items import Story

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

__all__ = ["Dropped", "StoryPipeline"]


class Dropped(DropItem):
    """A story that is not written, and why, in a few words that are safe in a log and as a stat's name."""


class StoryPipeline:
    """Base of the pipelines: `process_story` does the job, `count` keeps the stats."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_item(self, item: Any) -> Any:
        """Hand stories on to `process_story`; pass everything else through."""
        if isinstance(item, Story):
            self.process_story(item)
        return item

    def process_story(self, story: Story) -> None:
        """Change the story in place; raise `Dropped` to drop it."""
        raise NotImplementedError

    def count(self, name: str, count: int = 1) -> None:
        """Add to the stat `newscrawl/<name>`."""
        if count:
            self.crawler.stats.inc_value(f"newscrawl/{name}", count)

    def drop(self, reason: str) -> Dropped:
        """Count a drop (`newscrawl/dropped/<reason>`) and make the exception to raise."""
        self.count(f"dropped/{reason.replace(' ', '_')}")
        return Dropped(reason)
