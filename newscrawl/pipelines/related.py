"""Related headlines as data."""

from __future__ import annotations

from newscrawl.items import Story
from newscrawl.normalise.related import normalise_related
from newscrawl.pipelines.base import StoryPipeline

__all__ = ["RelatedPipeline"]


class RelatedPipeline(StoryPipeline):
    """Sets related_headlines."""

    def process_story(self, story: Story) -> None:
        """Counts headlines and cut-off teasers."""
        normalise_related(story)
        self.count("related/headlines", len(story.related_headlines))
        self.count(
            "related/teasers_truncated", sum(bool(r.teaser_truncated) for r in story.related_headlines)
        )
