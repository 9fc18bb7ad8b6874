"""Publication and last update, from what the page shows, states and what its site's other pages prove."""

from __future__ import annotations

from datetime import datetime

from newscrawl.items import Story
from newscrawl.normalise.times import normalise_times
from newscrawl.pipelines.base import StoryPipeline
from newscrawl.site import Site

__all__ = ["TimesPipeline"]


class TimesPipeline(StoryPipeline):
    """Sets published and last_update with their precision and basis."""

    def process_story(self, story: Story) -> None:
        """Counts visible stamps (`stamps/shown`) and those settled (`stamps/resolved`)."""
        site: Site | None = getattr(self.crawler.spider, "site", None)
        fetched_at = datetime.fromisoformat(story.fetched_at) if story.fetched_at else None
        normalise_times(story, site=site, fetched_at=fetched_at)
        for name in ("published", "last_update"):
            if getattr(story, f"{name}_raw"):
                self.count("stamps/shown")
                self.count("stamps/resolved", int(getattr(story, name) is not None))
        self.count("stamps/unsettled_order", int(bool(story.last_update_candidates)))
        self.count("times/none", int(story.published is None and story.last_update is None))
