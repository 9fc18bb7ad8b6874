"""One fingerprint for all variants of a page, so that Scrapy's own duplicate filter (and JOBDIR) sees one."""

from __future__ import annotations

import logging
from hashlib import sha1
from typing import TYPE_CHECKING

from scrapy.dupefilters import RFPDupeFilter
from scrapy.utils.request import RequestFingerprinter

from newscrawl.middlewares.budget import ROLE
from newscrawl.normalise.urls import fetch_key

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.http import Request

__all__ = ["REQUEUED", "PageDupeFilter", "PageFingerprinter"]

logger = logging.getLogger(__name__)

REQUEUED = "newscrawl_requeued"
"""Request.meta key of a request that goes back to the scheduler unfetched."""


class PageFingerprinter(RequestFingerprinter):
    """`fetch_key` decides for the crawl's own page requests; all others (robots.txt, yours) as in Scrapy."""

    def fingerprint(self, request: Request) -> bytes:
        """Fingerprint of a request."""
        if ROLE not in request.meta or request.method != "GET":
            return super().fingerprint(request)
        key = fetch_key(request.url)
        before = request.meta.get("redirect_urls", ())
        if any(fetch_key(url) == key for url in before):
            # http -> https, /story -> /story/: the same page by its key, and yet it has to be fetched.
            return super().fingerprint(request)
        return sha1(key.encode("utf-8", "surrogatepass")).digest()


class PageDupeFilter(RFPDupeFilter):
    """Scrapy's filter, but for requests that were taken off the queue and not made: they are no duplicates.

    (`dont_filter` would let them past the rules for other sites too, redirects included.)
    """

    def request_seen(self, request: Request) -> bool:
        """Whether a request like this one was seen before."""
        if request.meta.pop(REQUEUED, False):
            return False
        return super().request_seen(request)

    def log(self, request: Request, spider: Spider) -> None:
        """Say which page redirects back to where it was asked for: nobody else hears of it again."""
        before = request.meta.get("redirect_urls", ())
        if request.url in before:
            stats = spider.crawler.stats
            assert stats is not None
            stats.inc_value("newscrawl/failed")
            stats.inc_value("newscrawl/failed/redirects")
            logger.info("%s redirects in a circle", before[0])
        super().log(request, spider)
