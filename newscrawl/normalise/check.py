"""Whether a story is fit to be written, and the digest that tells whether it changed."""

from __future__ import annotations

from datetime import date
from hashlib import sha256

from newscrawl.items import NOT_A_STORY, Story

__all__ = ["is_older", "problem", "text_digest"]


def problem(story: Story) -> str | None:
    """Why a story cannot be written, in a word or two fit for a stat; None where nothing is missing.

    A page that is no story gives its type ("section", "error"); a story needs a headline and something to
    read: a body, or, where a page shows only pictures, a video or the beginning, a summary.
    """
    if story.story_type in NOT_A_STORY:
        return story.story_type
    if story.status == "canceled":
        # A withdrawn story is told by its id: there may be no text any more.
        return None
    if not story.headline:
        return "no headline"
    if not story.body and not (
        story.summary and (story.story_type != "article" or story.access == "paywalled")
    ):
        return "no body"
    return None


def text_digest(story: Story) -> str:
    """SHA-256 of headline and body, hex: equal as long as both read the same."""
    text = f"{story.headline or ''}\n\n{story.body or ''}"
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def is_older(story: Story, since: date) -> bool:
    """Whether a story's newest time lies before a day. A story without a time is not taken for old."""
    newest = max((stamp[:10] for stamp in (story.published, story.last_update) if stamp), default=None)
    return newest is not None and newest < since.isoformat()
