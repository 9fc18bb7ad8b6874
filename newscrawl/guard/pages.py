"""From Scrapy's response to a page, within limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newscrawl.page import Page

if TYPE_CHECKING:
    from scrapy.http import Response

    from newscrawl.page import Limits

__all__ = ["page_of"]


def page_of(response: Response, limits: Limits) -> Page:
    """The page of a response.

    Headers of one name are one list, joined by commas (RFC 9110, section 5.3). X-Robots-Tag alone is joined
    by newlines: "otherbot: noindex" speaks for the rest of its own line, not for the next one.
    """
    headers = {
        name.decode("latin-1").lower(): (b"\n" if name.lower() == b"x-robots-tag" else b", ")
        .join(values)
        .decode("utf-8", "replace")
        for name, values in response.headers.items()
    }
    return Page(response.body, response.url, headers=headers, limits=limits)
