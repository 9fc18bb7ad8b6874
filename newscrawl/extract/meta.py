"""All that surrounds headline and body: byline, sources, summary, section, languages, pictures, rights."""

from __future__ import annotations

from newscrawl.extract.blocks import Block, Layout
from newscrawl.extract.byline import may_be_name, read_bylines, stated_authors, stated_organisations
from newscrawl.extract.images import find_images
from newscrawl.extract.language import stated_languages
from newscrawl.extract.rights import read_rights
from newscrawl.extract.section import find_section
from newscrawl.extract.selected import selected, texts
from newscrawl.extract.site_name import site_names
from newscrawl.extract.summary import find_summary
from newscrawl.extract.unmarked import unmarked_bylines
from newscrawl.extract.wire import read_credits, stated_sources
from newscrawl.items import Story
from newscrawl.page import Page
from newscrawl.site import Site


def read_meta(story: Story, layout: Layout, page: Page, body: list[Block], site: Site | None = None) -> None:
    """Fill the story's fields that are neither headline, body, stamp nor related list, and their raw twins.

    :param body: the blocks of the body in page order; empty where there is none.
    :param site: what is known of the page's site; its selectors and its language go before what is read.
    """
    raw = story.raw
    headline = layout.headline_block
    first, last = (body[0].index, body[-1].index) if body else (None, None)
    # A line above the byline may be taken for body, as one of a live blog's list of events.
    prose = next((block.index for block in body if block.index in layout.prose), first)
    raw.bylines, raw.signed = read_bylines(layout, headline, prose, last, raw.stamps)
    raw.stated_authors = stated_authors(page)
    if not (raw.stated_authors and any(map(may_be_name, raw.bylines))):
        raw.unmarked_bylines = unmarked_bylines(layout, headline, body, raw.stamps)
    raw.stated_sources = stated_organisations(page) + stated_sources(page)
    raw.credits = read_credits(layout, headline, body)
    raw.site_names = sorted(site_names(page))
    raw.stated_languages = stated_languages(page)
    story.summary = find_summary(layout, page, headline, body)
    story.section = find_section(layout, page, raw.bylines + raw.stated_authors)
    story.images = find_images(layout, page, headline, body)
    story.rights = read_rights(page)
    if site is not None:
        _believe(story, page, site)


def _believe(story: Story, page: Page, site: Site) -> None:
    """Put what a known site declares in the place of what was read."""
    if bylines := texts(selected(page, site, "authors")):
        story.raw.bylines = story.raw.signed = bylines
        story.raw.unmarked_bylines, story.raw.stated_authors = [], []
    if sections := texts(selected(page, site, "section")):
        story.section = sections[0]
    if site.language:
        story.language = site.language
