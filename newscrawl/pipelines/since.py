"""`since`: older stories are not written."""

from __future__ import annotations

from newscrawl.items import Story
from newscrawl.normalise.check import is_older
from newscrawl.pipelines.base import StoryPipeline

__all__ = ["SincePipeline"]


class SincePipeline(StoryPipeline):
    """Drops what is older than the running spider's `since`; a story without a time stays."""

    def process_story(self, story: Story) -> None:
        """Raises `Dropped` ("older than since")."""
        since = getattr(self.crawler.spider, "since", None)
        if since is not None and is_older(story, since):
            raise self.drop("older than since")
