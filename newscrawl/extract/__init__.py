"""Page to raw story: pure readers that know no Scrapy."""

from __future__ import annotations

from newscrawl.extract.blocks import Layout
from newscrawl.items import RawStory, Story
from newscrawl.page import Page
from newscrawl.site import Site


def read(page: Page, site: Site | None = None) -> Story:
    """Read a page into a raw `Story`: values as shown, not yet normalised; `story.raw` holds the rest."""
    layout = Layout(page)
    story = Story(url=page.url)
    story.raw = RawStory(base_url=page.base_url)
    story.headline = page.meta_first("og:title") or page.title or None
    story.raw.paragraphs = [block.text for block in layout.blocks if block.tag == "p" and block.length > 80]
    return story
