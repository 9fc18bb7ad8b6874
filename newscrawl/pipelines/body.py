"""The body: clean paragraphs."""

from __future__ import annotations

from newscrawl.items import Story
from newscrawl.normalise.text import normalise_body
from newscrawl.pipelines.base import StoryPipeline

__all__ = ["BodyPipeline"]


class BodyPipeline(StoryPipeline):
    """Sets headline, summary and body from the texts as read."""

    def process_story(self, story: Story) -> None:
        """Counts stories with a body and its characters."""
        normalise_body(story)
        self.count("body/found", int(bool(story.body)))
        self.count("body/characters", len(story.body or ""))
