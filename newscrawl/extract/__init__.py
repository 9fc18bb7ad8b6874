"""Page to raw story: pure readers that know no Scrapy."""

from __future__ import annotations

import gc

from newscrawl.extract.blocks import Layout
from newscrawl.extract.body import read_body
from newscrawl.extract.headline import find_headline
from newscrawl.extract.meta import read_meta
from newscrawl.extract.related import find_related, without_related
from newscrawl.extract.stamps import find_stamps
from newscrawl.items import RawStory, Story
from newscrawl.page import Page
from newscrawl.site import Site


def read(page: Page, site: Site | None = None) -> Story:
    """Read a page into a raw `Story`: values as shown, not yet normalised; `story.raw` holds the rest."""
    # Thousands of objects live for these milliseconds, none in a cycle: the collector would look through
    # them for nothing, at a twentieth of the time.
    paused = gc.isenabled()
    gc.disable()
    try:
        return _read(page, site)
    finally:
        if paused:
            gc.enable()


def _read(page: Page, site: Site | None) -> Story:
    layout = Layout(page)
    story = Story(url=page.url, canonical_url=page.canonical)
    raw = story.raw = RawStory(base_url=page.base_url)
    story.headline, layout.headline_block = find_headline(layout, page, site)
    reading = read_body(layout, page, site)
    raw.blocks = find_related(layout, page)
    raw.paragraphs = without_related(reading.paragraphs, raw.blocks)
    story.story_type = reading.verdict.story_type
    story.access, story.truncated = reading.verdict.access, reading.verdict.truncated
    raw.stamps, raw.machine_times = find_stamps(layout, page, layout.headline_block, site)
    read_meta(story, layout, page, layout.body, site)
    return story
