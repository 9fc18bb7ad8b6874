"""newscrawl: news stories of wire-style sites as clean records."""

from __future__ import annotations

from datetime import UTC, datetime

from newscrawl.items import Image, RelatedHeadline, Rights, Story
from newscrawl.page import Page
from newscrawl.site import Site

__all__ = ["Image", "Page", "RelatedHeadline", "Rights", "Site", "Story", "parse_story"]


def parse_story(
    html: bytes | str, url: str, site: Site | None = None, fetched_at: datetime | None = None
) -> Story:
    """Read one page without Scrapy: what a crawl's pipelines would give for it.

    :param html: the page's body; bytes are decoded as a browser would.
    :param url: address of the page, after redirects.
    :param site: what is known of the page's site.
    :param fetched_at: when the page was fetched, aware; "2 hours ago" is read against it, and nothing later
        is believed. Without it, stamps that need it stay null.
    """
    # Only here: `newscrawl.Site` and the record are wanted without the readers' tables.
    from newscrawl.extract import read
    from newscrawl.normalise import normalise

    story = read(Page(html, url), site)
    if fetched_at is not None:
        story.fetched_at = fetched_at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    normalise(story, site=site, fetched_at=fetched_at)
    return story
