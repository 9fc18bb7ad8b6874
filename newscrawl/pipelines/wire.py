"""Wire matter: agency, dateline, sign-off, tags."""

from __future__ import annotations

from newscrawl.items import Story
from newscrawl.normalise.wire import normalise_wire
from newscrawl.pipelines.base import StoryPipeline

__all__ = ["WirePipeline"]


class WirePipeline(StoryPipeline):
    """Sets agencies, dateline, located, sign_off, wire_tags, editor_note and status."""

    def process_story(self, story: Story) -> None:
        """Counts what was found."""
        normalise_wire(story)
        for name in ("agencies", "dateline", "sign_off", "wire_tags", "editor_note"):
            self.count(f"wire/{name}", int(bool(getattr(story, name))))
