"""The last word: a story with its required fields, that keeps the published schema, or a stated reason."""

from __future__ import annotations

from newscrawl import schema
from newscrawl.items import Story
from newscrawl.normalise.check import problem, text_digest
from newscrawl.pipelines.base import StoryPipeline

__all__ = ["CheckPipeline"]


class CheckPipeline(StoryPipeline):
    """Sets text_digest; drops what is no story, lacks a required field or breaks the record's schema."""

    def process_story(self, story: Story) -> None:
        """Raises `Dropped` with the reason; a broken schema is this program's error and logged as one."""
        if reason := problem(story):
            raise self.drop(reason)
        story.text_digest = text_digest(story)
        if broken := schema.problem(story):
            self.count(f"schema/{broken.split()[0]}")
            dropped = self.drop("schema")
            dropped.args = (f"schema: {broken}",)
            dropped.log_level = "ERROR"
            raise dropped
