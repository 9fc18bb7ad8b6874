"""Raw readings to clean values: pure functions that know no Scrapy and no page.

`normalise` is all of them in their order; a crawl runs the same functions one pipeline each.
"""

from __future__ import annotations

from datetime import datetime

from newscrawl.items import Story
from newscrawl.normalise.related import normalise_related
from newscrawl.normalise.text import normalise_body
from newscrawl.normalise.times import normalise_times
from newscrawl.normalise.urls import normalise_urls
from newscrawl.normalise.wire import normalise_wire
from newscrawl.site import Site


def normalise(story: Story, *, site: Site | None = None, fetched_at: datetime | None = None) -> None:
    """Turn a raw story into the record, in place.

    :param site: what is known of the story's site.
    :param fetched_at: when its page was fetched, aware.
    """
    normalise_urls(story)
    normalise_body(story)
    normalise_wire(story)
    normalise_times(story, site=site, fetched_at=fetched_at)
    normalise_related(story)
