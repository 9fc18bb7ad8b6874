"""Addresses without tracking, the site they belong to, the story's id."""

from __future__ import annotations

from newscrawl.items import Story
from newscrawl.normalise.urls import normalise_urls
from newscrawl.pipelines.base import StoryPipeline

__all__ = ["AddressPipeline"]


class AddressPipeline(StoryPipeline):
    """Sets id, url, canonical_url and site."""

    def process_story(self, story: Story) -> None:
        """Counts canonical addresses that were not believed."""
        stated = story.canonical_url
        normalise_urls(story)
        self.count("canonical/not_plausible", int(bool(stated) and story.canonical_url is None))
